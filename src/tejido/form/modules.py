"""The parts of the questionnaire in the order in which they are asked, and the names that its frame takes for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tejido.catalogue import Variable
from tejido.catalogue.form_names import CODE, CONSENT, PERSON, POINT, RESULT, SELECTED
from tejido.catalogue.variables import TABLES, Asking
from tejido.errors import TejidoError, finding

MODULES: Mapping[str, str] = {
    "dwelling": "The dwelling",
    "roster": "Who lives here",
    "migration": "Where people come from",
    "housing": "Housing and services",
    "employment": "Work and income",
    "health": "Health",
    "education": "Education and culture",
    "transport": "Getting around",
    "recreation": "Public space and recreation",
    "participation": "Taking part",
    "cohesion": "Living together and safety",
    "assets": "What people bring and what matters to them",
}
"""Every module by its id, in order; English sources of its name."""

ROSTER = ("role", "sex", "age")
"""What is asked of a person first."""

DRAWN = "adult_"
"""Begins the name of what is known of the adult drawn as a person."""

RESERVED = frozenset({
    CODE, CONSENT, PERSON, POINT, RESULT, SELECTED, f"{PERSON}_count", "start", "end", "visit", "interview", "unit_code",
    "consent_told", "line", "grown_line", "grown_lines", "drawn", "help_told",
})  # fmt: skip
"""Names of the frame of every form."""

_WHOSE: Mapping[Asking, str] = {"households": "household", "persons": "person", "adults": "own"}

__all__ = ["DRAWN", "MODULES", "RESERVED", "ROSTER", "group_name", "in_order", "refuse_unfit"]


def group_name(table: Asking, module: str) -> str:
    """What the group of a module is called in the form."""
    return f"{_WHOSE[table]}_{module}"


def refuse_unfit(variables: Iterable[Variable]) -> None:
    """Stop where a question of a city's own does not fit into the form.

    Raises:
        TejidoError: F107, its name is one of the form's frame; F108, its module is none.
    """
    found, groups = [], {group_name(table, module) for table in TABLES for module in MODULES}
    for one in variables:
        if one.id in RESERVED | groups or one.id.startswith(DRAWN):
            found.append(finding("F107", column=one.id, name=one.id))
        if one.question is not None and one.question.module not in MODULES:
            found.append(finding("F108", column=one.id, module=one.question.module, known=", ".join(MODULES)))
    if found:
        raise TejidoError(found)


def in_order(
    variables: Iterable[Variable], decided_by: Mapping[str, frozenset[str]]
) -> list[tuple[str, Asking, list[Variable]]]:
    """The questions by module and by whom they are asked, each after those that decide whether it is asked.

    A question that hangs on an answer of a later module is asked in that one. Of the household the modules before the roster come
    first, then those that decide a question of persons; then the persons, the household's other modules, and the adult.
    """
    asked = {one.id: one for one in variables}
    order = list(MODULES)
    first = sorted(asked.values(), key=lambda one: ROSTER.index(one.id) if one.id in ROSTER else len(ROSTER))
    rank: dict[str, int] = {}
    placed: list[Variable] = []

    def place(one: Variable) -> None:
        if one.id in rank:
            return
        assert one.question is not None
        before = [
            asked[name] for name in sorted(decided_by[one.id]) if name in asked and asked[name].table == one.table
        ]
        for other in before:
            place(other)
        rank[one.id] = max([order.index(one.question.module), *(rank[other.id] for other in before)])
        placed.append(one)

    for one in first:
        place(one)
    early = order.index("roster")
    of_persons = {name for one in placed if one.table == "persons" for name in decided_by[one.id]}
    early = max([early, *(rank[one.id] for one in placed if one.table == "households" and one.id in of_persons)])
    parts: list[tuple[Asking, range]] = [
        ("households", range(early + 1)), ("persons", range(len(order))),
        ("households", range(early + 1, len(order))), ("adults", range(len(order))),
    ]  # fmt: skip
    found = [
        (order[module], table, [one for one in placed if one.table == table and rank[one.id] == module])
        for table, modules in parts
        for module in modules
    ]
    return [part for part in found if part[2]]

"""What is asked for what is wanted: from indicators, areas or minutes to the questions, each once."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tejido.catalogue import Catalogue, Definition, ExtendedIndicator, Variable
from tejido.catalogue.asking import asked_for, closure
from tejido.catalogue.groups import groups
from tejido.catalogue.shares import distributions
from tejido.errors import Finding, TejidoError, fail, finding
from tejido.form.modules import ROSTER, refuse_unfit
from tejido.form.timing import PEOPLE, duration

_CATEGORIES = ("access", "quality", "quantity")
"""In which order a number of minutes is filled, after the basic marker."""

__all__ = ["Choice", "choose"]


@dataclass(frozen=True)
class Choice:
    """What a form asks.

    `indicators` were wanted, `variables` are the questions in the catalogue's order, `fed` everything that the answers can
    be used for, `left_out` why indicators that were wanted are not asked. `known` are all variables, `people` the persons of a
    household for which it was made.
    """

    indicators: tuple[Definition, ...]
    variables: tuple[Variable, ...]
    fed: tuple[Definition, ...]
    left_out: tuple[Finding, ...]
    known: Mapping[str, Variable]
    people: float


def choose(
    catalogue: Catalogue,
    known: Mapping[str, Variable],
    indicators: Sequence[str] = (),
    areas: Sequence[str] = (),
    minutes: float | None = None,
    every: bool = False,
    *,
    people: float = PEOPLE,
    omitted: Collection[str] = (),
    profile: bool = False,
) -> Choice:
    """The questions that the indicators named, those of the areas, or all of them need.

    Every form asks who lives in the dwelling (role, sex, age) and what tells refugees, migrants and hosts apart. With `minutes`
    as many indicators are taken as fit into the usual time of a household of `people` persons; without any named, of all: those of
    the basic marker first, then access, quality and quantity, the areas taking turns; one that does not fit is passed over.
    `omitted` are indicators that the city leaves out. With `profile` also what tells who the people are is asked: the questions of
    which groups are told as shares (`catalogue.shares`).

    Raises:
        TejidoError: F101, F102, an indicator or area is unknown; F103, an indicator does not come from answers; F104, it needs
            something that no question asks; F105, the minutes are too few; F107, F108, a question of a city's own does not fit.
    """
    refuse_unfit(known.values())
    possible = {key: one for key, one in catalogue.definitions.items() if _from_answers(one) and key not in omitted}
    wanted = _named(catalogue, known, indicators, areas, possible)
    if every or (minutes is not None and not (indicators or areas)):
        wanted = dict(possible)
    askable = {key: one for key, one in wanted.items() if not _unasked(one, known)}
    left_out = [
        finding("F109", name=key, variables=", ".join(_unasked(wanted[key], known)))
        for key in wanted
        if key not in askable
    ]
    frame = [*_frame(known), *(_of_the_people(known) if profile else ())]
    taken = list(askable) if minutes is None else _within(minutes, askable, catalogue, known, people, frame)
    read = {*frame, *(name for key in taken for name in _reads(askable[key]))}
    variables = asked_for(read, known)
    asked = {one.id for one in variables}
    fed = [one for one in possible.values() if _questions(one, known) <= asked]
    return Choice(
        indicators=tuple(askable[key] for key in taken),
        variables=variables,
        fed=tuple(one for one in fed if not _unasked(one, known)),
        left_out=tuple(left_out),
        known=known,
        people=people,
    )


def _from_answers(one: Definition) -> bool:
    return one.answers is not None and one.status == "defined"


def _reads(one: Definition) -> tuple[str, ...]:
    return one.answers.variables if one.answers else ()


def _unasked(one: Definition, known: Mapping[str, Variable]) -> list[str]:
    """Variables behind an indicator that no question asks and nothing gives."""
    behind = closure(_reads(one), known)
    return sorted(name for name in behind if known[name].question is None and not known[name].derived_from)


def _questions(one: Definition, known: Mapping[str, Variable]) -> set[str]:
    return {name for name in closure(_reads(one), known) if known[name].question is not None}


def _frame(known: Mapping[str, Variable]) -> list[str]:
    """What every form asks: who lives here, and what tells the compared groups apart."""
    mobility = groups().definition("mobility")
    names = ("size", *ROSTER, *mobility.needed, *mobility.variables)
    return [name for name in names if known[name].question is not None]


def _of_the_people(known: Mapping[str, Variable]) -> list[str]:
    """What tells who the people are, how they came and what they intend."""
    read = closure([name for one in distributions().values() for name in one.variables], known)
    return [name for name in known if name in read and known[name].question is not None]


def _named(
    catalogue: Catalogue,
    known: Mapping[str, Variable],
    indicators: Sequence[str],
    areas: Sequence[str],
    possible: Mapping[str, Definition],
) -> dict[str, Definition]:
    """The indicators that are named, and those of the areas, in the catalogue's order; everything that is wrong is told."""
    found: list[Finding] = []
    own = catalogue.extended.areas if catalogue.extended else {}
    there = [*own, *(area for area in catalogue.children[catalogue.root] if area not in own)]
    for area in areas:
        if area not in there:
            found.append(finding("F102", name=area, near=_near(area, there), known=", ".join(there)))
    for name in indicators:
        if name not in catalogue.definitions:
            found.append(finding("F101", name=name, near=_near(name, catalogue.definitions)))
        elif name not in possible:
            found.append(finding("F103", name=name))
        elif lacking := _unasked(possible[name], known):
            found.append(finding("F104", name=name, variables=", ".join(lacking)))
    if found:
        raise TejidoError(found)
    return {key: one for key, one in possible.items() if key in indicators or catalogue.area(key) in areas}


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f" ({near[0]}?)" if near else ""


def _within(
    minutes: float,
    wanted: Mapping[str, Definition],
    catalogue: Catalogue,
    known: Mapping[str, Variable],
    people: float,
    frame: Collection[str],
) -> list[str]:
    """The indicators whose questions fit into the minutes beside those of the `frame`, taken one by one; in the catalogue's order."""
    read = set(frame)
    least = duration(asked_for(read, known), people).minutes[0]
    if least > minutes:
        raise fail("F105", minutes=minutes, least=round(least, 1))
    taken: set[str] = set()
    for key in _by_turn(wanted, catalogue):
        more = read | set(_reads(wanted[key]))
        if duration(asked_for(more, known), people).minutes[0] <= minutes:
            read, taken = more, {*taken, key}
    return [key for key in wanted if key in taken]


def _by_turn(wanted: Mapping[str, Definition], catalogue: Catalogue) -> list[str]:
    """The basic marker, then access, quality and quantity; inside each the areas take turns."""
    steps: list[list[str]] = [[key for key in wanted if key in catalogue.indicators]]
    flexible = {key: one for key, one in wanted.items() if isinstance(one, ExtendedIndicator)}
    steps += [[key for key, one in flexible.items() if one.category == category] for category in _CATEGORIES]
    found: list[str] = []
    for step in steps:
        by_area: dict[str, list[str]] = {}
        for key in step:
            by_area.setdefault(catalogue.area(key), []).append(key)
        found += [key for turn in zip_longest(*by_area.values()) for key in turn if key is not None]
    return found

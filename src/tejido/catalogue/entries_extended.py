"""From the tables of the extended marker's files to its objects, each entry checked by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, cast, get_args

from tejido.catalogue.answers import FromAnswers
from tejido.catalogue.entries import compute_of, sdg_of
from tejido.catalogue.extended import (
    NEEDS_DEFINITION,
    Category,
    ExtendedIndicator,
    Instrument,
    Listed,
    Role,
    Shape,
    SourceKind,
    Subdimension,
)
from tejido.catalogue.fields import Pair, Table
from tejido.catalogue.formulas import from_answers
from tejido.catalogue.map_classes import map_classes_of
from tejido.catalogue.model import Compute, Direction, Universe
from tejido.catalogue.variables import Variable
from tejido.words import LANGUAGES, Labels

T = TypeVar("T")

_GIVEN_AS = {"median": "given", "gini": "given"}
"""Statistics of answers that no formula over columns makes: there the figure stands ready."""

_OF_PERSONS = ("origin", "sex", "age_group", "disability")

_OF_SAMPLES: dict[str, tuple[str, ...]] = {"households": ("origin",), "persons": _OF_PERSONS, "adults": _OF_PERSONS}
"""By what the figures of answers may be told apart, where an entry says nothing else."""

__all__ = ["Around", "MeasureUnit", "indicator", "instrument", "listed", "measure_unit", "role", "subdimension"]


@dataclass(frozen=True)
class MeasureUnit:
    """What a figure is measured in: how it reads, and the values that can be."""

    names: Labels
    possible: Pair


@dataclass(frozen=True)
class Around:
    """What entries name: everything that stands once in the extended marker."""

    areas: Mapping[str, Labels]
    categories: Mapping[str, Labels]
    filters: Mapping[str, Labels]
    subdimensions: Mapping[str, Subdimension]
    units: Mapping[str, MeasureUnit]
    universes: Mapping[str, Universe]
    roles: Mapping[str, Role]
    listed: Mapping[str, Listed]
    variables: Mapping[str, Variable]
    own: bool


def subdimension(table: Table) -> Subdimension:
    """A theme inside an area."""
    found = Subdimension(table.id, table.text("area"), table.labels("names"))
    table.done()
    return found


def listed(table: Table) -> Listed:
    """A name of the published list, not yet answered to."""
    found = Listed(table.id, table.labels("names"), table.flag("fact"))
    table.done()
    return found


def role(table: Table) -> Role:
    """What a layer is there for."""
    shape = cast(Shape, table.choice("shape", get_args(Shape)))
    found = Role(table.id, table.labels("names"), shape)
    table.done()
    return found


def instrument(table: Table) -> Instrument:
    """A published questionnaire."""
    found = Instrument(table.id, table.labels("names"), table.text("source"))
    table.done()
    return found


def measure_unit(table: Table) -> MeasureUnit:
    """What figures are measured in."""
    found = MeasureUnit(table.labels("names"), table.pair("possible"))
    table.done()
    return found


def indicator(table: Table, around: Around) -> ExtendedIndicator:
    """An indicator of the extended marker. Notes K201 on an unknown name, K203 on an entry that nothing computes, K206 on one that
    a city adds without its reason.
    """
    theme = _named(table, "subdimension", around.subdimensions)
    unit = _named(table, "measure_unit", around.units)
    kind = cast(SourceKind, table.choice("source_kind", get_args(SourceKind)))
    status = table.choice("status", ("defined", NEEDS_DEFINITION), "defined")
    answers, compute = _made(table, around, status)
    universe = table.text("universe", answers.table if answers else None) if status == "defined" else ""
    if universe and universe not in around.universes:
        table.note("K201", "universe", id=universe, kind="universe")
    widest = unit.possible if unit else (-math.inf, math.inf)
    possible = table.pair("possible") if table.has("possible") else widest
    codes = table.texts("listed")
    found = ExtendedIndicator(
        id=table.id,
        names=table.labels("names"),
        definitions=table.labels("definitions"),
        measure_unit=table.text("measure_unit"),
        unit_names=unit.names if unit else {},
        direction=cast(Direction, table.choice("direction", get_args(Direction))),
        universe=universe,
        about=_about(table, kind),
        possible=possible,
        compute=compute,
        answers=answers,
        sdg=sdg_of(table),
        status=status,
        data_needed=table.labels("data_needed", needed=False),
        area=theme.area if theme else "",
        subdimension=table.text("subdimension"),
        category=cast(Category, table.choice("category", around.categories)),
        filter=table.choice("filter", around.filters),
        source_kind=kind,
        provenance="fact" if any(around.listed[one].fact for one in codes if one in around.listed) else "ours",
        listed=codes,
        aliases=tuple(_labels(row) for row in table.rows("aliases")),
        groups=table.texts("groups") if table.has("groups") else _OF_SAMPLES.get(answers.table, ()) if answers else (),
        nua=table.texts("nua"),
        gcm=table.integers("gcm", 1, 23),
        source=table.text("source") if table.has("source") else "",
        asset=table.flag("asset"),
        rare=table.flag("rare"),
        lacking=table.labels("lacking", needed=False),
        reason=table.text("reason") if table.has("reason") else "",
        map_classes=map_classes_of(table, possible),
    )
    _check(table, found, around)
    table.done()
    return found


def _made(table: Table, around: Around, status: str) -> tuple[FromAnswers | None, Compute]:
    """How it is made of answers, and how of columns or places; without a word of the latter, as the answers' formula says."""
    answers = None
    if table.has("answers"):
        inner = table.table("answers")
        function = str(inner.data.get("statistic", ""))
        answers = from_answers(inner, _GIVEN_AS.get(function, function), None, around.variables)
    if table.has("compute"):
        compute = compute_of(table.table("compute"))
        if compute.role is not None and compute.role not in around.roles:
            table.note("K201", "compute", id=compute.role, kind="role")
        of = compute.options.get("of")
        if of is not None and of not in around.roles:
            table.note("K201", "compute", id=of, kind="role")
        return answers, compute
    if (answers is None and status == "defined") or (status != "defined" and answers is not None):
        table.note("K203", id=table.id)
    statistic = answers.statistic if answers else "given"
    return answers, Compute(_GIVEN_AS.get(statistic, statistic))


def _check(table: Table, one: ExtendedIndicator, around: Around) -> None:
    if (one.status == NEEDS_DEFINITION) != bool(one.lacking):
        table.note("K207", "lacking", id=one.id)
    if around.own and not one.reason:
        table.note("K206", id=one.id)
    for code in one.listed:
        if code not in around.listed:
            table.note("K201", "listed", id=code, kind="listed")
    for dimension in one.groups:
        if dimension not in _OF_PERSONS and dimension not in around.variables:
            table.note("K201", "groups", id=dimension, kind="groups")


def _about(table: Table, kind: str) -> Literal["people", "place"]:
    default = "place" if kind == "territory" else "people"
    return cast(Literal["people", "place"], table.choice("about", ("people", "place"), default))


def _labels(row: Table) -> Labels:
    found = {language: row.text(language) for language in LANGUAGES}
    row.done()
    return found


def _named(table: Table, key: str, known: Mapping[str, T]) -> T | None:
    value = table.text(key)
    if value and value not in known:
        table.note("K201", key, id=value, kind=key)
    return known.get(value)

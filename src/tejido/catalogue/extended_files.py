"""Reading the extended marker: the files that come with tejido, and those that a city adds beside `city.toml`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from tejido.catalogue import entries_extended as entries
from tejido.catalogue import own_variables
from tejido.catalogue.entries import universe
from tejido.catalogue.extended import Extended, ExtendedIndicator, Listed
from tejido.catalogue.fields import Document, Table
from tejido.catalogue.loader import load, read_document
from tejido.catalogue.plain import extended_with_hash
from tejido.catalogue.variables import TABLES, Variable, variables
from tejido.errors import TejidoError
from tejido.words import Labels

E = TypeVar("E")

HEAD, LIST = "extended.toml", "list.toml"
"""The files of the shipped folder with what stands once, and with the published names."""

_KEYS = ("format", "id", "version", "source", "names", "areas", "categories", "filters")
_TABLES = ("subdimensions", "measure_units", "roles", "universes", "indicators")
_PUBLISHED = ("instruments", "listed", "same")
"""Tables that no city adds to."""

__all__ = ["HEAD", "LIST", "load_extended", "variables_with"]


def _shipped_documents() -> list[tuple[Document, Mapping[str, Any]]]:
    folder = files("tejido.catalogue").joinpath("data", "extended")
    names = sorted((file.name for file in folder.iterdir()), key=lambda name: (name not in (HEAD, LIST), name))
    return [read_document(folder.joinpath(name)) for name in names]


@cache
def _shipped() -> Extended:
    return _made(_shipped_documents(), None, variables())


def load_extended(own: Sequence[Path] = ()) -> Extended:
    """The extended marker that comes with tejido, with the indicators of a city's `own` files beside it.

    A file of a city holds ``[indicators.ID]`` with their `reason`, and perhaps ``[subdimensions.ID]``, ``[roles.ID]``,
    ``[universes.ID]``, ``[measure_units.ID]`` and variables with their questions (``[households.ID]``, ``[persons.ID]``,
    ``[adults.ID]``).

    Raises:
        TejidoError: every fault that was found, each with its file and line.
    """
    shipped = _shipped()
    if not own:
        return shipped
    return _made([read_document(path) for path in own], shipped, variables_with(own))


def variables_with(own: Sequence[Path]) -> Mapping[str, Variable]:
    """The standard variables with those that a city's `own` files of indicators bring.

    Raises:
        TejidoError: every fault that was found in one file, each with its line; see `own_variables`.
    """
    return own_variables.variables_with(own, _shipped().instruments) if own else variables()


def _made(
    documents: Sequence[tuple[Document, Mapping[str, Any]]], shipped: Extended | None, known: Mapping[str, Variable]
) -> Extended:
    """The extended marker of its documents, added to what is `shipped` where that stands already."""
    tables = [Table(data, (), document) for document, data in documents]
    head = tables[0]
    for table in tables:
        for key in (
            *_TABLES,
            *(TABLES if shipped else _PUBLISHED),
            *(_KEYS if shipped is None and table is head else ()),
        ):
            table.skip(key)
        table.done()
    base = shipped or _empty(head, tables)
    around = entries.Around(
        areas=base.areas,
        categories=base.categories,
        filters=base.filters,
        subdimensions=_collect("subdimensions", tables, entries.subdimension, base.subdimensions),
        units=_collect("measure_units", tables, entries.measure_unit, _units() if shipped else {}),
        universes=_collect("universes", tables, universe, base.universes),
        roles=_collect("roles", tables, entries.role, base.roles),
        listed=base.listed,
        variables=known,
        own=shipped is not None,
    )
    basic = load("basic")
    taken = {*basic.nodes, *basic.indicators, *base.areas}
    indicators = _collect("indicators", tables, lambda table: entries.indicator(table, around), base.indicators, taken)
    listed = _answered(tables, base.listed, indicators) if shipped is None else base.listed
    _tell_twins(tables, indicators)
    findings = [finding for document, _ in documents for finding in document.findings]
    if findings:
        raise TejidoError(sorted(findings, key=lambda one: (one.file or "", one.row or 0, one.code, one.column or "")))
    return extended_with_hash(
        replace(
            base,
            subdimensions=around.subdimensions,
            roles=around.roles,
            universes=around.universes,
            listed=listed,
            indicators=indicators,
            own_variables=_own(documents) if shipped else {},
        )
    )


def _own(documents: Sequence[tuple[Document, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    """The tables of variables in a city's own files."""
    found: dict[str, dict[str, Any]] = {}
    for _, data in documents:
        for table in TABLES:
            if table in data:
                found.setdefault(table, {}).update(data[table])
    return found


def _empty(head: Table, tables: Sequence[Table]) -> Extended:
    """The extended marker of its head, before anything that areas add."""
    return Extended(
        id=head.text("id"),
        version=head.text("version"),
        names=head.labels("names"),
        source=head.text("source"),
        areas=_labels(head, "areas"),
        subdimensions={},
        categories=_labels(head, "categories"),
        filters=_labels(head, "filters"),
        roles={},
        instruments=_collect("instruments", tables, entries.instrument, {}),
        universes={},
        listed=_collect_codes(tables),
        indicators={},
    )


@cache
def _units() -> dict[str, entries.MeasureUnit]:
    """The measure units that come with tejido."""
    tables = [Table(data, (), document) for document, data in _shipped_documents()]
    return _collect("measure_units", tables, entries.measure_unit, {})


def _collect(
    kind: str,
    tables: Sequence[Table],
    make: Callable[[Table], E],
    before: Mapping[str, E],
    taken: Collection[str] = (),
) -> dict[str, E]:
    """All entries of a kind by id, after those that stood `before`; an id that stands twice, or is `taken`, is noted."""
    found: dict[str, E] = dict(before)
    for outer in tables:
        for table in outer.tables(kind):
            if table.id in found or table.id in taken:
                table.note("K120", id=table.id)
                continue
            found[table.id] = make(table)
    return found


def _collect_codes(tables: Sequence[Table]) -> dict[str, Listed]:
    """The published names by their codes."""
    found: dict[str, Listed] = {}
    for outer in tables:
        codes = outer.table("listed", needed=False)
        found |= {code: entries.listed(codes.table(code)) for code in codes.data}
    return found


def _answered(
    tables: Sequence[Table], listed: Mapping[str, Listed], indicators: Mapping[str, ExtendedIndicator]
) -> dict[str, Listed]:
    """Every published name with the indicator that answers to it; K205 where two do."""
    claims = [(code, one.id) for one in indicators.values() for code in one.listed]
    basic = load("basic").indicators
    for outer in tables:
        same = outer.table("same", needed=False)
        for code in same.data:
            target = same.text(code)
            if target not in basic or code not in listed:
                same.note("K201", code, id=target, kind="same")
            claims.append((code, target))
    found = dict(listed)
    for code, one in claims:
        if code in found and found[code].indicator and found[code].indicator != one:
            tables[0].note("K205", None, id=code, claimed=f"{found[code].indicator}, {one}")
        elif code in found:
            found[code] = replace(found[code], indicator=one)
    return found


def _tell_twins(tables: Sequence[Table], indicators: Mapping[str, ExtendedIndicator]) -> None:
    """K204: two indicators are made of the same answers, or of the same places, in the same way."""
    seen: dict[object, str] = {}
    basic = load("basic").indicators.values()
    for one in [*basic, *indicators.values()]:
        compute = one.compute
        places = (compute.function, compute.role, tuple(sorted(compute.options.items()))) if compute.role else None
        for made in (one.answers, places):
            if made is not None and seen.setdefault(made, one.id) != one.id:
                tables[0].note("K204", None, id=one.id, other=seen[made])


def _labels(head: Table, key: str) -> dict[str, Labels]:
    inner = head.table(key)
    return {name: inner.labels(name) for name in inner.data}

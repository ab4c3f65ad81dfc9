"""The indicators of a country's context as data: under which headings UNHCR's tables hold them, and how they are called.

In: ``data/country.toml``, or what a release carries of it. Out: a `Context`, checked. None of its indicators is a node of a marker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tejido.catalogue.fields import Document, Table
from tejido.catalogue.loader import read_document
from tejido.errors import TejidoError
from tejido.tables import EVERYBODY
from tejido.words import Labels

Headings = tuple[str, ...]
"""The names under which a column may stand, the usual one first."""

SIDES = ("asylum", "origin", "both")
"""Which rows are the country's: those where people seek asylum in it, come from it, or are displaced inside it."""

DOCUMENT = "country.json"
"""The file of a release that names the country, the countries of origin and the indicators."""

ORIGIN = "country_of_origin="
"""Groups of people by where they come from: this and the ISO code of the country."""

__all__ = [
    "DOCUMENT",
    "ORIGIN",
    "SIDES",
    "Context",
    "ContextIndicator",
    "ContextTable",
    "Headings",
    "as_data",
    "context",
    "context_from_dict",
]


@dataclass(frozen=True)
class ContextTable:
    """A table of UNHCR: its counts by column, and `only` the rows that count: headings of a column and the values to keep."""

    id: str
    names: Labels
    columns: Mapping[str, Headings]
    only: Mapping[str, tuple[Headings, tuple[str, ...]]]


@dataclass(frozen=True)
class ContextIndicator:
    """A figure of a country and year: per group the columns that are summed; with `over` their share in these, in percent.

    `side` is one of `SIDES`; `origins` how many of the largest countries of origin are told one by one.
    """

    id: str
    names: Labels
    definitions: Labels
    unit: str
    table: str
    side: str
    groups: Mapping[str, tuple[str, ...]]
    over: tuple[str, ...]
    origins: int


@dataclass(frozen=True)
class Context:
    """All of it. `hidden` are the marks of counts that UNHCR keeps back, `unknown` those of what was not counted."""

    id: str
    version: str
    source: str
    hidden: tuple[str, ...]
    unknown: tuple[str, ...]
    keys: Mapping[str, Headings]
    tables: Mapping[str, ContextTable]
    units: Mapping[str, Labels]
    groups: Mapping[str, Labels]
    indicators: Mapping[str, ContextIndicator]


@cache
def context() -> Context:
    """The indicators that come with tejido."""
    return _made(*_document())


def context_from_dict(data: Mapping[str, Any], file: str = "country.json") -> Context:
    """The indicators that a release carries.

    Raises:
        TejidoError: every fault of the file (``K1...``).
    """
    return _made(Document(file), data)


def as_data() -> Mapping[str, Any]:
    """The indicators as plain data, for a release."""
    return _document()[1]


@cache
def _document() -> tuple[Document, Mapping[str, Any]]:
    return read_document(files("tejido.catalogue").joinpath("data", "country.toml"))


def _made(document: Document, data: Mapping[str, Any]) -> Context:
    whole = Table(data, (), document)
    whole.integer("format", low=1)
    tables = {table.id: _table(table) for table in whole.tables("tables")}
    units = _labels(whole.table("units"))
    made = Context(
        id=whole.text("id"),
        version=whole.text("version"),
        source=whole.text("source"),
        hidden=_marks(data, "hidden", whole),
        unknown=_marks(data, "unknown", whole),
        keys=_headings(whole.table("keys")),
        tables=tables,
        units=units,
        groups=_labels(whole.table("groups")),
        indicators={table.id: _indicator(table, tables, units) for table in whole.tables("indicators")},
    )
    whole.done()
    if document.findings:
        raise TejidoError(document.findings)
    return made


def _marks(data: Mapping[str, Any], key: str, whole: Table) -> tuple[str, ...]:
    """Marks of a table's cells, an empty one among them, which `Table.texts` takes for a fault."""
    whole.skip(key)
    return tuple(str(mark) for mark in data.get(key, ()))


def _headings(table: Table) -> dict[str, Headings]:
    return {key: table.texts(key) for key in table.data}


def _labels(table: Table) -> dict[str, Labels]:
    return {key: table.labels(key) for key in table.data}


def _table(table: Table) -> ContextTable:
    only = {}
    for rule in table.tables("only"):
        only[rule.id] = (rule.texts("columns"), rule.texts("values"))
        rule.done()
    made = ContextTable(table.id, table.labels("names"), _headings(table.table("columns")), only)
    table.done()
    return made


def _indicator(table: Table, tables: Mapping[str, ContextTable], units: Mapping[str, Labels]) -> ContextIndicator:
    of = table.choice("table", tables)
    known = tables[of].columns if of in tables else {}
    groups = _headings(table.table("groups")) if table.has("groups") else {EVERYBODY: table.texts("sum")}
    over = table.texts("over")
    for column in (*(one for columns in groups.values() for one in columns), *over):
        if column not in known:
            table.note("K117", None, value=column, allowed=", ".join(known))
    made = ContextIndicator(
        id=table.id,
        names=table.labels("names"),
        definitions=table.labels("definitions"),
        unit=table.choice("unit", units),
        table=of,
        side=table.choice("side", SIDES),
        groups=groups,
        over=over,
        origins=table.integer("origins", 0),
    )
    table.done()
    return made

"""Variables that a city's own files of indicators bring: read key by key, so that whatever does not fit is told with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from tejido.catalogue.fields import Table
from tejido.catalogue.loader import read_document
from tejido.catalogue.variables import TABLES, Kind, Variable, of_tables, variables
from tejido.errors import TejidoError

TAKEN = frozenset({"household", "person", "weight", "stratum", "psu", "fpc", "unit", "origin"})
"""Columns of every table of answers: who it was, where, and how they were drawn."""

__all__ = ["TAKEN", "variables_with"]


def variables_with(own: Sequence[Path], instruments: Collection[str]) -> Mapping[str, Variable]:
    """The standard variables with those that a city's `own` files of indicators bring; `instruments` may be followed by questions.

    Raises:
        TejidoError: K106 to K119, a key is missing, unknown or not of its kind; K208, a name is that of a standard variable, or
            what is named does not exist.
    """
    found = dict(variables())
    for path in own:
        document, data = read_document(path)
        head = Table(data, (), document)
        taken = {*found, *TAKEN}
        for table in (one for name in TABLES for one in head.tables(name)):
            _described(table)
            if table.id in taken:
                table.note("K208", reason=table.id)
            taken.add(table.id)
        if not document.findings:
            added = of_tables([{name: data.get(name, {}) for name in TABLES}])
            for one in added.values():
                for key, reason in _in_vain(one, {**found, **added}, instruments):
                    document.note("K208", (one.table, one.id, *key), reason=reason)
            found |= added
        if document.findings:
            raise TejidoError(document.findings)
    return found


def _described(table: Table) -> None:
    """Note every key of a variable that is missing, unknown, or holds what it cannot."""
    kind = table.choice("kind", get_args(Kind))
    table.labels("names")
    table.text("source")
    categories = table.table("categories", needed=kind == "category")
    for answer in categories.data:
        categories.labels(answer)
    if table.has("possible"):
        table.pair("possible")
    for key in ("outside", "otherwise", "cut"):
        if table.has(key):
            table.text(key)
    for key in ("divided", "counted", "summed"):
        table.texts(key)
    if table.has("times"):
        table.number("times")
    if table.has("bounds") and not _numbers(table.data["bounds"]):
        table.note("K111", "bounds", key="bounds")
    _conditions(table, "asked")
    for rule in table.rows("rules"):
        rule.text("then")
        _conditions(rule, "when")
        rule.done()
    if table.has("question"):
        _question(table.table("question"))
    table.done()


def _question(table: Table) -> None:
    table.labels("text")
    table.labels("hint", needed=False)
    table.text("module")
    table.text("instrument")
    table.integer("seconds", low=1)
    table.flag("sensitive")
    table.flag("whole")
    table.done()


def _conditions(table: Table, key: str) -> None:
    for row in table.rows(key):
        row.text("variable")
        row.texts("values")
        for end in ("low", "high"):
            if row.has(end):
                row.number(end)
        row.done()


def _numbers(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)


def _in_vain(
    one: Variable, known: Mapping[str, Variable], instruments: Collection[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a variable names although it does not exist: the key inside it, and the word."""
    if one.question is not None and one.question.instrument not in instruments:
        yield ("question", "instrument"), one.question.instrument
    for name in (*one.derived_from, *(condition.variable for condition in one.asked)):
        if name not in known:
            yield (), name

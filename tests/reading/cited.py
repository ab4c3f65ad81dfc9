"""Figures for tests, written as a release's book writes them."""

from __future__ import annotations

from typing import Any

from tejido import catalogue
from tejido.catalogue import Definition
from tejido.reading.references import NOTHING, Cited, Reference
from tejido.survey.sentences import difference, is_percent
from tejido.words import LANGUAGES, number, percent

DEFINITIONS = {**catalogue.load("basic").indicators, **catalogue.load_extended().indicators}


def definition(name: str) -> Definition:
    return DEFINITIONS[name]


def figure(node: str, value: float | None, *ends: float, statistic: str = "value", **told: Any) -> Cited:
    """The figure of an indicator, or a score of any other node, with the ends of its interval."""
    keys = {name: told.pop(name) for name in ("group", "against", "unit") if name in told}
    reference = Reference(statistic, node, **keys)
    low, high = ends or (None, None)
    state = told.pop("state", "missing")
    if value is None:
        return Cited(reference, None, state, NOTHING, NOTHING, **told)
    one = DEFINITIONS.get(node)
    bare = {lang: number(value, lang) for lang in LANGUAGES}
    written = bare
    if one is not None and is_percent(one):
        written = {lang: percent(value / 100, lang, 1) for lang in LANGUAGES}
    elif one is not None and one.measure_unit != "yes_no":
        written = {lang: f"{bare[lang]} {one.unit_names[lang]}" for lang in LANGUAGES}
    return Cited(reference, value, "told", written, bare, low, high, **told)


def comparison(node: str, row: dict[str, Any]) -> dict[str, Cited]:
    """The figures of a row of `tables.DIFFERENTIALS`, as far as a text can cite them."""
    columns = {
        "value": "of",
        "value_against": "against",
        "gap": "gap",
        "gap_low": "gap_low",
        "gap_high": "gap_high",
        "ratio": "ratio",
    }
    groups = {"group": row["group"], "against": row["against"]}
    found = {}
    for column, statistic in columns.items():
        text = {lang: difference(row[column], row, definition(node), lang) for lang in LANGUAGES}
        found[column] = Cited(Reference(statistic, node, **groups), row[column], "told", text, text)
    return found

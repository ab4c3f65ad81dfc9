"""The indicators of a unit: the table of its page, the file to take home, and what is not the unit's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pandas as pd

from tejido.catalogue.group_names import group_name
from tejido.reading import sentences
from tejido.reading.evidence import evidence
from tejido.reading.facts import EVERYBODY, Facts
from tejido.survey.quality import UNRELIABLE
from tejido.tables import CITY_LEVEL
from tejido.tables.flags import INHERITED, PROTECTED
from tejido.viewer.differences import written
from tejido.viewer.unit_book import Place, UnitBook
from tejido.words import number, pick, say

COLUMNS = (
    "synthetic", "city", "period", "level", "unit", "unit_name", "group", "group_name", "id", "name", "definition", "what", "figure",
    "measure_unit", "low", "high", "city_figure", "points_lost", "n", "kind", "quality", "measured_for", "together_with", "source", "flags",
)  # fmt: skip
"""Of the file that can be taken home: a row per score and per value."""

__all__ = ["COLUMNS", "csv_file", "held", "indicator_rows"]


def indicator_rows(found: UnitBook, place: Place, lang: str) -> list[dict[str, Any]]:
    """The indicators that are scored, each area's together: figure, score, the city's figure, what stands behind it."""
    facts, catalogue = found.facts, found.facts.catalogue
    values, scores = found.values.get(place, {}), found.scores.get(place, {})
    whole, points = found.values.get(found.city, {}), found.points.get(place, {})
    rows: list[dict[str, Any]] = []
    for area in facts.areas:
        inside = []
        for leaf in facts.under(area):
            value, score = values.get((EVERYBODY, leaf)), scores.get((EVERYBODY, leaf))
            if value is None and (score is None or pd.isna(score.score)):
                continue
            inside.append(_row(found, leaf, (value, score, whole.get((EVERYBODY, leaf)), points.get(leaf)), lang))
        if inside:
            rows += [{"area": pick(catalogue.names_of(area), lang)}, *inside]
    return rows


def _row(found: UnitBook, leaf: str, cells: tuple[Any, Any, Any, float | None], lang: str) -> dict[str, Any]:
    value, score, whole, lost = cells
    one = found.facts.catalogue.indicators[leaf]
    known = value is not None and not pd.isna(value.value)
    figure, unit = sentences.written(value.value, one, lang) if known else ("—", "")
    points = None if score is None or pd.isna(score.score) else float(score.score)
    return {
        "area": "",
        "name": pick(one.names, lang),
        "value": figure,
        "unit": unit,
        "between": sentences.between(value, one, lang) if known else "",
        "city": "—" if whole is None else sentences.written(whole.value, one, lang)[0],
        "score": number(points, lang, 0),
        "step": None if points is None else sentences.band_step(points, found.facts),
        "lost": "" if lost is None else number(lost, lang, 1, fixed=True),
        "behind": " · ".join(_behind(found.facts, value, lang)) if known else _lacking(value, lang),
        "source": found.facts.said_source(str(value.source), lang) if known else "",
    }


def _behind(facts: Facts, value: Any, lang: str) -> Iterator[str]:
    """What stands behind a figure: kind, answers, for what area it was measured."""
    yield from evidence(value, lang)
    if isinstance(value.together, str):
        yield say("of the whole city", lang) if value.together == CITY_LEVEL else say("together with neighbours", lang)
    elif value.support == CITY_LEVEL:
        yield say("of the whole city", lang)
    elif value.support != value.level and INHERITED in _flags(value):
        yield say("measured by {level}", lang, level=facts.level_name(str(value.support), lang))


def _lacking(value: Any, lang: str) -> str:
    """Why there is no figure."""
    if value is not None and PROTECTED in _flags(value):
        return say("too few people to show", lang)
    if value is not None and value.quality == UNRELIABLE:
        return say("not enough answers", lang)
    return say("not enough data", lang)


def _flags(value: Any) -> list[str]:
    return value.flags.split() if isinstance(value.flags, str) else []


def held(found: UnitBook, place: Place, lang: str) -> list[str]:
    """What of its figures is not its own alone or is not told, in sentences."""
    facts = found.facts
    together: dict[str, list[str]] = {}
    hidden, whole = [], 0
    for leaf in facts.under(facts.catalogue.root):
        value = found.values.get(place, {}).get((EVERYBODY, leaf))
        if value is None:
            continue
        name = pick(facts.catalogue.names_of(leaf), lang)
        if pd.isna(value.value):
            hidden += [name] if PROTECTED in _flags(value) else []
        elif isinstance(value.together, str) and value.together != CITY_LEVEL:
            together.setdefault(value.together, []).append(name)
        elif value.support == CITY_LEVEL or value.together == CITY_LEVEL:
            whole += 1
    said = [
        say(
            "Too few people stand behind these figures in one of these places, so they are of {places} together: {names}.",
            lang,
            places=places,
            names=", ".join(names),
        )
        for places, names in together.items()
    ]
    if hidden:
        said.append(say("Kept back so that nobody can be recognised: {names}.", lang, names=", ".join(hidden)))
    if whole:
        said.append(
            say(
                "Indicators measured only for the whole city, whose figure stands here too: {count}.", lang, count=whole
            )
        )
    missing = _reasons(found, place, lang)
    return [*said, *missing]


def _reasons(found: UnitBook, place: Place, lang: str) -> list[str]:
    """Indicators without a score here that the city has, by reason."""
    gathered: dict[str, list[str]] = {}
    for leaf in found.facts.measured(found.facts.catalogue.root):
        row = found.scores.get(place, {}).get((EVERYBODY, leaf))
        if row is not None and pd.isna(row.score) and row.reason != PROTECTED:
            gathered.setdefault(str(row.reason), []).append(pick(found.facts.name(leaf), lang))
    return [f"{sentences.reason(reason, lang)} {', '.join(names)}." for reason, names in gathered.items()]


def csv_file(found: UnitBook, place: Place, lang: str) -> str:
    """All figures of a unit as CSV, with their definitions and what stands behind them; a cell is empty where a figure is missing
    or protected, never zero.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    facts = found.facts
    first = [bool(facts.city.get("synthetic")), facts.city["code"]]
    unit = found.units[place].name
    for key, rows in (("score", found.scores), ("value", found.values)):
        whole = rows.get(found.city, {})
        for (group, node), row in sorted(rows.get(place, {}).items(), key=lambda one: (one[0][0] != EVERYBODY, one[0])):
            # What the extended marker knows of a coarser unit only is told there.
            if key == "value" and node not in facts.catalogue.indicators and INHERITED in _flags(row):
                continue
            named = [group, _group(group, lang), *_named(facts, node, key, lang)]
            city = whole.get((group, node))
            told = [row.period, *place, unit, *named, getattr(row, key), _measured_in(facts, node, key, lang), row.low, row.high,
                    None if city is None else getattr(city, key)]  # fmt: skip
            lost = found.points.get(place, {}).get(node) if key == "score" and group == EVERYBODY else None
            behind = (
                [row.n, row.kind, row.quality, row.support, row.together, row.source, row.flags]
                if key == "value"
                else [None] * 7
            )
            writer.writerow([written(cell) for cell in (*first, *told, lost, *behind)])
    # The mark at the start tells spreadsheets that accents are UTF-8.
    return "\ufeff" + stream.getvalue()


def _group(group: str, lang: str) -> str:
    if group == EVERYBODY:
        return say("everybody", lang)
    return group_name(group, lang)


def _named(facts: Facts, node: str, key: str, lang: str) -> list[str]:
    """Id, name, definition, and what the figure is."""
    one = facts.catalogue.definitions.get(node)
    definitions = one.definitions if one is not None else facts.catalogue.nodes[node].definitions
    return [node, pick(facts.name(node), lang), pick(definitions, lang) if definitions else "", key]


def _measured_in(facts: Facts, node: str, key: str, lang: str) -> str:
    return say("points of 100", lang) if key == "score" else pick(facts.catalogue.definitions[node].unit_names, lang)

"""Looking figures up by their names, written by language and with what they rest on."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from functools import cache, cached_property
from typing import Any

import pandas as pd

from tejido.catalogue import Definition
from tejido.reading.country import Country, country_of
from tejido.reading.facts import Facts, ends, records
from tejido.reading.references import NOTHING, STATISTICS, Cited, Reference, State
from tejido.reading.sentences import digits, score_text
from tejido.survey.sentences import decimals, difference, is_percent
from tejido.tables import CITY_LEVEL, COUNTRY_LEVEL
from tejido.words import LANGUAGES, number, percent, pick, say

Row = Mapping[str, Any]
By = Mapping[str, str]
"""A text by language."""

_INTERVALS = {
    **dict.fromkeys(("value", "score", "of", "share"), ("low", "high")),
    "against": ("low_against", "high_against"),
    **{one: (f"{one}_low", f"{one}_high") for one in ("gap", "ratio", "gap_standardised")},
}
"""The columns of the 95 % interval of a statistic; the others have none."""

_COUNTED = frozenset(
    {
        "n",
        "households",
        "people",
        "of_n",
        "against_n",
        "share_n",
        "rank",
        "residents",
        "measured",
        "indicators",
        "units",
    }
)
"""Statistics that are whole numbers of something."""

KEYS = {
    "values": ("indicator", "level", "unit", "group", "period"),
    "scores": ("node", "level", "unit", "group", "period"),
    "contributions": ("node", "level", "unit", "group", "period"),
    "differentials": ("indicator", "level", "unit", "group", "against", "period"),
    "shares": ("question", "level", "unit", "group", "class", "period"),
    "units": ("level", "unit"),
}
"""What finds a row, by table; the period last, so that the last one can be found without it."""


class Book:
    """The figures of a public release by their names.

    Rows of a table are read level by level when a figure of them is first asked for; each figure is made once.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.definitions: Mapping[str, Definition] = facts.catalogue.definitions
        self._rows: dict[tuple[str, str], dict[Hashable, Row]] = {}
        self.look: Callable[[Reference], Cited] = cache(self._look)

    def cite(self, statistic: str, node: str = "", **keys: str) -> Cited:
        """The figure of ``Reference(statistic, node, ...)``."""
        return self.look(Reference(statistic, node, **keys))

    def row(self, reference: Reference) -> Row | None:
        """The row of the release that holds the figure; None where there is none."""
        table, _ = STATISTICS[reference.statistic]
        if table == "counts":
            return None
        unit = reference.unit or self._whole(reference.level)
        named = {"indicator": reference.node, "node": reference.node, "question": reference.node, "level": reference.level,
                 "unit": unit, "group": reference.group, "against": reference.against, "class": reference.choice}  # fmt: skip
        key = tuple(named[name] for name in KEYS[table] if name != "period")
        return self._of(table, reference.level).get((*key, reference.period))

    def _look(self, reference: Reference) -> Cited:
        table, columns = STATISTICS[reference.statistic]
        if table == "counts":
            return self._counted(reference)
        row = self.row(reference)
        if row is None:
            return Cited(reference, None, "missing", NOTHING, NOTHING, period=reference.period)
        value = row[columns[reference.statistic]]
        rests = self._rests(reference, row)
        if pd.isna(value):
            return Cited(reference, None, _state(row), NOTHING, NOTHING, **rests)
        written, bare = self._written(reference, float(value), row)
        return Cited(reference, float(value), "told", written, bare, **rests)

    def _rests(self, reference: Reference, row: Row) -> dict[str, Any]:
        """What a figure rests on, as far as its table says; of the gap its own interval."""
        first, last = _INTERVALS.get(reference.statistic, ("", ""))
        low, high = ends(row.get(first), row.get(last)) or (None, None)
        other = "_against" if reference.statistic.startswith("against") else ""
        told: dict[str, Any] = {
            name: str(row[name]) for name in ("kind", "period", "source", "verdict") if not pd.isna(row.get(name))
        }
        quality = row.get(f"quality{other}")
        if not pd.isna(quality):
            told["quality"] = str(quality)
        return told | {"low": low, "high": high, "n": _count(row.get(f"n{other}"))}

    def _counted(self, reference: Reference) -> Cited:
        facts, node = self.facts, reference.node
        counted = {
            "measured": lambda: len(facts.measured(node, reference.group)),
            "indicators": lambda: len(facts.under(node)),
            "units": lambda: int((facts.units["level"] == reference.level).sum()),
        }
        count = float(counted[reference.statistic]())
        text = {lang: number(count, lang, 0) for lang in LANGUAGES}
        return Cited(reference, count, "told", text, text, period=str(facts.meta.get("period", "")))

    def _written(self, reference: Reference, value: float, row: Row) -> tuple[By, By]:
        """A number as it stands in a sentence, and as it stands in a table."""
        table, _ = STATISTICS[reference.statistic]
        if reference.statistic in _COUNTED:
            return _both(lambda lang: number(value, lang, 0))
        if reference.level == COUNTRY_LEVEL:
            return self._of_country(value, reference)
        if table == "scores":
            return _of_scores(reference.statistic, value, row)
        match reference.statistic:
            case "area":
                return _by(lambda lang: number(value, lang, 1) + "\u00a0km²"), _by(lambda lang: number(value, lang, 1))
            case "points":
                return _by(lambda lang: _points(value, lang)), _by(lambda lang: number(value, lang, 1, fixed=True))
            case "ratio":
                return _both(lambda lang: number(value, lang, 1))
            case _ if table == "shares":
                return _by(lambda lang: _hundred(value, lang, 1)), _by(lambda lang: number(value, lang, 1, fixed=True))
        one = self.definitions[reference.node]
        if table == "differentials":
            return self._compared(reference.statistic, value, row, one)
        # The ends of an interval have the decimals of the figure between them.
        scale = float(row["value"]) if math.isfinite(row["value"]) else value
        return _in_unit(value, one, decimals({"value": scale, "value_against": scale}, one))

    def _compared(self, statistic: str, value: float, row: Row, one: Definition) -> tuple[By, By]:
        """A figure of a comparison: all of one row with the same decimals."""
        places = decimals(row, one)
        if statistic.startswith("gap"):
            signed = _by(lambda lang: number(value, lang, places, fixed=True).replace("-", "−"))
            return _by(lambda lang: difference(value, row, one, lang)), signed
        return _in_unit(value, one, places)

    @cached_property
    def country(self) -> Country | None:
        """What the release tells of the city's country."""
        return country_of(self.facts.release)

    def _of_country(self, value: float, reference: Reference) -> tuple[By, By]:
        """A count of people or decisions, or a rate in per cent."""
        known = self.country.context.indicators[reference.node] if self.country else None
        if known is not None and known.unit == "percent":
            return _by(lambda lang: _hundred(value, lang, 1)), _by(lambda lang: number(value, lang, 1, fixed=True))
        return _both(lambda lang: number(value, lang, 0))

    def _of(self, table: str, level: str) -> dict[Hashable, Row]:
        """The rows of a table at a level by their key, each also without its period where it is the last one."""
        if (table, level) not in self._rows:
            self._rows[table, level] = self._read(table, level)
        return self._rows[table, level]

    def _read(self, table: str, level: str) -> dict[Hashable, Row]:
        frame = self.table(table)
        if frame is None:
            return {}
        names = list(KEYS[table])
        frame = frame[frame["level"] == level]
        if "period" not in names:
            return {(*(row[name] for name in names), ""): row for row in records(frame)}
        found: dict[Hashable, Row] = {}
        for row in records(frame.sort_values("period", kind="stable")):
            key = tuple(str(row[name]) for name in names)
            found[key] = found[(*key[:-1], "")] = row
        return found

    def table(self, table: str) -> pd.DataFrame | None:
        """A table as figures are looked up in it; None where the release has none."""
        if table == "differentials":
            return self.facts.differentials
        return self.facts.release.table(table) if table in self.facts.release.tables else None

    def _whole(self, level: str) -> str:
        """The code of the one unit of the city's or the country's level."""
        if level == CITY_LEVEL:
            return self._city
        return self.country.code if self.country else ""

    @cached_property
    def _city(self) -> str:
        units = self.facts.units
        return str(units.loc[units["level"] == CITY_LEVEL, "unit"].iloc[0])


def _of_scores(statistic: str, value: float, row: Row) -> tuple[By, By]:
    """A score, the ends of its interval and of its range, how much was measured."""
    interval = ends(row.get("low"), row.get("high"))
    match statistic:
        case "coverage":
            return _both(lambda lang: percent(value, lang))
        case "ways_low" | "ways_high":
            return _both(lambda lang: number(value, lang, 0))
        case "score_low" | "score_high":
            return _both(lambda lang: number(value, lang, digits(interval), fixed=True))
        case _:
            return _both(lambda lang: score_text(value, interval, lang))


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _state(row: Row) -> State:
    """Why a row has no number."""
    if "protected" in str(row.get("flags", "")).split() or row.get("reason") == "protected":
        return "protected"
    return "few" if row.get("quality") == "unreliable" or row.get("verdict") == "cannot_be_said" else "missing"


def _both(write: Callable[[str], str]) -> tuple[By, By]:
    text = _by(write)
    return text, text


def _by(write: Callable[[str], str]) -> By:
    return {lang: write(lang) for lang in LANGUAGES}


def _hundred(value: float, lang: str, places: int) -> str:
    return percent(value / 100, lang, places)


def _points(value: float, lang: str) -> str:
    written = number(value, lang, 1)
    return say("{n} point" if written == "1" else "{n} points", lang, n=written)


def _in_unit(value: float, one: Definition, places: int) -> tuple[By, By]:
    """With its unit where that is a sign or follows a number of things; without it."""
    if one.measure_unit == "yes_no" and value in (0, 1):
        return _both(lambda lang: say("yes" if value else "no", lang))
    if is_percent(one):
        return _by(lambda lang: _hundred(value, lang, places)), _by(
            lambda lang: number(value, lang, places, fixed=True)
        )
    bare = _by(lambda lang: number(value, lang, places))
    return _by(lambda lang: f"{bare[lang]} {pick(one.unit_names, lang)}"), bare

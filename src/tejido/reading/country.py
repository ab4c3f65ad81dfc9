"""What a release tells of the city's country, in the words of a language: one series of years per indicator.

In: a public release. Out: `Country`, or None where the release has no national context, as those made before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from tejido.catalogue.country import DOCUMENT, ORIGIN, Context, ContextIndicator, context_from_dict
from tejido.release.readable import Readable
from tejido.tables import COUNTRY_LEVEL, EVERYBODY
from tejido.tables.flags import PARTIAL, has
from tejido.words import pick, say

__all__ = ["Country", "Point", "Series", "country_of"]


@dataclass(frozen=True)
class Point:
    """A year. `value` is None where nothing is known of it; `at_least` where counts are lacking that the source keeps back."""

    year: int
    value: float | None
    at_least: bool = False


@dataclass(frozen=True)
class Series:
    """A figure from its first year to its last, each year between them once; who is counted, in what, and who says so."""

    indicator: str
    group: str
    name: str
    definition: str
    who: str
    unit: str
    points: tuple[Point, ...]
    source: str

    @property
    def last(self) -> Point:
        """The last year of which something is known."""
        return next((point for point in reversed(self.points) if point.value is not None), self.points[-1])

    @property
    def first(self) -> Point:
        """The first year of which something is known."""
        return next((point for point in self.points if point.value is not None), self.points[0])


class Country:
    """The national context of a release; make one with `country_of`."""

    def __init__(self, values: pd.DataFrame, named: Mapping[str, Any], known: Context) -> None:
        self.code = str(named["country"]["code"])
        self.context = known
        self._names: Mapping[str, str] = named["country"]["names"]
        self._origins: Mapping[str, Mapping[str, str]] = named["origins"]
        self._values = values

    def name(self, lang: str) -> str:
        """The country's name."""
        return pick(self._names, lang)

    @cached_property
    def indicators(self) -> list[str]:
        """The indicators with figures of everybody or of groups, in the catalogue's order."""
        told = set(self._values["indicator"])
        return [one for one in self.context.indicators if one in told]

    @cached_property
    def years(self) -> tuple[int, int]:
        """The first and the last year of any figure."""
        years = self._values["period"].astype("int64")
        return int(years.min()), int(years.max())

    def series(self, indicator: str, lang: str, group: str = EVERYBODY) -> Series | None:
        """The years of an indicator, None where there are none of the group."""
        rows = self._values[(self._values["indicator"] == indicator) & (self._values["group"] == group)]
        if rows.empty:
            return None
        one = self.context.indicators[indicator]
        return self._series(rows, one, group, lang)

    def by_group(self, indicator: str, lang: str) -> list[Series]:
        """The series of an indicator's own groups (sex and age), in the catalogue's order."""
        groups = [group for group in self.context.indicators[indicator].groups if group != EVERYBODY]
        return [found for group in groups if (found := self.series(indicator, lang, group)) is not None]

    def by_origin(self, indicator: str, lang: str) -> list[Series]:
        """The series of the largest countries of origin, that with the largest last figure first."""
        told = self._values[self._values["indicator"] == indicator]["group"]
        groups = sorted({str(group) for group in told if str(group).startswith(ORIGIN)})
        found = [series for group in groups if (series := self.series(indicator, lang, group)) is not None]
        return sorted(found, key=lambda series: -(series.last.value or 0.0))

    def group_name(self, group: str, lang: str) -> str:
        """What a group of people is called."""
        if group.startswith(ORIGIN):
            return pick(self._origins[group.removeprefix(ORIGIN)], lang)
        return say("From all countries", lang) if group == EVERYBODY else pick(self.context.groups[group], lang)

    def _series(self, rows: pd.DataFrame, one: ContextIndicator, group: str, lang: str) -> Series:
        told = rows.assign(year=rows["period"].astype("int64"), lacking=has(rows["flags"], PARTIAL)).set_index("year")
        years = range(int(told.index.min()), int(told.index.max()) + 1)
        known = told["value"].to_dict()
        lacking = (told["lacking"] & told["value"].notna() & (not one.over)).to_dict()
        points = [Point(year, _known(known.get(year)), bool(lacking.get(year, False))) for year in years]
        return Series(
            indicator=one.id,
            group=group,
            name=pick(one.names, lang),
            definition=pick(one.definitions, lang),
            who=self.group_name(group, lang),
            unit=pick(self.context.units[one.unit], lang),
            points=tuple(points),
            source=str(rows["source"].iloc[0]),
        )


def country_of(release: Readable) -> Country | None:
    """The national context of a release.

    Raises:
        TejidoError: its indicators cannot be read (``K1...``).
    """
    named = release.document(DOCUMENT)
    if named is None:
        return None
    values = release.table("values")
    return Country(values[values["level"] == COUNTRY_LEVEL], named, context_from_dict(named["context"], DOCUMENT))


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)

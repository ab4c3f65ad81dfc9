"""What the pages of units and of rounds read, gathered once per round: figures by unit, neighbours, the past."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from tejido.figures import Ground, Picture, ground
from tejido.figures.palette import LIGHT
from tejido.reading.facts import EVERYBODY, Facts, Figure, ends, records
from tejido.release.rounds import changes
from tejido.tables import CITY_LEVEL
from tejido.tables.changes import CHANGES
from tejido.territory.neighbours import neighbours
from tejido.viewer.gaps import places
from tejido.viewer.round import Round
from tejido.viewer.unit_files import levels_with_pages, unit_files

Place = tuple[str, str]
"""Level and code of a unit."""
LOCATOR = 300
"""Width of the picture that shows where a unit is."""

__all__ = ["Place", "UnitBook", "book", "figure_of"]


@lru_cache(maxsize=2)
def book(round: Round) -> UnitBook:
    """The book of a round, the same for every language and kind of page."""
    return UnitBook(round)


class UnitBook:
    """Figures of the units that have pages, and of the city, by level and code."""

    def __init__(self, round: Round) -> None:
        self.round, self.facts = round, round.facts
        self.levels = levels_with_pages(self.facts)
        self.files = {level: unit_files(self.facts, level) for level in self.levels}

    @cached_property
    def units(self) -> Mapping[Place, Any]:
        """Row of the units table by place."""
        rows = self._told(self.facts.units)
        return {(str(row.level), str(row.unit)): row for row in rows.itertuples(index=False)}

    @cached_property
    def city(self) -> Place:
        """The whole city."""
        rows = self.facts.units
        return CITY_LEVEL, str(rows.loc[rows["level"] == CITY_LEVEL, "unit"].iloc[0])

    @cached_property
    def nodes(self) -> list[str]:
        """What every page sets beside the city: the marker, where there is one, and its areas; else what most units have."""
        shown = self.facts.shown
        return [shown, *(area for area in self.facts.areas if area != shown)]

    @cached_property
    def scores(self) -> Mapping[Place, Mapping[tuple[str, str], Any]]:
        """Rows of the scores by place, then by group and node."""
        return _by_place(self._told(self.facts.scores), "node")

    @cached_property
    def values(self) -> Mapping[Place, Mapping[tuple[str, str], Any]]:
        """Rows of the values of both markers by place, then by group and indicator; ``together`` names merged units."""
        mine = self.facts.values.assign(together=self.facts.merged)
        extended = self.facts.catalogue.extended
        if extended is not None:
            mine = pd.concat([mine, self.facts.values_of(extended.indicators).assign(together=None)])
        return _by_place(self._told(mine), "indicator")

    @cached_property
    def points(self) -> Mapping[Place, Mapping[str, float]]:
        """Points that each node takes from everybody's 100, by place."""
        rows = self._told(self.facts.contributions)
        found: dict[Place, dict[str, float]] = {}
        for row in records(rows[rows["group"] == EVERYBODY]):
            found.setdefault((row["level"], row["unit"]), {})[row["node"]] = row["points"]
        return found

    @cached_property
    def beside(self) -> Mapping[Place, tuple[Place, ...]]:
        """The units of the same level that touch each, by name."""
        found: dict[Place, tuple[Place, ...]] = {}
        for level in self.levels:
            shapes = self.round.geometry[level].to_crs(self.facts.meta["crs"])
            for code, rows in neighbours(shapes).groupby("unit", sort=True):
                near = [(level, str(one)) for one in rows["other"] if (level, str(one)) in self.units]
                found[level, str(code)] = tuple(sorted(near, key=lambda one: (self.units[one].name, one)))
        return found

    @cached_property
    def all_scores(self) -> Mapping[tuple[str, str], np.ndarray]:
        """Scores of all units of a level by level and node, those that have one."""
        rows = self.facts.scores
        rows = rows[rows["level"].isin(self.levels) & (rows["group"] == EVERYBODY) & rows["score"].notna()]
        return {
            (str(level), str(node)): one.to_numpy() for (level, node), one in rows.groupby(["level", "node"])["score"]
        }

    @cached_property
    def earlier(self) -> Facts | None:
        """The round before this one; None where this is the first."""
        period = str(self.facts.meta["period"])
        before = [one for one in self.round.rounds if str(one.meta["period"]) < period]
        return before[-1] if before else None

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What changed since the round before, of the city and of units with pages (`tables.changes.CHANGES`)."""
        if self.earlier is None:
            return CHANGES.empty()
        return changes(self.earlier.release, self.facts.release, [CITY_LEVEL, *self.levels])

    @cached_property
    def changed(self) -> Mapping[Place, Mapping[tuple[str, str, str], dict[str, Any]]]:
        """Changes by place, then by group, ``score`` or ``value``, and node."""
        found: dict[Place, dict[tuple[str, str, str], dict[str, Any]]] = {}
        for row in records(self.changes):
            found.setdefault((row["level"], row["unit"]), {})[row["group"], row["what"], row["node"]] = row
        return found

    @cached_property
    def history(self) -> Mapping[str, Mapping[tuple[Place, str], Any]]:
        """Of every round up to this one, by period, everybody's rows of the scores of `nodes` by place and node."""
        found: dict[str, dict[tuple[Place, str], Any]] = {}
        for facts in self.round.rounds:
            period = str(facts.meta["period"])
            if period > str(self.facts.meta["period"]):
                continue
            rows = facts.scores
            mine = rows[
                rows["level"].isin([CITY_LEVEL, *self.levels])
                & (rows["group"] == EVERYBODY)
                & rows["node"].isin(self.nodes)
            ]
            found[period] = {
                ((str(row.level), str(row.unit)), str(row.node)): row for row in mine.itertuples(index=False)
            }
        return found

    @cached_property
    def gaps(self) -> Mapping[Place, str]:
        """The page of differences between groups of every place of which anything can be said."""
        found: dict[Place, str] = {}
        for one in places(self.facts):
            if one.told:
                found.setdefault((one.level, one.unit), one.file)
        return found

    def locator(self, place: Place) -> Picture:
        """Where a unit is: all of its level, this one painted."""
        level, code = place
        return self._grounds[level].paint(
            pd.Series({code: 1}).reindex(self._grounds[level].units).fillna(0), _SEEN, "l"
        )

    @cached_property
    def _grounds(self) -> Mapping[str, Ground]:
        return {level: ground(self.round.geometry[level], width=LOCATOR) for level in self.levels}

    def _told(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table["level"].isin([CITY_LEVEL, *self.levels])]


_SEEN = (LIGHT["track"], LIGHT["accent"])


def figure_of(row: Any) -> Figure:
    """A row of the scores as a figure; None, where there is no row, as one without a score."""
    if row is None:
        return Figure("", None, None, None, 0.0, True, "no_data")
    score = None if pd.isna(row.score) else float(row.score)
    reason = None if pd.isna(row.reason) else str(row.reason)
    interval, ways = ends(row.low, row.high), ends(row.robust_low, row.robust_high)
    return Figure(row.node, score, interval, ways, float(row.coverage), bool(row.comparable), reason)


def _by_place(table: pd.DataFrame, node: str) -> dict[Place, dict[tuple[str, str], Any]]:
    found: dict[Place, dict[tuple[str, str], Any]] = {}
    for row in table.itertuples(index=False):
        found.setdefault((str(row.level), str(row.unit)), {})[str(row.group), str(getattr(row, node))] = row
    return found

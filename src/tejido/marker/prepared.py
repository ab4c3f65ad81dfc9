"""A city made ready for scoring: its tree, levels, people and values as arrays, and the scores of one group at all levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.errors import fail
from tejido.marker import leaves, upward
from tejido.marker.leaves import Flags, Ints, Measured, Residents
from tejido.marker.tree import Floats, Grid, Tree, build, climb
from tejido.tables import EVERYBODY, flags
from tejido.tables.nesting import lineage


@dataclass(frozen=True)
class Larger:
    """A coarser level: its units' codes, which of them holds each base unit, and which are protected."""

    codes: list[str]
    holding: upward.Holding
    protected: Flags


@dataclass(frozen=True)
class Scored:
    """One group's base-level values, the size of each universe (base units x indicators), and a full grid per level."""

    measured: Measured
    weight: Floats
    grids: dict[str, Grid]


@dataclass(frozen=True)
class Prepared:
    """What scoring needs, whatever is done with the scores; `period` runs from the first to the last of the values'."""

    catalogue: Catalogue
    tree: Tree
    base: str
    units: pd.Index[str]
    larger: dict[str, Larger]
    measured: dict[str, Measured]
    residents: dict[str, Residents]
    period: str

    @property
    def codes(self) -> dict[str, list[str]]:
        """Codes of the units of every level that is scored, the base level last."""
        return {level: held.codes for level, held in self.larger.items()} | {self.base: self.units.tolist()}

    def of_group(self, group: str) -> Measured:
        """A group's own values, over what the place is like for all who live there."""
        if group == EVERYBODY:
            return self.measured[EVERYBODY]
        shared = self.measured[EVERYBODY].only(self._of_places, self.residents[group].count)
        return self.measured[group].over(shared) if group in self.measured else shared

    @cached_property
    def observed(self) -> list[tuple[float, float] | None]:
        """The bounds of each indicator among everybody's inhabited units, for curves that run from one to the other."""
        return leaves.bounds(self.measured, self.residents[EVERYBODY].alive)

    def score(self, group: str) -> Scored:
        """The group's scores of every unit, level and item of the tree."""
        mine, count = self.of_group(group), self.residents[group]
        grid = leaves.score(mine, count, self.catalogue, self.tree, self.observed)
        weight = leaves.weights(mine, count)
        minimum = self.catalogue.minimum_population
        grids = {
            level: upward.lift(self.tree, grid, weight, count, held.holding, held.protected, minimum)
            for level, held in self.larger.items()
        } | {self.base: grid}
        if group != EVERYBODY:
            self._as_everybody(group, grids)
        for one in grids.values():
            climb(self.tree, one)
        return Scored(mine, weight, grids)

    @cached_property
    def _of_places(self) -> Flags:
        """Which indicators say what a place is like."""
        about = (self.catalogue.indicators[self.tree.items[leaf]].about for leaf in self.tree.leaves)
        return np.array([one == "place" for one in about], dtype=bool)

    @cached_property
    def _covered(self) -> dict[str, Floats]:
        """Everybody's coverage of the indicators in larger units."""
        grids = self.score(EVERYBODY).grids
        return {level: grids[level].coverage[:, self.tree.leaves] for level in self.larger}

    def _as_everybody(self, group: str, grids: Mapping[str, Grid]) -> None:
        """Give what a place is like for a group the coverage that it has for all who live there.

        The group's own would be the share of it that lives where something was not measured, which may be a single block.
        """
        shared = self._of_places
        if group in self.measured:
            shared = shared & ~self.measured[group].present.any(axis=0)
        columns = self.tree.leaves[shared]
        for level, covered in self._covered.items():
            mine = grids[level].coverage[:, columns]
            grids[level].coverage[:, columns] = np.where(mine > 0, covered[:, shared], 0.0)


def prepare(
    values: pd.DataFrame,
    units: pd.DataFrame,
    catalogue: Catalogue,
    base: str,
    people: pd.DataFrame | None,
    levels: Sequence[str],
    cell: Ints | None = None,
) -> Prepared:
    """Arrange the tables, described at `measure_marker`.

    `cell` says for each row of `values` which drawn figure it rests on, -1 for none (see `intervals.Draws`).

    Raises:
        TejidoError: M101 extended indicators in the tree, M102 values of a group whose people are unknown, M103 two values
            for one indicator, unit and group.
        SchemaError: the tables do not fit together.
    """
    tree = build(catalogue)
    nest = lineage(units, levels, base)
    here = (values["level"] == base).to_numpy()
    at_base = values.loc[here]
    measured = leaves.arrange(at_base, nest.index, catalogue, tree, None if cell is None else cell[here])
    residents = _residents(units, base, people, nest.index)
    unknown = sorted(set(measured) - set(residents))
    if unknown:
        raise fail("M102", group=", ".join(unknown))
    larger = {level: _holding(units, level, nest) for level in nest.columns if level != base}
    return Prepared(catalogue, tree, base, nest.index, larger, measured, residents, span(at_base["period"]))


def span(periods: pd.Series[str]) -> str:
    """From the first to the last of several periods: 2017 and 2019-2020 give ``2017-2020``."""
    ends = sorted(end for period in periods.unique() for end in period.split("-"))
    if not ends:
        return ""
    return ends[0] if ends[0] == ends[-1] else f"{ends[0]}-{ends[-1]}"


def _holding(units: pd.DataFrame, level: str, nest: pd.DataFrame) -> Larger:
    """A coarser level and how it holds the base units."""
    rows = units.loc[units["level"] == level].sort_values("unit")
    codes = pd.Index(rows["unit"])
    holder = codes.get_indexer(pd.Index(nest[level])).astype(np.int64)
    return Larger(codes.tolist(), upward.Holding.of(holder, len(codes)), _protected(rows))


def _protected(units: pd.DataFrame) -> Flags:
    return flags.has(units["flags"], flags.PROTECTED)


def _residents(
    units: pd.DataFrame, base: str, people: pd.DataFrame | None, order: pd.Index[str]
) -> dict[str, Residents]:
    """Everybody's and each group's people per base unit; a group's are closed where everybody's are."""
    rows = units.loc[units["level"] == base].set_index("unit").loc[order]
    count = rows["population"].to_numpy(dtype=np.float64)
    hidden = _protected(rows)
    everyone = Residents(np.where(hidden, 0.0, np.nan_to_num(np.maximum(count, 0.0))), hidden)
    found = {EVERYBODY: everyone}
    if people is None:
        return found
    mine = people.loc[people["group"] != EVERYBODY]
    if "level" in mine:
        mine = mine.loc[mine["level"] == base]
    for group, table in mine.groupby("group", sort=True):
        known = table.set_index("unit")["population"].reindex(order)
        closed = hidden | (known.isna() & order.isin(table["unit"]))
        number = np.where(closed | ~everyone.alive, 0.0, np.nan_to_num(known.to_numpy(dtype=np.float64)))
        found[str(group)] = Residents(number, np.asarray(closed))
    return found

"""The gap that would be left if both groups had the same ages, sexes and household sizes.

Direct standardisation: both groups are weighted to their pooled distribution over the cells, and compared anew (Kitagawa 1964).
The standard error is by linearisation and counts the estimated distribution too; in a design of replicates it
is the spread of the linearised gap over them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tejido.catalogue.variables import variables
from tejido.survey import intervals
from tejido.survey.answers import Group, Statistic
from tejido.survey.composed import measured, row_influence
from tejido.survey.design import Design
from tejido.survey.linear import combined_df, linear, own_variance
from tejido.survey.sums import Bools, Floats, Ints, codes, make_cells, row_sums

SIZES = (3, 5)
"""Household sizes are taken as one or two, three or four, five or more."""

__all__ = ["SIZES", "Pairs", "Standardised", "made_alike", "standard_cells", "standardised_gap"]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Two groups in each of several places: `of_row` (n,) is the pair of each row, -1 for none; `second` (n,) says whether
    it is in the group compared against.
    """

    of_row: Ints
    second: Bools
    count: int

    @property
    def side(self) -> Ints:
        """The group of each row (n,), two to a pair; 2 x count for rows in none."""
        return np.where(self.of_row < 0, 2 * self.count, 2 * self.of_row + self.second)


@dataclass(frozen=True, eq=False)
class Standardised:
    """Standardised gaps by pair (pairs,): NaN where nothing could be compared. `joined` says where cells had to be."""

    gap: Floats
    low: Floats
    high: Floats
    joined: Bools


def standard_cells(table: pd.DataFrame, household: str | None = "household") -> pd.DataFrame:
    """The columns over which groups are made alike, the most important first: age group, sex and household size, as far as
    the table knows them. A household's size is that told, or else the rows it has in a table with one row per person.
    """
    found: dict[str, object] = {}
    if "age_group" in table.columns:
        found["age_group"] = table["age_group"]
    elif "age" in table.columns:
        bounds = [-np.inf, *variables()["age_group"].bounds, np.inf]
        found["age_group"] = pd.cut(table["age"], bounds, right=False, labels=False)
    if "sex" in table.columns:
        found["sex"] = table["sex"]
    size = table["size"] if "size" in table.columns else None
    if size is None and found and household is not None:
        size = table.groupby(household)[household].transform("size")
    if size is not None:
        found["size"] = pd.cut(size, [-np.inf, *SIZES, np.inf], right=False, labels=False)
    return pd.DataFrame(found, index=table.index)


def made_alike(cells: pd.DataFrame, measures: frozenset[str]) -> pd.DataFrame:
    """The columns of `cells` but for those that an indicator itself measures: with the same ages two groups have the same
    diversity of ages, which says nothing of them.
    """
    told = measures | ({"age_group"} if "age" in measures else set())
    return cells[[name for name in cells.columns if name not in told]]


def standardised_gap(
    design: Design, group: Group, answered: Bools, pairs: Pairs, cells: pd.DataFrame, level: float
) -> Standardised:
    """The gap of one statistic (`group` holds no other) between the groups of every pair.

    `answered` (n,) are the rows behind it. An unknown value of `cells` is a value of its own. Where one group has nobody in
    a cell, it is joined with its neighbours: all cells that agree on every column but the last become one, then on every
    column but the last two, and so on. Where everything had to be joined, nothing is left to standardise.
    """
    inside = answered & (pairs.of_row >= 0) & (design.weight != 0)
    of_row = replace(pairs, of_row=np.where(inside, pairs.of_row, -1))
    cell, joined, whole = _joined(cells, of_row)
    count = int(cell.max(initial=-1)) + 1
    weight, side = design.weight, of_row.side
    key = np.where(inside, cell * 2 + pairs.second, 2 * count)
    size = np.bincount(key, weight, 2 * count + 1)[:-1].reshape(count, 2)
    all_of_side = np.bincount(side, weight, 2 * pairs.count + 1)[:-1].reshape(-1, 2)
    factor = np.zeros(design.rows)
    at, which = cell[inside], pairs.second[inside].astype(np.int64)
    pooled = size.sum(axis=1)[at] / all_of_side.sum(axis=1)[of_row.of_row[inside]]
    factor[inside] = pooled * all_of_side[of_row.of_row[inside], which] / size[at, which]

    alike = replace(design, weight=weight * factor, replicates=None, calibration=None)
    sides = make_cells(design.leaf, design.leaves, np.where(inside, side, -1), 2 * pairs.count)
    found = measured(alike, sides, group)
    own = row_influence(found, side)[:, 0] * factor
    shift = np.bincount(key, weight * own, 2 * count + 1)[:-1].reshape(count, 2)
    z = np.zeros(design.rows)
    sign = np.where(pairs.second, -1.0, 1.0)
    moved = (shift[at, 0] - shift[at, 1]) / size.sum(axis=1)[at]
    z[inside] = sign[inside] * (own[inside] - shift[at, which] / size[at, which]) + moved
    low, high, gap = _interval(design, z, inside, of_row, found.estimate[0::2, 0] - found.estimate[1::2, 0], level)
    gap, low, high = (np.where(whole, np.nan, one) for one in (gap, low, high))
    return Standardised(gap, low, high, joined & ~whole)


def _interval(
    design: Design, z: Floats, inside: Bools, pairs: Pairs, gap: Floats, level: float
) -> tuple[Floats, Floats, Floats]:
    """The t interval around `gap`, whose linearised rows are `z`."""
    total = Group(
        "total", (Statistic("total", "gap", "gap"),), z[:, None], None, (0,), inside[:, None].astype(np.float64)
    )
    found = linear(design, make_cells(design.leaf, design.leaves, pairs.of_row, pairs.count), total)
    se = np.sqrt(np.maximum(own_variance(design, found)[:, 0], 0.0))
    df = combined_df(design, found, np.arange(pairs.count), pairs.count)[:, 0]
    low, high = intervals.around(gap, se, df, level)
    return low, high, gap


def _joined(cells: pd.DataFrame, pairs: Pairs) -> tuple[Ints, Bools, Bools]:
    """The cell of every row, numbered over all pairs (-1: none); and the pairs (pairs,) where some, and all, were joined."""
    inside = pairs.of_row >= 0
    prefix = [pairs.of_row]  # the pair alone, then with one column more at a time
    for name in cells.columns:
        found, kinds = codes(cells[name])
        prefix.append(prefix[-1] * (len(kinds) + 1) + found + 1)
    prefix = [np.where(inside, codes(pd.Series(np.where(inside, one, -1)))[0], -1) for one in prefix]
    kept = np.full(len(pairs.of_row), len(cells.columns))
    for depth in range(len(cells.columns), 0, -1):
        here = inside & (kept == depth)
        both = row_sums(prefix[depth][here], int(prefix[depth].max(initial=-1)) + 1, _sides(pairs.second[here]))
        lone = here.copy()
        lone[here] = (both[prefix[depth][here]] == 0).any(axis=1)
        kept[inside & np.isin(prefix[depth - 1], np.unique(prefix[depth - 1][lone]))] = depth - 1
    key = kept * (max(int(one.max(initial=-1)) for one in prefix) + 2)
    for depth, one in enumerate(prefix):
        key = np.where(kept == depth, key + one, key)
    cell = np.full(len(key), -1, dtype=np.int64)
    cell[inside] = codes(pd.Series(key[inside]))[0]
    depth_of_pair = np.full(pairs.count, len(cells.columns))
    np.minimum.at(depth_of_pair, pairs.of_row[inside], kept[inside])
    sides = row_sums(np.where(inside, pairs.of_row, pairs.count), pairs.count + 1, _sides(pairs.second))[:-1]
    return cell, depth_of_pair < len(cells.columns), (depth_of_pair == 0) | (sides == 0).any(axis=1)


def _sides(second: Bools) -> Floats:
    return np.column_stack([~second, second]).astype(np.float64)

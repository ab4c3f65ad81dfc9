"""Indicator scores of larger units: averages of the base units inside them, weighted by the indicator's universe."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tejido.marker.leaves import Residents
from tejido.marker.reasons import NUMBERS
from tejido.marker.tree import DECIMALS, TOLERANCE, Floats, Grid, Tree


@dataclass(frozen=True)
class Holding:
    """Which larger unit holds each base unit: base units in the order of their holder, and where each holder starts.

    Sums run in that fixed order, so that the same input gives the same bytes.
    """

    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    holders: NDArray[np.int64]
    size: int

    @classmethod
    def of(cls, holder: NDArray[np.int64], size: int) -> Holding:
        """`holder` is the number of the larger unit of each base unit, -1 for none; `size` how many larger units there are."""
        order = np.argsort(holder, kind="stable")
        order = order[np.count_nonzero(holder < 0) :]
        holders, starts = np.unique(holder[order], return_index=True)
        return cls(order, starts, holders, size)

    def holder(self, units: int) -> NDArray[np.int64]:
        """The number of the larger unit of each of so many base units, -1 for none."""
        found = np.full(units, -1, dtype=np.int64)
        found[self.order] = np.repeat(self.holders, np.diff(np.append(self.starts, len(self.order))))
        return found

    def sum(self, amounts: Floats) -> Floats:
        """Sums of the rows of `amounts` per larger unit; 0 for one without base units."""
        out = np.zeros((self.size, *amounts.shape[1:]))
        if len(self.starts):
            out[self.holders] = np.add.reduceat(amounts[self.order], self.starts, axis=0)
        return out

    def highest(self, numbers: NDArray[np.int8]) -> NDArray[np.int8]:
        """The highest of the rows of `numbers` per larger unit; 0 for one without base units."""
        out = np.zeros((self.size, *numbers.shape[1:]), dtype=np.int8)
        if len(self.starts):
            out[self.holders] = np.maximum.reduceat(numbers[self.order], self.starts, axis=0)
        return out


def lift(
    tree: Tree,
    base: Grid,
    weight: Floats,
    residents: Residents,
    holding: Holding,
    closed: NDArray[np.bool_],
    minimum: float,
) -> Grid:
    """The indicators' columns of a coarser level's grid; those of the nodes are left blank.

    Args:
        tree: The catalogue's tree.
        base: The base level's grid.
        weight: Size of the universe, base units x indicators.
        residents: The group's people per base unit.
        holding: Which larger unit holds each base unit.
        closed: Larger units that are protected themselves.
        minimum: Share of the universe that must have been measured for the average to count.
    """
    leaves = tree.leaves
    grid = Grid.blank(holding.size, len(tree.items))
    scores, scored = base.score[:, leaves], np.isfinite(base.score[:, leaves])
    whole = holding.sum(weight)
    part = holding.sum(np.where(scored, weight, 0.0))
    points = holding.sum(np.where(scored, weight * np.where(scored, scores, 0.0), 0.0))
    share = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    average = np.divide(points, part, out=np.full_like(part, np.nan), where=part > 0)
    open_ = ~closed & (holding.sum(residents.count) > 0)
    share = np.where(open_[:, None], np.clip(share, 0.0, 1.0), 0.0)
    enough = (share >= minimum - TOLERANCE) & (part > 0) & open_[:, None]
    grid.score[:, leaves] = np.round(np.where(enough, average, np.nan), DECIMALS)
    grid.coverage[:, leaves] = share
    local = scored & (weight > 0) & ~base.comparable[:, leaves]
    grid.comparable[:, leaves] = ~(enough & (holding.highest(local.astype(np.int8)) > 0))
    reason = _reasons(base.reason[:, leaves], residents, holding)
    reason = np.where(open_[:, None] & (share > 0), NUMBERS["too_little_measured"], reason)
    grid.reason[:, leaves] = np.where(enough, 0, reason)
    nobody = ~open_
    grid.reason[nobody] = _closed_reason(residents, holding, closed)[nobody, None]
    return grid


def _reasons(base: NDArray[np.int8], residents: Residents, holding: Holding) -> NDArray[np.int8]:
    """The strongest reason among the inhabited base units, where none of them was measured."""
    reason = holding.highest(np.where(residents.alive[:, None], base, 0).astype(np.int8))
    return np.where(reason > 0, reason, NUMBERS["no_universe"]).astype(np.int8)


def _closed_reason(residents: Residents, holding: Holding, closed: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Why a larger unit has no people to weight by."""
    hidden = closed | (holding.highest(residents.protected.astype(np.int8)) > 0)
    return np.where(hidden, NUMBERS["protected"], NUMBERS["no_population"]).astype(np.int8)

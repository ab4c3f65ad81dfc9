"""The narrowest interval that a system of linear equations leaves to each unknown, by linear programming (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from tests.privacy.attacker.equations import Cell, Row, System

Interval = tuple[float, float]
EVERYTHING: Interval = (0.0, np.inf)


@dataclass(frozen=True)
class Block:
    """Rows that share unknowns: ``low <= matrix @ x <= high``, x >= 0."""

    cells: tuple[Cell, ...]
    matrix: csr_array
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    kinds: frozenset[str]

    def between(self, cell: Cell) -> Interval:
        """The least and the most that a count can be."""
        if len(self.low) == 1:
            return self._of_one_row(cell)
        goal = np.zeros(len(self.cells))
        goal[self.cells.index(cell)] = 1.0
        sides, limits = self._inequalities
        return _extremes(goal, sides, limits, None)

    def ratio(self, part: Cell, whole: Cell) -> Interval:
        """The least and the most that one unknown divided by another can be (Charnes and Cooper 1962: the unknowns are
        multiplied by such a t that the denominator is 1)."""
        sides, limits = self._inequalities
        with_t = csr_array(np.hstack([sides.toarray(), -limits[:, None]]))
        goal, unit = np.zeros((2, len(self.cells) + 1))
        goal[self.cells.index(part)] = 1.0
        unit[self.cells.index(whole)] = 1.0
        return _extremes(goal, with_t, np.zeros(len(limits)), unit)

    @cached_property
    def _inequalities(self) -> tuple[csr_array, NDArray[np.float64]]:
        above, below = np.isfinite(self.high), np.isfinite(self.low)
        return csr_array(vstack([self.matrix[above], -self.matrix[below]])), np.concatenate(
            [self.high[above], -self.low[below]]
        )

    def _of_one_row(self, cell: Cell) -> Interval:
        """One sum of counts alone: what is left when all others are nothing, or as large as they can be."""
        weights = self.matrix.toarray()[0]
        own = weights[self.cells.index(cell)]
        others = np.delete(weights, self.cells.index(cell))
        low, high = self.low[0] / own, self.high[0] / own
        if own < 0:
            low, high = high, low
        grows, shrinks = (others / own < 0).any(), (others / own > 0).any()
        return max(0.0, 0.0 if shrinks else low), np.inf if grows else max(high, 0.0)


def _extremes(
    goal: NDArray[np.float64], sides: csr_array, limits: NDArray[np.float64], unit: NDArray[np.float64] | None
) -> Interval:
    found = []
    equal = {} if unit is None else {"A_eq": unit[None, :], "b_eq": [1.0]}
    for sign in (1.0, -1.0):
        solved = linprog(sign * goal, A_ub=sides, b_ub=limits, bounds=(0, None), method="highs", **equal)
        if solved.status == 3:
            found.append(np.inf)
        elif solved.status == 0:
            found.append(sign * float(solved.fun))
        else:
            raise ArithmeticError(f"the attacker's equations contradict each other: {solved.message}")
    return found[0], found[1]


def blocks_of(system: System) -> Mapping[Cell, Block]:
    """The block of every unknown that stands in a row."""
    cells = sorted({cell for row in system.rows for cell in row.terms})
    place = {cell: number for number, cell in enumerate(cells)}
    matrix = _matrix(system.rows, place)
    number, label = connected_components(coo_array(matrix.T @ matrix), directed=False) if cells else (0, np.zeros(0))
    rows_of: list[list[int]] = [[] for _ in range(number)]
    for index, row in enumerate(system.rows):
        rows_of[label[place[next(iter(row.terms))]]].append(index)
    cells_of: list[list[Cell]] = [[] for _ in range(number)]
    for cell in cells:
        cells_of[label[place[cell]]].append(cell)
    found: dict[Cell, Block] = {}
    for rows, members in zip(rows_of, cells_of, strict=True):
        block = block_of([system.rows[index] for index in rows], members)
        found.update(dict.fromkeys(members, block))
    return found


def block_of(rows: Sequence[Row], cells: Sequence[Cell]) -> Block:
    """Rows and their unknowns as one block."""
    matrix = _matrix(rows, {cell: number for number, cell in enumerate(cells)})
    low, high = np.array([row.low for row in rows]), np.array([row.high for row in rows])
    return Block(tuple(cells), matrix, low, high, frozenset(row.kind for row in rows))


def _matrix(rows: Iterable[Row], place: Mapping[Cell, int]) -> csr_array:
    entries = [(number, place[cell], weight) for number, row in enumerate(rows) for cell, weight in row.terms.items()]
    count = sum(1 for _ in rows)
    if not entries:
        return csr_array((count, len(place)))
    index, column, weight = zip(*entries, strict=True)
    return csr_array(coo_array((weight, (index, column)), shape=(count, len(place))))

"""The narrowest interval that a system of linear equations leaves to each unknown, by linear programming (HiGHS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from tests.privacy.attacker.equations import Cell, Row, System

Interval = tuple[float, float]
EVERYTHING: Interval = (0.0, np.inf)

AT_FIRST, OF_CELLS = 8, 10
"""Solutions of a block that are looked for before any interval: so many, and no more than one for so many unknowns."""

OPTIMAL, UNBOUNDED = 0, 3
"""What `milp` says of a solution."""

TINY = 1e-9
"""Below it a count is nobody."""


@dataclass(frozen=True)
class Block:
    """Rows that share unknowns: ``low <= matrix @ x <= high``, x >= 0.

    Every solution found on the way is kept: what an unknown is in two of them lies inside its interval, so that most intervals
    are seen to be wide without asking for them.
    """

    cells: tuple[Cell, ...]
    matrix: csr_array
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    kinds: frozenset[str]
    solutions: list[NDArray[np.float64]] = field(default_factory=list, compare=False)

    @cached_property
    def place(self) -> dict[Cell, int]:
        """The column of every unknown."""
        return {cell: number for number, cell in enumerate(self.cells)}

    def between(self, cell: Cell) -> Interval:
        """The least and the most that a count can be."""
        return self.least(cell), self.most(cell)

    def least(self, cell: Cell) -> float:
        """The least that a count can be."""
        return self._of_one_row(self.place[cell])[0] if len(self.low) == 1 else self._extremes(self._only(cell))

    def most(self, cell: Cell) -> float:
        """The most that a count can be."""
        return self._of_one_row(self.place[cell])[1] if len(self.low) == 1 else self._extremes(-self._only(cell))

    def _only(self, cell: Cell) -> NDArray[np.float64]:
        goal = np.zeros(len(self.cells))
        goal[self.place[cell]] = 1.0
        return goal

    def ratio(self, part: Cell, whole: Cell) -> Interval:
        """The least and the most that one unknown divided by another can be (Dinkelbach 1967, On nonlinear fractional programming:
        a ratio is the largest where ``part - ratio x whole`` can be no more than nothing)."""
        low, high = self.seen(part, whole)
        if np.isnan(low):
            if self.most(whole) <= TINY:
                return EVERYTHING
            # Where the whole has no bound its least solution is all there is.
            self.least(whole)
            low, high = self.seen(part, whole)
            if np.isnan(low):
                return EVERYTHING
        return self._improved(part, whole, low, 1.0), self._improved(part, whole, high, -1.0)

    def _improved(self, part: Cell, whole: Cell, ratio: float, sign: float) -> float:
        """The smallest ratio (`sign` 1) or the largest (-1), from one that can be."""
        while np.isfinite(ratio):
            goal = np.zeros(len(self.cells))
            goal[self.place[part]], goal[self.place[whole]] = sign, -sign * ratio
            if not np.isfinite(self._extremes(goal)):
                return np.inf
            share, size = (self.solutions[-1][self.place[cell]] for cell in (part, whole))
            if size <= TINY:
                # Something of nobody is without bound; nothing of nobody is no ratio at all.
                return np.inf if share > 1e3 * TINY else ratio
            better = share / size
            if sign * (ratio - better) <= TINY * max(1.0, abs(ratio)):
                break
            ratio = better
        return ratio

    def seen(self, part: Cell, whole: Cell | None = None) -> Interval:
        """An interval that lies inside that of `between`, or of `ratio`: what the unknown is in the solutions found so far."""
        if len(self.low) > 1 and not self.solutions:
            # Any goals would do: these push neighbours apart.
            goals = np.random.default_rng(len(self.cells)).choice(
                [-1.0, 1.0], (min(AT_FIRST, len(self.cells) // OF_CELLS), len(self.cells))
            )
            for goal in goals:
                self._extremes(goal)
        kept = np.array(self.solutions).reshape(-1, len(self.cells))
        found = kept[:, self.place[part]]
        if whole is not None:
            size = kept[:, self.place[whole]]
            found = found[size > TINY] / size[size > TINY]
        return (float(found.min()), float(found.max())) if len(found) else (np.nan, np.nan)

    def _extremes(self, goal: NDArray[np.float64]) -> float:
        """The value of ``|goal|`` where ``goal @ x`` is smallest, or infinity."""
        # Presolving may give up where a solution is very narrow or something has no bound.
        for presolve in (True, False):
            rows = LinearConstraint(self.matrix, self.low, self.high)
            solved = milp(goal, constraints=rows, bounds=Bounds(0.0, np.inf), options={"presolve": presolve})
            if solved.status in (OPTIMAL, UNBOUNDED):
                break
        if solved.status == UNBOUNDED:
            return np.inf
        if solved.status != OPTIMAL:
            raise ArithmeticError(f"the attacker's equations contradict each other: {solved.message}")
        self.solutions.append(solved.x)
        return float(abs(solved.fun))

    def _of_one_row(self, place: int) -> Interval:
        """One sum of counts alone: what is left when all others are nothing, or as large as they can be."""
        weights = self.matrix.toarray()[0]
        own = weights[place]
        others = np.delete(weights, place)
        low, high = self.low[0] / own, self.high[0] / own
        if own < 0:
            low, high = high, low
        grows, shrinks = (others / own < 0).any(), (others / own > 0).any()
        return max(0.0, 0.0 if shrinks else low), np.inf if grows else max(high, 0.0)


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

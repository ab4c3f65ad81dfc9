"""Complementary suppression: hiding more, so that what is hidden cannot be had by subtracting what is shown from a shown whole.

A table of counts has an axis for each way in which its whole is divided (units, classes of a dimension), and every sum along an axis
may be public. A hidden cell is safe if its count can be moved while all these sums stay: it goes up by ``t`` where its neighbours
along the axes go down by ``t``, the opposite corner of the box up again, and so on. With all corners of the box hidden, nobody
can tell the moved table from the true one, so that his interval for the cell holds both ends of the move. This is the argument of
the hypercube method (Giessing and Repsilber 2002, Tools and strategies to protect multiple tables with the GHQUAR cell
suppression engine; Hundepool et al. 2012, Statistical Disclosure Control, section 4.4.4); the bounds that an attacker
can reach are those of linear programming, which the tests solve.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SHARE_WIDTH = 0.2
"""Narrowest interval that may be left for a hidden share: 20 points."""

LEAST_FOR_ALL = 20
"""Of so many people it may be told that all of them, or none, have something."""


@dataclass(eq=False)
class Table:
    """Counts by one axis or several. A cell that nobody is in is 0.

    `amount`: people in each cell, `having` those of them with the attribute (NaN where the figure is no share); `sensitive`:
    must not be known; `hidden`: is not shown (sensitive ones included); `known`: shown elsewhere already, so that hiding it is of no
    use; `within`: cells along the first axis whose sum is shown besides have one number, and those without such a sum 0.
    """

    amount: Floats
    having: Floats
    sensitive: Bools
    hidden: Bools
    known: Bools
    within: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        self.sensitive = self.sensitive & ~self.known
        self.hidden = (self.hidden | self.sensitive) & ~self.known
        if not self.within.size:
            self.within = np.zeros(self.amount.shape, dtype=np.int64)


def complete(table: Table, least: float) -> bool:
    """Hide cells of `table` until every sensitive one is safe: as few people as possible, the smallest first.

    Safe is a cell whose interval for an outsider holds 0 or 1 and reaches `least`, or is `least` wide, and for a share is
    besides 20 points wide, unless everybody, or nobody, of at least 20 along one axis has the attribute.

    Returns:
        Whether that could be done. If not all cells are hidden, and the sums of this table must not all be shown.
    """
    if table.amount.ndim == 1:
        return _complete_line(table, least)
    waiting = [tuple(int(k) for k in one) for one in np.argwhere(table.sensitive)]
    # The largest need the most room: what is hidden for them serves the small ones too.
    waiting.sort(key=lambda cell: (-table.amount[cell], cell))
    for cell in waiting:
        box = _cheapest_box(table, cell, least)
        if box is None:
            table.hidden = ~table.known
            return False
        table.hidden[np.ix_(*box)] = True
    return True


def _complete_line(table: Table, least: float) -> bool:
    """Parts of one whole: the hidden ones together make any of them range from 0 to their sum."""
    while table.sensitive.any():
        hidden = np.flatnonzero(table.hidden)
        if len(hidden) > 1 and table.amount[hidden].sum() >= least and _line_of_shares(table, hidden):
            return True
        open_ = np.flatnonzero(~table.hidden & ~table.known & (table.amount > 0))
        if not len(open_):
            table.hidden = ~table.known
            return False
        short = least - table.amount[hidden].sum()
        # The smallest one that is enough; if none is, the largest.
        enough = table.amount[open_] >= short
        smallest = open_[np.argmin(np.where(enough, table.amount[open_], np.inf))]
        chosen = smallest if enough.any() else open_[table.amount[open_].argmax()]
        table.hidden[chosen] = True
    return True


def _line_of_shares(table: Table, hidden: NDArray[np.intp]) -> bool:
    """Whether each sensitive share among hidden parts of a whole may range over 20 points."""
    mine = hidden[table.sensitive[hidden] & np.isfinite(table.having[hidden])]
    if not len(mine) or not np.isfinite(table.having[hidden]).all():
        return True
    having, amount = table.having[hidden].sum(), table.amount[hidden].sum()
    if _told_of_all(table.having, table.amount):
        return True
    return bool(min(having, amount - having) > 0)


def _told_of_all(having: Floats, amount: Floats) -> bool:
    """Whether all, or none, of at least `LEAST_FOR_ALL` have it, which their sum tells already."""
    total, of_them = float(np.nansum(amount)), float(np.nansum(having))
    return total >= LEAST_FOR_ALL and (of_them <= 0 or of_them >= total)


def _cheapest_box(table: Table, cell: tuple[int, ...], least: float) -> list[list[int]] | None:
    """The box with `cell` as a corner that makes it safe and hides the fewest people more; per axis its two places."""
    others = [
        np.array([k for k in range(size) if k != mine]) for mine, size in zip(cell, table.amount.shape, strict=True)
    ]
    if any(not len(axis) for axis in others):
        return None
    up, down = _room(table.amount, cell, others)
    mine = table.amount[cell]
    low, high = mine - down, mine + up
    fine = (high - low >= least) | ((low <= 1) & (high >= least))
    if np.isfinite(table.having[cell]) and not _told_somewhere(table, cell):
        fine &= _share_is_wide(table, cell, others)
    cost = np.zeros(fine.shape)
    for corner in _corners(len(cell)):
        places = _places(cell, others, corner)
        across = _places(cell, others, (0, *corner[1:]))
        fine &= ~table.known[places] & (table.within[places] == table.within[across])
        cost = cost + np.where(table.hidden[places], 0.0, table.amount[places] + 1e-3)
    if not fine.any():
        return None
    best = np.unravel_index(int(np.argmin(np.where(fine, cost, np.inf))), fine.shape)
    return [[mine_at, int(axis[at])] for mine_at, axis, at in zip(cell, others, best, strict=True)]


def _room(amount: Floats, cell: tuple[int, ...], others: list[NDArray[np.intp]]) -> tuple[Floats, Floats]:
    """How far a cell can go up and down in every box that it is a corner of: no corner falls below nothing."""
    shape = tuple(len(axis) for axis in others)
    up, down = np.full(shape, np.inf), np.full(shape, np.inf)
    for corner in _corners(len(cell)):
        places = _places(cell, others, corner)
        held = np.broadcast_to(amount[places], shape)
        if sum(corner) % 2:
            up = np.minimum(up, held)
        else:
            down = np.minimum(down, held)
    return up, down


def _share_is_wide(table: Table, cell: tuple[int, ...], others: list[NDArray[np.intp]]) -> Bools:
    """Whether the share may range over 20 points: those with and those without are two tables that move apart."""
    having = np.nan_to_num(table.having)
    without = table.amount - having
    up, down = _room(having, cell, others)
    more, fewer = _room(without, cell, others)
    have, lack = having[cell], without[cell]
    with np.errstate(invalid="ignore", divide="ignore"):
        low = (have - down) / (have - down + lack + more)
        high = (have + up) / (have + up + lack - fewer)
    return np.asarray(np.nan_to_num(high, nan=1.0) - np.nan_to_num(low, nan=0.0) >= SHARE_WIDTH)


def _told_somewhere(table: Table, cell: tuple[int, ...]) -> bool:
    """Whether a sum along one axis through the cell says it of everybody, or of nobody."""
    for axis in range(len(cell)):
        line = tuple(slice(None) if k == axis else at for k, at in enumerate(cell))
        if _told_of_all(table.having[line], table.amount[line]):
            return True
    return False


def _places(
    cell: tuple[int, ...], others: list[NDArray[np.intp]], corner: tuple[int, ...]
) -> tuple[NDArray[np.intp], ...]:
    """The places of a corner of every box that a cell is a corner of."""
    axes = [others[axis] if far else np.array([cell[axis]]) for axis, far in enumerate(corner)]
    return np.ix_(*axes)


def _corners(axes: int) -> list[tuple[int, ...]]:
    """Every corner of a box: per axis whether it lies at the cell (0) or away from it (1)."""
    return list(product((0, 1), repeat=axes))

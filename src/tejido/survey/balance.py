"""Points spread well over a territory: the local pivotal method.

In: places in metres and their probabilities. Out: which are drawn.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from tejido.survey.sums import Bools, Floats, Ints

DECIDED = 1e-9
"""A probability this near to 0 or 1 is 0 or 1."""

__all__ = ["local_pivotal"]


def local_pivotal(probabilities: Floats, places: Floats, rng: np.random.Generator) -> Ints:
    """Positions drawn with exactly these probabilities (n,), far from each other among `places` (n, 2).

    Of a random candidate and its nearest neighbour, one takes as much probability from the other as it can, until all are
    decided: neighbours are seldom drawn together (local pivotal method 2; Grafstroem, Lundstroem and Schelin 2012). Where
    the probabilities sum to a whole number, that many are drawn.
    """
    left = probabilities.astype(np.float64).copy()
    open_ = (left > DECIDED) & (left < 1 - DECIDED)
    alive = np.flatnonzero(open_).tolist()
    slot = {unit: at for at, unit in enumerate(alive)}
    tree, members = _tree(places, alive)
    while len(alive) > 1:
        if 2 * len(alive) < len(members):
            tree, members = _tree(places, alive)
        one = alive[int(rng.integers(len(alive)))]
        other = _nearest(tree, members, places, one, open_)
        left[one], left[other] = _contest(left[one], left[other], rng.random())
        for each in (one, other):
            if not DECIDED < left[each] < 1 - DECIDED:
                open_[each] = False
                last = alive.pop()
                if last != each:  # the last takes the place of the one decided
                    alive[slot[each]] = last
                    slot[last] = slot[each]
    if alive:
        left[alive[0]] = float(rng.random() < left[alive[0]])
    drawn: Ints = np.flatnonzero(left > 0.5)
    return drawn


def _tree(places: Floats, alive: list[int]) -> tuple[cKDTree, Ints]:
    members = np.array(alive, dtype=np.int64)
    return (cKDTree(places[members]) if len(members) else None), members


def _nearest(tree: cKDTree, members: Ints, places: Floats, one: int, open_: Bools) -> int:
    """The nearest undecided neighbour of `one`; at least one of the tree's members besides it is undecided."""
    count = 8
    while True:
        near = members[tree.query(places[one], k=np.arange(1, min(count, len(members)) + 1))[1]]
        fit = near[open_[near] & (near != one)]
        if len(fit):
            return int(fit[0])
        count *= 4


def _contest(one: float, other: float, chance: float) -> tuple[float, float]:
    """Two probabilities after their contest: their sum stays, their expectations stay, and one of them is 0 or 1."""
    both = one + other
    if both < 1:
        return (0.0, both) if chance < other / both else (both, 0.0)
    return (1.0, both - 1) if chance < (1 - other) / (2 - both) else (both - 1, 1.0)

"""Contributions: how many of the 100 points each node takes away.

The marker's own loss, 100 minus its score, is handed down the tree: every node divides its points among its children in
the proportion in which they lower it. Linear for arithmetic means; for geometric means by the logarithmic-mean weights of
the LMDI decomposition (Ang 2004, Energy Policy 32:1131-1139), with scores floored at `tree.FLOOR` as in the mean itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tejido.marker.tree import DECIMALS, FLOOR, Branch, Floats, Grid, Tree

_UNITS = 10**DECIMALS


def points(tree: Tree, grid: Grid) -> Floats:
    """Points lost per unit and item; NaN where the marker or a node on the way has no score.

    Points are divided as whole numbers of 0.00000001, so that children sum to their parent, and the marker's to 100 minus
    its score, without a rounding rest.
    """
    counts = np.full(grid.score.shape, -1, dtype=np.int64)
    root = grid.score[:, tree.root.column]
    has = np.isfinite(root)
    counts[has, tree.root.column] = np.rint((100.0 - root[has]) * _UNITS).astype(np.int64)
    for branch in reversed(tree.branches):
        counts[:, branch.children] = _divide(counts[:, branch.column], _pull(branch, grid.score[:, branch.children]))
    return np.where(counts < 0, np.nan, counts / _UNITS)


def _pull(branch: Branch, child_scores: Floats) -> Floats:
    """How strongly each child lowers its parent, up to a common factor; NaN without a score.

    For a geometric mean the logarithmic mean of 100 and the score is that common factor: the share of child c is
    w_c ln(100 / s_c) over the sum of these.
    """
    if branch.mean == "geometric":
        return np.asarray(branch.weights * np.log(100.0 / np.maximum(child_scores, FLOOR)))
    return np.asarray(branch.weights * (100.0 - child_scores))


def _divide(total: NDArray[np.int64], pull: Floats) -> NDArray[np.int64]:
    """Whole numbers in proportion to `pull` that sum to `total`; -1 where there is nothing to divide.

    The running sum is rounded instead of each part: no part becomes negative, none is off by more than one, and the rest
    of the rounding is zero by construction.
    """
    usable = np.isfinite(pull) & (total >= 0)[:, None]
    running = np.cumsum(np.where(usable, pull, 0.0), axis=1)
    whole = running[:, -1:] if running.shape[1] else running
    share = np.divide(running, whole, out=np.zeros_like(running), where=whole > 0)
    steps = np.rint(share * np.maximum(total, 0)[:, None]).astype(np.int64)
    return np.where(usable, np.diff(steps, axis=1, prepend=0), -1)

"""The catalogue's tree as arrays, and how scores climb it.

Every array has one row per unit and one column per item (indicators and nodes, sorted by id).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tejido.catalogue.model import Catalogue, Mean, Node
from tejido.errors import fail
from tejido.marker.reasons import NUMBERS

FLOOR = 1.0
"""The lowest score that enters a geometric mean: a single zero would otherwise wipe out everything else."""

DECIMALS = 8
"""Decimals of scores, coverages and points."""

TOLERANCE = 1e-9
"""Slack of thresholds: three thirds of a weight may sum to a hair less than one."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Branch:
    """A node with its children: columns and weights (summing to 1) in the catalogue's order."""

    column: int
    children: NDArray[np.int64]
    weights: Floats
    mean: Mean
    minimum_coverage: float
    minimum_children: int


@dataclass(frozen=True)
class Tree:
    """`items` names the columns; `leaves` are those of the indicators; `branches` run from the leaves up to the marker."""

    items: tuple[str, ...]
    leaves: NDArray[np.int64]
    branches: tuple[Branch, ...]

    @property
    def root(self) -> Branch:
        """The marker."""
        return self.branches[-1]


@dataclass
class Grid:
    """Scores (NaN where there is none), coverage 0-1, comparability and the number of the reason, units x items."""

    score: Floats
    coverage: Floats
    comparable: NDArray[np.bool_]
    reason: NDArray[np.int8]

    @classmethod
    def blank(cls, units: int, items: int) -> Grid:
        """A grid in which nothing was measured yet."""
        shape = (units, items)
        return cls(np.full(shape, np.nan), np.zeros(shape), np.ones(shape, dtype=bool), np.zeros(shape, dtype=np.int8))


def build(catalogue: Catalogue) -> Tree:
    """The tree of a catalogue.

    Raises:
        TejidoError: M101, an extended indicator stands in the tree: the extended marker never becomes a total.
    """
    extended = sorted(one.id for one in catalogue.indicators.values() if one.tier == "extended")
    if extended:
        raise fail("M101", names=", ".join(extended))
    items = tuple(sorted([*catalogue.nodes, *catalogue.indicators]))
    column = {item: place for place, item in enumerate(items)}
    deepest_first = sorted(catalogue.nodes.values(), key=lambda node: (-len(catalogue.path(node.id)), node.id))
    leaves = np.array([column[item] for item in items if item in catalogue.indicators], dtype=np.int64)
    return Tree(items, leaves, tuple(_branch(catalogue, node, column) for node in deepest_first))


def _branch(catalogue: Catalogue, node: Node, column: dict[str, int]) -> Branch:
    children = catalogue.children[node.id]
    return Branch(
        column[node.id],
        np.array([column[child] for child in children], dtype=np.int64),
        np.array([catalogue.weight(child) for child in children], dtype=np.float64),
        node.mean,
        node.minimum_coverage,
        node.minimum_children,
    )


def climb(tree: Tree, grid: Grid) -> None:
    """Fill the columns of all nodes from those of the indicators, in place.

    A child without a score gives its weight to its siblings. A node has a score where at least `minimum_coverage` of its
    weight was measured and at least `minimum_children` children have one. An indicator that has a score counts with all its
    weight: for how many of the people it was measured is its own coverage, and one half-measured among two would otherwise
    close a node whose units all have a score. Means are taken of the children's rounded
    scores, so that whoever reads the published ones finds the same.
    """
    counted = np.isfinite(grid.score).astype(np.float64)
    for branch in tree.branches:
        child_scores = grid.score[:, branch.children]
        scored = np.isfinite(child_scores)
        coverage = np.sum(counted[:, branch.children] * branch.weights, axis=1)
        count = scored.sum(axis=1)
        thin = coverage < branch.minimum_coverage - TOLERANCE
        few = count < max(branch.minimum_children, 1)
        mean = np.round(_mean(branch, child_scores, scored), DECIMALS)
        grid.score[:, branch.column] = np.where(thin | few, np.nan, mean)
        grid.coverage[:, branch.column] = counted[:, branch.column] = np.clip(coverage, 0.0, 1.0)
        used_elsewhere = scored & ~grid.comparable[:, branch.children]
        grid.comparable[:, branch.column] = thin | few | ~used_elsewhere.any(axis=1)
        grid.reason[:, branch.column] = _reason(grid.reason[:, branch.children], thin, few)


def _mean(branch: Branch, child_scores: Floats, scored: NDArray[np.bool_]) -> Floats:
    """The node's mean over the children that have a score; NaN where none has."""
    weights = np.where(scored, branch.weights, 0.0)
    terms = to_terms(np.where(scored, child_scores, 0.0), branch.mean)
    total = weights.sum(axis=1)
    with np.errstate(invalid="ignore"):
        average: Floats = np.sum(weights * terms, axis=1) / np.where(total > 0, total, np.nan)
    return from_terms(average, branch.mean)


def to_terms(scores: Floats, mean: Mean) -> Floats:
    """What a weighted sum is taken of: the scores, or for a geometric mean their logarithms, from `FLOOR` up."""
    return np.asarray(np.log(np.maximum(scores, FLOOR))) if mean == "geometric" else scores


def from_terms(average: Floats, mean: Mean) -> Floats:
    """Back from the average of terms to a score."""
    return np.asarray(np.exp(average)) if mean == "geometric" else average


def _reason(children: NDArray[np.int8], thin: NDArray[np.bool_], few: NDArray[np.bool_]) -> NDArray[np.int8]:
    """The children's reason where all share it, else which threshold failed."""
    reason = np.where(thin, NUMBERS["low_coverage"], np.where(few, NUMBERS["too_few_children"], 0))
    if children.shape[1]:
        first = children[:, 0]
        shared = (children == first[:, None]).all(axis=1) & (first > 0)
        reason = np.where((thin | few) & shared, first, reason)
    return reason.astype(np.int8)

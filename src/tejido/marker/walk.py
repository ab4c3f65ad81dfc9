"""Many versions of a city's scores at once: replicates of a sample, or runs with other weights, means and curves.

Arrays have one row per version and one column per unit. Which items have a score is decided once, by the point values; what
varies is how high it is. Versions go up the tree in small pieces, so that no array leaves the processor's cache, and a few
items at a time are kept whole for their summary, so that a city of any size fits into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tejido.catalogue.model import Mean
from tejido.marker.leaves import Flags, Ints
from tejido.marker.tree import DECIMALS, Floats, Tree, from_terms, to_terms

PIECE = 32_768
"""Numbers in one array on the way up the tree (0.25 MB)."""

KEPT = 20_000_000
"""Numbers kept for summaries at one time (160 MB)."""


Places = NDArray[np.float32]
"""Whole numbers up to 16 million, or NaN."""

_BITS = 24
"""Room for the number of a unit behind the whole number of its score: 16 million units."""

_BEHIND = 10.0**11
"""A whole number behind that of every score."""


@dataclass(frozen=True)
class Patterns:
    """Which items have a score: as few distinct rows as there are (patterns x items), and each unit's row."""

    scored: Flags
    of_unit: Ints

    @classmethod
    def of(cls, score: Floats) -> Self:
        """From a grid's scores, units x items."""
        packed, of_unit = np.unique(np.packbits(np.isfinite(score), axis=1), axis=0, return_inverse=True)
        scored = np.unpackbits(packed, axis=1, count=score.shape[1]).astype(bool)
        return cls(scored, of_unit.ravel().astype(np.int64))

    def spread(self, by_pattern: Floats) -> Floats:
        """Columns per unit from columns per pattern (one column if all units are alike, to be broadcast)."""
        return by_pattern if len(self.scored) == 1 else by_pattern[:, self.of_unit]


@dataclass(frozen=True)
class Versions:
    """Some versions: their rows, the scores of an indicator (column of the tree -> rows or 1 x units, 0 where there is none),
    the weight of every item among its siblings (rows or 1 x items), and the mean of all nodes, None for each its own.
    """

    rows: slice | Ints
    leaf: Callable[[int], Floats]
    weights: Floats
    mean: Mean | None = None


def climb(
    tree: Tree, patterns: Patterns, versions: Versions, wanted: Container[int]
) -> Iterator[tuple[int, Floats, Floats]]:
    """Scores of the wanted items, and of all below them, in every version, from the indicators up.

    As `tree.climb` does it: a child without a score gives its weight to its siblings. A node has a score where it has one
    among the point values, unless a version gives no weight to any of its scored children.

    Yields:
        The item's column, its scores (versions or 1 x units, 0 where there is none) and where there is one (1.0 or 0.0,
        versions or 1 x patterns).
    """
    nodes = {branch.column for branch in tree.branches}
    needed = _at_or_below(tree, wanted)
    found: dict[int, tuple[Floats, Floats]] = {}
    for branch in tree.branches:
        if branch.column not in needed:
            for leaf in (child for child in branch.children.tolist() if child in wanted and child not in nodes):
                yield leaf, versions.leaf(leaf), patterns.scored[None, :, leaf].astype(np.float64)
            continue
        mean = versions.mean or branch.mean
        total, whole = np.zeros((1, 1)), np.zeros((1, 1))
        for child in branch.children.tolist():
            if child not in nodes:
                found[child] = versions.leaf(child), patterns.scored[None, :, child].astype(np.float64)
                yield child, *found[child]
            scores, present = found.pop(child)
            weight = versions.weights[:, child, None]
            total = _add(weight * to_terms(scores, mean), total)
            whole = whole + weight * present
        has = (whole > 0) & patterns.scored[None, :, branch.column]
        average = total / patterns.spread(np.where(has, whole, 1.0))
        node = from_terms(average, mean) * patterns.spread(has.astype(np.float64))
        found[branch.column] = node, has.astype(np.float64)
        yield branch.column, *found[branch.column]


def _at_or_below(tree: Tree, wanted: Container[int]) -> set[int]:
    """Columns of the items that are wanted themselves or lie below one that is."""
    found: set[int] = set()
    for branch in reversed(tree.branches):
        if branch.column in wanted or branch.column in found:
            found.update((branch.column, *branch.children.tolist()))
    return found


def _add(fresh: Floats, total: Floats) -> Floats:
    """The sum, written into `fresh` where it fits there."""
    return np.add(fresh, total, out=fresh) if fresh.shape >= total.shape else fresh + total


def keep(
    tree: Tree, patterns: Patterns, items: Sequence[int], count: int, versions: Callable[[], Iterator[Versions]]
) -> Iterator[tuple[int, Floats]]:
    """The scores of some items in all versions, one item after the other.

    Args:
        tree: The catalogue's tree.
        patterns: Which items have a score.
        items: Columns of the tree.
        count: Number of versions.
        versions: All of them, in pieces; asked again for every few items.

    Yields:
        The item's column and its scores, versions x units; NaN where there is none.
    """
    units = len(patterns.of_unit)
    several = max(1, KEPT // max(1, count * units))
    for start in range(0, len(items), several):
        held = {item: np.empty((count, units)) for item in items[start : start + several]}
        for piece in versions():
            for item, scores, present in climb(tree, patterns, piece, held):
                if item in held:
                    held[item][piece.rows] = scores if present.all() else _blank(scores, patterns.spread(present))
        while held:
            item = next(iter(held))
            yield item, held.pop(item)


def _blank(scores: Floats, present: Floats) -> Floats:
    return np.where(present > 0, scores, np.nan)


def pieces(rows: Ints, units: int) -> Iterator[Ints]:
    """Rows in pieces that fit the cache."""
    step = max(1, PIECE // max(1, units))
    for start in range(0, len(rows), step):
        yield rows[start : start + step]


def ends(versions: Floats | Places, share: float) -> tuple[Floats, Floats]:
    """Per unit the two ends between which the middle `share` of the versions lies; versions without a score are left out.

    Quantiles are observed ones (the inverse of the empirical distribution; Hyndman and Fan 1996, definition 1).
    """
    tail = (1 - share) / 2
    count, units = versions.shape
    found = np.full((2, units), np.nan)
    # Column by column in pieces that stay in the cache; what is missing is sorted behind the last score.
    for columns in pieces(np.arange(units), count):
        ordered = versions[:, columns[0] : columns[-1] + 1].T.copy()
        ordered.sort(axis=1)
        known = count - np.isnan(ordered).sum(axis=1)
        for side, quantile in enumerate((tail, 1 - tail)):
            place = np.maximum(np.ceil(known * quantile - 1), 0).astype(np.int64)
            found[side, columns] = ordered[np.arange(len(columns)), place]
    return found[0], found[1]


def places(versions: Floats) -> Places:
    """Places among the units in every version, 1 = highest, ties share the better; NaN where there is no score."""
    count, units = versions.shape
    found = np.empty(versions.shape, dtype=np.float32)
    number = np.arange(units)
    for rows in pieces(np.arange(count), units):
        # Score and unit in one whole number, so that one sort of numbers (and none of places) puts the highest first.
        scores = versions[rows[0] : rows[-1] + 1] * -(10.0**DECIMALS)
        missing = np.isnan(scores)
        np.rint(scores, out=scores)
        scores[missing] = _BEHIND
        ordered = (scores.astype(np.int64) << _BITS) | number
        ordered.sort(axis=1)
        score = ordered >> _BITS
        place = np.broadcast_to(number + 1, ordered.shape).copy()
        place[:, 1:][score[:, 1:] == score[:, :-1]] = 0
        np.maximum.accumulate(place, axis=1, out=place)
        unit = (ordered & ((1 << _BITS) - 1)) + units * rows[:, None]
        found.ravel()[unit] = place
        found[rows[0] : rows[-1] + 1][missing] = np.nan
    return found

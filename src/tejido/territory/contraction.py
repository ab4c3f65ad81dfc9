"""Contraction of a street graph, once at build, so that each later search has little left to do.

Nodes that few streets meet (dead ends, bends, ordinary junctions) are taken out one independent set after another;
where a node is taken out, its neighbours are joined by edges as long as the way through it, so every distance among the
nodes left is exact. A search then needs Dijkstra only among the nodes that stay (the core) and one sweep back over the
others. It is the "customizable contraction" without witness searches of Dibbelt, Strasser and Wagner (2016), stopped
early, with the sweep of Delling, Goldberg, Nowatzyk and Werneck (PHAST, 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_DEGREE = 6
"""A node with more neighbours stays in the core: taking it out would add more edges than it removes work."""

MIN_GAIN = 0.02
"""Contraction ends when a round takes out less than this share of the nodes left."""

_HASH = np.uint64(2654435761)


@dataclass(frozen=True, eq=False)
class Round:
    """Nodes taken out together: positions ``first`` to ``last`` of the order, their neighbours then (positions, padded
    with the position after the last node) and the lengths to these in metres, both (nodes, neighbours).
    """

    first: int
    last: int
    neighbours: Ints
    lengths: Floats


@dataclass(frozen=True, eq=False)
class Contraction:
    """`position` (n,) gives each node its place in the order of contraction; `core` is the graph of those that
    stayed.
    """

    position: Ints
    rounds: tuple[Round, ...]
    core: csr_array

    def spread(self, nodes: Ints, costs: Floats) -> Floats:
        """Distance of every node to the nearest of `nodes`, each with `costs` metres to start with: (n,), inf
        unreached.
        """
        size = len(self.position)
        distance = np.full(size + 1, np.inf)
        np.minimum.at(distance, self.position[nodes], costs)
        for step in self.rounds:
            _push(distance, step)
        start = size - self.core.shape[0]
        distance[start:size] = _from_core(self.core, distance[start:size])
        for step in reversed(self.rounds):
            through = distance[step.neighbours]
            through += step.lengths
            own = distance[step.first : step.last]
            for column in range(through.shape[1]):
                np.minimum(own, through[:, column], out=own)
        return distance[self.position]


def contract(size: int, tail: Ints, head: Ints, length: Floats) -> Contraction:
    """Contract an undirected graph of `size` nodes with edges ``tail - head`` (no loops) of `length` metres each."""
    tail, head, length = _shortest(size, tail, head, length)
    left = np.ones(size, dtype=bool)
    taken: list[Ints] = []
    tables: list[tuple[Ints, Floats]] = []
    while left.any():
        out = _independent(left, tail, head)
        if out.sum() < MIN_GAIN * left.sum():
            break
        nodes = np.flatnonzero(out)
        neighbours, lengths = _neighbours(nodes, tail, head, length, size)
        touched = out[tail] | out[head]
        added = _through(neighbours, lengths, size)
        tail, head, length = _shortest(
            size,
            np.concatenate([tail[~touched], added[0]]),
            np.concatenate([head[~touched], added[1]]),
            np.concatenate([length[~touched], added[2]]),
        )
        left[nodes] = False
        taken.append(nodes)
        tables.append((neighbours, lengths))
    order = np.concatenate([*taken, np.flatnonzero(left)])
    position = np.empty(size + 1, dtype=np.int64)
    position[order] = np.arange(size)
    position[size] = size
    ends = np.cumsum([0, *map(len, taken)])
    rounds = tuple(
        Round(int(first), int(last), position[neighbours], lengths)
        for first, last, (neighbours, lengths) in zip(ends[:-1], ends[1:], tables, strict=True)
    )
    return Contraction(
        position[:size], rounds, _graph(int(left.sum()), position[tail] - ends[-1], position[head] - ends[-1], length)
    )


def _shortest(size: int, tail: Ints, head: Ints, length: Floats) -> tuple[Ints, Ints, Floats]:
    """One edge per pair of nodes, the shortest: a sparse matrix would add parallel edges up."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    pair = low * size + high
    order = np.lexsort((length, pair))
    pair = pair[order]
    keep = order[np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))] if len(pair) else order
    return low[keep], high[keep], length[keep]


def _independent(left: NDArray[np.bool_], tail: Ints, head: Ints) -> NDArray[np.bool_]:
    """Nodes of few neighbours, no two of them joined; fewest neighbours first, ties by a hash of the node."""
    degree = np.bincount(tail, minlength=len(left)) + np.bincount(head, minlength=len(left))
    eligible: NDArray[np.bool_] = left & (degree <= MAX_DEGREE)
    number = np.arange(len(left), dtype=np.uint64)
    key = (degree.astype(np.uint64) << np.uint64(32)) + (number * _HASH) % np.uint64(2**32)
    rivals = eligible[tail] & eligible[head]
    one, other = tail[rivals], head[rivals]
    first = (key[one] < key[other]) | ((key[one] == key[other]) & (one < other))
    eligible[np.where(first, other, one)] = False
    return eligible


def _neighbours(nodes: Ints, tail: Ints, head: Ints, length: Floats, size: int) -> tuple[Ints, Floats]:
    """Neighbours of `nodes` and the lengths to them, (nodes, most neighbours), padded with `size` and inf."""
    row = np.full(size, -1)
    row[nodes] = np.arange(len(nodes))
    rows = np.concatenate([row[tail], row[head]])
    ends = np.concatenate([head, tail])
    lengths = np.concatenate([length, length])
    order = np.argsort(rows, kind="stable")
    order = order[rows[order] >= 0]
    rows = rows[order]
    counts = np.bincount(rows, minlength=len(nodes))
    column = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = int(counts.max(initial=0))
    table = np.full((len(nodes), width), size, dtype=np.int64)
    weights = np.full((len(nodes), width), np.inf)
    table[rows, column] = ends[order]
    weights[rows, column] = lengths[order]
    return table, weights


def _through(neighbours: Ints, lengths: Floats, size: int) -> tuple[Ints, Ints, Floats]:
    """The edges that stand for the ways through the nodes taken out."""
    parts = [
        (neighbours[both, a], neighbours[both, b], lengths[both, a] + lengths[both, b])
        for a, b in combinations(range(neighbours.shape[1]), 2)
        for both in [(neighbours[:, a] < size) & (neighbours[:, b] < size)]
    ]
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    tail, head, length = zip(*parts, strict=True)
    return np.concatenate(tail), np.concatenate(head), np.concatenate(length)


def _graph(size: int, tail: Ints, head: Ints, length: Floats) -> csr_array:
    """A symmetric matrix with 32-bit indices, as `dijkstra` reads it without a copy."""
    rows, columns = np.concatenate([tail, head]), np.concatenate([head, tail])
    graph = csr_array((np.concatenate([length, length]), (rows, columns)), shape=(size, size))
    graph.indices, graph.indptr = graph.indices.astype(np.int32), graph.indptr.astype(np.int32)
    return graph


def _push(distance: Floats, step: Round) -> None:
    """Hand the starting costs of the nodes of `step` on to their neighbours."""
    start = np.flatnonzero(np.isfinite(distance[step.first : step.last]))
    if len(start):
        cost = distance[step.first + start, None] + step.lengths[start]
        np.minimum.at(distance, step.neighbours[start].ravel(), cost.ravel())
        distance[-1] = np.inf


def _from_core(core: csr_array, costs: Floats) -> Floats:
    """Distances in the core from a node added to it that leads to each node with finite costs."""
    size = len(costs)
    starts = np.flatnonzero(np.isfinite(costs))
    if not len(starts):
        return costs
    pointers = np.append(core.indptr, np.int32(core.indptr[-1] + len(starts)))
    indices = np.concatenate([core.indices, starts.astype(np.int32)])
    data = np.concatenate([core.data, costs[starts]])
    graph = csr_array((data, indices, pointers), shape=(size + 1, size + 1))
    reached: Floats = dijkstra(graph, directed=True, indices=size)[:size]
    return reached

"""Streets as a graph, and walking distances on it.

Every segment is an edge; segments meet only where their ends share a place (to 0.1 m), so a bridge does not meet the
street under it. A point walks to the nearest place on any street, and this walk is part of its distance. Distances are
shortest paths (Dijkstra 1959) in metres; streets are walked in both directions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from tejido.errors import fail
from tejido.territory.contraction import Contraction, contract

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

JOIN = 0.1
"""Ends of segments that share a place to this many metres are one node."""

_CHUNK = 8_000_000
"""Distances held at once by `within`: 64 MB."""


@dataclass(frozen=True, eq=False)
class Network:
    """A street graph. `nodes` (n, 2) in metres; edges `tail - head` (indices of nodes) with `length` in metres;
    `component` (n,) numbers the pieces that no street joins.
    """

    nodes: Floats
    tail: Ints
    head: Ints
    length: Floats
    component: Ints
    contraction: Contraction
    tree: shapely.STRtree


@dataclass(frozen=True, eq=False)
class Snapped:
    """Points brought to the network. `distance` (n,) from each point to the nearest street in metres; beyond `max_snap`
    the point has no way in.

    A way in is a row of `point`, `node`, `cost`: walking to the street and along it to that end. `on_point`, `on_edge`,
    `on_at`, `on_cost` tell where inside an edge a point stands, for two points on the same edge.
    """

    distance: Floats
    point: Ints
    node: Ints
    cost: Floats
    on_point: Ints
    on_edge: Ints
    on_at: Floats
    on_cost: Floats


@dataclass(frozen=True, eq=False)
class Nearest:
    """`distance` (n,) from each origin to its nearest destination in metres, NaN where no way leads to any;
    `snap_origin` (n,) and `snap_destination` (m,): how far each stands from the nearest street.
    """

    distance: Floats
    snap_origin: Floats
    snap_destination: Floats


def build(streets: pd.DataFrame) -> Network:
    """Make the graph of street segments ``x1 y1 x2 y2`` (metres, in any order and direction).

    A column `length` (metres), where present, replaces the straight length: for a segment that stands for a bent
    street.

    Raises:
        TejidoError: T201 no segment longer than 0.1 m; T202 coordinates that are missing or infinite; T203 lengths that
            are missing, infinite or not positive.
    """
    ends = streets[["x1", "y1", "x2", "y2"]].to_numpy(dtype=float).reshape(-1, 2)
    broken = int((~np.isfinite(ends)).any(axis=1).reshape(-1, 2).any(axis=1).sum())
    if broken:
        raise fail("T202", count=broken)
    nodes, number = _join(ends)
    tail, head = number[0::2], number[1::2]
    length = np.hypot(*(nodes[tail] - nodes[head]).T)
    if "length" in streets:
        length = streets["length"].to_numpy(dtype=float)
        wrong = int((~(np.isfinite(length) & (length > 0))).sum())
        if wrong:
            raise fail("T203", count=wrong)
    tail, head, length = _edges(len(nodes), tail, head, length)
    if not len(tail):
        raise fail("T201")
    graph = csr_array((np.ones(len(tail)), (tail, head)), shape=(len(nodes), len(nodes)))
    component = connected_components(graph, directed=False)[1].astype(np.int64)
    # Small boxes: with 4 lines to a box instead of 10 the nearest street is found in half the time.
    lines = shapely.linestrings(np.stack([nodes[tail], nodes[head]], axis=1))
    tree = shapely.STRtree(lines, node_capacity=4)
    return Network(nodes, tail, head, length, component, contract(len(nodes), tail, head, length), tree)


def junctions(streets: pd.DataFrame) -> Floats:
    """Places (n, 2) where three or more pieces ``x1 y1 x2 y2`` of streets meet, each once.

    Pieces meet where their ends share a place to 0.1 m: lines that only cross (a bridge over a street) do not.
    """
    nodes, number = _join(streets[["x1", "y1", "x2", "y2"]].to_numpy(dtype=float).reshape(-1, 2))
    tail, head, _ = _edges(len(nodes), number[0::2], number[1::2], np.zeros(len(streets)))
    meeting = np.bincount(tail, minlength=len(nodes)) + np.bincount(head, minlength=len(nodes))
    crossed: Floats = nodes[meeting >= 3]
    return crossed


def snap(network: Network, points: Floats, max_snap: float) -> Snapped:
    """Bring `points` (n, 2) to the nearest place on a street; equally near streets are all kept.

    A point further than `max_snap` metres from every street gets a distance but no way in.
    """
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    found, gaps = network.tree.query_nearest(shapely.points(points), return_distance=True)
    distance = np.full(len(points), np.inf)
    distance[found[0]] = gaps
    near = gaps <= max_snap
    point, edge, gap = found[0][near], found[1][near], gaps[near]
    start, along = (
        network.nodes[network.tail[edge]],
        network.nodes[network.head[edge]] - network.nodes[network.tail[edge]],
    )
    share = ((points[point] - start) * along).sum(axis=1) / (along**2).sum(axis=1)
    share = np.clip(share, 0.0, 1.0)
    length = network.length[edge]
    at = share * length
    inside = (share > 0.0) & (share < 1.0)
    to_tail, to_head = share < 1.0, share > 0.0
    ways = _best(
        np.concatenate([point[to_tail], point[to_head]]),
        np.concatenate([network.tail[edge][to_tail], network.head[edge][to_head]]),
        np.concatenate([(gap + at)[to_tail], (gap + length - at)[to_head]]),
    )
    return Snapped(distance, *ways, point[inside], edge[inside], at[inside], gap[inside])


def gather(snapped: Snapped, place: Ints, count: int) -> Snapped:
    """Let points stand for places: `place` (n,) gives each point's, 0 to `count` - 1; a place is as near as its nearest
    point.
    """
    distance = np.full(count, np.inf)
    np.minimum.at(distance, place, snapped.distance)
    point, node, cost = _best(place[snapped.point], snapped.node, snapped.cost)
    return Snapped(
        distance, point, node, cost, place[snapped.on_point], snapped.on_edge, snapped.on_at, snapped.on_cost
    )


def nearest(
    network: Network, origins: Floats | Snapped, destinations: Floats | Snapped, max_snap: float = np.inf
) -> Nearest:
    """Walking distance in metres from each origin (n, 2) to the nearest of `destinations` (m, 2).

    Origins used several times are snapped once with `snap` and handed over. The way to the street, along it, and from
    the street to the destination all count. NaN where no way leads to any destination, or the origin is further than
    `max_snap` from every street.
    """
    start = origins if isinstance(origins, Snapped) else snap(network, origins, max_snap)
    end = destinations if isinstance(destinations, Snapped) else snap(network, destinations, max_snap)
    spread = network.contraction.spread(end.node, end.cost)
    distance = np.full(len(start.distance), np.inf)
    np.minimum.at(distance, start.point, spread[start.node] + start.cost)
    here, _, between = _same_edge(len(network.tail), start, end)
    np.minimum.at(distance, here, between)
    distance[np.isinf(distance)] = np.nan
    return Nearest(distance, start.distance, end.distance)


def within(
    network: Network, origins: Floats | Snapped, destinations: Floats | Snapped, limit: float, max_snap: float = np.inf
) -> pd.DataFrame:
    """All pairs not further apart than `limit` metres on foot: `origin`, `destination` (indices), `distance`,
    sorted.
    """
    start = origins if isinstance(origins, Snapped) else snap(network, origins, max_snap)
    end = destinations if isinstance(destinations, Snapped) else snap(network, destinations, max_snap)
    turned = len(start.distance) < len(end.distance)
    few, many = (start, end) if turned else (end, start)
    found = [_through_nodes(network, few, many, limit)]
    one, other, between = _same_edge(len(network.tail), few, many)
    found.append(pd.DataFrame({"one": one, "other": other, "distance": between}))
    pairs = pd.concat(found, ignore_index=True)
    pairs = pairs[pairs["distance"] <= limit].groupby(["one", "other"])["distance"].min().reset_index()
    names = {"one": "origin", "other": "destination"} if turned else {"one": "destination", "other": "origin"}
    pairs = pairs.rename(columns=names)[["origin", "destination", "distance"]]
    return pairs.sort_values(["origin", "destination"], kind="stable").reset_index(drop=True)


def _join(ends: Floats) -> tuple[Floats, Ints]:
    """Nodes (n, 2) and the node of each end: ends that agree to 0.1 m are one, at the place of the first in sorted
    order.
    """
    grid = np.round(ends / JOIN).astype(np.int64)
    order = np.lexsort((ends[:, 1], ends[:, 0], grid[:, 1], grid[:, 0]))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (grid[order][1:] != grid[order][:-1]).any(axis=1)
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    return ends[order[new]], number


def _edges(size: int, tail: Ints, head: Ints, length: Floats) -> tuple[Ints, Ints, Floats]:
    """Edges in one order whatever the order of the rows, without loops, the shortest of those that join the same
    nodes.
    """
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    order = np.lexsort((length, high, low))
    order = order[low[order] != high[order]]
    pair = low[order] * size + high[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = pair[1:] != pair[:-1]
    keep = order[first]
    return low[keep], high[keep], length[keep]


def _best(point: Ints, node: Ints, cost: Floats) -> tuple[Ints, Ints, Floats]:
    """Ways in sorted by point and node, the cheapest of those between the same two."""
    order = np.lexsort((cost, node, point))
    point, node, cost = point[order], node[order], cost[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (point[1:] != point[:-1]) | (node[1:] != node[:-1])
    return point[first], node[first], cost[first]


def _same_edge(edges: int, start: Snapped, end: Snapped) -> tuple[Ints, Ints, Floats]:
    """Pairs of points that stand inside the same edge and the way between them that does not leave it."""
    order = np.argsort(end.on_edge, kind="stable")
    counts = np.bincount(end.on_edge, minlength=edges)
    first = np.cumsum(counts) - counts
    rows = np.flatnonzero(counts[start.on_edge])
    hit, offset = _expand(counts[start.on_edge[rows]])
    left = rows[hit]
    right = order[first[start.on_edge[left]] + offset]
    between = start.on_cost[left] + np.abs(start.on_at[left] - end.on_at[right]) + end.on_cost[right]
    return start.on_point[left], end.on_point[right], between


def _through_nodes(network: Network, few: Snapped, many: Snapped, limit: float) -> pd.DataFrame:
    """Pairs ``one`` (of `few`), ``other`` (of `many`) whose shortest way through a node is at most `limit`."""
    size = len(network.nodes)
    ways = np.flatnonzero(few.cost <= limit)
    points = np.unique(few.point[ways])
    by_node = np.argsort(many.node, kind="stable")
    counts = np.bincount(many.node, minlength=size)
    first = np.cumsum(counts) - counts
    # The points are nodes too: rows x (nodes + rows) distances are held at once.
    step = max(1, int((np.sqrt(size**2 + 4 * _CHUNK) - size) / 2))
    found = [pd.DataFrame({"one": np.empty(0, np.int64), "other": np.empty(0, np.int64), "distance": np.empty(0)})]
    for at in range(0, len(points), step):
        chosen = points[at : at + step]
        use = ways[np.isin(few.point[ways], chosen)]
        row = np.searchsorted(chosen, few.point[use])
        reached = _from_points(network, row, few.node[use], few.cost[use], limit, len(chosen))
        row, node = np.nonzero((reached <= limit) & (counts > 0))
        hit, offset = _expand(counts[node])
        way = by_node[first[node[hit]] + offset]
        distance = reached[row[hit], node[hit]] + many.cost[way]
        found.append(pd.DataFrame({"one": chosen[row[hit]], "other": many.point[way], "distance": distance}))
    return pd.concat(found, ignore_index=True)


def _expand(counts: Ints) -> tuple[Ints, Ints]:
    """For rows that each stand for `counts` items: the row of every item, and its place among those of the row."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def _from_points(network: Network, row: Ints, node: Ints, cost: Floats, limit: float, count: int) -> Floats:
    """Distances (count, nodes) from `count` points added to the graph, point `row` leading to `node` at `cost`
    metres.
    """
    size = len(network.nodes)
    tail = np.concatenate([network.tail, network.head, size + row])
    head = np.concatenate([network.head, network.tail, node])
    length = np.concatenate([network.length, network.length, cost])
    graph = csr_array((length, (tail, head)), shape=(size + count, size + count))
    reached: Floats = dijkstra(graph, directed=True, indices=np.arange(size, size + count), limit=limit)
    return reached[:, :size]

"""Streets of the example city: a grid bent by a river and by time, dense in the centre and loose at the edge.

In: a seed. Out: `Streets`, the street segments and the cells between them, from which blocks are made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from tejido.example import plane
from tejido.example.chance import Flags, Floats, Ints, Waves, stream

COLUMNS, ROWS = 60, 56
RIVER_ROW = 18
"""Row of cells that is water: south of it lies the second municipality."""
RIVER_WIDTH = 130.0
BLOCKS = 1200
MERGED = 150
"""Pairs of cells without a street between them: larger blocks, mostly towards the edge."""
REACH = (22.0, 19.5)
"""Half axes of the built city in columns and rows."""
AVENUES = (COLUMNS // 2 + np.array([-20, -13, -7, 0, 6, 12, 19]), ROWS // 2 + np.array([-14, -5, 0, 7, 14]))
BRIDGES = COLUMNS // 2 + np.array([-13, 0, 12])
"""The columns whose street crosses the river."""
STUB = 260.0
"""Length in metres of the country roads that leave the city and end."""


@dataclass(frozen=True)
class Streets:
    """`segments` (n, 4) x1 y1 x2 y2 in metres and `kinds` (avenue, street, bridge, cul_de_sac, country_road, motorway);
    `cells` (m, 2) column and row of every built cell, `centres` (m, 2) in metres, `built` which segments bound a block;
    `river` (k, 2) the ring of the water between its banks.
    """

    segments: Floats
    kinds: list[str]
    built: Flags
    cells: Ints
    centres: Floats
    river: Floats


def draw(seed: int) -> Streets:
    """The whole street plan; the same seed gives the same plan."""
    nodes = _nodes(seed)
    inside = _inside(seed, nodes)
    edges, flags = _edges(inside)
    removed, stubs = _merge(seed, nodes, inside, edges)
    kept = ~removed
    ends = [nodes[edges[kept, 0], edges[kept, 1]], nodes[edges[kept, 2], edges[kept, 3]]]
    segments = np.hstack(ends)
    kinds = [_NAMES[kind] for kind in flags[kept]]
    bridges, roads = _bridges(nodes), _country_roads(nodes, inside)
    motorway = _motorway(nodes, inside)
    extra = [(bridges, "bridge"), (stubs, "cul_de_sac"), (roads, "country_road"), (motorway, "motorway")]
    built = np.concatenate([np.ones(len(segments), bool), np.zeros(sum(len(e) for e, _ in extra), bool)])
    for more, kind in extra:
        segments = np.vstack([segments, more])
        kinds += [kind] * len(more)
    cells = np.argwhere(inside)
    corners = [nodes[cells[:, 0] + a, cells[:, 1] + b] for a in (0, 1) for b in (0, 1)]
    return Streets(segments, kinds, built, cells, np.mean(corners, axis=0), _river(nodes))


_NAMES = ("street", "avenue")


def _nodes(seed: int) -> Floats:
    """Street corners (COLUMNS + 1, ROWS + 1, 2) in metres: spacing grows outward, the river bends all, hands drew it."""
    rng = stream(seed, "street corners")
    u = _spread(np.arange(COLUMNS + 1) - COLUMNS / 2, 56.0, 1.45)
    v = _spread(np.arange(ROWS + 1) - ROWS / 2, 52.0, 1.5)
    v[: RIVER_ROW + 1] -= RIVER_WIDTH - (v[RIVER_ROW + 1] - v[RIVER_ROW])
    grid = np.stack(np.meshgrid(u, v, indexing="ij"), axis=-1)
    bank = v[RIVER_ROW]
    nearness = np.exp(-(((grid[..., 1] - bank) / 900.0) ** 2))
    bent = grid.copy()
    bent[..., 1] += nearness * (150.0 * np.sin(grid[..., 0] / 560.0 + 0.7) + 45.0 * np.sin(grid[..., 0] / 240.0))
    bent[..., 0] += 70.0 * np.sin(grid[..., 1] / 800.0 + 1.0)
    flat = bent.reshape(-1, 2)
    flat += 17.0 * np.column_stack([Waves.make(rng, 500, 1500).at(flat), Waves.make(rng, 500, 1500).at(flat)])
    flat += rng.uniform(-7, 7, flat.shape) * np.clip(np.hypot(*flat.T) / 1000.0, 0.15, 1.5)[:, None]
    turn = np.deg2rad(16.0)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray((flat @ rotation).reshape(bent.shape), dtype=np.float64)


def _spread(steps: NDArray[np.floating], first: float, growth: float) -> Floats:
    return np.asarray(first * steps + growth * steps * np.abs(steps), dtype=np.float64)


def _inside(seed: int, nodes: Floats) -> Flags:
    """The cells (COLUMNS, ROWS) that are built: a rounded, uneven patch around the centre without the river."""
    rng = stream(seed, "outline")
    column, row = np.meshgrid(np.arange(COLUMNS) + 0.5 - COLUMNS / 2, np.arange(ROWS) + 0.5 - ROWS / 2, indexing="ij")
    angle = np.arctan2(row / REACH[1], column / REACH[0])
    phases = rng.uniform(0, 2 * np.pi, 4)
    lobes = sum(np.sin(k * angle + phases[k - 2]) * a for k, a in ((2, 0.05), (3, 0.07), (4, 0.03), (5, 0.04)))
    away = np.hypot(column / REACH[0], row / REACH[1]) / (1 + lobes)
    away[:, RIVER_ROW] = np.inf
    order = np.argsort(away, axis=None, kind="stable")
    inside = np.zeros(COLUMNS * ROWS, dtype=bool)
    inside[order[: BLOCKS + MERGED]] = True
    return np.reshape(inside, (COLUMNS, ROWS))


def _edges(inside: Flags) -> tuple[Ints, Ints]:
    """Segments between corners that bound a built cell: (n, 4) column, row, column, row; and 1 where an avenue."""
    padded = np.pad(inside, 1)
    along = padded[1:-1, 1:] | padded[1:-1, :-1]
    across = padded[1:, 1:-1] | padded[:-1, 1:-1]
    first, second = np.argwhere(along), np.argwhere(across)
    right, up = np.array([1, 0]), np.array([0, 1])
    edges = np.vstack([np.hstack([first, first + right]), np.hstack([second, second + up])])
    avenue = np.concatenate([np.isin(first[:, 1], AVENUES[1]), np.isin(second[:, 0], AVENUES[0])])
    return edges.astype(np.int64), avenue.astype(np.int64)


def _merge(seed: int, nodes: Floats, inside: Flags, edges: Ints) -> tuple[Flags, Floats]:
    """Which segments were never opened, and the dead ends that begin where some of them would have."""
    rng = stream(seed, "merged blocks")
    upright = edges[:, 0] == edges[:, 2]
    one = edges[:, :2]
    other = one - np.where(upright[:, None], [1, 0], [0, 1])
    padded = np.pad(inside, 1)
    both = padded[one[:, 0] + 1, one[:, 1] + 1] & padded[other[:, 0] + 1, other[:, 1] + 1]
    avenue = np.where(upright, np.isin(one[:, 0], AVENUES[0]), np.isin(one[:, 1], AVENUES[1]))
    middle = (nodes[edges[:, 0], edges[:, 1]] + nodes[edges[:, 2], edges[:, 3]]) / 2
    wish = rng.random(len(edges)) ** (1.0 / (0.2 + np.hypot(*middle.T) / 1000.0))
    wish[~both | avenue] = -1.0
    used = np.zeros((COLUMNS + 1, ROWS + 1), dtype=bool)
    removed = np.zeros(len(edges), dtype=bool)
    for edge in np.argsort(-wish, kind="stable"):
        a, b = tuple(one[edge]), tuple(other[edge])
        if removed.sum() == MERGED or wish[edge] < 0:
            break
        if not used[a] and not used[b]:
            removed[edge] = used[a] = used[b] = True
    dead = np.flatnonzero(removed)[::3]
    start, end = nodes[edges[dead, 0], edges[dead, 1]], nodes[edges[dead, 2], edges[dead, 3]]
    return removed, np.hstack([start, start + 0.6 * (end - start)])


def _bridges(nodes: Floats) -> Floats:
    return np.hstack([nodes[BRIDGES, RIVER_ROW], nodes[BRIDGES, RIVER_ROW + 1]])


def _country_roads(nodes: Floats, inside: Flags) -> Floats:
    """Roads that go on from an avenue's last corner, away from the centre, and end in the fields."""
    starts = []
    for column in AVENUES[0]:
        rows = np.flatnonzero(inside[column - 1] | inside[column])
        starts += [nodes[column, rows[0]], nodes[column, rows[-1] + 1]] if len(rows) else []
    for row in AVENUES[1]:
        columns = np.flatnonzero(inside[:, row - 1] | inside[:, row])
        starts += [nodes[columns[0], row], nodes[columns[-1] + 1, row]] if len(columns) else []
    start = np.array(starts)
    roads = np.hstack([start, start + STUB * start / np.hypot(*start.T)[:, None]])
    wet = shapely.intersects(shapely.linestrings(roads.reshape(-1, 2, 2)), shapely.polygons(_river(nodes)))
    return np.asarray(roads[~wet])


def avenues(seed: int) -> dict[str, Floats]:
    """The corners (n, 2) along each avenue in metres: those across the river ``A1 ...`` from west to east and from south to north, the
    others ``B1 ...`` from south to north and from west to east. Without a bridge an avenue ends at the bank where it is longer.
    """
    nodes = _nodes(seed)
    inside = _inside(seed, nodes)
    found = {}
    for number, column in enumerate(AVENUES[0], start=1):
        rows = np.flatnonzero(inside[column - 1] | inside[column])
        banks = [rows] if column in BRIDGES else [rows[rows < RIVER_ROW], rows[rows > RIVER_ROW]]
        longer = max(banks, key=len)
        found[f"A{number}"] = nodes[column, longer[0] : longer[-1] + 2]
    for number, row in enumerate(AVENUES[1], start=1):
        columns = np.flatnonzero(inside[:, row - 1] | inside[:, row])
        found[f"B{number}"] = nodes[columns[0] : columns[-1] + 2, row]
    return found


def _motorway(nodes: Floats, inside: Flags) -> Floats:
    """A motorway that passes over the northern quarters without a junction: nobody walks on it."""
    top = int(np.flatnonzero(inside.any(axis=0))[-1])
    line = nodes[4 : COLUMNS - 3 : 4, top - 5] + np.array([11.0, 17.0])
    return np.hstack([line[:-1], line[1:]])


def _river(nodes: Floats) -> Floats:
    """The ring of the water: the river row drawn in from both banks, a little beyond the city on both sides."""
    low, high = nodes[:, RIVER_ROW], nodes[:, RIVER_ROW + 1]
    south, north = low + 0.22 * (high - low), low + 0.78 * (high - low)
    return np.vstack([south, north[::-1], south[:1]])


def segments_in_degrees(streets: Streets) -> Floats:
    """The segments (n, 4) as they are written: longitude and latitude of both ends, rounded."""
    return np.hstack([plane.degrees(streets.segments[:, :2]), plane.degrees(streets.segments[:, 2:])])

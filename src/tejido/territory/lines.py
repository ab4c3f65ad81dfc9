"""Streets, paths and other lines: their straight pieces, and how much of them lies in each unit."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ENDS = ["x1", "y1", "x2", "y2"]
"""Columns of a table of pieces, in metres."""


def segments(lines: NDArray[np.object_]) -> pd.DataFrame:
    """Lines (an array of geometries in metres) as the straight pieces between their vertices: ``x1 y1 x2 y2``, each once,
    in canonical direction and order; pieces without length, and geometries that are no lines, are left out.
    """
    parts = shapely.get_parts(lines[shapely.get_dimensions(lines) == 1])
    points, line = shapely.get_coordinates(parts, return_index=True)
    same = line[1:] == line[:-1]
    return canonical_segments(np.hstack([points[:-1][same], points[1:][same]]))


def canonical_segments(ends: Floats) -> pd.DataFrame:
    """Rows ``x1 y1 x2 y2``, smaller end first, sorted, without repeats and without pieces of no length."""
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends = np.where(turned[:, None], ends[:, [2, 3, 0, 1]], ends)
    ends = ends[np.isfinite(ends).all(axis=1) & (ends[:, :2] != ends[:, 2:]).any(axis=1)]
    return pd.DataFrame(np.unique(ends, axis=0), columns=ENDS)


def length_by_unit(units: gpd.GeoDataFrame, pieces: pd.DataFrame) -> pd.Series:
    """Metres of `pieces` (``x1 y1 x2 y2``) in each unit, 0 where there are none; indexed by unit.

    What runs along the border of two units, or through ground that two of them claim, is split equally between them, so
    that the city's total stands.
    """
    ends = pieces[ENDS].to_numpy(dtype=float)
    lines = shapely.linestrings(ends.reshape(-1, 2, 2))
    shapes = units.geometry.to_numpy()
    line, unit = shapely.STRtree(shapes).query(lines, predicate="intersects")
    order = np.lexsort((unit, line))
    line, unit = line[order], unit[order]
    held, start, end = _stretches(shapes[unit], lines[line], ends[line])
    line, unit = line[held], unit[held]
    metres = _shared(line, start, end) * np.hypot(*(ends[line, 2:] - ends[line, :2]).T)
    sums = np.bincount(unit, weights=metres, minlength=len(units))
    return pd.Series(sums, index=units["unit"].to_numpy(), name="metres")


def _stretches(shapes: NDArray[np.object_], lines: NDArray[np.object_], ends: Floats) -> tuple[Ints, Floats, Floats]:
    """Where each of `lines` runs inside the shape beside it: the row, and from which to which part of its way (0-1)."""
    shapely.prepare(shapes)
    whole = shapely.covers(shapes, lines)
    inside = lines.copy()
    inside[~whole] = shapely.intersection(shapes[~whole], lines[~whole])
    parts, row = shapely.get_parts(inside, return_index=True)
    straight = shapely.get_dimensions(parts) == 1
    parts, row = parts[straight], row[straight]
    points, part = shapely.get_coordinates(parts, return_index=True)
    at, along = ends[row[part], :2], ends[row[part], 2:] - ends[row[part], :2]
    way = ((points - at) * along).sum(axis=1) / (along**2).sum(axis=1)
    firsts = np.flatnonzero(np.diff(part, prepend=-1))
    if not len(firsts):
        return np.empty(0, np.int64), np.empty(0), np.empty(0)
    return row.astype(np.int64), np.minimum.reduceat(way, firsts), np.maximum.reduceat(way, firsts)


def _shared(line: Ints, start: Floats, end: Floats) -> Floats:
    """How much of its line each stretch has, where stretches that overlap share what they have in common.

    Along a line, the way is added up from event to event (a stretch begins or ends), divided by how many are under way.
    """
    owner, at = np.concatenate([line, line]), np.concatenate([start, end])
    step = np.concatenate([np.ones(len(line)), -np.ones(len(line))])
    order = np.lexsort((-step, at, owner))
    under_way = np.maximum(np.cumsum(step[order]), 1.0)
    same = owner[order][1:] == owner[order][:-1]
    width = np.where(same, np.diff(at[order]), 0.0) / under_way[:-1]
    passed = np.empty(len(order))
    passed[order] = np.concatenate([[0.0], np.cumsum(width)])[: len(order)]
    share: Floats = passed[len(line) :] - passed[: len(line)]
    return share

"""Polygons of a level for the live map: thinned to what a screen shows, and packed as steps on a fine grid.

Text of full coordinates weighs most of what a live map loads. Steps from point to point are small numbers, and where units are alike
(cells of a grid) the same ones again and again, which every host's compression makes use of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import shapely

from tejido.figures import thin

DECIMALS = 5
"""Of a degree in published coordinates: about a metre."""
DETAIL = 4000
"""The longer side of a city over how far a border may move: a quarter of the city fills a screen before it shows."""
FINER = 4
"""The step of the grid is so much finer than a border may move; never finer than `DECIMALS`."""

__all__ = ["DECIMALS", "box", "pack_polygons", "thinned"]


def thinned(geometry: gpd.GeoDataFrame, codes: list[str]) -> np.ndarray:
    """The shapes of a level in the order of `codes`, thinned as a coverage: neighbours keep sharing their border."""
    shapes = shapely.force_2d(geometry.set_index("unit").loc[codes].geometry.to_numpy())
    return thin(shapes, _tolerance(shapes))


def pack_polygons(shapes: np.ndarray) -> str:
    """Shapes in degrees as JSON: ``bbox``, ``scale`` (steps of the grid in a degree), and ``units``.

    A unit is a list of polygons, a polygon of rings, the first its outside; a ring is x and y in turn, each a step from the point
    before, its first point from the first of the ring before it in the file. The last point, which is the first again, is left out.
    """
    scale = min(10**DECIMALS, round(FINER / _tolerance(shapes)))
    parts, unit = shapely.get_parts(shapes, return_index=True)
    # A unit may hold several kinds of geometry, and polygons lie one deeper then.
    parts, inner = shapely.get_parts(parts, return_index=True)
    area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, part = shapely.get_rings(parts[area], return_index=True)
    steps = _steps(rings, scale)
    units: list[list[list[list[int]]]] = [[] for _ in shapes]
    before = -1
    for of_part, ring in zip(part.tolist(), steps, strict=True):
        mine = units[unit[inner[area][of_part]]]
        if of_part != before:
            mine.append([])
        mine[-1].append(ring)
        before = of_part
    whole = {"bbox": box(shapely.total_bounds(shapes)), "scale": scale, "units": units}
    return json.dumps(whole, separators=(",", ":"))


def box(bounds: Iterable[float]) -> list[float]:
    """West, south, east, north in degrees, rounded."""
    return [round(float(edge), DECIMALS) for edge in bounds]


def _tolerance(shapes: np.ndarray) -> float:
    west, south, east, north = shapely.total_bounds(shapes)
    return float(max(east - west, north - south)) / DETAIL


def _steps(rings: np.ndarray, scale: int) -> list[list[int]]:
    """Every ring as its steps."""
    points, ring = shapely.get_coordinates(rings, return_index=True)
    grid = np.rint(points * scale).astype(np.int64)
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    steps = np.diff(grid, axis=0, prepend=0)
    steps[first] = np.diff(grid[first], axis=0, prepend=0)
    return [one[:-1].ravel().tolist() for one in np.split(steps, first[1:])]

"""Places as points one can walk to: a school is its point, a park is its edge, walked into anywhere."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SPACING = 50.0
"""Metres between the points along the edge of an area or along a line."""


@dataclass(frozen=True, eq=False)
class Sampled:
    """`points` (m, 2) in metres and, for each, the `place` (row of the layer) that it stands for."""

    points: Floats
    place: Ints


def sample(layer: gpd.GeoDataFrame, spacing: float = SPACING) -> Sampled:
    """Points that stand for the places of `layer`.

    Points stand for themselves; lines and the edges of areas (holes too) get their own vertices and further points so
    that no two neighbours are more than `spacing` metres apart. Empty geometry gives none. An origin inside an area is
    for `inside`.
    """
    shapes = layer.geometry.to_numpy()
    coordinates, place = shapely.get_coordinates(shapely.segmentize(shapes, spacing), return_index=True)
    rows = np.column_stack([place, coordinates])
    first = np.sort(np.unique(rows, axis=0, return_index=True)[1])
    return Sampled(coordinates[first], place[first].astype(np.int64))


def of(layer: gpd.GeoDataFrame, spacing: float = SPACING) -> Floats:
    """The points of `sample` alone, (m, 2), each once: destinations for `nearest`."""
    return np.unique(sample(layer, spacing).points, axis=0)


def inside_pairs(layer: gpd.GeoDataFrame, origins: Floats) -> tuple[Ints, Ints]:
    """Which origins (n, 2) stand inside, or on the edge of, which areas: indices of origins and rows of `layer`,
    sorted.
    """
    shapes = layer.geometry.to_numpy()
    rows = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    origin, area = shapely.STRtree(shapes[rows]).query(
        shapely.points(np.asarray(origins).reshape(-1, 2)), predicate="intersects"
    )
    order = np.lexsort((area, origin))
    return origin[order].astype(np.int64), rows[area[order]].astype(np.int64)


def inside(layer: gpd.GeoDataFrame, origins: Floats) -> NDArray[np.bool_]:
    """Whether each origin (n, 2) stands inside an area of `layer`: its distance to it is then 0."""
    found = np.zeros(len(origins), dtype=bool)
    found[inside_pairs(layer, origins)[0]] = True
    return found

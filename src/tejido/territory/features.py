"""Places as one point each, and which of them have a place of another kind beside them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

BESIDE = 10.0
"""Two places not further apart than so many metres are taken for the same: about how exactly facilities are located."""


def standing(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The layer with a point for each of its places: lines and areas by one that is sure to lie on them."""
    shapes = layer.geometry.to_numpy()
    points = np.where(shapely.get_dimensions(shapes) == 0, shapes, shapely.point_on_surface(shapes))
    return layer.set_geometry(points, crs=layer.crs)


def beside(places: gpd.GeoDataFrame, others: gpd.GeoDataFrame, metres: float = BESIDE) -> NDArray[np.bool_]:
    """Which of `places` (n,) have one of `others` not further than `metres`, measured between their nearest points."""
    tree = shapely.STRtree(others.geometry.to_numpy())
    near = tree.query(places.geometry.to_numpy(), predicate="dwithin", distance=metres)[0]
    return np.isin(np.arange(len(places)), near)

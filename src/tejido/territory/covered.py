"""The share of each unit that lies under areas or near places, and the mean of what was measured there.

Residents are taken to live evenly over their unit, so the share of its ground is the share of its people: areal weighting
(Goodchild and Lam 1980). The smaller the units, the less that matters.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.territory import overlay

ARC = 16
"""Straight sides of a quarter of a circle around a place: its area is right to 0.2 %."""


def share_under(units: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> pd.Series:
    """Share (0 to 1) of each unit under any of `polygons`, the ground counted once; indexed by unit."""
    under = overlay.area_under(units, polygons)
    # The union of many pieces may come out larger than the whole by the last digits.
    share: pd.Series = (under / shapely.area(units.geometry.to_numpy())).clip(upper=1.0)
    return share.rename("share")


def share_near(units: gpd.GeoDataFrame, layer: gpd.GeoDataFrame, metres: float) -> pd.Series:
    """Share (0 to 1) of each unit not further than `metres` in a straight line from any place of `layer` (points, lines or
    areas), the ground counted once; indexed by unit.
    """
    shapes, places = units.geometry.to_numpy(), layer.geometry.to_numpy()
    unit, place = shapely.STRtree(places).query(shapes, predicate="dwithin", distance=metres)
    wanted = np.unique(place)
    around = shapely.buffer(places[wanted], metres, quad_segs=ARC)
    shapely.prepare(around)
    whole = np.zeros(len(units), dtype=bool)
    whole[unit[shapely.covers(around[np.searchsorted(wanted, place)], shapes[unit])]] = True
    share = pd.Series(1.0, index=units["unit"].to_numpy(), name="share")
    share[~whole] = share_under(units[~whole], gpd.GeoDataFrame(geometry=around, crs=layer.crs)).to_numpy()
    return share


def mean_value(units: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> pd.Series:
    """The mean of the layer's column `value` in each unit, NaN where the layer does not reach it; indexed by unit.

    Areas count by the ground that they share with the unit, lines by the length, points by one each (split where they lie in
    several units); of a mixed layer only the shapes of the highest dimension count. Places without a value are left out.
    Where two areas overlap, both count.
    """
    layer = layer[np.isfinite(layer["value"].to_numpy(dtype=float))]
    dimension = shapely.get_dimensions(layer.geometry.to_numpy())
    layer = layer[dimension == dimension.max(initial=-1)]
    (unit, place), pieces = overlay.pieces(units, layer)
    weight = _measured(pieces, len(layer), place)
    value = layer["value"].to_numpy(dtype=float)[place]
    total = np.bincount(unit, weights=weight, minlength=len(units))
    summed = np.bincount(unit, weights=weight * value, minlength=len(units))
    mean = np.divide(summed, total, out=np.full(len(units), np.nan), where=total > 0)
    return pd.Series(mean, index=units["unit"].to_numpy(), name="mean")


def _measured(pieces: NDArray[np.object_], places: int, place: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each piece counts for: its area, its length, or its part of a point."""
    dimension = shapely.get_dimensions(pieces).max(initial=0)
    if dimension == 2:
        return np.asarray(shapely.area(pieces), dtype=np.float64)
    if dimension == 1:
        return np.asarray(shapely.length(pieces), dtype=np.float64)
    return 1.0 / np.bincount(place, minlength=places)[place]

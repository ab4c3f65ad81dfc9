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

Shapes = NDArray[np.object_]

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
    tree = shapely.STRtree(places)
    share = np.zeros(len(units))
    share[_wholly_near(shapes, places, tree, metres)] = 1.0
    rest = units[share == 0]
    wanted = np.unique(tree.query(rest.geometry.to_numpy(), predicate="dwithin", distance=metres)[1])
    around = shapely.buffer(places[wanted], metres, quad_segs=ARC)
    share[share == 0] = share_under(rest, gpd.GeoDataFrame(geometry=around, crs=layer.crs)).to_numpy()
    return pd.Series(share, index=units["unit"].to_numpy(), name="share")


def _wholly_near(shapes: Shapes, places: Shapes, tree: shapely.STRtree, metres: float) -> NDArray[np.bool_]:
    """Which shapes lie, as a whole, within `metres` of the place that is nearest to their middle: most of a dense city."""
    whole = np.zeros(len(shapes), dtype=bool)
    shape, place = tree.query_nearest(shapely.centroid(shapes), max_distance=metres, all_matches=False)
    found, row = np.unique(place, return_inverse=True)
    around = shapely.buffer(places[found], metres, quad_segs=ARC)
    shapely.prepare(around)
    whole[shape] = shapely.covers(around[row], shapes[shape])
    return whole


def mean_value(units: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> pd.Series:
    """The mean of the layer's column `value` in each unit, NaN where the layer does not reach it; indexed by unit.

    Areas count by the ground that they share with the unit, lines by the length, points by one each (split where they lie in
    several units); of a mixed layer only the shapes of the highest dimension count. Places without a value are left out.
    Where two areas overlap, both count.
    """
    layer = layer[np.isfinite(layer["value"].to_numpy(dtype=float))]
    dimension = shapely.get_dimensions(layer.geometry.to_numpy())
    highest = int(dimension.max(initial=0))
    layer = layer[dimension == highest]
    (unit, place), pieces = overlay.pieces(units, layer)
    if highest == 0:
        weight = 1.0 / np.bincount(place, minlength=len(layer))[place]
    else:
        weight = shapely.area(pieces) if highest == 2 else shapely.length(pieces)
    value = layer["value"].to_numpy(dtype=float)[place]
    total = np.bincount(unit, weights=weight, minlength=len(units))
    summed = np.bincount(unit, weights=weight * value, minlength=len(units))
    mean = np.divide(summed, total, out=np.full(len(units), np.nan), where=total > 0)
    return pd.Series(mean, index=units["unit"].to_numpy(), name="mean")

"""Points that stand for a unit when distances are measured from it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LARGE = 1_000_000.0
"""A unit over this many square metres (1 km2) gets several points."""

AREA_PER_POINT = 250_000.0
"""About one point for so many square metres (0.25 km2)."""

MOST = 64
"""No unit gets more points than this."""


def representing(units: gpd.GeoDataFrame) -> pd.DataFrame:
    """Points inside each unit: `unit`, `x`, `y` in metres, one or more rows per unit, in the order of `units`.

    `units` has the columns `unit` and `geometry` (a projected system in metres). A unit up to 1 km2 has one point that
    is sure to lie inside the polygon; a larger one a regular grid, about one point for 0.25 km2 and at most 64, or the
    single point where the grid misses it.
    """
    shapes = units.geometry.to_numpy()
    area = shapely.area(shapes)
    middle = shapely.point_on_surface(shapes)
    found: list[pd.DataFrame] = []
    for row in np.flatnonzero(area > LARGE):
        inside = _grid(shapes[row], float(area[row]))
        if len(inside):
            found.append(pd.DataFrame({"row": row, "x": inside[:, 0], "y": inside[:, 1]}))
    large = {int(one["row"].iloc[0]) for one in found}
    small = np.array([row for row in range(len(units)) if row not in large], dtype=np.int64)
    found.append(pd.DataFrame({"row": small, "x": shapely.get_x(middle[small]), "y": shapely.get_y(middle[small])}))
    points = pd.concat(found, ignore_index=True).sort_values("row", kind="stable").reset_index(drop=True)
    return pd.DataFrame({"unit": units["unit"].to_numpy()[points["row"]], "x": points["x"], "y": points["y"]})


def mean_by_unit(points: pd.DataFrame, values: Floats) -> pd.Series:
    """Mean over the points of each unit, indexed by unit in the order of `points`; points without a value are left
    out.
    """
    return pd.Series(values, index=points.index).groupby(points["unit"], sort=False).mean()


def _grid(shape: shapely.Geometry, area: float) -> Floats:
    """Places of a regular grid inside `shape`, rows from the south-west, centred on its bounds."""
    left, bottom, right, top = shapely.bounds(shape)
    step = float(np.sqrt(max(AREA_PER_POINT, area / MOST)))
    while True:
        columns, rows = max(1, round((right - left) / step)), max(1, round((top - bottom) / step))
        x = (left + right) / 2 + (np.arange(columns) - (columns - 1) / 2) * step
        y = (bottom + top) / 2 + (np.arange(rows) - (rows - 1) / 2) * step
        grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        inside: Floats = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
        if len(inside) <= MOST:
            return inside
        step *= 1.05

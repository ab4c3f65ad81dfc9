"""A hand-made town on a river: nine blocks, twelve streets and one bridge. All places are in metres.

y = 500   +-------+---------------+        streets of the north bank: two along the river, three across
          |  b7   |   b8      b9  |
y = 200   C-------+-----------#---+        C the clinic at (0, 200), # the bridge at x = 1100
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~#~~~~~       the river, 200 m wide, no other way across
y =   0   H-------+-------+---#---+        H a house at (0, 0), 200 m from the clinic over the water
          |  b1   |  b2   |  b3   |
y = -300  +-------+-------+-------+---S    S a school at (1500, -300), outside every block
          |  b4   |  b5   |  b6   |
y = -600  +-------+-------+-------+
         x=0     400     800    1200
"""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

CRS = "EPSG:32717"
HOUSE = (0.0, 0.0)
CLINIC = (0.0, 200.0)
SCHOOL = (1500.0, -300.0)

STREETS: dict[str, list[tuple[float, float]]] = {
    "south river street": [(0, 0), (400, 0), (800, 0), (1100, 0), (1200, 0)],
    "middle street": [(0, -300), (400, -300), (800, -300), (1200, -300), (1500, -300)],
    "south street": [(0, -600), (400, -600), (800, -600), (1200, -600)],
    "first street": [(0, -600), (0, -300), (0, 0)],
    "second street": [(400, -600), (400, -300), (400, 0)],
    "third street": [(800, -600), (800, -300), (800, 0)],
    "fourth street": [(1200, -600), (1200, -300), (1200, 0)],
    "north river street": [(0, 200), (400, 200), (1100, 200), (1200, 200)],
    "north street": [(0, 500), (400, 500), (1200, 500)],
    "first street north": [(0, 200), (0, 500)],
    "second street north": [(400, 200), (400, 500)],
    "fourth street north": [(1200, 200), (1200, 500)],
}
BRIDGE: list[tuple[float, float]] = [(1100, 0), (1100, 200)]
RIVER = shapely.box(-500, 0, 2000, 200)

CLINIC_FROM_BLOCK = {
    # 150 to the river street, east to the bridge at 1100, 200 across, 1100 back west.
    "b1": 150 + 900 + 200 + 1100,
    "b2": 150 + 500 + 200 + 1100,
    "b3": 150 + 100 + 200 + 1100,
    # 150 to the middle street, 200 to the next cross street, 300 up it, then to the bridge, across and back.
    "b4": 150 + 200 + 300 + 700 + 200 + 1100,
    "b5": 150 + 200 + 300 + 300 + 200 + 1100,
    "b6": 150 + 200 + 300 + 100 + 200 + 1100,
    # On the clinic's side: 150 to the river street and along it.
    "b7": 150 + 200,
    "b8": 150 + 600,
    "b9": 150 + 1000,
}
"""Metres on foot from the middle of each block to the clinic, added up by hand."""


def blocks() -> gpd.GeoDataFrame:
    """The nine blocks, 400 m by 300 m, with 100 people each."""
    corners = [(x, y) for y in (-300, -600, 200) for x in (0, 400, 800)]
    shapes = [shapely.box(x, y, x + 400, y + 300) for x, y in corners]
    names = [f"b{number}" for number in range(1, 10)]
    return gpd.GeoDataFrame({"unit": names, "population": 100.0}, geometry=shapes, crs=CRS)


def streets(*, bridge: bool = True) -> pd.DataFrame:
    """Street segments ``x1 y1 x2 y2``, with or without the bridge."""
    lines = [*STREETS.values(), *([BRIDGE] if bridge else [])]
    rows = [(*start, *end) for line in lines for start, end in pairwise(line)]
    return pd.DataFrame(rows, columns=["x1", "y1", "x2", "y2"], dtype=float)


def places(*points: tuple[float, float]) -> gpd.GeoDataFrame:
    """A layer of points."""
    return gpd.GeoDataFrame(geometry=shapely.points(np.array(points, dtype=float)), crs=CRS)

"""Crimes reported in the example city in a year: points near a street corner, never at a dwelling.

In: streets, blocks, society. Out: points in degrees with the day of the year left out: only place and kind.
Thefts follow shops and avenues and so the centre; homicides follow hardship and are few.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.example import plane
from tejido.example.blocks import Blocks
from tejido.example.chance import Floats, stream
from tejido.example.streets import Streets

THEFTS = 640
HOMICIDES = 14


def reported(seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Role (`theft`, `homicide`) to points with a code."""
    kinds = np.array(streets.kinds)
    usable = np.isin(kinds, ["street", "avenue"])
    corners = streets.segments[usable]
    busy = (kinds[usable] == "avenue").astype(float)
    block = shapely.STRtree(blocks.metres).nearest(shapely.points((corners[:, :2] + corners[:, 2:]) / 2))
    away, hardship = blocks.table["away"].to_numpy()[block], society["hardship"].to_numpy()[block]
    homes = society["households"].to_numpy()[block]
    thefts = np.exp(1.1 * busy - 2.6 * away) * (5.0 + homes)
    homicides = np.exp(0.9 * hardship) * homes
    return {
        "theft": _points(stream(seed, "thefts"), corners, thefts, THEFTS, "theft"),
        "homicide": _points(stream(seed, "homicides"), corners, homicides, HOMICIDES, "homicide"),
    }


def _points(rng: np.random.Generator, corners: Floats, weight: Floats, number: int, kind: str) -> gpd.GeoDataFrame:
    chosen = rng.choice(len(corners), size=number, p=weight / weight.sum())
    part = rng.uniform(0.15, 0.85, number)[:, None]
    spots = corners[chosen, :2] * (1 - part) + corners[chosen, 2:] * part + rng.normal(0, 3.0, (number, 2))
    spots = spots[np.lexsort((spots[:, 1], spots[:, 0]))]
    codes = [f"{kind}-{one:04d}" for one in range(1, number + 1)]
    return gpd.GeoDataFrame({"code": codes}, geometry=shapely.points(plane.degrees(spots)), crs="EPSG:4326")

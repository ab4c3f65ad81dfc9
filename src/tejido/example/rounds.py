"""What changed between the first round (2024) and the second (2026): two things, and nothing else.

* Water reached two thirds of the dwellings without it in one district of the edge.
* A health centre and a library opened where people of the southern municipality walked furthest.

In: the city of the first round. Out: the second, and a plain account of the change that a measurement must find again.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.example import plane
from tejido.example.blocks import Blocks
from tejido.example.chance import stream
from tejido.example.names import MUNICIPALITIES
from tejido.example.people import People

CONNECTED = 2 / 3
"""Share of the dwellings without water that were connected."""


@dataclass(frozen=True)
class Changes:
    """`people` of the second round (only `water` of some households differs), the new points, and `told`, the account."""

    people: People
    health_centre: gpd.GeoDataFrame
    library: gpd.GeoDataFrame
    told: dict[str, object]


def change(
    seed: int, blocks: Blocks, society: pd.DataFrame, before: People, points: dict[str, gpd.GeoDataFrame]
) -> Changes:
    """The second round."""
    households, water = _connect(seed, blocks, before.households)
    block = _furthest(blocks, society, points["health_centre"])
    corner = shapely.get_coordinates(blocks.metres[block])[0]
    inward = shapely.get_coordinates(shapely.centroid(blocks.metres[block]))[0] - corner
    spot = corner + 12.0 * inward / np.hypot(*inward)
    place = {key: str(blocks.table[key].iloc[block]) for key in ("code", "neighbourhood", "district")}
    return Changes(
        People(households, before.persons),
        _point(spot, "health_centre-new", "Centro de Salud Nuevo Telar"),
        _point(spot + np.array([9.0, 0.0]), "culture-new", "Biblioteca Nuevo Telar"),
        {
            "from": "2024", "to": "2026", "synthetic": True,
            "improved_water": water,
            "new_health_centre": {**place, "indicator": "distance_health_centre"},
            "new_library": {**place, "indicator": "distance_cultural"},
            "unchanged": "everything else",
        },
    )  # fmt: skip


def _connect(seed: int, blocks: Blocks, households: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, object]]:
    """Connects dwellings in the district with the lowest share of water."""
    district = blocks.table["district"].to_numpy()[households["place"].to_numpy()]
    share = households["water"].groupby(district).mean()
    chosen = str(share.index[int(np.argmin(share.to_numpy()))])
    dry = np.flatnonzero((district == chosen) & ~households["water"].to_numpy())
    joined = np.sort(stream(seed, "connections").permutation(dry)[: round(CONNECTED * len(dry))])
    after = households.copy()
    water = after["water"].to_numpy().copy()
    water[joined] = True
    after["water"] = water
    dwellings = int((district == chosen).sum())
    before_count = dwellings - len(dry)
    told = {
        "district": chosen,
        "dwellings": dwellings,
        "with_water_before": before_count,
        "with_water_after": before_count + len(joined),
        "connected": len(joined),
        "share_before": round(100 * before_count / dwellings, 4),
        "share_after": round(100 * (before_count + len(joined)) / dwellings, 4),
    }
    return after, told


def _furthest(blocks: Blocks, society: pd.DataFrame, centres: gpd.GeoDataFrame) -> int:
    """The inhabited block of the southern municipality that lies furthest from the health centres of its bank."""
    at = plane.metres(shapely.get_coordinates(centres.geometry.to_numpy()))
    table = blocks.table
    distance = np.hypot(table["x"].to_numpy()[:, None] - at[:, 0], table["y"].to_numpy()[:, None] - at[:, 1]).min(
        axis=1
    )
    wanted = (table["municipality"] == MUNICIPALITIES[1]) & (society["households"] > 5) & (table["away"] < 0.85)
    return int(np.argmax(np.where(wanted, distance, -1.0)))


def _point(spot: np.ndarray, code: str, name: str) -> gpd.GeoDataFrame:
    shape = shapely.points(plane.degrees(spot[None, :]))
    return gpd.GeoDataFrame({"code": [code], "name": [name]}, geometry=shape, crs="EPSG:4326")

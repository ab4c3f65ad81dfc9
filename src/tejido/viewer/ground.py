"""The ground of a round's maps, by which the city is recognised: for its pictures, and for the live map as a small file."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from tejido.reading.facts import Facts
from tejido.reading.ground import sources
from tejido.release.ground import STREET, WATER

DECIMALS = 5
"""Of a degree: about a metre."""


def ground_file(facts: Facts) -> str | None:
    """``ground.json`` of the live map: ``water`` and ``streets`` (with rank and name) as GeoJSON, ``sources`` in words; None where
    the city declares neither.
    """
    ground = facts.release.ground()
    if ground.empty:
        return None
    parts = {
        "water": _features(ground[ground["kind"] == WATER]),
        "streets": _features(ground[ground["kind"] == STREET]),
    }
    return json.dumps(parts | {"sources": sources(ground)}, ensure_ascii=False, separators=(",", ":"))


def _features(rows: gpd.GeoDataFrame) -> dict[str, Any]:
    shapes = shapely.transform(rows.geometry.to_numpy(), lambda points: np.round(points, DECIMALS))
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"rank": int(rank), **({"name": name} if isinstance(name, str) else {})},
         "geometry": json.loads(shapely.to_geojson(shape))}
        for rank, name, shape in zip(rows["rank"], rows["name"], shapes, strict=True)
    ]}  # fmt: skip

"""A hamlet of two districts with two blocks each, written as a city folder whose figures can be worked out by hand.

+------+------+------+------+      every block 200 m x 200 m = 4 ha
|  a1  |  a2  |  b1  |  b2  |      people     100   300   200     0
+------+------+------+------+      dwellings   25   100    50     0
                                   with water  25    40    50     0
                                   district's homicide rate: A 10, B missing (999)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BLOCKS: dict[str, dict[str, Any]] = {
    "a1": {"district": "A", "people": 100, "rm": 20, "dwellings": 25, "water": 25, "years": 14.0, "homicides": 10},
    "a2": {"district": "A", "people": 300, "rm": 4, "dwellings": 100, "water": 40, "years": 7.0, "homicides": 10},
    "b1": {"district": "B", "people": 200, "rm": 0, "dwellings": 50, "water": 50, "years": 7.0, "homicides": 999},
    "b2": {"district": "B", "people": 0, "rm": 0, "dwellings": 0, "water": 0, "years": -99.0, "homicides": 999},
}

SETTINGS = """
[city]
code = "HAM"
name = {es = "Aldea", en = "Hamlet"}
country = "COL"
languages = ["es", "en"]
period = "2024"
crs = "EPSG:32618"
synthetic = true

[[levels]]
id = "district"
name = {es = "distrito", en = "district"}
plural = {es = "distritos", en = "districts"}
file = "districts.geojson"
code = "code"

[[levels]]
id = "block"
name = {es = "manzana", en = "block"}
plural = {es = "manzanas", en = "blocks"}
file = "blocks.geojson"
code = "code"
parent = "district"
population = "people"
groups = {"origin=rm" = "rm"}

[layers.school]
file = "schools.geojson"
period = "2023"

[values.block]
source = "Census"
improved_water = {numerator = ["water"], denominator = ["dwellings"]}
mean_schooling = {column = "years", no_data = [-99]}
homicide_rate = {column = "homicides", no_data = [999], support = "district", source = "Police"}

[values.city]
life_expectancy = {value = 76.0, source = "Statistics office"}
"""

ORIGIN = (600_000.0, 500_000.0)


def write(folder: Path, *, settings: str = SETTINGS, blocks: dict[str, dict[str, Any]] | None = None) -> Path:
    """Write the hamlet's folder; the school stands in the middle of block a1."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(settings, "utf-8")
    rows = BLOCKS if blocks is None else blocks
    order = list(BLOCKS)
    squares = [_feature({"code": code, **row}, _square(order.index(code))) for code, row in rows.items()]
    districts = [_feature({"code": "A"}, _square(0, 2)), _feature({"code": "B"}, _square(2, 2))]
    school = {"type": "Point", "coordinates": [ORIGIN[0] + 100, ORIGIN[1] + 100]}
    for name, features in (
        ("blocks", squares),
        ("districts", districts),
        ("schools", [_feature({"name": "school"}, school)]),
    ):
        (folder / f"{name}.geojson").write_text(json.dumps(_collection(features)), "utf-8")
    return folder


def write_points(path: Path, counts: dict[str, int]) -> None:
    """So many points in the middle of each block named."""
    order = list(BLOCKS)
    points = [
        _feature({}, {"type": "Point", "coordinates": [ORIGIN[0] + 200 * order.index(code) + 100, ORIGIN[1] + 100]})
        for code, count in counts.items()
        for _ in range(count)
    ]
    path.write_text(json.dumps(_collection(points)), "utf-8")


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32618"}}
    return {"type": "FeatureCollection", "crs": crs, "features": features}


def _feature(properties: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _square(place: int, wide: int = 1) -> dict[str, Any]:
    x, y = ORIGIN[0] + 200 * place, ORIGIN[1]
    ring = [[x, y], [x + 200 * wide, y], [x + 200 * wide, y + 200], [x, y + 200], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}

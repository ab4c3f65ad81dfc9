"""A village of twelve blocks in three zones, small enough to know by heart, written as a city folder.

Blocks are squares of 200 m, four in each zone from west to east; zones lie from south (`1`) to north (`3`). Block ``b11`` is
the first of zone 1. Every block has 50 people (the village 600) and 20 dwellings.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyproj

SIDE = 200.0
WEST, SOUTH = 660_000.0, 990_000.0
TO_DEGREES = pyproj.Transformer.from_crs("EPSG:32617", "EPSG:4326", always_xy=True)

Feature = dict[str, Any]

TOML = """\
[city]
code = "VIL"
name = {en = "Village", es = "Aldea"}
country = "PAN"
languages = ["en", "es"]
period = "2024"
population = 600
crs = "EPSG:32617"

[[levels]]
id = "zone"
name = {en = "zone", es = "zona"}
file = "zones.geojson"
code = "ZONE"

[[levels]]
id = "block"
name = {en = "block", es = "manzana"}
file = "blocks.geojson"
code = "BLOCK"
parent = "ZONE"
population = "people"

[layers.school]
file = "schools.csv"
x = "lon"
y = "lat"
crs = "EPSG:4326"

[values.block]
source = "Census"
internet = {column = "net"}
improved_water = {numerator = ["water"], denominator = ["homes"]}
"""


def degrees(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the village's south-western corner as longitude and latitude."""
    return TO_DEGREES.transform(WEST + x, SOUTH + y)


def box(x: float, y: float, width: float, height: float) -> Feature:
    """A rectangle as GeoJSON geometry; metres from the corner."""
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return {"type": "Polygon", "coordinates": [[degrees(*corner) for corner in corners]]}


def feature(geometry: Feature | None, **properties: object) -> Feature:
    """A GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def zones() -> list[Feature]:
    """The three zones."""
    return [feature(box(0, SIDE * row, 4 * SIDE, SIDE), ZONE=str(row + 1)) for row in range(3)]


def blocks() -> list[Feature]:
    """The twelve blocks: `people` 50, `homes` 20, `water` 11 to 14 and `net` (a percentage) that differs everywhere."""
    return [
        feature(
            box(SIDE * column, SIDE * row, SIDE, SIDE), BLOCK=f"b{row + 1}{column + 1}", ZONE=str(row + 1), people=50,
            homes=20, water=11 + column, net=30.0 + 10 * row + column,
        )
        for row in range(3) for column in range(4)
    ]  # fmt: skip


def schools() -> str:
    """Two schools, both inside."""
    rows = [f"{lon},{lat}" for lon, lat in (degrees(100, 100), degrees(500, 300))]
    return "lon,lat\n" + "\n".join(rows) + "\n"


def write(
    folder: Path, toml: str = TOML, change: Callable[[list[Feature]], object] | None = None, encoding: str = "utf-8"
) -> Path:
    """Write the village into `folder`; `change` may alter its blocks first."""
    folder.mkdir(parents=True, exist_ok=True)
    altered = blocks()
    if change is not None:
        change(altered)
    (folder / "city.toml").write_text(toml, "utf-8")
    dump(folder / "zones.geojson", zones())
    dump(folder / "blocks.geojson", altered, encoding)
    (folder / "schools.csv").write_text(schools(), "utf-8")
    return folder


def dump(file: Path, features: list[Feature], encoding: str = "utf-8") -> None:
    """Write features as GeoJSON."""
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    file.write_bytes(text.encode(encoding))

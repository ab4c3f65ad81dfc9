"""The hamlet with layers of places, lines and areas, and an indicator for every function over them.

+------+------+------+------+    blocks of 200 m x 200 m = 4 ha = 0.04 km2, with 100, 300, 200 and 0 people;
| a1   |  a2  |  b1  |  b2  |    streets: one along the middle of all four, 800 m, and one across a1, 200 m
+------+------+------+------+
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tejido.catalogue.extended import ExtendedIndicator
from tejido.catalogue.extended_files import load_extended
from tejido.catalogue.model import Compute
from tejido.city import read_city
from tejido.errors import Finding
from tejido.measure.pipeline import measure
from tejido.measure.values import catalogue_of
from tests.measure import hamlet

Shape = tuple[str, list[object]]

MEASURES: dict[str, Compute] = {
    "flooded": Compute("people_under", "flood"),
    "near_flood": Compute("people_near", "flood", {"metres": 100.0}),
    "flood_hectares": Compute("area", "flood"),
    "flood_each": Compute("area_per_person", "flood"),
    "kiosk_density": Compute("points_per_area", "kiosk"),
    "kiosk_seats": Compute("weight_per_person", "kiosk", {"per": 1000.0}),
    "kiosks_along": Compute("points_per_length", "kiosk", {"of": "streets"}),
    "with_ramp": Compute("feature_share", "ramp", {"of": "kiosk"}),
    "noise": Compute("area_mean", "noise"),
    "street_density": Compute("length_per_area", "streets"),
    "street_each": Compute("length_per_person", "streets", {"per": 10_000.0}),
    "cycle_share": Compute("length_share", "cycleway", {"of": "streets"}),
    "crossings": Compute("intersections", "streets"),
    "street_near": Compute("share_within", "streets", {"metres": 10.0}),
    "apart": Compute("segregation", None, {"group": "origin=rm"}),
}

LAYERS: dict[str, list[tuple[Shape, dict[str, float]]]] = {
    # The west half of a1, drawn as two areas that overlap, and all of b2.
    "flood": [(("box", [0, 0, 100, 120]), {}), (("box", [0, 80, 100, 200]), {}), (("box", [600, 0, 800, 200]), {})],
    # Two in a1 and one on its border with a2.
    "kiosk": [(("point", [50, 50]), {"seats": 10}), (("point", [50, 150]), {"seats": 20}), (("point", [200, 50]), {"seats": 30})],
    "ramp": [(("point", [55, 50]), {})],
    # All of a1, the east half of a2, and what nobody measured.
    "noise": [
        (("box", [0, 0, 200, 200]), {"db": 60}), (("box", [300, 0, 400, 200]), {"db": 40}), (("box", [400, 0, 600, 200]), {}),
    ],
    "streets": [(("line", [0, 100, 100, 100, 800, 100]), {}), (("line", [100, 0, 100, 100, 100, 200]), {})],
    # On the street as far as the middle of a2, and on both sides of it in b1.
    "cycleway": [(("line", [0, 100, 300, 100]), {}), (("line", [400, 90, 600, 90]), {}), (("line", [400, 110, 600, 110]), {})],
}  # fmt: skip

WEIGHTS = {"kiosk": "seats", "noise": "db"}


def shape(kind: str, numbers: list[float]) -> dict[str, object]:
    x, y = hamlet.ORIGIN
    if kind == "box":
        west, south, east, north = numbers
        numbers = [west, south, east, south, east, north, west, north, west, south]
    places = [[x + one, y + other] for one, other in zip(numbers[::2], numbers[1::2], strict=True)]
    if kind == "point":
        return {"type": "Point", "coordinates": places[0]}
    return (
        {"type": "LineString", "coordinates": places}
        if kind == "line"
        else {"type": "Polygon", "coordinates": [places]}
    )


def indicator(name: str, compute: Compute) -> ExtendedIndicator:
    names = {"es": name, "en": name}
    return ExtendedIndicator(
        id=name, names=names, definitions=names, measure_unit="ratio", unit_names=names, direction="context",
        universe="persons", about="place", possible=(0.0, math.inf), compute=compute, area="housing", subdimension="tests",
        category="access", filter="resources", source_kind="territory",
    )  # fmt: skip


def write(folder: Path) -> Path:
    """The hamlet with these layers."""
    settings = hamlet.SETTINGS
    for role in LAYERS:
        weight = f'weight = "{WEIGHTS[role]}"\n' if role in WEIGHTS else ""
        settings += f'\n[layers.{role}]\nfile = "{role}.geojson"\n{weight}'
    city = hamlet.write(folder / "city", settings=settings)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32618"}}
    for role, rows in LAYERS.items():
        features = [
            {"type": "Feature", "properties": told, "geometry": shape(kind, [float(str(one)) for one in numbers])}
            for (kind, numbers), told in rows
        ]  # fmt: skip
        text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})
        (city / f"{role}.geojson").write_text(text, "utf-8")
    return city


def measured(folder: Path) -> tuple[pd.DataFrame, list[Finding]]:
    city = read_city(write(folder))
    mine = {name: indicator(name, compute) for name, compute in MEASURES.items()}
    catalogue = replace(catalogue_of(city), extended=replace(load_extended(), indicators=mine))
    contents, findings = measure(city, catalogue)
    values = contents.tables["values"]
    return values[values["group"] == "all"].set_index(["indicator", "unit"]), findings

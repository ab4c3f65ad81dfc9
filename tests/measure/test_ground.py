"""Water and main streets of a city folder become the ground of its maps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from tejido.city import read_city
from tejido.measure import ground as of
from tejido.measure.ground import ground_of, rank_of

TOML = """
[city]
code = "villa"
name = {es = "Villa", en = "Villa"}
country = "CO"
languages = ["es"]
period = "2024"
crs = "EPSG:32618"
synthetic = true

[[levels]]
id = "barrio"
name = {es = "barrio", en = "quarter"}
plural = {es = "barrios", en = "quarters"}
file = "units.geojson"
code = "code"
population = "people"

[layers.streets]
file = "streets.geojson"
class = "highway"
exclude = ["motorway"]
label = "Mapa de vías 2024"

[layers.water]
file = "water.geojson"
label = "Mapa de aguas 2024"
"""
WEST, SOUTH = -75.0, 4.0
STEP = 0.01


def line(*points: tuple[float, float]) -> shapely.LineString:
    """A line whose points are counted in steps from the south-western corner."""
    return shapely.LineString([(WEST + x * STEP, SOUTH + y * STEP) for x, y in points])


def folder(path: Path, streets: list[dict[str, Any]], water: shapely.Geometry | None = None) -> Path:
    """A city of one square unit, ten steps wide, with these streets and a pond."""
    unit = shapely.box(WEST, SOUTH, WEST + 10 * STEP, SOUTH + 10 * STEP)
    pond = shapely.box(WEST, SOUTH, WEST + STEP, SOUTH + STEP) if water is None else water
    (path / "city.toml").write_text(TOML, "utf-8")
    frames = {
        "units": gpd.GeoDataFrame({"code": ["1"], "people": [1000]}, geometry=[unit], crs="EPSG:4326"),
        "streets": gpd.GeoDataFrame(streets, geometry="geometry", crs="EPSG:4326"),
        "water": gpd.GeoDataFrame({"kind": ["pond"]}, geometry=[pond], crs="EPSG:4326"),
    }
    for name, frame in frames.items():
        (path / f"{name}.geojson").write_text(json.dumps(json.loads(frame.to_json())), "utf-8")
    return path


STREETS = [
    {"highway": "motorway", "name": "Autopista", "geometry": line((0, 9), (10, 9))},
    {"highway": "primary", "name": "Calle Mayor", "geometry": line((0, 5), (4, 5))},
    {"highway": "primary", "name": "Calle Mayor", "geometry": line((4, 5), (10, 5))},
    {"highway": "residential", "name": None, "geometry": line((2, 2), (3, 2))},
]


def test_pieces_of_a_street_are_one_line_with_its_name_and_motorways_are_seen_though_nobody_walks_there(tmp_path: Path):
    found = ground_of(read_city(folder(tmp_path, STREETS)))
    streets = found[found["kind"] == "street"].sort_values("rank")
    assert streets["name"].fillna("").tolist() == ["Autopista", "Calle Mayor", ""]
    assert streets["rank"].tolist() == [1, 2, 4]
    assert [len(shapely.get_coordinates(shape)) for shape in streets.geometry] == [2, 2, 2]
    assert set(streets["source"]) == {"Mapa de vías 2024"}


def test_what_lies_far_outside_the_city_is_cut_off(tmp_path: Path):
    # The unit is ten steps wide; the ground reaches a twentieth of that beyond it, which is half a step.
    sea = shapely.box(WEST - 1, SOUTH - 1, WEST + STEP, SOUTH + STEP)
    found = ground_of(read_city(folder(tmp_path, STREETS, sea)))
    west, south, _, _ = found[found["kind"] == "water"].total_bounds
    assert west == pytest.approx(WEST - 0.5 * STEP, abs=1e-4)
    assert south == pytest.approx(SOUTH - 0.5 * STEP, abs=1e-4)


def test_lesser_streets_are_left_out_where_the_file_would_be_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    city = read_city(folder(tmp_path, STREETS))
    whole = ground_of(city)
    monkeypatch.setattr(of, "LARGEST", len(of.ground_bytes(whole)) - 1)
    assert set(ground_of(city)["rank"]) == {0, 1, 2}


def test_the_order_of_the_files_rows_leaves_no_trace(tmp_path: Path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one = ground_of(read_city(folder(tmp_path / "one", STREETS)))
    other = ground_of(read_city(folder(tmp_path / "other", STREETS[::-1])))
    assert of.ground_bytes(one) == of.ground_bytes(other)


@pytest.mark.parametrize(
    ("kind", "rank"), [("trunk_link", 1), ("avenue", 2), ("120", 1), ("60", 2), ("40", 4), (None, 4), ("path", 4)]
)
def test_a_street_is_ranked_by_its_class_or_its_speed_limit(kind: str | None, rank: int):
    assert rank_of(kind) == rank

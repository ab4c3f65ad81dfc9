"""What the first page tells a planner to do works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from tejido.city import read_city
from tejido.measure import measure_city
from tejido.release import open_release
from tejido.words import LANGUAGES


def settings(root: Path, lang: str) -> str:
    """The `city.toml` of the page."""
    page = (root / "docs" / lang / "start.md").read_text("utf-8")
    return re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0]


@pytest.fixture
def villa_verde(root: Path, tmp_path: Path) -> Path:
    """The folder that the page describes: four neighbourhoods of 1 km2, side by side, and one school."""
    folder = tmp_path / "my-city"
    folder.mkdir()
    (folder / "city.toml").write_text(settings(root, "en"), "utf-8")
    squares = [shapely.box(500_000 + 1000 * i, 500_000, 501_000 + 1000 * i, 501_000) for i in range(4)]
    columns = {
        "CODE": ["1", "2", "3", "4"], "NAME": ["Norte", "Sur", "Centro", "Loma"], "PERSONS": [4000, 3000, 2000, 1000],
        "DWELLINGS": [1000, 800, 500, 300], "WITH_WATER": [1000, 720, 400, 150], "POWER_PCT": [100.0, 98.0, 95.0, 80.0],
    }  # fmt: skip
    units = gpd.GeoDataFrame(columns, geometry=squares, crs="EPSG:32618")
    units.to_crs("EPSG:4326").to_file(folder / "barrios.geojson", driver="GeoJSON")
    school = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(500_500, 500_500)], crs="EPSG:32618")
    school.to_crs("EPSG:4326").to_file(folder / "schools.geojson", driver="GeoJSON")
    return folder


def test_the_first_page_gives_the_same_settings_in_every_language(root: Path):
    assert len({settings(root, lang) for lang in LANGUAGES}) == 1


def test_the_city_of_the_first_page_is_read_without_an_error(villa_verde: Path):
    city = read_city(villa_verde)
    assert [one.code for one in city.findings if one.severity == "error"] == []
    assert city.units["barrio"]["population"].sum() == 10_000


def test_the_city_of_the_first_page_gets_what_it_gives_and_the_density_besides(villa_verde: Path, tmp_path: Path):
    measure_city(villa_verde, tmp_path / "release")
    values = open_release(tmp_path / "release", audience="public").table("values")
    city = values[values["level"] == "city"].set_index("indicator")["value"]
    given = {"distance_school", "electricity", "improved_water", "residential_density"}
    # The same schools tell two things of the extended marker.
    assert set(city.index) == given | {"school_within_1000", "schools_per_10000"}
    # 10,000 people on 400 ha
    assert city["residential_density"] == pytest.approx(25)
    # 1000 + 720 + 400 + 150 of 1000 + 800 + 500 + 300 dwellings
    assert city["improved_water"] == pytest.approx(100 * 2270 / 2600)

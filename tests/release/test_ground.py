"""The ground of the maps travels with the release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from tejido.errors import TejidoError
from tejido.release import open_release, write
from tejido.release.ground import COLUMNS
from tests.release import sample

GROUND = gpd.GeoDataFrame(
    {"kind": ["street", "water", "street"], "rank": [2, 0, 1], "name": [None, "Laguna", "Avenida Larga"], "source": "made up"},
    geometry=[shapely.LineString([(-74, 4), (-74.1, 4)]), shapely.box(-74, 4, -73.9, 4.1), shapely.LineString([(-74, 4), (-74, 4.1)])],
    crs="EPSG:4326",
)  # fmt: skip


def test_the_ground_is_in_both_parts_of_a_release_and_comes_back_sorted(tmp_path: Path):
    release = open_release(write(replace(sample.contents(), ground=GROUND), tmp_path / "town"))
    for opened in (release, release.public()):
        found = opened.ground()
        assert tuple(found.columns) == COLUMNS
        assert found["name"].fillna("").tolist() == ["Avenida Larga", "", "Laguna"]
        assert found["rank"].tolist() == [1, 2, 0]
        assert found.crs == "EPSG:4326"
        assert found.geometry.iloc[2].equals(GROUND.geometry.iloc[1])


def test_the_order_of_its_rows_leaves_no_trace(tmp_path: Path):
    for name, ground in (("one", GROUND), ("other", GROUND.iloc[::-1])):
        write(replace(sample.contents(), ground=ground), tmp_path / name)
    one, other = ((tmp_path / name / "geometry" / "ground.parquet").read_bytes() for name in ("one", "other"))
    assert one == other


def test_a_release_without_ground_opens_and_has_none(town: Path):
    release = open_release(town)
    assert not (town / "geometry" / "ground.parquet").exists()
    assert release.ground().empty
    assert tuple(release.ground().columns) == COLUMNS


def test_the_ground_is_no_level(tmp_path: Path):
    release = open_release(write(replace(sample.contents(), ground=GROUND), tmp_path / "town"))
    with pytest.raises(TejidoError, match="R113"):
        release.geometry("ground")


def test_a_level_of_its_name_is_refused_before_anything_is_written(tmp_path: Path):
    made = sample.contents()
    shapes = {**made.geometry, "ground": made.geometry["block"]}
    with pytest.raises(TejidoError, match="R130"):
        write(replace(made, geometry=shapes), tmp_path / "town")
    assert list(tmp_path.iterdir()) == []

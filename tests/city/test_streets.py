"""Streets to walk on: lines, node pairs and OpenStreetMap extracts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.city import check_city, osm, read_city
from tejido.territory import lines
from tests.city import village
from tests.city.village import degrees, feature

LINES = village.TOML + '\n[layers.streets]\nfile = "streets.geojson"\nclass = "highway"\nexclude = ["motorway"]\n'
PAIRS = village.TOML + '\n[layers.streets]\nfile = "streets.csv"\nends = ["ax", "ay", "bx", "by"]\ncrs = "EPSG:4326"\n'


def line(*points: tuple[float, float], highway: str = "residential") -> village.Feature:
    return feature({"type": "LineString", "coordinates": [degrees(*point) for point in points]}, highway=highway)


def test_motorways_are_left_out_and_told(tmp_path: Path):
    folder = village.write(tmp_path, LINES)
    village.dump(folder / "streets.geojson", [line((0, 0), (800, 0)), line((0, 300), (800, 300), highway="motorway")])
    city = read_city(folder)
    assert len(city.streets) == 1
    assert "C406" in [one.code for one in city.findings]


def test_node_pairs_give_the_same_streets_as_lines(tmp_path: Path):
    by_line = village.write(tmp_path / "a", LINES)
    village.dump(by_line / "streets.geojson", [line((0, 0), (800, 0), (800, 600))])
    by_pair = village.write(tmp_path / "b", PAIRS)
    corners = [degrees(0, 0), degrees(800, 0), degrees(800, 600)]
    rows = [",".join(map(repr, (*first, *second))) for first, second in pairwise(corners)]
    (by_pair / "streets.csv").write_text("\n".join(["ax,ay,bx,by", *rows]))
    pd.testing.assert_frame_equal(read_city(by_line).streets, read_city(by_pair).streets)


def test_units_far_from_any_street_and_loose_pieces_are_told(tmp_path: Path):
    folder = village.write(tmp_path, LINES + "\n[territory]\nmax_snap = 150\n")
    # two streets that do not meet; the blocks' middles lie 100 m from them in zone 1 and farther in zones 2 and 3
    village.dump(folder / "streets.geojson", [line((0, 0), (300, 0)), line((400, 0), (800, 0))])
    report = check_city(folder)
    told = {one.code: dict(one.values) for one in report.findings}
    assert (told["C408"]["count"], told["C408"]["total"]) == (8, 12)
    assert told["C409"]["count"] == 2


def test_without_streets_distances_are_straight_and_that_is_told(tmp_path: Path):
    report = check_city(village.write(tmp_path))
    assert "C407" in [one.code for one in report.findings]
    source = report.table("es").set_index("indicator").loc["distance_school", "source"]
    assert source == "schools.csv, en línea recta por 1.3"


@pytest.fixture(scope="module")
def porto_alegre(shared_data: Path) -> pd.DataFrame:
    return osm.read_ways(shared_data / "cities" / "porto_alegre" / "poa_osm.pbf")


def test_an_extract_gives_walkable_ways_only(porto_alegre: pd.DataFrame):
    # the extract holds 15,852 ways with the tag highway, 40 of them motorways, building sites or plans
    assert 13_000 < len(porto_alegre) < 15_852
    assert not porto_alegre["highway"].isin(osm.NOT_WALKED).any()
    assert {"residential", "footway", "steps", "living_street"} <= set(porto_alegre["highway"])


def test_ways_that_share_a_node_share_its_coordinates(porto_alegre: pd.DataFrame):
    pieces = lines.segments(porto_alegre.to_crs("EPSG:32722").geometry.to_numpy())
    ends = np.vstack([pieces[["x1", "y1"]], pieces[["x2", "y2"]]])
    _, degree = np.unique(np.rint(ends * 10), axis=0, return_counts=True)
    assert (degree >= 3).sum() > 5_000  # crossings: without shared coordinates there would be almost none

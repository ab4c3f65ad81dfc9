"""The data files of the live map say what the tables say."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tejido.viewer.data import pack, polygons
from tests.viewer.fake import FakeRelease, hexagon


def unpack(packed: dict[str, Any], count: int) -> list[Any]:
    """What the script does with a packed column."""
    if "same" in packed:
        return [packed["same"]] * count
    if "list" in packed:
        return list(packed["list"])
    return [None if at is None else packed["words"][at] for at in packed["at"]]


@given(st.lists(st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_a_packed_number_is_the_number_to_two_decimals_and_missing_stays_missing(numbers: list[float | None]):
    found = unpack(pack(pd.Series(numbers, dtype="float64"), 2), len(numbers))
    for original, read in zip(numbers, found, strict=True):
        assert (read is None) == (original is None)
        assert original is None or math.isclose(read, original, abs_tol=0.00501)


@given(st.lists(st.none() | st.sampled_from(["no_data", "protected", "weak"]), min_size=1, max_size=12))
def test_packed_words_come_back_and_missing_stays_missing(words: list[str | None]):
    assert unpack(pack(pd.Series(words, dtype="str"), None), len(words)) == words


def test_minus_one_is_a_number_and_not_missing():
    assert pack(pd.Series([-1.0, 2.0, None]), 1) == {"list": [-1, 2, None]}


def test_neighbours_still_share_their_border_after_thinning_and_rounding():
    cells = [hexagon(column, row) for column in range(4) for row in range(4)]
    frame = gpd.GeoDataFrame({"unit": [f"{n:02d}" for n in range(16)]}, geometry=cells, crs="EPSG:4326")
    read = json.loads(polygons(frame, list(frame["unit"])))
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in read["features"]]
    assert shapely.coverage_is_valid(shapes)
    assert [feature["id"] for feature in read["features"]] == list(range(16))


def test_published_corners_have_five_decimals_at_most():
    frame = gpd.GeoDataFrame(
        {"unit": ["a"]}, geometry=[shapely.box(-79.123456789, 9, -79, 9.987654321)], crs="EPSG:4326"
    )
    corners = json.loads(polygons(frame, ["a"]))["features"][0]["geometry"]["coordinates"][0]
    assert {tuple(corner) for corner in corners} == {(-79.12346, 9), (-79, 9), (-79, 9.98765), (-79.12346, 9.98765)}


def test_overlapping_units_are_drawn_each_for_itself_and_none_is_lost():
    frame = gpd.GeoDataFrame(
        {"unit": ["a", "b"]}, geometry=[shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)], crs="EPSG:4326"
    )
    areas = [
        shapely.from_geojson(json.dumps(one["geometry"])).area
        for one in json.loads(polygons(frame, ["a", "b"]))["features"]
    ]
    assert areas == [4, 4]


def test_every_score_and_value_in_the_files_is_that_of_the_tables(site: Path):
    release = FakeRelease()
    for level in ("district", "hexagon"):
        codes = json.loads((site / "data" / level / "units.json").read_text("utf-8"))["code"]
        for table, key, column, digits in (("scores", "node", "score", 2), ("values", "indicator", "value", 4)):
            rows = release.table(table)
            rows = rows[rows["level"] == level]
            for node, of_node in rows.groupby(key):
                packed = json.loads((site / "data" / level / f"{node}.json").read_text("utf-8"))["groups"]["all"][
                    column
                ]
                expected = of_node.set_index("unit")[column].reindex(codes).round(digits)
                assert pd.Series(unpack(packed, len(codes)), dtype="float64").equals(expected.reset_index(drop=True)), (
                    level,
                    node,
                )


def test_a_unit_names_the_three_indicators_that_cost_it_most_points(site: Path):
    release = FakeRelease()
    file = json.loads((site / "data" / "hexagon" / "units.json").read_text("utf-8"))
    nodes = [one["id"] for one in json.loads((site / "data" / "city.json").read_text("utf-8"))["nodes"]]
    rows = release.table("contributions")
    rows = rows[(rows["unit"] == "h20") & rows["node"].isin(list(release.catalogue.indicators))]
    expected = rows.nlargest(3, "points")[["node", "points"]].round(1).values.tolist()
    assert [[nodes[place], points] for place, points in file["lost"][file["code"].index("h20")]] == expected


def test_a_protected_unit_carries_neither_people_nor_figures(site: Path):
    file = json.loads((site / "data" / "hexagon" / "units.json").read_text("utf-8"))
    at = file["code"].index("h07")
    assert unpack(file["population"], 60)[at] is None
    for data in (site / "data" / "hexagon").glob("*.json"):
        groups = json.loads(data.read_text("utf-8")).get("groups", {})
        for columns in groups.values():
            for name in ("score", "value"):
                assert name not in columns or unpack(columns[name], 60)[at] is None, data.name

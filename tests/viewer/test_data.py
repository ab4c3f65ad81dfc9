"""The data files of the live map say what the tables say."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tejido.viewer.data import pack
from tejido.viewer.polygons import pack_polygons, thinned
from tests.viewer import packed
from tests.viewer.fake import FakeRelease, hexagon


def unpack(column: dict[str, Any], count: int) -> list[Any]:
    """What the script does with a packed column."""
    if "same" in column:
        return [column["same"]] * count
    if "list" in column:
        return list(column["list"])
    return [None if at is None else column["words"][at] for at in column["at"]]


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


def drawn(frame: gpd.GeoDataFrame) -> list[shapely.MultiPolygon]:
    """The shapes of a level as the live map reads them from its file."""
    return packed.polygons(json.loads(pack_polygons(thinned(frame, list(frame["unit"])))))


def test_neighbours_still_share_their_border_after_thinning_and_packing():
    cells = [hexagon(column, row) for column in range(4) for row in range(4)]
    frame = gpd.GeoDataFrame({"unit": [f"{n:02d}" for n in range(16)]}, geometry=cells, crs="EPSG:4326")
    shapes = drawn(frame)
    assert shapely.coverage_is_valid(shapes)
    assert [shape.intersects(cell.centroid) for shape, cell in zip(shapes, cells, strict=True)] == [True] * 16


def test_polygons_are_packed_as_steps_from_point_to_point():
    # 1.6 degrees wide: 4 * 4000 steps, so 10,000 in a degree. The last point, which is the first, is not told; the first point of a
    # ring is told from the first of the ring before it: 16,000 from 3,000.
    unit = shapely.MultiPolygon([shapely.box(0, 0, 0.3, 0.3), shapely.box(0.6, 0, 1.6, 0.9)])
    file = json.loads(pack_polygons(np.array([unit])))
    assert (file["scale"], file["bbox"]) == (10_000, [0, 0, 1.6, 0.9])
    assert file["units"] == [[[[3000, 0, 0, 3000, -3000, 0, 0, -3000]], [[13_000, 0, 0, 9000, -10_000, 0, 0, -9000]]]]


def test_a_hole_and_the_polygons_of_a_mixed_unit_are_kept():
    holed = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
    mixed = shapely.GeometryCollection(
        [shapely.MultiPolygon([shapely.box(5, 0, 6, 1), shapely.box(7, 0, 8, 1)]), shapely.Point(9, 9)]
    )
    found = packed.polygons(json.loads(pack_polygons(np.array([holed, mixed]))))
    assert [shape.area for shape in found] == [15, 2]
    assert [len(part.interiors) for part in found[0].geoms] == [1]


def test_corners_of_a_small_city_are_told_to_five_decimals():
    frame = gpd.GeoDataFrame(
        {"unit": ["a"]}, geometry=[shapely.box(-79.123456789, 9, -79.1, 9.087654321)], crs="EPSG:4326"
    )
    [shape] = drawn(frame)
    assert set(shape.geoms[0].exterior.coords) == {(-79.12346, 9), (-79.1, 9), (-79.1, 9.08765), (-79.12346, 9.08765)}


def test_overlapping_units_are_drawn_each_for_itself_and_none_is_lost():
    frame = gpd.GeoDataFrame(
        {"unit": ["a", "b"]}, geometry=[shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)], crs="EPSG:4326"
    )
    assert [shape.area for shape in drawn(frame)] == pytest.approx([4, 4], rel=1e-4)


def test_a_place_inside_every_unit_is_told_as_the_step_from_the_one_before(site: Path):
    file = json.loads((site / "data" / "hexagon" / "units.json").read_text("utf-8"))
    shapes = packed.polygons(json.loads((site / "data" / "hexagon.json").read_text("utf-8")))
    assert len(shapes) == 60
    assert shapely.contains(shapes, shapely.points(packed.points(file))).all()


def test_every_score_and_value_in_the_files_is_that_of_the_tables(site: Path):
    release = FakeRelease()
    for level in ("district", "hexagon"):
        codes = json.loads((site / "data" / level / "units.json").read_text("utf-8"))["code"]
        for table, key, column, digits in (("scores", "node", "score", 2), ("values", "indicator", "value", 4)):
            rows = release.table(table)
            rows = rows[rows["level"] == level]
            for node, of_node in rows.groupby(key):
                file = json.loads((site / "data" / level / f"{node}.json").read_text("utf-8"))
                told = unpack(file["groups"]["all"][column], len(codes))
                expected = of_node.set_index("unit")[column].reindex(codes).round(digits)
                assert pd.Series(told, dtype="float64").equals(expected.reset_index(drop=True)), (
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
    at = file["code"].index("h20")
    assert [
        [nodes[place], points] for place, points in zip(file["lost"][at], file["points"][at], strict=True)
    ] == expected


def test_a_protected_unit_carries_neither_people_nor_figures(site: Path):
    file = json.loads((site / "data" / "hexagon" / "units.json").read_text("utf-8"))
    at = file["code"].index("h07")
    assert unpack(file["population"], 60)[at] is None
    for data in (site / "data" / "hexagon").glob("*.json"):
        groups = json.loads(data.read_text("utf-8")).get("groups", {})
        for columns in groups.values():
            for name in ("score", "value"):
                assert name not in columns or unpack(columns[name], 60)[at] is None, data.name

"""What lies in a unit, and figures between levels."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.territory import overlay
from tests.territory.town import CRS, places

LEFT, RIGHT = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)
UNITS = gpd.GeoDataFrame({"unit": ["left", "right"]}, geometry=[LEFT, RIGHT], crs=CRS)


def zones(*rows: tuple[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"class": [row[0] for row in rows]}, geometry=[row[1] for row in rows], crs=CRS)


def test_the_ground_of_each_class_is_cut_at_the_edge_of_the_unit() -> None:
    uses = zones(("homes", shapely.box(0, 0, 150, 50)), ("trade", shapely.box(20, 60, 40, 80)))
    assert overlay.by_class(UNITS, uses).to_numpy().tolist() == [
        ["left", "homes", 5000.0],
        ["left", "trade", 400.0],
        ["right", "homes", 2500.0],
    ]


def test_ground_under_two_polygons_of_one_class_counts_once_and_of_two_classes_for_each() -> None:
    uses = zones(
        ("a", shapely.box(0, 0, 60, 100)), ("a", shapely.box(40, 0, 100, 100)), ("b", shapely.box(0, 0, 60, 100))
    )
    found = overlay.by_class(UNITS, uses).set_index(["unit", "class"])["area"]
    assert found.to_dict() == {("left", "a"): 10_000, ("left", "b"): 6000}


def test_the_ground_under_two_hazards_counts_once() -> None:
    hazard = zones(("flood", shapely.box(-50, -50, 100, 25)), ("slide", shapely.box(-50, 0, 100, 50)))
    # The two overlap between 0 and 25 m: together they cover the lower half of the left unit, and touch the right one.
    assert overlay.area_under(UNITS, hazard).to_dict() == pytest.approx({"left": 5000, "right": 0})
    assert overlay.area_under(UNITS, zones()).to_dict() == {"left": 0, "right": 0}


def test_points_are_counted_where_they_lie_and_those_outside_are_told() -> None:
    found = overlay.count_points(UNITS, places((10, 10), (20, 20), (150, 50), (500, 500)))
    assert found.counts.to_dict() == {"left": 2, "right": 1}
    assert (found.outside, found.several) == (1, 0)


def test_a_point_in_two_overlapping_units_is_split_so_that_the_citys_total_stands() -> None:
    overlapping = UNITS.set_geometry([shapely.box(0, 0, 120, 100), shapely.box(80, 0, 200, 100)])
    found = overlay.count_points(overlapping, places((10, 10), (100, 50)))
    assert found.counts.to_dict() == {"left": 1.5, "right": 0.5}
    assert (found.outside, found.several) == (0, 1)


def test_a_point_may_stand_for_many_cases() -> None:
    found = overlay.count_points(UNITS, places((10, 10), (20, 20)).assign(weight=[7.0, 0.5]))
    assert found.counts.to_dict() == {"left": 7.5, "right": 0}


@pytest.mark.parametrize("weight", [np.nan, np.inf, -1.0])
def test_a_point_whose_weight_is_no_count_is_refused_by_code(weight: float) -> None:
    with pytest.raises(TejidoError) as refused:
        overlay.count_points(UNITS, places((10, 10)).assign(weight=weight))
    assert refused.value.findings[0].code == "T301"


CELLS = pd.DataFrame({"unit": ["a", "b", "c", "d"], "parent": ["p", "p", "q", None], "area": [1.0, 3.0, 2.0, 5.0]})


def test_a_districts_people_are_shared_out_among_its_cells_by_area() -> None:
    found = overlay.share_out(pd.Series({"p": 100.0, "q": 10.0}), CELLS, "area")
    # 100 x 1/4, 100 x 3/4, 10; the cell outside every district gets nothing that anyone knows of.
    assert found.values.drop("d").to_dict() == {"a": 25, "b": 75, "c": 10}
    assert np.isnan(found.values["d"])
    assert found.findings == ()


def test_a_missing_total_gives_missing_parts_and_a_total_of_zero_gives_zeros() -> None:
    found = overlay.share_out(pd.Series({"p": np.nan, "q": 0.0}), CELLS.assign(area=[1.0, 3.0, 0.0, 1.0]), "area")
    assert found.values.isna().tolist() == [True, True, False, True]
    assert found.values["c"] == 0
    assert found.findings == ()


def test_a_total_that_cannot_be_shared_out_is_told_and_not_spread_by_guess() -> None:
    found = overlay.share_out(
        pd.Series({"p": 100.0, "q": 9.0, "r": 5.0}), CELLS.assign(area=[0.0, np.nan, 1.0, 1.0]), "area"
    )
    assert found.values[["a", "b"]].isna().all()
    assert [(one.code, dict(one.values)["unit"]) for one in found.findings] == [("T302", "p"), ("T303", "r")]


def test_a_negative_weight_is_refused_by_code() -> None:
    with pytest.raises(TejidoError) as refused:
        overlay.share_out(pd.Series({"p": 1.0}), CELLS.assign(area=-1.0), "area")
    assert refused.value.findings[0].code == "T304"


@settings(max_examples=30)
@given(st.floats(0, 1e7), st.lists(st.floats(0.001, 1e6), min_size=1, max_size=30))
def test_the_parts_of_a_total_sum_to_it(total: float, weights: list) -> None:
    cells = pd.DataFrame({"unit": [f"u{i}" for i in range(len(weights))], "parent": "p", "people": weights})
    assert overlay.share_out(pd.Series({"p": total}), cells, "people").values.sum() == pytest.approx(total, rel=1e-12)

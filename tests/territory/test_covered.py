"""The ground of a unit under areas or near places, and the mean of what was measured there."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.territory import covered
from tests.territory.town import CRS, places

LEFT, RIGHT = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)
UNITS = gpd.GeoDataFrame({"unit": ["left", "right"]}, geometry=[LEFT, RIGHT], crs=CRS)


def layer(*shapes: shapely.Geometry, **columns: list[float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=CRS)


def test_a_quarter_of_the_ground_under_the_water_is_a_quarter_of_the_people() -> None:
    assert covered.share_under(UNITS, layer(shapely.box(50, 0, 100, 50))).to_dict() == {"left": 0.25, "right": 0}


def test_ground_under_two_areas_counts_once_and_drawing_an_area_twice_changes_nothing() -> None:
    one, other = shapely.box(0, 0, 60, 100), shapely.box(40, 0, 100, 100)
    assert covered.share_under(UNITS, layer(one, other)).to_dict() == {"left": 1, "right": 0}
    assert covered.share_under(UNITS, layer(one, one)).equals(covered.share_under(UNITS, layer(one)))


def test_nothing_of_the_layer_is_zero_not_missing() -> None:
    assert covered.share_under(UNITS, layer()).to_dict() == {"left": 0, "right": 0}
    assert covered.share_near(UNITS, layer(), 500).to_dict() == {"left": 0, "right": 0}


def test_a_point_reaches_a_circle_around_it() -> None:
    found = covered.share_near(UNITS, places((50, 50)), 40)
    # The circle is drawn with 64 sides, whose area is 0.2 % short of pi r2.
    assert found["left"] == pytest.approx(math.pi * 40**2 / 100**2, rel=0.002)
    assert found["right"] == 0


def test_a_unit_wholly_within_reach_is_wholly_near_and_the_reach_does_not_stop_at_its_border() -> None:
    found = covered.share_near(UNITS, places((50, 50)), 90)
    assert found["left"] == 1
    # Beyond the border: what the circle has more than 50 m east of its middle, between the unit's upper and lower edge.
    assert found["right"] == pytest.approx(_slice(90, 50, 50) / 100**2, rel=0.005)


def _slice(radius: float, near: float, half: float) -> float:
    """Area of a circle right of x = `near`, between y = -half and half, by adding up thin strips."""
    y = np.linspace(-half, half, 20_001)
    return float(np.trapezoid(np.clip(np.sqrt(radius**2 - y**2) - near, 0, None), y))


def test_lines_and_areas_reach_as_far_from_their_edge_as_a_point() -> None:
    street = layer(shapely.LineString([(-500, 50), (500, 50)]))
    assert covered.share_near(UNITS, street, 20).to_dict() == pytest.approx({"left": 0.4, "right": 0.4})
    park = layer(shapely.box(-500, -500, 30, 600))
    assert covered.share_near(UNITS, park, 20).to_dict() == pytest.approx({"left": 0.5, "right": 0})


BOXES = st.lists(
    st.tuples(st.integers(-50, 200), st.integers(-50, 90), st.integers(10, 150), st.integers(10, 90)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(BOXES, st.integers(1, 199))
def test_moving_the_border_between_two_units_does_not_change_the_ground_covered_in_the_city(
    boxes: list[tuple[int, int, int, int]], border: int
) -> None:
    areas = [shapely.box(x, y, x + wide, y + high) for x, y, wide, high in boxes]
    halves = UNITS.set_geometry([shapely.box(0, 0, border, 100), shapely.box(border, 0, 200, 100)], crs=CRS)
    found = covered.share_under(halves, layer(*areas)).to_numpy() * halves.area.to_numpy()
    assert found.sum() == pytest.approx(
        shapely.union_all(areas).intersection(shapely.box(0, 0, 200, 100)).area, abs=1e-6
    )


PLACES = st.lists(st.tuples(st.integers(-30, 230), st.integers(-30, 130)), min_size=1, max_size=8)


@settings(max_examples=40)
@given(PLACES, st.sampled_from([5.0, 30.0, 80.0, 150.0]))
def test_what_is_near_is_the_ground_under_all_circles_drawn_as_one(spots: list[tuple[int, int]], metres: float) -> None:
    found = covered.share_near(UNITS, places(*spots), metres)
    circles = shapely.union_all(shapely.buffer(shapely.points(spots), metres, quad_segs=covered.ARC))
    expected = {"left": circles.intersection(LEFT).area / 1e4, "right": circles.intersection(RIGHT).area / 1e4}
    assert found.to_dict() == pytest.approx(expected, abs=1e-9)
    assert (covered.share_near(UNITS, places(*spots, *spots), metres) - found).abs().max() < 1e-12


def test_the_mean_over_areas_counts_each_by_the_ground_that_it_shares_with_the_unit() -> None:
    noise = layer(shapely.box(0, 0, 100, 25), shapely.box(0, 25, 150, 100), value=[70.0, 50.0])
    # Left: (2,500 m2 x 70 + 7,500 m2 x 50) / 10,000 m2; right: only the second reaches it.
    assert covered.mean_value(UNITS, noise).to_dict() == {"left": 55, "right": 50}


def test_the_mean_over_points_is_the_plain_one_of_those_inside_and_missing_where_there_are_none() -> None:
    stations = places((10, 10), (20, 20)).assign(value=[10.0, 30.0])
    found = covered.mean_value(UNITS, stations)
    assert found["left"] == 20
    assert np.isnan(found["right"])


def test_the_mean_over_lines_counts_each_by_its_length_inside() -> None:
    streets = layer(
        shapely.LineString([(0, 50), (30, 50)]), shapely.LineString([(0, 60), (200, 60)]), value=[80.0, 40.0]
    )
    # Left: (30 m x 80 + 100 m x 40) / 130 m.
    assert covered.mean_value(UNITS, streets).to_dict() == pytest.approx({"left": 6400 / 130, "right": 40})


def test_a_place_without_a_value_is_left_out_and_one_below_zero_is_not() -> None:
    stations = places((10, 10), (20, 20), (30, 30)).assign(value=[-4.0, np.nan, 0.0])
    assert covered.mean_value(UNITS, stations)["left"] == -2
    assert covered.mean_value(UNITS, stations.assign(value=np.nan)).isna().all()


def test_an_area_that_only_touches_a_unit_says_nothing_of_it() -> None:
    found = covered.mean_value(UNITS, layer(shapely.box(200, 0, 300, 100), value=[70.0]))
    assert found.isna().all()

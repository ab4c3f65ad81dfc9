"""Streets and paths: their pieces, how much of them lies in each unit, and where they meet."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.territory import lines, network
from tests.territory import town

LEFT, RIGHT = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)


def units(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"unit": [f"u{row}" for row in range(len(shapes))]}, geometry=list(shapes), crs=town.CRS)


def pieces(*ends: tuple[float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(ends, columns=lines.ENDS, dtype=float)


def drawn(*texts: str) -> pd.DataFrame:
    return lines.segments(np.array([shapely.from_wkt(f"LINESTRING ({text})") for text in texts]))


def metres(shapes: gpd.GeoDataFrame, streets: pd.DataFrame) -> list[float]:
    return [round(float(one), 6) for one in lines.length_by_unit(shapes, streets)]


def test_a_line_becomes_the_pieces_between_its_vertices() -> None:
    assert drawn("0 0, 10 0, 10 5").to_numpy().tolist() == [[0, 0, 10, 0], [10, 0, 10, 5]]


def test_direction_order_repeats_and_pieces_without_length_do_not_matter() -> None:
    assert drawn("10 0, 0 0", "0 0, 10 0", "3 3, 3 3, 4 3").to_numpy().tolist() == [[0, 0, 10, 0], [3, 3, 4, 3]]


def test_lines_that_cross_are_not_joined() -> None:
    assert len(drawn("0 0, 10 10", "0 10, 10 0")) == 2


def test_a_street_is_cut_at_the_border_of_the_unit_and_what_lies_outside_counts_nowhere() -> None:
    assert metres(units(LEFT, RIGHT), pieces((70, 50, 300, 50), (10, 10, 10, 40))) == [60, 100]


def test_a_unit_without_streets_has_none_of_them() -> None:
    assert metres(units(LEFT, RIGHT), pieces((10, 10, 20, 10))) == [10, 0]
    assert metres(units(LEFT, RIGHT), pieces((300, 0, 400, 0))) == [0, 0]
    assert metres(units(LEFT, RIGHT), pieces()) == [0, 0]


def test_a_street_on_the_border_of_two_units_is_split_between_them() -> None:
    # 100 m run along the border, the last 30 m outside the city.
    assert metres(units(LEFT, RIGHT), pieces((100, 0, 100, 130))) == [50, 50]


def test_ground_that_two_units_claim_shares_its_streets() -> None:
    overlapping = units(shapely.box(0, 0, 120, 100), shapely.box(80, 0, 200, 100))
    # 80 m in the first alone, 40 m in both, 80 m in the second alone.
    assert metres(overlapping, pieces((0, 50, 200, 50))) == [100, 100]


def test_a_street_that_leaves_a_unit_and_comes_back_counts_for_what_is_inside() -> None:
    horseshoe = shapely.Polygon([(0, 0), (100, 0), (100, 100), (60, 100), (60, 40), (40, 40), (40, 100), (0, 100)])
    assert metres(units(horseshoe), pieces((0, 80, 100, 80))) == [80]


PLACE = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(lambda xy: (10.0 * xy[0] - 100, 10.0 * xy[1] - 50))
STREETS = st.lists(st.tuples(PLACE, PLACE).filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=12)


@settings(max_examples=60)
@given(STREETS, st.integers(0, 20))
def test_moving_the_border_between_two_units_does_not_change_the_length_in_the_city(
    streets: list[tuple[tuple[float, float], tuple[float, float]]], border: int
) -> None:
    made = pieces(*[(*start, *end) for start, end in streets])
    edge = max(10.0 * border, 1.0)
    halves = [shapely.box(0, 0, edge, 100), shapely.box(edge, 0, 201, 100)]
    # What Shapely cuts out of each street, one by one.
    city = shapely.box(0, 0, 201, 100)
    whole = sum(shapely.LineString(ends).intersection(city).length for ends in streets)
    assert sum(lines.length_by_unit(units(*halves), made)) == pytest.approx(whole, abs=1e-6)


def test_crossings_are_where_three_pieces_meet_and_a_bridge_over_a_street_makes_none() -> None:
    # Of the town's drawing: three on the south river street (the bridge's foot among them), four on the middle street, two on the
    # south street, two on the north river street and one on the north street.
    assert len(network.junctions(town.streets())) == 12
    # Without the bridge its two feet are bends of a street.
    assert len(network.junctions(town.streets(bridge=False))) == 10
    over = drawn("0 0, 10 10", "0 10, 10 0")
    assert len(network.junctions(over)) == 0


def test_a_crossing_drawn_a_few_centimetres_apart_is_one() -> None:
    assert network.junctions(pieces((0, 0, 10, 0), (10.02, 0, 20, 0), (10, 0.02, 10, 9))).round().tolist() == [[10, 0]]

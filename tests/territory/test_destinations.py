"""Places as points one can walk to."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.territory import destinations
from tests.territory.town import CRS


def layer(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes), crs=CRS)


def test_a_point_stands_for_itself_and_two_at_one_place_are_one_destination() -> None:
    found = destinations.of(layer(shapely.Point(3, 4), shapely.Point(3, 4), shapely.Point(1, 2)))
    assert found.tolist() == [[1, 2], [3, 4]]


def test_the_edge_of_an_area_has_a_point_every_fifty_metres() -> None:
    found = destinations.of(layer(shapely.box(0, 0, 100, 100)))
    # A square of 100 m has an edge of 400 m: 8 points.
    assert len(found) == 8
    assert [50, 0] in found.tolist() and [100, 50] in found.tolist()


def test_a_line_is_reached_anywhere_along_it() -> None:
    assert destinations.of(layer(shapely.LineString([(0, 0), (120, 0)])), spacing=40).tolist() == [
        [0, 0],
        [40, 0],
        [80, 0],
        [120, 0],
    ]


def test_every_sample_says_which_place_it_stands_for() -> None:
    found = destinations.sample(layer(shapely.Point(0, 0), shapely.LineString([(0, 0), (10, 0)]), shapely.Point()))
    assert found.place.tolist() == [0, 1, 1]


def test_an_origin_inside_an_area_or_on_its_edge_is_inside_and_a_point_place_has_no_inside() -> None:
    places = layer(shapely.Point(500, 500), shapely.box(0, 0, 100, 100), shapely.box(50, 0, 200, 100))
    origins = np.array([[75.0, 50.0], [100.0, 50.0], [500.0, 500.0], [300.0, 50.0]])
    assert destinations.inside(places, origins).tolist() == [True, True, False, False]
    origin, place = destinations.inside_pairs(places, origins)
    assert list(zip(origin.tolist(), place.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 1), (1, 2)]


def test_a_layer_without_places_has_no_destinations() -> None:
    assert destinations.of(layer()).shape == (0, 2)
    assert destinations.inside(layer(), np.zeros((2, 2))).tolist() == [False, False]


@settings(max_examples=30)
@given(st.floats(1, 2000), st.floats(1, 2000), st.sampled_from([10.0, 50.0, 90.0]))
def test_no_place_on_an_edge_is_further_than_half_the_spacing_from_a_sample(a: float, b: float, spacing: float) -> None:
    shape = shapely.box(0, 0, a, b)
    samples = shapely.MultiPoint(destinations.of(layer(shape), spacing))
    along = shapely.line_interpolate_point(shape.exterior, np.linspace(0, 1, 97), normalized=True)
    assert shapely.distance(along, samples).max() <= spacing / 2 + 1e-6

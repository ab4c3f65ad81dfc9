"""Places as one point each, and places beside others."""

from __future__ import annotations

import geopandas as gpd
import shapely

from tejido.territory import features, overlay
from tests.territory.town import CRS, places

HORSESHOE = shapely.Polygon([(0, 0), (90, 0), (90, 90), (60, 90), (60, 30), (30, 30), (30, 90), (0, 90)])


def test_an_area_is_counted_once_at_a_point_that_lies_in_it() -> None:
    layer = gpd.GeoDataFrame({"weight": [3.0]}, geometry=[HORSESHOE], crs=CRS)
    standing = features.standing(layer)
    assert HORSESHOE.contains(standing.geometry.iloc[0])
    quarters = gpd.GeoDataFrame(
        {"unit": ["west", "east"]}, geometry=[shapely.box(0, 0, 45, 90), shapely.box(45, 0, 90, 90)], crs=CRS
    )
    assert overlay.count_points(quarters, standing).counts.sum() == 3


def test_points_stay_where_they_are() -> None:
    assert features.standing(places((1, 2))).geometry.iloc[0].equals(shapely.Point(1, 2))


def test_a_park_is_beside_its_ramp_up_to_ten_metres_from_its_edge() -> None:
    parks = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 50, 50), shapely.box(100, 0, 150, 50)], crs=CRS)
    ramps = places((60, 25), (160.1, 25))
    assert features.beside(parks, ramps).tolist() == [True, False]
    assert features.beside(parks, places((500, 500))).tolist() == [False, False]

"""Points that stand for units."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from tejido.territory import points
from tests.territory.town import CRS


def units(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"unit": list(shapes)}, geometry=list(shapes.values()), crs=CRS)


HORSESHOE = shapely.box(0, 0, 900, 900).difference(shapely.box(300, 300, 600, 900))


def test_a_unit_up_to_one_km2_has_one_point_inside_even_where_its_middle_is_outside() -> None:
    found = points.representing(units(a=HORSESHOE))
    assert len(found) == 1
    assert not HORSESHOE.contains(shapely.Point(450, 600))
    assert HORSESHOE.contains(shapely.Point(found.loc[0, "x"], found.loc[0, "y"]))


def test_a_unit_of_four_km2_has_sixteen_points_on_a_grid_of_half_a_kilometre() -> None:
    found = points.representing(units(a=shapely.box(0, 0, 2000, 2000)))
    assert sorted(zip(found["x"], found["y"], strict=True)) == [
        (x, y) for x in (250, 750, 1250, 1750) for y in (250, 750, 1250, 1750)
    ]


def test_no_unit_has_more_than_64_points_and_all_lie_inside() -> None:
    large = shapely.box(0, 0, 90_000, 30_000).difference(shapely.box(10_000, 10_000, 50_000, 20_000))
    found = points.representing(units(a=large))
    assert 32 <= len(found) <= 64
    assert shapely.contains_xy(large, found["x"], found["y"]).all()


def test_a_thin_unit_that_the_grid_misses_has_its_one_point() -> None:
    thin = shapely.LineString([(0, 0), (30_000, 30_000)]).buffer(20)
    assert thin.area > points.LARGE
    found = points.representing(units(a=thin))
    assert len(found) >= 1
    assert shapely.contains_xy(thin, found["x"], found["y"]).all()


def test_points_follow_the_order_of_the_units() -> None:
    found = points.representing(units(b=shapely.box(0, 0, 2000, 1000), a=shapely.box(0, 0, 10, 10)))
    assert found["unit"].tolist() == ["b"] * 8 + ["a"]


def test_a_units_figure_is_the_mean_of_its_points_and_points_without_one_are_left_out() -> None:
    three = pd.DataFrame({"unit": ["a", "a", "a", "b"], "x": 0.0, "y": 0.0})
    found = points.mean_by_unit(three, pd.Series([100.0, 300.0, float("nan"), float("nan")]).to_numpy())
    assert found["a"] == 200
    assert pd.isna(found["b"])

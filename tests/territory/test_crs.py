"""The reference system chosen for a city: UTM zones looked up on a map."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from tejido.errors import TejidoError
from tejido.territory import crs


def around(longitude: float, latitude: float) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(longitude, latitude).buffer(0.1)], crs="EPSG:4326")


@pytest.mark.parametrize(
    ("city", "longitude", "latitude", "chosen"),
    [
        ("Quito", -78.5, -0.2, "EPSG:32717"),
        ("Panama", -79.5, 9.0, "EPSG:32617"),
        ("Lima", -77.0, -12.0, "EPSG:32718"),
        ("Cúcuta", -72.5, 7.9, "EPSG:32618"),
        ("Port of Spain", -61.5, 10.6, "EPSG:32620"),
        ("Tapachula", -92.3, 14.9, "EPSG:32615"),
    ],
)
def test_a_city_is_measured_in_the_utm_zone_of_its_middle(
    city: str, longitude: float, latitude: float, chosen: str
) -> None:
    assert crs.choose(around(longitude, latitude)) == chosen


def test_a_city_without_geometry_or_off_the_earth_is_refused_by_code() -> None:
    for geometry, code in ((gpd.GeoSeries([], crs="EPSG:4326"), "T101"), (around(500_000, 990_000), "T102")):
        with pytest.raises(TejidoError) as refused:
            crs.choose(geometry)
        assert refused.value.findings[0].code == code

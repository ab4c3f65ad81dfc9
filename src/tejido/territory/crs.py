"""The projected reference system in which a city's areas and distances are measured."""

from __future__ import annotations

import math

import geopandas as gpd

from tejido.errors import fail


def choose(geometry: gpd.GeoSeries) -> str:
    """The UTM zone (WGS 84) of the middle of the bounds of `geometry` in longitude and latitude: ``"EPSG:32717"``.

    Inside its zone, UTM stretches lengths by at most 0.1 %. The wider zones of Norway and Svalbard are not followed.

    Raises:
        TejidoError: T101 there is no geometry; T102 the middle is not a place between 80° south and 84° north.
    """
    left, bottom, right, top = geometry.total_bounds
    longitude, latitude = (left + right) / 2, (bottom + top) / 2
    if math.isnan(longitude) or math.isnan(latitude):
        raise fail("T101")
    if not (-180 <= longitude <= 180 and -80 <= latitude <= 84):
        raise fail("T102")
    zone = min(60, int((longitude + 180) // 6) + 1)
    return f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}"

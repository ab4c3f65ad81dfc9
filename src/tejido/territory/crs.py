"""The projected reference system in which a city's areas and distances are measured."""

from __future__ import annotations

import math

import geopandas as gpd
import pyproj

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


def area_error(crs: pyproj.CRS, geometry: gpd.GeoSeries) -> float:
    """The share by which an area in the projected system `crs` is wrong in the middle of `geometry`: 0.02 for 2 %.

    From the areal scale of the projection there (Snyder 1987, "Map projections: a working manual", section 4). 0 where the
    middle is no place on Earth: that is another fault.
    """
    left, bottom, right, top = geometry.to_crs("EPSG:4326").total_bounds
    longitude, latitude = (left + right) / 2, (bottom + top) / 2
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        return 0.0
    scale = float(pyproj.Proj(crs).get_factors(longitude, latitude).areal_scale)
    return abs(scale - 1) if math.isfinite(scale) else 1.0

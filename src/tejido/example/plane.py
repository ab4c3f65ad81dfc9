"""Where the example city lies: in the open Pacific, so that nobody takes it for a real place.

Everything is drawn in metres around the city's centre and written in degrees, rounded to seven decimals (about 1 cm).
"""

from __future__ import annotations

import numpy as np
from pyproj import Transformer

from tejido.example.chance import Floats

CRS = "EPSG:32716"
"""Projected system of the city: UTM zone 16 south."""

CENTRE = (500_000.0, 9_780_000.0)
"""The main square in `CRS`: 87 degrees west, 2 degrees south, some 230 km east of the nearest island."""

_TO_DEGREES = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
_TO_METRES = Transformer.from_crs("EPSG:4326", CRS, always_xy=True)


def degrees(metres: Floats) -> Floats:
    """Metres from the main square (n, 2) to longitude and latitude, rounded."""
    lon, lat = _TO_DEGREES.transform(metres[:, 0] + CENTRE[0], metres[:, 1] + CENTRE[1])
    return np.round(np.column_stack([lon, lat]), 7)


def metres(lonlat: Floats) -> Floats:
    """Longitude and latitude (n, 2) to metres from the main square."""
    x, y = _TO_METRES.transform(lonlat[:, 0], lonlat[:, 1])
    return np.column_stack([x - CENTRE[0], y - CENTRE[1]])

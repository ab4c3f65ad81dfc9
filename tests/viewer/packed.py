"""Reads the packed places in the data files of the live map, as its script does: polygons, and points inside units."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def polygons(read: dict[str, Any]) -> list[shapely.MultiPolygon]:
    """The shapes of a level by unit, in degrees."""
    start = np.zeros(2)
    shapes = []
    for unit in read["units"]:
        parts = []
        for polygon in unit:
            rings = []
            for ring in polygon:
                steps = np.reshape(ring, (-1, 2))
                start = start + steps[0]
                rings.append((start + np.cumsum(steps, axis=0) - steps[0]) / read["scale"])
            parts.append(shapely.Polygon(rings[0], rings[1:]))
        shapes.append(shapely.MultiPolygon(parts))
    return shapes


def points(read: dict[str, Any]) -> NDArray[np.float64]:
    """A place inside every unit of a level, in degrees."""
    return np.column_stack([np.cumsum(read["x"]), np.cumsum(read["y"])]) / read["scale"]

"""How the units of a city lie beside each other."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from tejido.territory import neighbours

__all__ = ["Lying"]


class Lying:
    """Which units of a level touch, and a point inside each; worked out when first asked for, once."""

    def __init__(self, units: Mapping[str, gpd.GeoDataFrame]) -> None:
        """`units`: geometries by level, coarse to fine, projected (metres): ``unit, geometry``."""
        self.levels = tuple(units)
        self._units = units
        self._known: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = {}

    def __call__(self, level: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Pairs ``unit, other`` (both directions) that touch, and by unit ``x`` and ``y`` (metres)."""
        if level not in self._known:
            frame = self._units[level][["unit", "geometry"]]
            point = frame.set_index("unit").geometry.representative_point()
            self._known[level] = neighbours(frame), pd.DataFrame({"x": point.x, "y": point.y})
        return self._known[level]

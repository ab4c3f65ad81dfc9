"""Which units lie beside each other."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely


def neighbours(units: gpd.GeoDataFrame, tolerance: float = 1.0) -> pd.DataFrame:
    """Pairs of units that touch, in a corner too, or come within `tolerance` metres of each other.

    The tolerance closes the slits that hand-drawn boundaries leave. Units across a wider gap, such as a river, are not
    neighbours; a unit is never its own.

    Args:
        units: ``unit`` (code) and polygons in a projected reference system (metres); empty geometry has no neighbours.
        tolerance: metres.

    Returns:
        ``unit`` and ``other``, each pair in both directions, by code.
    """
    shapes = units.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=tolerance)
    apart = one != other
    codes = units["unit"].map(str).to_numpy(dtype=object)
    pairs = pd.DataFrame({"unit": codes[one[apart]], "other": codes[other[apart]]}, dtype="str")
    return pairs.sort_values(["unit", "other"], ignore_index=True)

"""Distances where a city has no streets: the straight line times a declared detour factor."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]


def nearest_straight(origins: Floats, destinations: Floats, detour: float) -> Floats:
    """Straight distance in metres from each origin (n, 2) to the nearest of `destinations` (m, 2), times `detour`.

    NaN for every origin where there is no destination. `detour` is how much longer streets are than the straight line,
    about 1.2 to 1.4 in most cities.
    """
    if not len(destinations):
        return np.full(len(origins), np.nan)
    distance: Floats = cKDTree(destinations).query(origins)[0] * detour
    return distance


def within_straight(origins: Floats, destinations: Floats, limit: float, detour: float) -> pd.DataFrame:
    """All pairs whose straight distance times `detour` is at most `limit` metres: `origin`, `destination`,
    `distance`.
    """
    if not len(origins) or not len(destinations):
        return pd.DataFrame(
            {"origin": np.empty(0, np.int64), "destination": np.empty(0, np.int64), "distance": np.empty(0)}
        )
    close = cKDTree(destinations).query_ball_point(origins, limit / detour * (1 + 1e-9), return_sorted=True)
    counts = np.fromiter(map(len, close), dtype=np.int64, count=len(close))
    origin = np.repeat(np.arange(len(origins)), counts)
    destination = np.concatenate([np.asarray(one, dtype=np.int64) for one in close])
    distance = np.hypot(*(origins[origin] - destinations[destination]).T) * detour
    keep = distance <= limit
    return pd.DataFrame({"origin": origin[keep], "destination": destination[keep], "distance": distance[keep]})

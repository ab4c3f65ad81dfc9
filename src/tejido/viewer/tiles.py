"""Polygons of a large level as tiles in one file (PMTiles), which a map reads in parts where the host can send parts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio

WHOLE = 200_000
"""Corners up to which a level's polygons are read whole: five megabytes of GeoJSON. A map of more is smoother in tiles."""
LAYER = "units"
"""The layer inside the tiles; the script knows it by this name."""
FINEST = 14
"""The last zoom that has tiles of its own: nearer by, these are enlarged."""


def tiles(shapes: np.ndarray) -> bytes:
    """A PMTiles file of shapes in degrees, numbered from 0 by the property ``number``. As many zooms as a city needs."""
    frame = gpd.GeoDataFrame({"number": np.arange(len(shapes))}, geometry=shapes, crs="EPSG:4326")
    west, _, east, _ = frame.total_bounds
    # The zoom at which the city fills a screen of a thousand points, and one before it.
    first = int(np.clip(np.log2(360 / max(east - west, 1e-6)), 0, FINEST - 2))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "units.pmtiles"
        pyogrio.write_dataframe(
            frame, path, driver="PMTiles", layer=LAYER,
            dataset_options={"MINZOOM": first, "MAXZOOM": FINEST, "NAME": LAYER, "MAX_SIZE": 5_000_000, "MAX_FEATURES": 500_000},
        )  # fmt: skip
        return path.read_bytes()

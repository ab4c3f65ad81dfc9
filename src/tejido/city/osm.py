"""Streets to walk on, from an OpenStreetMap extract (`.osm.pbf`) or from any lines or node pairs."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

NOT_WALKED = (
    "motorway",
    "motorway_link",
    "construction",
    "proposed",
    "abandoned",
    "platform",
    "raceway",
    "bus_guideway",
)
"""Values of the tag `highway` on which nobody walks (or which are no way yet)."""


def read_ways(path: Path) -> gpd.GeoDataFrame:
    """Every walkable way with its `highway` class, in WGS 84.

    Left out: `NOT_WALKED`, ways drawn as areas, and those closed to people on foot (``foot=no``, or ``access=no|private``
    without a ``foot`` of their own). Ways that share a node share its coordinates, so that a network can be joined by them.
    Tags as in the OpenStreetMap wiki, "Key:highway" and "Key:access".
    """
    ways = pyogrio.read_dataframe(
        path, layer="lines", columns=["osm_id", "highway", "other_tags"], where="highway IS NOT NULL"
    )
    tags = ways["other_tags"].fillna("")
    closed = tags.str.contains('"foot"=>"no"', regex=False) | (
        tags.str.contains(r'"access"=>"(?:no|private)"')
        & ~tags.str.contains(r'"foot"=>"(?:yes|designated|permissive)"')
    )
    area = tags.str.contains('"area"=>"yes"', regex=False)
    kept = ways[~(closed | area | ways["highway"].isin(NOT_WALKED))]
    return kept[["osm_id", "highway", "geometry"]].reset_index(drop=True)


def segments(lines: np.ndarray) -> pd.DataFrame:
    """Lines (an array of geometries in metres) as the straight pieces between their vertices: ``x1 y1 x2 y2``, each once,
    in canonical direction and order; pieces without length are left out.
    """
    parts = shapely.get_parts(lines[shapely.get_dimensions(lines) == 1])
    points, line = shapely.get_coordinates(parts, return_index=True)
    same = line[1:] == line[:-1]
    return canonical_segments(np.hstack([points[:-1][same], points[1:][same]]))


def canonical_segments(ends: np.ndarray) -> pd.DataFrame:
    """Rows ``x1 y1 x2 y2``, smaller end first, sorted, without repeats and without pieces of no length."""
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends = np.where(turned[:, None], ends[:, [2, 3, 0, 1]], ends)
    ends = ends[np.isfinite(ends).all(axis=1) & (ends[:, :2] != ends[:, 2:]).any(axis=1)]
    return pd.DataFrame(np.unique(ends, axis=0), columns=["x1", "y1", "x2", "y2"])

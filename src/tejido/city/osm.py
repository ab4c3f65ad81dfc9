"""Streets to walk on, from an OpenStreetMap extract (`.osm.pbf`)."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio

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

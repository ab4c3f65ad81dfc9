"""The ground of the maps: water and main streets, as few points as a screen can show. The borders of the levels are in their polygons."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.city import City, street_lines
from tejido.release.ground import COLUMNS, STREET, WATER, ground_bytes, no_ground

LARGEST = 300_000
"""Bytes that the file may have: lesser streets are left out where it would be larger."""
MARGIN = 0.05
"""Of the city's box, by which the ground reaches beyond it."""
POINTS = 4000
"""The city's longer side in steps of the finest detail: what a screen of that many points can show."""
_OTHER = 4

RANKS: Mapping[str, int] = {
    "motorway": 1, "motorway_link": 1, "trunk": 1, "trunk_link": 1,
    "primary": 2, "primary_link": 2, "secondary": 2, "secondary_link": 2, "avenue": 2, "bridge": 2,
    "tertiary": 3, "tertiary_link": 3,
}  # fmt: skip
"""How important a street is by its class, 1 for the most, as the OpenStreetMap wiki orders them ("Key:highway")."""
SPEEDS = ((80.0, 1), (60.0, 2), (50.0, 3))
"""The same where the class is a speed limit in km/h: at least so much."""


def ground_of(city: City) -> gpd.GeoDataFrame:
    """Water and streets of the city's box in EPSG:4326, columns `release.ground.COLUMNS`; no rows where it declares neither.

    Streets of a rank and name are one line. The least important ranks are left out where the file would be larger than
    `LARGEST`. The order of the rows in the city's files leaves no trace.
    """
    west, south, east, north = city.units[list(city.units)[-1]].total_bounds
    side = max(east - west, north - south)
    box = shapely.box(west, south, east, north).buffer(MARGIN * side, join_style="mitre")
    step = side / POINTS
    water, streets = _water(city, box, step), _streets(city, box, step)
    if water.empty and streets.empty:
        return no_ground()
    found = no_ground()
    for rank in range(_OTHER + 1):
        added = pd.concat([one for one in (water, streets[streets["rank"] <= rank]) if len(one)] or [water])
        whole = gpd.GeoDataFrame(added, geometry="geometry", crs=city.crs).to_crs("EPSG:4326")[list(COLUMNS)]
        if rank and len(ground_bytes(whole)) > LARGEST:
            break
        found = whole
    return found.reset_index(drop=True)


def _water(city: City, box: shapely.Geometry, step: float) -> gpd.GeoDataFrame:
    """All water as one row."""
    layer = city.layers.get(WATER)
    shapes = [] if layer is None else list(shapely.make_valid(layer.geometry.to_numpy()))
    joined = shapely.union_all(shapely.intersection(np.array(shapes, dtype=object), box)) if shapes else shapely.Point()
    kept = shapely.normalize(shapely.simplify(joined, step))
    return _rows(WATER, [] if kept.is_empty else [(0, None, kept)], city)


def _streets(city: City, box: shapely.Geometry, step: float) -> gpd.GeoDataFrame:
    """A row for each rank and name."""
    lines = street_lines(city)
    lines = lines[lines.geometry.intersects(box)]
    ranks = lines["class"].map(rank_of)
    rows = []
    for rank in sorted(set(ranks)):
        of_rank = lines[ranks == rank]
        for name, same in of_rank.groupby(of_rank["name"].fillna(""), sort=True):
            shapes = shapely.get_parts(shapely.intersection(shapely.normalize(same.geometry.to_numpy()), box))
            ordered = shapes[np.argsort([one.wkb for one in shapes], kind="stable")]
            joined = shapely.line_merge(shapely.union_all(ordered[shapely.get_type_id(ordered) == 1]))
            kept = shapely.normalize(shapely.simplify(joined, step))
            if not kept.is_empty:
                rows.append((int(rank), str(name) or None, kept))
    return _rows(STREET, rows, city)


def rank_of(kind: object) -> int:
    """How important a street of this class is, 1 to 4; 4 also where nothing is known."""
    text = "" if not isinstance(kind, str) else kind.lower()
    if text.replace(".", "", 1).isdigit():
        return next((rank for least, rank in SPEEDS if float(text) >= least), _OTHER)
    return RANKS.get(text, _OTHER)


def _rows(kind: str, rows: list[tuple[int, str | None, shapely.Geometry]], city: City) -> gpd.GeoDataFrame:
    """Rows of one kind, with who says so."""
    spec = city.config.layers.get("streets" if kind == STREET else WATER)
    table = {
        "kind": kind,
        "rank": [rank for rank, _, _ in rows],
        "name": [name for _, name, _ in rows],
        "source": (spec.label or spec.source.file) if spec else "",
    }
    return gpd.GeoDataFrame(
        pd.DataFrame(table, index=range(len(rows))), geometry=[shape for _, _, shape in rows], crs=city.crs
    )

"""Geometry as it comes out of files: one projected reference system, two dimensions, valid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from tejido.city.columns import numbers
from tejido.city.files import missing_column
from tejido.city.model import Source
from tejido.errors import Finding, finding

_SAME_GROUND = ("WGS 84", "World Geodetic System 1984")

REPAIRED = "__repaired"
"""Column of `project`: whether the shape was broken and has been repaired."""


def parse_crs(text: str) -> pyproj.CRS | None:
    """The reference system that `text` names, or None."""
    try:
        return pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        return None


def with_geometry(frame: pd.DataFrame, source: Source, found: list[Finding]) -> gpd.GeoDataFrame | None:
    """The frame with its geometry (points made of `x` and `y` where the source names them) and reference system; None and
    a finding where it has none. Rows without place are left out and counted.
    """
    if source.x and source.y:
        located = _points(frame, source, found)
    elif isinstance(frame, gpd.GeoDataFrame):
        located = frame
    else:
        found.append(finding("C106", file=source.file))
        return None
    if located is None:
        return None
    if located.crs is None:
        crs = parse_crs(source.crs) if source.crs else None
        if crs is None:
            found.append(finding("C109" if source.crs else "C105", file=source.file, crs=source.crs or "?"))
            return None
        located = located.set_crs(crs)
    if located.geometry.name != "geometry":
        located = located.rename_geometry("geometry")
    empty = located.geometry.isna() | located.geometry.is_empty
    if empty.any():
        found.append(finding("C111", file=source.file, count=int(empty.sum())))
    return located[~empty]


def _points(frame: pd.DataFrame, source: Source, found: list[Finding]) -> gpd.GeoDataFrame | None:
    assert source.x and source.y
    for name in (source.x, source.y):
        if name not in frame.columns:
            found.append(missing_column(source.file, name, frame))
            return None
    x, y = numbers(frame[source.x]).values, numbers(frame[source.y]).values
    geometry = np.where(np.isfinite(x) & np.isfinite(y), shapely.points(np.nan_to_num(x), np.nan_to_num(y)), None)
    return gpd.GeoDataFrame(pd.DataFrame(frame), geometry=geometry, crs=None)


def project(frame: gpd.GeoDataFrame, crs: str, file: str, found: list[Finding]) -> gpd.GeoDataFrame:
    """The frame in `crs`, in two dimensions, every geometry valid; heights, other datums and repairs are told.

    Rows whose place cannot be brought to `crs` (degrees out of range, for instance) are left out and counted.
    """
    if frame.geometry.has_z.any():
        found.append(finding("C114", file=file))
        frame = frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    own = frame.crs
    if own is not None and not any(name in (own.datum.name if own.datum else "") for name in _SAME_GROUND):
        found.append(finding("C115", file=file, datum=own.datum.name if own.datum else own.name, crs=crs))
    bounds = frame.geometry.bounds.to_numpy()
    outside = own is not None and own.is_geographic and bool((np.abs(bounds) > [180, 90, 180, 90]).any())
    moved = frame.to_crs(crs)
    lost = ~np.isfinite(moved.geometry.bounds.to_numpy()).all(axis=1)
    if outside or lost.any():
        off = lost | (np.abs(bounds) > [180, 90, 180, 90]).any(axis=1) if outside else lost
        found.append(finding("C110", file=file, count=int(off.sum())))
        moved = moved[~off]
    return _valid(moved, file, found)


def _valid(frame: gpd.GeoDataFrame, file: str, found: list[Finding]) -> gpd.GeoDataFrame:
    """Broken polygons repaired (`shapely.make_valid`), mixed shapes cleared of lesser parts; of what falls apart only the
    polygons stay.
    """
    shapes = frame.geometry.to_numpy()
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    broken = ~shapely.is_valid(shapes) | mixed
    frame = frame.assign(**{REPAIRED: broken})
    if broken.any():
        first = shapes[broken][0]
        reason = first.geom_type if mixed[broken][0] else shapely.is_valid_reason(first).split("[")[0].strip()
        found.append(finding("C113", file=file, count=int(broken.sum()), reason=reason))
        shapes = shapes.copy()
        shapes[broken] = [_main_parts(one) for one in shapely.make_valid(shapes[broken])]
        frame = frame.set_geometry(shapes, crs=frame.crs)
    return frame[~frame.geometry.is_empty]


def _main_parts(shape: shapely.Geometry) -> shapely.Geometry:
    """Of a mixed shape the parts of the highest dimension: a polygon with a stray point is a polygon."""
    if shape.geom_type != "GeometryCollection":
        return shape
    parts = shapely.get_parts(shape)
    highest = shapely.get_dimensions(shape)
    return shapely.union_all([_main_parts(part) for part in parts if shapely.get_dimensions(part) == highest])


def canonical_order(shapes: np.ndarray, *keys: np.ndarray) -> np.ndarray:
    """Row numbers in an order that does not depend on the order of the file: by `keys` (text), then by the geometry's WKB."""
    wkb = shapely.to_wkb(shapely.normalize(shapes))
    return np.array(sorted(range(len(shapes)), key=lambda row: (*(str(key[row]) for key in keys), wkb[row])), dtype=int)

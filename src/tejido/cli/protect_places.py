"""The points of a file for sharing: found in their units, displaced, and written back in the reference system they came in."""

from __future__ import annotations

import secrets
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import shapely

from tejido.city.columns import codes, numbers
from tejido.city.files import Files
from tejido.city.model import Source
from tejido.city.shapes import parse_crs, project, with_geometry
from tejido.cli.protect_settings import Points
from tejido.errors import Finding, fail, finding, refuse_errors
from tejido.privacy.displacement import OUTSIDE, displace
from tejido.territory import crs

LEAST_BYTES = 16
"""A secret of fewer bytes could be guessed."""

DECIMALS = 6
"""Of degrees: a tenth of a metre."""

__all__ = ["displaced", "read_secret"]


def read_secret(path: Path | None, out: Path) -> tuple[bytes, list[Finding]]:
    """The secret of a file, or one drawn now, which is told (P218).

    Raises:
        TejidoError: E201 there is no such file, P205 it is too short, P206 it lies where the file for sharing goes.
    """
    if path is None:
        return secrets.token_bytes(32), [finding("P218")]
    if not path.is_file():
        raise fail("E201", file=path.name)
    if path.resolve().parent == out.resolve().parent:
        raise fail("P206", file=path.name)
    secret = path.read_bytes().strip()
    if len(secret) < LEAST_BYTES:
        raise fail("P205", file=path.name, count=len(secret), least=LEAST_BYTES)
    return secret, []


def displaced(
    table: pd.DataFrame, hit: np.ndarray, asked: Points, secret: bytes, file: str
) -> tuple[pd.DataFrame, dict[str, int], list[Finding]]:
    """The table with its points displaced, how many were (`moved`) and were left out, and what was found.

    A row of which a key was suppressed (`hit`) loses its point, which would say what was suppressed.

    Raises:
        TejidoError: a file of units that cannot be used.
    """
    own = parse_crs(asked.crs)
    if own is None:
        raise fail("P215", column="points", key="points")
    lon, lat = numbers(table[asked.lon]).values, numbers(table[asked.lat]).values
    units, metres, found = _units(asked)
    there = pyproj.Transformer.from_crs(own, metres, always_xy=True)
    x, y = (np.asarray(one, dtype=np.float64) for one in there.transform(lon, lat))
    placed = np.isfinite(x) & np.isfinite(y)
    unit = np.full(len(table), OUTSIDE, dtype=np.int64)
    rows, holding = shapely.STRtree(units).query(shapely.points(x[placed], y[placed]), predicate="intersects")
    # A point on a border lies in the first of its units.
    unit[np.flatnonzero(placed)[rows[::-1]]] = holding[::-1]
    cluster = None if asked.cluster is None else codes(table[asked.cluster]).fillna("").tolist()
    done = displace(x, y, unit, list(units), asked.donut, secret, cluster)
    back = pyproj.Transformer.from_crs(metres, own, always_xy=True).transform(done.x, done.y)
    written = {
        name: pd.Series(np.round(np.where(np.isfinite(column), column, np.nan), DECIMALS), index=table.index).mask(hit)
        for name, column in zip((asked.lon, asked.lat), back, strict=True)
    }
    here = np.isfinite(lon) & np.isfinite(lat)
    counts = {
        "moved": int(written[asked.lon].notna().sum()),
        "outside": int((here & (unit == OUTSIDE)).sum()),
        "no_room": done.no_room,
        "suppressed": int((hit & np.isfinite(done.x)).sum()),
    }
    told = {"outside": "P207", "no_room": "P208", "suppressed": "P221"}
    found += [finding(code, file=file, count=counts[name]) for name, code in told.items() if counts[name]]
    return table.assign(**written), counts, [*found, finding("P219", file=file)]


def _units(asked: Points) -> tuple[np.ndarray, str, list[Finding]]:
    """The polygons in metres, the reference system, and what was found."""
    files = Files(asked.units.parent, None)
    source = Source(asked.units.name, asked.layer)
    raw = files.frame(source)
    found = files.found
    located = None if raw is None else with_geometry(raw, source, found)
    refuse_errors(found)
    assert located is not None
    metres = crs.choose(located.geometry.to_crs("EPSG:4326"))
    shapes = project(located, metres, source.file, found).geometry.to_numpy()
    refuse_errors(found)
    return np.asarray(shapes[shapely.get_dimensions(shapes) == 2]), metres, found

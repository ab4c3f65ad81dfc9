"""In which unit everybody lives: by the point of the interview, or by the unit that the file declares.

In: households with coordinates or unit codes. Out: a unit code per household, and the points in the city's reference system,
which stay on the analyst's side. Findings count, they never name a place.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from tejido.city.columns import codes, numbers
from tejido.city.files import missing_column
from tejido.city.model import City
from tejido.city.model_surveys import SurveySpec
from tejido.city.nest import ancestors
from tejido.city.shapes import parse_crs
from tejido.city.surveys.faults import Faults, Table
from tejido.errors import finding

__all__ = ["locate"]


def locate(
    frame: pd.DataFrame, spec: SurveySpec, city: City, table: Table, faults: Faults
) -> tuple[pd.Series, pd.DataFrame, str | None]:
    """Unit of every row, its point (``x, y``), and the level of the units (None where the survey tells no place).

    A point in exactly one unit of the finest level gives the unit. On a border between two units, or outside all of them, it
    gives none: nobody is moved to the nearest. Where there is no point, a declared unit of that level is taken.
    """
    finest = list(city.units)[-1]
    points = _points(frame, spec, city, table, faults)
    declared = _declared(frame, spec, city, table, faults)
    if points is None:
        level = None if spec.unit is None or declared is None else spec.unit[0]
        empty = pd.DataFrame({"x": np.nan, "y": np.nan}, index=frame.index)
        unit = pd.Series(None, index=frame.index, dtype=object) if declared is None else declared
        if level is not None:
            faults.tell("C634", table, unit.isna())
        return unit, empty, level
    unit = _holding(points, city.units[finest], table, faults)
    if declared is not None and spec.unit is not None:
        _compare(unit, declared, spec.unit, city, table, faults)
        if spec.unit[0] == finest:
            unit = unit.where(points["x"].notna(), declared)
    faults.tell("C634", table, unit.isna() & points["x"].isna())
    return unit, points, finest


def _points(frame: pd.DataFrame, spec: SurveySpec, city: City, table: Table, faults: Faults) -> pd.DataFrame | None:
    """Coordinates in the city's reference system, missing where there are none; None where the survey declares none."""
    columns = [name for name in (spec.x, spec.y, spec.geopoint) if name is not None]
    missing = [name for name in columns if name not in frame.columns]
    faults.found.extend(missing_column(faults.files[table], name, frame) for name in missing)
    source = parse_crs(spec.crs)
    if source is None:
        faults.found.append(finding("C635", file=faults.files[table], crs=spec.crs))
    if not columns or missing or source is None or (spec.geopoint is None and len(columns) < 2):
        return None
    if spec.geopoint is not None:
        # A geopoint is "latitude longitude altitude accuracy" (ODK XForms specification).
        parts = frame[spec.geopoint].astype(object).where(frame[spec.geopoint].notna(), "").astype(str).str.split()
        y, x = (pd.to_numeric(parts.str[place], errors="coerce").to_numpy(dtype=float) for place in (0, 1))
    else:
        x, y = numbers(frame[columns[0]]).values, numbers(frame[columns[1]]).values
    off = (np.abs(x) > 180) | (np.abs(y) > 90) if source.is_geographic else np.zeros(len(x), dtype=bool)
    told = np.isfinite(x) & np.isfinite(y) & ~off
    moved = pyproj.Transformer.from_crs(source, city.crs, always_xy=True).transform(
        np.where(told, x, 0.0), np.where(told, y, 0.0)
    )
    placed = told & np.isfinite(moved[0]) & np.isfinite(moved[1])
    faults.tell("C633", table, pd.Series(off | (told & ~placed), index=frame.index), columns[0])
    return pd.DataFrame(
        {axis: np.where(placed, one, np.nan) for axis, one in zip("xy", moved, strict=True)}, frame.index
    )


def _holding(points: pd.DataFrame, units: gpd.GeoDataFrame, table: Table, faults: Faults) -> pd.Series:
    """The one unit that touches each point; none where there are none or several."""
    there = points["x"].notna().to_numpy()
    places = np.flatnonzero(there)
    at = shapely.points(points.to_numpy()[there])
    row, unit = shapely.STRtree(units.geometry.to_numpy()).query(at, predicate="intersects")
    count = np.bincount(places[row], minlength=len(points))
    found = np.full(len(points), None, dtype=object)
    found[places[row]] = units["unit"].to_numpy()[unit]
    found[count != 1] = None
    faults.tell("C631", table, pd.Series(there & (count == 0), index=points.index))
    faults.tell("C632", table, pd.Series(count > 1, index=points.index))
    return pd.Series(found, index=points.index, dtype=object)


def _declared(frame: pd.DataFrame, spec: SurveySpec, city: City, table: Table, faults: Faults) -> pd.Series | None:
    """The declared unit of every row; a code that the level does not have is missing, flagged and counted."""
    if spec.unit is None or spec.unit[0] not in city.units:
        return None
    level, column = spec.unit
    if column not in frame.columns:
        faults.found.append(missing_column(faults.files[table], column, frame))
        return None
    code = codes(frame[column])
    unknown = code.notna() & ~code.isin(city.units[level]["unit"])
    faults.tell("C636", table, unknown, column, level=level)
    return code.mask(unknown, None)


def _compare(
    unit: pd.Series, declared: pd.Series, told: tuple[str, str], city: City, table: Table, faults: Faults
) -> None:
    """Tell where point and declared unit disagree; the point counts."""
    finest = list(city.units)[-1]
    held = unit if told[0] == finest else unit.map(ancestors(city.units, finest)[told[0]])
    differ = held.notna() & declared.notna() & (held != declared)
    faults.tell("C637", table, differ, told[1], level=told[0])

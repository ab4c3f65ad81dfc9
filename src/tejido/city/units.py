"""The units of one level: codes, names, slivers and duplicates, from a frame of polygons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.city.columns import codes, numbers, tidy
from tejido.city.files import missing_column
from tejido.city.model import Level
from tejido.city.shapes import REPAIRED, canonical_order
from tejido.errors import Finding, finding
from tejido.tables import flags

SLIVER_M2 = 100.0
"""A unit smaller than this (m2) is a leftover of drawing, not a place where people live."""

NUMBERED = "*"
"""In place of a code column: the file has none, so units are numbered."""

UNIT = "__unit"

_NEAR = 1.0
"""Metres within which a sliver counts as touching a neighbour."""


@dataclass
class LevelRead:
    """A level as read: `units` with `unit, name, parent, municipality, area_km2, flags, geometry` (index unit, sorted;
    `parent` only where a column says so), and `attributes`, the file's other columns by unit.
    """

    level: Level
    units: gpd.GeoDataFrame
    attributes: pd.DataFrame


def read_units(frame: gpd.GeoDataFrame, level: Level, counts: Sequence[str], found: list[Finding]) -> LevelRead | None:
    """A level's units from its projected, valid polygons; `counts` are the columns that are summed when a sliver is merged.

    Units stand in the order of their codes. A code that stands on several rows is an error, or with
    ``duplicates = "suffix"`` becomes ``code``, ``code~2`` ... in an order that does not depend on the file's.
    """
    file = level.source.file
    polygons = (shapely.get_dimensions(frame.geometry.to_numpy()) == 2) & (frame.geometry.area > 0).to_numpy()
    if not polygons.all():
        found.append(finding("C112", file=file, count=int((~polygons).sum()), wanted="polygon"))
        frame = frame[polygons]
    coded = _coded(frame, level, found)
    if coded is None or coded.empty:
        return None
    frame = coded
    order = canonical_order(frame.geometry.to_numpy(), frame[UNIT].to_numpy())
    frame = _declared_missing(frame.iloc[order].reset_index(drop=True), level, found)
    _tell_duplicates(frame, level, found)
    frame = _suffixed(_slivers(frame, level, counts, found))
    return _split(frame, level, found)


def _coded(frame: gpd.GeoDataFrame, level: Level, found: list[Finding]) -> gpd.GeoDataFrame | None:
    """The rows with their code in the column `UNIT`; rows without code are left out, which is an error."""
    file = level.source.file
    if level.code == NUMBERED:
        return _numbered(frame, level, found)
    if level.code not in frame.columns:
        found.append(missing_column(file, level.code, frame))
        return None
    frame = frame.assign(**{UNIT: codes(frame[level.code]).to_numpy()})
    empty = frame[UNIT].isna()
    if empty.any():
        found.append(finding("C212", file=file, column=level.code, count=int(empty.sum())))
    return frame[~empty]


def _numbered(frame: gpd.GeoDataFrame, level: Level, found: list[Finding]) -> gpd.GeoDataFrame:
    """Codes for units that have none: their parent's code and a number, counted from north to south by a point inside."""
    points = shapely.get_coordinates(shapely.point_on_surface(frame.geometry.to_numpy())).round(3)
    held = codes(frame[level.parent]) if level.parent in frame.columns else pd.Series("", index=frame.index)
    prefix = held.fillna("").to_numpy()
    order = canonical_order(frame.geometry.to_numpy(), prefix)
    order = order[np.lexsort((points[order, 0], -points[order, 1], prefix[order].astype(str)))]
    number = pd.Series(prefix[order]).groupby(prefix[order]).cumcount().to_numpy() + 1
    width = max(3, len(str(number.max(initial=1))))
    made = np.empty(len(frame), dtype=object)
    made[order] = [f"{code}-{at:0{width}d}".lstrip("-") for code, at in zip(prefix[order], number, strict=True)]
    found.append(finding("C220", file=level.source.file, count=len(frame)))
    return frame.assign(**{UNIT: made})


def _split(frame: gpd.GeoDataFrame, level: Level, found: list[Finding]) -> LevelRead:
    file = level.source.file
    frame = frame.sort_values(UNIT).set_index(UNIT, drop=False)
    frame.index.name = None
    texts: dict[str, pd.Series] = {}
    for role, column in (("name", level.label), ("parent", level.parent), ("municipality", level.municipality)):
        if column is not None and column not in frame.columns:
            found.append(missing_column(file, column, frame))
            column = None
        texts[role] = codes(frame[column]) if column else pd.Series(None, index=frame.index, dtype=object)
    if level.slope is not None and level.slope not in frame.columns:
        found.append(missing_column(file, level.slope, frame))
    said = [" ".join(word for word, on in row if on) or None for row in zip(
        ((flags.SLIVER, bool(on)) for on in frame.geometry.area < SLIVER_M2), ((flags.REPAIRED, bool(on)) for on in frame[REPAIRED]),
        strict=True,
    )]  # fmt: skip
    units = gpd.GeoDataFrame(
        {
            "unit": frame[UNIT], "name": _names(frame, level, texts["name"]), "parent": texts["parent"],
            "municipality": texts["municipality"], "population": np.nan, "area_km2": frame.geometry.area / 1e6,
            "flags": pd.Series(said, index=frame.index, dtype=object),
        },
        geometry=frame.geometry, crs=frame.crs,
    )  # fmt: skip
    attributes = tidy(pd.DataFrame(frame.drop(columns=["geometry", UNIT, REPAIRED])))
    return LevelRead(level, units, attributes)


def _names(frame: gpd.GeoDataFrame, level: Level, labels: pd.Series) -> pd.Series:
    """Names as people use them; numbered units add their number to a name that they share."""
    names = labels.fillna(frame[UNIT])
    if level.code == NUMBERED and level.label is not None:
        names = names + " " + frame[UNIT].str.rsplit("-", n=1).str[-1]
    return names


def _declared_missing(frame: gpd.GeoDataFrame, level: Level, found: list[Finding]) -> gpd.GeoDataFrame:
    """Rows in which all columns of a declared set hold the same value were not measured: these columns become missing."""
    for rule in level.missing:
        absent = [column for column in rule.columns if column not in frame.columns]
        found.extend(missing_column(level.source.file, column, frame) for column in absent)
        if absent or not rule.columns:
            continue
        hit = np.all([numbers(frame[column]).values == rule.value for column in rule.columns], axis=0)
        found.append(
            finding(
                "C310", file=level.source.file, column=", ".join(rule.columns), count=int(hit.sum()), value=rule.value
            )
        )
        frame = frame.assign(**{column: frame[column].mask(hit) for column in rule.columns})
    return frame


def _slivers(frame: gpd.GeoDataFrame, level: Level, counts: Sequence[str], found: list[Finding]) -> gpd.GeoDataFrame:
    sliver = (frame.geometry.area < SLIVER_M2).to_numpy()
    if not sliver.any() or sliver.all():
        return frame
    merges = level.slivers == "merge"
    found.append(
        finding("C205" if merges else "C204", file=level.source.file, count=int(sliver.sum()), limit=SLIVER_M2)
    )
    if not merges:
        return frame
    frame = frame.copy()
    for row in np.flatnonzero(sliver).tolist():
        host = _host(frame, row, np.flatnonzero(~sliver))
        frame.loc[host, "geometry"] = shapely.union(frame.geometry.iloc[host], frame.geometry.iloc[row])
        for column in counts:
            if column in frame.columns:
                values = numbers(frame[column]).values.copy()
                both = values[np.array([host, row])]
                values[host] = np.nansum(both) if np.isfinite(both).any() else np.nan
                frame[column] = values
    return frame[~sliver].reset_index(drop=True)


def _host(frame: gpd.GeoDataFrame, row: int, hosts: np.ndarray) -> int:
    """The unit that takes a sliver in: one of the same code, else the longest shared border, else the nearest."""
    same = hosts[frame[UNIT].to_numpy()[hosts] == frame[UNIT].iloc[row]]
    hosts = same if len(same) else hosts
    shapes, own = frame.geometry.to_numpy()[hosts], frame.geometry.iloc[row]
    distance = shapely.distance(shapes, own)
    touching = np.flatnonzero(distance <= _NEAR)
    if len(touching):
        shared = shapely.length(shapely.intersection(shapely.boundary(shapes[touching]), shapely.buffer(own, _NEAR)))
        return int(hosts[touching[np.argmax(shared)]])
    return int(hosts[np.argmin(distance)])


def _tell_duplicates(frame: gpd.GeoDataFrame, level: Level, found: list[Finding]) -> None:
    repeated = sorted(set(frame[UNIT][frame[UNIT].duplicated()]))
    if repeated:
        code = "C202" if level.duplicates == "suffix" else "C201"
        examples = ", ".join(repeated[:5])
        found.append(finding(code, file=level.source.file, column=level.code, count=len(repeated), examples=examples))


def _suffixed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Every row under a code of its own: ``code``, ``code~2`` ... by the order of the geometry."""
    place = frame.groupby(UNIT).cumcount().to_numpy()
    unit = [code if at == 0 else f"{code}~{at + 1}" for code, at in zip(frame[UNIT], place, strict=True)]
    return frame.assign(**{UNIT: unit})

"""What lies in a unit, and how figures move between a unit and what holds it.

`units` is always a frame with the columns `unit` (text, unique) and `geometry` in a projected system; areas are in m2.
"""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.errors import Finding, fail, finding

Floats = NDArray[np.float64]


class Counted(NamedTuple):
    """`counts` by unit; how many points fell `outside` every unit, and how many in `several`."""

    counts: pd.Series
    outside: int
    several: int


class Shared(NamedTuple):
    """`values` by unit, NaN where they could not be shared out, and what was found on the way."""

    values: pd.Series
    findings: tuple[Finding, ...]


def by_class(units: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> pd.DataFrame:
    """Area of each unit under polygons of each class: `unit`, `class`, `area` (m2), sorted; classes absent have no row.

    `polygons` has the columns `class` and `geometry`. Where polygons of one class overlap, the ground counts once.
    """
    rows, shared = pieces(units, polygons)
    classes = polygons["class"].to_numpy()[rows[1]]
    frame = pd.DataFrame({"unit": units["unit"].to_numpy()[rows[0]], "class": classes})
    return _union_areas(frame, shared, ["unit", "class"])


def area_under(units: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> pd.Series:
    """Area (m2) of each unit under any of `polygons`, the ground counted once; indexed by unit, 0 where there is
    none.
    """
    rows, shared = pieces(units, polygons)
    areas = _union_areas(pd.DataFrame({"unit": units["unit"].to_numpy()[rows[0]]}), shared, ["unit"])
    return areas.set_index("unit")["area"].reindex(units["unit"], fill_value=0.0)


def count_points(units: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> Counted:
    """Points in each unit, or the sum of their column `weight` where there is one; indexed by unit.

    A point in two units (they overlap, or it stands on their border) is split equally between them, so that the city's
    total is not inflated; how many, and how many points lie outside every unit, is told beside the counts.

    Raises:
        TejidoError: T301 a point's weight is missing, infinite or negative.
    """
    weight = points["weight"].to_numpy(dtype=float) if "weight" in points else np.ones(len(points))
    wrong = int((~(np.isfinite(weight) & (weight >= 0))).sum())
    if wrong:
        raise fail("T301", count=wrong)
    tree = shapely.STRtree(units.geometry.to_numpy())
    point, unit = tree.query(points.geometry.to_numpy(), predicate="intersects")
    found = np.bincount(point, minlength=len(points))
    order = np.lexsort((point, unit))
    part = weight[point[order]] / found[point[order]]
    counts = np.bincount(unit[order], weights=part, minlength=len(units))
    series = pd.Series(counts, index=units["unit"].to_numpy(), name="count")
    return Counted(series, int((found == 0).sum()), int((found > 1).sum()))


def pieces(units: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Rows of `units` and `polygons` (or other shapes) that meet, (2, pairs), and what they share: one geometry per pair."""
    shapes, others = units.geometry.to_numpy(), polygons.geometry.to_numpy()
    rows = shapely.STRtree(others).query(shapes, predicate="intersects")
    rows = rows[:, np.lexsort((rows[1], rows[0]))]
    # Most polygons of a map of land use lie wholly in one unit: only the others have to be cut.
    shared = others[rows[1]].copy()
    shapely.prepare(shapes)
    cut = ~shapely.contains(shapes[rows[0]], shared)
    shared[cut] = shapely.intersection(shapes[rows[0][cut]], shared[cut])
    return rows, shared


def share_out(totals: pd.Series, units: pd.DataFrame, by: str) -> Shared:
    """Divide a coarser unit's count among its units in proportion to their column `by` (people, dwellings, area).

    `totals` is indexed by the coarser unit's code; `units` has the columns `unit`, `parent` and `by`. The parts of a
    total sum to it. A missing weight counts as none, a missing total gives missing parts. What cannot be shared out is
    missing and told: T302 the units inside have no weight at all, T303 a total has no unit inside.

    Raises:
        TejidoError: T304 a weight is negative or infinite.
    """
    weight = units[by].astype(float)
    wrong = int(((weight < 0) | np.isinf(weight)).sum())
    if wrong:
        raise fail("T304", column=by, by=by, count=wrong)
    weight = weight.fillna(0.0)
    whole = weight.groupby(units["parent"]).transform("sum")
    total = units["parent"].map(totals).astype(float)
    values = (total * weight / whole.where(whole > 0)).where(total != 0, 0.0)
    values.index = pd.Index(units["unit"], name="unit")
    needed = totals[totals.notna() & (totals != 0)]
    sums = weight.groupby(units["parent"]).sum()
    empty = sorted(str(code) for code in needed.index if code in sums.index and sums[code] == 0)
    alone = sorted(str(code) for code in needed.index if code not in sums.index)
    findings = [finding("T302", column=by, by=by, unit=code) for code in empty] + [
        finding("T303", unit=code) for code in alone
    ]
    return Shared(values, tuple(findings))


def _union_areas(keys: pd.DataFrame, pieces: NDArray[np.object_], by: list[str]) -> pd.DataFrame:
    """Area of the union of the pieces that share a key, rows without area left out."""
    area = shapely.area(pieces)
    keep = np.flatnonzero(area > 0)
    groups = keys.iloc[keep].groupby(by, sort=True)
    number = groups.ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    starts = np.flatnonzero(np.diff(number[order], prepend=-1))
    sums = np.add.reduceat(area[keep][order], starts) if len(order) else np.empty(0)
    sizes = np.diff(np.append(starts, len(order)))
    for group in np.flatnonzero(sizes > 1):
        rows = keep[order[starts[group] : starts[group] + sizes[group]]]
        sums[group] = shapely.area(shapely.union_all(pieces[rows]))
    firsts = keys.iloc[keep[order[starts]]].reset_index(drop=True)
    return firsts.assign(area=sums)

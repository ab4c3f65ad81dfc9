"""Layers by role, and the streets."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj

from tejido.city.columns import codes, numbers
from tejido.city.files import Files, missing_column
from tejido.city.model import LayerSpec
from tejido.city.shapes import canonical_order, parse_crs, project, with_geometry
from tejido.errors import Finding, finding
from tejido.territory import lines

STREETS, SLOPE = "streets", "slope"
"""Roles that mean something to every catalogue: what is walked on, and how steep the ground is."""


def read_layer(spec: LayerSpec, files: Files, crs: str, found: list[Finding]) -> gpd.GeoDataFrame | None:
    """A layer in the city's reference system: `geometry`, `class` where declared, `weight` and `value` where a weight is declared
    (what cannot be a count weighs 0, its value is as read), in canonical row order.
    """
    raw = files.frame(spec.source)
    located = None if raw is None else with_geometry(raw, spec.source, found)
    if located is None:
        return None
    frame = _chosen(project(located, crs, spec.source.file, found), spec, found)
    columns = {"geometry": frame.geometry}
    if spec.class_column is not None and spec.class_column in frame.columns:
        columns["class"] = codes(frame[spec.class_column])
    if spec.weight is not None:
        columns["weight"], columns["value"] = _weights(frame, spec, found)
    done = gpd.GeoDataFrame(columns, geometry="geometry", crs=crs)
    if done.empty:
        found.append(finding("C403", file=spec.source.file, role=spec.role))
        return None
    keys = [done[name].to_numpy() for name in ("class", "value") if name in done.columns]
    return done.iloc[canonical_order(done.geometry.to_numpy(), *keys)].reset_index(drop=True)


def _chosen(frame: gpd.GeoDataFrame, spec: LayerSpec, found: list[Finding]) -> gpd.GeoDataFrame:
    """Rows whose class is not excluded."""
    if spec.class_column is None:
        return frame
    if spec.class_column not in frame.columns:
        found.append(missing_column(spec.source.file, spec.class_column, frame))
        return frame
    out = codes(frame[spec.class_column]).isin(spec.exclude)
    if out.any():
        found.append(
            finding(
                "C406", file=spec.source.file, role=spec.role, count=int(out.sum()), classes=", ".join(spec.exclude)
            )
        )
    return frame[~out]


def _weights(frame: gpd.GeoDataFrame, spec: LayerSpec, found: list[Finding]) -> tuple[pd.Series, pd.Series]:
    """The column of weights as counts, and as read."""
    assert spec.weight is not None
    if spec.weight not in frame.columns:
        found.append(missing_column(spec.source.file, spec.weight, frame))
        return pd.Series(1.0, index=frame.index), pd.Series(np.nan, index=frame.index)
    read = pd.Series(numbers(frame[spec.weight]).values, index=frame.index)
    counts = read >= 0
    if not counts.all():
        found.append(finding("C410", file=spec.source.file, column=spec.weight, count=int((~counts).sum())))
    return read.where(counts, 0.0), read


def read_streets(spec: LayerSpec, files: Files, crs: str, found: list[Finding]) -> pd.DataFrame | None:
    """Walkable street pieces ``x1 y1 x2 y2`` in metres, from lines or from a table of node pairs (`ends`)."""
    raw = files.frame(spec.source)
    if raw is None:
        return None
    if spec.ends is not None:
        pieces = _from_pairs(raw, spec, crs, found)
    else:
        located = with_geometry(raw, spec.source, found)
        drawn = None if located is None else _chosen(project(located, crs, spec.source.file, found), spec, found)
        pieces = None if drawn is None else lines.segments(drawn.geometry.to_numpy())
    if pieces is not None and pieces.empty:
        found.append(finding("C405", file=spec.source.file))
        return None
    return pieces


def _from_pairs(frame: pd.DataFrame, spec: LayerSpec, crs: str, found: list[Finding]) -> pd.DataFrame | None:
    assert spec.ends is not None
    absent = [name for name in spec.ends if name not in frame.columns]
    found.extend(missing_column(spec.source.file, name, frame) for name in absent)
    own = parse_crs(spec.source.crs) if spec.source.crs else None
    if own is None:
        found.append(finding("C109" if spec.source.crs else "C105", file=spec.source.file, crs=spec.source.crs or "?"))
    if absent or own is None:
        return None
    if spec.class_column is not None and spec.class_column in frame.columns:
        frame = frame[~codes(frame[spec.class_column]).isin(spec.exclude)]
    ends = np.column_stack([numbers(frame[name]).values for name in spec.ends])
    to = pyproj.Transformer.from_crs(own, crs, always_xy=True)
    first, second = to.transform(ends[:, 0], ends[:, 1]), to.transform(ends[:, 2], ends[:, 3])
    return lines.canonical_segments(np.column_stack([*first, *second]))

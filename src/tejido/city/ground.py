"""What makes a city recognisable on a map: its streets as lines, with their class and name, from the layer it declares."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.city.columns import codes, numbers
from tejido.city.files import Files
from tejido.city.layers import STREETS
from tejido.city.model import City, LayerSpec
from tejido.city.shapes import project, with_geometry
from tejido.errors import Finding

NAME = "name"
"""The column with the names of streets, as OpenStreetMap and most cadastres call it; a file without it has streets without names."""


def street_lines(city: City) -> gpd.GeoDataFrame:
    """Every street that the city declares, those on which nobody walks included: `class` and `name` (missing where the file does
    not tell) and lines in the city's reference system; no rows where it declares none.

    Nothing is told here: what is wrong with the file was told when it was read as the network that is walked.
    """
    spec = city.config.layers.get(STREETS)
    nothing = gpd.GeoDataFrame({"class": [], "name": []}, geometry=[], crs=city.crs)
    if spec is None:
        return nothing
    told: list[Finding] = []
    raw = Files(city.folder, city.data, told).frame(spec.source)
    located = None if raw is None else _located(raw, spec, told)
    if located is None:
        return nothing
    frame = project(located, city.crs, spec.source.file, told)
    frame = frame[frame.geometry.geom_type.isin(["LineString", "MultiLineString"])]
    columns = {"class": _text(frame, spec.class_column), "name": _text(frame, NAME)}
    return gpd.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs=city.crs)


def _located(raw: pd.DataFrame, spec: LayerSpec, told: list[Finding]) -> gpd.GeoDataFrame | None:
    """The rows as lines, also where each is a pair of nodes."""
    if spec.ends is None:
        return with_geometry(raw, spec.source, told)
    if not set(spec.ends) <= set(raw.columns) or spec.source.crs is None:
        return None
    pairs = np.column_stack([numbers(raw[name]).values for name in spec.ends]).reshape(-1, 2, 2)
    whole = np.isfinite(pairs).all(axis=(1, 2))
    return gpd.GeoDataFrame(raw[whole], geometry=shapely.linestrings(pairs[whole]), crs=spec.source.crs)


def _text(frame: gpd.GeoDataFrame, column: str | None) -> pd.Series:
    """A column as text, missing where there is none."""
    if column is None or column not in frame.columns:
        return pd.Series(None, index=range(len(frame)), dtype="str")
    return codes(frame[column]).reset_index(drop=True)

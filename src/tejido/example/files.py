"""Writing the example's files so that the same city gives the same bytes: no clock, no host, fixed order and rounding.

Every file says that it is synthetic, in its name and in a column `synthetic`.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely


def named(folder: Path, stem: str, ending: str) -> Path:
    """The path of a file whose name says that it is synthetic."""
    return folder / f"{stem}_synthetic.{ending}"


def write_geojson(frame: gpd.GeoDataFrame, path: Path) -> None:
    """A frame in degrees as GeoJSON (RFC 7946), one feature per line, in the order of its rows."""
    columns = frame.drop(columns=frame.geometry.name).assign(synthetic=True)
    rows = columns.to_dict("records")
    lines = [
        json.dumps(
            {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)},
            ensure_ascii=False, separators=(",", ":"), default=_plain,
        )
        for row, shape in zip(rows, shapely.force_2d(frame.geometry.to_numpy()), strict=True)
    ]  # fmt: skip
    head = f'{{"type":"FeatureCollection","name":"{path.stem}","features":[\n'
    path.write_bytes((head + ",\n".join(lines) + "\n]}\n").encode())


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"no JSON for {type(value).__name__}")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """A table as CSV (UTF-8, commas, a missing answer is an empty cell)."""
    path.write_bytes(frame.assign(synthetic="true").to_csv(index=False, lineterminator="\n").encode())


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """A table as Parquet."""
    frame.assign(synthetic=True).to_parquet(path, index=False, compression="zstd")


def write_json(data: object, path: Path) -> None:
    """Plain data as readable JSON."""
    path.write_bytes((json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n").encode())


def write_text(text: str, path: Path) -> None:
    """Text with Unix line ends on every system."""
    path.write_bytes(text.encode())

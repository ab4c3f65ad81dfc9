"""The units of a level as GeoJSON, with what their figures mean inside the file."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import shapely

from tejido.release import tidy
from tejido.release.readable import Readable
from tejido.tables import EVERYBODY
from tejido.words import LANGUAGES

DECIMALS = 6
"""Of a degree: a tenth of a metre."""
DIGITS = 6
"""Significant digits of a figure."""

__all__ = ["geojson"]


def geojson(release: Readable, level: str, units: pd.DataFrame) -> str:
    """A feature per unit with everybody's figures of `units` (`tidy.wide`); a figure that is missing or protected is left out.

    Beside ``features`` stand, by language, ``about`` (city, period, method, licence) and ``definitions`` (by id: name, what it is,
    measured in), as RFC 7946 section 6.1 allows.
    """
    units = units[units["group"] == EVERYBODY].drop(columns="group").set_index("unit", drop=False)
    shapes = release.geometry(level).set_index("unit")["geometry"]
    shapes = shapes.loc[sorted(shapes.index)]
    drawn = shapely.to_geojson(shapely.set_precision(shapes.to_numpy(), 10.0**-DECIMALS, mode="pointwise"))
    columns = units.reindex(shapes.index).to_dict("list")
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(shape),
            "properties": {name: _plain(cells[place]) for name, cells in columns.items() if not _missing(cells[place])},
        }
        for place, shape in enumerate(drawn)
    ]
    return json.dumps(
        {
            "type": "FeatureCollection",
            "name": f"{release.meta['city']['code']} {release.meta['period']} {level}",
            "about": {lang: dict(tidy.about(release, lang).itertuples(index=False)) for lang in LANGUAGES},
            "definitions": {lang: _definitions(release, lang) for lang in LANGUAGES},
            "features": features,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _definitions(release: Readable, lang: str) -> dict[str, dict[str, Any]]:
    rows = tidy.definitions(release, lang)[["id", "name", "definition", "measure_unit"]]
    return {str(row["id"]): {str(name): cell for name, cell in row.items() if name != "id" and not _missing(cell)}
            for row in rows.to_dict("records")}  # fmt: skip


def _missing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def _plain(cell: Any) -> Any:
    """A cell as JSON has it."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else float(f"{cell:.{DIGITS}g}")
    return cell

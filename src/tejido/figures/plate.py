"""A map for print: the picture of `mapsvg` with its legend and its source in one file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from tejido.figures.chart import HALF, LINE, SMALL, WIDTH, block, num, page, rect, size_of
from tejido.figures.chart_text import wrap
from tejido.figures.mapsvg import fill, ground
from tejido.figures.palette import LIGHT

_BESIDE, _TALL = 500, 0.72
"""Width of a map with its legend at its right, and how high for its width a city must be for that."""
_SWATCH, _GAP = 26.0, 20.0
_STYLE = (
    "<style>.plate-map .labels text{paint-order:stroke;stroke-width:3px;stroke-linejoin:round;"
    f"stroke:{LIGHT['card']}}}</style>"
)
"""Names stay readable over dark units."""

__all__ = ["plate"]


def plate(
    geometry: gpd.GeoDataFrame,
    steps: pd.Series,
    colours: Sequence[str],
    legend: Sequence[tuple[int, str]],
    *,
    heading: str = "",
    source: str = "",
    half: bool = False,
    ident: str = "plate",
    **drawing: Any,
) -> str:
    """A choropleth over the width of the text or, with `half`, beside another: classes, hatching for few answers, dots where too
    few people live to show it, grey without data, borders, water, streets, names, scale bar and north, legend, source.

    Args:
        geometry: columns ``unit`` and ``geometry`` in EPSG:4326.
        steps: class per unit (index ``unit``): 0 for the lowest and up, or `NO_DATA`, `PROTECTED`, `WEAK`.
        colours: of the classes from 0 up.
        legend: class and its words, in order; every class on the map must have its own.
        heading: what is shown and its unit of measure, above the legend.
        source: a line under the map.
        half: 7.8 cm wide instead of 16.
        ident: prefix of the ids inside the picture, unique in the document.
        drawing: `outlines`, `labels` and `terrain` as for `mapsvg.ground`.

    Raises:
        ValueError: a class on the map that the legend does not explain.
    """
    found = set(steps.reindex(geometry["unit"]).fillna(-1).astype(int))
    if unexplained := sorted(found - {step for step, _ in legend}):
        raise ValueError(f"classes on the map without words in the legend: {unexplained}")
    width = HALF if half else WIDTH
    west, south, east, north = geometry.total_bounds
    beside = not half and (north - south) > _TALL * (east - west)
    made = ground(geometry, width=_BESIDE if beside else int(width), ident=ident, **drawing).paint(steps, colours)
    wide, high = size_of(made.head)
    keys = [(fill(step, colours, ident), words) for step, words in legend]
    if beside:
        words, foot = _legend(keys, heading, wide + _GAP, 16, width - wide - _GAP, 1)
        foot = max(foot, high)
    else:
        words, foot = _legend(keys, heading, 0, high + 22, width, 1 if half else 2)
    parts = [_STYLE, rect(0, 0, wide, high, "water"), _framed(made.body, wide, high), words]
    if source:
        lines = wrap(source, width, SMALL)
        parts.append(block(0, foot + 18, lines, size=SMALL, ink="muted"))
        foot += 12 + LINE * len(lines)
    return page(parts, width, foot + 2)


def _framed(body: str, width: float, height: float) -> str:
    """The map cut at its frame: borders of coarser units go on beyond it."""
    wide, high = num(width), num(height)
    return f'<svg class="plate-map" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">{body}</svg>'


def _legend(
    keys: Sequence[tuple[str, str]], heading: str, x: float, y: float, width: float, columns: int
) -> tuple[str, float]:
    """The classes in columns, filled one after the other, from the baseline `y`; and where they end."""
    parts = []
    if heading:
        lines = wrap(heading, width, SMALL, bold=True)
        parts.append(block(x, y, lines, size=SMALL, bold=True))
        y += 6 + LINE * len(lines)
    room = (width - _GAP * (columns - 1)) / columns
    rows = -(-len(keys) // columns)
    foot = y
    for column in range(columns):
        base = y
        for colour, words in keys[column * rows : (column + 1) * rows]:
            left = x + column * (room + _GAP)
            lines = wrap(words, room - _SWATCH, SMALL)
            parts.append(rect(left + 0.5, base - 10.5, 18, 13, colour, edge="edge"))
            parts.append(block(left + _SWATCH, base, lines, size=SMALL))
            base += 5 + 16 * len(lines)
        foot = max(foot, base)
    return "".join(parts), foot - 10

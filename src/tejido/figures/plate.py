"""A map for print: the picture of `mapsvg` with its legend and its source in one file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from tejido.figures.chart import HALF, LINE, SMALL, WIDTH, block, num, page, rect, size_of
from tejido.figures.chart import legend as flowing
from tejido.figures.chart_text import wrap
from tejido.figures.mapsvg import fill, ground
from tejido.figures.palette import LIGHT

_ROOM = (520.0, 490.0)
"""The most that a map is wide and high, so that with its legend at the right it takes no more than half a page."""
_HIGHEST = {False: 300.0, True: 210.0}
"""The most that a map of half width is high, by whether it is `low`."""
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
    low: bool = False,
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
        low: of half width, and low enough for a page that holds much else.
        ident: prefix of the ids inside the picture, unique in the document.
        drawing: `outlines`, `labels` and `terrain` as for `mapsvg.ground`.

    Raises:
        ValueError: a class on the map that the legend does not explain.
    """
    found = set(steps.reindex(geometry["unit"]).fillna(-1).astype(int))
    if unexplained := sorted(found - {step for step, _ in legend}):
        raise ValueError(f"classes on the map without words in the legend: {unexplained}")
    width = HALF if half else WIDTH
    room = {"width": int(HALF), "highest": _HIGHEST[low]} if half else {"width": _wide(geometry, *_ROOM)}
    made = ground(geometry, ident=ident, **room, **drawing).paint(steps, colours)
    wide, high = size_of(made.head)
    keys = [(fill(step, colours, ident), words) for step, words in legend]
    words, foot = (
        _under(keys, heading, high) if half else _legend(keys, heading, wide + _GAP, 16.0, width - wide - _GAP)
    )
    foot = max(foot, high)
    parts = [_STYLE, rect(0, 0, wide, high, "water"), _framed(made.body, wide, high), words]
    if source:
        lines = wrap(source, width, SMALL)
        parts.append(block(0, foot + 18, lines, size=SMALL, ink="muted"))
        foot += 12 + LINE * len(lines)
    return page(parts, width, foot + 2)


def _wide(geometry: gpd.GeoDataFrame, widest: float, highest: float) -> int:
    """Width of a map that is neither wider nor higher; the height follows from the city, as in `mapsvg.ground`."""
    west, south, east, north = geometry.total_bounds
    ratio = (north - south) / max((east - west) * math.cos(math.radians((south + north) / 2)), 1e-9)
    return int(min(widest, highest / min(max(ratio, 0.62), 1.25)))


def _framed(body: str, width: float, height: float) -> str:
    """The map cut at its frame: borders of coarser units go on beyond it."""
    wide, high = num(width), num(height)
    return f'<svg class="plate-map" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">{body}</svg>'


def _under(keys: Sequence[tuple[str, str]], heading: str, high: float) -> tuple[str, float]:
    """The classes one after the other under a map so high, and where they end."""
    lines = wrap(heading, HALF, SMALL, bold=True) if heading else []
    top = high + 20
    words, foot = flowing([(_swatch(-9, -6.5, colour), said) for colour, said in keys], top + LINE * len(lines), HALF)
    return block(0, top, lines, size=SMALL, bold=True) + words, foot - LINE + 4


def _swatch(x: float, y: float, colour: str) -> str:
    return rect(x + 0.5, y, 18, 13, colour, edge="edge")


def _legend(keys: Sequence[tuple[str, str]], heading: str, x: float, y: float, width: float) -> tuple[str, float]:
    """The classes one under the other from the baseline `y`, and where they end."""
    parts = []
    if heading:
        lines = wrap(heading, width, SMALL, bold=True)
        parts.append(block(x, y, lines, size=SMALL, bold=True))
        y += 6 + LINE * len(lines)
    for colour, words in keys:
        lines = wrap(words, width - _SWATCH, SMALL)
        parts.append(_swatch(x, y - 10.5, colour))
        parts.append(block(x + _SWATCH, y, lines, size=SMALL))
        y += 5 + 16 * len(lines)
    return "".join(parts), y - 10

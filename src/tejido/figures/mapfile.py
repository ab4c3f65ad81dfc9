"""A map picture as a file by itself: with its title, its legend and what a style sheet would have given it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from tejido.figures.mapsvg import PADDING
from tejido.figures.palette import LIGHT

_LINE = 22
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_STYLE = (
    f"text{{font-family:sans-serif;fill:{LIGHT['ink']}}}"
    # Names stay readable over dark units.
    f".labels text{{paint-order:stroke;stroke:{LIGHT['card']};stroke-width:3px;stroke-linejoin:round}}"
    f".s-none{{fill:{LIGHT['track']}}}"
)

__all__ = ["map_file"]


def map_file(picture: str, title: str, legend: Sequence[tuple[int, str, str]], note: str = "") -> str:
    """The SVG file of a map.

    Args:
        picture: the ``svg`` element that `map_svg` gives.
        title: stands above it.
        legend: class, its colour and its words, in order. Units of these classes get a line of their colour, so that small
            ones are seen as well.
        note: one line more, such as that a city is synthetic.
    """
    found = _SIZE.search(picture)
    assert found is not None, "a picture without a view box is none of ours"
    width, height = float(found[1]), float(found[2])
    style = _STYLE + "".join(
        f".b{step}{{stroke:{colour};stroke-width:2.5;stroke-linejoin:round}}" for step, colour, _ in legend if step >= 0
    )
    lines = [f'<text x="{PADDING}" y="26" font-size="18" font-weight="bold">{escape(title)}</text>']
    x, y = float(PADDING), 50.0
    for step, colour, words in legend:
        fill = colour if step >= 0 else LIGHT["track"]
        lines.append(
            f'<rect x="{x:.0f}" y="{y - 11:.0f}" width="13" height="13" fill="{fill}" stroke="{LIGHT["edge"]}" stroke-width="0.5"/>'
            f'<text x="{x + 19:.0f}" y="{y:.0f}" font-size="13">{escape(words)}</text>'
        )
        x += 19 + 7.2 * len(words) + 22
    if note:
        y += _LINE
        lines.append(f'<text x="{PADDING}" y="{y:.0f}" font-size="13">{escape(note)}</text>')
    top = y + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{top + height:.0f}" viewBox="0 0 {width:.0f} {top + height:.0f}">'
        f'<style>{style}</style><rect width="100%" height="100%" fill="{LIGHT["card"]}"/>{"".join(lines)}'
        f'<svg y="{top:.0f}" width="{width:.0f}" height="{height:.0f}">{picture}</svg></svg>\n'
    )

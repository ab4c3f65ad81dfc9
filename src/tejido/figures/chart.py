"""The paper on which the charts of the report are drawn: sizes, lines and words as SVG that stands by itself.

A chart is 720 or (beside another) 351 units wide, which on A4 are 16 and 7.8 cm; so 13 units are 8.2 points. What is drawn rests
on nothing outside the file, so that a browser, Typst and a rasteriser show the same. Words come in as the
reader's language writes them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from tejido.figures.chart_text import FONTS, text_width, wrap
from tejido.figures.dumbbell import INKS, SHAPES
from tejido.figures.palette import LIGHT

WIDTH, HALF = 720.0, 351.0
"""Units of a picture over the whole 16 cm of the text, and of one of two beside each other (7.8 cm)."""
BODY, SMALL = 14.0, 13.0
"""Sizes of letters, in units: 8.8 and 8.2 points at print width."""
LINE = 17.0
"""From one line of text to the next."""

Tick = tuple[float, str]
"""A place on an axis and how it is written there."""

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


class Scale:
    """From figures to places along an axis: the first of `ticks` lies at `start`, the last at `stop` (units of the picture).

    Raises:
        ValueError: fewer than two ticks, or ticks that do not go up.
    """

    def __init__(self, ticks: Sequence[Tick], start: float, stop: float) -> None:
        places = [place for place, _ in ticks]
        if len(ticks) < 2 or any(not one < other for one, other in pairwise(places)):
            raise ValueError(f"an axis needs two ticks or more that go up, not {places}")
        self.ticks, self.low, self.high = tuple(ticks), places[0], places[-1]
        self.start, self.stop = start, stop

    def __call__(self, value: float) -> float:
        """The place of a figure.

        Raises:
            ValueError: it lies beyond the axis or is not finite: drawn at the edge, it would be another figure.
        """
        if not self.low <= value <= self.high:
            raise ValueError(f"{value} lies outside the axis from {self.low} to {self.high}")
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)

    def cut(self, value: float) -> float:
        """The place of an interval's end, which may lie beyond the axis: then that of the axis' end."""
        return self(min(max(value, self.low), self.high))


def num(value: float) -> str:
    """A length as it is written in a picture: a tenth of a unit, no more digits than it needs."""
    if not math.isfinite(value):
        raise ValueError("a figure that is missing has no place in a picture")
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def page(parts: Sequence[str], width: float, height: float) -> str:
    """The whole picture, on white."""
    wide, high = num(width), num(math.ceil(height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'font-family="{FONTS}" font-size="{num(BODY)}" fill="{LIGHT["ink"]}">'
        f'<rect width="{wide}" height="{high}" fill="{LIGHT["card"]}"/>{"".join(parts)}</svg>\n'
    )


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a picture, in its units.

    Raises:
        ValueError: it has no view box that begins at 0 0.
    """
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("a picture without a view box is none of ours")
    return float(found[1]), float(found[2])


def text(
    x: float, y: float, words: str, *, size: float = BODY, anchor: str = "start", bold: bool = False, ink: str = "ink"
) -> str:
    """One line of words on the baseline `y`; `ink` is a token of the palette or a colour."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{num(x)}" y="{num(y)}"{_letters(size, bold, ink)}{place}>{escape(words, quote=False)}</text>'


def block(x: float, y: float, lines: Sequence[str], *, size: float = BODY, bold: bool = False, ink: str = "ink") -> str:
    """Lines of one text, the first on the baseline `y`, as a single element: it is read and copied as one."""
    if len(lines) < 2:
        return "" if not lines else text(x, y, lines[0], size=size, bold=bold, ink=ink)
    step = LINE * size / BODY
    spans = " ".join(
        f'<tspan x="{num(x)}" y="{num(y + place * step)}">{escape(words, quote=False)}</tspan>'
        for place, words in enumerate(lines)
    )
    return f"<text{_letters(size, bold, ink)}>{spans}</text>"


def centred(
    x: float, middle: float, lines: Sequence[str], *, size: float = BODY, bold: bool = False, ink: str = "ink"
) -> str:
    """Lines of one text around the height `middle`."""
    first = middle - LINE * size / BODY * (len(lines) - 1) / 2 + size * 0.36
    return block(x, first, lines, size=size, bold=bold, ink=ink)


def _letters(size: float, bold: bool, ink: str) -> str:
    """What differs from the letters of the page."""
    parts = ("" if size == BODY else f' font-size="{num(size)}"', ' font-weight="600"' if bold else "")
    return "".join(parts) + ("" if ink == "ink" else f' fill="{LIGHT.get(ink, ink)}"')


def legend(entries: Sequence[tuple[str, str]], y: float, width: float = WIDTH) -> tuple[str, float]:
    """Signs and their words one after the other from the baseline `y`, in as many lines as they need.

    Args:
        entries: what is drawn around 0 0 in a square of 16, and what it means.
        y: baseline of the first line.
        width: of a line.

    Returns:
        What is drawn, and the baseline under the last line.
    """
    parts, x = [], 0.0
    for drawn, words in entries:
        lines = wrap(words, width - 22, SMALL)
        wide = 22 + max(text_width(one, SMALL) for one in lines)
        if x and x + wide > width:
            x, y = 0.0, y + LINE + 3
        parts.append(f'<g transform="translate({num(x + 8)} {num(y - 4.5)})">{drawn}</g>')
        parts.append(block(x + 22, y, lines, size=SMALL))
        x, y = x + wide + 20, y + LINE * (len(lines) - 1)
    return "".join(parts), y + LINE + 3


def line(x1: float, y1: float, x2: float, y2: float, ink: str, width: float = 1.0, dash: str = "") -> str:
    """A straight line in a token of the palette (or a colour)."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{num(x1)}" y1="{num(y1)}" x2="{num(x2)}" y2="{num(y2)}" stroke="{LIGHT.get(ink, ink)}" '
        f'stroke-width="{num(width)}"{dashed}/>'
    )


def rect(x: float, y: float, width: float, height: float, fill: str, *, edge: str = "", dash: str = "", css: str = "") -> str:  # fmt: skip
    """A box; `fill` and `edge` are tokens of the palette, colours or ``none``; `css` names what it is."""
    rim = f' stroke="{LIGHT.get(edge, edge)}"' if edge else ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    named = f' class="{css}"' if css else ""
    return (
        f'<rect{named} x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}" '
        f'fill="{LIGHT.get(fill, fill)}"{rim}{dashed}/>'
    )


def sign(x: float, y: float, shape: str, *, hollow: bool = False, grey: bool = False) -> str:
    """The sign of a group (`SHAPES`): hollow for a figure from few answers, grey where no difference can be shown."""
    ink = LIGHT["muted" if grey else INKS[shape]]
    fill, rim, width = (LIGHT["card"], ink, 2.2) if hollow else (ink, LIGHT["card"], 1.5)
    drawn = SHAPES[shape].format(edge=f'stroke="{rim}" stroke-width="{width}"')
    size = " scale(0.85)" if hollow else ""
    return f'<g class="sign" transform="translate({num(x)} {num(y)}){size}" fill="{fill}">{drawn}</g>'


def whisker(scale: Scale, low: float, high: float, y: float, ink: str, halo: bool = False) -> str:
    """An interval as a line with an end at either side; an end beyond the axis has none, so that it is seen to go on."""
    left, right = scale.cut(low), scale.cut(high)
    path = f"M{num(left)} {num(y)}H{num(right)}"
    for end, place in ((low, left), (high, right)):
        if scale.low <= end <= scale.high:
            path += f"M{num(place)} {num(y - 5)}v10"
    under = f'<path d="{path}" stroke="{LIGHT["card"]}" stroke-width="4.5" fill="none"/>' if halo else ""
    return f'{under}<path class="whisker" d="{path}" stroke="{LIGHT.get(ink, ink)}" stroke-width="1.8" fill="none"/>'


def gridlines(scale: Scale, top: float, bottom: float) -> str:
    """A hairline for each tick of an axis along the picture, the first one darker."""
    return "".join(
        line(scale(place), top, scale(place), bottom, "line" if number else "edge")
        for number, (place, _) in enumerate(scale.ticks)
    )


def axis(scale: Scale, y: float, words: str = "", edge: float = WIDTH) -> tuple[str, float]:
    """The ticks of an axis along the picture as they are written, on the baseline `y`, and under them what the axis counts.

    Returns:
        What is drawn, and the height it takes under `y`. A tick that would touch the one before it is not written, but the
        last one always is.
    """
    placed = [(scale(place), words) for place, words in scale.ticks]
    kept = [placed[-1]]
    for place, said in reversed(placed[:-1]):
        gap = (text_width(said, SMALL) + text_width(kept[-1][1], SMALL)) / 2 + 8
        if abs(kept[-1][0] - place) >= gap:
            kept.append((place, said))
    parts = []
    for place, said in reversed(kept):
        half = text_width(said, SMALL) / 2
        parts.append(text(min(max(place, half), edge - half), y, said, size=SMALL, anchor="middle", ink="muted"))
    if not words:
        return axis_words(parts), 4.0
    left = min(scale.start, scale.stop)
    lines = wrap(words, edge - left, SMALL)
    parts.append(block(left, y + LINE, lines, size=SMALL, ink="muted"))
    return axis_words(parts), 4.0 + LINE * len(lines)


def axis_words(parts: Sequence[str]) -> str:
    """The words of an axis as one thing that can be told from the figures of the picture."""
    return f'<g class="axis">{"".join(parts)}</g>'

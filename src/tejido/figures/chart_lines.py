"""Figures by year, as lines that break where a year is missing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tejido.figures.chart import BODY, LINE, SMALL, WIDTH, Scale, Tick, axis_words, block, line, num, page, text
from tejido.figures.chart_stacked import spread
from tejido.figures.chart_text import text_width, wrap
from tejido.figures.palette import LIGHT, LINES

_TOP, _BOTTOM = 20.0, 280.0
"""Where the largest tick and the first one lie."""
_LABELS = 186.0
"""Room for names and last figures at the right."""
_MARKS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.7-3.7H3.7V3.7H-3.7z",
    "M0-5L5 0L0 5L-5 0z",
    "M0-4.8L4.8 4H-4.8z",
    "M0 4.8L4.8-4H-4.8z",
)
"""A sign for every line, so that none is told by colour alone."""

__all__ = ["Series", "lines"]


@dataclass(frozen=True)
class Series:
    """A line: its figure for every period, None where there is none, and how the last known one is written, with its period
    where that is not the last.
    """

    name: str
    values: Sequence[float | None]
    text: str


def lines(series: Sequence[Series], periods: Sequence[str], ticks: Sequence[Tick], *, counted: str = "") -> str:
    """Figures over time as SVG, each line with its name and last figure beside it.

    Args:
        series: at most five.
        periods: every period from the first to the last, also those without a figure: a year that is left out would make a gap
            look like a step.
        ticks: the axis of the figures, from the lowest up.
        counted: what the axis counts, written above it.

    Raises:
        ValueError: more series than can be told apart, a series that has not one figure per period or none at all, a figure
            outside the axis.
    """
    if not 0 < len(series) <= len(LINES):
        raise ValueError(f"{len(series)} lines, but between 1 and {len(LINES)} can be told apart")
    if any(len(one.values) != len(periods) or all(value is None for value in one.values) for one in series):
        raise ValueError("a line needs one figure or one gap per period, and at least one figure")
    top = _TOP + (LINE + 4 if counted else 0)
    shift = top - _TOP
    scale = Scale(ticks, _BOTTOM + shift, top)
    left = max(text_width(said, SMALL) for _, said in ticks) + 14
    xs = [left + (WIDTH - _LABELS - left) * (place / max(len(periods) - 1, 1)) for place in range(len(periods))]
    words = [text(0, 14, counted, size=SMALL, ink="muted")] if counted else []
    drawn = []
    for number, (place, said) in enumerate(ticks):
        y = scale(place)
        drawn.append(line(left - 6, y, WIDTH - _LABELS + 6, y, "line" if number else "edge"))
        words.append(text(left - 12, y + 4.5, said, size=SMALL, anchor="end", ink="muted"))
    drawn.append(axis_words([*words, _periods(periods, xs, _BOTTOM + shift + 19)]))
    ends = []
    for number, one in enumerate(series):
        ys = [None if value is None else scale(value) for value in one.values]
        drawn.append(_drawn(xs, ys, number))
        ends.append(next((x, y) for x, y in zip(reversed(xs), reversed(ys), strict=True) if y is not None))
    labels, reach = _labels(series, ends, top - 8)
    return page([*drawn, labels], WIDTH, max(reach, _BOTTOM + shift + 19) + 8)


def _drawn(xs: Sequence[float], ys: Sequence[float | None], number: int) -> str:
    """A line from known neighbour to known neighbour, and a sign on every figure."""
    path = "".join(
        f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}"
        for (x1, y1), (x2, y2) in pairwise(zip(xs, ys, strict=True))
        if y1 is not None and y2 is not None
    )
    drawn = f'<path class="series" d="{path}" stroke="{LINES[number]}" stroke-width="2.2" fill="none"/>' if path else ""
    return drawn + "".join(_mark(x, y, number) for x, y in zip(xs, ys, strict=True) if y is not None)


def _mark(x: float, y: float, number: int) -> str:
    return f'<path class="point" transform="translate({num(x)} {num(y)})" d="{_MARKS[number]}" fill="{LINES[number]}" stroke="{LIGHT["card"]}"/>'


def _periods(periods: Sequence[str], xs: Sequence[float], y: float) -> str:
    """Periods as far apart as they can be read, counted back from the last."""
    widest = max(text_width(one, SMALL) for one in periods) + 12
    step = math.ceil(widest / (xs[1] - xs[0])) if len(xs) > 1 else 1
    return "".join(
        text(x, y, one, size=SMALL, anchor="middle", ink="muted")
        for place, (x, one) in enumerate(zip(xs, periods, strict=True))
        if (len(periods) - 1 - place) % step == 0
    )


def _labels(series: Sequence[Series], ends: Sequence[tuple[float, float]], top: float) -> tuple[str, float]:
    """Names and last figures beside the ends of the lines, pushed apart where they would meet, and where the lowest ends."""
    x = WIDTH - _LABELS + 30
    order = sorted(range(len(series)), key=lambda number: (ends[number][1], number))
    words = {number: wrap(series[number].name, WIDTH - x, SMALL) for number in order}
    said = {number: wrap(series[number].text, WIDTH - x, BODY, bold=True) for number in order}
    sizes = [LINE * (len(words[number]) + len(said[number])) for number in order]
    foot = max(_BOTTOM + 8, top + sum(sizes) + 8 * len(sizes))
    middles = spread([ends[number][1] for number in order], sizes, top, foot, 8)
    parts = []
    for number, middle, size in zip(order, middles, sizes, strict=True):
        head = middle - size / 2 + 12
        if ends[number][0] > WIDTH - _LABELS - 0.5:
            # From an earlier year a leader would look like figures that are missing.
            parts.append(line(ends[number][0] + 7, ends[number][1], x - 20, head - 4.5, "edge", 1, "2 3"))
        parts.append(_mark(x - 11, head - 4.5, number))
        parts.append(block(x, head, words[number], size=SMALL))
        parts.append(block(x, head + LINE * len(words[number]), said[number], bold=True))
    return "".join(parts), max(middle + size / 2 for middle, size in zip(middles, sizes, strict=True))

"""A score over the rounds: a line with the interval of every round, on an axis that several charts share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from tejido.figures.palette import LIGHT

HEIGHT, TOP, BOTTOM = 150, 16, 118
"""Pixels: of the picture, and where in it the highest and the lowest score of the axis lie."""
LEAST = 20.0
"""Points that an axis spans at least: with fewer, chance would look like a landslide."""
_LEFT, _RIGHT = 16.0, 84.0
"""Per cent of the width between which the rounds lie; beside them is room for their figures."""
Axis = tuple[float, float]

__all__ = ["Point", "Slope", "axes", "slope_svg"]


@dataclass(frozen=True)
class Point:
    """A round: its period, its score (NaN where there is none) as a number and as it is written, its interval if known."""

    period: str
    score: float
    text: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Slope:
    """What is drawn: rounds from old to new, and per step between two of them its verdict, which names its look."""

    points: Sequence[Point]
    verdicts: Sequence[str]


def axes(slopes: Sequence[Slope]) -> list[Axis]:
    """An axis for each chart: all span the same number of points (at least `LEAST`, a multiple of ten), so that equal slopes are
    equal changes, and each lies around its own scores, within 0-100.
    """
    ends = [_ends(one) for one in slopes]
    widest = max((high - low for low, high in ends), default=0.0)
    span = min(max(math.ceil(widest / 10 + 1e-9) * 10.0, LEAST), 100.0)
    found = []
    for low, high in ends:
        start = 5.0 * round(((low + high) / 2 - span / 2) / 5)
        if low < start or high > start + span:
            start = 5 * math.floor(low / 5) if low < start else 5 * math.ceil((high - span) / 5)
        start = min(max(start, 0.0), 100 - span)
        found.append((start, start + span))
    return found


def slope_svg(one: Slope, axis: Axis) -> str:
    """The chart of one score. Steps with the verdict ``shown`` are drawn whole, the others dashed; ``cannot_be_said`` has no line.

    Hidden from screen readers: the figures stand beside it in words.
    """
    count = len(one.points)
    xs = [_LEFT + (_RIGHT - _LEFT) * (place / (count - 1) if count > 1 else 0.5) for place in range(count)]
    parts = [f'<svg class="slope" width="100%" height="{HEIGHT}" aria-hidden="true" focusable="false">', *_frame(axis)]
    known = [(x, point) for x, point in zip(xs, one.points, strict=True) if math.isfinite(point.score)]
    steps = zip(pairwise(zip(xs, one.points, strict=True)), one.verdicts, strict=True)
    for ((x1, a), (x2, b)), verdict in steps:
        if math.isfinite(a.score) and math.isfinite(b.score) and verdict != "cannot_be_said":
            dash = "" if verdict == "shown" else ' stroke-dasharray="4 4"'
            parts.append(
                f'<line class="step" x1="{x1:.1f}%" x2="{x2:.1f}%" y1="{_y(a.score, axis)}" y2="{_y(b.score, axis)}" '
                f'stroke="{LIGHT["accent"]}" stroke-width="2"{dash}/>'
            )
    parts += [_point(x, point, axis, place == len(known) - 1) for place, (x, point) in enumerate(known)]
    for x, point in zip(xs, one.points, strict=True):
        parts.append(
            f'<text x="{x:.1f}%" y="{HEIGHT - 10}" text-anchor="middle" font-size="13" fill="{LIGHT["muted"]}">{escape(point.period)}</text>'
        )
    return "".join([*parts, "</svg>"])


def _ends(one: Slope) -> Axis:
    points = [point for point in one.points if math.isfinite(point.score)]
    lows = [point.score if point.low is None else min(point.low, point.score) for point in points]
    highs = [point.score if point.high is None else max(point.high, point.score) for point in points]
    return (min(lows), max(highs)) if points else (50.0, 50.0)


def _frame(axis: Axis) -> list[str]:
    """The ends of the axis as hairlines with their scores."""
    found = []
    for score, y in ((axis[1], TOP), (axis[0], BOTTOM)):
        found.append(f'<line class="axis" x1="6%" x2="94%" y1="{y}" y2="{y}" stroke="{LIGHT["line"]}"/>')
        found.append(f'<text x="0" y="{y + 4}" font-size="12" fill="{LIGHT["muted"]}">{score:.0f}</text>')
    return found


def _point(x: float, point: Point, axis: Axis, last: bool) -> str:
    y = _y(point.score, axis)
    drawn = ""
    if point.low is not None and point.high is not None:
        top, foot = _y(point.high, axis), _y(point.low, axis)
        drawn = f'<line class="chance" x1="{x:.1f}%" x2="{x:.1f}%" y1="{top}" y2="{foot}" stroke="{LIGHT["ink"]}" stroke-width="2"/>'
    anchor, shift = ("start", 10) if last else ("end", -10)
    disc = f'<circle class="mine" cx="{x:.1f}%" cy="{y}" r="4.5" fill="{LIGHT["accent"]}" stroke="{LIGHT["card"]}" stroke-width="1.5"/>'
    font = f'text-anchor="{anchor}" font-size="14" fill="{LIGHT["ink"]}"'
    text = f'<text class="figure" x="{x:.1f}%" dx="{shift}" y="{y + 5:.1f}" {font}>{escape(point.text)}</text>'
    return drawn + disc + text


def _y(score: float, axis: Axis) -> float:
    share = (min(max(score, axis[0]), axis[1]) - axis[0]) / (axis[1] - axis[0])
    return round(BOTTOM - share * (BOTTOM - TOP), 1)

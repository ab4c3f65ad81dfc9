"""Where a unit stands on the axis 0-100: beside its neighbours, the city, and all units of its level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tejido.figures.palette import LIGHT

HEIGHT, MIDDLE = 28, 14
"""Pixels: of the picture, and where in it the axis lies. Places along the axis are per cent of the width."""
_ROOM = 96.0
"""Per cent of the width that the axis takes; the rest leaves room for half a sign at either end."""
_STEPS = 500
"""Places along the axis at which the other units are marked."""

__all__ = ["Stand", "position_svg"]


@dataclass(frozen=True)
class Stand:
    """The score (0-100) of a unit, with its sampling interval where there is one; of the city, of those that touch it, of all."""

    score: float
    low: float | None = None
    high: float | None = None
    city: float | None = None
    neighbours: Sequence[float] = ()
    others: Sequence[float] = ()


def position_svg(one: Stand) -> str:
    """Grey strokes for all units, rings for the neighbours, a high line for the city, a disc with whiskers for the unit.

    Signs keep their shape at every width; only the strokes are stretched. Hidden from screen readers: the figures stand beside
    it in words.
    """
    start = (100 - _ROOM) / 2
    parts = [
        f'<svg class="position" width="100%" height="{HEIGHT}" aria-hidden="true" focusable="false">',
        f'<rect class="track" x="{start}%" width="{_ROOM}%" y="{MIDDLE - 5}" height="10" rx="5" fill="{LIGHT["track"]}"/>',
    ]
    strokes = "".join(f"M{at} 0V10" for at in sorted({round(score / 100 * _STEPS) for score in one.others}))
    if strokes:
        parts.append(
            f'<svg x="{start}%" width="{_ROOM}%" y="{MIDDLE - 5}" height="10" viewBox="0 0 {_STEPS} 10" preserveAspectRatio="none">'
            f'<path class="others" d="{strokes}" stroke="{LIGHT["edge"]}" stroke-opacity="0.45"/></svg>'
        )
    if one.city is not None:
        x = _place(one.city)
        parts.append(
            f'<line class="whole" x1="{x}" x2="{x}" y1="1" y2="{HEIGHT - 1}" stroke="{LIGHT["ink"]}" stroke-width="2"/>'
        )
    for x in sorted({_place(score) for score in one.neighbours}):
        parts.append(
            f'<circle class="near" cx="{x}" cy="{MIDDLE}" r="4" fill="{LIGHT["card"]}" stroke="{LIGHT["muted"]}" stroke-width="1.5"/>'
        )
    if one.low is not None and one.high is not None:
        left, right = _place(one.low), _place(one.high)
        lines = ((left, right, 0, 0), (left, left, -5, 5), (right, right, -5, 5))
        drawn = "".join(f'<line x1="{a}" x2="{b}" y1="{MIDDLE + c}" y2="{MIDDLE + d}"/>' for a, b, c, d in lines)
        parts.append(f'<g class="chance" stroke="{LIGHT["accent"]}" stroke-width="2">{drawn}</g>')
    parts.append(
        f'<circle class="mine" cx="{_place(one.score)}" cy="{MIDDLE}" r="7" fill="{LIGHT["accent"]}" stroke="{LIGHT["card"]}" stroke-width="1.5"/>'
    )
    return "".join([*parts, "</svg>"])


def _place(score: float) -> str:
    share = min(max(score / 100, 0.0), 1.0)
    return f"{(100 - _ROOM) / 2 + _ROOM * share:.1f}%"

"""Two groups side by side: a figure of each with its interval, on one axis that starts at zero."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tejido.figures.palette import LIGHT

HEIGHT, FIRST, SECOND, AXIS = 74, 12, 36, 54
"""Pixels: of the picture, and where in it the groups and the axis lie. Places along the axis are per cent of the width."""

SMALL, SMALL_FIRST, SMALL_SECOND = 44, 12, 32
"""The same of the picture without an axis, whose ends are told once for many pictures."""

SHAPES = {
    "rm": '<path d="M0-8L8 0L0 8L-8 0z" {edge}/>',
    "host": '<circle r="6.5" {edge}/>',
    "one": '<rect x="-6" y="-6" width="12" height="12" {edge}/>',
    "other": '<path d="M0-7.5L7.5 6H-7.5z" {edge}/>',
}
"""The sign of a side: refugees and migrants, hosts, then either side of any other comparison. None is told by colour alone."""

INKS = {"rm": "rm", "host": "host", "one": "accent", "other": "muted"}
"""The token of each sign's colour."""

_ROOM = 96.0
"""Per cent of the width that the axis takes; the rest leaves room for half a sign at either end."""


@dataclass(frozen=True)
class Side:
    """A group's figure, in the indicator's measure unit, with its interval where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


def axis_end(largest: float, percent: bool) -> float:
    """Where the axis ends: the next 1, 2 or 5 times a power of ten; a percentage never beyond 100."""
    if largest <= 0 or not math.isfinite(largest):
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    end = next(step * power for step in (1, 2, 5, 10) if step * power >= largest * (1 - 1e-12))
    return min(end, 100.0) if percent else end


def dumbbell_svg(
    one: Side, against: Side, end: float, labels: tuple[str, str] | None, signs: tuple[str, str] = ("rm", "host")
) -> str:
    """One group above the other, joined by a line, each with its sign; `labels` name both ends of the axis, 0 and `end`.

    Signs (`SHAPES`) keep their shape at every width: there is no view box, only per cent along and pixels down. Hidden from
    screen readers: the figures stand beside it in words.
    """
    if labels is None:
        return _small(one, against, end, signs)
    left, right = _place(0.0, end), _place(end, end)
    parts = [
        f'<svg class="dumbbell" width="100%" height="{HEIGHT}" aria-hidden="true" focusable="false">',
        f'<line class="axis" x1="{left}" x2="{right}" y1="{AXIS}" y2="{AXIS}" stroke="{LIGHT["edge"]}"/>',
    ]
    for x, anchor, text in ((left, "start", labels[0]), (right, "end", labels[1])):
        parts.append(f'<line class="axis" x1="{x}" x2="{x}" y1="{AXIS - 4}" y2="{AXIS}" stroke="{LIGHT["edge"]}"/>')
        parts.append(
            f'<text x="{x}" y="{AXIS + 16}" text-anchor="{anchor}" font-size="13" fill="{LIGHT["muted"]}">{text}</text>'
        )
    parts.append(_pair(one, against, end, (FIRST, SECOND), signs))
    return "".join([*parts, "</svg>"])


def sign_svg(sign: str) -> str:
    """A sign by itself (`SHAPES`), for the words beside the picture."""
    return f'<svg class="sign" width="16" height="16" aria-hidden="true" focusable="false">{_sign("8", 8, sign)}</svg>'


def _small(one: Side, against: Side, end: float, signs: tuple[str, str]) -> str:
    """Without an axis: a hairline behind each group from zero to the end."""
    left, right = _place(0.0, end), _place(end, end)
    lines = "".join(
        f'<line class="axis" x1="{left}" x2="{right}" y1="{y}" y2="{y}" stroke="{LIGHT["line"]}"/>'
        for y in (SMALL_FIRST, SMALL_SECOND)
    )
    head = f'<svg class="dumbbell" width="100%" height="{SMALL}" aria-hidden="true" focusable="false">'
    return head + lines + _pair(one, against, end, (SMALL_FIRST, SMALL_SECOND), signs) + "</svg>"


def _pair(one: Side, against: Side, end: float, rows: tuple[int, int], signs: tuple[str, str]) -> str:
    """Both groups with their intervals, and the line that joins them."""
    ends = _place(one.value, end), _place(against.value, end)
    dashed = f'stroke="{LIGHT["edge"]}" stroke-width="1.5" stroke-dasharray="2 3"'
    parts = [f'<line class="join" x1="{ends[0]}" x2="{ends[1]}" y1="{rows[0]}" y2="{rows[1]}" {dashed}/>']
    for side, y, sign in zip((one, against), rows, signs, strict=True):
        parts.append(_interval(side, y, sign, end) + _sign(_place(side.value, end), y, sign))
    return "".join(parts)


def _place(value: float, end: float) -> str:
    share = min(max(value / end, 0.0), 1.0)
    return f"{(100 - _ROOM) / 2 + _ROOM * share:.2f}%"


def _interval(side: Side, y: int, sign: str, end: float) -> str:
    if side.low is None or side.high is None:
        return ""
    low, high = _place(side.low, end), _place(side.high, end)
    drawn = "".join(
        f'<line x1="{a}" x2="{b}" y1="{y + c}" y2="{y + d}"/>'
        for a, b, c, d in ((low, high, 0, 0), (low, low, -6, 6), (high, high, -6, 6))
    )
    return f'<g class="of-{sign}" stroke="{LIGHT[INKS[sign]]}" stroke-width="2">{drawn}</g>'


def _sign(x: str, y: int, sign: str) -> str:
    shape = SHAPES[sign].format(edge=f'stroke="{LIGHT["card"]}" stroke-width="1.5"')
    return f'<svg class="of-{sign}" x="{x}" y="{y}" overflow="visible" fill="{LIGHT[INKS[sign]]}">{shape}</svg>'

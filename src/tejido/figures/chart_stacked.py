"""Distributions of groups over the same classes, as bars of 100 per cent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tejido.figures.chart import BODY, LINE, SMALL, WIDTH, block, legend, line, page, rect, text
from tejido.figures.chart_text import text_width, wrap
from tejido.figures.palette import CLASSES, VALUES, ramp_steps

_BAR = 26.0
_SLACK = 0.51
"""Per cent that shares rounded one by one may be above the whole."""

__all__ = ["Share", "Stack", "spread", "stacked"]


@dataclass(frozen=True)
class Share:
    """Per cent of a group in a class, and how it is written."""

    value: float
    text: str


@dataclass(frozen=True)
class Stack:
    """A group: its share in every class, None where it is withheld, or the words that say why nothing is shown.

    `note` stands at the right above the bar (how many were asked, that answers are few).
    """

    name: str
    shares: Sequence[Share | None] | str
    note: str = ""


def stacked(rows: Sequence[Stack], classes: Sequence[str], *, ordered: bool = False, withheld: str = "") -> str:
    """How groups are distributed over classes, as SVG: a bar each, its parts labelled, small ones under the bar with a leader.

    Args:
        rows: in the order in which they are drawn.
        classes: names of the classes, at most seven, or five where they are `ordered`.
        ordered: the classes run from little to much, and so does the lightness.
        withheld: what the dashed rest of a bar means; needed where a share is withheld.

    Raises:
        ValueError: more classes than colours that can be told apart, a row that has not one share per class, shares that are
            negative or together more than the whole, a withheld share without words for it.
    """
    colours = _colours(len(classes), ordered)
    known = [row.shares for row in rows if not isinstance(row.shares, str)]
    if any(len(one) != len(classes) for one in known):
        raise ValueError("a distribution needs one share per class")
    entries = [(rect(-7, -7, 14, 14, colour, edge="edge"), name) for colour, name in zip(colours, classes, strict=True)]
    if any(share is None for one in known for share in one):
        if not withheld:
            raise ValueError("a share is withheld, and no words say so")
        entries.append((rect(-7, -7, 14, 14, "card", edge="edge", dash="3 2"), withheld))
    head, y = legend(entries, 16)
    drawn = [head]
    for row in rows:
        part, y = _row(row, colours, y)
        drawn.append(part)
    return page(drawn, WIDTH, y)


def _colours(count: int, ordered: bool) -> Sequence[str]:
    scale = VALUES["light"] if ordered else CLASSES
    if not 1 < count <= len(scale):
        raise ValueError(f"{count} classes, but between 2 and {len(scale)} can be told apart")
    return [scale[step] for step in ramp_steps(count)] if ordered else scale[:count]


def _row(row: Stack, colours: Sequence[str], top: float) -> tuple[str, float]:
    """A group from `top`, and where the next begins."""
    room = WIDTH - (text_width(row.note, SMALL) + 16 if row.note else 0)
    names = wrap(row.name, room, BODY, bold=True)
    parts = [block(0, top + 12, names, bold=True)]
    if row.note:
        parts.append(text(WIDTH, top + 12, row.note, size=SMALL, anchor="end", ink="muted"))
    y = top + LINE * len(names) + 2
    if isinstance(row.shares, str):
        words = wrap(row.shares, WIDTH - 20, SMALL)
        high = max(_BAR, 16.0 * len(words) + 10)
        parts.append(rect(0.5, y, WIDTH - 1, high, "card", edge="edge", dash="3 3", css="none"))
        parts.append(block(10, y + 17, words, size=SMALL, ink="muted"))
        return "".join(parts), y + high + 14
    bar, small = _bar(row.shares, colours, y)
    parts.append(bar)
    wide = [text_width(share.text, SMALL) for _, share in small]
    for (middle, share), place in zip(small, spread([x for x, _ in small], wide, 0, WIDTH, 8), strict=True):
        parts.append(line(middle, y + _BAR, place, y + _BAR + 8, "muted"))
        parts.append(text(place, y + _BAR + 20, share.text, size=SMALL, anchor="middle"))
    return "".join(parts), y + _BAR + (28 if small else 6) + 10


def _bar(shares: Sequence[Share | None], colours: Sequence[str], y: float) -> tuple[str, list[tuple[float, Share]]]:
    """The parts of a bar with what is written on them, and those too small for it with their middles."""
    figures = [share.value for share in shares if share is not None]
    if any(not 0 <= one <= 100 for one in figures) or sum(figures) > 100 + _SLACK:
        raise ValueError(f"shares of one whole cannot be {figures}")
    unit = WIDTH / max(100.0, sum(figures))
    parts, small, x = [], [], 0.0
    for share, colour in zip(shares, colours, strict=True):
        if share is None:
            continue
        wide = share.value * unit
        parts.append(rect(x, y, wide, _BAR, colour, css="share"))
        parts.append(line(x, y, x, y + _BAR, "card", 1.5) if x else "")
        if text_width(share.text, SMALL) + 8 <= wide:
            parts.append(text(x + wide / 2, y + 17.5, share.text, size=SMALL, anchor="middle", ink=_readable(colour)))
        else:
            small.append((x + wide / 2, share))
        x += wide
    if any(share is None for share in shares) and WIDTH - x > 1:
        parts.append(rect(x + 1, y + 0.5, WIDTH - x - 1.5, _BAR - 1, "card", edge="edge", dash="3 2", css="withheld"))
    parts.append(rect(0.5, y, WIDTH - 1, _BAR, "none", edge="edge"))
    return "".join(parts), small


def _readable(colour: str) -> str:
    """The token of what can be read on a colour: ink on light ones, white on dark ones (relative luminance of WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    # Where white and the ink (luminance 0.011) stand out equally: the root of 1.05 x 0.061, less 0.05.
    return "ink" if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > math.sqrt(1.05 * 0.061) - 0.05 else "card"  # fmt: skip


def spread(middles: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float) -> list[float]:
    """Middles moved as little as is simple so that things of these `sizes` keep a `gap` and lie between `low` and `high`.

    In: middles that go up. They are pushed on from the first, then back from the end where the last would go beyond.
    """
    placed: list[float] = []
    edge = low - gap
    for middle, size in zip(middles, sizes, strict=True):
        placed.append(max(middle, edge + gap + size / 2))
        edge = placed[-1] + size / 2
    edge = high + gap
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], edge - gap - sizes[number] / 2)
        edge = placed[number] - sizes[number] / 2
    return placed

"""Many figures of two groups in one picture: a row for each, both groups with their intervals and their signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tejido.figures.chart import (
    BODY,
    LINE,
    SMALL,
    WIDTH,
    Scale,
    Tick,
    axis,
    centred,
    gridlines,
    legend,
    line,
    page,
    rect,
    sign,
    text,
    whisker,
)
from tejido.figures.chart_text import text_width, wrap
from tejido.figures.dumbbell import INKS

_NAMES, _PLOT, _VERDICT = 196.0, (216.0, 552.0), 578.0
"""Where names end, the axis lies and the words about the difference begin."""
_APART, _RIM = 18.0, 7.0
"""From the line of one group to that of the other, and from the words of a row to those of the next."""

__all__ = ["Known", "Pair", "dumbbells"]


@dataclass(frozen=True)
class Known:
    """A group's figure on the axis and as it is written, with its interval where there is one; `weak` if from few answers."""

    value: float
    text: str
    low: float | None = None
    high: float | None = None
    weak: bool = False


@dataclass(frozen=True)
class Pair:
    """A row: what is measured, the figure of either group or the words that say why none is shown.

    `shown` tells whether the difference can be told from chance: if not, the row is grey. `verdict` says so in words ("8 points
    less"). `ticks` is the row's own axis where it does not share that of the picture.
    """

    name: str
    one: Known | str
    against: Known | str
    shown: bool
    verdict: str = ""
    ticks: Sequence[Tick] = ()


def dumbbells(
    rows: Sequence[Pair],
    groups: tuple[str, str],
    ticks: Sequence[Tick],
    *,
    signs: tuple[str, str] = ("rm", "host"),
    counted: str = "",
    weak: str = "",
    alike: str = "",
) -> str:
    """Two groups side by side for many indicators, as SVG.

    Args:
        rows: in the order in which they are drawn.
        groups: names of both groups.
        ticks: the axis that rows share; drawn where at least one does.
        signs: of both groups, of `dumbbell.SHAPES`.
        counted: what the axis counts ("per cent of households"), written under it.
        weak: what a hollow sign means; needed where a figure is weak.
        alike: what a grey row means, for the legend.

    Raises:
        ValueError: a figure lies outside its axis; a weak figure without words for it.
    """
    figures = [side for row in rows for side in (row.one, row.against) if isinstance(side, Known)]
    if any(one.weak for one in figures) and not weak:
        raise ValueError("a hollow sign is drawn, and no words say what it means")
    entries = [(sign(0, 0, shape), name) for shape, name in zip(signs, groups, strict=True)]
    entries += [(sign(0, 0, signs[0], hollow=True), weak)] if any(one.weak for one in figures) else []
    entries += [(sign(0, 0, signs[0], grey=True), alike)] if alike and not all(row.shown for row in rows) else []
    head, y = legend(entries, 13)
    shared = Scale(ticks, *_PLOT)
    last = max((number for number, row in enumerate(rows) if not row.ticks), default=-1)
    drawn, y = [head], y - 4
    for number, row in enumerate(rows):
        if number:
            drawn.append(line(0, y, WIDTH, y, "line"))
        scale = Scale(row.ticks, *_PLOT) if row.ticks else shared
        part, y = _row(row, signs, scale, y)
        drawn.append(part)
        if row.ticks or number == last:
            words, high = axis(scale, y + 14, "" if row.ticks else counted)
            drawn.append(words)
            y += 20 + high
    return page(drawn, WIDTH, y)


def _row(row: Pair, signs: tuple[str, str], scale: Scale, top: float) -> tuple[str, float]:
    """A row from `top`, and where it ends."""
    names = wrap(row.name, _NAMES, BODY)
    verdict = wrap(row.verdict, WIDTH - _VERDICT, SMALL)
    sides = [_reason(side) if isinstance(side, str) else [] for side in (row.one, row.against)]
    tall = [max(_APART, LINE * len(words)) for words in sides]
    high = max(LINE * max(len(names), len(verdict)), sum(tall)) + _RIM
    middle = top + high / 2
    first = middle - sum(tall) / 2 + tall[0] / 2
    ys = (first, first + sum(tall) / 2)
    parts = [gridlines(scale, top, top + high), centred(0, middle, names)]
    grey = False
    if isinstance(row.one, Known) and isinstance(row.against, Known):
        grey = not row.shown
        left, right = sorted((scale(row.one.value), scale(row.against.value)))
        parts.append("" if grey else rect(left, middle - 2.5, right - left, 5, "line", css="gap"))
    for side, words, y, shape in zip((row.one, row.against), sides, ys, signs, strict=True):
        parts.append(_withheld(words, y, scale) if isinstance(side, str) else _known(side, y, shape, scale, grey))
    if verdict:
        parts.append(centred(_VERDICT, middle, verdict, size=SMALL, ink="ink" if row.shown else "muted"))
    return "".join(parts), top + high


def _reason(words: str) -> list[str]:
    return wrap(words, _PLOT[1] - _PLOT[0] - 24, SMALL)


def _withheld(words: Sequence[str], y: float, scale: Scale) -> str:
    """An empty dashed line with the reason on it."""
    wide, high = max(text_width(one, SMALL) for one in words) + 8, 16.0 * len(words)
    ghost = line(scale.start, y, scale.stop, y, "edge", 1, "3 3")
    return ghost + rect(scale.start + 8, y - high / 2, wide, high, "card") + centred(scale.start + 12, y, words, size=SMALL, ink="muted")  # fmt: skip


def _known(side: Known, y: float, shape: str, scale: Scale, grey: bool) -> str:
    """A group: interval, sign, and its figure where there is room: to the right, else to the left, else above."""
    x = scale(side.value)
    drawn, reach = "", [x - 8, x + 8]
    if side.low is not None and side.high is not None:
        drawn = whisker(scale, side.low, side.high, y, "alike" if grey else INKS[shape])
        reach = [min(reach[0], scale.cut(side.low)), max(reach[1], scale.cut(side.high))]
    drawn += sign(x, y, shape, hollow=side.weak, grey=grey)
    wide = text_width(side.text, SMALL, bold=True)
    place, anchor, base = x, "middle", y - 9
    if reach[1] + 6 + wide <= _VERDICT - 6:
        place, anchor, base = reach[1] + 6, "start", y + 4.5
    elif reach[0] - 6 - wide >= scale.start:
        place, anchor, base = reach[0] - 6, "end", y + 4.5
    return drawn + text(place, base, side.text, size=SMALL, anchor=anchor, bold=True, ink="muted" if grey else "ink")

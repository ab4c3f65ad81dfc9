"""Scores and what is missing from them, as horizontal bars: the marker with its areas and dimensions; points lost by indicator."""

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
    line,
    page,
    rect,
    text,
    whisker,
)
from tejido.figures.chart_text import text_width, wrap
from tejido.figures.palette import band_colours

_NAMES, _PLOT = 232.0, (248.0, 548.0)
"""Where names end and the axis lies."""
_FIGURE, _BAND = 600.0, 608.0
"""Where scores end and the words of bands begin."""
_INDENT = 14.0
_POINTS = ((0.0, "0"), (20.0, "20"), (40.0, "40"), (60.0, "60"), (80.0, "80"), (100.0, "100"))

__all__ = ["Loss", "Score", "lost", "score_bars"]


@dataclass(frozen=True)
class Score:
    """A row: the score (0-100) and how it is written, its band (0 lowest) in colour and in words, its interval.

    Without a score, `reason` says why. `level` is 0 for the marker, 1 for an area, 2 for a dimension.
    """

    name: str
    level: int
    score: float | None = None
    text: str = ""
    step: int = 0
    band: str = ""
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Loss:
    """An indicator and the points that the marker loses by it, as a figure and as they are written; a line more under the name."""

    name: str
    points: float
    text: str
    note: str = ""


def score_bars(rows: Sequence[Score], *, counted: str = "", bands: int = 6) -> str:
    """The marker, its areas and dimensions on the axis 0-100, as SVG.

    Args:
        rows: in the order in which they are drawn.
        counted: what the axis counts, and what the whiskers are; written under it.
        bands: number of bands, for the colours.

    Raises:
        ValueError: a score outside 0-100; a row without score and without a reason; a band without a colour.
    """
    scale, colours = Scale(_POINTS, *_PLOT), band_colours(bands)
    drawn, y = [], 4.0
    for number, row in enumerate(rows):
        if number and row.level < 2:
            drawn.append(line(0, y + 3, WIDTH, y + 3, "line"))
            y += 6
        part, y = _score(row, scale, colours, y)
        drawn.append(part)
    words, high = axis(scale, y + 18, counted)
    return page([gridlines(scale, 4, y), *drawn, words], WIDTH, y + 22 + high)


def _score(row: Score, scale: Scale, colours: Sequence[str], top: float) -> tuple[str, float]:
    """A row from `top`, and where it ends."""
    bold, indent = row.level < 2, _INDENT * row.level
    size = BODY + 2 if not row.level else BODY
    names = wrap(row.name, _NAMES - indent, size, bold)
    band, reason = wrap(row.band, WIDTH - _BAND, SMALL), wrap(row.reason, _PLOT[1] - _PLOT[0] - 20, SMALL)
    high = max(LINE * size / BODY * len(names), LINE * len(band), LINE * len(reason) + 6, 16.0) + 10
    middle = top + high / 2
    parts = [centred(indent, middle, names, size=size, bold=bold)]
    if row.score is None:
        if not row.reason:
            raise ValueError(f"no score and no reason for it: {row.name}")
        tall = LINE * len(reason) + 4
        parts.append(rect(scale.start, middle - tall / 2, scale.stop - scale.start, tall, "card", edge="edge", dash="3 3", css="none"))  # fmt: skip
        parts.append(centred(scale.start + 10, middle, reason, size=SMALL, ink="muted"))
        return "".join(parts), top + high
    thick = (22.0, 16.0, 12.0)[row.level]
    parts.append(rect(scale.start, middle - thick / 2, scale.stop - scale.start, thick, "track"))
    parts.append(
        rect(
            scale.start,
            middle - thick / 2,
            scale(row.score) - scale.start,
            thick,
            colours[row.step],
            edge="edge",
            css="score",
        )
    )
    if row.low is not None and row.high is not None:
        parts.append(whisker(scale, row.low, row.high, middle, "ink", halo=True))
    parts.append(text(_FIGURE, middle + size * 0.36, row.text, size=size, anchor="end", bold=True))
    parts.append(centred(_BAND, middle, band, size=SMALL, ink="muted") if band else "")
    return "".join(parts), top + high


def lost(rows: Sequence[Loss], ticks: Sequence[Tick], *, counted: str = "") -> str:
    """Points that the marker loses by each indicator, as bars from zero in SVG.

    Args:
        rows: in the order in which they are drawn, the largest loss first if that is what is to be told.
        ticks: the axis, from zero.
        counted: what the axis counts, written under it.

    Raises:
        ValueError: points outside the axis, or an axis that does not begin at zero.
    """
    if not ticks or ticks[0][0] != 0:
        raise ValueError("bars begin at zero, and so does their axis")
    scale = Scale(ticks, 288.0, WIDTH - 20 - max((text_width(row.text, SMALL, bold=True) for row in rows), default=0.0))
    drawn, y = [], 4.0
    for row in rows:
        names, notes = wrap(row.name, 272, BODY), wrap(row.note, 272, SMALL)
        tall = LINE * len(names) + 16 * len(notes)
        middle = y + tall / 2 + 4
        drawn.append(centred(0, middle - 8 * len(notes), names))
        if notes:
            drawn.append(centred(0, middle + LINE * len(names) / 2, notes, size=SMALL, ink="muted"))
        drawn.append(rect(scale.start, middle - 8, scale(row.points) - scale.start, 16, "accent", css="lost"))
        drawn.append(text(scale(row.points) + 6, middle + 4.5, row.text, size=SMALL, bold=True))
        y += tall + 9
    words, high = axis(scale, y + 16, counted)
    return page([gridlines(scale, 4, y), *drawn, words], WIDTH, y + 20 + high)

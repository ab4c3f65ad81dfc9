"""A key figure as a picture of the size of a slide: the figure, a sentence, its chart, its source."""

from __future__ import annotations

from tejido.figures.chart import block, num, rect, size_of, text
from tejido.figures.chart_text import FONTS, text_width, wrap
from tejido.figures.palette import LIGHT

WIDE, HIGH = 1600.0, 900.0
_EDGE, _LEFT = 72.0, 430.0
"""Margin, and width of the column of figure and sentence."""
_CHART = (540.0, 150.0, 988.0, 650.0)
"""Where the chart lies: left, top, width and height of the room it has."""

__all__ = ["slide"]


def slide(svg: str, title: str, figure: str, sentence: str, source: str, synthetic: str = "") -> str:
    """A slide of 1600 by 900 as SVG.

    Args:
        svg: a chart or a plate, enlarged as far as it has room.
        title: what the slide is about, in two lines at most.
        figure: the key figure as it is written, with its unit.
        sentence: what the figure says, and how sure it is.
        source: at the foot.
        synthetic: said in a frame where the figures are those of an invented city.

    Raises:
        ValueError: words that have no room, or a picture without a view box.
    """
    width, height = size_of(svg)
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    left, top, wide, high = (num(one) for one in _CHART)
    inside = f'<svg x="{left}" y="{top}" width="{wide}" height="{high}" viewBox="0 0 {num(width)} {num(height)}">{body}</svg>'
    parts = [
        rect(0, 0, WIDE, HIGH, "card"),
        rect(0, 0, 16, HIGH, "accent"),
        _fitted(title, _EDGE, 92, WIDE - 2 * _EDGE - (320 if synthetic else 0), 36, 2, bold=True),
        _figure(figure),
        _fitted(sentence, _EDGE, 428, _LEFT, 30, 10),
        inside,
        _fitted(source, _EDGE, 846, WIDE - 2 * _EDGE, 20, 2, ink="muted"),
    ]
    if synthetic:
        tag = text_width(synthetic, 22, bold=True) + 32
        parts.append(rect(WIDE - _EDGE - tag, 52, tag, 46, "notice", edge="edge"))
        parts.append(text(WIDE - _EDGE - tag + 16, 83, synthetic, size=22, bold=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(WIDE)}" height="{num(HIGH)}" viewBox="0 0 {num(WIDE)} {num(HIGH)}" '
        f'font-family="{FONTS}" font-size="14" fill="{LIGHT["ink"]}">{"".join(parts)}</svg>\n'
    )


def _figure(words: str) -> str:
    """The key figure, as large as the column allows."""
    size = min(132.0, 0.98 * 132 * _LEFT / text_width(words, 132, bold=True))
    return text(_EDGE, 340, words, size=size, bold=True, ink="accent")


def _fitted(words: str, x: float, y: float, room: float, size: float, most: int, *, bold: bool = False, ink: str = "ink") -> str:  # fmt: skip
    lines = wrap(words, room, size, bold)
    if len(lines) > most:
        raise ValueError(f"more than {most} lines on a slide: {words}")
    return block(x, y, lines, size=size, bold=bold, ink=ink) if lines else ""

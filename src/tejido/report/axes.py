"""Axes that begin at zero and end at a round number."""

from __future__ import annotations

from tejido.figures import axis_end
from tejido.figures.chart import Tick
from tejido.words import number


def ticks(largest: float, lang: str, *, percent: bool = False, steps: int = 4) -> tuple[Tick, ...]:
    """Ticks from zero to the first round number that `largest` does not exceed, in `steps` equal steps (five where that is rounder)."""
    end = axis_end(largest, percent)
    parts = 5 if str(end).lstrip("0.")[:1] in ("1", "5") else steps
    sign = ("\u00a0%" if lang == "es" else "%") if percent else ""
    return tuple((end * part / parts, number(end * part / parts, lang, 2) + sign) for part in range(parts + 1))

"""From scores to the classes of a map: which band a unit is in, and how many units and people each class has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.words import number, pick, say

NO_DATA, PROTECTED, WEAK = -1, -2, -3
"""Classes that are no band: nothing measured; too few people to show; measured, but from few answers."""


@dataclass(frozen=True)
class Entry:
    """A line of the legend: the class, its name, the range of scores in words, the units and people in it."""

    step: int
    name: str
    span: str
    units: int
    people: float


@dataclass(frozen=True)
class Classed:
    """`steps`: per unit the class, 0 for the lowest band, or one of the negative signs. `legend`: highest band first."""

    steps: pd.Series
    legend: tuple[Entry, ...]


def by_band(table: pd.DataFrame, catalogue: Catalogue, lang: str) -> Classed:
    """Classes of units by the band of their score.

    Args:
        table: columns ``unit``, ``score`` (0-100, NaN where there is none), ``population``, and if known ``protected``
            and ``weak`` (flags), one row per unit.
        catalogue: gives the bands, in any order.
        lang: language of the legend.
    """
    bands = sorted(catalogue.bands, key=lambda band: band.low)
    scores = table["score"].to_numpy(dtype=float)
    steps = np.digitize(np.nan_to_num(scores, nan=0.0), [band.low for band in bands[1:]])
    steps = np.where(np.isnan(scores), NO_DATA, steps)
    for column, sign in (("weak", WEAK), ("protected", PROTECTED)):
        if column in table:
            steps = np.where(table[column].to_numpy(dtype=bool), sign, steps)
    people = table["population"].to_numpy(dtype=float)
    legend: list[Entry] = []
    for step in reversed(range(len(bands))):
        upper = bands[step + 1].low if step + 1 < len(bands) else None
        name = pick(bands[step].names, lang)
        legend.append(_entry(step, name, _span(bands[step].low, upper, lang), steps, people))
    for step, name in ((WEAK, say("few answers", lang)), (PROTECTED, say("too few people to show", lang)),
                       (NO_DATA, say("not enough data", lang))):  # fmt: skip
        if (steps == step).any():
            legend.append(_entry(step, name, "", steps, people))
    return Classed(pd.Series(steps, index=table["unit"].to_numpy(), name="step"), tuple(legend))


def _entry(step: int, name: str, span: str, steps: np.ndarray, people: np.ndarray) -> Entry:
    inside = steps == step
    return Entry(step, name, span, int(inside.sum()), float(np.nansum(people[inside])))


def _span(low: float, upper: float | None, lang: str) -> str:
    """The range of a band as a reader says it: ``60–70``, ``under 40``, ``80 or more``; a bound belongs to the upper."""
    if upper is None:
        return say("{low} or more", lang, low=number(low, lang, 0))
    if low <= 0:
        return say("under {high}", lang, high=number(upper, lang, 0))
    return f"{number(low, lang, 0)}–{number(upper, lang, 0)}"

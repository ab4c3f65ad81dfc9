"""From scores and figures to the classes of a map: in which a unit is, and how many units and people each has."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.catalogue.map_classes import class_spans
from tejido.catalogue.model import Catalogue, MapClasses
from tejido.figures.palette import ramp_steps
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

    @property
    def named(self) -> str:
        """Name and range in one: ``very solid (80 or more)``."""
        return f"{self.name} ({self.span})" if self.name and self.span else self.name or self.span


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
    return Classed(
        pd.Series(steps, index=table["unit"].to_numpy(), name="step"), (*legend, *_signs(steps, people, lang))
    )


def by_value(
    table: pd.DataFrame,
    lang: str,
    published: MapClasses | None = None,
    possible: tuple[float, float] = (-math.inf, math.inf),
) -> Classed:
    """Classes of a figure in its own unit: the `published` ones where there are any, else classes of about as many units each, with
    bounds that can be read; at most five, fewer where many units share a value. A class is a step of a ramp (`palette.ramp_steps`).

    Args:
        table: columns ``unit``, ``value`` (NaN where there is none), ``population``, and if known ``protected`` and
            ``weak`` (flags), one row per unit.
        lang: language of the legend.
        published: limits that somebody published for this figure.
        possible: smallest and largest value that can be: nothing is "100 or more" where nothing can be more.
    """
    values = table["value"].to_numpy(dtype=float)
    signs = {column: table[column].to_numpy(dtype=bool) for column in ("weak", "protected") if column in table}
    signed = np.any([np.isnan(values), *signs.values()], axis=0)
    painted = values[~signed]
    bounds = list(published.limits) if published else cuts(painted)
    ramp = np.array(ramp_steps(len(bounds) + 1))
    up_to = published is not None and published.up_to
    steps = ramp[np.digitize(np.nan_to_num(values, nan=0.0), bounds, right=up_to)]
    steps = np.where(np.isnan(values), NO_DATA, steps)
    for column, sign in (("weak", WEAK), ("protected", PROTECTED)):
        if column in signs:
            steps = np.where(signs[column], sign, steps)
    people = table["population"].to_numpy(dtype=float)
    spans = class_spans(bounds, lang, up_to, possible) if bounds else _only(painted, lang)
    names = [(pick(one, lang), span) for one, span in zip(published.names, spans, strict=True)] if published and published.names \
        else [(span, "") for span in spans]  # fmt: skip
    legend = [_entry(int(ramp[place]), name, span, steps, people) for place, (name, span) in enumerate(names)]
    return Classed(
        pd.Series(steps, index=table["unit"].to_numpy(), name="step"), (*reversed(legend), *_signs(steps, people, lang))
    )


def cuts(values: np.ndarray) -> list[float]:
    """Bounds between at most five classes of about as many `values` each: quintiles to two significant digits, to more only where
    hardly any two of them would stay apart. Bounds that come together are one, and each is above the smallest value.
    """
    if not len(values):
        return []
    ordered = np.sort(values)
    raw = sorted({float(ordered[len(ordered) * part // 5]) for part in range(1, 5)} - {float(ordered[0])})
    for digits in (2, 3, 4):
        rounded = sorted({float(f"{one:.{digits - 1}e}") for one in raw})
        inside = [one for one in rounded if ordered[0] < one <= ordered[-1]]
        if len(inside) >= min(2, len(raw)):
            return inside
    return raw


def _only(values: np.ndarray, lang: str) -> list[str]:
    """The one class of a figure that all units share, named by it."""
    return [number(float(f"{values[0]:.3g}"), lang, 6)] if len(values) else []


def _signs(steps: np.ndarray, people: np.ndarray, lang: str) -> list[Entry]:
    """The lines of the legend of what is no class, where it is on the map."""
    named = (
        (WEAK, say("few answers", lang)),
        (PROTECTED, say("too few people to show", lang)),
        (NO_DATA, say("not enough data", lang)),
    )
    return [_entry(step, name, "", steps, people) for step, name in named if (steps == step).any()]


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

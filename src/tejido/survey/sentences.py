"""What may be said of one differential, in plain sentences.

In: a row of `tables.DIFFERENTIALS` and its indicator. Out: text in the reader's language: first the gap and for whom it is the
harder, or that no gap can be shown, or that nothing can be said; then what stands behind it, where that changes the story. `parts` gives
the same with each figure apart, by the column that holds it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tejido.catalogue import Definition, Indicator
from tejido.catalogue.curve import score
from tejido.catalogue.group_names import among_group
from tejido.survey.comparisons import CANNOT, SHOWN
from tejido.survey.indicative import INDICATIVE
from tejido.words import number, say
from tejido.words.plain import capitalised, say_pieces

TIMES = 2.0
"""From this ratio on, or its inverse, a sentence says how many times one figure is the other."""
SLIGHT, LARGE = 0.2, 0.8
"""Parts of a gap that count as almost nothing and as almost all of it."""
CHANGED = (0.5, 1.5)
"""A standardised gap between these multiples of the plain one tells the same story."""

__all__ = ["Told", "better_off", "decimals", "difference", "is_percent", "parts", "sentence", "whole"]


@dataclass(frozen=True)
class Told:
    """A figure inside a sentence: the column of `tables.DIFFERENTIALS` that holds it, and how it is written there. `column` is empty
    where the figure is made of one of them.
    """

    column: str
    text: str

    def __str__(self) -> str:
        """As it is written."""
        return self.text


Parts = tuple["str | Told", ...]
"""A sentence: words and figures."""


def sentence(row: Mapping[str, Any], indicator: Definition, lang: str) -> str:
    """One to four sentences on a row of `tables.DIFFERENTIALS`."""
    return " ".join("".join(map(str, one)) for one in parts(row, indicator, lang))


def parts(row: Mapping[str, Any], indicator: Definition, lang: str) -> list[Parts]:
    """The sentences of `sentence`, each with its figures apart."""
    among, against = among_group(row["group"], lang), among_group(row["against"], lang)
    told = _Told(row, indicator, lang, among, against)
    if row.get("kind") == INDICATIVE and math.isfinite(row["value"]) and math.isfinite(row["value_against"]):
        return [told.of_those_asked()]
    if row["verdict"] == CANNOT:
        return [told.nothing()]
    if row["verdict"] != SHOWN:
        return [told.not_shown(), *told.hidden()]
    return [told.shown(), *told.for_whom(), *told.times(), *told.standardised(), *told.places()]


def better_off(row: Mapping[str, Any], indicator: Definition) -> float:
    """By how much the first group of a row is better off: above 0 it is, below 0 it is worse off, 0 where nobody can tell.

    By the indicator's direction, in its measure unit; where neither end is the best, by the scores of both figures.
    """
    gap, direction = row["gap"], indicator.direction
    if direction in ("higher", "lower"):
        better = gap if direction == "higher" else -gap
    elif direction == "band" and isinstance(indicator, Indicator) and indicator.curve.observed is None:
        points = score([row["value"], row["value_against"]], indicator.curve, indicator.classes)
        better = float(points[0] - points[1])
    else:
        better = 0.0
    return float(better) if math.isfinite(better) else 0.0


def is_percent(indicator: Definition) -> bool:
    """Whether differences of the indicator are told in points."""
    return indicator.measure_unit.startswith(("%", "percent"))


def whole(indicator: Definition, lang: str) -> str:
    """What a percentage is of, as it follows the sign: `` of households``. Empty in the extended marker, whose names and definitions
    hold that noun: said again, it would read as a share of a share.
    """
    return indicator.unit_names[lang].removeprefix("%") if indicator.measure_unit.startswith("%") else ""


def decimals(row: Mapping[str, Any], indicator: Definition) -> int:
    """Decimals with which all figures of a row are written: one, two for small figures, none for large ones."""
    scale = max(abs(row["value"]), abs(row["value_against"]))
    return 1 if is_percent(indicator) else 2 if scale < 5 else 1 if scale < 1000 else 0


def difference(size: float, row: Mapping[str, Any], indicator: Definition, lang: str) -> str:
    """The size of a difference and its direction: ``6 points more``."""
    amount = _amount(size, row, indicator, lang)
    return say("{n} more" if size >= 0 else "{n} less", lang, n=amount)


def _amount(size: float, row: Mapping[str, Any], indicator: Definition, lang: str) -> str:
    """The size of a difference: in points, or in the indicator's unit."""
    written = number(abs(size), lang, decimals(row, indicator))
    if not is_percent(indicator):
        return written
    return say("{n} point" if written == "1" else "{n} points", lang, n=written)


class _Told:
    """One row with all that its sentences share."""

    def __init__(self, row: Mapping[str, Any], indicator: Definition, lang: str, among: str, against: str) -> None:
        self._row, self._indicator, self._lang = row, indicator, lang
        self._percent = is_percent(indicator)
        self._words = {"name": indicator.names[lang], "among": among, "against": against}

    def nothing(self) -> Parts:
        return self._say("{name}: nothing can be said: the answers {among} or {against} are too few or vary too much.")

    def of_those_asked(self) -> Parts:
        """A source without known probabilities speaks of nobody else."""
        text = (
            "{name}: of those asked, {among} it is {value}, {against} {other}. They were not chosen by chance: whether others"
            " differ too cannot be said."
        )
        return self._say(text, **self._values())

    def shown(self) -> Parts:
        text = "{name}: {among} it is {value}, {difference} than {against} ({other})."
        return self._say(text, difference=self._difference("gap"), **self._values())

    def not_shown(self) -> Parts:
        if self._row["gap_low"] > 0 or self._row["gap_high"] < 0:
            text = (
                "{name}: {among} it is {value}, {against} {other}. Looking at all figures of this right together, this"
                " survey is not enough to show a difference."
            )
            return self._say(text, **self._values())
        text = (
            "{name}: {among} it is {value}, {against} {other}. With this survey no difference can be shown: it could be"
            " anything from {low} to {high}."
        )
        ends = {"low": self._difference("gap_low"), "high": self._difference("gap_high")}
        return self._say(text, **self._values(), **ends)

    def for_whom(self) -> list[Parts]:
        """Whether the first group is worse off."""
        better = better_off(self._row, self._indicator)
        if better == 0:
            return []
        return [self._say("They are better off." if better > 0 else "They are worse off.")]

    def times(self) -> list[Parts]:
        ratio = self._row["ratio"]
        if not self._percent or not math.isfinite(ratio) or ratio <= 0 or 1 / TIMES < ratio < TIMES:
            return []
        if ratio >= TIMES:
            return [
                self._say(
                    "That is {times} times the figure {against}.", times=Told("ratio", number(ratio, self._lang, 1))
                )
            ]
        times = Told("", number(1 / ratio, self._lang, 1))
        return [capitalised(self._say("{against} it is {times} times that figure.", times=times))]

    def standardised(self) -> list[Parts]:
        """Told where ages, sexes and household sizes change the story."""
        gap, alike = self._row["gap"], self._row["gap_standardised"]
        if not math.isfinite(alike):
            return []
        none = self._row["gap_standardised_low"] <= 0 <= self._row["gap_standardised_high"]
        if none or self._number(abs(alike)) == "0":
            return [self._say("With {alike} in both groups no difference can be shown any more.")]
        if CHANGED[0] <= alike / gap <= CHANGED[1]:
            return []
        difference = self._difference("gap_standardised")
        return [self._say("With {alike} in both groups the difference would be {difference}.", difference=difference)]

    def hidden(self) -> list[Parts]:
        low, high = self._row["gap_standardised_low"], self._row["gap_standardised_high"]
        if not math.isfinite(low) or low <= 0 <= high:
            return []
        difference = self._difference("gap_standardised")
        return [self._say("With {alike} in both groups one could appear: {difference}.", difference=difference)]

    def places(self) -> list[Parts]:
        """How much is where people live."""
        gap, between = self._row["gap"], self._row["gap_between"]
        if not math.isfinite(between):
            return []
        share = between / gap
        if share < -SLIGHT:
            text = "Where each group lives makes it smaller: between neighbours of the same quarters it is {within}."
        elif share <= SLIGHT:
            text = "Almost all of it is found between neighbours of the same quarters."
        elif share < LARGE:
            text = "Of this, {between} come from where each group lives; the rest is found between neighbours."
        elif share <= 1 + SLIGHT:
            text = "Almost all of it comes from where each group lives."
        else:
            text = "It comes from where each group lives: between neighbours of the same quarters it is {within}."
        return [self._say(text, between=self._amount("gap_between"), within=self._difference("gap_within"))]

    def _say(self, text: str, **values: Told | Parts) -> Parts:
        answers = self._indicator.answers
        same = "the same household sizes" if answers and answers.table == "households" else _EVERYTHING
        return say_pieces(text, self._lang, **self._words, alike=say(same, self._lang), **values)

    def _values(self) -> dict[str, Parts]:
        """Both figures; the first with the whole name of its unit."""
        unit = self._indicator.unit_names[self._lang]
        value, other = (self._number(self._row[name]) for name in ("value", "value_against"))
        if self._percent:
            sign = "\u00a0%" if self._lang == "es" else "%"
            return {
                "value": (Told("value", f"{value}{sign}"), whole(self._indicator, self._lang)),
                "other": (Told("value_against", f"{other}{sign}"),),
            }
        return {"value": (Told("value", value), f" ({unit})"), "other": (Told("value_against", other),)}

    def _amount(self, name: str) -> Told:
        return Told(name, _amount(self._row[name], self._row, self._indicator, self._lang))

    def _difference(self, name: str) -> Told:
        return Told(name, difference(self._row[name], self._row, self._indicator, self._lang))

    def _number(self, value: float) -> str:
        return number(value, self._lang, decimals(self._row, self._indicator))


_EVERYTHING = "the same ages, sexes and household sizes"

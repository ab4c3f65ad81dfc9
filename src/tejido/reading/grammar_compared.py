"""Plain sentences that compare two groups. Nobody is said to have more where chance could have made the difference.

In: figures as `references.Cited`, a row of `tables.DIFFERENTIALS`. Out: sentences (`references.Sentence`), each number of which is a
figure that is cited.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tejido.catalogue import Definition
from tejido.reading.references import OF_DIFFERENTIALS, Cited, Reference, Sentence
from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN
from tejido.survey.sentences import Told, difference, parts
from tejido.words.plain import joined, say_pieces

__all__ = ["compared", "tell_gap", "verdict_of"]

Figures = Mapping[str, Cited]
"""Figures of a comparison by the column of `tables.DIFFERENTIALS` that holds them."""


def compared(look: Callable[[Reference], Cited], gap: Reference) -> Figures:
    """All figures of the comparison that `gap` names, as `look` (of a `Book`) finds them."""
    return {column: look(replace(gap, statistic=statistic)) for statistic, column in OF_DIFFERENTIALS.items()}


def tell_gap(row: Mapping[str, Any], figures: Figures, indicator: Definition, lang: str) -> Sentence:
    """What `survey.sentence` says of a comparison, its numbers those of `figures` (`compared`), which take the place of the row's own.

    A sentence with a number that `figures` does not have is left out. Where the figures do not carry the verdict of the row (the gap's
    interval holds 0, or the gap lies outside of it) no difference is told.
    """
    numbers = {column: math.nan if one.number is None else one.number for column, one in figures.items()}
    told = {**row, **numbers}
    told["verdict"] = verdict_of(told["verdict"], told["gap"], told["gap_low"], told["gap_high"])
    if not all(math.isfinite(told[column]) for column in ("value", "value_against")):
        told["verdict"] = CANNOT
    sentences = parts(told, indicator, lang)
    if told["verdict"] == SHOWN:
        ends = {
            name: Told(f"gap_{name}", difference(told[f"gap_{name}"], told, indicator, lang))
            for name in ("low", "high")
        }
        sentences.insert(1, say_pieces("The difference could be from {low} to {high}.", lang, **ends))
    known = [one for one in sentences if all(isinstance(piece, str) or piece.column in figures for piece in one)]
    spaced = [piece for one in known for piece in (" ", *one)]
    return joined(_written(piece, figures, lang) for piece in spaced[1:])


def verdict_of(verdict: str, gap: float, low: float, high: float) -> str:
    """The verdict that the figures themselves carry: `SHOWN` stays where the interval holds the gap and not 0; `CANNOT` where there is no
    interval.
    """
    if verdict == CANNOT or not (math.isfinite(low) and math.isfinite(high)):
        return CANNOT
    if verdict == NOT_SHOWN:
        return NOT_SHOWN
    return SHOWN if low <= gap <= high and (low > 0 or high < 0) else NOT_SHOWN


def _written(piece: str | Told, figures: Figures, lang: str) -> str | Cited:
    """A figure of the survey's sentence as the figure that is cited, written as the sentence writes it."""
    if isinstance(piece, str):
        return piece
    cited = figures[piece.column]
    return replace(cited, written={**cited.written, lang: piece.text})

"""Plain sentences that compare: two groups, and two rounds. Nobody is said to have more where chance could have made the difference.

In: figures as `references.Cited`, a row of `tables.DIFFERENTIALS` or of `tables.changes.CHANGES`. Out: sentences
(`references.Sentence`), each number of which is a figure that is cited.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tejido.catalogue import Definition
from tejido.reading.grammar import as_said
from tejido.reading.references import OF_DIFFERENTIALS, Cited, Reference, Sentence
from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN
from tejido.survey.sentences import Told, better_off, difference, parts
from tejido.words import LANGUAGES, say
from tejido.words.plain import joined, say_pieces

__all__ = ["compared", "tell_change", "tell_gap", "verdict_of"]

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


def tell_change(
    before: Cited, after: Cited, row: Mapping[str, Any], name: str, indicator: Definition | None, lang: str
) -> Sentence:
    """A figure called `name` in two rounds, `row` what `release.rounds` says of its change; of a score `indicator` is None.

    ``Unemployment: 22% in 2024, 16% in 2026. It fell. That is better than before.``
    """
    rounds = {"earlier": row["earlier"], "later": row["later"]}
    told = say_pieces(
        "{before} in {earlier}, {after} in {later}.", lang, before=as_said(before), after=as_said(after), **rounds
    )
    said = _of_change(before, after, row, indicator)
    return joined((f"{name}: ", *told, *(f" {say(one, lang)}" for one in said)))


def _of_change(before: Cited, after: Cited, row: Mapping[str, Any], indicator: Definition | None) -> list[str]:
    """What may be said of a change beside its two figures: its direction, and whether that is for the better."""
    if before.number is None or after.number is None:
        return [_UNTOLD[CANNOT]]
    change = after.number - before.number
    counted = row["basis"] == "counted"
    verdict = row["verdict"] if counted else verdict_of(row["verdict"], change, row["low"], row["high"])
    if verdict != SHOWN:
        return [_UNTOLD[verdict]]
    if all(before.text(lang) == after.text(lang) for lang in LANGUAGES):
        return ["It hardly changed." if change else "It stayed the same."]
    pair = {"value": after.number, "value_against": before.number, "gap": change}
    better = change if indicator is None else better_off(pair, indicator)
    judged = [] if better == 0 else ["That is better than before." if better > 0 else "That is worse than before."]
    return ["It rose." if change > 0 else "It fell.", *judged]


def verdict_of(verdict: str, gap: float, low: float, high: float) -> str:
    """The verdict that the figures themselves carry: `SHOWN` stays where the interval holds the gap and not 0; `CANNOT` where there is no
    interval.
    """
    if verdict == CANNOT or not (math.isfinite(low) and math.isfinite(high)):
        return CANNOT
    if verdict == NOT_SHOWN:
        return NOT_SHOWN
    return SHOWN if low <= gap <= high and (low > 0 or high < 0) else NOT_SHOWN


_UNTOLD = {NOT_SHOWN: "No change can be shown.", CANNOT: "The two cannot be compared."}


def _written(piece: str | Told, figures: Figures, lang: str) -> str | Cited:
    """A figure of the survey's sentence as the figure that is cited, written as the sentence writes it."""
    if isinstance(piece, str):
        return piece
    cited = figures[piece.column]
    return replace(cited, written={**cited.written, lang: piece.text})

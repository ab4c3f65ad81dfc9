"""What may be said of one change between two rounds, in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from tejido.catalogue import Definition, Indicator
from tejido.reading.facts import Facts
from tejido.release import breaks
from tejido.survey.comparisons import CANNOT, SHOWN
from tejido.survey.sentences import better_off, decimals, difference, is_percent
from tejido.words import number, percent, say

WHY: Mapping[str, str] = {
    breaks.UNIT: "the place exists in one round only",
    breaks.OUTLINE: "the borders of the place changed",
    breaks.METHOD: "its definition or its scale changed",
    breaks.PROXIED: "a substitute stands for it in one of the rounds",
    breaks.KIND: "it comes from another kind of source",
    breaks.SUPPORT: "it was measured for another area or together with other places",
    breaks.CHOSEN: "those asked were not chosen by chance",
    breaks.ONLY_EARLIER: "it was measured in the earlier round only",
    breaks.ONLY_LATER: "it was measured in the later round only",
    breaks.HIDDEN: "too few people to show in one of the rounds",
    breaks.FEW: "too few answers in one of the rounds",
    breaks.SAME: "it was not measured again: both rounds use the same measurement",
    breaks.PARTS: "the score is made of other indicators",
    breaks.BELOW: "an indicator in it cannot be compared",
    breaks.CHANCE: "a survey enters, and how far chance moves it here is not known",
}
"""The breaks as they stand inside a sentence."""

__all__ = ["WHY", "figures", "for_better", "said", "sentence", "why"]


def sentence(facts: Facts, row: Mapping[str, Any], lang: str) -> str:
    """A change as a sentence of its own: both figures, then what may be said."""
    before, after = figures(facts, row, lang)
    if math.isnan(row["before"]) or math.isnan(row["after"]):
        return say("The change cannot be told: {why}.", lang, why=why(row, lang))
    rounds = {"earlier": row["earlier"], "later": row["later"]}
    return say("It was {before} in {earlier} and is {after} in {later}: {said}.", lang, before=before, after=after,
               said=said(facts, row, lang), **rounds)  # fmt: skip


def said(facts: Facts, row: Mapping[str, Any], lang: str) -> str:
    """What may be said of a change, without its figures: ``4 points more (between 1 and 7)``."""
    if row["verdict"] == CANNOT:
        return say("cannot be compared, because {why}", lang, why=why(row, lang))
    size = _difference(facts, row, row["change"], lang)
    if row["basis"] == "counted":
        return say("{size}, as counted", lang, size=size) if row["change"] else say("no change, as counted", lang)
    ends = {name: _difference(facts, row, row[name], lang) for name in ("low", "high")}
    if row["verdict"] == SHOWN:
        return say("{size}; it could be from {low} to {high}", lang, size=size, **ends)
    return say("no change can be shown; it could be from {low} to {high}", lang, **ends)


def why(row: Mapping[str, Any], lang: str) -> str:
    """Why two figures cannot be compared, all reasons; empty where they can."""
    words = [] if pd.isna(row["breaks"]) else str(row["breaks"]).split()
    return "; ".join(say(WHY[word], lang) for word in words)


def figures(facts: Facts, row: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """Both figures as they are written; a dash where there is none."""
    digits = _digits(facts, row)
    one = facts.catalogue.definitions.get(row["node"])
    points = row["what"] == "value" and one is not None and is_percent(one)
    found = [
        percent(row[side] / 100, lang, digits) if points else number(row[side], lang, digits)
        for side in ("before", "after")
    ]
    return found[0], found[1]


def for_better(facts: Facts, row: Mapping[str, Any]) -> int:
    """1 where a change that is shown is for the better, -1 for the worse, 0 where it is not shown or neither end is better."""
    if row["verdict"] != SHOWN:
        return 0
    if row["what"] == "score":
        return 1 if row["change"] > 0 else -1
    one = facts.catalogue.definitions[row["node"]]
    pair = {"value": row["after"], "value_against": row["before"], "gap": row["change"]}
    better = better_off(pair, one)
    return (better > 0) - (better < 0)


def _difference(facts: Facts, row: Mapping[str, Any], size: float, lang: str) -> str:
    if row["what"] == "value":
        return difference(size, _pair(row), _definition(facts, row), lang)
    amount = number(abs(size), lang, _digits(facts, row))
    points = say("{n} point" if amount == "1" else "{n} points", lang, n=amount)
    return say("{n} more" if size >= 0 else "{n} less", lang, n=points)


def _digits(facts: Facts, row: Mapping[str, Any]) -> int:
    """Decimals of all figures of a row: of a score none where the interval of its change is wider than four points."""
    if row["what"] == "value":
        return decimals(_pair(row), _definition(facts, row))
    wide = row["basis"] == "sampled" and not row["high"] - row["low"] <= 4
    return 0 if wide else 1


def _definition(facts: Facts, row: Mapping[str, Any]) -> Definition | Indicator:
    return facts.catalogue.definitions[row["node"]]


def _pair(row: Mapping[str, Any]) -> dict[str, float]:
    """Both figures under the names of `tables.DIFFERENTIALS`; where one is missing the other stands for its size."""
    before, after = float(row["before"]), float(row["after"])
    return {"value": before if math.isnan(after) else after, "value_against": after if math.isnan(before) else before}

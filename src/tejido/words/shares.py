"""How large a share is, in words that all of its interval carries.

In: a percentage, the ends of its interval, what is counted. Out: ``about half``, ``fewer than one in ten``, ``entre un tercio y la mitad``,
or nothing where no words hold for the whole interval. Words and bounds stand in ``shares.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tejido.words import say
from tejido.words.plain import Gender, Noun

WRITTEN_AS_END = 0.05
"""Percentages nearer than this to 0 or to 100 are written as 0 or 100."""
WIDEST = 34.0
"""Points that "between ... and ..." may span and still tell something."""
HALF = 50.0

__all__ = ["Counted", "fraction_words"]


@dataclass(frozen=True)
class Counted:
    """Of what a share is: `gender` for the agreement in Spanish; `part` where it is measured and not counted (an area, an income);
    `noun` where the words are to name it (``una de cada diez personas``).
    """

    gender: Gender = "m"
    part: bool = False
    noun: Noun | None = None

    @property
    def kind(self) -> Gender:
        """The gender with which the words agree."""
        return (self.noun and self.noun.gender) or self.gender


def fraction_words(share: float, low: float, high: float, lang: str, counted: Counted = Counted()) -> str:
    """The size of `share` (percent) in words that hold from `low` to `high`, the ends of its interval.

    "About" is said only where the whole interval lies between the bounds of the fraction; else how far it reaches ("fewer than one in
    ten", "between a third and half"). Nothing is said of a number outside of its interval or of 0 to 100, nor of an interval so wide that no
    words would tell anything.
    """
    if not 0 <= low <= share <= high <= 100:
        return ""
    return (
        _end(share, low, high, lang, counted)
        or _about(share, low, high, lang, counted)
        or _reach(low, high, lang, counted)
    )


def _end(share: float, low: float, high: float, lang: str, counted: Counted) -> str:
    """None, all, or next to them; where the number is written as 0 or 100 and the interval goes further, both."""
    for entry in _table()["ends"]:
        least, most = entry["within"]
        if least <= low and high <= most:
            whole = min(share, 100 - share) < WRITTEN_AS_END and least < most
            return _joined(entry, _word(entry[f"{lang}_open" if whole else lang], lang, counted), lang, counted)
    return ""


def _about(share: float, low: float, high: float, lang: str, counted: Counted) -> str:
    bounded = [one for one in _fractions(lang, counted) if "about" in one]
    fitting = [one for one in bounded if one["about"][0] <= low and high <= one["about"][1]]
    if not fitting:
        return ""
    best = min(fitting, key=lambda one: abs(one["share"] - share))
    return _joined(best, say("about {size}", lang, size=_word(best[lang], lang, counted)), lang, counted)


def _reach(low: float, high: float, lang: str, counted: Counted) -> str:
    """The narrowest words that hold the whole interval: less than, more than, or between two fractions."""
    fractions = _fractions(lang, counted)
    found: list[tuple[float, str]] = []
    above = [one for one in fractions if high < one["share"] <= HALF]
    below = [one for one in fractions if HALF <= one["share"] < low]
    if above:
        text = say(
            "less than {size}" if counted.part else "fewer than {size}", lang, size=_word(above[0][lang], lang, counted)
        )
        found.append((above[0]["share"], _joined(above[0], text, lang, counted)))
    if below:
        text = say("more than {size}", lang, size=_word(below[-1][lang], lang, counted))
        found.append((100 - below[-1]["share"], _joined(below[-1], text, lang, counted)))
    beside = [one for one in fractions if one.get("beside")]
    under = [one for one in beside if one["share"] <= low]
    over = [one for one in beside if one["share"] >= high]
    if under and over and over[0]["share"] - under[-1]["share"] <= WIDEST:
        ends = {"low": _word(under[-1][lang], lang, counted), "high": _word(over[0][lang], lang, counted)}
        found.append(
            (
                over[0]["share"] - under[-1]["share"],
                _joined(over[0], say("between {low} and {high}", lang, **ends), lang, counted),
            )
        )
    return min(found, key=lambda one: one[0])[1] if found else ""


def _joined(entry: Mapping[str, Any], size: str, lang: str, counted: Counted) -> str:
    """The words with the noun that they are of, where one is to be named."""
    if counted.noun is None:
        return size
    pattern: str = _table()["joins"][entry["joins"]][lang]
    return pattern.format(size=size, many=counted.noun.many[lang], the=counted.noun.the)


def _word(forms: Sequence[str], lang: str, counted: Counted) -> str:
    if counted.part:
        return forms[-1]
    return forms[1] if lang == "es" and counted.kind == "f" else forms[0]


def _fractions(lang: str, counted: Counted) -> list[Mapping[str, Any]]:
    """The fractions that have words for what is counted, the smallest first."""
    forms = {"es": 3, "en": 2}[lang] if counted.part else 1
    return [one for one in _table()["fractions"] if len(one[lang]) >= forms]


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("shares.toml").read_text("utf-8"))

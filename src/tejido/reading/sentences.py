"""What the page says about the city in whole sentences: the answer first, then how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from tejido.catalogue import Definition
from tejido.catalogue.model import Band
from tejido.marker import REASONS
from tejido.reading.facts import Ends, Facts, Figure, ends
from tejido.survey.sentences import decimals, is_percent
from tejido.words import number, percent, pick, say


def band_step(score: float, facts: Facts) -> int:
    """Number of the band of a score, 0 for the lowest."""
    return sum(score >= band.low for band in sorted(facts.catalogue.bands, key=lambda band: band.low)[1:])


def band_of(score: float, bands: Iterable[Band], lang: str) -> str:
    """Name of that one of `bands` in which a score lies."""
    rising = sorted(bands, key=lambda band: band.low)
    return pick(rising[sum(score >= band.low for band in rising[1:])].names, lang)


def band_name(score: float, facts: Facts, lang: str) -> str:
    """Name of the band of a score."""
    return band_of(score, facts.catalogue.bands, lang)


def band_or_reason(figure: Figure, facts: Facts, lang: str) -> str:
    """The band of a score, or why there is none."""
    return reason(figure.reason, lang) if figure.score is None else band_name(figure.score, facts, lang)


def digits(interval: Ends | None) -> int:
    """Decimals of a score: whole where its interval is unknown or wider than two points, else one."""
    return 1 if interval is not None and interval[1] - interval[0] <= 2 else 0


def shown_score(figure: Figure, lang: str) -> str:
    """A score as it is written; nothing where there is none."""
    return "" if figure.score is None else score_text(figure.score, figure.interval, lang)


def score_text(score: float, interval: Ends | None, lang: str) -> str:
    """A score with the decimals that its interval allows, and with more where rounding would lift it to the next ten, where a band
    begins: 69.6 is "moderately solid", and 70 would be "solid".
    """
    for places in (digits(interval), 1):
        if round(score, places) // 10 == score // 10:
            return number(score, lang, places)
    return number(math.floor(score * 10) / 10, lang, 1)


def span(both: Ends | None, lang: str, decimals: int = 0) -> str:
    """Both ends as one writes them: ``64–71``; nothing where there are none."""
    return "" if both is None else f"{number(both[0], lang, decimals)}–{number(both[1], lang, decimals)}"


def written(value: Any, one: Definition, lang: str) -> tuple[str, str]:
    """A figure as one reads it, in its own unit, and the rest of the unit: ``("45.2%", "of households")``, ``("310", "m")``."""
    unit = pick(one.unit_names, lang)
    if pd.isna(value):
        return "—", ""
    if one.measure_unit == "yes_no" and value in (0, 1):
        return say("yes" if value else "no", lang), ""
    digits = decimals({"value": value, "value_against": value}, one)
    if is_percent(one):
        return percent(value / 100, lang, digits), unit.removeprefix("%").strip()
    return number(value, lang, digits), unit


def between(row: Any, one: Definition, lang: str) -> str:
    """Between which figures chance leaves it; nothing where no sample enters."""
    both = ends(row.low, row.high)
    if both is None or pd.isna(row.value):
        return ""
    digits = decimals({"value": row.value, "value_against": row.value}, one)
    low, high = (number(end, lang, digits) for end in both)
    return say("between {low} and {high}", lang, low=low, high=high)


def by_chance(interval: Ends | None, lang: str) -> str:
    """How far chance in the sample would move a score, as a sentence; nothing where no sample enters."""
    if interval is None:
        return ""
    low, high = (number(end, lang, digits(interval)) for end in interval)
    return say("Had other people been asked, it would be between {low} and {high}.", lang, low=low, high=high)


def by_method(ways: Ends | None, lang: str) -> str:
    """How far other defensible ways of counting would move a score, as a sentence."""
    if ways is None:
        return ""
    low, high = (number(end, lang, 0) for end in ways)
    if low == high:
        return say("Counted in other defensible ways it would stay the same.", lang)
    return say("Counted in other defensible ways it would be between {low} and {high}.", lang, low=low, high=high)


def answer(facts: Facts, lang: str) -> str:
    """The first line: how inclusive the city is."""
    figure, name = facts.figure(facts.catalogue.root), pick(facts.city["names"], lang)
    if figure.score is None:
        return say("{city} has no marker yet.", lang, city=name)
    band = band_name(figure.score, facts, lang)
    return say("{city} gets {score} of 100: {band}.", lang, city=name, score=shown_score(figure, lang), band=band)


def certainty(facts: Facts, lang: str) -> list[tuple[str, str, str]]:
    """How sure we are: chance, method, indicators measured, whether other cities may be set beside it. Each is the word of
    `glossary.TERMS` that it is about, how the page calls it (empty: as the word itself) and a sentence.
    """
    root = facts.catalogue.root
    figure = facts.figure(root)
    said: list[tuple[str, str, str]] = []
    if figure.score is None:
        said.append(("missing", "", reason(figure.reason, lang)))
    told = (("interval", "", by_chance(figure.interval, lang)), ("robust", "", by_method(figure.ways, lang)))
    said += [one for one in told if one[2]]
    measured, total = len(facts.measured(root)), len(facts.under(root))
    share = percent(_weight(facts, root), lang)
    text = say("Measured with {measured} of {total} indicators ({share} of the weight).", lang,
               measured=measured, total=total, share=share)  # fmt: skip
    said.append(("coverage", say("Coverage {share}", lang, share=share), text))
    if figure.score is not None and not figure.comparable:
        text = say("It can be compared only inside this city, because a substitute or an own scale enters.", lang)
        said.append(("comparable", "", text))
    return said


def unit_score(unit: Any, lang: str) -> str:
    """The score of a unit (``score low high``) as it is written."""
    return score_text(float(unit["score"]), ends(unit["low"], unit["high"]), lang)


def measured_with(facts: Facts, node: str, lang: str) -> str:
    """How much of a node was measured, in words."""
    measured, total = len(facts.measured(node)), len(facts.under(node))
    return say("indicators measured: {measured} of {total}", lang, measured=measured, total=total)


def reason(word: str | None, lang: str) -> str:
    """Why there is no score, as a sentence."""
    return say(REASONS[word or "no_data"], lang)


def _weight(facts: Facts, node: str) -> float:
    """Share of a node's weight whose indicators have a score for the city."""
    whole = facts.catalogue.share(node)
    return sum(facts.catalogue.share(leaf) for leaf in facts.measured(node)) / whole


def inside(name: str) -> str:
    """A name inside a sentence: its first letter small, unless the next one says that it is an acronym."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name

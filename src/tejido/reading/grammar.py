"""Plain sentences from figures: a value or a score, each with its direction, size and certainty.

In: figures as `references.Cited`, their indicator, a language. Out: sentences (`references.Sentence`), in which every number is a
figure that is cited; nothing is said that the interval does not carry. Comparisons stand in `grammar_compared`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from tejido.catalogue import Definition
from tejido.catalogue.group_names import among_group
from tejido.catalogue.model import Band
from tejido.reading.references import Cited, Sentence
from tejido.reading.sentences import band_of, digits
from tejido.survey.indicative import INDICATIVE
from tejido.survey.sentences import decimals, is_percent, whole
from tejido.tables import EVERYBODY
from tejido.words import LANGUAGES, number, percent, pick, say
from tejido.words.plain import Gender, joined, listed, say_pieces, with_unit
from tejido.words.shares import Counted, fraction_words

SAMPLED = ("design-based", "calibrated", "modelled")
"""Kinds of figures that chance moves: without an interval no size in words holds for them."""
ENDS: Mapping[str, tuple[str, str]] = {
    "value": ("low", "high"), "of": ("of_low", "of_high"), "against": ("against_low", "against_high"),
    "share": ("share_low", "share_high"), "score": ("score_low", "score_high"),
}  # fmt: skip
"""The statistics that are the ends of the interval of another."""

__all__ = ["as_said", "counted", "size_words", "tell", "tell_score"]


def tell(cited: Cited, indicator: Definition, lang: str, *, place: str = "") -> Sentence:
    """One figure of `indicator` (a statistic of `ENDS`), of everybody or of a group, in `place` (empty: not said where).

    ``Unemployment: among refugees and migrants, 22% of labour force, about one in five (between 19% and 25%).``
    """
    asked = [say("of those asked", lang)] if cited.kind == INDICATIVE and cited.number is not None else []
    among = [] if _group(cited) == EVERYBODY else [among_group(_group(cited), lang)]
    head = indicator.names[lang] + ": " + "".join(f"{part}, " for part in [*asked, *_in(place, lang), *among])
    if cited.number is None:
        return (head, as_said(cited), ".")
    written, rest = _agreed(cited, indicator), whole(indicator, lang) if is_percent(indicator) else ""
    size = size_words(cited, lang, counted(indicator))
    told = (head, written, rest + (f", {size}" if size else ""), *_between(cited, indicator, lang), ".")
    return joined((*told, *_notes(cited, lang)))


def tell_score(cited: Cited, name: str, bands: Iterable[Band], lang: str) -> Sentence:
    """The score of `name` (a node, a place) with its band; where chance could put it into another one, that is said.

    ``Housing gets 62 of 100: moderately solid. Had other people been asked, it would be between 58 and 66.``
    """
    bands = tuple(bands)
    if _group(cited) != EVERYBODY:
        name = f"{name}, {among_group(_group(cited), lang)},"
    if cited.number is None:
        return (f"{name.rstrip(',')}: ", as_said(cited), ".")
    own = band_of(cited.number, bands, lang)
    told = say_pieces("{name} gets {score} of 100: {band}.", lang, name=name, score=cited, band=own)
    if not _has_interval(cited):
        return told
    both = (cited.low or 0.0, cited.high or 0.0)
    low, high = _ends(cited, lambda end, lang: number(end, lang, digits(both)))
    chance = say_pieces("Had other people been asked, it would be between {low} and {high}.", lang, low=low, high=high)
    others = [
        pick(band.names, lang) for band in sorted(bands, key=lambda band: band.low) if _touches(band, bands, both)
    ]
    others = [one for one in others if one != own]
    could = say("It could then also be {bands}.", lang, bands=listed(others, lang, "or")) if others else ""
    return joined((*told, " ", *chance, f" {could}" if could else ""))


def size_words(cited: Cited, lang: str, what: Counted | None) -> str:
    """The size of a percentage in words that its interval carries; empty where none are, or where `what` it is of is not known.

    A figure of a sample without a known interval has none; of those asked, of whom alone an indicative figure speaks, it is exact.
    """
    if what is None or cited.number is None or cited.quality == "unreliable":
        return ""
    exact = cited.kind == INDICATIVE or (cited.kind not in SAMPLED and not _has_interval(cited))
    low, high = (cited.number, cited.number) if exact else (cited.low, cited.high)
    if low is None or high is None:
        return ""
    return fraction_words(cited.number, low, high, lang, what)


def counted(indicator: Definition) -> Counted | None:
    """What the percentages of an indicator are of; None where they are no shares of something that can be named."""
    return _counted().get(indicator.measure_unit) if indicator.possible == (0, 100) else None


def as_said(cited: Cited) -> Cited:
    """The figure as a sentence has it: where there is no number, the reason in its place."""
    if cited.number is not None:
        return cited
    return replace(cited, written={lang: say(_STATES[cited.state], lang) for lang in LANGUAGES})


_STATES = {
    "protected": "not shown, so that nobody can be recognised",
    "few": "nothing can be said, because the answers are too few or vary too much",
    "missing": "not measured",
}


def _group(cited: Cited) -> str:
    """Of whom a figure is: of a comparison's second figure the second group."""
    against = cited.reference.statistic.startswith("against")
    return cited.reference.against if against else cited.reference.group


def _in(place: str, lang: str) -> list[str]:
    return [say("in {place}", lang, place=place)] if place else []


def _agreed(cited: Cited, indicator: Definition) -> Cited:
    """The figure written with its unit as a sentence has it: in the singular where it is 1, in parentheses where it counts nothing."""
    if is_percent(indicator) or cited.written == cited.bare:
        return cited
    unit, how = indicator.measure_unit, _units()["unit"]
    if unit in how["alone"]:
        written = cited.bare
    elif unit in how["parentheses"]:
        written = {lang: f"{cited.bare[lang]} ({indicator.unit_names[lang]})" for lang in LANGUAGES}
    else:
        written = {lang: with_unit(cited.bare[lang], indicator.unit_names[lang], lang) for lang in LANGUAGES}
    return replace(cited, written=written)


def _has_interval(cited: Cited) -> bool:
    return cited.low is not None and cited.high is not None and math.isfinite(cited.low) and math.isfinite(cited.high)


def _between(cited: Cited, indicator: Definition, lang: str) -> Sentence:
    """The interval; nothing where there is none, where it is too narrow to be written, or of those asked alone."""
    if not _has_interval(cited) or cited.kind == INDICATIVE:
        return ()
    places = decimals({"value": cited.number, "value_against": cited.number}, indicator)

    def write(end: float, lang: str) -> str:
        return percent(end / 100, lang, places) if is_percent(indicator) else number(end, lang, places)

    low, high = _ends(cited, write)
    if low.text(lang) == high.text(lang):
        return ()
    # Two parentheses would follow each other where the unit stands in some already.
    start, end = (", ", "") if indicator.measure_unit in _units()["unit"]["parentheses"] else (" (", ")")
    return (start, *say_pieces("between {low} and {high}", lang, low=low, high=high), end)


def _ends(cited: Cited, write: Callable[[float, str], str]) -> tuple[Cited, Cited]:
    """Both ends of an interval, as figures of their own."""
    names = ENDS[cited.reference.statistic]
    found = []
    for statistic, end in zip(names, (cited.low, cited.high), strict=True):
        text = {lang: write(float(end or 0.0), lang) for lang in LANGUAGES}
        found.append(replace(cited, reference=replace(cited.reference, statistic=statistic), number=end,
                             low=None, high=None, written=text, bare=text))  # fmt: skip
    return found[0], found[1]


def _touches(band: Band, bands: tuple[Band, ...], both: tuple[float, float]) -> bool:
    """Whether an interval reaches into a band."""
    top = min((one.low for one in bands if one.low > band.low), default=math.inf)
    bottom = -math.inf if band.low == min(one.low for one in bands) else band.low
    return both[1] >= bottom and both[0] < top


def _notes(cited: Cited, lang: str) -> Sentence:
    """What a reader must know to trust a figure neither too much nor too little."""
    notes = []
    if cited.quality in ("weak", "unreliable"):
        notes.append(say("It rests on few answers.", lang))
    if cited.kind == "modelled":
        notes.append(say("It is estimated by a model.", lang))
    if cited.kind == INDICATIVE:
        notes.append(say("They were not chosen by chance: of others it says nothing.", lang))
    return tuple(f" {note}" for note in notes)


@cache
def _counted() -> Mapping[str, Counted]:
    genders: tuple[Gender, ...] = ("m", "f")
    kinds = [(how, gender) for how in ("counted", "part") for gender in genders]
    return {unit: Counted(gender, how == "part") for how, gender in kinds for unit in _units()[how][gender]}


@cache
def _units() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("grammar_units.toml").read_text("utf-8"))

"""Three questions about a score, each answered in a sentence: another band? really lower than there? the same order counted
otherwise? The first two are about chance in the sample, the third about the method; they are never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tejido.catalogue.model import Band, Catalogue
from tejido.marker.reasons import REASONS
from tejido.tables import CITY_LEVEL
from tejido.words import number, pick, say

CAUSE_NAMES: Mapping[str, str] = {
    "weights": "how much each part weighs",
    "mean": "whether a good score may make up for a bad one",
    "curves": "which figure is worth 0 and which 100",
    "left_out": "which indicators enter",
}
"""Each cause's English source text, to be passed through `say`."""

Row = Mapping[str, Any]
"""A row of `SCORES`."""


def three_answers(
    one: Row, other: Row, causes: pd.DataFrame, catalogue: Catalogue, names: tuple[str, str], lang: str
) -> tuple[str, str, str]:
    """Answers to: could `one` be in another band? is it really lower than `other`? would their order turn if counted otherwise?

    Args:
        one: A row of `SCORES` with intervals and robustness ranges.
        other: A row of the same level, group and node.
        causes: `CAUSES`; those of the city speak for a unit without its own.
        catalogue: For the bands' names.
        names: What the two units are called.
        lang: ``en`` or ``es``.
    """
    for row, name in ((one, names[0]), (other, names[1])):
        if pd.isna(row["score"]):
            none = say("This cannot be said: {name} has no score. {reason}", lang, name=name,
                       reason=say(REASONS[str(row["reason"])], lang))  # fmt: skip
            return none if row is one else band_answer(one, catalogue, names[0], lang), none, none
    return (
        band_answer(one, catalogue, names[0], lang),
        order_answer(one, other, names, lang),
        method_answer(one, other, causes, names, lang),
    )


def band_answer(one: Row, catalogue: Catalogue, name: str, lang: str) -> str:
    """Could it be another band?"""
    bands = sorted(catalogue.bands, key=lambda band: band.low)
    own = _band(float(one["score"]), bands)
    if not _sampled(one):
        return say("No figure here comes from a survey, so that chance in a sample does not enter: {name} has {score} points, "
                   "{band}.", lang, name=name, score=_score(one, lang), band=pick(own.names, lang))  # fmt: skip
    low, high = _band(float(one["low"]), bands), _band(float(one["high"]), bands)
    said = {"name": name, "band": pick(own.names, lang)} | _points(one, lang)
    if low is high:
        return say("No: {name} has between {low} and {high} points, and all of that is {band}.", lang, **said)
    between = bands[bands.index(low) : bands.index(high) + 1]
    others = [pick(band.names, lang) for band in between if band is not own]
    said["others"] = _or(others, lang)
    said["share"] = number(100 * float(one["p_band"]), lang, 0)
    return say("Yes: {name} has {score} points, {band}, but with between {low} and {high} it could also be {others}; of 100 "
               "samples like this one {share} would say {band}.", lang, **said)  # fmt: skip


def order_answer(one: Row, other: Row, names: tuple[str, str], lang: str) -> str:
    """Is the first really lower than the second?"""
    said = {"one": names[0], "other": names[1], "ones": _range(one, lang), "others": _range(other, lang)}
    if not _sampled(one) and not _sampled(other):
        return _plain_order(one, other, said, lang)
    if _end(one, "high") < _end(other, "low"):
        return say("Yes: {one} has {ones}, {other} has {others}; chance alone does not explain that.", lang, **said)
    if _end(one, "low") > _end(other, "high"):
        return say("No, the other way round: {one} has {ones}, {other} has {others}; chance alone does not explain that.",
                   lang, **said)  # fmt: skip
    return say(
        "This survey does not show which of the two is lower: {one} has {ones}, {other} has {others}.", lang, **said
    )


def _plain_order(one: Row, other: Row, said: dict[str, str], lang: str) -> str:
    if float(one["score"]) == float(other["score"]):
        return say(
            "No, both are alike: {one} has {ones}, {other} has {others}; none of it comes from a survey.", lang, **said
        )
    if float(one["score"]) < float(other["score"]):
        return say("Yes: {one} has {ones}, {other} has {others}; none of it comes from a survey.", lang, **said)
    return say(
        "No, the other way round: {one} has {ones}, {other} has {others}; none of it comes from a survey.", lang, **said
    )


def method_answer(one: Row, other: Row, causes: pd.DataFrame, names: tuple[str, str], lang: str) -> str:
    """Would another defensible way of counting turn the order?"""
    first, second = (_places(row) for row in (one, other))
    if first is None or second is None:
        return say("This was not looked into: the scores were not counted in other ways.", lang)
    said: dict[str, object] = {
        "one": names[0],
        "other": names[1],
        "ones": _to(first, lang),
        "others": _to(second, lang),
    }
    if first[0] > second[1]:
        return say("No: however one counts, {one} stays behind {other} (places {ones}, and {others}).", lang, **said)
    if first[1] < second[0]:
        return say("No: however one counts, {one} stays ahead of {other} (places {ones}, and {others}).", lang, **said)
    cause = _main_cause(one, causes)
    if cause is None:
        return say("It could: counted in other ways {one} takes places {ones}, {other} {others}.", lang, **said)
    said["cause"] = say(CAUSE_NAMES[cause], lang)
    return say("It could: counted in other ways {one} takes places {ones}, {other} {others}; what matters most is {cause}.",
               lang, **said)  # fmt: skip


def _band(score: float, bands: list[Band]) -> Band:
    """The band of a score."""
    return bands[max(sum(score >= band.low for band in bands) - 1, 0)]


def _sampled(row: Row) -> bool:
    return not pd.isna(row["low"])


def _end(row: Row, name: str) -> float:
    return float(row[name] if _sampled(row) else row["score"])


def _digits(row: Row) -> int:
    """Whole points where the interval is wider than two of them."""
    return 0 if _end(row, "high") - _end(row, "low") > 2 else 1


def _score(row: Row, lang: str) -> str:
    return number(float(row["score"]), lang, _digits(row))


def _points(row: Row, lang: str) -> dict[str, str]:
    return {name: number(float(row[name]), lang, _digits(row)) for name in ("score", "low", "high")}


def _range(row: Row, lang: str) -> str:
    """The score with its interval, where it has one."""
    if not _sampled(row):
        return say("{score} points", lang, score=_score(row, lang))
    return say("{score} points (between {low} and {high})", lang, **_points(row, lang))


def _places(row: Row) -> tuple[int, int] | None:
    """Best and worst place counted otherwise, where that was looked into."""
    ends = [row[name] for name in ("rank_robust_low", "rank_robust_high")]
    return None if any(pd.isna(end) for end in ends) else (int(ends[0]), int(ends[1]))


def _to(places: tuple[int, int], lang: str) -> str:
    first, last = (number(place, lang, 0) for place in places)
    return first if first == last else say("{first} to {last}", lang, first=first, last=last)


def _or(words: list[str], lang: str) -> str:
    return words[0] if len(words) == 1 else say("{words} or {last}", lang, words=", ".join(words[:-1]), last=words[-1])


def _main_cause(row: Row, causes: pd.DataFrame) -> str | None:
    """The choice with the largest total share in the unit, or in the city where the unit has none of its own."""
    same = causes.loc[(causes["node"] == row["node"]) & (causes["group"] == row["group"]) & causes["total"].notna()]
    own = same.loc[(same["level"] == row["level"]) & (same["unit"] == row["unit"])]
    used = own if len(own) else same.loc[same["level"] == CITY_LEVEL]
    return str(used.loc[used["total"].idxmax(), "cause"]) if len(used) else None

"""Nothing is called the strongest, the weakest, the hardest or the easiest that another one may be by chance."""

from __future__ import annotations

from typing import Any

import pytest

from tejido.reading.extremes import hardest, in_words, spread
from tejido.reading.facts import Facts
from tests.report.small import Small

Interval = tuple[float, float] | None


def score(node: str, value: float, interval: Interval, **place: str) -> dict[str, Any]:
    low, high = interval or (None, None)
    return {"node": node, "score": value, "low": low, "high": high, "coverage": 1.0, **place}


def areas(*told: tuple[str, float, Interval], lang: str = "en") -> str:
    facts = Facts(Small(scores=tuple(score(*one) for one in (("marker", 55.0, None), *told))))
    return in_words(spread(facts, lang), lang)


def places(*told: tuple[float, Interval], lang: str = "en") -> str:
    """Of quarters A, B, C ... with these scores."""
    names = "ABCDEFGH"[: len(told)]
    units = [{"level": "quarter", "unit": name, "name": f"Quarter {name}", "population": 100.0} for name in names]
    scores = [score("marker", *one, level="quarter", unit=name) for name, one in zip(names, told, strict=True)]
    facts = Facts(Small(scores=(score("marker", 55.0, None), *scores), units=tuple(units)))
    return in_words(hardest(facts, lang), lang)


def test_the_strongest_and_the_weakest_area_stand_alone_where_their_intervals_part_them():
    # 45 to 51 lies below 60 to 64.
    assert areas(("health", 62, (60, 64)), ("housing", 48, (45, 51))) == (
        "It is strongest in health and wellbeing (62) and weakest in affordable quality housing and services (48)."
    )


def test_areas_that_chance_could_put_first_are_named_together():
    # 59 to 63 meets 60 to 64; 40 to 44 meets neither.
    told = (("health", 62, (60, 64)), ("housing", 61, (59, 63)), ("economy", 42, (40, 44)))
    assert areas(*told) == (
        "It is strongest in health and wellbeing (62) and affordable quality housing and services (61), which the survey cannot tell "
        "apart, and weakest in employment and economic opportunities (42)."
    )
    assert areas(*told, lang="es") == (
        "Es más fuerte en salud y bienestar (62) y vivienda asequible y con servicios (61), que la encuesta no permite distinguir, y más "
        "débil en empleo y oportunidades económicas (42)."
    )


def test_areas_that_chance_could_put_last_are_named_together():
    told = areas(("health", 62, (60, 64)), ("housing", 43, (41, 45)), ("economy", 42, (40, 44)))
    assert told.endswith(
        "weakest in employment and economic opportunities (42) and affordable quality housing and services (43), which the survey "
        "cannot tell apart."
    )


def test_no_area_is_the_strongest_where_the_survey_cannot_tell_the_ends_apart():
    # 50 to 62 meets 58 to 70.
    assert areas(("health", 64, (58, 70)), ("housing", 56, (50, 62))) == (
        "The highest score is that of health and wellbeing (64) and the lowest that of affordable quality housing and services (56), "
        "but the survey cannot tell them apart."
    )


def test_what_chance_could_put_at_either_end_is_said_apart():
    # 44 to 61 meets both 60 to 64 and 40 to 44, which do not meet each other.
    told = areas(("health", 62, (60, 64)), ("housing", 52, (44, 61)), ("economy", 42, (40, 44)))
    assert told == (
        "It is strongest in health and wellbeing (62) and weakest in employment and economic opportunities (42). By chance the highest "
        "or the lowest score could also be that of affordable quality housing and services (52)."
    )


@pytest.mark.parametrize("told", [(), (("health", 62.0, None),), (("health", 62.0, None), ("housing", 62.0, None))])
def test_of_one_area_or_of_equal_ones_nothing_is_said(told: tuple[tuple[str, float, Interval], ...]):
    assert areas(*told) == ""


def test_equal_scores_without_a_survey_are_said_to_be_the_same():
    assert places((40.0, None), (70.0, None), (40.0, None)) == (
        "It is hardest in Quarter A (40) and Quarter C (40), which have the same score, and easiest in Quarter B (70)."
    )


def test_of_many_places_that_cannot_be_told_apart_three_are_named_and_the_rest_counted():
    wide = [(40.0 + place, (35.0, 50.0)) for place in range(6)]
    assert places(*wide, (80.0, (78.0, 82.0))) == (
        "It is hardest in Quarter A (40), Quarter B (41), Quarter C (42) and 3 more, which the survey cannot tell apart, and easiest in "
        "Quarter G (80)."
    )
    assert places(*wide, (80.0, (78.0, 82.0)), lang="es").startswith(
        "Donde más cuesta vivir es en Quarter A (40), Quarter B (41)"
    )

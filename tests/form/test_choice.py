"""What is chosen decides what is asked: each question once, never more for fewer indicators, and what cannot be asked is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.catalogue import Catalogue, Variable, load, load_extended, variables
from tejido.errors import TejidoError
from tejido.form import FRAME, by_module, choose, duration
from tests.form.questions import small

CATALOGUE = replace(load(), extended=load_extended())
SURVEYED = [one.id for one in CATALOGUE.definitions.values() if one.answers is not None and one.status == "defined"]


def asked(indicators: list[str]) -> set[str]:
    return {one.id for one in choose(CATALOGUE, variables(), indicators).variables}


def refused(
    *indicators: str, known: Mapping[str, Variable] | None = None, catalogue: Catalogue = CATALOGUE, **more: object
) -> list[str]:
    with pytest.raises(TejidoError) as problem:
        choose(catalogue, known or variables(), indicators, **more)
    return [one.code for one in problem.value.findings]


@given(st.lists(st.sampled_from(SURVEYED), unique=True, max_size=12), st.data())
def test_fewer_indicators_never_ask_more_questions(indicators: list[str], data: st.DataObject):
    some = data.draw(st.lists(st.sampled_from(indicators), unique=True)) if indicators else []
    assert asked(some) <= asked(indicators)


def test_unemployment_asks_for_work_and_for_nothing_else_beyond_the_frame():
    frame = asked([])
    assert frame == {
        "size", "role", "sex", "age", "birth", "citizenship", "parents_birth", "previous_residence", "returnee",
    }  # fmt: skip
    assert asked(["unemployment"]) - frame == {"worked", "absent_from_job", "looked_for_work", "available_for_work"}


def test_a_question_that_is_skipped_by_another_brings_the_other():
    assert "job_schooling" in asked(["job_below_schooling"])
    assert {"worked", "education"} <= asked(["job_below_schooling"])


def test_an_area_is_asked_with_the_indicators_of_both_markers():
    found = {one.id for one in choose(CATALOGUE, variables(), areas=["economy"]).indicators}
    assert found == {key for key in SURVEYED if CATALOGUE.area(key) == "economy"}
    assert {"unemployment", "wages_withheld"} <= found


def test_everything_is_every_indicator_that_comes_from_answers():
    choice = choose(CATALOGUE, variables(), every=True)
    assert [one.id for one in choice.indicators] == SURVEYED
    assert choice.left_out == ()


def test_what_the_city_omits_is_not_asked():
    choice = choose(CATALOGUE, variables(), areas=["health"], omitted={"health_coverage"})
    assert "health_coverage" not in {one.id for one in choice.fed}
    assert "health_coverage" not in {one.id for one in choice.variables}


def test_answers_feed_more_than_was_wanted_and_that_is_told():
    fed = {one.id for one in choose(CATALOGUE, variables(), ["unemployment"]).fed}
    assert {"unemployment", "employment", "youth_unemployment", "diversity_age"} <= fed


def test_what_is_unknown_is_told_with_the_nearest():
    with pytest.raises(TejidoError) as problem:
        choose(CATALOGUE, variables(), ["unemploymant"], ["helth"])
    assert [one.code for one in problem.value.findings] == ["F102", "F101"]
    assert [dict(one.values)["near"] for one in problem.value.findings] == [" (health?)", " (unemployment?)"]


def test_an_indicator_of_places_cannot_be_asked():
    assert refused("distance_school") == ["F103"]


def _asking_years() -> Catalogue:
    """The catalogue with an indicator over a variable that has no question."""
    one = CATALOGUE.indicators["mean_schooling"]
    assert one.answers is not None
    changed = replace(one, answers=replace(one.answers, among=(), value="years_since_arrival"))
    return replace(CATALOGUE, indicators={**CATALOGUE.indicators, one.id: changed})


def test_an_indicator_over_what_no_question_asks_is_refused_by_name_and_left_out_of_an_area():
    assert refused("mean_schooling", catalogue=_asking_years()) == ["F104"]
    choice = choose(_asking_years(), variables(), areas=["education"])
    assert [(one.code, dict(one.values)["name"]) for one in choice.left_out] == [("F109", "mean_schooling")]
    assert "mean_schooling" not in {one.id for one in choice.fed}


@pytest.mark.parametrize(
    ("name", "module", "code"),
    [("consent", "housing", "F107"), ("adult_age", "housing", "F107"), ("person_health", "health", "F107"), ("mine", "magic", "F108")],
)  # fmt: skip
def test_a_question_of_the_citys_own_that_does_not_fit_is_refused(name: str, module: str, code: str):
    own = replace(small()["rent"], id=name, question=replace(small()["rent"].question, module=module))
    assert refused(known={**variables(), name: own}) == [code]


def test_time_is_the_seconds_of_each_question_times_how_often_it_is_put():
    known = small()
    # Household of 4: rent 20; job 4 x 10 and looks 4 x 6, both with a condition; trust 8 with a condition; 90 of the frame.
    time = duration([known[name] for name in ("rent", "job", "looks", "trust")], people=4)
    assert time.longest == 90 + 20 + 40 + 24 + 8
    assert time.usual == 90 + 20 + 20 + 12 + 4


def test_the_modules_and_the_frame_sum_to_the_whole():
    choice = choose(CATALOGUE, variables(), every=True)
    parts = by_module(choice.variables, 3.5).values()
    whole = duration(choice.variables, 3.5)
    assert sum(time.longest for _, time in parts) + FRAME == pytest.approx(whole.longest)
    assert sum(count for count, _ in parts) == len(choice.variables)


@pytest.mark.parametrize("minutes", [8, 15, 30])
def test_minutes_are_kept_and_nothing_more_would_fit(minutes: float):
    choice = choose(CATALOGUE, variables(), minutes=minutes, people=4)
    assert duration(choice.variables, 4).minutes[0] <= minutes
    taken = [one.id for one in choice.indicators]
    for key in set(SURVEYED) - set(taken):
        more = choose(CATALOGUE, variables(), [*taken, key], people=4)
        assert duration(more.variables, 4).minutes[0] > minutes


def test_minutes_are_spent_on_the_basic_marker_first():
    basic = {key for key in SURVEYED if key in CATALOGUE.indicators}
    taken = {one.id for one in choose(CATALOGUE, variables(), minutes=20).indicators}
    assert basic <= taken


def test_minutes_too_few_for_who_lives_there_are_refused():
    assert refused(minutes=2) == ["F105"]

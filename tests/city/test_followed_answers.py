"""What follows from the answers on early childhood, study, contact and harassment, each row by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.catalogue import variables
from tejido.catalogue.variables import Asking
from tejido.city.surveys.derived import derived
from tejido.city.surveys.faults import Faults, Table


def followed(rows: list[dict[str, object]], of: Asking, name: str) -> list[str | None]:
    table: Table = "households" if of == "households" else "persons"
    made = derived(pd.DataFrame(rows), of, variables(), 2024, Faults({table: "survey.csv"}, []), table)[name]
    return [None if pd.isna(one) else one for one in made]


def test_below_three_the_nursery_counts_and_from_three_on_the_school():
    rows = [
        {"age": 1.0, "nursery_attends": "true", "attends_school": None},
        {"age": 2.0, "nursery_attends": "false", "attends_school": None},
        {"age": 2.0, "nursery_attends": None, "attends_school": None},
        {"age": 4.0, "nursery_attends": None, "attends_school": "true"},
        {"age": 5.0, "nursery_attends": None, "attends_school": "false"},
        {"age": 5.0, "nursery_attends": None, "attends_school": None},
    ]
    assert followed(rows, "persons", "early_childhood_attends") == ["true", "false", None, "true", "false", None]


def test_who_attends_no_school_is_not_asked_about_university_and_does_not_study_there():
    rows = [
        {"age": 20.0, "attends_school": "true", "tertiary_attends": "true"},
        {"age": 20.0, "attends_school": "false", "tertiary_attends": None},
        {"age": 20.0, "attends_school": "true", "tertiary_attends": None},
    ]
    assert followed(rows, "persons", "tertiary_attends") == ["true", "false", None]


@pytest.mark.parametrize(
    ("friends", "contact", "mixes"),
    [
        ("none", "daily", "true"),
        ("few", "never", "true"),
        ("none", "monthly", "false"),
        (None, "weekly", "true"),
        ("several", None, "true"),
        (None, "rarely", None),
    ],
)
def test_friends_or_weekly_contact_are_each_enough(friends, contact, mixes):
    rows = [{"friends_other_origin": friends, "contact_other_origin": contact}]
    assert followed(rows, "adults", "mixes_regularly") == [mixes]


@pytest.mark.parametrize(
    ("words", "touch", "harassed"),
    [
        ("true", "false", "true"),
        (None, "true", "true"),
        ("false", "false", "false"),
        ("false", None, None),
        (None, None, None),
    ],
)
def test_a_refused_answer_hides_no_harassment_that_was_told(words, touch, harassed):
    assert followed([{"harassed_words": words, "harassed_touch": touch}], "adults", "harassed_in_public") == [harassed]


def test_the_burden_of_fares_is_a_share_of_income_and_none_is_known_without_income():
    rows = [
        {"transport_spending": 90.0, "income": 1200.0},
        {"transport_spending": 0.0, "income": 800.0},
        {"transport_spending": 50.0, "income": 0.0},
    ]
    assert followed(rows, "households", "transport_burden") == [7.5, 0.0, None]

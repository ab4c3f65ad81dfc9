"""What follows from the questions of the core and of health, each row by the published rule of its instrument."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.catalogue import load_extended, variables
from tejido.catalogue.variables import Asking
from tejido.city.surveys.derived import derived
from tejido.city.surveys.faults import Faults, Table

DOMAINS = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
FOOD = ("worried", "healthy", "few_kinds", "skipped", "ate_less", "ran_out", "hungry", "whole_day")
MOOD = ("cheerful", "calm", "active", "rested", "interested")


def followed(of: Asking, name: str, **answers: object) -> object:
    """What follows as `name` for one row of `answers`; None where it is missing."""
    table: Table = "households" if of == "households" else "persons"
    made = derived(pd.DataFrame([answers]), of, variables(), 2024, Faults({table: "survey.csv"}, []), table)[name]
    return None if pd.isna(made.iloc[0]) else made.iloc[0]


@pytest.mark.parametrize(
    ("source", "where", "water"),
    [
        ("piped_dwelling", None, "improved_on_premises"),
        ("borehole", "yard", "improved_on_premises"),
        ("standpipe", "elsewhere", "improved_elsewhere"),
        ("bottled", "dwelling", "improved_on_premises"),
        ("unprotected_well", "yard", "unimproved"),
        ("surface", None, "surface"),
        ("other", None, "other"),
        ("tanker", None, None),
        (None, "yard", None),
    ],
)
def test_water_counts_by_its_source_and_by_where_that_is(source, where, water):
    assert followed("households", "water", water_source=source, water_location=where) == water


@pytest.mark.parametrize(
    ("toilet", "shared", "sanitation"),
    [
        ("sewer", "false", "improved_own"),
        ("pit_slab", "true", "improved_shared"),
        ("flush_open", "false", "unimproved"),
        ("none", None, "none"),
        ("other", "false", "other"),
        ("septic_tank", None, None),
    ],
)
def test_a_toilet_counts_by_its_kind_and_by_who_shares_it(toilet, shared, sanitation):
    assert followed("households", "sanitation", toilet=toilet, toilet_shared=shared) == sanitation


@pytest.mark.parametrize(
    ("wall", "floor", "roof", "adequate"),
    [
        ("masonry", "cement", "metal_sheet", "true"),
        ("masonry", "earth", "concrete", "false"),
        ("scrap", None, None, "false"),
        ("masonry", "tile", None, None),
    ],
)
def test_one_part_of_poor_material_is_enough_for_a_dwelling_not_to_last(wall, floor, roof, adequate):
    answers = {"wall_material": wall, "floor_material": floor, "roof_material": roof}
    assert followed("households", "dwelling_adequate", **answers) == adequate


@pytest.mark.parametrize(
    ("disposal", "collected"), [("collected", "true"), ("container", "true"), ("irregular", "false"), (None, None)]
)
def test_rubbish_fetched_now_and_then_is_not_collected_regularly(disposal, collected):
    assert followed("households", "waste_collected", waste_disposal=disposal) == collected


@pytest.mark.parametrize(
    ("age", "worked", "absent", "looked", "available", "activity"),
    [
        (40.0, "true", None, None, None, "employed"),
        (40.0, "false", "true", None, None, "employed"),
        (40.0, "false", "false", "true", "true", "unemployed"),
        (40.0, "false", "false", "true", "false", "inactive"),
        (40.0, "false", "false", "false", "true", "inactive"),
        (40.0, "false", "false", "true", None, None),
        (40.0, None, None, None, None, None),
        (14.0, None, None, None, None, "under_age"),
    ],
)
def test_who_works_looks_for_work_or_neither_is_told_as_by_the_19th_conference(
    age, worked, absent, looked, available, activity
):
    answers = {"worked": worked, "absent_from_job": absent, "looked_for_work": looked, "available_for_work": available}
    assert followed("persons", "activity", age=age, **answers) == activity


@pytest.mark.parametrize(
    ("status", "pension", "leave", "sick", "registered", "informal"),
    [
        ("employee", "paid", "false", "false", None, "false"),
        ("employee", "not_paid", "true", "true", None, "true"),
        ("employee", "not_known", "true", "true", None, "false"),
        ("employee", "not_known", "true", "false", None, "true"),
        ("employee", None, "true", "true", None, None),
        ("own_account", None, None, None, "true", "false"),
        ("employer", None, None, None, "false", "true"),
        ("own_account", None, None, None, None, None),
        ("family_worker", None, None, None, None, "true"),
    ],
)
def test_work_is_informal_by_pension_then_leave_and_a_business_by_its_registration(
    status, pension, leave, sick, registered, informal
):
    answers = {
        "employment_status": status, "employer_pension": pension, "paid_leave": leave, "paid_sick_leave": sick,
        "business_registered": registered,
    }  # fmt: skip
    assert followed("persons", "informal", activity="employed", **answers) == informal
    assert followed("persons", "informal", activity="inactive", **answers) is None


@pytest.mark.parametrize(
    ("age", "answers", "with_disability"),
    [
        (30.0, ["none", "some", "none", "none", "some", "none"], "false"),
        (30.0, ["none", "none", "a_lot", "none", "none", "none"], "true"),
        (30.0, [None, "cannot", "none", "none", "none", None], "true"),
        (30.0, [None, "none", "none", "none", "none", "none"], None),
        (4.0, [None] * 6, None),
    ],
)
def test_a_lot_of_difficulty_in_one_of_six_is_a_disability_whatever_else_was_refused(age, answers, with_disability):
    row = {f"difficulty_{domain}": answer for domain, answer in zip(DOMAINS, answers, strict=True)}
    assert followed("persons", "has_disability", age=age, **row) == with_disability


def test_the_food_insecurity_score_is_the_number_of_yes_and_missing_where_one_was_refused():
    row = {f"food_{one}": "true" if one in FOOD[:4] else "false" for one in FOOD}
    assert followed("households", "food_insecurity_items", **row) == 4
    assert followed("households", "food_insecurity_items", **{**row, "food_hungry": None}) is None
    counted = load_extended().indicators["food_insecurity"].answers
    assert counted is not None and counted.of[0].low == 4


def test_the_well_being_index_is_four_times_the_five_answers():
    row = {f"who5_{one}": answer for one, answer in zip(MOOD, (5.0, 4.0, 3.0, 0.0, 1.0), strict=True)}
    assert followed("adults", "wellbeing_score", **row) == 52.0  # 4 x (5 + 4 + 3 + 0 + 1)
    assert followed("adults", "wellbeing_score", **dict.fromkeys(row, 5.0)) == 100.0


@pytest.mark.parametrize(
    ("method", "wants_none", "avoids"),
    [
        ("pill", None, "true"),
        ("traditional", None, "true"),
        ("none", "true", "true"),
        ("none", "false", "false"),
        ("none", None, None),
    ],
)
def test_who_uses_a_method_or_wants_no_pregnancy_needs_contraception(method, wants_none, avoids):
    answers = {"sex": "f", "age": 30.0, "contraception": method, "wants_no_pregnancy": wants_none}
    assert followed("adults", "avoids_pregnancy", **answers) == avoids


def test_unpaid_hours_are_care_and_chores_and_health_takes_its_share_of_income():
    assert followed("adults", "unpaid_care_hours", hours_of_care=12.0, hours_of_chores=20.0) == 32.0
    assert followed("households", "health_spending_share", health_spending=90.0, income=1200.0) == 0.075
    assert followed("households", "health_spending_share", health_spending=90.0, income=0.0) is None

"""What follows from the answers on work, pensions, permits, children's work and coping, each row by hand."""

from __future__ import annotations

import pytest

from tests.city.test_followed_answers import followed

COPING = (
    "coping_sold_tools", "coping_cut_health_education", "coping_left_school", "coping_sold_home", "coping_begged",
    "coping_dangerous_work",
)  # fmt: skip


@pytest.mark.parametrize(
    ("age", "work", "chores", "hazard", "expected"),
    [
        (5, 0, 0, None, "false"),
        (11, 1, 0, "false", "true"),
        (12, 13, 20, "false", "false"),
        (12, 14, 0, "false", "true"),
        (14, 0, 21, None, "true"),
        (15, 42, 0, "false", "false"),
        (15, 43, 0, "false", "true"),
        (17, 0, 30, None, "false"),
        (16, 2, 0, "true", "true"),
        (8, None, 0, None, None),
        (16, 2, 0, None, None),
    ],
)
def test_child_labour_has_the_hours_of_each_age_of_sdg_8_7_1_and_all_dangerous_work(
    age, work, chores, hazard, expected
):
    hours = {"child_work_hours": work, "child_chore_hours": chores}
    rows = [{"age": float(age), **{name: float("nan" if one is None else one) for name, one in hours.items()}}]
    rows[0]["child_hazard"] = hazard
    assert followed(rows, "persons", "child_labour") == [expected]


@pytest.mark.parametrize(
    ("status", "employer", "own", "expected"),
    [
        ("employee", "paid", None, "true"),
        ("employee", "not_paid", None, "false"),
        ("employee", "not_known", None, None),
        ("own_account", None, "true", "true"),
        ("employer", None, "false", "false"),
        ("family_worker", None, None, None),
    ],
)
def test_employees_have_a_pension_by_their_employer_and_others_by_themselves(status, employer, own, expected):
    rows = [{"employment_status": status, "employer_pension": employer, "own_pension": own}]
    assert followed(rows, "persons", "pays_pension") == [expected]


@pytest.mark.parametrize(
    ("status", "permit", "expected"),
    [
        ("refugee", "true", "true"),
        ("refugee", "false", "false"),
        ("residence_permit", None, None),
        ("citizen", None, "true"),
        ("asylum_seeker", "true", "true"),
        ("asylum_seeker", "false", "false"),
        ("irregular", "false", "false"),
        (None, None, None),
    ],
)
def test_who_may_work_follows_from_citizenship_or_else_from_a_permit(status, permit, expected):
    rows = [{"birth": "abroad", "age": 30.0, "status": status, "work_permit": permit}]
    assert followed(rows, "persons", "may_work") == [expected]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "false"),
        ({"coping_left_school": "true"}, "true"),
        ({"coping_begged": None, "coping_sold_tools": "true"}, "true"),
        ({"coping_begged": None}, None),
    ],
)
def test_one_negative_strategy_is_enough_and_a_refused_answer_hides_none(told, expected):
    assert followed([{**dict.fromkeys(COPING, "false"), **told}], "households", "coping_negative") == [expected]


def test_income_per_person_is_the_households_over_its_size():
    rows = [{"income": 900.0, "size": 3.0}, {"income": 0.0, "size": 2.0}, {"income": float("nan"), "size": 2.0}]
    assert followed(rows, "households", "income_per_person") == [300.0, 0.0, None]

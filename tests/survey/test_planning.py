"""How large a sample must be, against published tables and calculations by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.survey.planning import (
    Effort,
    clustered_interviews,
    design_effect,
    interviews,
    margin,
    plan,
    simple_size,
)  # fmt: skip

TWO = 0.9544997361036416
"""The confidence whose normal quantile is exactly 2, which textbooks take for 95 %."""


def test_five_points_at_95_percent_take_385_interviews_and_577_with_a_design_effect_of_one_and_a_half():
    """1.959964^2 x 0.25 / 0.0025 = 384.15, and 384.15 x 1.5 = 576.2."""
    assert simple_size(0.05) == pytest.approx(384.146, abs=0.001)
    assert math.ceil(simple_size(0.05)) == 385
    assert math.ceil(interviews(simple_size(0.05), 1.5)) == 577


@pytest.mark.parametrize(
    ("population", "size"), [(100, 80), (500, 217), (1_000, 278), (3_000, 341), (10_000, 370), (75_000, 382)]
)
def test_a_finite_population_saves_interviews_as_in_the_table_of_krejcie_and_morgan(population: int, size: int):
    """Krejcie and Morgan (1970), Educational and Psychological Measurement 30, table 1."""
    assert round(interviews(simple_size(0.05), 1.0, population)) == size


def test_blood_groups_on_an_island_as_in_cochran():
    """Cochran (1977), section 4.4: 5 points, t = 2, p = 0.5: 400; of 3,200 islanders 356 (355.6)."""
    assert simple_size(0.05, TWO) == pytest.approx(400)
    assert interviews(simple_size(0.05, TWO), 1.0, 3_200) == pytest.approx(400 / (1 + 399 / 3_200))
    assert round(interviews(simple_size(0.05, TWO), 1.0, 3_200)) == 356


def test_a_mean_needs_its_standard_deviation_in_the_unit_of_the_precision():
    """(1.959964 x 120 / 10)^2 = 553.2."""
    assert simple_size(10, sd=120) == pytest.approx(553.17, abs=0.01)


@pytest.mark.parametrize(("take", "icc", "deff"), [(10, 0.05, 1.45), (1, 0.3, 1.0), (20, 0.02, 1.38), (0.5, 0.3, 1.0)])
def test_the_design_effect_of_clusters_is_kishs(take: float, icc: float, deff: float):
    assert design_effect(take, icc) == pytest.approx(deff)


def test_interviews_in_a_given_number_of_clusters_reach_the_precision_of_the_simple_sample():
    """n = 400 (1 + (n/50 - 1) 0.05) has the solution 380 / 0.6 = 633.3."""
    n = clustered_interviews(400, 0.05, 50)
    assert n == pytest.approx(400 * 0.95 / (1 - 400 * 0.05 / 50))
    assert n / design_effect(n / 50, 0.05) == pytest.approx(400)


def test_too_few_clusters_are_told_with_how_many_it_takes():
    """400 x 0.05 = 20: with 20 clusters or fewer the simple size is never reached."""
    with pytest.raises(TejidoError) as told:
        clustered_interviews(400, 0.05, 20)
    assert told.value.findings[0].code == "E505"
    assert dict(told.value.findings[0].values)["least"] == 21
    assert clustered_interviews(400, 0.05, 21) > 400


def test_a_group_of_a_tenth_takes_ten_times_the_visits_and_more_for_those_who_do_not_answer():
    """577 interviews of a group of 10 % with 8 of 10 answering: 576.2 / 0.08 = 7,202.7 households to visit."""
    made = plan({"origin=rm": 0.1}, Effort(response=0.8, take=12))
    rows = made.groups.set_index("group")
    assert rows.loc["origin=rm", "needed"] == 577 and rows.loc["all", "needed"] == 577
    assert rows.loc["origin=rm", "to_visit"] == 7_203 and rows.loc["all", "to_visit"] == 721
    assert (made.visits, made.clusters) == (15, 481)  # 12 / 0.8 = 15; 7,202.7 / 15 = 480.2


def test_with_units_and_interviews_given_the_precision_follows():
    """40 units of 10: 400 interviews, deff 1.45 by rho 0.05: 1.959964 x sqrt(0.25 x 1.45 / 400) = 5.90 points."""
    row = plan({}, Effort(icc=0.05, clusters=40, take=10)).groups.iloc[0]
    assert (row["expected"], row["deff"]) == (400, pytest.approx(1.45))
    assert row["margin"] == pytest.approx(0.0590, abs=5e-5)


def test_asking_everybody_leaves_no_error():
    assert margin(100, 1.5, population=100) == 0.0


@pytest.mark.parametrize(
    "effort",
    [Effort(margin=0), Effort(margin=1.2), Effort(confidence=1), Effort(response=0), Effort(icc=1.5), Effort(p=0)],
)
def test_figures_that_cannot_be_are_refused(effort: Effort):
    with pytest.raises(TejidoError) as told:
        plan({}, effort)
    assert told.value.findings[0].code == "E510"


@given(asked=st.floats(0.01, 0.2), deff=st.floats(1, 4), p=st.floats(0.05, 0.95), people=st.integers(5_000, 10_000_000))
def test_the_precision_of_the_size_is_the_one_asked_for(asked: float, deff: float, p: float, people: int):
    wanted = interviews(simple_size(asked, p=p), deff, people)
    assert margin(wanted, deff, p=p, population=people) == pytest.approx(asked, rel=1e-3)


@given(share=st.floats(0.02, 1), response=st.floats(0.3, 1), deff=st.floats(1, 3))
def test_a_plan_gives_every_group_at_least_what_was_asked_for(share: float, response: float, deff: float):
    made = plan({"g": share}, Effort(margin=0.1, deff=deff, response=response))
    assert (made.groups["margin"] <= 0.1 + 1e-9).all()
    assert (made.groups["expected"] >= made.groups["needed"] - 1).all()

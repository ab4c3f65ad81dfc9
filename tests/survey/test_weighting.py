"""Weights step by step: outcome rates, nonresponse, trimming; worked by hand, and the laws that every step keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.survey import outcomes, weighting

FIELD = (
    ["1.1"] * 60
    + ["1.2"] * 10
    + ["2.11"] * 12
    + ["2.20"] * 8
    + ["2.32"] * 5
    + ["3.10"] * 4
    + ["3.2"] * 6
    + ["4.5"] * 15
)
WEIGHTS = st.lists(st.floats(0.5, 500), min_size=4, max_size=60).map(np.array)


def code_of(call) -> str:
    with pytest.raises(TejidoError) as told:
        call()
    return told.value.findings[0].code


def psus(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", "stratum", "probability", "role", "release"])


PLAN = psus(
    ("A", "1", 0.5, "main", 0), ("B", "1", 0.25, "main", 0), ("C", "1", 0.2, "reserve", 1), ("D", "1", 0.4, "reserve", 2),
    ("E", "2", 1.0, "certain", 0), ("F", "2", 0.1, "main", 0),
)  # fmt: skip


def test_rates_are_those_of_the_aapors_formulas():
    """I 60, P 10, R 12, NC 8, O 5, UH 4, UO 6, not eligible 15. Eligible 95, unknown 10, e = 95 / 110 = 0.8636.

    RR1 = 60 / 105, RR3 = 60 / (95 + 8.636), RR6 = 70 / 95, COOP1 = 60 / 87, COOP3 = 60 / 82, REF1 = 12 / 105, CON1 = 87 / 105.
    """
    found = outcomes.rates(outcomes.kinds(pd.Series(FIELD)))
    e = 95 / 110
    expected = {
        "RR1": 60 / 105, "RR2": 70 / 105, "RR3": 60 / (95 + 10 * e), "RR4": 70 / (95 + 10 * e), "RR5": 60 / 95, "RR6": 70 / 95,
        "COOP1": 60 / 87, "COOP2": 70 / 87, "COOP3": 60 / 82, "COOP4": 70 / 82,
        "REF1": 12 / 105, "REF2": 12 / (95 + 10 * e), "REF3": 12 / 95,
        "CON1": 87 / 105, "CON2": 87 / (95 + 10 * e), "CON3": 87 / 95, "e": e,
    }  # fmt: skip
    assert found == pytest.approx(expected)


def test_rates_can_be_weighted_and_nobody_below_the_line_gives_none():
    kind = outcomes.kinds(pd.Series(["1.1", "2.1"]))
    assert outcomes.rates(kind, np.array([30.0, 10.0]))["RR1"] == pytest.approx(0.75)
    assert np.isnan(outcomes.rates(outcomes.kinds(pd.Series(["4.1"])))["RR1"])


@pytest.mark.parametrize("code", ["", "5.1", "1", "1.3", "complete", None])
def test_what_is_no_outcome_code_is_refused_with_its_row(code):
    with pytest.raises(TejidoError) as told:
        outcomes.kinds(pd.Series(["1.1", code], name="outcome"), "field.csv")
    assert (told.value.findings[0].code, told.value.findings[0].row) == ("E607", 3)


def test_a_unit_weighs_the_inverse_of_its_probability():
    weight, found = weighting.design_weights(PLAN, ["A", "B", "E", "F"])
    assert weight.to_dict() == {"A": 2.0, "B": 4.0, "E": 1.0, "F": 10.0}
    assert found == []


def test_a_reserve_that_is_released_lightens_its_stratum_and_a_lost_unit_burdens_it():
    """Three of a plan of two: two thirds of 2, 4 and 5. One of two: twice 2."""
    released, _ = weighting.design_weights(PLAN, ["A", "B", "C", "E", "F"])
    assert released.to_dict() == pytest.approx({"A": 4 / 3, "B": 8 / 3, "C": 10 / 3, "E": 1.0, "F": 10.0})
    lost, found = weighting.design_weights(PLAN, ["A", "E", "F"])
    assert lost.to_dict() == {"A": 4.0, "E": 1.0, "F": 10.0}
    assert [one.code for one in found] == ["E604"]


def test_a_reserve_used_out_of_order_is_told():
    _, found = weighting.design_weights(PLAN, ["A", "B", "D", "E", "F"])
    assert [one.code for one in found] == ["E606"]


@pytest.mark.parametrize(
    ("visited", "code"), [(["A", "X"], "E603"), (["A", "B", "F"], "E605"), (["A", "B", "E"], "E605")]
)
def test_units_that_nobody_can_stand_for_and_strange_ones_are_refused(visited: list[str], code: str):
    assert code_of(lambda: weighting.design_weights(PLAN, visited)) == code


def test_around_points_nothing_is_made_up_for_where_nobody_lived():
    weight, found = weighting.design_weights(PLAN, ["B"], all_visited=True)
    assert (weight.to_dict(), found) == ({"B": 4.0}, [])


def test_the_second_stage_is_worked_by_hand():
    """Weight 2, 40 listed, 10 drawn, one host in four kept: 2 x 40 / 10 / 0.25 = 32."""
    one = np.array([2.0])
    assert weighting.listing(one, np.array([40.0]), np.array([10.0]), np.array([0.25])).tolist() == [32.0]


def test_unknown_eligibility_and_nonresponse_are_worked_by_hand():
    """Cell a: weights 10 each, complete, complete, refusal, not eligible, unknown. The unknown's 10 goes to four: 12.5 each.
    Of the eligible 37.5 two answered: 18.75 each. Cell b has one complete: it stays at 10.
    """
    kind = outcomes.kinds(pd.Series(["1.1", "1.2", "2.1", "4.1", "3.1", "1.1"]))
    cell = pd.Series(["a"] * 5 + ["b"])
    known, _ = weighting.eligibility(np.full(6, 10.0), kind, cell)
    assert known == pytest.approx([12.5, 12.5, 12.5, 12.5, np.nan, 10], nan_ok=True)
    answered, found = weighting.nonresponse(known, kind, cell)
    assert answered == pytest.approx([18.75, 18.75, np.nan, np.nan, np.nan, 10], nan_ok=True)
    assert found == []


def test_a_cell_where_nobody_answered_is_refused_and_one_where_few_did_is_told():
    kind = outcomes.kinds(pd.Series(["1.1", "2.1", "2.1", "2.1"]))
    assert code_of(lambda: weighting.nonresponse(np.ones(4), kind, pd.Series(["a", "b", "a", "a"]))) == "E610"
    _, found = weighting.nonresponse(np.ones(4), kind, pd.Series(["a"] * 4))
    assert [one.code for one in found] == ["E611"]


@given(WEIGHTS, st.integers(0, 10**6))
def test_moving_weights_keeps_their_sum_in_every_cell(weight, seed):
    rng = np.random.default_rng(seed)
    cell = pd.Series(rng.integers(0, 3, len(weight)))
    codes = pd.Series(rng.choice(["1.1", "2.1", "3.1", "4.1"], len(weight)))
    codes[cell.drop_duplicates().index] = "1.1"  # somebody answers in every cell
    kind = outcomes.kinds(codes)
    known, _ = weighting.eligibility(weight, kind, cell)
    answered, _ = weighting.nonresponse(known, kind, cell)
    eligible = kind.isin(outcomes.ELIGIBLE).to_numpy()
    for one in range(3):
        inside = (cell == one).to_numpy()
        assert np.nansum(known[inside]) == pytest.approx(weight[inside].sum())
        assert np.nansum(answered[inside]) == pytest.approx(np.nansum(known[inside & eligible]))


def test_trimming_is_worked_by_hand():
    """1, 1, 2, 12 to a cap of 8: the 4 cut off go to 4 others' weight, which doubles: 2, 2, 4, 8. Sum 16."""
    assert weighting.trimmed(np.array([1.0, 1, 2, 12]), 8.0).tolist() == [2, 2, 4, 8]


def test_the_cap_is_the_median_and_six_interquartile_ranges_or_so_many_medians():
    """0..8: median 4, quartiles 2 and 6: 4 + 6 x 4 = 28; twice the median 8."""
    assert weighting.cap_of(np.arange(9.0), "iqr") == 28.0
    assert weighting.cap_of(np.array([*range(9), np.nan]), "2") == 8.0


@pytest.mark.parametrize(("rule", "code"), [("0.5", "E612"), ("large", "E618"), ("-1", "E618"), ("inf", "E618")])
def test_a_cap_below_the_mean_or_no_rule_at_all_is_refused(rule: str, code: str):
    assert code_of(lambda: weighting.cap_of(np.arange(9.0), rule)) == code


@given(WEIGHTS, st.floats(1.0, 5.0))
def test_trimmed_weights_keep_their_sum_and_stay_under_the_cap(weight, times):
    cap = times * weight.mean()
    made = weighting.trimmed(weight, cap)
    assert made.sum() == pytest.approx(weight.sum())
    assert (made <= cap * (1 + 1e-9)).all()


def test_classes_of_propensity_part_those_who_answer_from_those_who_do_not():
    """Flats answer in 20 of 80, houses in 70 of 80: two chances, so two classes, and cells that equal the true ones."""
    place = pd.DataFrame({"dwelling": ["flat"] * 80 + ["house"] * 80})
    kind = outcomes.kinds(pd.Series(["1.1"] * 20 + ["2.1"] * 60 + ["1.1"] * 70 + ["2.1"] * 10))
    classes = weighting.propensity_classes(place, ["dwelling"], kind)
    assert classes.groupby(place["dwelling"]).nunique().tolist() == [1, 1]
    assert classes.iloc[0] < classes.iloc[-1]
    weight, _ = weighting.nonresponse(np.ones(160), kind, classes)
    assert weight[0] == pytest.approx(4.0) and weight[80] == pytest.approx(80 / 70)


def test_the_line_of_a_step_has_kishs_design_effect():
    """1, 1, 4: mean 2, variance 2, cv^2 = 0.5: deff 1.5."""
    line = weighting.summary("w", np.array([1.0, 1, 4, np.nan]))
    assert (line["n"], line["sum"], line["max"]) == (3, 6.0, 4.0)
    assert line["deff"] == pytest.approx(1.5)

"""The median and the Gini index: figures by hand, influences held against derivatives, gaps with their covariance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido import survey
from tejido.catalogue.answers import Condition, FromAnswers
from tejido.city.engines import open_table, start_engine
from tejido.errors import TejidoError
from tejido.survey.composed import measured
from tejido.survey.domains import cross
from tejido.survey.indicators import ask, estimate_indicators, replicate_indicators
from tejido.survey.indicators_on import estimate_indicators_on
from tejido.survey.summed import Sampling
from tejido.survey.sums import make_cells

GINI = FromAnswers("households", "gini", value="income")
MEDIAN = FromAnswers("households", "median", value="income")
RENTERS = FromAnswers("households", "median", among=(Condition("tenure", ("rented",)),), value="rent", scale=2)


def incomes(values: list[float], weights: list[float] | None = None) -> pd.DataFrame:
    made = pd.DataFrame({"income": values, "weight": [1.0] * len(values) if weights is None else weights})
    return made.assign(household=[f"h{row}" for row in made.index])


def estimate(table: pd.DataFrame, formula: FromAnswers) -> pd.Series:
    return estimate_indicators(survey.design(table, "weight"), table, {"it": formula}).iloc[0]


def sample(rng: np.random.Generator, clusters: int = 40, size: int = 12) -> pd.DataFrame:
    """Incomes alike inside clusters, of two groups that share the clusters."""
    cluster = np.repeat(np.arange(clusters), size)
    income = np.exp(rng.normal(0, 0.5, clusters)[cluster] + rng.normal(6, 0.6, len(cluster)))
    return pd.DataFrame({
        "psu": cluster, "stratum": cluster % 4, "weight": rng.uniform(1, 3, len(cluster)), "income": income.round(),
        "origin": np.where(rng.random(len(cluster)) < 0.4, "rm", "host"), "household": np.arange(len(cluster)),
        "unit": cluster // 4,
    })  # fmt: skip


def clustered(table: pd.DataFrame) -> survey.Design:
    return survey.design(table, "weight", "stratum", ["psu"])


def test_the_gini_index_is_half_the_mean_difference_over_the_mean():
    # The differences of 1, 2, 3, 4 over all 16 pairs sum to 20; 20 / (2 x 16 x 2.5) = 0.25.
    assert estimate(incomes([4, 1, 3, 2]), GINI)["estimate"] == pytest.approx(0.25)


def test_the_gini_index_of_the_ten_numbers_in_the_manual_of_ineq():
    """Zeileis, R package ineq, example of `ineq`: 0.4620911."""
    numbers = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
    assert estimate(incomes([float(one) for one in numbers]), GINI)["estimate"] == pytest.approx(0.4620911, abs=5e-8)


def test_a_weight_of_three_is_three_households():
    told = estimate(incomes([10, 20, 60], [3, 2, 1]), GINI)
    assert told["estimate"] == pytest.approx(estimate(incomes([10, 10, 10, 20, 20, 60]), GINI)["estimate"])
    assert (told["n"], told["population"]) == (3, 6)


def test_equal_incomes_have_no_inequality_and_nothing_to_share_has_no_index():
    assert estimate(incomes([5, 5, 5]), GINI)["estimate"] == pytest.approx(0)
    assert np.isnan(estimate(incomes([0, 0, 0]), GINI)["estimate"])


def _brute(y: np.ndarray, w: np.ndarray) -> float:
    """The definition, over all pairs."""
    return float((w[:, None] * w * np.abs(y[:, None] - y)).sum() / (2 * w.sum() * (w @ y)))


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.floats(0.5, 5), st.sampled_from("ab")), min_size=4, max_size=12
    )
)  # fmt: skip
def test_the_influence_on_the_gini_index_is_its_derivative_by_the_weight(rows: list[tuple[int, float, str]]):
    table = incomes([float(y) for y, _, _ in rows], [w for _, w, _ in rows]).assign(side=[side for _, _, side in rows])
    design = survey.design(table, "weight")
    domains, asked = cross(design, table, ["side"]), ask(table, {"it": GINI})
    cells = make_cells(design.leaf, design.leaves, domains.of_row, domains.count)
    found = measured(design, cells, asked.groups[0])
    for domain, side in enumerate(domains.table["side"]):
        inside = np.flatnonzero(table["side"] == side)
        y, w = (table[name].to_numpy()[inside] for name in ("income", "weight"))
        assert found.estimate[domain, 0] == pytest.approx(_brute(y, w), abs=1e-12)
        for place, row in enumerate(inside):
            step = 1e-5 * np.eye(len(w))[place]
            slope = (_brute(y, w + step) - _brute(y, w - step)) / 2e-5
            assert found.group.y[row, 0] == pytest.approx(slope, abs=1e-7)


def test_the_error_of_the_gini_index_is_near_that_of_leaving_out_one_cluster_at_a_time():
    table = sample(np.random.default_rng(5))
    linear = estimate_indicators(clustered(table), table, {"it": GINI}).iloc[0]
    jackknife = survey.replicate(clustered(table), "JKn")
    again = estimate_indicators(jackknife, table, {"it": GINI}).iloc[0]
    assert again["estimate"] == pytest.approx(linear["estimate"])
    assert again["se"] == pytest.approx(linear["se"], rel=0.05)
    assert 0 < linear["low"] < linear["estimate"] < linear["high"] < 1


def test_the_median_is_the_quantile_with_woodruffs_interval():
    """`survey.quantile` stands beside R's svyquantile in the golden tests."""
    table = sample(np.random.default_rng(6))
    median = estimate_indicators(clustered(table), table, {"it": MEDIAN}, ["origin"])
    quantile = survey.estimate(clustered(table), table, survey.quantile("income", 0.5), ["origin"])
    for name in ("estimate", "se", "low", "high", "df", "n", "deff", "n_eff", "cv", "quality"):
        assert list(median[name]) == pytest.approx(list(quantile[name])), name


def test_a_median_tells_of_those_among_whom_it_is_asked_in_its_own_unit():
    # Renters pay 10, 20, 30, 40 and one did not say; twice the second, the lowest that half of them pay at most.
    table = incomes([0] * 6).assign(tenure=[*["rented"] * 5, "owned"], rent=[30, 10, None, 20, 40, 999])
    told = estimate(table, RENTERS)
    assert (told["estimate"], told["n"], told["population"]) == (40, 4, 5)


@pytest.mark.parametrize("formula", [GINI, MEDIAN], ids=["gini", "median"])
def test_the_gap_of_two_groups_of_different_strata_varies_as_both_together(formula: FromAnswers):
    table = sample(np.random.default_rng(7)).assign(origin=lambda rows: np.where(rows["stratum"] < 2, "rm", "host"))
    gap = _gap(table, formula)
    sides = estimate_indicators(clustered(table), table, {"it": formula}, ["origin"])["se"]
    assert gap["gap_se"] == pytest.approx(np.hypot(*sides), rel=1e-9)


@pytest.mark.parametrize("formula", [GINI, MEDIAN], ids=["gini", "median"])
def test_groups_with_the_same_incomes_in_every_cluster_have_no_gap_and_no_error(formula: FromAnswers):
    table = sample(np.random.default_rng(8))
    both = pd.concat([table.assign(origin="rm"), table.assign(origin="host")], ignore_index=True)
    gap = _gap(both, formula)
    assert gap["gap"] == 0 and gap["gap_se"] == pytest.approx(0, abs=1e-9) and gap["verdict"] != "shown"


@pytest.mark.parametrize("formula", [GINI, MEDIAN], ids=["gini", "median"])
def test_a_replicate_is_the_estimate_with_the_weights_of_the_replicate(formula: FromAnswers):
    table = sample(np.random.default_rng(9), clusters=8)
    design = clustered(table)
    factors = np.random.default_rng(1).integers(0, 3, (design.leaves, 4)).astype(float)
    factors[:, 0] = 1
    keys, again = replicate_indicators(design, table, {"it": formula}, ["origin"], factors)
    for number in range(4):
        other = table.assign(weight=table["weight"] * factors[design.leaf, number])
        figures = estimate_indicators(clustered(other), other, {"it": formula}, ["origin"])
        assert list(again[number]) == pytest.approx(list(figures["estimate"]))
    assert list(keys["origin"]) == ["host", "rm"]


@pytest.mark.parametrize("formula", [GINI, MEDIAN], ids=["gini", "median"])
def test_where_nobody_lives_nothing_is_said_and_a_domain_without_answers_has_no_figure(formula: FromAnswers):
    table = incomes([4, 1, 3, 2]).assign(place=None)
    nobody = estimate_indicators(survey.design(table, "weight"), table, {"it": formula}, ["place"])
    assert nobody.empty
    silent = table.assign(place=["a", "a", "b", "b"], income=[4, 1, np.nan, np.nan])
    told = estimate_indicators(survey.design(silent, "weight"), silent, {"it": formula}, ["place"])
    assert told["estimate"].notna().tolist() == [True, False] and told["n"].tolist() == [2, 0]
    assert told["quality"].tolist()[1] == "unreliable"


def test_an_engine_refuses_what_no_sums_make():
    table = incomes([4, 1, 3, 2])
    with start_engine("duckdb") as engine, pytest.raises(TejidoError) as refused:
        estimate_indicators_on(open_table(table, engine), Sampling("weight"), {"rent": MEDIAN})
    assert refused.value.findings[0].code == "E703" and "rent" in str(refused.value)


def _gap(table: pd.DataFrame, formula: FromAnswers) -> pd.Series:
    found = survey.compare_indicators(
        clustered(table), table, {"it": formula}, {"it": "economy"}, one="rm", against="host"
    )
    return found.iloc[0]

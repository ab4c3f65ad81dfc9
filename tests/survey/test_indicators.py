"""Indicators of the catalogue from answers: small tables worked by hand, and laws."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido import survey
from tejido.catalogue.answers import Condition, FromAnswers
from tejido.errors import TejidoError
from tejido.survey.indicators import estimate_indicators, replicate_indicators

WORKS = Condition("activity", ("employed",))
SEEKS = Condition("activity", ("unemployed",))
LABOUR = (Condition("age", low=15), Condition("activity", ("employed", "unemployed")))
WOMEN, MEN = (Condition("sex", ("f",)),), (Condition("sex", ("m",)),)


def persons() -> pd.DataFrame:
    """Ten persons of four households; weights 1 and 3; a child, an answer missing, a question skipped by the form."""
    columns = ["household", "weight", "sex", "age", "activity", "informal", "schooling_years", "education"]
    return pd.DataFrame(
        [
            ("h1", 1, "f", 40, "employed", "yes", 6, "a"),
            ("h1", 1, "m", 42, "employed", "no", 12, "a"),
            ("h1", 1, "m", 8, None, None, 2, "b"),
            ("h2", 3, "f", 30, "unemployed", None, 9, "b"),
            ("h2", 3, "m", 33, "employed", "yes", 11, "a"),
            ("h3", 1, "f", 15, "inactive", None, 8, "c"),
            ("h3", 1, "m", 50, "unemployed", None, 5, "c"),
            ("h4", 3, "f", 60, "employed", None, None, None),
            ("h4", 3, "m", 61, None, None, 3, "a"),
            ("h4", 3, "f", 20, "employed", "no", 14, "b"),
        ],
        columns=columns,
    )


FORMULAS = {
    "unemployment": FromAnswers("persons", "share", among=LABOUR, of=(SEEKS,), scale=100),
    "informal": FromAnswers("persons", "share", among=(WORKS,), of=(Condition("informal", ("yes",)),), scale=100),
    "schooling": FromAnswers("persons", "mean", among=(Condition("age", low=25),), value="schooling_years"),
    "dependency": FromAnswers("persons", "ratio", over=(WORKS,)),
    "gap_unemployment": FromAnswers("persons", "gap", among=LABOUR, of=(SEEKS,), one=WOMEN, other=MEN),
    "gap_schooling": FromAnswers("persons", "gap", value="schooling_years", one=WOMEN, other=MEN),
    "diversity": FromAnswers("persons", "diversity", classes="education"),
}

# indicator: figure, n, cases, households, population, each worked by hand from the ten rows above
BY_HAND = {
    # labour force with weights: f40 1, m42 1, f30 3, m33 3, m50 1, f60 3, f20 3; those who seek: f30 3, m50 1
    "unemployment": (100 * 4 / 15, 7, 2, 4, 15),
    # of five who work f60 did not answer: yes are f40 1 and m33 3 of 1 + 1 + 3 + 3; she counts in the population
    "informal": (100 * 4 / 8, 4, 2, 3, 11),
    # from 25 on with an answer: 6, 12, 3 x 9, 3 x 11, 5, 3 x 3 over 1 + 1 + 3 + 3 + 1 + 3; f60 is in the population
    "schooling": ((6 + 12 + 27 + 33 + 5 + 9) / 12, 6, 6, 4, 15),
    # all whose activity is known (weights 1+1+3+3+1+1+3+3) over those who work (1+1+3+3+3)
    "dependency": (16 / 11, 8, 8, 4, 20),
    # women: 3 of 1 + 3 + 3 + 3; men: 1 of 1 + 3 + 1; each side has one case
    "gap_unemployment": ((3 / 10) / (1 / 5), 7, 1, 4, 15),
    # women: (6 + 27 + 8 + 42) / 8; men: (12 + 2 + 33 + 5 + 9) / 9; the women's mean rests on 4 answers
    "gap_schooling": ((83 / 8) / (61 / 9), 9, 4, 4, 20),
    # a: 1 + 1 + 3 + 3 = 8, b: 1 + 3 + 3 = 7, c: 1 + 1 = 2, of 17
    "diversity": (-sum(p / 17 * math.log(p / 17) for p in (8, 7, 2)), 9, 9, 4, 20),
}


@pytest.mark.parametrize("indicator", list(FORMULAS))
def test_an_indicator_is_what_one_works_out_by_hand(indicator: str):
    table = persons()
    got = estimate_indicators(survey.design(table, "weight"), table, FORMULAS).set_index("indicator").loc[indicator]
    told = got["estimate"], got["n"], got["n_cases"], got["n_households"], got["population"]
    assert told == pytest.approx(BY_HAND[indicator])


def test_indicators_come_in_the_order_asked_with_their_domains_inside():
    table = persons()
    found = estimate_indicators(survey.design(table, "weight"), table, FORMULAS, ["sex"])
    assert list(found.columns[:3]) == ["indicator", "sex", "estimate"]
    assert list(zip(found["indicator"], found["sex"], strict=True)) == [(one, sex) for one in FORMULAS for sex in "fm"]


def test_a_domain_in_which_nobody_was_asked_has_no_figure_and_counts_nobody():
    table = persons().assign(who=["child" if age < 15 else "adult" for age in persons()["age"]])
    found = estimate_indicators(survey.design(table, "weight"), table, FORMULAS, ["who"]).set_index(
        ["indicator", "who"]
    )
    for indicator in ("unemployment", "gap_unemployment"):
        row = found.loc[(indicator, "child")]
        assert math.isnan(row["estimate"])
        assert (row["n"], row["n_households"], row["quality"]) == (0, 0, "unreliable")


def test_a_condition_that_fails_decides_even_where_another_answer_is_missing():
    # Both must hold. The first row fails one, whatever the other; the second is unknown.
    table = pd.DataFrame(
        {"household": [1, 2, 3, 4], "w": 1.0, "a": ["no", "yes", "yes", "yes"], "b": [None, None, "yes", "no"]}
    )
    both = FromAnswers("persons", "share", of=(Condition("a", ("yes",)), Condition("b", ("yes",))))
    got = estimate_indicators(survey.design(table, "w"), table, {"x": both}).iloc[0]
    assert (got["estimate"], got["n"]) == (pytest.approx(1 / 3), 3)


def test_the_error_of_an_entropy_of_two_classes_is_that_of_the_share_times_its_slope():
    # H = -p ln p - q ln q, dH/dp = ln(q / p): se(H) = |ln(q / p)| se(p).
    table = pd.DataFrame({"household": range(60), "w": 1.0, "kind": ["a"] * 15 + ["b"] * 45})
    formulas = {
        "h": FromAnswers("persons", "diversity", classes="kind"),
        "p": FromAnswers("persons", "share", of=(Condition("kind", ("a",)),)),
    }
    got = estimate_indicators(survey.design(table, "w"), table, formulas).set_index("indicator")
    assert got.loc["p", "se"] == pytest.approx(math.sqrt(0.25 * 0.75 / 59))
    assert got.loc["h", "se"] == pytest.approx(math.log(3) * got.loc["p", "se"])
    # A simple random sample has a design effect of 1, whatever the statistic.
    assert got["deff"].tolist() == pytest.approx([1, 1])


def test_a_quotient_has_the_interval_of_its_logarithm_and_turned_round_the_same():
    table = persons()
    design = survey.design(table, "weight")
    formula = FORMULAS["gap_schooling"]
    turned = FromAnswers("persons", "gap", value="schooling_years", one=MEN, other=WOMEN)
    got = estimate_indicators(design, table, {"one": formula, "other": turned}).set_index("indicator")
    assert got.loc["one", "low"] == pytest.approx(1 / got.loc["other", "high"])
    assert got.loc["one", "low"] * got.loc["one", "high"] == pytest.approx(got.loc["one", "estimate"] ** 2)
    assert got.loc["one", "low"] > 0


@pytest.mark.parametrize(
    ("formulas", "code"),
    [
        (
            {"a": FromAnswers("persons", "mean", value="age"), "b": FromAnswers("households", "mean", value="age")},
            "E701",
        ),
        ({"a": FromAnswers("persons", "diversity", classes="empty")}, "E702"),
        ({"a": FromAnswers("persons", "mean", value="sex")}, "E103"),
        ({"a": FromAnswers("persons", "share", of=(Condition("sexo", ("f",)),))}, "E101"),
    ],
)
def test_what_cannot_be_asked_is_said(formulas: dict[str, FromAnswers], code: str):
    table = persons().assign(empty=None)
    with pytest.raises(TejidoError) as caught:
        estimate_indicators(survey.design(table, "weight"), table, formulas)
    assert caught.value.findings[0].code == code


@st.composite
def samples(draw: st.DrawFn) -> pd.DataFrame:
    """Two or three strata of two to four clusters with two to six persons each."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    sizes = [rng.integers(2, 7, rng.integers(2, 5)) for _ in range(draw(st.integers(2, 3)))]
    rows = [(s, c) for s, clusters in enumerate(sizes) for c, size in enumerate(clusters) for _ in range(size)]
    table = pd.DataFrame(rows, columns=["stratum", "cluster"])
    n = len(table)
    table["household"], table["weight"] = np.arange(n) // 2, rng.gamma(5, 4, n)
    table["sex"], table["age"] = rng.choice(["f", "m"], n), rng.integers(0, 90, n).astype(float)
    table["activity"] = rng.choice(["employed", "unemployed", "inactive"], n)
    table["informal"] = pd.Series(rng.choice(["yes", "no"], n)).where(rng.random(n) > 0.2)
    table["schooling_years"] = pd.Series(rng.integers(1, 18, n).astype(float)).where(rng.random(n) > 0.2)
    table["education"] = rng.choice(["a", "b", "c"], n)
    return table


@settings(max_examples=25)
@given(samples())
def test_a_replicate_is_the_estimate_of_the_sample_so_weighted(table: pd.DataFrame):
    design = survey.design(table, "weight", "stratum", ["cluster"])
    factors = np.random.default_rng(len(table)).integers(0, 3, (design.leaves, 3)).astype(float)
    keys, figures = replicate_indicators(design, table, FORMULAS, ["sex"], factors)
    plain = estimate_indicators(design, table, FORMULAS, ["sex"])
    pd.testing.assert_frame_equal(keys, plain[["indicator", "sex"]])
    for number in range(3):
        again = table.assign(weight=table["weight"] * factors[design.leaf, number])
        alone = estimate_indicators(survey.design(again, "weight"), again, FORMULAS, ["sex"])
        found = keys.merge(alone, on=["indicator", "sex"], how="left")["estimate"]
        np.testing.assert_allclose(figures[number], found, rtol=1e-9)


@settings(max_examples=25)
@given(samples(), st.floats(0.01, 100))
def test_scaling_all_weights_changes_populations_alone(table: pd.DataFrame, factor: float):
    scaled = table.assign(weight=table["weight"] * factor)
    one, other = (
        estimate_indicators(survey.design(each, "weight", "stratum", ["cluster"]), each, FORMULAS)
        for each in (table, scaled)
    )
    for name in ("estimate", "se", "low", "high", "df"):
        np.testing.assert_allclose(other[name], one[name], rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(other["population"], one["population"] * factor, rtol=1e-9)


@settings(max_examples=25)
@given(samples())
def test_an_entropy_lies_between_nothing_and_the_logarithm_of_the_classes(table: pd.DataFrame):
    design = survey.design(table, "weight", "stratum", ["cluster"])
    got = estimate_indicators(design, table, {"h": FORMULAS["diversity"]}, ["stratum"])
    assert (got["estimate"] >= 0).all()
    assert (got["estimate"] <= math.log(3) + 1e-12).all()
    assert (got["low"].isna() | (got["low"] >= 0)).all()

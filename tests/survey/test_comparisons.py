"""Indicators of two groups: verdicts, corrections, standardised gaps and the split by quarters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido import survey
from tejido.catalogue.answers import Condition, FromAnswers
from tejido.errors import TejidoError
from tejido.survey import quality
from tejido.survey.comparisons import compare_indicators
from tejido.tables import DIFFERENTIALS
from tests.survey.golden import CELLS, sample

CASE = FromAnswers("persons", "share", of=(Condition("case", ("yes",)),), scale=100)
MEAN = FromAnswers("persons", "mean", value="value")
RATIO = FromAnswers("persons", "ratio", over=(Condition("case", ("yes",)),))


@pytest.fixture
def any_sample(monkeypatch: pytest.MonkeyPatch) -> str:
    """A rule that finds every sample reliable, so that other reasons to say nothing show."""
    monkeypatch.setattr(quality, "rules", lambda: {"any": {"kind": "counts", "n_reliable": 1, "n_weak": 1}})
    return "any"


def compared(table: pd.DataFrame, formulas: dict[str, FromAnswers], **options: object) -> pd.DataFrame:
    """Refugees and migrants beside hosts in a simple random sample, each indicator a right of its own unless told."""
    table = table.assign(**{name: value for name, value in (("w", 1.0), ("unit", "q")) if name not in table})
    if "household" not in table:
        table = table.assign(household=np.arange(len(table)))
    chosen = {"families": {name: name for name in formulas}, "one": "rm", "against": "host"} | options
    return compare_indicators(survey.design(table, "w"), table, formulas, **chosen)  # type: ignore[arg-type]


def people(*counts: tuple[str, str, int, int]) -> pd.DataFrame:
    """Rows from (group, age group, how many with the attribute, how many without)."""
    rows = [(g, age, "yes" if i < yes else "no") for g, age, yes, no in counts for i in range(yes + no)]
    return pd.DataFrame(rows, columns=["origin", "age_group", "case"])


# Published: household headship rates per 100 in the United States in 1970 and 1985 by age (Das Gupta 1993, Standardization and
# decomposition of rates, table 5.1): 2.9672 = 1.2269 from the ages + 1.7403 from the rates.
HEADSHIP = {
    "1970": (
        [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9],
        [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8],
    ),
    "1985": (
        [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5],
        [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2],
    ),
}


def test_the_split_of_a_gap_is_that_of_a_published_example():
    parts = [
        pd.DataFrame({"origin": year, "w": size, "value": rate, "unit": [f"age {i}" for i in range(13)]})
        for year, (size, rate) in HEADSHIP.items()
    ]
    got = compared(pd.concat(parts, ignore_index=True), {"x": MEAN}, one="1985", against="1970").iloc[0]
    assert (got["value"], got["value_against"]) == pytest.approx((47.6940, 44.7268), abs=5e-5)
    assert (got["gap_between"], got["gap_within"]) == pytest.approx((1.2269, 1.7403), abs=5e-5)


def test_a_quarter_with_one_group_alone_is_all_between():
    # Shared quarter a: 8 of 10 against 4 of 10. Quarter b has ten more hosts, all cases: their figure counts for both there.
    table = people(("rm", "-", 8, 2), ("host", "-", 4, 6), ("host", "-", 10, 0)).assign(unit=["a"] * 20 + ["b"] * 10)
    got = compared(table, {"x": CASE}).iloc[0]
    # rm live 1 and 0, hosts 1/2 and 1/2; figures 80 and 40 in a, 100 and 100 in b.
    assert got["gap_between"] == pytest.approx((1 - 0.5) * 60 + (0 - 0.5) * 100)
    assert got["gap_within"] == pytest.approx((80 - 40) * 0.75)
    assert got["gap"] == pytest.approx(80 - 70)


def test_groups_that_share_too_few_quarters_have_no_split():
    table = people(("rm", "-", 8, 2), ("host", "-", 4, 6), ("host", "-", 9, 2)).assign(unit=["a"] * 20 + ["b"] * 11)
    got = compared(table, {"x": CASE}).iloc[0]
    assert np.isnan(got["gap_between"])
    assert "few_shared_quarters" in got["flags"]


def test_an_unknown_quarter_counts_as_one_and_is_told():
    table = people(("rm", "-", 8, 2), ("host", "-", 4, 6)).assign(unit=["a"] * 19 + [None])
    got = compared(table, {"x": CASE}).iloc[0]
    assert "places_unknown" in got["flags"]
    assert got["gap_between"] + got["gap_within"] == pytest.approx(got["gap"])


def test_a_gap_that_is_all_age_vanishes_when_the_ages_are_the_same():
    # Half of the young and none of the old are cases in both groups; 8 of 10 refugees are young, 2 of 10 hosts.
    table = people(("rm", "young", 4, 4), ("rm", "old", 0, 2), ("host", "young", 1, 1), ("host", "old", 0, 8))
    got = compared(table, {"x": CASE}).iloc[0]
    assert got["gap"] == pytest.approx(30)
    assert got["gap_standardised"] == pytest.approx(0)
    assert got["flags"] is None


def test_a_standardised_gap_weighs_the_gaps_of_the_cells_by_both_groups_together():
    # Young: 3/4 against 1/2, old: 1/6 against 1/8; of all 20, 6 are young (4 + 2) and 14 are old (6 + 8).
    table = people(("rm", "young", 3, 1), ("rm", "old", 1, 5), ("host", "young", 1, 1), ("host", "old", 1, 7))
    got = compared(table, {"x": CASE}).iloc[0]
    assert got["gap_standardised"] == pytest.approx(100 * (6 / 20 * (3 / 4 - 1 / 2) + 14 / 20 * (1 / 6 - 1 / 8)))


def test_a_cell_that_one_group_lacks_is_joined_with_its_neighbours_and_told():
    # No young host woman: both sexes of the young become one cell, those of the old stay two.
    table = people(("rm", "young", 3, 3), ("rm", "old", 2, 2), ("host", "young", 2, 2), ("host", "old", 0, 4))
    table["sex"] = ["f", "m"] * 3 + ["f", "m"] * 2 + ["m"] * 4 + ["f", "m"] * 2
    got = compared(table, {"x": CASE}).iloc[0]
    # Young 10 of 18: 3/6 against 2/4. Old women 4 of 18, old men 4 of 18: 1/2 against 0 each.
    assert got["gap_standardised"] == pytest.approx(100 * (10 / 18 * 0 + 8 / 18 * 0.5))
    assert got["flags"] == "cells_joined"


def test_a_diversity_of_ages_is_not_standardised_by_age():
    # Both sexes have the same ages; with the same sexes the diversity of ages stays as it is, by age it could only vanish.
    table = people(("rm", "young", 8, 0), ("rm", "old", 2, 0), ("host", "young", 5, 0), ("host", "old", 5, 0))
    table["sex"] = ["f", "m"] * 10
    got = compared(table, {"x": FromAnswers("persons", "diversity", classes="age_group")}).iloc[0]
    assert got["gap"] == pytest.approx(-0.8 * np.log(0.8) - 0.2 * np.log(0.2) - np.log(2))
    assert got["gap_standardised"] == pytest.approx(got["gap"])
    ages = table[["age_group"]]
    alone = compared(table, {"x": FromAnswers("persons", "diversity", classes="age_group")}, cells=ages).iloc[0]
    assert alone["flags"] == "not_standardised"


def test_groups_without_an_age_in_common_have_no_standardised_gap():
    got = compared(people(("rm", "young", 3, 3), ("host", "old", 2, 2)), {"x": CASE}).iloc[0]
    assert np.isnan(got["gap_standardised"])
    assert got["flags"] == "not_standardised"


@pytest.mark.parametrize(("households", "verdict"), [(4, "cannot_be_said"), (5, "shown")])
def test_nothing_is_said_of_fewer_than_five_households(any_sample: str, households: int, verdict: str):
    table = people(("rm", "-", 35, 5), ("host", "-", 5, 35))
    table["household"] = [f"r{i % households}" for i in range(40)] + [f"h{i}" for i in range(40)]
    assert compared(table, {"x": CASE}, rule=any_sample)["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(("answers", "verdict"), [(9, "cannot_be_said"), (10, "shown")])
def test_nothing_is_said_of_fewer_than_ten_answers(any_sample: str, answers: int, verdict: str):
    table = people(("rm", "-", answers - 1, 1), ("host", "-", 5, 35))
    assert compared(table, {"x": CASE}, rule=any_sample)["verdict"].tolist() == [verdict]


def test_nothing_is_said_of_an_unreliable_estimate():
    # 40 answers each: fewer than the effective sample of 60 that ECLAC's rule asks for.
    assert compared(people(("rm", "-", 35, 5), ("host", "-", 5, 35)), {"x": CASE})["verdict"].tolist() == [
        "cannot_be_said"
    ]


def test_p_values_are_corrected_within_a_right_and_across_rights_without_those_of_which_nothing_can_be_said(
    any_sample: str,
):
    rng = np.random.default_rng(5)
    table = people(("rm", "-", 60, 60), ("host", "-", 60, 60))
    formulas = {}
    for name, rise in (("a", 0.25), ("b", 0.12), ("c", 0.18), ("few", 0.9)):
        table[name] = np.where(rng.random(240) < 0.4 + rise * (table["origin"] == "rm"), "yes", "no")
        formulas[name] = FromAnswers("persons", "share", of=(Condition(name, ("yes",)),))
    table["few"] = pd.Series(table["few"]).where(np.arange(240) % 120 < 8)
    families = {"a": "housing", "b": "housing", "c": "work", "few": "housing"}
    got = compared(table, formulas, families=families, rule=any_sample).set_index("indicator")
    assert got.loc["few", "verdict"] == "cannot_be_said"
    assert np.isnan(got.loc["few", "p_adjusted"])
    p = got["p"]
    small, large = sorted([p["a"], p["b"]])
    holm = {small: 2 * small, large: max(2 * small, large)}  # two in housing, one in work
    assert got.loc["a", "p_adjusted"] == pytest.approx(holm[p["a"]])
    assert got.loc["b", "p_adjusted"] == pytest.approx(holm[p["b"]])
    assert got.loc["c", "p_adjusted"] == pytest.approx(p["c"])
    one, two, three = sorted([p["a"], p["b"], p["c"]])
    discovery = {three: three, two: min(three, 1.5 * two), one: min(three, 1.5 * two, 3 * one)}
    for name in "abc":
        assert got.loc[name, "p_discovery"] == pytest.approx(discovery[p[name]])
        assert got.loc[name, "verdict"] == ("shown" if got.loc[name, "p_adjusted"] < 0.05 else "not_shown")


def test_a_comparison_fills_the_table_of_differentials_for_every_place():
    table = pd.concat(
        [people(("rm", "a", 9, 3), ("host", "b", 4, 6)).assign(place=place) for place in ("east", "west")]
    )
    got = compared(table.reset_index(drop=True), {"x": CASE, "y": RATIO}, by=["place"], quarter=None)
    assert list(zip(got["indicator"], got["place"], strict=True)) == [(i, p) for i in "xy" for p in ("east", "west")]
    whole = got.rename(columns={"place": "unit"}).assign(period="2024", level="district", source="survey")
    told = DIFFERENTIALS.conform(whole)
    assert told["group"].unique().tolist() == ["origin=rm"]
    assert told["against"].unique().tolist() == ["origin=host"]


def test_a_calibrated_sample_gives_calibrated_differentials():
    table = sample("post").assign(origin=lambda t: t["grp"].map({0: "host", 1: "rm"}), case="yes")
    table["household"] = np.arange(len(table))
    plain = survey.design(table, "w", "stratum", ["cluster"])
    formulas = {"x": FromAnswers("persons", "mean", value="age")}
    for design, kind in (
        (plain, "design-based"),
        (survey.poststratify(plain, table, ["zone", "sex"], CELLS), "calibrated"),
    ):
        got = compare_indicators(design, table, formulas, {"x": "right"}, one="rm", against="host", quarter="zone")
        assert got["kind"].tolist() == [kind]


@pytest.mark.parametrize(("options", "code"), [({"one": "idp"}, "E130"), ({"quarter": "barrio"}, "E101")])
def test_what_cannot_be_compared_is_said(options: dict[str, str], code: str):
    with pytest.raises(TejidoError) as caught:
        compared(people(("rm", "-", 8, 2), ("host", "-", 4, 6)), {"x": CASE}, **options)
    assert caught.value.findings[0].code == code


def test_an_indicator_without_a_right_is_a_mistake_and_not_a_gap_that_is_not_shown():
    with pytest.raises(KeyError):
        compared(people(("rm", "-", 8, 2), ("host", "-", 4, 6)), {"x": CASE}, families={})


@st.composite
def samples(draw: st.DrawFn) -> pd.DataFrame:
    """Forty to eighty persons of both groups in four quarters."""
    n = draw(st.integers(40, 80))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    return pd.DataFrame({
        "origin": rng.choice(["rm", "host"], n), "unit": rng.choice(list("abcd"), n), "w": rng.gamma(5, 4, n),
        "case": rng.choice(["yes", "no"], n), "value": rng.normal(50, 9, n), "age": rng.integers(0, 90, n).astype(float),
        "sex": rng.choice(["f", "m"], n), "size": rng.integers(1, 8, n).astype(float),
    })  # fmt: skip


@settings(max_examples=25)
@given(samples())
def test_between_and_within_sum_to_the_gap(table: pd.DataFrame):
    got = compared(table, {"share": CASE, "mean": MEAN, "ratio": RATIO})
    told = got[~got["flags"].fillna("").str.contains("few_shared_quarters")]
    assert got.drop(told.index)[["gap_between", "gap_within"]].isna().all(axis=None)
    np.testing.assert_allclose(told["gap_between"] + told["gap_within"], told["gap"], rtol=1e-9, atol=1e-9)


@settings(max_examples=10)
@given(samples())
def test_turning_a_comparison_round_turns_its_signs_alone(table: pd.DataFrame):
    formulas = {"share": CASE, "mean": MEAN, "ratio": RATIO}
    one, other = compared(table, formulas), compared(table, formulas, one="host", against="rm")
    for name in ("gap", "gap_standardised", "gap_between", "gap_within"):
        np.testing.assert_allclose(one[name], -other[name], rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(one["gap_standardised_low"], -other["gap_standardised_high"], rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(one["p"], other["p"], rtol=1e-7)
    assert one["verdict"].tolist() == other["verdict"].tolist()


@settings(max_examples=10)
@given(samples())
def test_groups_that_are_already_alike_keep_their_gap(table: pd.DataFrame):
    # Everybody has a twin of the other group with the same age, sex, household size and weight, but an answer of its own.
    twin = table.assign(origin=table["origin"].map({"rm": "host", "host": "rm"}), value=table["value"] ** 1.1 + 3)
    got = compared(pd.concat([table, twin], ignore_index=True), {"mean": MEAN}).iloc[0]
    assert got["gap_standardised"] == pytest.approx(got["gap"], rel=1e-9, abs=1e-9)
    assert got["flags"] is None

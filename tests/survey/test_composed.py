"""Women/men ratios, diversity and standardised gaps equal R's `survey`, figure by figure (tests/golden/survey.R)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from tejido import survey
from tejido.catalogue.answers import Condition, FromAnswers
from tejido.survey.comparisons import compare_indicators
from tejido.survey.indicators import estimate_indicators
from tejido.survey.standardisation import Pairs, standardised_gap
from tests.survey.golden import design, figures, sample

COMPOSED = figures()[figures()["statistic"].isin(["women_men", "diversity"])]
GAPS = figures()[figures()["statistic"].isin(["women_men_gap", "diversity_gap"])]
STANDARDISED = figures()[figures()["statistic"] == "gap_standardised"]


def rows(case: str) -> pd.DataFrame:
    """The sample with the columns that R made on the way: classes of y, and the group of b as a sex."""
    table = sample(case).assign(household=lambda found: np.arange(len(found)), place="p")
    if "y" in table.columns:
        table = table.assign(kind=pd.cut(table["y"], [-np.inf, 45, 55, np.inf], labels=["low", "mid", "high"]))
        table["sex"], table["kind"] = table["b"] + 1, table["kind"].astype(str)
    return table


def formula(statistic: str, variable: str) -> FromAnswers:
    if statistic.startswith("diversity"):
        return FromAnswers("persons", "diversity", classes=variable)
    women, men = (Condition("sex", ("2",)),), (Condition("sex", ("1",)),)
    if variable == "water":
        return FromAnswers("persons", "gap", of=(Condition("water", ("1",)),), one=women, other=men)
    return FromAnswers("persons", "gap", value=variable, one=women, other=men)


@pytest.mark.parametrize(
    ("case", "statistic", "variable", "domain"),
    list(COMPOSED[["case", "statistic", "variable", "domain"]].itertuples(index=False, name=None)),
)
def test_a_women_men_ratio_and_a_diversity_equal_those_of_r(case: str, statistic: str, variable: str, domain: str):
    wanted = COMPOSED.set_index(["case", "statistic", "variable", "domain"]).loc[(case, statistic, variable, domain)]
    by = [] if domain == "all" else ["grp"]
    found = estimate_indicators(design(case), rows(case), {"x": formula(statistic, variable)}, by)
    got = found.iloc[-1]
    assert got["estimate"] == pytest.approx(wanted["estimate"], rel=1e-8)
    assert got["se"] == pytest.approx(wanted["se"], rel=1e-6, abs=1e-12)
    for name in ("df", "low", "high"):
        if np.isfinite(wanted[name]):
            assert got[name] == pytest.approx(wanted[name], rel=1e-6), name


def test_at_least_fifteen_figures_of_r_are_by_linearisation_and_as_many_by_replicates():
    replicated = COMPOSED["case"].isin(["jk1", "jkn", "brr", "fay", "bootstrap"])
    assert (~replicated).sum() >= 15
    assert replicated.sum() >= 15


@pytest.mark.parametrize(
    ("case", "statistic", "variable"), list(GAPS[["case", "statistic", "variable"]].itertuples(index=False, name=None))
)
def test_the_gap_between_groups_of_a_women_men_ratio_and_of_a_diversity_equals_that_of_r(
    case: str, statistic: str, variable: str
):
    wanted = GAPS.set_index(["case", "statistic", "variable"]).loc[(case, statistic, variable)]
    formulas = {"x": formula(statistic, variable)}
    table = rows(case)
    got = compare_indicators(
        design(case), table, formulas, {"x": "right"}, group="grp", one="1", against="0", quarter=None
    ).iloc[0]
    assert got["gap"] == pytest.approx(wanted["estimate"], rel=1e-7)
    assert got["gap_se"] == pytest.approx(wanted["se"], rel=1e-6)


@pytest.mark.parametrize(
    ("case", "variable"), list(STANDARDISED[["case", "variable"]].itertuples(index=False, name=None))
)
def test_a_standardised_gap_and_its_error_equal_the_delta_method_of_r(case: str, variable: str):
    wanted = STANDARDISED.set_index(["case", "variable"]).loc[(case, variable)]
    table = rows(case)
    asked = survey.ratio(*variable.split("/")) if "/" in variable else survey.mean(variable)
    group = survey.prepare(table, asked).groups[0]
    answered = table[variable.split("/")].notna().all(axis=1).to_numpy()
    pairs = Pairs(np.zeros(len(table), dtype=np.int64), (table["grp"] == 0).to_numpy(), 1)
    cells = pd.DataFrame({"sex": table["sex"], "old": table["age"] >= 40})
    got = standardised_gap(design(case), group, answered, pairs, cells, 0.95)
    assert got.gap[0] == pytest.approx(wanted["estimate"], rel=1e-8)
    df = survey.estimate(design(case), table, asked)["df"].iloc[0]  # both groups together: everybody
    assert (got.high[0] - got.low[0]) / 2 / t.ppf(0.975, df) == pytest.approx(wanted["se"], rel=1e-6)


def test_jackknife_replicates_give_a_standardised_gap_the_error_of_linearisation():
    # A jackknife of a linear statistic is its linearised variance, cluster by cluster.
    table = rows("jkn").assign(group=lambda found: found["grp"].astype(float))
    formulas = {
        "y": FromAnswers("persons", "mean", value="y"),
        "kind": FromAnswers("persons", "diversity", classes="kind"),
    }
    plain, replicated = (
        compare_indicators(
            made, table, formulas, {"y": "a", "kind": "b"}, group="group", one="1", against="0", quarter=None
        )
        for made in (survey.design(table, "w", "stratum", ["cluster"]), design("jkn"))
    )
    for name in ("gap_standardised", "gap_standardised_low", "gap_standardised_high"):
        assert plain[name].notna().all()
        np.testing.assert_allclose(replicated[name], plain[name], rtol=1e-9)


@pytest.mark.parametrize("variable", ["water", "age"])
def test_the_error_of_a_domain_is_that_of_subset_and_not_that_of_the_file_cut_out(variable: str):
    known = figures().set_index(["case", "statistic", "variable", "domain"])["se"]
    found = survey.estimate(design("one"), sample("one"), survey.mean(variable), ["grp", "zone"])
    inside = found[(found["grp"] == 1) & (found["zone"] == "w")]["se"].iloc[0]
    kept = sample("one").query("grp == 1 and zone == 'w'").reset_index(drop=True)
    alone = survey.estimate(survey.design(kept, "w", "stratum", ["cluster"]), kept, survey.mean(variable))
    statistic = "proportion" if variable == "water" else "mean"
    assert inside == pytest.approx(known[("one", statistic, variable, "grp=1;zone=w")], rel=1e-6)
    assert alone["se"].iloc[0] == pytest.approx(known[("cut_out", "mean_cut_out", variable, "all")], rel=1e-6)
    assert abs(inside / alone["se"].iloc[0] - 1) > 0.001

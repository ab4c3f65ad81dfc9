"""Every estimator equals R's `survey`, figure by figure (tests/golden/survey.R says how they were made)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tejido import survey
from tests.survey.golden import asked, design, figures, sample

KINDS = ("mean", "total", "proportion", "ratio", "quantile")
ESTIMATES = figures()[(figures()["case"] != "ipf") & figures()["statistic"].isin(KINDS)]
GAPS = figures()[figures()["statistic"] == "gap"]


def named(frame: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    return list(frame[["case", "statistic", "variable", "domain"]].itertuples(index=False, name=None))


def of_domain(result: pd.DataFrame, domain: str) -> pd.Series:
    for part in [] if domain == "all" else domain.split(";"):
        column, value = part.split("=")
        result = result[result[column].astype(str) == value]
    assert len(result) == 1
    return result.iloc[0]


def columns_of(domain: str) -> list[str]:
    return [] if domain == "all" else [part.split("=")[0] for part in domain.split(";")]


@pytest.mark.parametrize(("case", "statistic", "variable", "domain"), named(ESTIMATES))
def test_an_estimate_equals_that_of_r(case: str, statistic: str, variable: str, domain: str):
    wanted = ESTIMATES.set_index(["case", "statistic", "variable", "domain"]).loc[(case, statistic, variable, domain)]
    result = survey.estimate(design(case), sample(case), asked(statistic, variable), columns_of(domain))
    got = of_domain(result, domain)
    assert got["estimate"] == pytest.approx(wanted["estimate"], rel=1e-8)
    # A total that the weights were calibrated to has no error: both programs give their own rounding.
    assert got["se"] == pytest.approx(wanted["se"], rel=1e-6, abs=1e-12 * abs(got["estimate"]))
    for name in ("df", "low", "high", "deff"):
        if np.isfinite(wanted[name]):
            assert got[name] == pytest.approx(wanted[name], rel=1e-6, abs=1e-9), name


def test_there_are_at_least_fifty_figures_of_r_and_all_kinds():
    assert len(ESTIMATES) >= 150
    assert set(ESTIMATES["statistic"]) == set(KINDS)


@pytest.mark.parametrize(("case", "statistic", "variable", "domain"), named(GAPS))
def test_a_differential_equals_that_of_r(case: str, statistic: str, variable: str, domain: str):
    rows = figures()[(figures()["case"] == case) & (figures()["variable"] == variable)].set_index("statistic")
    got = survey.differential(design(case), sample(case), survey.mean(variable), "grp", 1, 0).iloc[0]
    assert got["gap"] == pytest.approx(rows.loc["gap", "estimate"], rel=1e-8)
    assert got["se"] == pytest.approx(rows.loc["gap", "se"], rel=1e-6)
    assert got["df"] == rows.loc["gap", "df"]
    assert got["p"] == pytest.approx(rows.loc["gap", "low"], rel=1e-6)
    if "gap_ratio" in rows.index:
        assert got["ratio"] == pytest.approx(rows.loc["gap_ratio", "estimate"], rel=1e-8)
        assert got["ratio_se"] == pytest.approx(rows.loc["gap_ratio", "se"], rel=1e-6)


@pytest.mark.parametrize(("statistic", "variable"), [("mean", "age"), ("total", "water")])
def test_raking_gives_the_weights_of_iterative_proportional_fitting(statistic: str, variable: str):
    wanted = figures()[(figures()["case"] == "ipf") & (figures()["statistic"] == statistic)]["estimate"].iloc[0]
    got = survey.estimate(design("ipf"), sample("ipf"), asked(statistic, variable))["estimate"].iloc[0]
    assert got == pytest.approx(wanted, rel=1e-8)

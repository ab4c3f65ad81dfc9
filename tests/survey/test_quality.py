"""ECLAC's tree of 2023, worked by hand on both sides of every threshold; ECLAC 2020 and DHS beside it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from tejido.survey import quality

R, W, U = "reliable", "weak", "unreliable"


def figure(statistic: str, **given: float) -> pd.DataFrame:
    """One good figure, changed in what is given; the standard error follows from the CV where only that is given."""
    good = {"estimate": 0.3, "n": 400.0, "n_eff": 200.0, "df": 30.0, "n_cases": 120.0, "deff": 2.0, "cv": 0.05}
    row = good | given
    row.setdefault("se", row["cv"] * row["estimate"])
    return pd.DataFrame([row | {"statistic": statistic}])


def share(p: float, relative: float) -> dict[str, float]:
    """A proportion with this log-CV: se = log-CV x (-q ln q), q the smaller of p and 1 - p."""
    q = min(p, 1 - p)
    return {"estimate": p, "se": relative * (-q * math.log(q))}


# deff, then effective n, then df, then CV (or log-CV) with cases: one line per side of a threshold.
TREE = [
    ("mean", {"deff": 1.0}, R), ("mean", {"deff": 0.999}, U), ("mean", {"deff": 5.0}, R),
    ("proportion", {"deff": 1.0, **share(0.3, 0.1)}, R), ("proportion", {"deff": 0.999, **share(0.3, 0.1)}, U),
    ("mean", {"n_eff": 60.0}, R), ("mean", {"n_eff": 59.9}, U), ("total", {"n_eff": 59.9}, U),
    ("proportion", {"n_eff": 60.0, **share(0.3, 0.1)}, R), ("proportion", {"n_eff": 59.9, **share(0.3, 0.1)}, U),
    ("mean", {"df": 9.0}, R), ("mean", {"df": 8.0}, U), ("ratio", {"df": 8.0}, U),
    ("proportion", {"df": 9.0, **share(0.3, 0.1)}, R), ("proportion", {"df": 8.0, **share(0.3, 0.1)}, U),
    ("mean", {"cv": 0.20, "n_cases": 50.0}, R), ("mean", {"cv": 0.20, "n_cases": 49.0}, W),
    ("mean", {"cv": 0.20, "n_cases": 30.0}, W), ("mean", {"cv": 0.20, "n_cases": 29.0}, U),
    ("mean", {"cv": 0.201, "n_cases": 50.0}, W), ("mean", {"cv": 0.201, "n_cases": 30.0}, W),
    ("mean", {"cv": 0.201, "n_cases": 29.0}, U), ("mean", {"cv": 0.30, "n_cases": 30.0}, W),
    ("mean", {"cv": 0.301, "n_cases": 500.0}, U), ("total", {"cv": 0.30, "n_cases": 80.0}, W),
    ("ratio", {"cv": 0.301, "n_cases": 80.0}, U),
    ("proportion", {**share(0.3, 0.1749), "n_cases": 50.0}, R), ("proportion", {**share(0.3, 0.1749), "n_cases": 49.0}, W),
    ("proportion", {**share(0.3, 0.1749), "n_cases": 30.0}, W), ("proportion", {**share(0.3, 0.1749), "n_cases": 29.0}, U),
    ("proportion", {**share(0.3, 0.1751), "n_cases": 500.0}, U), ("proportion", {**share(0.499, 0.1751), "n_cases": 500.0}, U),
    ("proportion", {**share(0.5, 0.1751), "n_cases": 30.0}, W), ("proportion", {**share(0.5, 0.1751), "n_cases": 29.0}, U),
    ("proportion", {**share(0.7, 0.1749), "n_cases": 50.0}, R), ("proportion", {**share(0.7, 0.1749), "n_cases": 49.0}, W),
    ("proportion", {**share(0.7, 0.1751), "n_cases": 500.0}, W), ("proportion", {**share(0.7, 0.1749), "n_cases": 29.0}, U),
    ("proportion", {"estimate": 0.0, "se": 0.0, "deff": math.nan, "n_eff": math.nan, "n_cases": 0.0}, U),
    ("proportion", {"estimate": 1.0, "se": 0.0, "deff": math.nan, "n_eff": math.nan}, U),
    ("mean", {"df": 0.0, "cv": math.nan, "se": math.nan}, U),
]  # fmt: skip


@pytest.mark.parametrize(("statistic", "given", "wanted"), TREE)
def test_a_figure_gets_the_label_of_the_tree_of_2023(statistic: str, given: dict[str, float], wanted: str):
    assert quality.label(figure(statistic, **given)).tolist() == [wanted]


def test_there_are_forty_cases_worked_by_hand():
    assert len(TREE) >= 40


def test_a_planned_domain_of_a_hundred_is_believed_with_a_design_effect_under_one():
    assert quality.label(figure("mean", deff=0.8, n=100), planned=True).tolist() == [R]
    assert quality.label(figure("mean", deff=0.8, n=99), planned=True).tolist() == [U]
    assert quality.label(figure("mean", deff=0.8, n=100)).tolist() == [U]


@pytest.mark.parametrize(
    ("statistic", "given", "wanted"),
    [
        ("mean", {"n": 100, "n_eff": 140, "n_cases": 50}, R), ("mean", {"n": 99}, U), ("mean", {"n_eff": 139.9}, U),
        ("mean", {"n_cases": 49}, U), ("mean", {"df": 8}, W), ("mean", {"cv": 0.2}, W), ("mean", {"cv": 0.199}, R),
        ("proportion", share(0.3, 0.1749) | {"cv": 0.1}, R), ("proportion", share(0.3, 0.1751) | {"cv": 0.1}, U),
    ],
)  # fmt: skip
def test_the_list_of_2020_asks_for_more(statistic: str, given: dict[str, float], wanted: str):
    assert quality.label(figure(statistic, n_eff=given.pop("n_eff", 300), **given), "eclac_2020").tolist() == [wanted]


@pytest.mark.parametrize(("n", "wanted"), [(50, R), (49, W), (25, W), (24, U)])
def test_dhs_counts_interviews(n: int, wanted: str):
    assert quality.label(figure("proportion", n=n), "dhs").tolist() == [wanted]


def test_the_log_cv_is_that_of_the_smaller_side():
    # p = 0.2 and 0.8: -0.2 ln 0.2 = 0.321888
    assert quality.log_cv(np.array([0.2, 0.8]), np.array([0.01, 0.01])) == pytest.approx(
        [0.0310667, 0.0310667], rel=1e-5
    )


def test_every_rule_names_its_source():
    assert all(rule["source"] for rule in quality.rules().values())

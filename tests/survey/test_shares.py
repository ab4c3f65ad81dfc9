"""Shares of a group by the survey's design: sums by hand, standard errors as R's."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.survey import design
from tejido.survey.shares import Divided, estimate_shares
from tests.survey import golden

# Weights of the group rm: a 1 + 2 = 3, b 3, c 4, of 10; of host: a 5, b 5. One of rm did not answer, one person is of no known group.
TABLE = pd.DataFrame({
    "class": ["a", "a", "b", "c", None, "a", "b", "c"],
    "sex": ["f", "m", "f", "m", "f", "f", "m", "f"],
    "group": ["rm", "rm", "rm", "rm", "rm", "host", "host", None],
    "household": ["h1", "h1", "h2", "h3", "h4", "h5", "h6", "h7"],
    "w": [1.0, 2.0, 3.0, 4.0, 90.0, 5.0, 5.0, 70.0],
})  # fmt: skip


def shares(sets, parts=(None,)):
    divided = Divided(TABLE["class"], TABLE["sex"] if parts != (None,) else None, TABLE["group"], TABLE["household"])
    rows = estimate_shares(design(TABLE, "w"), divided, sets, parts)
    return rows.set_index(["group", "members", "part"] if parts != (None,) else ["group", "members"])


def test_shares_are_weighted_and_of_those_of_the_group_who_answered():
    found = shares([("a",), ("b",), ("c",)])["estimate"]
    assert found["rm"].to_dict() == {("a",): pytest.approx(30), ("b",): pytest.approx(30), ("c",): pytest.approx(40)}
    assert found["host"][("a",)] == pytest.approx(50)


def test_joined_classes_have_the_sum_of_their_shares():
    assert shares([("a", "c")])["estimate"].to_dict() == {
        ("rm", ("a", "c")): pytest.approx(70), ("host", ("a", "c")): pytest.approx(50),
    }  # fmt: skip


def test_parts_are_shares_of_the_whole_group():
    found = shares([("a",), ("b",), ("c",)], ("f", "m"))["estimate"]
    # Women: a 1, b 3; men: a 2, c 4; of 10.
    assert found[("rm", ("a",), "f")] == pytest.approx(10)
    assert found[("rm", ("a",), "m")] == pytest.approx(20)
    assert found["rm"].sum() == pytest.approx(100)


def test_counts_are_of_the_whole_group_and_not_of_the_class():
    found = shares([("a",), ("c",)]).loc["rm"]
    assert found["n"].tolist() == [4, 4]
    assert found["n_households"].tolist() == [3, 3]


@pytest.mark.parametrize("case", ["one", "withfpc", "two"])
def test_a_share_and_its_precision_are_those_of_r(case):
    rows, told = golden.sample(case), golden.figures()
    divided = Divided(
        rows["water"].map({0: "no", 1: "yes"}), None, pd.Series("all", index=rows.index), rows["home"].astype("str")
    )
    mine = estimate_shares(golden.design(case), divided, [("yes",)]).iloc[0]
    r = told[(told["case"] == case) & (told["variable"] == "water") & (told["domain"] == "all")]
    r = r[r["statistic"] == "proportion"].iloc[0]
    assert mine["estimate"] == pytest.approx(100 * r["estimate"], rel=1e-9)
    assert mine["se"] == pytest.approx(100 * r["se"], rel=1e-9)

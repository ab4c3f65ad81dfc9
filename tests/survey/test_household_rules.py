"""What the rule of households decides, worked out by hand for five households."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.survey import compare_rules, design

# Home a is of migrants, b and e of hosts; c and d are couples of both, with a host and with a migrant as reference person.
PERSONS = pd.DataFrame(
    [
        ("a", "reference", "rm"), ("a", "partner", "rm"), ("b", "reference", "host"), ("c", "reference", "host"),
        ("c", "partner", "rm"), ("d", "reference", "rm"), ("d", "partner", "host"), ("e", "reference", "host"),
    ],
    columns=["household", "role", "origin"],
).assign(age=30)  # fmt: skip
HOUSEHOLDS = pd.DataFrame({
    "household": list("edcba"), "weight": [1.0, 3.0, 1.0, 1.0, 1.0], "water": ["none", "pipe", "none", "pipe", "pipe"],
})  # fmt: skip
PIPED = {"water": FromAnswers("households", "share", of=(Condition("water", ("pipe",)),), scale=100.0)}


def test_every_rule_has_its_own_groups_and_its_own_gap():
    found = compare_rules(PERSONS, HOUSEHOLDS, PIPED, None)
    counted = {(row.rule, row.group): row.n for row in found.counts.itertuples()}
    assert counted == {
        ("reference", "rm"): 2, ("reference", "host"): 3, ("any", "rm"): 3, ("any", "host"): 2,
        ("all", "rm"): 1, ("all", "host"): 4, ("mixed", "rm"): 1, ("mixed", "host"): 2, ("mixed", "mixed"): 2,
    }  # fmt: skip
    assert found.counts.groupby("rule")["share"].sum().tolist() == pytest.approx([1.0] * 4)
    gaps = {row.rule: (row.one, row.other, row.gap) for row in found.gaps.itertuples()}
    assert gaps == {
        "reference": pytest.approx((100, 100 / 3, 200 / 3)),  # a d | b c e
        "any": pytest.approx((200 / 3, 50, 50 / 3)),  # a c d | b e
        "all": pytest.approx((100, 50, 50)),  # a | b c d e
        "mixed": pytest.approx((100, 50, 50)),  # a | b e
    }


def test_the_cross_table_says_where_the_rules_part():
    cross = compare_rules(PERSONS, HOUSEHOLDS, PIPED, None).cross
    assert [tuple(row) for row in cross.itertuples(index=False)] == [
        ("host", "host", "host", "host", 2), ("host", "rm", "host", "mixed", 1),
        ("rm", "rm", "host", "mixed", 1), ("rm", "rm", "rm", "rm", 1),
    ]  # fmt: skip


def test_a_sample_with_weights_has_a_standard_error_and_an_indicative_one_has_none():
    weighted = compare_rules(PERSONS, HOUSEHOLDS, PIPED, design(HOUSEHOLDS, "weight")).gaps.set_index("rule")
    # all adults: d weighs 3 and has pipes: (3 + 1) / (3 + 1 + 1 + 1) of the hosts.
    assert weighted.loc["all", "other"] == pytest.approx(400 / 6)
    assert (weighted["se"] > 0).all()
    plain = compare_rules(PERSONS, HOUSEHOLDS, PIPED, None).gaps
    assert plain[["se", "low", "high"]].isna().all(axis=None)
    assert set(plain["said"]) == {"cannot_be_said"}


def test_a_gap_of_a_group_that_the_sample_was_sized_for_may_be_told_where_the_rule_of_quality_asks_for_that():
    # 240 homes of each group in 10 clusters of 24: 4 of 5 of the hosts have pipes and 3 of 5 of the migrants, alike in every
    # cluster, so the design effect is below 1: ECLAC believes it of a planned group of 100 only.
    homes = pd.DataFrame({"household": range(480), "cluster": [number // 48 for number in range(480)]})
    homes["origin"] = ["rm", "host"] * 240
    homes["water"] = [
        "pipe" if home // 2 % 5 < (3 if origin == "rm" else 4) else "none"
        for home, origin in zip(homes["household"], homes["origin"], strict=True)
    ]
    persons = homes.assign(age=30, role="reference")
    drawn = design(homes, psu=["cluster"])
    said = [compare_rules(persons, homes, PIPED, drawn, planned=planned).gaps["said"] for planned in (False, True)]
    assert [set(one) for one in said] == [{"cannot_be_said"}, {"gap_shown"}]


def test_a_household_that_cannot_be_told_is_counted_and_left_out_of_the_gaps():
    unknown = PERSONS.assign(origin=PERSONS["origin"].where(PERSONS["household"] != "e"))
    found = compare_rules(unknown, HOUSEHOLDS, PIPED, None)
    by_rule = found.counts[found.counts["group"].isna()].set_index("rule")["n"]
    assert by_rule.to_dict() == {"reference": 1, "any": 1, "all": 1, "mixed": 1}
    assert found.gaps.set_index("rule").loc["mixed", "other"] == pytest.approx(100)


def test_a_rule_without_its_question_and_a_gap_without_two_groups_are_left_out():
    assert compare_rules(PERSONS.drop(columns="role"), HOUSEHOLDS, PIPED, None).counts["rule"].unique().tolist() == [
        "any", "all", "mixed",
    ]  # fmt: skip
    assert compare_rules(PERSONS.assign(origin="host"), HOUSEHOLDS, PIPED, None).gaps.empty

"""What follows from other answers: rules, counts, sums and quotients, in order, and nothing from what is not known."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.catalogue import Variable, variables
from tejido.catalogue.variables import TABLES, of_tables
from tejido.city.surveys.derived import derived, in_order
from tejido.city.surveys.faults import Faults
from tejido.errors import TejidoError

NAMES = {"es": "x", "en": "x"}


def known(**entries: dict[str, object]) -> dict[str, Variable]:
    """Variables of persons."""
    return of_tables([{"persons": {name: {"names": NAMES, "source": "s"} | one for name, one in entries.items()}}])


def follow(table: pd.DataFrame, **entries: dict[str, object]) -> tuple[pd.DataFrame, Faults]:
    faults = Faults({"households": "homes.csv", "persons": "people.csv"}, [])
    return derived(table, "persons", known(**entries), 2024, faults, "persons"), faults


def when(variable: str, value: str, then: str) -> dict[str, object]:
    return {"when": [{"variable": variable, "values": [value]}], "then": then}


WORK = {
    "kind": "category",
    "categories": {"employed": NAMES, "unemployed": NAMES, "inactive": NAMES},
    "rules": [when("worked", "true", "employed"), when("sought", "true", "unemployed")],
    "otherwise": "inactive",
}


def test_the_first_rule_that_holds_decides_and_an_unknown_one_before_it_leaves_the_answer_open():
    rows = [
        # worked, sought, what follows
        ("true", None, "employed"),  # the second rule is not reached
        ("false", "true", "unemployed"),
        ("false", "false", "inactive"),
        ("false", None, None),  # may have sought work
        (None, "true", None),  # may have worked
        (None, "false", None),
    ]
    table = pd.DataFrame(rows, columns=["worked", "sought", "wanted"], dtype=object)
    found, _ = follow(table, activity=WORK)
    assert found["activity"].where(found["activity"].notna(), None).tolist() == table["wanted"].tolist()


def test_rules_over_a_question_that_was_not_asked_at_all_say_nothing():
    found, _ = follow(pd.DataFrame({"worked": ["true"]}), activity=WORK)
    assert "activity" not in found.columns


def test_a_column_of_the_survey_is_never_replaced_by_what_would_follow():
    table = pd.DataFrame({"worked": ["true"], "sought": ["false"], "activity": ["inactive"]})
    assert follow(table, activity=WORK)[0]["activity"].tolist() == ["inactive"]


def test_counts_and_sums_are_missing_where_one_part_is():
    table = pd.DataFrame(
        {"a": ["true", "true", None], "b": ["true", "false", "true"], "x": [1.0, 2, 3], "y": [4.0, None, 6]}
    )
    number = {"kind": "number"}
    found, _ = follow(
        table, count=number | {"counted": ["a", "b"]}, months=number | {"summed": ["x", "y"], "times": 12},
        share=number | {"divided": ["x", "y"], "times": 100},
    )  # fmt: skip
    # Two flags, one, unknown; 12 x (1 + 4), unknown, 12 x (3 + 6); 100 x 1 / 4, unknown, 100 x 3 / 6.
    assert found["count"].fillna(-1).tolist() == [2, 1, -1]
    assert found["months"].fillna(-1).tolist() == [60, -1, 108]
    assert found["share"].fillna(-1).tolist() == [25, -1, 50]


def test_nothing_is_divided_by_zero():
    found, faults = follow(pd.DataFrame({"x": [3.0], "y": [0.0]}), share={"kind": "number", "divided": ["x", "y"]})
    assert found["share"].isna().all() and faults.found == []


def test_a_derived_number_that_cannot_be_is_missing_and_told():
    table = pd.DataFrame({"x": [30.0, 60.0], "y": [60.0, 30.0]})
    found, faults = follow(table, share={"kind": "number", "divided": ["x", "y"], "times": 100, "possible": [0, 100]})
    assert found["share"].fillna(-1).tolist() == [50, -1]
    assert [one.code for one in faults.found] == ["C652"]
    assert faults.quality()[["table", "row"]].to_numpy().tolist() == [["persons", 3]]  # the second row below the titles


def test_what_follows_from_what_follows_comes_after_it_whatever_the_order_of_the_file():
    table = pd.DataFrame({"worked": ["true", "false"], "sought": ["false", "true"]})
    jobless = {"kind": "flag", "rules": [when("activity", "unemployed", "true")], "otherwise": "false"}
    assert follow(table, jobless=jobless, activity=WORK)[0]["jobless"].tolist() == ["false", "true"]


def test_nothing_follows_for_those_who_are_not_asked_but_the_answer_that_says_so():
    table = pd.DataFrame({"age": [9.0, 40], "worked": ["true", "true"], "sought": ["false", "false"]})
    grown = {"asked": [{"variable": "age", "low": 15}]}
    under = {"categories": WORK["categories"] | {"under_age": NAMES}, "outside": "under_age"}
    found, _ = follow(table, activity=WORK | grown, work=WORK | grown | under)
    assert found["work"].tolist() == ["under_age", "employed"]
    assert pd.isna(found["activity"].iloc[0]) and found["activity"].iloc[1] == "employed"


def test_variables_that_follow_from_each_other_in_a_circle_are_refused_by_name():
    circle = {
        "kind": "flag", "rules": [when("b", "true", "true")],
    }, {"kind": "flag", "rules": [when("a", "true", "true")]}  # fmt: skip
    with pytest.raises(TejidoError) as refused:
        follow(pd.DataFrame({"c": ["x"]}), a=circle[0], b=circle[1])
    assert [one.code for one in refused.value.findings] == ["C651"]
    assert "a" in str(refused.value) and "b" in str(refused.value)


@pytest.mark.parametrize("table", TABLES)
def test_no_standard_variable_follows_from_itself(table: str):
    order = [one.id for one in in_order(variables(), table)]
    assert sorted(order) == sorted(one.id for one in variables().values() if one.table == table)

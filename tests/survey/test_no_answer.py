"""Codes for no answer: which values look like one, and what naming one does."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.errors import Finding
from tejido.survey import no_answer

AGES = [*range(0, 86, 5), 33, 34, 61]


def told(findings: list[Finding]) -> list[dict[str, object]]:
    return [dict(one.values) | {"code": one.code} for one in findings]


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ([*AGES, 999, 999], ["999"]),
        ([*AGES, 99, 99, 99], ["99"]),  # 14 beyond 85, more than 0.15 of the span of 85
        ([*AGES, 98, 98, 99, 99], ["98", "99"]),
        ([*AGES, -9, -9], ["-9"]),
        ([1, 2, 3, 4, 5, 5, 88, 88, 9999, 9999], ["88", "9999"]),
        ([500.0, 20_000, 8_000, -99, -99], ["-99"]),  # near to 0 for an income, but no other is below 0
        ([*AGES, 999], []),  # one row only: a slip, or a very old person
        ([500, 9_999, 9_999, 9_999, 12_000, 650], []),  # a real value among others
        ([9_000, 9_200, 9_999, 9_999, 500], []),  # 799 beyond 9200, less than 0.15 of 8700
        ([-12, -9, -9, 4, 7], []),  # other answers are below 0 too
        ([60, 75, 97, 99, 99, 95], []),  # shares in percent: 4 beyond 95, less than 0.15 of 35
        ([99, 99, 99], []),  # nothing to compare with
        ([120, 120, 1, 2, 3], []),  # far, but not written like a code
    ],
)  # fmt: skip
def test_a_value_written_like_a_code_that_several_rows_have_far_from_all_others_is_told(answers, codes):
    table = pd.DataFrame({"a": answers})
    assert [one["value"] for one in told(no_answer.suspicions(table, ["a", "a"]))] == codes


def test_it_is_told_with_its_column_its_value_and_how_many_rows_and_nothing_of_the_rows():
    [one] = no_answer.suspicions(pd.DataFrame({"age": [*AGES, 999, 999]}), ["age"], "homes.csv")
    assert (one.code, one.where(), one.row) == ("E215", "homes.csv [age]", None)
    assert dict(one.values) == {"name": "age", "value": "999", "count": 2}


def test_texts_and_truths_are_not_suspected():
    table = pd.DataFrame({"zone": ["99", "99", "1"], "yes": [True, False, True]})
    assert no_answer.suspicions(table, ["zone", "yes"]) == []


def test_named_codes_are_missing_in_numbers_and_texts_and_each_is_told():
    table = pd.DataFrame({"age": [20, 999, 30], "zone": ["n", "999", "NS"], "w": [999, 1, 1]})
    made, found = no_answer.without(table, ["age", "zone"], ["999", "NS", "7"], "homes.csv")
    assert made["age"].isna().tolist() == [False, True, False]
    assert made["zone"].isna().tolist() == [False, True, True]
    assert made["w"].tolist() == [999, 1, 1]
    assert [(one["code"], one.get("name"), one["value"], one.get("count")) for one in told(found)] == [
        ("E216", "age", "999", 1), ("E216", "zone", "999", 1), ("E216", "zone", "NS", 1), ("E217", None, "7", None),
    ]  # fmt: skip
    assert table["age"].tolist() == [20, 999, 30], "the table given was changed"

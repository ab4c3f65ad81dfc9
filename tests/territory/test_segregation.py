"""The dissimilarity index of Duncan and Duncan (1955)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.territory.segregation import dissimilarity


def index(group: list[float], others: list[float], within: list[str] | None = None) -> pd.Series:
    return dissimilarity(pd.Series(group), pd.Series(others), pd.Series(within or ["city"] * len(group)))


def test_the_index_is_half_the_sum_of_the_differences_between_the_shares() -> None:
    # Shares 10, 20, 30, 40 % against 40, 30, 20, 10 %: (30 + 10 + 10 + 30) / 2 = 40 %.
    assert index([10, 20, 30, 40], [400, 300, 200, 100])["city"] == pytest.approx(0.4)


def test_two_groups_spread_alike_are_not_apart_and_two_that_share_no_unit_are_wholly() -> None:
    assert index([1, 2, 3], [10, 20, 30])["city"] == pytest.approx(0)
    assert index([5, 5, 0], [0, 0, 80])["city"] == pytest.approx(1)


def test_each_district_is_measured_by_the_units_inside_it() -> None:
    found = index([9, 1, 5, 5], [1, 9, 5, 5], ["a", "a", "b", "b"])
    # a: (|90 - 10| + |10 - 90|) / 2 = 80 %.
    assert found.to_dict() == pytest.approx({"a": 0.8, "b": 0.0})


def test_where_one_side_has_nobody_there_is_no_index() -> None:
    assert index([0, 0], [5, 5]).isna().all()
    assert index([4, 4], [0, 0]).isna().all()


def test_a_unit_whose_people_are_not_known_is_left_out() -> None:
    assert index([10, np.nan, 30], [30, 99, 10])["city"] == pytest.approx(index([10, 30], [30, 10])["city"])


@pytest.mark.parametrize("count", [-1.0, np.inf])
def test_a_count_that_is_none_is_refused_by_code(count: float) -> None:
    with pytest.raises(TejidoError) as refused:
        index([count, 5], [5, 5])
    assert refused.value.findings[0].code == "T210"


PEOPLE = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=12).filter(
    lambda rows: sum(one for one, _ in rows) > 0 and sum(other for _, other in rows) > 0
)


@settings(max_examples=40)
@given(PEOPLE)
def test_the_index_lies_between_none_and_all_and_does_not_ask_which_side_is_which(rows: list[tuple[int, int]]) -> None:
    group, others = [float(one) for one, _ in rows], [float(other) for _, other in rows]
    found = index(group, others)["city"]
    assert -1e-12 <= found <= 1 + 1e-12
    assert index(others, group)["city"] == pytest.approx(found)
    assert index([3 * one for one in group], others)["city"] == pytest.approx(found)


@settings(max_examples=40)
@given(PEOPLE)
def test_larger_units_never_show_more_segregation(rows: list[tuple[int, int]]) -> None:
    merged = [(rows[0][0] + rows[1][0], rows[0][1] + rows[1][1]), *rows[2:]]
    fine = index([float(one) for one, _ in rows], [float(other) for _, other in rows])["city"]
    coarse = index([float(one) for one, _ in merged], [float(other) for _, other in merged])["city"]
    assert coarse <= fine + 1e-12


def test_where_no_unit_lies_in_a_larger_one_there_is_no_index() -> None:
    assert index([9, 1], [1, 9], [np.nan, np.nan]).empty  # type: ignore[list-item]

"""Rates of rare events."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.territory import rates


def test_a_small_table_is_smoothed_as_worked_by_hand() -> None:
    cases, people = np.array([2.0, 8.0, 50.0]), np.array([1000.0, 1000.0, 2000.0])
    # The city: 60 of 4,000, m = 0.015. Raw rates 0.002, 0.008, 0.025.
    # s2 = (1000 x 0.013^2 + 1000 x 0.007^2 + 2000 x 0.010^2) / 4000 = (0.169 + 0.049 + 0.2) / 4000 = 0.0001045.
    # Mean population 4000 / 3; A = 0.0001045 - 0.015 x 3 / 4000 = 0.00009325.
    # Trust: 0.00009325 / (0.00009325 + 0.000015) = 0.861432 twice, 0.00009325 / (0.00009325 + 0.0000075) = 0.925558.
    # 0.015 - 0.861432 x 0.013; 0.015 - 0.861432 x 0.007; 0.015 + 0.925558 x 0.010.
    assert rates.marshall(cases, people) == pytest.approx([0.00380139, 0.00896998, 0.02425558], abs=1e-8)


def test_rates_that_differ_no_more_than_by_chance_all_become_the_citys() -> None:
    # m = 3/300; s2 = 100 x (0 + 0.01^2 + 0.01^2) / 300 = 0.0000667 is less than m / 100 = 0.0001.
    assert rates.marshall(np.array([1.0, 0.0, 2.0]), np.full(3, 100.0)) == pytest.approx([0.01] * 3)


def test_a_unit_without_people_or_without_a_count_has_no_rate_and_moves_no_other() -> None:
    found = rates.marshall(np.array([2.0, 8.0, 50.0, 5.0, np.nan]), np.array([1000.0, 1000.0, 2000.0, 0.0, 9000.0]))
    assert found[:3] == pytest.approx([0.00380139, 0.00896998, 0.02425558], abs=1e-8)
    assert np.isnan(found[3:]).all()
    assert np.isnan(rates.marshall(np.array([1.0]), np.array([np.nan]))).all()


def test_a_city_without_cases_has_the_rate_zero_everywhere() -> None:
    assert rates.marshall(np.zeros(3), np.full(3, 500.0)).tolist() == [0, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5000)), min_size=1, max_size=12))
def test_a_smoothed_rate_lies_between_the_units_own_and_the_citys(rows: list) -> None:
    cases, people = np.array(rows, dtype=float).T
    raw, city = cases / people, cases.sum() / people.sum()
    found = rates.marshall(cases, people)
    assert (found >= np.minimum(raw, city) - 1e-12).all()
    assert (found <= np.maximum(raw, city) + 1e-12).all()


LEVELS = {
    "city": pd.Series([60_000.0]),
    "district": pd.Series([30_000.0, 25_000.0, 5_000.0]),
    "neighbourhood": pd.Series([12_000.0, 43_500.0, 4_500.0]),
    "block": pd.Series([80.0] * 750),
}


def test_rates_stand_at_the_finest_level_where_every_unit_has_5000_inhabitants() -> None:
    assert rates.level_for(LEVELS) == "district"


def test_units_where_nobody_lives_do_not_keep_a_level_from_having_rates() -> None:
    assert rates.level_for({"city": pd.Series([9000.0]), "district": pd.Series([9000.0, 0.0, np.nan])}) == "district"


def test_a_share_of_people_in_smaller_units_may_be_allowed() -> None:
    # 4,500 of 60,000 people are 7.5 %.
    assert rates.level_for(LEVELS, share=0.925) == "neighbourhood"


def test_a_town_of_fewer_than_5000_has_no_level_for_rates() -> None:
    assert rates.level_for({"city": pd.Series([4999.0])}) is None

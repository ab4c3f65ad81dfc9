"""Floats are written to ten significant digits, and what has fewer comes back as it was."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tejido.release.rounding import rounded_json, significant

finite = st.floats(allow_nan=False, allow_infinity=False)


def test_a_number_keeps_ten_significant_digits() -> None:
    numbers = [1 / 3, 123456789.123456, 0.000012345678901234, 98765432109876.0, -2 / 3]
    assert significant(numbers).tolist() == [
        0.3333333333,
        123456789.1,
        0.00001234567890,
        98765432110000.0,
        -0.6666666667,
    ]


def test_missing_and_infinite_numbers_stay_and_minus_zero_becomes_zero() -> None:
    rounded = significant([math.nan, math.inf, -0.0])
    assert np.isnan(rounded[0])
    assert rounded[1] == math.inf
    assert math.copysign(1, rounded[2]) == 1


@given(finite.filter(lambda number: abs(number) > 1e-290 or number == 0))
def test_rounding_agrees_with_the_decimal_digits_that_python_prints(number: float) -> None:
    # Half a unit of the tenth digit decides; at an exact tie the two may take different neighbours, hence the tolerance
    # of one unit in the tenth digit and the demand that both have ten digits at most.
    rounded = float(significant([number])[0])
    assert float(f"{rounded:.9e}") == rounded
    assert math.isclose(rounded, float(f"{number:.9e}"), rel_tol=1.0000001e-9)


@given(st.lists(finite))
def test_rounding_twice_changes_nothing(numbers: list[float]) -> None:
    once = significant(numbers)
    assert significant(once).tolist() == once.tolist()


@given(st.integers(0, 10**10))
def test_a_score_with_eight_decimals_is_not_changed(hundred_millionths: int) -> None:
    score = round(hundred_millionths / 10**8, 8)
    assert significant([score])[0] == score


def test_floats_deep_in_a_description_are_rounded_and_counts_are_not() -> None:
    assert rounded_json({"a": [1 / 3, {"b": 2 / 3}], "c": 10**12 + 1}) == {
        "a": [0.3333333333, {"b": 0.6666666667}],
        "c": 10**12 + 1,
    }

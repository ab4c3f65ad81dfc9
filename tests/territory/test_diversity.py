"""Shannon's entropy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.territory import diversity


@pytest.mark.parametrize("k", [2, 5, 6, 9])
def test_k_classes_of_one_size_have_the_diversity_ln_k(k: int) -> None:
    assert diversity.shannon(np.full((1, k), 7.0)) == pytest.approx([math.log(k)])


def test_one_class_alone_has_no_diversity() -> None:
    assert diversity.shannon(np.array([[12.0, 0.0, 0.0]])).tolist() == [0.0]
    assert math.copysign(1, diversity.shannon(np.array([[12.0, 0.0]]))[0]) == 1


def test_a_half_and_two_quarters_make_one_and_a_half_times_ln_2() -> None:
    # -(1/2 ln 1/2 + 2 x 1/4 ln 1/4) = 1/2 ln 2 + 1/2 x 2 ln 2.
    assert diversity.shannon(np.array([[50.0, 25.0, 25.0]])) == pytest.approx([1.5 * math.log(2)])


def test_a_unit_where_nobody_was_counted_has_no_diversity_and_not_zero() -> None:
    assert np.isnan(diversity.shannon(np.array([[0.0, 0.0], [np.nan, np.nan]]))).all()


def test_a_class_without_a_count_is_absent() -> None:
    assert diversity.shannon(np.array([[5.0, 5.0, np.nan]])) == pytest.approx([math.log(2)])


@pytest.mark.parametrize("count", [-1.0, np.inf])
def test_a_count_that_cannot_be_is_refused_by_code(count: float) -> None:
    with pytest.raises(TejidoError) as refused:
        diversity.shannon(np.array([[1.0, count]]))
    assert refused.value.findings[0].code == "T401"


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=9).filter(any), st.integers(2, 50))
def test_diversity_lies_between_0_and_ln_k_whatever_the_order_and_the_size_of_the_city(counts: list, n: int) -> None:
    found = diversity.shannon(np.array([counts], dtype=float))[0]
    assert 0 <= found <= math.log(len(counts)) + 1e-12
    assert diversity.shannon(np.array([counts[::-1]], dtype=float))[0] == pytest.approx(found)
    assert diversity.shannon(np.array([counts], dtype=float) * n)[0] == pytest.approx(found)

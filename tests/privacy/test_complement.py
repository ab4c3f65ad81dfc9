"""What is hidden besides, so that nothing hidden can be subtracted from what is shown: judged by linear programming."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tejido.privacy.complement import Table, complete

LEAST = 10


def table(amount: object, sensitive: object, having: object = None, known: object = None) -> Table:
    counts = np.array(amount, dtype=float)
    secret = np.array(sensitive, dtype=bool)
    return Table(
        counts,
        np.full(counts.shape, np.nan) if having is None else np.array(having, dtype=float),
        secret,
        secret,
        np.zeros(counts.shape, dtype=bool) if known is None else np.array(known, dtype=bool),
    )


def bounds(counts: np.ndarray, hidden: np.ndarray, cell: tuple[int, ...]) -> tuple[float, float]:
    """What an outsider can say of a hidden cell who has every other cell and the sum along every axis."""
    places = [tuple(one) for one in np.argwhere(hidden)]
    rows, right = [], []
    for axis in range(counts.ndim):
        for line in {tuple(k for at, k in enumerate(place) if at != axis) for place in places}:
            of_line = [tuple(k for at, k in enumerate(place) if at != axis) == line for place in places]
            rows.append([float(one) for one in of_line])
            right.append(sum(counts[place] for place, one in zip(places, of_line, strict=True) if one))
    goal = np.array([1.0 if place == cell else 0.0 for place in places])
    ends = [linprog(sign * goal, A_eq=rows, b_eq=right, bounds=(0, None)) for sign in (1, -1)]
    return float(ends[0].fun), float(-ends[1].fun)


def is_safe(low: float, high: float) -> bool:
    return high - low >= LEAST - 1e-6 or (low <= 1 + 1e-6 and high >= LEAST - 1e-6)


def test_one_hidden_part_of_a_whole_is_its_difference_so_the_smallest_that_is_enough_goes_too() -> None:
    # 100 = 3 + 12 + 40 + 45: alone, 3 is 100 - 97. With 12 it is anything from 0 to 15.
    made = table([3, 12, 40, 45], [True, False, False, False])
    assert complete(made, LEAST)
    assert made.hidden.tolist() == [True, True, False, False]


def test_two_small_parts_that_sum_to_too_few_take_a_third_with_them() -> None:
    # 3 + 4 = 7: both would be known to lie between 0 and 7.
    made = table([3, 4, 30, 50], [True, True, False, False])
    assert complete(made, LEAST)
    assert made.hidden.tolist() == [True, True, True, False]


def test_a_part_that_was_published_before_hides_nothing() -> None:
    made = table([3, 12, 40], [True, False, False], known=[False, True, False])
    assert complete(made, LEAST)
    assert made.hidden.tolist() == [True, False, True]


def test_a_table_with_all_margins_shown_hides_a_rectangle() -> None:
    # Rows: three districts; columns: refugees and migrants, hosts. All sums are shown.
    counts = [[4, 80], [30, 90], [25, 70]]
    made = table(counts, [[True, False], [False, False], [False, False]])
    assert complete(made, LEAST)
    # The cheapest other row is the third: 25 + 70 people.
    assert made.hidden.tolist() == [[True, True], [False, False], [True, True]]
    # By hand: the first cell may be 0 (29 in the third row) or 29 (none there).
    assert bounds(np.array(counts, dtype=float), made.hidden, (0, 0)) == pytest.approx((0, 29))


def test_a_share_of_everybody_among_few_is_hidden_with_others_that_have_not_all_of_it() -> None:
    # All 6 have it; the next smallest, 12 of 12, would leave all 18 with it: 100 % of each.
    made = table([6, 12, 40], [True, False, False], having=[6, 12, 30])
    assert complete(made, LEAST)
    assert made.hidden.tolist() == [True, True, True]


def test_what_all_of_twenty_have_is_told_of_each_of_them() -> None:
    made = table([6, 12, 40], [True, False, False], having=[6, 12, 40])
    assert complete(made, LEAST)
    assert made.hidden.tolist() == [True, True, False]


def test_where_nothing_can_be_made_safe_all_is_hidden_and_said() -> None:
    made = table([3, 2], [True, True])
    assert not complete(made, LEAST)
    assert made.hidden.all()


SHAPES = st.sampled_from([(4,), (9,), (3, 2), (6, 3), (9, 2), (4, 2, 2), (6, 3, 2)])


@settings(max_examples=60)
@given(shape=SHAPES, seed=st.integers(0, 10_000), scale=st.sampled_from([6, 20, 60]))
def test_no_hidden_count_can_be_solved_for_whatever_the_table(shape: tuple[int, ...], seed: int, scale: int) -> None:
    counts = np.random.default_rng(seed).poisson(np.random.default_rng(seed + 1).uniform(1, scale, shape)).astype(float)
    made = table(counts, (counts > 0) & (counts < LEAST))
    if complete(made, LEAST):
        for place in np.argwhere(made.sensitive):
            assert is_safe(*bounds(counts, made.hidden, tuple(place)))


def test_the_sums_would_give_a_lone_hidden_cell_away() -> None:
    # So that the test above can fail.
    counts = np.array([[4.0, 80.0], [30.0, 90.0]])
    assert bounds(counts, np.array([[True, False], [False, False]]), (0, 0)) == pytest.approx((4, 4))

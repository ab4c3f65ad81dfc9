"""The attacker knows his trade: on tables whose bounds are published or follow by hand he finds these, neither more nor less."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.privacy.attacker.attack import safe_count
from tests.privacy.attacker.bounds import blocks_of
from tests.privacy.attacker.equations import Cell, Row, System

INVESTMENT = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]
"""Fischetti and Salazar 1999 (Models and algorithms for the 2-dimensional cell suppression problem in statistical disclosure
control, Mathematical Programming 84), figure 1: investment by activity (rows) and region; all totals are shown."""


def cell(row: int, column: int) -> Cell:
    return ("U", "district", f"row={row}", "money", column)


def margins(table: list[list[int]], hidden: set[tuple[int, int]]) -> System:
    """Rows and columns sum to their totals, of which what is shown was taken off."""
    size = range(len(table))
    rows = [
        *([(k, column) for column in size] for k in size),
        *([(row, k) for row in size] for k in size),
    ]
    system = System()
    for places in rows:
        unknown = [place for place in places if place in hidden]
        total = float(sum(table[row][column] for row, column in unknown))
        if unknown:
            system.rows.append(Row(dict.fromkeys((cell(*place) for place in unknown), 1.0), total, total, "sums"))
    return system


def interval(system: System, row: int, column: int) -> tuple[float, float]:
    return pytest.approx(blocks_of(system)[cell(row, column)].between(cell(row, column)))


def test_a_lone_hidden_cell_is_found_exactly():
    assert interval(margins(INVESTMENT, {(1, 2)}), 1, 2) == (22, 22)


def test_the_published_bounds_of_the_table_of_investments_are_found():
    # Activity II in region C among four hidden cells: it is 30 less its neighbour in the row, which is at most the 25 of region A
    # and at least nothing, and 34 less the one below, which is at most 29: between 5 and 30, as the authors say.
    system = margins(INVESTMENT, {(1, 0), (1, 2), (2, 0), (2, 2)})
    assert interval(system, 1, 2) == (5, 30)
    assert interval(system, 1, 0) == (0, 25)
    assert interval(system, 2, 0) == (0, 25)
    assert interval(system, 2, 2) == (4, 29)


def test_hidden_cells_of_one_row_alone_are_each_found_by_their_columns():
    system = margins(INVESTMENT, {(1, 0), (1, 2)})
    assert interval(system, 1, 0) == (8, 8)
    assert interval(system, 1, 2) == (22, 22)


def test_a_share_of_two_unknowns_lies_between_its_extremes():
    # x of X and y of Y: x + y = 3, X + Y = 20, X at least 4. At most 3 of 4, at least none of 20.
    part, whole, other, rest = (cell(0, k) for k in range(4))
    system = System([
        Row({part: 1, other: 1}, 3, 3, "sums"), Row({whole: 1, rest: 1}, 20, 20, "sums"), Row({whole: 1}, 4, float("inf"), "bounds"),
        Row({whole: 1, part: -1}, 0, float("inf"), "bounds"),
    ])  # fmt: skip
    assert pytest.approx(blocks_of(system)[part].ratio(part, whole)) == (0, 0.75)


def test_equations_that_contradict_each_other_are_no_find():
    system = System(
        [
            Row({cell(0, 0): 1, cell(0, 1): 1}, 3, 3, "sums"),
            Row({cell(0, 0): 1, cell(0, 1): 1, cell(0, 2): 1}, 2, 2, "sums"),
        ]
    )
    with pytest.raises(ArithmeticError, match="contradict"):
        blocks_of(system)[cell(0, 0)].between(cell(0, 0))


@pytest.mark.parametrize(
    ("low", "high", "safe"),
    [
        (0, 10, True),
        (1, 10, True),
        (1, 9, False),
        (2, 10, False),
        (2, 12, True),
        (50, 59, False),
        (50, 60, True),
        (3, 3, False),
    ],
)
def test_an_interval_of_a_count_is_wide_or_holds_nobody_and_ten(low: float, high: float, safe: bool):
    assert safe_count(low, high) is safe


TABLES = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=3)


@settings(max_examples=25)
@given(TABLES, st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=6))
def test_the_truth_is_always_inside_and_hiding_more_never_tells_more(
    table: list[list[int]], hidden: set[tuple[int, int]]
):
    fewer, more = margins(table, hidden), margins(table, hidden | {(0, 0), (1, 1)})
    for row, column in hidden:
        low, high = blocks_of(fewer)[cell(row, column)].between(cell(row, column))
        wider = blocks_of(more)[cell(row, column)].between(cell(row, column))
        assert low - 1e-6 <= table[row][column] <= high + 1e-6
        assert wider[0] <= low + 1e-6
        assert wider[1] >= high - 1e-6

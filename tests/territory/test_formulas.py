"""Formulas over parts."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.territory import formulas


def parts(**columns: list) -> pd.DataFrame:
    return pd.DataFrame(columns, index=[f"u{row}" for row in range(len(next(iter(columns.values()))))], dtype=float)


@pytest.mark.parametrize(
    ("function", "per", "figure"),
    [
        ("share", 1, 30.0),
        ("ratio", 1, 0.3),
        ("ratio", 1000, 300.0),
        ("rate", 100_000, 30_000.0),
        ("mean", 1, 0.3),
        ("density", 1, 0.3),
    ],
)
def test_three_of_ten_by_every_formula_of_one_fraction(function: str, per: float, figure: float) -> None:
    found = formulas.evaluate(function, parts(numerator=[3], denominator=[10]), per=per)
    assert found.to_dict() == pytest.approx({"u0": figure})


def test_a_gap_is_the_rate_of_one_group_over_that_of_the_other() -> None:
    # Women: 12 of 100 unemployed; men: 16 of 200, 8 %. 12 / 8.
    table = parts(numerator=[12], denominator=[100], against_numerator=[16], against_denominator=[200])
    assert formulas.evaluate("gap", table)["u0"] == pytest.approx(1.5)
    assert formulas.universe("gap", table)["u0"] == 300


def test_a_diversity_is_taken_over_the_classes_alone_and_rests_on_their_sum() -> None:
    table = parts(**{"class:own": [5], "class:rent": [5], "numerator": [99]})
    assert formulas.evaluate("diversity", table)["u0"] == pytest.approx(math.log(2))
    assert formulas.universe("diversity", table)["u0"] == 10


def test_nothing_to_divide_by_gives_no_figure() -> None:
    table = parts(numerator=[3, 3, math.nan], denominator=[0, math.nan, 10])
    assert formulas.evaluate("share", table).isna().all()
    gap = parts(numerator=[1, 1], denominator=[2, 2], against_numerator=[0, 1], against_denominator=[2, 0])
    assert formulas.evaluate("gap", gap).isna().all()
    assert formulas.evaluate("diversity", parts(**{"class:a": [0], "class:b": [math.nan]})).isna().all()
    assert formulas.universe("diversity", parts(**{"class:a": [math.nan]})).isna().all()


def test_long_parts_become_one_row_per_unit() -> None:
    long = pd.DataFrame(
        {"unit": ["b", "a", "a"], "part": ["numerator", "denominator", "numerator"], "amount": [1.0, 4.0, 2.0]}
    )
    found = formulas.evaluate("share", formulas.wide(long))
    assert found["a"] == 50
    assert math.isnan(found["b"])


@pytest.mark.parametrize(
    ("function", "table"),
    [
        ("guess", {"numerator": [1]}),
        ("share", {"numerator": [1]}),
        ("gap", {"numerator": [1], "denominator": [1]}),
        ("diversity", {"a": [1]}),
    ],
)
def test_a_formula_that_is_unknown_or_lacks_a_part_is_a_defect_of_the_program(function: str, table: dict) -> None:
    with pytest.raises(ValueError, match=r"lacks|no formula"):
        formulas.evaluate(function, parts(**table))


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), min_size=1, max_size=8))
def test_the_figure_of_summed_parts_is_the_mean_of_the_figures_weighted_by_their_universe(rows: list) -> None:
    table = parts(numerator=[row[0] for row in rows], denominator=[row[1] for row in rows])
    figures, weights = formulas.evaluate("share", table), formulas.universe("share", table)
    whole = formulas.evaluate("share", table.sum().to_frame("city").T)["city"]
    assert whole == pytest.approx((figures * weights).sum() / weights.sum())

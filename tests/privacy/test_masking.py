"""Coarser answers and names of columns that say who somebody is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.privacy.masking import bound, capped, grouped, identifying, information_kept, recoded, rounded

AGES = pd.Series([3, 15, 24, 25, 70, 91, None], name="age", dtype="Int64")


def test_everybody_above_the_top_is_told_as_the_top_and_a_missing_age_stays_missing():
    assert capped(AGES, top=70, bottom=15).tolist() == [15, 15, 24, 25, 70, 70, pd.NA]


def test_a_bound_by_share_leaves_at_most_that_share_beyond_it():
    """Of 10 incomes, 10 % beyond: one above 90, one below 20."""
    incomes = pd.Series(range(10, 110, 10), name="income")
    assert (bound(incomes, 0.1, top=True), bound(incomes, 0.1, top=False)) == (90, 20)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40), st.floats(0, 1))
def test_no_smaller_top_would_leave_as_few_beyond_it(amounts, share: float):
    column = pd.Series(amounts, name="x")
    top = bound(column, share, top=True)
    assert (column > top).mean() <= share + 1e-9
    smaller = column[column < top]
    assert smaller.empty or (column > smaller.max()).mean() > share


def test_a_column_without_any_answer_has_no_bound():
    assert np.isnan(bound(pd.Series([None, None], name="x", dtype="float64"), 0.1, top=True))


def test_rounding_goes_to_the_nearest_and_halfway_to_the_larger():
    assert rounded(pd.Series([149, 150, 151, -50], name="x"), 100).tolist() == [100, 200, 200, 0]


def test_classes_of_whole_numbers_are_named_by_their_first_and_last():
    assert grouped(AGES, [15, 25, 65]).tolist()[:6] == ["<15", "15-24", "15-24", "25-64", "65+", "65+"]
    assert grouped(AGES, [15, 25, 65]).isna().tolist() == [False] * 6 + [True]
    assert grouped(pd.Series([0, 1, 2], name="rooms"), [1, 2]).tolist() == ["<1", "1", "2+"]


def test_classes_of_amounts_with_decimals_say_where_they_end():
    assert grouped(pd.Series([0.4, 1.5, 3.0], name="x"), [1, 2.5]).tolist() == ["<1", "1-<2.5", "2.5+"]


def test_answers_are_recoded_and_those_that_nobody_gave_are_told():
    made, unused = recoded(pd.Series(["Peña", "Ríos", None], name="place"), {"Peña": "north", "Lagos": "south"})
    assert made.tolist()[:2] == ["north", "Ríos"]
    assert pd.isna(made.iloc[2])
    assert unused == ["Lagos"]


def test_an_answer_that_is_no_number_is_told_with_its_row():
    with pytest.raises(TejidoError) as told:
        rounded(pd.Series(["10", "many", None], name="income"), 10)
    one = told.value.findings[0]
    assert (one.code, one.row, one.column) == ("P209", 3, "income")


@pytest.mark.parametrize(
    "name",
    ["Nombre completo", "respondentName", "TELÉFONO", "meta-instanceID", "_uuid", "person_id", "gps:Latitude", "e_mail", "cédula",
     "fecha_nacimiento", "Date of Birth", "número documento"],
)  # fmt: skip
def test_a_column_that_says_who_or_where_somebody_is_is_known_by_its_name(name: str):
    assert identifying([name]) == [name]


@pytest.mark.parametrize(
    "name", ["age", "edad", "documents", "has_papers", "latrine", "idioma", "cellar", "telework", "rutina"]
)
def test_a_column_whose_name_only_looks_a_little_like_it_is_not(name: str):
    assert identifying([name]) == []


def test_information_kept_is_all_half_or_nothing():
    """Four answers equally frequent are worth 2 bits; put together in two classes 1 bit; in one class none."""
    four = pd.Series(["a", "b", "c", "d"])
    assert information_kept(four, four) == pytest.approx(1)
    assert information_kept(four, pd.Series(["x", "x", "y", "y"])) == pytest.approx(0.5)
    assert information_kept(four, pd.Series([None] * 4)) == pytest.approx(0)
    assert information_kept(pd.Series(["a", "a"]), pd.Series(["a", "a"])) == 0

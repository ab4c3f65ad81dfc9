"""Local suppression: everybody looks like k rows, and few answers are lost."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.privacy import local_suppression
from tejido.privacy.frequencies import frequencies
from tejido.privacy.local_suppression import MOST_KEYS, suppress
from tests.privacy import small_files as small

TABLES = st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", None])] * 4), min_size=3, max_size=25)
KEYS = list("wxyz")


def lost(table: pd.DataFrame, keys: list[str], k: int, **more: object) -> int:
    return sum(suppress(table, keys, k, **more).cells.values())


@settings(max_examples=80)
@given(TABLES, st.integers(2, 3))
def test_every_row_could_be_k_rows_afterwards_and_no_answer_is_another(rows, k: int):
    table = pd.DataFrame(rows, columns=KEYS, dtype="str")
    done = suppress(table, KEYS, k)
    assert frequencies(done.table, KEYS)["sample"].min() >= k
    same = (done.table == table) | done.table.isna()
    assert same.to_numpy().all()
    assert sum(done.cells.values()) == int((done.table.isna() & table.notna()).to_numpy().sum())


@settings(max_examples=40)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_of_no_account(rows, chance):
    table = pd.DataFrame(rows, columns=KEYS, dtype="str")
    order = list(range(len(rows)))
    chance.shuffle(order)
    done = suppress(table, KEYS, 2).table.iloc[order].reset_index(drop=True)
    other = suppress(table.iloc[order].reset_index(drop=True), KEYS, 2).table
    pd.testing.assert_frame_equal(done, other)


def test_a_file_that_is_safe_loses_nothing():
    assert lost(pd.DataFrame({"a": [1, 1, 2, 2], "b": [1, 1, 2, 2]}), ["a", "b"], 2) == 0


@pytest.mark.parametrize(
    ("columns", "k", "least"),
    [
        ({"a": [1, 1, 2], "b": [1, 2, 2]}, 2, 2),
        ({"a": [1, 1, 1, 1], "b": [1, 2, 3, 4]}, 2, 1),
        ({"a": [1, 2], "b": [1, 2], "c": [1, 2]}, 2, 3),
        ({key: small.FRANCDAT[key].tolist() for key in ("key2", "key3", "key4")}, 2, 2),
    ],
    ids=["three rows", "one key apart", "nothing in common", "francdat"],
)
def test_as_few_answers_are_lost_as_can_be_in_files_whose_optimum_is_proven(columns, k: int, least: int):
    """Optima by integer programming and by trying everything, from sdcMicro's tests (test_ls_optimal.R, test_ls_lns.R)."""
    table = pd.DataFrame(columns)
    assert lost(table, list(table), k) == least


def best(codes: np.ndarray, k: int) -> int:
    """The fewest cells of different rows that do, by trying all sets of cells."""
    cells = list(itertools.product(range(len(codes)), range(codes.shape[1])))
    for count in range(len(cells) + 1):
        for some in itertools.combinations(cells, count):
            made = pd.DataFrame(codes, dtype="Int64")
            for row, column in some:
                made.iat[row, column] = None
            if frequencies(made, list(made))["sample"].min() >= k:
                return count
    raise AssertionError("taking everything out always does")


def test_in_small_files_it_is_close_to_the_best_there_is():
    """Twelve files of up to four different rows: at most a fifth more cells than the best, all files together."""
    ours = theirs = 0
    for seed in range(12):
        chance = np.random.default_rng(seed)
        codes = np.unique(chance.integers(0, 3, (4, 3)), axis=0)
        ours += lost(pd.DataFrame(codes, columns=list("abc")), list("abc"), 2)
        theirs += best(codes, 2)
    assert theirs <= ours <= 1.2 * theirs


def test_the_important_key_is_kept_where_either_would_do():
    """The first row alone is rare, and either key would mend it (test_ls_optimal.R)."""
    table = pd.DataFrame({"a": [1, 2, 1, 2, 1], "b": [1, 1, 2, 1, 2]})
    assert suppress(table, ["a", "b"], 2, important=["a"]).cells == {"a": 0, "b": 1}
    assert suppress(table, ["a", "b"], 2, important=["b"]).cells == {"a": 1, "b": 0}


def test_without_a_wish_the_key_with_more_answers_is_taken_first():
    table = pd.DataFrame({"age": [1, 2, 3, 4, 1, 2], "sex": [1, 1, 1, 1, 1, 1]})
    assert suppress(table, ["age", "sex"], 2).cells == {"age": 1, "sex": 0}


def test_what_the_others_of_a_household_would_tell_is_taken_from_them_too():
    """District 9 has one row alone; her brother lives there too by his household, though sex makes him look like others."""
    table = pd.DataFrame({
        "district": [1, 1, 1, 1, 9, 9], "sex": ["f", "m", "f", "m", "f", "m"], "home": ["p", "p", "q", "q", "r", "r"]
    })  # fmt: skip
    done = suppress(table, ["district", "sex"], 2, important=["sex"], household="home")
    assert done.of_household == ("district",)
    gone = done.table["district"].isna()
    assert gone.groupby(table["home"]).nunique().max() == 1
    assert done.cells["district"] == int(gone.sum()) == 2


def test_giving_back_is_left_out_of_files_where_it_would_take_too_long(monkeypatch):
    monkeypatch.setattr(local_suppression, "MOST_LOOKS", 0)
    table = pd.DataFrame(np.random.default_rng(3).integers(0, 4, (60, 4)), columns=KEYS)
    without = suppress(table, KEYS, 3)
    monkeypatch.undo()
    assert frequencies(without.table, KEYS)["sample"].min() >= 3
    assert sum(without.cells.values()) > lost(table, KEYS, 3)


def test_fewer_rows_than_k_and_too_many_keys_are_refused():
    with pytest.raises(TejidoError, match="P201"):
        suppress(pd.DataFrame({"a": [1, 2]}), ["a"], 3)
    wide = pd.DataFrame({f"k{n}": [1, 2, 3] for n in range(MOST_KEYS + 1)})
    with pytest.raises(TejidoError, match="P216"):
        suppress(wide, list(wide), 2)

"""A whole file made ready: what is refused, what is told, what is lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.errors import TejidoError
from tejido.privacy.frequencies import frequencies
from tejido.privacy.sharing import Wanted, forget_order, prepare

PEOPLE = pd.DataFrame({
    "district": ["Ñuñoa", "Ñuñoa", "Sur", "Sur", "Sur", "Centro"],
    "age": [30, 31, 34, 90, 88, 33],
    "sex": ["f", "f", "m", "m", "m", "f"],
    "papers": ["yes", "no", "yes", "yes", "yes", "no"],
    "income": [1234, 2345, 2222, 999, 1500, 4321],
    "nombre": ["a", "b", "c", "d", "e", "f"],
})  # fmt: skip
WANTED = Wanted(
    keys=("district", "age", "sex"), k=2, sensitive="papers", drop=("nombre",), top={"age": 65}, round={"income": 100},
    groups={"age": (35, 65)},
)  # fmt: skip


def test_a_file_is_safe_afterwards_and_says_what_it_cost():
    """Ages <35 and 65+: the women of Ñuñoa and the old men of the south are pairs; the man of 34 and the woman of the centre
    are alone, as everybody was with ages in years.
    """
    done = prepare(PEOPLE, WANTED)
    assert (done.before.fewer_than[2], done.after.fewer_than[2]) == (6, 0)
    assert frequencies(done.table, WANTED.keys)["sample"].min() >= 2
    assert "nombre" not in done.table.columns
    assert done.table["income"].tolist() == [1200, 2300, 2200, 1000, 1500, 4300]
    assert done.lost["income"].rows == 5 and done.lost["income"].suppressed == 0
    assert done.lost["age"].rows == 6
    assert sum(one.suppressed for one in done.lost.values()) == int(done.table.isna().to_numpy().sum())
    assert done.hit.tolist() == done.table[list(WANTED.keys)].isna().any(axis=1).tolist()


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"keys": ("distric",)}, "P202", "distric"),
        ({"important": ("distric",)}, "P202", "distric"),
        ({"drop": ()}, "P203", "nombre"),
        ({"drop": ("nombre", "sex")}, "P215", "sex"),
        ({"k": 7}, "P201", None),
        ({"round": {"papers": 10}}, "P209", "papers"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_column(change, code: str, column: str | None):
    with pytest.raises(TejidoError) as told:
        prepare(PEOPLE, Wanted(**{**WANTED.__dict__, **change}))
    assert [(one.code, one.column) for one in told.value.findings] == [(code, column)]


def test_a_column_declared_harmless_stays():
    wanted = Wanted(**{**WANTED.__dict__, "drop": (), "keep": ("nombre",)})
    assert "nombre" in prepare(PEOPLE, wanted).table.columns


def test_a_column_that_gives_the_suppressed_answer_back_is_told():
    """The postcode says the district of everybody; the one suppressed can be read from those who share it."""
    table = pd.DataFrame({
        "district": [1, 1, 1, 2, 2, 2, 2], "sex": ["f", "f", "m", "f", "f", "m", "m"], "postcode": [10, 10, 10, 20, 20, 20, 20]
    })  # fmt: skip
    done = prepare(table, Wanted(keys=("district", "sex"), k=2, important=("sex",)))
    assert done.lost["district"].suppressed == 1
    assert [(one.code, one.column) for one in done.findings] == [("P211", "postcode")]


def test_a_recoded_answer_that_nobody_gave_and_a_number_of_persons_are_told():
    table = pd.DataFrame({"sex": ["f", "m"] * 10, "folio": range(20)})
    done = prepare(table, Wanted(keys=("sex",), k=2, recode={"sex": {"f": "w", "x": "w"}}))
    assert [(one.code, one.column) for one in done.findings] == [("P213", "sex"), ("P217", "folio")]
    assert done.table["sex"].tolist() == ["w", "m"] * 10


def test_a_bound_may_be_a_share_of_the_rows():
    wanted = Wanted(keys=("sex",), k=2, drop=("nombre",), top={"income": "20%"}, bottom={"income": "20%"})
    assert prepare(PEOPLE, wanted).table["income"].tolist() == [1234, 2345, 2222, 1234, 1500, 2345]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=15),
       st.randoms(use_true_random=False))  # fmt: skip
def test_the_order_of_visits_and_the_numbers_of_households_are_forgotten(rows, chance):
    table = pd.DataFrame(rows, columns=["sex", "age", "home"])
    shuffled = list(range(len(rows)))
    chance.shuffle(shuffled)
    one, other = forget_order(table, "home"), forget_order(table.iloc[shuffled], "home")
    pd.testing.assert_frame_equal(one, other)
    assert one["home"].iloc[0] == 1 and one["home"].nunique() == table["home"].nunique()
    assert sorted(zip(one["sex"], one["age"], strict=True)) == sorted(zip(table["sex"], table["age"], strict=True))


def test_members_of_a_household_stay_together_and_who_has_none_has_none():
    table = pd.DataFrame({"sex": ["m", "f", "m"], "home": ["z-9", "z-9", None]})
    assert forget_order(table, "home").astype({"home": "float"}).fillna(-1).values.tolist() == [
        ["f", 1],
        ["m", -1],
        ["m", 1],
    ]


def test_a_file_of_a_hundred_thousand_rows_is_safe_too():
    chance = np.random.default_rng(5)
    table = pd.DataFrame({"district": chance.integers(0, 30, 100_000), "age": chance.integers(0, 90, 100_000)})
    wanted = Wanted(keys=("district", "age"), k=5, top={"age": 80}, groups={"age": (15, 25, 65)})
    assert prepare(table, wanted).after.fewer_than[5] == 0

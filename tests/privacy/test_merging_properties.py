"""Whatever the city, no domain says more of a member than the rule allows, and nothing is merged without need."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.privacy import Rule
from tejido.privacy.merging import protected_domains

RULE = Rule(persons=10, households=5)
CODES = [f"u{at:02}" for at in range(12)]


@st.composite
def cities(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Twelve units in two parents, 3 x 2 blocks each, that touch along their edges."""
    rows = []
    for at, unit in enumerate(CODES):
        homes = draw(st.integers(1, 14))
        having = draw(st.one_of(st.just(0), st.just(homes), st.integers(0, homes)))
        rows.append((unit, "PQ"[at // 6], float(homes * draw(st.integers(1, 4))), float(homes), float(having)))
    cells = pd.DataFrame(rows, columns=["unit", "parent", "residents", "universe", "having"])
    cells["x"], cells["y"] = [100.0 * (at % 6) for at in range(12)], [100.0 * (at // 6) for at in range(12)]
    pairs = [
        (one, other)
        for at, one in enumerate(CODES)
        for by, other in enumerate(CODES)
        if abs(at % 3 - by % 3) + abs(at // 3 - by // 3) == 1
    ]
    return cells, pd.DataFrame(pairs, columns=["unit", "other"])


def merged(cells: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    by_unit = cells.set_index("unit")
    classes = pd.DataFrame({"with": by_unit["having"], "without": by_unit["universe"] - by_unit["having"]})
    return protected_domains(cells, pairs, RULE, homes=True, classes=classes)


def would_fail(rows: pd.DataFrame) -> bool:
    """The rule itself, for units together or one alone."""
    people, homes, having = (float(rows[name].sum()) for name in ("residents", "universe", "having"))
    return people < 10 or homes < 5 or (having in (0, homes) and people < 20)


def possible(mine: float, homes: float, having: float) -> list[int]:
    """All that an outsider cannot exclude: how many of a member's homes have it, when `having` of all `homes` do."""
    return [a for a in range(int(mine) + 1) if 0 <= having - a <= homes - mine]


@settings(max_examples=60)
@given(cities())
def test_what_an_outsider_can_say_of_a_member_that_fails_is_at_least_twenty_points_wide(city):
    cells, pairs = city
    made = merged(cells, pairs)
    table = cells.set_index("unit").join(made)
    for _, rows in table[table["passes"]].groupby(table["domain"].fillna(pd.Series(CODES, CODES))):
        assert not would_fail(rows)
        assert rows["parent"].nunique() == 1
        homes, having = rows["universe"].sum(), rows["having"].sum()
        for _, member in rows.iterrows():
            if would_fail(member.to_frame().T) and having not in (0, homes):
                known = possible(member["universe"], homes, having)
                assert (max(known) - min(known)) / member["universe"] >= 0.2 - 1e-9


@settings(max_examples=60)
@given(cities())
def test_only_units_that_fail_and_those_they_need_are_merged(city):
    cells, pairs = city
    table = cells.set_index("unit").join(merged(cells, pairs))
    for _, rows in table[table["domain"].notna()].groupby("domain"):
        assert rows["fails"].any()
    # Where a parent could not be told it is whole.
    for parent, rows in table.groupby("parent"):
        assert rows["passes"].all() or (~rows["passes"]).all(), parent
    assert table.loc[table["domain"].isna() & table["passes"], "fails"].sum() == 0


@settings(max_examples=40)
@given(cities(), st.integers(0, 10_000))
def test_the_order_of_units_and_pairs_changes_nothing(city, seed):
    cells, pairs = city
    mixed = merged(cells.sample(frac=1, random_state=seed), pairs.sample(frac=1, random_state=seed))
    pd.testing.assert_frame_equal(merged(cells, pairs), mixed)


@settings(max_examples=40)
@given(cities())
def test_domains_of_the_same_people_stay_as_they_were(city):
    cells, pairs = city
    made = merged(cells, pairs)
    before = made.loc[made["passes"], "domain"].dropna()
    by_unit = cells.set_index("unit")
    classes = pd.DataFrame({"with": by_unit["having"], "without": by_unit["universe"] - by_unit["having"]})
    again = protected_domains(cells, pairs, RULE, homes=True, classes=classes, earlier=before)
    pd.testing.assert_frame_equal(made, again)


def test_the_domains_of_units_that_touch_hang_together():
    # Four in a row: a and d fail. d's only neighbour is c, however small b is.
    cells = pd.DataFrame({
        "unit": list("abcd"), "parent": "P", "residents": [9.0, 15.0, 90.0, 9.0], "universe": [4.0, 6.0, 30.0, 4.0],
        "having": [2.0, 3.0, 15.0, 2.0], "x": [0.0, 1.0, 2.0, 3.0], "y": 0.0,
    })  # fmt: skip
    pairs = pd.DataFrame({"unit": list("abc"), "other": list("bcd")})
    assert merged(cells, pairs)["domain"].tolist() == ["a+1", "a+1", "c+1", "c+1"]
    assert np.unique(merged(cells, pairs)["passes"]).tolist() == [True]

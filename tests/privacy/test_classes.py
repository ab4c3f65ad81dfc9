"""Classes of a distribution: joined until enough people stand behind each, and no more than that."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.privacy import Rule
from tejido.privacy.classes import enough_behind, joined_in_order, joined_together, runs

RULE = Rule(persons=10, households=5)
Counts = dict[str, int]


def answers(**groups: Counts) -> pd.DataFrame:
    """A row per person, each of a household of their own."""
    rows = [
        (group, one, f"{group}-{one}-{number}")
        for group, counts in groups.items()
        for one, count in counts.items()
        for number in range(count)
    ]
    return pd.DataFrame(rows, columns=["cell", "class", "household"])


def rule(**groups: Counts) -> Callable[[tuple[str, ...]], bool]:
    return enough_behind(answers(**groups), groups, RULE)


def counted(**groups: Counts) -> Callable[[tuple[str, ...]], bool]:
    """The same for people who all live alone, without a row per person."""
    return lambda members: all(sum(one[name] for name in members) >= RULE.persons for one in groups.values())


def size(**groups: Counts) -> Callable[[str], int]:
    return lambda one: sum(counts[one] for counts in groups.values())


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 12, "b": 30, "c": 10}, ["a", "b", "c"]),
        ({"a": 12, "b": 30, "c": 9}, ["a", "b+c"]),
        ({"a": 3, "b": 30, "c": 40}, ["a+b", "c"]),
        # 4 and 5 are too few together, so a third joins them; one cut is lost with either neighbour, the first stays alone.
        ({"a": 20, "b": 4, "c": 5, "d": 20}, ["a", "b+c+d"]),
        ({"a": 20, "b": 0, "c": 20}, ["a", "b+c"]),
        ({"a": 20, "b": 9}, []),
        ({"a": 40}, []),
    ],
)
def test_neighbours_join_until_ten_people_stand_behind_each_class_and_no_further(counts, told):
    assert ["+".join(one) for one in joined_in_order(list(counts), rule(all=counts))] == told


def test_all_groups_have_the_same_classes():
    # The hosts alone could tell all three; of refugees and migrants only 6 are in c.
    passes = rule(rm={"a": 15, "b": 12, "c": 6}, host={"a": 90, "b": 80, "c": 70})
    assert joined_in_order(["a", "b", "c"], passes) == [("a",), ("b", "c")]


def test_ten_persons_of_four_homes_are_too_few():
    rows = answers(all={"a": 30, "b": 12})
    rows.loc[rows["class"] == "b", "household"] = [f"home-{number % 4}" for number in range(12)]
    assert not enough_behind(rows, ["all"], RULE)(("b",))
    rows.loc[rows["class"] == "b", "household"] = [f"home-{number % 5}" for number in range(12)]
    assert enough_behind(rows, ["all"], RULE)(("b",))


def test_a_home_with_people_in_two_classes_counts_once():
    rows = answers(all={"a": 8, "b": 8})
    rows["household"] = [f"home-{number % 4}" for number in range(16)]
    assert not enough_behind(rows, ["all"], RULE)(("a", "b"))


def test_a_group_in_which_nobody_is_of_a_class_does_not_pass():
    assert not enough_behind(answers(rm={"a": 20}), ["rm", "host"], RULE)(("a",))


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 12, "b": 30, "c": 10}, ["a", "b", "c"]),
        # Alone behind "others" c would still be told: the smallest joins it.
        ({"a": 12, "b": 30, "c": 9}, ["b", "a+c"]),
        ({"a": 12, "b": 30, "c": 6, "d": 5}, ["a", "b", "c+d"]),
        ({"a": 12, "b": 30, "c": 3, "d": 2}, ["b", "a+c+d"]),
        # What people called another answer joins first, though it passes and is not the smallest.
        ({"a": 12, "b": 30, "other": 20, "d": 5}, ["a", "b", "other+d"]),
        ({"a": 12, "b": 9}, []),
    ],
)
def test_classes_without_order_that_fail_are_told_together_and_never_one_alone(counts, told):
    joined = joined_together(list(counts), rule(all=counts), size(all=counts), ("other",))
    assert ["+".join(one) for one in joined] == told


def test_what_can_be_told_of_classes_in_order_are_runs_of_neighbours():
    assert runs(["a", "b", "c"]) == [("a",), ("a", "b"), ("a", "b", "c"), ("b",), ("b", "c"), ("c",)]


tables = st.integers(2, 7).flatmap(
    lambda classes: st.lists(st.lists(st.integers(0, 25), min_size=classes, max_size=classes), min_size=1, max_size=3)
)


@settings(max_examples=150)
@given(tables, st.booleans())
def test_every_class_is_told_once_and_none_under_the_rule(counts, ordered):
    names = [f"c{number}" for number in range(len(counts[0]))]
    groups = {f"g{at}": dict(zip(names, row, strict=True)) for at, row in enumerate(counts)}
    passes = counted(**groups)
    joined = joined_in_order(names, passes) if ordered else joined_together(names, passes, size(**groups))
    if joined:
        assert sorted(one for members in joined for one in members) == names
        assert len(joined) > 1
    for members in joined:
        for row in groups.values():
            assert sum(row[one] for one in members) >= RULE.persons


@settings(max_examples=100)
@given(tables)
def test_no_way_to_join_neighbours_tells_more_classes(counts):
    names = [f"c{number}" for number in range(len(counts[0]))]
    groups = {f"g{at}": dict(zip(names, row, strict=True)) for at, row in enumerate(counts)}
    passes = counted(**groups)
    found = joined_in_order(names, passes)
    best = 0
    for cuts in range(2 ** (len(names) - 1)):
        ends = [at + 1 for at in range(len(names) - 1) if cuts >> at & 1] + [len(names)]
        parts = [tuple(names[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
        if all(passes(part) for part in parts):
            best = max(best, len(parts))
    assert len(found) == (best if best > 1 else 0)

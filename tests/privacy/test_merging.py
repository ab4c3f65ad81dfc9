"""What may not be told of a unit alone is told of it and its neighbours together: a protected unit."""

from __future__ import annotations

import pandas as pd

from tejido.privacy import Rule
from tejido.privacy.merging import protected_domains

RULE = Rule(persons=10, households=5)
Row = tuple[str, float, float, float]
"""Unit, residents, universe, how many of it have something."""


def street(*rows: Row, parent: str = "P") -> pd.DataFrame:
    """Units in a row, each beside the next, 100 m apart."""
    table = pd.DataFrame(rows, columns=["unit", "residents", "universe", "having"])
    return table.assign(parent=parent, x=[100.0 * at for at in range(len(rows))], y=0.0)


def beside(cells: pd.DataFrame) -> pd.DataFrame:
    """Each unit touches the next one."""
    return pd.DataFrame({"unit": cells["unit"].to_numpy()[:-1], "other": cells["unit"].to_numpy()[1:]})


def domains(
    cells: pd.DataFrame, touching: pd.DataFrame | None = None, *, homes: bool = True, share: bool = True, **more: pd.Series
) -> pd.DataFrame:  # fmt: skip
    having = cells.set_index("unit")["having"]
    classes = pd.DataFrame({"with": having, "without": cells.set_index("unit")["universe"] - having})
    near = beside(cells) if touching is None else touching
    return protected_domains(cells, near, RULE, homes=homes, classes=classes if share else None, **more)


def told(made: pd.DataFrame) -> list[str | None]:
    return [one if isinstance(one, str) else None for one in made["domain"]]


def test_units_with_enough_people_stay_alone():
    made = domains(street(("a", 30, 12, 6), ("b", 40, 15, 3)))
    assert told(made) == [None, None]
    assert made["passes"].all()


def test_a_unit_of_nine_residents_joins_the_neighbour_with_which_the_domain_is_smallest():
    # b can join a (12 + 4 = 16 dwellings) or c (8 + 4 = 12).
    made = domains(street(("a", 30, 12, 6), ("b", 9, 4, 2), ("c", 25, 8, 4)))
    assert told(made) == [None, "b+1", "b+1"]
    assert made["fails"].tolist() == [False, True, False]


def test_who_joins_a_unit_leaves_open_how_many_of_its_residents_are_counted():
    # 9 of b's 14 residents are of age. Beside a, who are 12, at least 11 + 9 - 12 = 8 of them would be; beside c anything from 0 to 14.
    made = domains(street(("a", 12, 11, 5), ("b", 14, 9, 4), ("c", 40, 25, 12)), homes=False)
    assert told(made) == [None, "b+1", "b+1"]


def test_of_units_whose_residents_are_hidden_only_their_sum_says_how_many_may_be_counted():
    # 12 of age in a and b. Beside the 10 residents of a, at least 12 - 10 = 2 of them are b's, and at most its 11 residents: 9 wide.
    # Who knows only that 21 live in both cannot tell a's from b's: anything from 0 to 12.
    cells = street(("a", 10, 4, 2), ("b", 11, 8, 4), ("c", 14, 13, 7))
    start = pd.Series({"a": "a+1", "b": "a+1"})
    assert told(domains(cells, homes=False, start=start)) == ["a+2"] * 3
    hidden = cells.assign(closed=["a+1", "a+1", None])
    assert told(domains(hidden, homes=False, start=start)) == ["a+1", "a+1", None]


def test_two_that_fail_make_one_domain_if_they_are_enough_together():
    # 9 + 9 residents, 6 + 6 dwellings, 6 of 12 with water: a takes b, and c stays alone.
    made = domains(street(("a", 9, 6, 3), ("b", 9, 6, 3), ("c", 60, 20, 9)))
    assert told(made) == ["a+1", "a+1", None]


def test_all_of_nineteen_people_are_merged_and_all_of_twenty_are_told():
    made = domains(street(("a", 19, 6, 6), ("b", 20, 7, 7), ("c", 40, 12, 5)))
    assert made["fails"].tolist() == [True, False, False]
    # a and b together are 39 people who all have it, which may be told.
    assert told(made) == ["a+1", "a+1", None]


def test_of_figures_about_persons_the_universe_counts_not_the_residents():
    # 19 persons of working age all work: too few, though 90 people live there.
    made = domains(street(("a", 90, 19, 19), ("b", 90, 30, 12)), homes=False)
    assert told(made) == ["a+1", "a+1"]


def test_nobody_can_say_of_a_member_more_than_twenty_points():
    # a: 10 of 10. With b the domain has 59 of 60: of a's 10 at least 9 have it (90-100 %), 10 points. With c besides it has
    # 61 of 80, so that none or all of a's 10 may have it.
    cells = street(("a", 9, 10, 10), ("b", 90, 50, 49), ("c", 30, 20, 2))
    assert told(domains(cells)) == ["a+2", "a+2", "a+2"]
    # Of a mean nothing like that follows: a and b are enough.
    assert told(domains(cells, share=False)) == ["a+1", "a+1", None]


def test_a_member_that_is_nearly_all_of_its_domain_is_no_secret():
    # 18 of 20 dwellings are a's, so that a mean of both is nearly a's own; with c it is 18 of 30.
    cells = street(("a", 9, 18, 9), ("b", 12, 2, 1), ("c", 40, 10, 5))
    assert told(domains(cells, share=False)) == ["a+2", "a+2", "a+2"]


def test_domains_do_not_cross_their_parent_and_what_fails_as_a_whole_is_not_told():
    cells = pd.concat([street(("a", 6, 3, 1), parent="P"), street(("b", 40, 20, 9), ("c", 50, 20, 9), parent="Q")])
    made = domains(cells)
    assert told(made) == [None, None, None]
    assert made["passes"].tolist() == [False, True, True]


def test_a_parent_that_fails_as_a_whole_hides_the_units_that_would_pass_too():
    # 59 of 60 as above, and nothing more in the parent: b alone and the parent would give a away.
    made = domains(street(("a", 9, 10, 10), ("b", 90, 50, 49)))
    assert made["passes"].tolist() == [False, False]


def test_an_island_joins_the_nearest_unit_of_its_parent():
    cells = street(("a", 9, 6, 3), ("b", 60, 20, 9), ("c", 30, 12, 5))
    nobody = pd.DataFrame({"unit": [], "other": []}, dtype="str")
    assert told(domains(cells, nobody)) == ["a+1", "a+1", None]
    # Where no places are known it is the one that makes the smallest domain.
    assert told(domains(cells.drop(columns=["x", "y"]), nobody)) == ["a+1", None, "a+1"]


def test_a_domain_of_an_earlier_release_is_kept_while_it_passes():
    cells = street(("a", 30, 12, 6), ("b", 9, 4, 2), ("c", 25, 8, 4))
    before = pd.Series({"a": "a+1", "b": "a+1"})
    assert told(domains(cells, earlier=before)) == ["a+1", "a+1", None]
    # Of all of 18 people nothing may be told any more: it grows.
    few = street(("a", 9, 6, 6), ("b", 9, 4, 4), ("c", 25, 8, 4))
    assert told(domains(few, earlier=before)) == ["a+2", "a+2", "a+2"]
    # A unit that is not there any more leaves the others free.
    assert told(domains(cells, earlier=pd.Series({"b": "b+1", "z": "b+1"}))) == [None, "b+1", "b+1"]


def test_units_together_from_the_start_stay_together():
    cells = street(("a", 30, 12, 6), ("b", 30, 12, 6), ("c", 9, 4, 2), ("d", 60, 40, 9))
    made = domains(cells, start=pd.Series({"a": "a+1", "b": "a+1"}))
    # c would rather join b alone; with a and b it makes 28 dwellings, with d 44.
    assert told(made) == ["a+2", "a+2", "a+2", None]


def test_what_lies_in_a_larger_unit_that_fails_counts_as_one_member():
    # a and b are all of N, which may not be told. With c they are 40, of whom 38 have it and 2 have not. Of the 10 of a at least
    # 8 have it, 20 points; of the 20 of a and b at least 18, 10 points.
    held = [("district/N",), ("district/N",), (), ()]
    cells = street(("a", 9, 10, 9), ("b", 9, 10, 9), ("c", 60, 20, 20), ("d", 60, 30, 10))
    start = pd.Series({"a": "s", "b": "s", "c": "s"})
    assert told(domains(cells, start=start)) == ["a+2", "a+2", "a+2", None]
    assert told(domains(cells.assign(held=held), start=start)) == ["a+3"] * 4


def test_a_figure_of_unknown_residents_goes_by_those_whom_it_is_about():
    made = domains(street(("a", float("nan"), 19, 19), ("b", float("nan"), 25, 20)))
    assert told(made) == ["a+1", "a+1"]


def test_a_diversity_of_one_kind_only_is_alike_too():
    # All 12 of a are of one age, all 30 of b of another: together they are two kinds.
    cells = street(("a", 40, 12, 0), ("b", 40, 30, 0))
    kinds = pd.DataFrame({"young": [12, 0], "grown": [0, 30], "old": [0, 0]}, index=["a", "b"]).astype(float)
    made = protected_domains(cells, beside(cells), RULE, homes=False, classes=kinds)
    assert told(made) == ["a+1", "a+1"]

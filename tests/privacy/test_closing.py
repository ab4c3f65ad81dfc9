"""What of a city is hidden besides: people of groups, figures from answers."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.loader import load
from tejido.privacy import (
    DEFAULT,
    Crossing,
    Rule,
    close_figures,
    close_people,
    protect_differentials,
    protect_people,
    protect_values,
)
from tejido.tables import DIFFERENTIALS, UNITS, VALUES, flags

CATALOGUE = load("basic")
LEVELS = ["city", "district"]
PEOPLE = {"A": 4000.0, "B": 3000.0, "C": 3500.0}


def units(people: dict[str, float] = PEOPLE) -> pd.DataFrame:
    rows = [
        {"level": "city", "unit": "T", "name": "T", "parent": None, "population": sum(people.values()), "area_km2": 9.0}
    ]
    rows += [
        {"level": "district", "unit": unit, "name": unit, "parent": "T", "population": count, "area_km2": 3.0}
        for unit, count in people.items()
    ]
    return UNITS.conform(pd.DataFrame(rows))


def values(n: dict[tuple[str, str], int], share: float = 60.0) -> pd.DataFrame:
    """Employment by unit and group, of so many asked."""
    return VALUES.conform(pd.DataFrame([
        {"period": "2024", "level": "city" if unit == "T" else "district", "unit": unit, "group": group, "indicator": "employment",
         "value": share, "n": count, "n_households": count, "kind": "design-based", "quality": "reliable",
         "support": "city" if unit == "T" else "district", "source": "survey", "population": count * 20.0}
        for (unit, group), count in n.items()
    ]))  # fmt: skip


def hidden(n: dict[tuple[str, str], int], known: tuple[tuple[str, str, str, str], ...] = ()) -> set[tuple[str, str]]:
    """Units and groups whose figures are hidden in the end."""
    measured, none = values(n), DIFFERENTIALS.empty()
    shown = protect_values(measured, units(), CATALOGUE, Rule(), levels=LEVELS)
    gaps = protect_differentials(none, Rule(), shown, CATALOGUE)
    closed, _ = close_figures(
        (measured, none), (shown, gaps), units(), CATALOGUE, Rule(), levels=LEVELS, crossings=DEFAULT, known=known
    )
    gone = closed[flags.has(closed["flags"], flags.PROTECTED)]
    assert gone["value"].isna().all() and gone["n"].isna().all()
    return set(zip(gone["unit"], gone["group"], strict=True))


RM, HOST = "origin=rm", "origin=host"
ASKED = {
    ("T", "all"): 375, ("T", RM): 65, ("T", HOST): 310,
    ("A", "all"): 86, ("A", RM): 6, ("A", HOST): 80,
    ("B", "all"): 150, ("B", RM): 34, ("B", HOST): 116,
    ("C", "all"): 139, ("C", RM): 25, ("C", HOST): 114,
}  # fmt: skip


def test_where_everybody_less_one_group_is_the_other_both_are_hidden_and_so_in_a_second_unit() -> None:
    # In A 86 - 80 = 6. Hidden alone, the hosts of A are 310 - 116 - 114 = 80 again; C has the fewest people besides.
    assert hidden(ASKED) == {("A", RM), ("A", HOST), ("C", RM), ("C", HOST)}


def test_where_every_group_is_enough_nothing_more_is_hidden() -> None:
    enough = ASKED | {("A", RM): 16, ("A", HOST): 70}
    assert hidden(enough | {("T", RM): 75, ("T", HOST): 300}) == set()


def test_what_was_published_before_is_not_counted_on() -> None:
    # The hosts of C stood in an earlier folder: C can hide nothing, so that B must.
    assert hidden(ASKED, (("employment", "district", "C", HOST),)) == {("A", RM), ("A", HOST), ("B", RM), ("B", HOST)}


def test_the_sum_of_merged_units_gives_away_what_is_hidden_in_one_of_them_so_it_moves_inside_them_only() -> None:
    # Refugees and migrants of A and B are told together (40 = 6 + 34), and alone in the comparisons: A goes with B, not with C.
    both = values(ASKED)
    both.loc[both["unit"].isin(["A", "B"]) & (both["group"] == RM), ["n", "n_households", "domain"]] = [40, 40, "A+"]
    gaps = DIFFERENTIALS.conform(pd.DataFrame([
        {"period": "2024", "level": "district", "unit": unit, "group": RM, "against": HOST, "indicator": "employment", "value": 60.0,
         "value_against": 60.0, "n": ASKED[unit, RM], "n_households": ASKED[unit, RM], "n_against": ASKED[unit, HOST],
         "n_households_against": ASKED[unit, HOST], "quality": "reliable", "quality_against": "reliable", "family": "economy",
         "verdict": "not_shown", "kind": "design-based", "source": "survey"} for unit in PEOPLE
    ]))  # fmt: skip
    shown = protect_values(both, units(), CATALOGUE, Rule(), levels=LEVELS)
    compared = protect_differentials(gaps, Rule(), shown, CATALOGUE)
    _, closed = close_figures(
        (both, gaps), (shown, compared), units(), CATALOGUE, Rule(), levels=LEVELS, crossings=DEFAULT
    )
    assert closed.loc[closed["n"].isna(), "unit"].tolist() == ["A", "B"]


def test_people_of_the_city_who_were_asked_outside_of_all_units_are_a_part_of_it() -> None:
    # 239 = 100 + 135 and 4 who live in none: with B hidden they are among 4 + 100.
    assert hidden({("T", "all"): 239, ("B", "all"): 100, ("C", "all"): 135}) == {("B", "all")}


def test_few_of_a_group_in_one_unit_hide_its_people_in_another() -> None:
    counted = pd.DataFrame([
        {"level": "city", "unit": "T", "group": RM, "population": 1200.0}, {"level": "city", "unit": "T", "group": HOST, "population": 9300.0},
        *({"level": "district", "unit": unit, "group": RM, "population": rm} for unit, rm in (("A", 7.0), ("B", 593.0), ("C", 600.0))),
        *({"level": "district", "unit": unit, "group": HOST, "population": PEOPLE[unit] - rm}
          for unit, rm in (("A", 7.0), ("B", 593.0), ("C", 600.0))),
    ])  # fmt: skip
    closed = close_people(protect_people(counted, Rule()), counted, units(), LEVELS, DEFAULT, 10)
    gone = closed[closed["population"].isna()]
    assert set(zip(gone["unit"], gone["group"], strict=True)) == {("A", RM), ("A", HOST), ("B", RM), ("B", HOST)}


def test_a_crossing_that_is_not_on_the_list_needs_no_hiding() -> None:
    measured, none = values(ASKED), DIFFERENTIALS.empty()
    shown = protect_values(measured, units(), CATALOGUE, Rule(), levels=LEVELS)
    only_city = (Crossing(("origin",), finest="city"),)
    closed, _ = close_figures(
        (measured, none), (shown, none), units(), CATALOGUE, Rule(), levels=LEVELS, crossings=only_city
    )
    gone = closed[flags.has(closed["flags"], flags.PROTECTED)]
    assert set(zip(gone["unit"], gone["group"], strict=True)) == {("A", RM)}

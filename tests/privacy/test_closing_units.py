"""Which units hide their residents together, so that those of too few people do not follow from the rest."""

from __future__ import annotations

import pandas as pd

from tejido.privacy import Rule, close_units, protect_units
from tejido.tables import UNITS

RULE = Rule(10, 5)


def units(inside: dict[str, dict[str, float]]) -> pd.DataFrame:
    """A city, its quarters, and the people in each block of theirs."""
    quarters = {quarter: sum(blocks.values()) for quarter, blocks in inside.items()}
    rows = [("city", "T", None, sum(quarters.values())), *(("quarter", unit, "T", n) for unit, n in quarters.items())]
    rows += [("block", unit, quarter, n) for quarter, blocks in inside.items() for unit, n in blocks.items()]
    table = pd.DataFrame(rows, columns=["level", "unit", "parent", "population"])
    return UNITS.conform(table.assign(name=table["unit"], area_km2=1.0))


def together(
    counted: pd.DataFrame, touching: str, places: dict[str, float] | None = None, known: tuple[str, ...] = ()
) -> dict[str, str]:
    """The protected unit of each block or quarter whose residents are hidden. `touching`: pairs of letters; `places`: metres from west to
    east; `known`: blocks whose residents were published before.
    """
    pairs = [(one[0], one[1]) for one in touching.split()]
    near = pd.DataFrame(pairs + [(other, one) for one, other in pairs], columns=["unit", "other"])
    middles = pd.DataFrame({"x": places or {}, "y": dict.fromkeys(places or {}, 0.0)}, dtype="float64")
    shown, found = close_units(
        protect_units(counted, RULE), counted, ["quarter", "block"], RULE, lambda _level: (near, middles),
        {("block", one) for one in known},
    )  # fmt: skip
    hidden = shown[shown["population"].isna()]
    assert set(zip(hidden["level"], hidden["unit"], strict=True)) == {*found}
    return {unit: domain for (_, unit), domain in found.items()}


def test_a_unit_with_few_residents_takes_the_smallest_that_it_touches_with_it() -> None:
    blocks = units({"Q": {"a": 6, "b": 40, "c": 70, "d": 20}})
    assert together(blocks, "ab ac") == {"a": "a+1", "b": "a+1"}


def test_where_it_touches_nobody_the_nearest_goes_with_it() -> None:
    blocks = units({"Q": {"a": 6, "b": 40, "c": 70}})
    assert together(blocks, "bc", {"a": 0, "b": 500, "c": 300}) == {"a": "a+1", "c": "a+1"}


def test_two_small_ones_side_by_side_who_are_enough_hide_no_other() -> None:
    blocks = units({"Q": {"a": 6, "b": 7, "c": 70}})
    assert together(blocks, "ab bc ac") == {"a": "a+1", "b": "a+1"}


def test_residents_that_were_published_before_can_hide_nobody() -> None:
    blocks = units({"Q": {"a": 6, "b": 40, "c": 70}})
    assert together(blocks, "ab ac", known=("b",)) == {"a": "a+1", "c": "a+1"}


def test_other_larger_units_and_empty_ones_are_not_touched() -> None:
    blocks = units({"Q": {"a": 6, "b": 40, "e": 0}, "R": {"c": 12, "d": 30}})
    assert together(blocks, "ab ac ae cd") == {"a": "a+1", "b": "a+1"}


def test_where_a_whole_quarter_is_hidden_beside_another_a_block_of_the_other_is_hidden_too() -> None:
    # Q has 6 people, R 30: were all of R's blocks shown, 15 + 15 = 30, and Q the 36 of both less 30.
    quarters = units({"Q": {"a": 6}, "R": {"b": 15, "c": 15}, "S": {"d": 90}})
    assert together(quarters, "QR RS ab bc") == {"Q": "Q+1", "R": "Q+1", "a": "a+1", "b": "a+1"}

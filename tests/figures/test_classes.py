"""Units fall into the bands of their catalogue, and the legend counts them."""

from __future__ import annotations

import math

import pandas as pd

from tejido.figures import NO_DATA, PROTECTED, WEAK, by_band
from tests.viewer.fake import catalogue

TABLE = pd.DataFrame({
    "unit": ["a", "b", "c", "d", "e", "f"],
    "score": [39.99, 40.0, 100.0, math.nan, math.nan, 55.0],
    "population": [10.0, 20.0, 30.0, 40.0, math.nan, 60.0],
    "protected": [False, False, False, False, True, False],
    "weak": [False, False, False, False, False, True],
})  # fmt: skip


def test_a_bound_belongs_to_the_upper_band_and_missing_is_no_band():
    steps = by_band(TABLE, catalogue(), "en").steps
    # Bands begin at 0, 40, 50, 60, 70 and 80.
    assert steps.to_dict() == {"a": 0, "b": 1, "c": 5, "d": NO_DATA, "e": PROTECTED, "f": WEAK}


def test_missing_is_never_drawn_as_the_lowest_band():
    nothing = TABLE.assign(score=math.nan, protected=False, weak=False)
    assert set(by_band(nothing, catalogue(), "en").steps) == {NO_DATA}


def test_the_legend_goes_from_high_to_low_and_counts_units_and_people():
    legend = by_band(TABLE, catalogue(), "en").legend
    told = [(one.name, one.span, one.units, one.people) for one in legend]
    assert told == [
        ("very solid", "80 or more", 1, 30), ("solid", "70–80", 0, 0), ("moderately solid", "60–70", 0, 0),
        ("moderately weak", "50–60", 0, 0), ("weak", "40–50", 1, 20), ("very weak", "under 40", 1, 10),
        ("few answers", "", 1, 60), ("too few people to show", "", 1, 0), ("not enough data", "", 1, 40),
    ]  # fmt: skip


def test_a_sign_stands_in_the_legend_only_when_it_is_on_the_map():
    whole = TABLE[TABLE["score"].notna()].assign(weak=False)
    assert [one.step for one in by_band(whole, catalogue(), "es").legend] == [5, 4, 3, 2, 1, 0]

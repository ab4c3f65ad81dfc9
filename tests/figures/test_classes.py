"""Units fall into the bands of their catalogue, and the legend counts them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue import MapClasses
from tejido.figures import NO_DATA, PROTECTED, WEAK, by_band, by_value
from tejido.figures.classes import cuts
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


def figures(values: list[float], **signs: list[bool]) -> pd.DataFrame:
    """Units of ten people each."""
    return pd.DataFrame(
        {"unit": [f"u{place}" for place in range(len(values))], "value": values, "population": 10.0, **signs}
    )


def test_figures_fall_into_five_classes_of_as_many_units_each_with_bounds_that_can_be_read():
    found = by_value(figures([1.04 * place for place in range(1, 101)]), "en")
    # The 21st, 41st, 61st and 81st of a hundred values are 21.84, 42.64, 63.44 and 84.24; two digits keep them apart.
    told = [(one.step, one.name, one.units, one.people) for one in found.legend]
    assert told == [
        (4, "84 or more", 20, 200), (3, "63 to 84", 20, 200), (2, "43 to 63", 19, 190), (1, "22 to 43", 20, 200), (0, "under 22", 21, 210),
    ]  # fmt: skip


def test_bounds_get_more_digits_only_where_hardly_any_two_would_stay_apart():
    # Of ten values the quintiles are the third, fifth, seventh and ninth; with two digits all of them would be 97 or 98.
    values = np.array([97.0, 97.1, 97.2, 97.3, 97.4, 97.5, 97.6, 97.7, 97.8, 97.9])
    assert cuts(values) == [97.2, 97.4, 97.6, 97.8]
    # 26.80 and 26.85 are both 27, and above 43 there would be nobody: two bounds that can be read.
    assert cuts(np.array([23.0, 26.80, 26.85, 36.17, 42.92])) == [27, 36]


def test_where_all_units_share_a_figure_there_is_one_class_named_by_it():
    legend = by_value(figures([7.5] * 4), "es").legend
    assert [(one.step, one.name, one.units) for one in legend] == [(2, "7,5", 4)]


GUIDELINE = MapClasses(
    (15.0, 20.0, 30.0, 50.0, 70.0),
    {"es": "una guía", "en": "a guideline"},
    tuple({"es": name, "en": name} for name in "abcdef"),
    up_to=True,
)


def test_published_classes_are_kept_whole_and_take_every_colour_of_the_ramp():
    # 15 reaches the guideline, 15.1 does not; of the class from 20 to 30 there is nobody.
    found = by_value(figures([12, 15, 15.1, 31, 70, 70.1]), "en", GUIDELINE)
    told = [(one.step, one.name, one.span, one.units) for one in found.legend]
    assert told == [
        (5, "f", "over 70", 1), (4, "e", "50 to 70", 1), (3, "d", "30 to 50", 1), (2, "c", "20 to 30", 0), (1, "b", "15 to 20", 1),
        (0, "a", "up to 15", 2),
    ]  # fmt: skip


def test_without_a_guideline_to_reach_a_limit_belongs_to_the_class_above():
    found = by_value(figures([9.9, 10.0]), "en", replace(GUIDELINE, limits=(10.0,), names=(), up_to=False))
    assert [(one.name, one.units) for one in found.legend] == [("10 or more", 1), ("under 10", 1)]


def test_nothing_is_told_to_be_100_or_more_where_nothing_can_be_more():
    # Of five households shares of 60, 80, 100, 100 and 100: the quintiles are 80 and 100.
    table = figures([60.0, 80.0, 100.0, 100.0, 100.0])
    assert [one.name for one in by_value(table, "es", possible=(0, 100)).legend] == [
        "100",
        "de 80 a 100",
        "menos de 80",
    ]
    assert by_value(table, "es").legend[0].name == "100 o más", "a rate may be larger"


def test_the_signs_stand_beside_the_classes_and_do_not_move_their_bounds():
    table = figures([1.0, 2.0, 1000.0, math.nan, math.nan], weak=[False, False, True, False, False],
                    protected=[False, False, False, True, False])  # fmt: skip
    found = by_value(table, "en")
    assert found.steps.to_dict() == {"u0": 0, "u1": 4, "u2": WEAK, "u3": PROTECTED, "u4": NO_DATA}
    assert [one.name for one in found.legend] == [
        "2 or more", "under 2", "few answers", "too few people to show", "not enough data",
    ]  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.floats(-1e6, 1e6), max_size=40))
def test_every_unit_is_counted_once_and_a_larger_figure_never_has_a_lower_class(values: list[float]):
    found = by_value(figures(values), "en")
    assert sum(one.units for one in found.legend) == len(values)
    steps = found.steps.to_numpy()[np.argsort(values, kind="stable")]
    assert (np.diff(steps) >= 0).all()

"""Whatever the city and the rule: nothing that remains rests on fewer people than the rule."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.privacy import Rule, protect_units, protect_values
from tejido.tables import VALUES
from tests.privacy.test_rule import CATALOGUE, LEVELS, figure, town

COUNTS = st.one_of(st.none(), st.integers(0, 40).map(float))


@st.composite
def cities(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, Rule]:
    units = town(**{name: draw(COUNTS) for name in "abcd"})
    units.loc[units["unit"] == "d1", "population"] = draw(COUNTS)
    rows = [
        figure(unit, name, population=draw(COUNTS), support=draw(st.sampled_from(["block", "district"])))
        for unit in "abcd"
        for name in CATALOGUE.indicators
    ]
    return units, VALUES.conform(pd.DataFrame(rows, columns=VALUES.names)), Rule(draw(st.integers(2, 20)), 3)


@settings(max_examples=25)
@given(cities())
def test_nothing_shown_rests_on_fewer_people_than_the_rule(city):
    units, before, rule = city
    residents = units.set_index("unit")["population"]
    after = protect_values(before, units, CATALOGUE, rule, levels=LEVELS)
    for (_, was), (_, now) in zip(before.iterrows(), after.iterrows(), strict=True):
        least = rule.households if was["indicator"] == "water" else rule.persons
        if was["indicator"] == "clinic":
            assert now["value"] == was["value"]
        elif pd.notna(now["value"]):
            behind = residents["d1" if was["support"] == "district" else was["unit"]]
            if was["indicator"] == "density" and behind == 0:
                continue
            assert pd.isna(behind) or behind >= rule.persons
            assert was["support"] == "district" or not was["population"] < least
            assert pd.notna(behind) or pd.notna(was["population"])
        assert pd.isna(now["population"]) or now["population"] == 0 or now["population"] >= least


@settings(max_examples=10)
@given(cities(), st.integers(0, 1000))
def test_neither_the_order_of_rows_nor_protecting_units_twice_changes_anything(city, seed):
    units, before, rule = city
    once = protect_values(before, units, CATALOGUE, rule, levels=LEVELS)
    mixed = protect_values(before.sample(frac=1, random_state=seed), units, CATALOGUE, rule, levels=LEVELS)
    pd.testing.assert_frame_equal(VALUES.conform(once), VALUES.conform(mixed))
    safe = protect_units(units, rule)
    pd.testing.assert_frame_equal(protect_units(safe, rule), safe)

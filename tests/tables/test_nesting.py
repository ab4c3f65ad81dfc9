"""Which larger units hold a unit, read from the parents in the table of units."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.tables import UNITS, SchemaError
from tejido.tables.nesting import chain, lineage

LEVELS = ["district", "block"]


def units(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["level", "unit", "parent"]).assign(name="x", area_km2=1.0)
    return UNITS.conform(table, sort=False)


TOWN = units(("block", "b2", None), ("block", "b1", "1"), ("district", "1", "town"), ("city", "town", None))


def test_every_unit_has_its_holders_at_every_level_sorted_by_code():
    found = lineage(TOWN, LEVELS, "block")
    assert found.columns.tolist() == ["city", "district", "block"]
    assert found.index.tolist() == ["b1", "b2"]
    assert found.loc["b1"].tolist() == ["town", "1", "b1"]


def test_a_unit_outside_all_districts_belongs_to_the_city_alone():
    found = lineage(TOWN, LEVELS, "block").loc["b2"]
    assert found["city"] == "town"
    assert pd.isna(found["district"])


def test_levels_may_use_the_same_codes():
    town = units(("city", "1", None), ("district", "1", "1"), ("block", "1", "2"), ("district", "2", "1"))
    assert lineage(town, LEVELS, "block").loc["1"].tolist() == ["1", "2", "1"]


def test_levels_finer_than_the_one_asked_for_are_left_aside():
    assert lineage(TOWN, LEVELS, "district").columns.tolist() == ["city", "district"]
    assert lineage(TOWN, LEVELS, "city").index.tolist() == ["town"]
    assert chain(["city", "district", "block"], "district") == ["city", "district"]


def test_a_parent_that_is_no_unit_a_second_city_and_an_unknown_level_are_defects():
    with pytest.raises(SchemaError, match="1 parents of 'block'"):
        lineage(units(("city", "town", None), ("block", "b1", "9")), LEVELS, "block")
    with pytest.raises(SchemaError, match="2 units of level 'city'"):
        lineage(units(("city", "a", None), ("city", "b", None)), LEVELS, "city")
    with pytest.raises(SchemaError, match="parish"):
        lineage(TOWN, LEVELS, "parish")

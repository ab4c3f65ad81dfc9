"""Which coarser units hold a unit."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.tables import SchemaError
from tejido.tables.nesting import chain, lineage


def units(rows: list[tuple[str, str, str | None]]) -> pd.DataFrame:
    """Units as (level, code, parent)."""
    return pd.DataFrame(rows, columns=["level", "unit", "parent"]).astype("str")


TOWN = [
    ("city", "TWN", None),
    ("district", "N", "TWN"),
    ("district", "S", "TWN"),
    ("block", "3", "S"),
    ("block", "1", "N"),
    ("block", "2", None),
]


def test_the_levels_run_from_the_city_down_to_the_one_asked_for():
    assert chain(["district", "block"], "district") == ["city", "district"]
    assert chain(["city", "district", "block"], "block") == ["city", "district", "block"]
    with pytest.raises(SchemaError, match="street"):
        chain(["district"], "street")


def test_a_unit_outside_every_district_still_belongs_to_the_city():
    found = lineage(units(TOWN), ["district", "block"], "block")
    assert found.index.tolist() == ["1", "2", "3"]
    assert found["city"].tolist() == ["TWN", "TWN", "TWN"]
    assert found["district"].fillna("none").tolist() == ["N", "none", "S"]


def test_a_parent_that_is_no_unit_is_refused():
    with pytest.raises(SchemaError, match="1 parents of 'block' are no unit of 'district'"):
        lineage(units([*TOWN, ("block", "4", "W")]), ["district", "block"], "block")


def test_two_cities_are_refused():
    with pytest.raises(SchemaError, match="2 units of level 'city'"):
        lineage(units([*TOWN, ("city", "OTHER", None)]), ["district", "block"], "block")

"""Odd but legal cities: every unit counts, and what is not known is not zero."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.measure import measure_city
from tejido.release import Release, open_release
from tests.measure import hamlet


def measured(folder: Path, base: str | None = None, **changed: dict[str, object]) -> Release:
    """The hamlet with some properties of its blocks changed."""
    blocks = {code: {**row, **changed.get(code, {})} for code, row in hamlet.BLOCKS.items()}
    measure_city(hamlet.write(folder / "city", blocks=blocks), folder / "release", base=base)
    return open_release(folder / "release")


def value(release: Release, indicator: str, level: str, unit: str) -> float:
    table = release.table("values").set_index(["indicator", "level", "unit", "group"])
    return float(table.loc[(indicator, level, unit, "all"), "value"])


def test_a_block_of_no_district_counts_for_the_city_and_inherits_nothing(tmp_path: Path):
    release = measured(tmp_path, b1={"district": "elsewhere"})
    units = release.table("units").set_index(["level", "unit"])
    assert units.at[("city", "HAM"), "population"] == 600
    assert units.at[("district", "B"), "population"] == 0
    assert value(release, "improved_water", "city", "HAM") == pytest.approx(100 * 115 / 175)
    assert pd.isna(value(release, "homicide_rate", "block", "b1"))


def test_where_nobody_knows_how_many_live_the_land_does_not_thin_out_the_density(tmp_path: Path):
    # 300 + 200 + 0 people on the 12 ha of the three blocks that were counted; a1 is unknown, not empty.
    release = measured(tmp_path, a1={"people": None})
    assert pd.isna(value(release, "residential_density", "block", "a1"))
    assert value(release, "residential_density", "district", "A") == pytest.approx(300 / 4)
    assert value(release, "residential_density", "city", "HAM") == pytest.approx(500 / 12)

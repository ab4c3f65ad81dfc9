"""Walks uphill, and where nobody knows whether it is uphill."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.measure import measure_city
from tejido.release import open_release
from tests.measure import hamlet


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The distances to the school, of which a2 has no slope and b1 a moderate one."""
    folder = tmp_path_factory.mktemp("hill")
    slopes = {"a1": "level", "a2": None, "b1": "moderate", "b2": "level"}
    blocks = {code: {**row, "hill": slopes[code]} for code, row in hamlet.BLOCKS.items()}
    settings = hamlet.SETTINGS.replace('population = "people"', 'population = "people"\nslope = "hill"')
    measure_city(hamlet.write(folder / "city", settings=settings, blocks=blocks), folder / "release")
    table = open_release(folder / "release").table("values")
    return table[table["indicator"] == "distance_school"].set_index(["level", "unit"])


def test_a_unit_without_slope_is_walked_as_if_level_and_says_so(school: pd.DataFrame) -> None:
    # 200 m from middle to middle, without streets times 1.3
    assert school.at[("block", "a2"), "value"] == pytest.approx(260)
    assert "no_slope" in str(school.at[("block", "a2"), "flags"]).split()


def test_a_unit_whose_slope_is_known_does_not_say_so(school: pd.DataFrame) -> None:
    # 400 m times 1.3, and times 1.5 for a moderate slope
    assert school.at[("block", "b1"), "value"] == pytest.approx(780)
    assert school.loc[[("block", "a1"), ("block", "b1"), ("block", "b2")], "flags"].tolist() == ["straight_line"] * 3


def test_a_larger_unit_says_so_where_one_in_it_has_no_slope(school: pd.DataFrame) -> None:
    said = {
        unit: "no_slope" in str(flags).split() for (level, unit), flags in school["flags"].items() if level != "block"
    }
    assert said == {"A": True, "B": False, "HAM": True}

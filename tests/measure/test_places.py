"""Functions over places, measured in the hamlet of four blocks: every figure is worked out by hand, at three levels."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.errors import Finding
from tejido.measure.places import spread
from tests.measure.layered import MEASURES, indicator, measured


@pytest.fixture(scope="module")
def hamlet_measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, list[Finding]]:
    return measured(tmp_path_factory.mktemp("places"))


def told(table: pd.DataFrame, indicator: str) -> dict[str, float]:
    """Values of an indicator by unit, those that are missing left out."""
    found = table.loc[indicator, "value"].dropna()
    return {str(unit): round(float(value), 6) for unit, value in found.items()}


@pytest.mark.parametrize(("indicator", "expected"), [
    # Half of a1's 100 people; nobody lives in b2, so it has no share. A 50 of 400, the city 50 of 600.
    ("flooded", {"a1": 50, "a2": 0, "b1": 0, "A": 12.5, "B": 0, "HAM": 100 * 50 / 600}),
    # 100 m reach the whole of a1 and, from b2, the east half of b1: 100 + 100 of 600 people.
    ("near_flood", {"a1": 100, "a2": 0, "b1": 50, "A": 25, "B": 50, "HAM": 100 * 200 / 600}),
    # 2 ha and 4 ha: ground is summed, and the overlap counts once.
    ("flood_hectares", {"a1": 2, "a2": 0, "b1": 0, "b2": 4, "A": 2, "B": 4, "HAM": 6}),
    ("flood_each", {"a1": 200, "a2": 0, "b1": 0, "A": 50, "B": 200, "HAM": 100}),
    # The kiosk on the border is half in each: 2.5 and 0.5 over 0.04 km2.
    ("kiosk_density", {"a1": 62.5, "a2": 12.5, "b1": 0, "b2": 0, "A": 37.5, "B": 0, "HAM": 18.75}),
    # 10 + 20 + 30/2 seats for 100 people; 60 for 400; 60 for 600.
    ("kiosk_seats", {"a1": 450, "a2": 50, "b1": 0, "A": 150, "B": 0, "HAM": 100}),
    # 2.5 kiosks on 0.4 km, 0.5 on 0.2 km, 3 on 0.6 km, 3 on 1 km.
    ("kiosks_along", {"a1": 6.25, "a2": 2.5, "b1": 0, "b2": 0, "A": 5, "B": 0, "HAM": 3}),
    # One of the kiosks in a1 has a ramp 5 m away; B has no kiosk and so no share of kiosks.
    ("with_ramp", {"a1": 40, "a2": 0, "A": 100 / 3, "HAM": 100 / 3}),
    # A by people: (100 x 60 + 300 x 40) / 400.
    ("noise", {"a1": 60, "a2": 40, "A": 45, "HAM": 45}),
    # a1 has 200 m along and 200 m across.
    ("street_density", {"a1": 10, "a2": 5, "b1": 5, "b2": 5, "A": 7.5, "B": 5, "HAM": 6.25}),
    ("street_each", {"a1": 40, "a2": 0.2 / 300 * 1e4, "b1": 10, "A": 15, "B": 20, "HAM": 1 / 600 * 1e4}),
    # In b1 400 m of cycle way along 200 m of street count as 100 %; the city's 0.7 km of 1 km stay what they are.
    ("cycle_share", {"a1": 50, "a2": 50, "b1": 100, "b2": 0, "A": 50, "B": 100, "HAM": 70}),
    # A street passes through the middle of every block.
    ("street_near", {"a1": 100, "a2": 100, "b1": 100, "b2": 100, "A": 100, "B": 100, "HAM": 100}),
    # The one crossing, in the middle of a1.
    ("crossings", {"a1": 25, "a2": 0, "b1": 0, "b2": 0, "A": 12.5, "B": 0, "HAM": 6.25}),
])  # fmt: skip
def test_a_figure_of_places_is_made_of_sums_at_every_level(
    hamlet_measured: tuple[pd.DataFrame, list[Finding]], indicator: str, expected: dict[str, float]
) -> None:
    assert told(hamlet_measured[0], indicator) == pytest.approx(expected, abs=1e-5)


def test_only_what_is_measured_where_units_are_is_averaged_and_says_so(
    hamlet_measured: tuple[pd.DataFrame, list[Finding]],
) -> None:
    districts = hamlet_measured[0][hamlet_measured[0]["level"] == "district"]
    averaged = districts[districts["flags"].fillna("").str.contains("averaged")].index.get_level_values("indicator")
    assert set(averaged) & set(MEASURES) == {"noise", "street_near"}


def test_what_was_cut_off_or_not_reached_is_told(hamlet_measured: tuple[pd.DataFrame, list[Finding]]) -> None:
    findings = {(one.code, one.column): dict(one.values) for one in hamlet_measured[1]}
    assert findings[("A220", "layers.noise")]["count"] == 2
    assert findings[("A221", "layers.cycleway")]["count"] == 1


def test_figures_made_with_residents_are_protected_like_figures_about_people() -> None:
    with_people = {"flooded", "near_flood", "flood_each", "kiosk_seats", "street_each", "apart"}
    assert {name for name, one in MEASURES.items() if indicator(name, one).tells_of_people} == with_people


def test_segregation_is_not_told_over_so_few_units_that_single_blocks_could_be_worked_out(
    hamlet_measured: tuple[pd.DataFrame, list[Finding]],
) -> None:
    assert told(hamlet_measured[0], "apart") == {}
    notes = [dict(one.values) for one in hamlet_measured[1] if one.code == "A222"]
    assert {str(one["level"]): one["count"] for one in notes} == {"district": 2, "city": 1}


def test_segregation_is_told_of_the_city_and_its_coarsest_level_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "FEWEST_UNITS", 2)
    table, _ = measured(tmp_path)
    # A: shares of the group 20/24 and 4/24, of the others 80/376 and 296/376; two units, so half the sum is one difference.
    # City: (|20/24 - 80/576| + |4/24 - 296/576| + 200/576) / 2. Nobody of the group lives in B.
    city = (abs(20 / 24 - 80 / 576) + abs(4 / 24 - 296 / 576) + 200 / 576) / 2
    assert told(table, "apart") == pytest.approx({"A": 20 / 24 - 80 / 376, "HAM": city}, abs=1e-5)
    assert set(table.loc["apart", "level"]) == {"district", "city"}
    assert not table.loc["apart", "flags"].fillna("").str.contains("averaged|inherited").any()

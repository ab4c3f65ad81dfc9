"""What changed between two rounds of the made-up town: changes, intervals and breaks by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from scipy import stats

from tejido.catalogue.model import Catalogue
from tejido.errors import TejidoError
from tejido.release.rounds import changes
from tejido.tables import SCORES, UNITS, VALUES
from tests.release import sample

TOWN = {"level": "city", "unit": "town"}


class Town:
    """A round of the town; tables and outlines may be changed before it is compared."""

    def __init__(self, period: str, code: str = "town") -> None:
        self.meta: dict[str, Any] = sample.meta() | {"period": period}
        self.meta["city"] = {**self.meta["city"], "code": code}
        self.catalogue: Catalogue = sample.catalogue()
        self.shapes = sample.geometry()
        self.held = {
            "units": UNITS.conform(sample.units()),
            "values": VALUES.conform(sample.values().assign(period=period)),
            "scores": SCORES.conform(sample.scores().assign(period=period)),
        }

    @property
    def tables(self) -> list[str]:
        return sorted(self.held)

    def table(self, name: str) -> pd.DataFrame:
        return self.held[name]

    def geometry(self, level: str) -> gpd.GeoDataFrame:
        return self.shapes[level]

    def set(self, name: str, at: dict[str, str], **cells: Any) -> Town:
        """Change cells of the rows that hold `at`."""
        table = self.held[name]
        rows = (table[list(at)] == pd.Series(at)).all(axis=1)
        assert rows.any()
        for column, cell in cells.items():
            table.loc[rows, column] = cell
        return self


@pytest.fixture
def rounds() -> tuple[Town, Town]:
    return Town("2024"), Town("2026")


def told(pair: tuple[Town, Town], node: str, what: str = "value", unit: str = "town", group: str = "all") -> Any:
    found = changes(*pair)
    rows = found[
        (found["node"] == node) & (found["what"] == what) & (found["unit"] == unit) & (found["group"] == group)
    ]
    assert len(rows) == 1
    return rows.iloc[0]


def test_the_interval_of_a_change_of_two_samples_is_welchs(rounds: tuple[Town, Town]):
    for town, value, se in zip(rounds, (60.0, 66.0), (2.0, 1.5), strict=True):
        town.set(
            "values",
            {**TOWN, "indicator": "water"},
            value=value,
            se=se,
            df=20.0,
            kind="design-based",
            source=f"Survey {value}",
        )
    row = told(rounds, "water")
    # se = sqrt(2² + 1.5²) = 2.5; df = 2.5⁴ / (2⁴/20 + 1.5⁴/20) = 39.0625 / 1.053125 = 37.092; t(0.975) = 2.0261
    assert (row["change"], row["se"]) == pytest.approx((6.0, 2.5))
    assert (row["low"], row["high"]) == pytest.approx((6 - 2.0261 * 2.5, 6 + 2.0261 * 2.5), abs=1e-3)
    assert row["p"] == pytest.approx(2 * stats.t.sf(2.4, 37.092), rel=1e-4)
    assert (row["basis"], row["verdict"]) == ("sampled", "shown")
    assert pd.isna(row["breaks"])


def test_a_change_within_chance_is_not_shown(rounds: tuple[Town, Town]):
    for town, value in zip(rounds, (60.0, 64.0), strict=True):
        town.set(
            "values", {**TOWN, "indicator": "water"}, value=value, se=2.0, kind="design-based", source=f"Survey {value}"
        )
    row = told(rounds, "water")
    # se = 2 sqrt(2) = 2.828; 1.96 x 2.828 = 5.54, more than 4.
    assert (row["low"], row["high"]) == pytest.approx((4 - 5.544, 4 + 5.544), abs=1e-3)
    assert row["verdict"] == "not_shown"


def test_the_standard_error_of_a_score_is_the_longer_side_of_its_interval_over_1_96(rounds: tuple[Town, Town]):
    for town, (score, low, high) in zip(rounds, ((50.0, 46.08, 53.92), (98.0, 90.16, 100.0)), strict=True):
        town.set("scores", {**TOWN, "node": "marker"}, score=score, low=low, high=high)
    # 3.92 / 1.96 = 2 and 7.84 / 1.96 = 4: the second is cut at 100. se = sqrt(4 + 16) = 4.4721
    assert told(rounds, "marker", "score")["se"] == pytest.approx(4.4721, abs=1e-3)


def test_a_change_of_a_register_is_as_counted_and_has_no_interval(rounds: tuple[Town, Town]):
    rounds[1].set("values", {"unit": "a", "indicator": "water"}, value=77.7)
    row = told(rounds, "water", unit="a")
    assert (row["before"], row["after"], row["basis"], row["verdict"]) == (76.7, 77.7, "counted", "shown")
    assert row["change"] == pytest.approx(1.0)
    assert row[["se", "low", "high", "p"]].isna().all()
    # In district B nothing moved, while A shows that it was measured again.
    assert told(rounds, "water", unit="b")["verdict"] == "not_shown"


def test_what_stands_unchanged_under_the_same_source_was_not_measured_again(rounds: tuple[Town, Town]):
    row = told(rounds, "water", unit="a")
    assert (row["verdict"], row["breaks"]) == ("cannot_be_said", "same")


def test_changes_of_one_right_are_corrected_together_after_holm(rounds: tuple[Town, Town]):
    # The areas and the marker: z = 2.5, 2.2 and 0, so p = 0.0124, 0.0278 and 1.
    for node, change in (("marker", 2.5), ("housing", 2.2), ("health", 0.0)):
        for town, score in zip(rounds, (50.0, 50.0 + change), strict=True):
            side = 1.959964 / 2**0.5
            town.set(
                "scores", {**TOWN, "node": node}, score=score, low=score - side, high=score + side, comparable=True
            )
    found = {node: told(rounds, node, "score") for node in ("marker", "housing", "health")}
    assert {row["compared"] for row in found.values()} == {3}
    # Holm: 3 x 0.0124 = 0.0373 is shown; 2 x 0.0278 = 0.0556 is not, though alone it would be.
    assert (found["marker"]["p_adjusted"], found["housing"]["p_adjusted"]) == pytest.approx((0.0373, 0.0556), abs=2e-4)
    assert [found[node]["verdict"] for node in ("marker", "housing", "health")] == ["shown", "not_shown", "not_shown"]


@pytest.mark.parametrize(
    ("table", "cells", "word"),
    [
        ("values", {"kind": "design-based"}, "kind"),
        ("values", {"kind": "indicative"}, "kind indicative"),
        ("values", {"support": "district"}, "support"),
        ("values", {"domain": "a+b"}, "support"),
        ("values", {"flags": "proxy"}, "proxy"),
        ("values", {"quality": "unreliable"}, "few_answers"),
        ("values", {"value": None}, "only_earlier"),
        ("values", {"value": None, "flags": "protected"}, "protected"),
    ],
)
def test_figures_that_are_not_made_alike_are_not_compared(
    rounds: tuple[Town, Town], table: str, cells: dict[str, Any], word: str
):
    rounds[1].set(table, {**TOWN, "indicator": "water"}, **({"value": 50.0} | cells))
    row = told(rounds, "water")
    assert (row["verdict"], row["breaks"]) == ("cannot_be_said", word)
    assert row[["low", "high", "p"]].isna().all()


def test_another_curve_breaks_the_score_and_all_above_it_but_not_the_value(rounds: tuple[Town, Town]):
    rounds[1].set("values", {**TOWN, "indicator": "water"}, value=70.0)
    water = rounds[1].catalogue.indicators["water"]
    other = replace(water, curve=replace(water.curve, knots=((0.0, 0.0), (50.0, 100.0))))
    rounds[1].catalogue = replace(rounds[1].catalogue, indicators={**rounds[1].catalogue.indicators, "water": other})
    assert told(rounds, "water")["verdict"] == "shown"
    assert told(rounds, "water", "score")["breaks"] == "method"
    assert {node: told(rounds, node, "score")["breaks"] for node in ("services", "housing", "marker")} == dict.fromkeys(
        ("services", "housing", "marker"), "below"
    )
    assert pd.isna(told(rounds, "health", "score")["breaks"])


def test_a_score_made_of_other_indicators_is_not_compared(rounds: tuple[Town, Town]):
    rounds[1].set("scores", {**TOWN, "node": "clinic"}, score=None)
    rounds[1].set("scores", {**TOWN, "node": "marker"}, coverage=0.5)
    assert told(rounds, "marker", "score")["breaks"] == "parts"
    assert told(rounds, "clinic", "score")["breaks"] == "only_earlier"


def test_a_score_that_a_sample_moves_is_not_called_counted(rounds: tuple[Town, Town]):
    for town, value in zip(rounds, (60.0, 80.0), strict=True):
        town.set(
            "values", {**TOWN, "indicator": "water"}, value=value, se=1.0, kind="design-based", source=f"Survey {value}"
        )
        town.set("scores", {**TOWN, "node": "water"}, score=value)
        town.set("scores", {**TOWN, "node": "marker"}, score=value)
    assert told(rounds, "marker", "score")["breaks"] == "chance"


@pytest.mark.parametrize(("shift", "word"), [(2.0, None), (10.0, "outline")])
def test_a_unit_whose_outlines_moved_is_another_unit(rounds: tuple[Town, Town], shift: float, word: str | None):
    # A square of 100 m moved by 2 m shares 98 / 102 = 0.961 of the joint area, by 10 m 90 / 110 = 0.818.
    blocks = rounds[1].shapes["block"]
    rounds[1].shapes["block"] = blocks.set_geometry(
        blocks.geometry.translate(shift, 0).where(blocks["unit"] == "a1", blocks.geometry)
    )
    rounds[1].set("values", {"unit": "a1", "indicator": "water"}, value=50.0)
    found = told(rounds, "water", unit="a1")["breaks"]
    assert found == word if word else pd.isna(found)


def test_a_unit_of_one_round_only_is_named_and_not_compared(rounds: tuple[Town, Town]):
    for name in ("units", "values", "scores"):
        table = rounds[1].held[name]
        rounds[1].held[name] = table[table["unit"] != "b2"]
    row = told(rounds, "water", unit="b2")
    assert (row["before"], row["verdict"], row["breaks"]) == (50.0, "cannot_be_said", "unit")


def test_what_a_unit_inherits_in_both_rounds_is_told_where_it_was_measured_alone(rounds: tuple[Town, Town]):
    for town in rounds:
        town.set("values", {"unit": "a1", "indicator": "clinic"}, flags="inherited", support="district")
    found = changes(*rounds)
    assert not ((found["unit"] == "a1") & (found["node"] == "clinic")).any()
    assert ((found["unit"] == "a2") & (found["node"] == "clinic")).any()


def test_only_the_levels_asked_for_are_compared(rounds: tuple[Town, Town]):
    assert set(changes(*rounds, levels=["district"])["level"]) == {"district"}


def test_rounds_of_two_cities_or_in_the_wrong_order_are_refused():
    with pytest.raises(TejidoError) as refused:
        changes(Town("2024"), Town("2026", code="elsewhere"))
    assert [one.code for one in refused.value.findings] == ["R135"]
    for period in ("2024", "2023"):
        with pytest.raises(TejidoError) as refused:
            changes(Town("2024"), Town(period))
        assert [one.code for one in refused.value.findings] == ["R136"]

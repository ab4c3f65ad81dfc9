"""What of groups is published: nothing unreliable, nothing of too few on either side, nothing that can be solved for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tejido.measure import measure_city
from tejido.measure.levels import Nest
from tejido.measure.publication import public_tables
from tejido.release import Release, open_release
from tejido.tables import CAUSES, CONTRIBUTIONS, DIFFERENTIALS, SCORES, UNITS, VALUES
from tests.measure import hamlet

PAIR = {
    "period": "2024", "level": "district", "unit": "A", "group": "origin=rm", "against": "origin=host", "indicator": "internet",
    "value": 0.0, "se": 1.0, "n": 12, "n_households": 8, "quality": "unreliable", "value_against": 60.0, "se_against": 2.0,
    "n_against": 100, "n_households_against": 50, "quality_against": "reliable", "gap": -60.0, "gap_se": 3.0, "ratio": 0.0,
    "gap_standardised": -50.0, "gap_within": -30.0, "family": "x", "verdict": "cannot_be_said", "kind": "design-based",
    "source": "test",
}  # fmt: skip


def published(people: dict[str, float | None], **changes: object) -> pd.DataFrame:
    """The public comparison of two groups of which so many live in district A; None: protected."""
    units = UNITS.conform(
        pd.DataFrame([
            {"level": "city", "unit": "C", "name": "C", "population": 900.0, "area_km2": 1.0},
            {"level": "district", "unit": "A", "name": "A", "parent": "C", "population": 900.0, "area_km2": 1.0},
        ])
    )  # fmt: skip
    living = pd.DataFrame([{"level": "district", "unit": "A", "group": f"origin={one}", "population": count}
                           for one, count in people.items()])  # fmt: skip
    nest = Nest.of_units(units, ["city", "district"], "district", living)
    made = {"units": units, "values": VALUES.empty(), "scores": SCORES.empty(), "contributions": CONTRIBUTIONS.empty(),
            "causes": CAUSES.empty(), "differentials": DIFFERENTIALS.conform(pd.DataFrame([PAIR | changes]))}  # fmt: skip
    return public_tables(made, living, nest, "district")["differentials"]


def test_an_unreliable_estimate_and_its_gap_are_not_public_the_counts_say_why():
    # Nobody of 12 has internet: that is each of the twelve's own answer.
    row = published({"rm": 50, "host": 800}).iloc[0]
    numbers = [column.name for column in DIFFERENTIALS.columns if column.kind in ("number", "count")]
    told = {name: row[name] for name in numbers if pd.notna(row[name])}
    assert told == {
        "n": 12, "n_households": 8, "n_against": 100, "n_households_against": 50, "value_against": 60.0, "se_against": 2.0,
    }  # fmt: skip
    assert row["verdict"] == "cannot_be_said"


def test_a_reliable_comparison_is_public_as_it_is():
    row = published({"rm": 50, "host": 800}, quality="reliable", verdict="shown").iloc[0]
    assert (row["value"], row["gap"], row["gap_within"]) == (0.0, -60.0, -30.0)


@pytest.mark.parametrize("few", ["rm", "host"])
def test_a_comparison_is_public_only_where_enough_of_both_groups_live(few: str):
    assert len(published({"rm": 50, "host": 800})) == 1
    assert published({"rm": 50, "host": 800} | {few: None}).empty


Write = Callable[[int], Release]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Write:
    def measure(in_a2: int) -> Release:
        folder = tmp_path_factory.mktemp("hamlet")
        blocks: dict[str, dict[str, Any]] = {**hamlet.BLOCKS, "a2": {**hamlet.BLOCKS["a2"], "rm": in_a2}}
        measure_city(hamlet.write(folder / "city", blocks=blocks), folder / "release")
        return open_release(folder / "release")

    return measure


def share_in_a1(of_group: pd.DataFrame, of_all: pd.DataFrame) -> float | None:
    """What share of the group lives in block a1, worked out from the group's scores of district A and everybody's of its
    two blocks: score of A = share x score of a1 + (1 - share) x score of a2. None where there is nothing to work with.
    """
    wide = of_all[of_all["level"] == "block"].pivot(index="node", columns="unit", values="score")
    mine = of_group[(of_group["level"] == "district") & (of_group["unit"] == "A")].set_index("node")["score"]
    # Density is a figure of the place, which holds for whoever lives there.
    if "residential_density" not in mine.dropna().index:
        return None
    at = wide.loc["residential_density"]
    return float((mine["residential_density"] - at["a2"]) / (at["a1"] - at["a2"]))


def test_from_a_group_s_public_scores_nobody_can_work_out_the_four_of_it_who_live_in_a_block(measured: Write):
    release = measured(4)
    everybody = release.public().table("scores").query("group == 'all'")
    own = release.table("scores").query("group == 'origin=rm'")
    worked_out = share_in_a1(own, everybody)
    assert worked_out is not None
    assert np.isclose(worked_out, 20 / 24)  # the attack works on what analysts have
    for name in ("scores", "contributions", "causes"):
        assert "origin=rm" not in set(release.public().table(name)["group"]), name


def test_where_no_count_of_the_group_is_protected_its_scores_are_public(measured: Write):
    public = measured(14).public()
    found = public.table("scores").query("group == 'origin=rm'")
    assert set(zip(found["level"], found["unit"], strict=True)) == {("city", "HAM"), ("district", "A")}
    assert share_in_a1(found, public.table("scores").query("group == 'all'")) == pytest.approx(20 / 34)

"""The basic marker's weights, said aloud, and the example of the documentation."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from tejido.catalogue import load
from tejido.catalogue.model import Catalogue, Indicator
from tests.marker.small import catalogue, indicator, measure, node, points, row, score, units, values


@pytest.fixture(scope="module")
def basic() -> Catalogue:
    return load("basic")


def at(one: Indicator, best: bool) -> float:
    """A value with the indicator's best or worst score."""
    value, _ = (max if best else min)(one.curve.knots, key=lambda knot: knot[1])
    return value * math.log(one.classes) if one.curve.over_maximum and one.classes else value


def block(basic: Catalogue, worst: set[str] = frozenset(), missing: set[str] = frozenset()):
    return values({
        ("b1", one.id): None if one.id in missing else at(one, one.id not in worst) for one in basic.indicators.values()
    })  # fmt: skip


@pytest.mark.parametrize(
    ("name", "points_lost"),
    [("distance_commerce", 10), ("diversity_age", 100 / 75), ("improved_water", 100 / 60), ("unemployment", 2)],
)
def test_the_worst_of_one_indicator_costs_its_weight(basic, name, points_lost):
    marker = measure(block(basic, {name}), units({"b1": 100}), basic)
    assert score(marker, "b1", "marker") == pytest.approx(100 - points_lost, abs=1e-7)
    assert points(marker, "b1")[name] == pytest.approx(points_lost, abs=1e-7)


def test_the_best_of_everything_is_100_and_very_solid(basic):
    marker = measure(block(basic), units({"b1": 100}), basic)
    assert score(marker, "town", "marker") == 100
    assert row(marker, "town", "marker")["band"] == "very_solid"
    assert set(points(marker, "b1").values()) == {0}


@pytest.mark.parametrize(("areas", "stands"), [(4, True), (3, False)])
def test_the_marker_needs_four_of_the_five_areas(basic, areas, stands):
    gone = basic.children["marker"][areas:]
    missing = {name for name in basic.indicators if basic.area(name) in gone}
    found = row(measure(block(basic, missing=missing), units({"b1": 100}), basic), "b1", "marker")
    assert (found["score"] == 100) == stands
    assert stands or found["reason"] == "too_few_children"
    assert found["coverage"] == pytest.approx(areas / 5)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_example_of_the_documentation_is_what_is_computed(root: Path, lang):
    text = (root / "docs" / lang / "marker.md").read_text("utf-8")
    table = re.findall(r"^\| ([\w ]+) \| (\w+) \| (\d+) \| (\d+) % \| (\d+) \|$", text, re.MULTILINE)
    assert len(table) == 3
    index = catalogue(
        node("marker", None),
        *(node(area, "marker") for area in dict.fromkeys(line[1] for line in table)),
        *(indicator(name, area) for name, area, *_ in table),
    )
    figures = values({("b1", name): float(told) for name, _, told, *_ in table})
    marker = measure(figures, units({"b1": 100}), index)
    lost = points(marker, "b1")
    for name, _, _, weight, told in table:
        assert 100 * index.share(name) == float(weight)
        assert lost[name] == float(told)
    assert f"= {score(marker, 'b1', 'marker'):.0f}" in text

"""Other ways of counting: how far they move the scores, and which choice does it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue.model import Catalogue, Curve
from tejido.marker import Robustness, robustness
from tejido.tables import CAUSES, SCORES
from tests.marker.small import catalogue, indicator, measure, node, units, values
from tests.marker.test_properties import cities


def vary(figures: pd.DataFrame, town: pd.DataFrame, index: Catalogue, people=None, **more) -> Robustness:
    levels = ["district", "block"] if (town["level"] == "district").any() else ["block"]
    return robustness(figures, town, index, "block", people, levels=levels, **more)


def at(found: Robustness, unit: str, item: str) -> pd.Series:
    return found.ranges.set_index(["unit", "group", "node"]).loc[(unit, "all", item)]


def total(found: Robustness, item: str) -> dict[str, float]:
    """Total share by cause, of the city."""
    rows = found.causes.query("unit == 'town' and group == 'all' and node == @item")
    return dict(zip(rows["cause"], rows["total"], strict=True))


def two_areas(home: tuple[float, float], work: tuple[float, float]) -> Robustness:
    """One block, so that the city's own percentiles make no second curve; two areas of two indicators."""
    index = catalogue(
        node("marker", None), node("home", "marker"), node("work", "marker"),
        *(indicator(f"h{place}", "home") for place in range(2)), *(indicator(f"w{place}", "work") for place in range(2)),
    )  # fmt: skip
    cells = {
        ("b1", f"{area}{place}"): value for area, both in (("h", home), ("w", work)) for place, value in enumerate(both)
    }
    return vary(values(cells), units({"b1": 1.0}), index)


def test_leaving_one_of_two_indicators_out_reaches_from_the_one_to_the_other():
    # Of three ways as likely as each other (both, without water, without jobs) one has 40 and one 90.
    index = catalogue(node("marker", None), indicator("water", "marker"), indicator("jobs", "marker"))
    found = vary(values({("b1", "water"): 40.0, ("b1", "jobs"): 90.0}), units({"b1": 1.0}), index)
    row = at(found, "b1", "marker")
    assert (row["robust_low"], row["robust_high"]) == (40.0, 90.0)
    assert (row["rank_robust_low"], row["rank_robust_high"]) == (1, 1)
    assert max(total(found, "marker"), key=total(found, "marker").get) == "left_out"


def markers(home: float, work: float) -> np.ndarray:
    """Both means of two areas over a fine grid of their weights, 0.75 to 1.25: arithmetic, geometric."""
    steps = 0.75 + 0.5 * (np.arange(400) + 0.5) / 400
    share = steps[:, None] / (steps[:, None] + steps)
    floored = max(home, 1.0), max(work, 1.0)
    return np.stack([home * share + work * (1 - share), floored[0] ** share * floored[1] ** (1 - share)])


@pytest.mark.parametrize(("home", "work"), [(20.0, 80.0), (0.0, 100.0)])
def test_weights_and_means_move_a_score_as_far_as_a_quarter_more_or_less_allows(home, work):
    # Nothing left out counts, as the two indicators of an area are alike. A zero counts as one under a geometric mean:
    # 1^0.625 100^0.375 = 5.6 is the lowest, not 0.
    low, high = np.quantile(markers(home, work), [0.025, 0.975])
    row = at(two_areas((home, home), (work, work)), "town", "marker")
    assert row["robust_low"] == pytest.approx(low, abs=0.6)
    assert row["robust_high"] == pytest.approx(high, abs=0.6)


def test_the_second_curve_runs_between_the_citys_5th_and_95th_percentile():
    # 21 blocks with 0, 5, ... 100: percentiles 5 and 95. Under the second curve 20 is worth 15 / 90 = 16.67 and 90 is 94.44;
    # where lower is better, 20 is worth 80 by the first curve and 75 / 90 = 83.33 by the second.
    falling = ((0.0, 100.0), (100.0, 0.0))
    better_low = indicator("walk", "marker", direction="lower", curve=Curve("none", falling, "test", "fact"))
    in_band = indicator("dense", "marker", direction="band")
    index = catalogue(node("marker", None), indicator("water", "marker"), better_low, in_band)
    figures = {(f"b{place:02d}", name): 5.0 * place for place in range(21) for name in ("water", "walk", "dense")}
    found = vary(values(figures), units({f"b{place:02d}": 1.0 for place in range(21)}), index)
    ends = {name: at(found, "b04", name)[["robust_low", "robust_high"]].tolist() for name in ("water", "walk", "dense")}
    assert ends["water"] == pytest.approx([100 * 15 / 90, 20])
    assert ends["walk"] == pytest.approx([80, 100 * 75 / 90])
    assert ends["dense"] == [20, 20]
    assert at(found, "b18", "water")["robust_high"] == pytest.approx(100 * 85 / 90)


def test_percentiles_that_differ_by_rounding_alone_make_no_second_curve():
    index = catalogue(node("marker", None), indicator("water", "marker"))
    cells = {(f"b{place}", "water"): 50.0 + 1e-13 * place for place in range(3)} | {("b3", "water"): 50.0}
    found = vary(values(cells), units(dict.fromkeys(["b0", "b1", "b2", "b3"], 1.0)), index)
    assert (at(found, "b0", "water")["robust_low"], at(found, "b2", "water")["robust_high"]) == (50.0, 50.0)


def test_causes_that_change_nothing_have_no_share():
    # Both indicators have the same figures, hence the same scores under any curve: only the curve matters.
    index = catalogue(node("marker", None), indicator("water", "marker"), indicator("jobs", "marker"))
    figures = {(f"b{place}", name): 10.0 * place for place in range(5) for name in ("water", "jobs")}
    found = vary(values(figures), units({f"b{place}": 1.0 + 3 * place for place in range(5)}), index)
    shares = total(found, "marker")
    assert shares["curves"] == pytest.approx(1, abs=0.02)
    assert [shares[cause] for cause in ("weights", "mean", "left_out")] == pytest.approx([0, 0, 0], abs=1e-12)


def test_the_shares_of_two_choices_are_those_of_numeric_integration():
    # The variance over the mean of the weights, and over the weights of the mean, as shares of the whole.
    both = markers(20.0, 80.0)
    by_mean, by_weights = np.var(both.mean(axis=(1, 2))) / np.var(both), np.var(both.mean(axis=0)) / np.var(both)
    found = two_areas((20.0, 20.0), (80.0, 80.0))
    rows = found.causes.query("unit == 'town' and node == 'marker'").set_index("cause")
    assert rows.loc["mean", "first"] == pytest.approx(by_mean, abs=0.03)
    assert rows.loc["mean", "total"] == pytest.approx(1 - by_weights, abs=0.03)
    assert rows.loc["weights", "first"] == pytest.approx(by_weights, abs=0.03)
    assert rows.loc["left_out", "total"] == pytest.approx(0, abs=1e-12)


def test_a_city_that_is_alike_everywhere_and_in_everything_has_ranges_without_width_and_no_causes():
    index = catalogue(node("marker", None), indicator("water", "marker"), indicator("jobs", "marker"))
    figures = {(f"b{place}", name): 61.3 for place in range(4) for name in ("water", "jobs")}
    found = vary(values(figures), units({f"b{place}": 1.0 for place in range(4)}), index)
    assert found.ranges[["robust_low", "robust_high"]].to_numpy() == pytest.approx(61.3, abs=1e-7)
    assert (found.ranges[["rank_robust_low", "rank_robust_high"]] == 1).all(axis=None)
    assert found.causes[["first", "total"]].isna().all(axis=None)


def test_causes_are_told_of_the_marker_and_its_areas_for_the_city_and_the_coarsest_level():
    index = catalogue(
        node("marker", None), node("home", "marker"), node("roof", "home"), indicator("water", "roof"),
        indicator("jobs", "marker"),
    )  # fmt: skip
    town = units({"b1": 1.0, "b2": 2.0}, {"b1": "d1", "b2": "d2"}, districts=["d1", "d2"])
    figures = values({(block, name): 30.0 + 9 * place for place, (block, name) in enumerate(
        [("b1", "water"), ("b2", "water"), ("b1", "jobs"), ("b2", "jobs")])})  # fmt: skip
    found = vary(figures, town, index)
    assert found.causes.equals(CAUSES.conform(found.causes))
    assert sorted(set(zip(found.causes["level"], found.causes["unit"], strict=True))) == [
        ("city", "town"), ("district", "d1"), ("district", "d2"),
    ]  # fmt: skip
    assert set(found.causes["node"]) == {"marker", "home"}
    assert set(found.causes["cause"]) == {"weights", "mean", "curves", "left_out"}


def test_two_thousand_runs_are_1998_and_the_same_seed_gives_the_same_bytes():
    index = catalogue(node("marker", None), indicator("water", "marker"), indicator("jobs", "marker"))
    figures, town = values({("b1", "water"): 40.0, ("b1", "jobs"): 90.0}), units({"b1": 1.0})
    one, again, other = (vary(figures, town, index, seed=seed) for seed in (1, 1, 2))
    assert one.runs == 1998
    pd.testing.assert_frame_equal(one.ranges, again.ranges, check_exact=True)
    pd.testing.assert_frame_equal(one.causes, again.causes, check_exact=True)
    assert not one.causes.equals(other.causes)
    with pytest.raises(ValueError, match="12 runs"):
        vary(figures, town, index, runs=11)


@settings(max_examples=6)
@given(cities(), st.integers(0, 1000))
def test_a_range_holds_the_score_and_the_rank_and_stays_on_their_scales(city, seed):
    index, figures, town = city
    people = pd.DataFrame({"unit": ["b0", "b3"], "group": "g", "population": [5.0, 2.0]})
    found = vary(figures, town, index, people, runs=36, seed=seed).ranges
    scores = measure(figures, town, index, people).scores
    pd.testing.assert_frame_equal(found[list(SCORES.key)], scores[list(SCORES.key)])
    assert (found["robust_low"].isna() == scores["score"].isna()).all()
    known = scores["score"].notna()
    here, score = found.loc[known], scores.loc[known]
    assert (here["robust_low"] <= score["score"] + 1e-7).all()
    assert (here["robust_high"] >= score["score"] - 1e-7).all()
    assert here[["robust_low", "robust_high"]].min().min() >= 0 or here.empty
    assert here[["robust_low", "robust_high"]].max().max() <= 100 + 1e-7 or here.empty
    assert (here["rank_robust_low"] <= score["rank"]).all()
    assert (here["rank_robust_high"] >= score["rank"]).all()
    assert (here["rank_robust_low"] >= 1).all()

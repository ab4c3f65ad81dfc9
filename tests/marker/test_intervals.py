"""Chance in the sample, carried through curves and tree."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue.model import Catalogue, Curve
from tejido.errors import TejidoError
from tejido.marker import Draws, check_draws, intervals, walk
from tejido.marker.drawn import cells_of, complete
from tejido.marker.intervals import Sample
from tejido.marker.prepared import prepare
from tejido.tables import SCORES, SchemaError
from tests.marker.small import catalogue, indicator, measure, node, units, values
from tests.marker.test_properties import cities


@pytest.fixture
def rng() -> np.random.Generator:
    """Chance that is the same whichever tests run."""
    return np.random.default_rng(2026)


def drawn(figures: Mapping[tuple[str, str], np.ndarray], group: str = "all", shared: bool = False) -> Draws:
    """Replicates by block and indicator; `shared`: all blocks have the first one's figures of an indicator."""
    keys = pd.DataFrame(list(figures), columns=["unit", "indicator"]).assign(level="block", group=group)
    cell = pd.factorize(keys["indicator"])[0] if shared else np.arange(len(keys))
    first = np.unique(cell, return_index=True)[1]
    every = list(figures.values())
    return Draws(keys, cell.astype(np.int64), np.column_stack([every[place] for place in first]))


def ranges(
    figures: pd.DataFrame, town: pd.DataFrame, index: Catalogue, draws: Draws, people=None, **more
) -> pd.DataFrame:
    levels = ["district", "block"] if (town["level"] == "district").any() else ["block"]
    found = intervals(figures, town, index, "block", people, draws, levels=levels, **more)
    return found.set_index(["unit", "group", "node"])


def half(row: pd.Series) -> float:
    return float(row["high"] - row["low"]) / 2 / 1.959964


def test_a_linear_marker_has_the_standard_error_of_the_delta_method(rng):
    # Marker = 1/4 water + 3/4 x (1/2 jobs + 1/2 school): the variance is a' S a with a = (0.25, 0.375, 0.375).
    index = catalogue(
        node("marker", None), node("home", "marker", weight=1), node("work", "marker", weight=3),
        indicator("water", "home"), indicator("jobs", "work"), indicator("school", "work"),
    )  # fmt: skip
    S = np.array([[9.0, 3.0, -2.0], [3.0, 4.0, 1.0], [-2.0, 1.0, 6.0]])
    a = np.array([0.25, 0.375, 0.375])
    point = np.array([50.0, 40.0, 60.0])
    figures = rng.multivariate_normal(point, S, size=8000)
    cells = [("b1", "jobs"), ("b1", "school"), ("b1", "water")]
    found = ranges(
        values(dict(zip(cells, [40.0, 60.0, 50.0], strict=True))), units({"b1": 10}), index,
        drawn(dict(zip(cells, figures[:, [1, 2, 0]].T, strict=True))),
    )  # fmt: skip
    assert half(found.loc[("town", "all", "marker")]) == pytest.approx(np.sqrt(a @ S @ a), rel=0.03)
    assert half(found.loc[("b1", "all", "work")]) == pytest.approx(np.sqrt((4 + 6 + 2 * 1) / 4), rel=0.03)


def test_units_that_inherit_one_figure_are_no_more_certain_together_than_alone(rng):
    index = catalogue(node("marker", None), indicator("water", "marker"))
    blocks = {f"b{place}": 10.0 for place in range(16)}
    cells = {(block, "water"): 50.0 for block in blocks}
    error = {cell: 50 + 4 * rng.standard_normal(4000) for cell in cells}
    one = ranges(values(cells), units(blocks), index, drawn(error, shared=True))
    own = ranges(values(cells), units(blocks), index, drawn(error))
    assert half(one.loc[("town", "all", "marker")]) == pytest.approx(half(one.loc[("b0", "all", "marker")]), abs=1e-6)
    assert half(own.loc[("town", "all", "marker")]) == pytest.approx(4 / np.sqrt(16), rel=0.05)
    # Sharing one figure, all blocks stay equal in every sample: nobody overtakes anybody.
    assert (one.loc[("b3", "all", "marker"), ["rank_low", "rank_high"]] == 1).all()
    assert own.loc[("b3", "all", "marker"), "rank_high"] > 10


@settings(max_examples=8)
@given(cities(), st.integers(0, 10_000))
def test_every_replicate_has_the_scores_that_measuring_it_would_give(city, seed):
    index, figures, town = city
    figures = figures.loc[figures["value"].notna()].reset_index(drop=True)
    rng = np.random.default_rng(seed)
    cell = rng.integers(0, 4, len(figures))
    # One value per cell: the first one's.
    figures["value"] = figures.groupby([cell, "indicator"])["value"].transform("first")
    cell = pd.factorize(figures["indicator"] + cell.astype(str))[0].astype(np.int64)
    if not len(figures):
        return
    replicates = rng.uniform(-20, 120, (3, cell.max() + 1))
    draws = Draws(figures[["level", "unit", "group", "indicator"]], cell, replicates)
    ready = prepare(figures, town, index, "block", None, ["district", "block"], cells_of(draws, figures, "block"))
    scored = ready.score("all")
    remade = [
        measure(figures.assign(value=one[cell]), town, index).scores.pivot(index="unit", columns="node", values="score")
        for one in replicates
    ]
    for level, codes in ready.codes.items():
        sample = Sample(ready, scored, replicates, level)
        patterns = walk.Patterns.of(sample.score)
        for item, scores in walk.keep(ready.tree, patterns, range(len(ready.tree.items)), 3, sample.versions):
            expected = [one.loc[codes, ready.tree.items[item]].to_numpy() for one in remade]
            np.testing.assert_allclose(scores, np.array(expected), atol=1e-6)


def test_where_nothing_comes_from_a_sample_there_is_no_interval_instead_of_one_without_width(rng):
    index = catalogue(node("marker", None), indicator("water", "marker"), indicator("paper", "marker"))
    town = units({"b1": 1, "b2": 1})
    figures = values({("b1", "water"): 40.0, ("b1", "paper"): 10.0, ("b2", "paper"): 90.0})
    found = ranges(figures, town, index, drawn({("b1", "water"): 40 + rng.standard_normal(200)}))
    columns = ["low", "high", "p_band"]
    assert found.loc[("b2", "all", "marker"), columns].isna().all()
    assert found.loc[("b1", "all", "paper"), columns].isna().all()
    assert found.loc[("b1", "all", "marker"), columns].notna().all()
    assert found.loc[("town", "all", "marker"), columns].notna().all()
    # The place of a certain score depends on those that are not: b2 (90) stays before b1 (25) in every sample.
    assert found.loc[("b2", "all", "marker"), ["rank_low", "rank_high"]].tolist() == [1, 1]


def test_the_rows_are_those_of_the_scores_in_their_order(rng):
    index = catalogue(node("marker", None), indicator("water", "marker", about="place"))
    town = units({"b1": 1, "b2": 1}, {"b1": "d1"}, districts=["d1"])
    people = pd.DataFrame({"unit": ["b1"], "group": "g", "population": [1.0]})
    figures = values({("b1", "water"): 40.0})
    draws = drawn({("b1", "water"): 40 + rng.standard_normal(50)})
    found = intervals(figures, town, index, "block", people, draws, levels=["district", "block"])
    keys = list(SCORES.key)
    expected = measure(figures, town, index, people).scores[keys]
    pd.testing.assert_frame_equal(found[keys], expected)


def test_a_group_has_the_chance_of_places_where_it_lives_but_not_that_of_other_peoples_answers(rng):
    index = catalogue(node("marker", None), indicator("clinic", "marker", about="place"), indicator("water", "marker"))
    people = pd.DataFrame({"unit": ["b1"], "group": "g", "population": [5.0]})
    figures = values({("b1", "clinic"): 50.0, ("b1", "water"): 50.0})
    draws = drawn({(("b1"), name): 50 + 3 * rng.standard_normal(300) for name in ("clinic", "water")})
    found = ranges(figures, units({"b1": 10}), index, draws, people)
    assert found.loc[("b1", "g", "clinic"), "low"] == found.loc[("b1", "all", "clinic"), "low"]
    assert np.isnan(found.loc[("b1", "g", "water"), "low"])
    assert found.loc[("b1", "g", "marker"), "high"] == found.loc[("b1", "g", "clinic"), "high"]


def test_the_probability_of_a_band_is_the_share_of_samples_in_it(rng):
    # Bands start at 50 and 80. Samples of 50 are as often below as above; 65 -+ 1 never leaves its band.
    index = catalogue(node("marker", None), indicator("water", "marker"))
    error = np.linspace(-2, 2, 401)[rng.permutation(401)]
    figures = {("b1", "water"): 50.0, ("b2", "water"): 65.0}
    found = ranges(
        values(figures),
        units({"b1": 1, "b2": 1}),
        index,
        drawn({cell: figure + error for cell, figure in figures.items()}),
    )
    assert found.loc[("b1", "all", "marker"), "p_band"] == pytest.approx(201 / 401)
    assert found.loc[("b2", "all", "marker"), "p_band"] == 1.0


def test_ranks_have_a_range_where_the_sample_cannot_tell_units_apart(rng):
    index = catalogue(node("marker", None), indicator("water", "marker"))
    figures = {("b1", "water"): 80.0, ("b2", "water"): 30.0, ("b3", "water"): 29.0}
    replicates = {cell: figure + 3 * rng.standard_normal(500) for cell, figure in figures.items()}
    found = ranges(values(figures), units({"b1": 1, "b2": 1, "b3": 1}), index, drawn(replicates))
    places = found.xs("marker", level="node")[["rank_low", "rank_high"]].droplevel("group")
    assert places.loc["b1"].tolist() == [1, 1]
    assert places.loc["b2"].tolist() == [2, 3]
    assert places.loc["b3"].tolist() == [2, 3]


@pytest.mark.parametrize("true", [50.0, 92.0])
def test_intervals_hold_the_truth_in_95_of_100_samples_also_near_the_end_of_a_curve(true, rng):
    # 2,000 blocks are 2,000 samples of one truth, with errors of 6 points, on curves that end at 100.
    index = catalogue(node("marker", None), *(indicator(f"i{number}", "marker") for number in range(3)))
    truth = {"i0": true, "i1": 40.0, "i2": 60.0}
    blocks = [f"b{place:04d}" for place in range(2000)]
    cells = [(block, name) for block in blocks for name in truth]
    estimates = np.array([truth[name] for _, name in cells]) + 6 * rng.standard_normal(len(cells))
    replicates = estimates + 6 * rng.standard_normal((250, len(cells)))
    keys = pd.DataFrame(cells, columns=["unit", "indicator"]).assign(level="block", group="all")
    figures = values(dict(zip(cells, estimates, strict=True)))
    town = units(dict.fromkeys(blocks, 1.0))
    found = ranges(figures, town, index, Draws(keys, np.arange(len(cells)), replicates)).loc[blocks]
    for name, expected in (("i0", true), ("marker", (true + 100) / 3)):
        mine = found.xs(name, level="node")
        held = ((mine["low"] <= expected) & (expected <= mine["high"])).mean()
        assert 0.93 < held < 0.97


@pytest.mark.parametrize(("true", "best"), [(46.0, (45.0, 55.0)), (40.0, (45.0, 55.0))])
def test_an_average_over_bent_curves_holds_the_truth_although_every_sample_pulls_it_down(true, best, rng):
    # Eight indicators, best between 45 and 55: errors of 6 points lower the score of one at 46, they never raise it, and the
    # mean of eight is too low by 1.4 of its standard errors. 1,000 blocks are 1,000 samples.
    curve = Curve("none", ((0.0, 0.0), (best[0], 100.0), (best[1], 100.0), (100.0, 0.0)), "test", "fact")
    names = [f"i{number}" for number in range(8)]
    index = catalogue(node("marker", None), *(indicator(name, "marker", curve=curve) for name in names))
    cells = [(f"b{place:04d}", name) for place in range(1000) for name in names]
    estimates = true + 6 * rng.standard_normal(len(cells))
    keys = pd.DataFrame(cells, columns=["unit", "indicator"]).assign(level="block", group="all")
    draws = Draws(keys, np.arange(len(cells)), estimates + 6 * rng.standard_normal((250, len(cells))))
    town = units(dict.fromkeys(keys["unit"].unique(), 1.0))
    found = ranges(values(dict(zip(cells, estimates, strict=True))), town, index, draws).xs("marker", level="node")
    expected = min(100.0, 100 * true / best[0])
    held = ((found["low"] <= expected) & (expected <= found["high"])).iloc[:1000].mean()
    assert 0.92 < held < 0.98


def test_few_degrees_of_freedom_widen_the_interval(rng):
    # Student's t with 10 degrees of freedom: 2.228 standard errors instead of 1.960.
    index = catalogue(node("marker", None), indicator("water", "marker"))
    figures, draws = values({("b1", "water"): 50.0}), drawn({("b1", "water"): 50 + rng.standard_normal(2000)})
    few = Draws(draws.keys, draws.cell, draws.figures, df=10)
    narrow, wide = (ranges(figures, units({"b1": 1}), index, one).loc[("b1", "all", "marker")] for one in (draws, few))
    assert half(wide) * 1.959964 == pytest.approx(2.228139 * draws.figures.std(ddof=1), rel=1e-5)
    assert half(wide) > 1.1 * half(narrow)


def test_missing_replicates_are_told_and_neither_move_nor_narrow_a_figure(rng):
    figures = 30 + 5 * rng.standard_normal((400, 2))
    figures[:100, 0] = np.nan
    keys = pd.DataFrame({"level": "block", "unit": ["b1", "b2"], "group": "all", "indicator": "water"})
    draws = Draws(keys, np.array([0, 1]), figures)
    assert [(one.code, dict(one.values)["missing"]) for one in check_draws(draws)] == [("M501", 100)]
    whole = complete(draws)
    assert whole[:, 0].mean() == pytest.approx(np.nanmean(figures[:, 0]))
    assert whole[:, 0].std(ddof=1) == pytest.approx(np.nanstd(figures[:, 0], ddof=1))
    np.testing.assert_array_equal(whole[:, 1], figures[:, 1])


def test_a_figure_missing_in_most_replicates_stops_the_work():
    figures = np.full((10, 1), np.nan)
    figures[:4] = [[1], [2], [3], [4]]
    draws = Draws(
        pd.DataFrame({"level": "block", "unit": ["b1"], "group": "all", "indicator": "water"}),
        np.zeros(1, int),
        figures,
    )
    index = catalogue(node("marker", None), indicator("water", "marker"))
    with pytest.raises(TejidoError, match="M502"):
        ranges(values({("b1", "water"): 2.0}), units({"b1": 1}), index, draws)


def test_a_figure_that_never_varies_is_told_and_has_no_interval_of_its_own(rng):
    index = catalogue(node("marker", None), indicator("water", "marker"), indicator("jobs", "marker"))
    draws = drawn({("b1", "water"): np.full(100, 100.0), ("b1", "jobs"): 50 + rng.standard_normal(100)})
    assert [(one.code, dict(one.values)["indicator"]) for one in check_draws(draws)] == [("M503", "water")]
    found = ranges(values({("b1", "water"): 100.0, ("b1", "jobs"): 50.0}), units({"b1": 1}), index, draws)
    assert np.isnan(found.loc[("b1", "all", "water"), "low"])
    assert found.loc[("b1", "all", "marker"), "high"] - 75 == pytest.approx(
        (found.loc[("b1", "all", "jobs"), "high"] - 50) / 2, abs=1e-6
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": ["b1", "b1"]}, "repeat"),
        ({"unit": ["b1", "b9"]}, "no rows of the values"),
        ({"level": "city"}, "another level"),
        ({}, "different values"),
    ],
)
def test_draws_that_do_not_fit_the_values_are_refused(change, message, rng):
    index = catalogue(node("marker", None), indicator("water", "marker"))
    keys = pd.DataFrame({"level": "block", "unit": ["b1", "b2"], "group": "all", "indicator": "water"}).assign(**change)
    draws = Draws(keys, np.zeros(2, dtype=np.int64), rng.standard_normal((5, 1)))
    with pytest.raises(SchemaError, match=message):
        ranges(values({("b1", "water"): 2.0, ("b2", "water"): 3.0}), units({"b1": 1, "b2": 1}), index, draws)


def test_draws_without_figures_for_a_cell_are_refused():
    keys = pd.DataFrame({"level": ["block"], "unit": "b1", "group": "all", "indicator": "water"})
    with pytest.raises(SchemaError, match="no figures"):
        Draws(keys, np.array([1]), np.zeros((5, 1)))


@settings(max_examples=4)
@given(cities(), st.integers(0, 1000))
def test_memory_is_a_matter_of_pieces_and_not_of_results(city, seed):
    index, figures, town = city
    figures = figures.loc[figures["value"].notna()].reset_index(drop=True)
    replicates = figures["value"].to_numpy() + np.random.default_rng(seed).normal(size=(20, len(figures)))
    keys = figures[["level", "unit", "group", "indicator"]]
    draws = Draws(keys, np.arange(len(keys)), replicates)
    whole = ranges(figures, town, index, draws)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk, "PIECE", 21)
        patch.setattr(walk, "KEPT", 300)
        pd.testing.assert_frame_equal(ranges(figures, town, index, draws), whole, atol=1e-7)
    assert (whole["low"].dropna() >= 0).all()
    assert (whole["high"].dropna() <= 100).all()

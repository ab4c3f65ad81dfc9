"""What holds for every tree, every city and every pattern of missing values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue.model import Catalogue
from tejido.marker import measure_marker
from tests.marker.small import catalogue, indicator, measure, node, units, values

PARENTS = {f"b{place}": f"d{place % 3}" for place in range(7)}


@st.composite
def trees(draw: st.DrawFn) -> Catalogue:
    """Up to three levels of nodes with unequal weights, both means and thresholds."""
    weight = st.sampled_from([0.3, 1.0, 2.5])
    mean = st.sampled_from(["arithmetic", "geometric"])
    limit = st.sampled_from([0.0, 0.3, 0.5])
    items = [node("marker", None, mean=draw(mean), minimum_coverage=draw(limit))]
    leaf = 0
    for area in range(draw(st.integers(1, 3))):
        items.append(node(f"area{area}", "marker", mean=draw(mean), weight=draw(weight), minimum_coverage=draw(limit)))
        for dimension in range(draw(st.integers(0, 2))):
            name = f"dimension{area}{dimension}"
            items.append(node(name, f"area{area}", mean=draw(mean), weight=draw(weight)))
            items.append(indicator(f"i{leaf}", name, weight=draw(weight)))
            items.append(indicator(f"i{leaf + 1}", name, weight=draw(weight)))
            leaf += 2
        items.append(indicator(f"i{leaf}", f"area{area}", about="place", weight=draw(weight)))
        leaf += 1
    return catalogue(*items)


@st.composite
def cities(draw: st.DrawFn) -> tuple[Catalogue, pd.DataFrame, pd.DataFrame]:
    index = draw(trees())
    figure = st.one_of(st.none(), st.sampled_from([0.0, 100.0, 33.333333333]), st.floats(0, 100))
    people = st.sampled_from([None, 0.0, 7.0, 11.5, 1234.0])
    figures = {(unit, name): draw(figure) for unit in PARENTS for name in index.indicators}
    sizes = {cell: draw(people) for cell in figures}
    town = units({unit: draw(people) for unit in PARENTS}, PARENTS, districts=["d0", "d1", "d2"])
    return index, values(figures, population=sizes), town


def tables(marker):
    """Scores and points as frames unit x item; codes are unique over the levels here."""
    scores = marker.scores.pivot(index="unit", columns="node", values="score")
    lost = marker.contributions.pivot(index="unit", columns="node", values="points")
    return scores, lost.reindex(index=scores.index, columns=scores.columns)


@settings(max_examples=25)
@given(cities())
def test_points_sum_to_what_is_lacking_in_every_unit_at_every_level(city):
    index, figures, town = city
    scores, lost = tables(measure(figures, town, index))
    lost[index.root] = 100 - scores[index.root]
    for parent, children in index.children.items():
        known = lost[parent].notna()
        rest = lost.loc[known, list(children)].sum(axis=1) - lost.loc[known, parent]
        assert (rest.abs() <= 1e-9).all()
    assert (lost.fillna(0) >= 0).all(axis=None)


@settings(max_examples=25)
@given(cities())
def test_a_score_lies_between_its_children_and_a_missing_one_has_a_reason(city):
    index, figures, town = city
    marker = measure(figures, town, index)
    scores, _ = tables(marker)
    for parent, children in index.children.items():
        own, below = scores[parent].dropna(), scores[list(children)]
        floor = np.maximum(below, 1.0) if index.nodes[parent].mean == "geometric" else below
        assert (own >= floor.min(axis=1)[own.index] - 1e-8).all()
        assert (own <= floor.max(axis=1)[own.index] + 1e-8).all()
    assert (marker.scores["score"].isna() == marker.scores["reason"].notna()).all()
    assert marker.scores["coverage"].between(0, 1).all()


@settings(max_examples=12)
@given(cities(), st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(city, seed):
    index, figures, town = city
    first = measure(figures, town, index)
    mixed = measure(figures.sample(frac=1, random_state=seed), town.sample(frac=1, random_state=seed), index)
    pd.testing.assert_frame_equal(first.scores, mixed.scores, check_exact=True)
    pd.testing.assert_frame_equal(first.contributions, mixed.contributions, check_exact=True)


@settings(max_examples=12)
@given(cities(), st.integers(0, 10_000), st.floats(0, 50))
def test_raising_a_value_that_is_better_higher_lowers_no_score(city, place, more):
    index, figures, town = city
    known = np.flatnonzero(figures["value"].notna())
    if not len(known):
        return
    raised = figures.copy()
    raised.loc[known[place % len(known)], "value"] += more
    before, _ = tables(measure(figures, town, index))
    after, _ = tables(measure(raised, town, index))
    assert (after.fillna(-1) >= before.fillna(-1)).all(axis=None)


@settings(max_examples=12)
@given(cities())
def test_a_larger_units_indicator_is_the_average_of_its_blocks_by_their_universe(city):
    index, figures, town = city
    figures = figures.assign(population=figures["population"].fillna(3.0))
    scores, _ = tables(measure(figures, town, index))
    alive = set(town.loc[(town["level"] == "block") & (town["population"] > 0), "unit"])
    for name in index.indicators:
        mine = figures.loc[(figures["indicator"] == name) & figures["unit"].isin(alive)].set_index("unit")
        here = mine.loc[mine["value"].notna() & (mine["population"] > 0)]
        if here["population"].sum() < 0.5 * mine["population"].sum() or here.empty:
            assert np.isnan(scores.loc["town", name])
        else:
            expected = np.average(here["value"], weights=here["population"])
            assert abs(scores.loc["town", name] - expected) < 1e-7


def test_a_group_that_lives_everywhere_alike_has_everybodys_places():
    index = catalogue(node("marker", None), indicator("clinic", "marker", about="place"))
    town = units({"b1": 100, "b2": 300, "b3": 600}, {"b1": "d1", "b2": "d1", "b3": "d2"}, districts=["d1", "d2"])
    figures = values({("b1", "clinic"): 10, ("b2", "clinic"): 50, ("b3", "clinic"): 90})
    people = pd.DataFrame({"unit": ["b3", "b1", "b2"], "group": "g", "population": [60.0, 10.0, 30.0]})
    marker = measure_marker(figures, town, index, "block", people, levels=["district", "block"])
    both = marker.scores.pivot(index=["unit", "node"], columns="group", values="score")
    assert (both["g"] - both["all"]).abs().max() < 1e-8

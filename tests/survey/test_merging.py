"""Units that do not carry a figure are shown together with their neighbours, and never more of them than it takes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tejido.errors import TejidoError
from tejido.survey.merging import Passes, choose_level, merge_units

LEAST = 60


def units(n: dict[str, int], parent: dict[str, str] | None = None, **places: dict[str, float]) -> pd.DataFrame:
    table = pd.DataFrame({"unit": list(n), "n": list(n.values())})
    table["parent"] = [(parent or {}).get(code, "P") for code in n]
    return table.assign(**{name: [where[code] for code in n] for name, where in places.items()})


def touching(*pairs: str) -> pd.DataFrame:
    """``"ab"``: units a and b touch."""
    return pd.DataFrame({"unit": [pair[0] for pair in pairs], "other": [pair[1] for pair in pairs]}, dtype="str")


def chain(codes: str) -> pd.DataFrame:
    return touching(*(one + other for one, other in pairwise(codes)))


class Enough:
    """A domain passes from `LEAST` answers on; counts how often it was asked."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.n = table.set_index("unit")["n"]
        self.asked = 0

    def __call__(self, domains: pd.Series) -> pd.Series:
        self.asked += 1
        return self.n.groupby(domains).sum() >= LEAST


def merged(table: pd.DataFrame, neighbours: pd.DataFrame) -> dict[str, str]:
    return merge_units(table, neighbours, Enough(table)).to_dict()


def test_units_that_pass_stay_alone_and_keep_their_code():
    assert merged(units({"a": 60, "b": 99, "c": 60}), chain("abc")) == {"a": "a", "b": "b", "c": "c"}


def test_a_unit_that_does_not_pass_joins_one_that_does_not_either_before_one_that_does():
    # b (20 answers) touches a (80, passes) and c (45, does not): b and c make 65, a stays alone.
    assert merged(units({"a": 80, "b": 20, "c": 45}), chain("abc")) == {"a": "a", "b": "b+", "c": "b+"}


def test_where_all_neighbours_pass_the_smallest_of_them_takes_it_in():
    assert merged(units({"a": 80, "b": 20, "c": 70}), chain("abc")) == {"a": "a", "b": "b+", "c": "b+"}


def test_domains_grow_in_rounds_until_they_pass_and_no_further():
    # Round 1: a joins b and c joins d. Round 2: e (20) joins c+ (40), and 60 pass. Round 3: a+ (40) has only c+ beside it.
    assert merged(units(dict.fromkeys("abcde", 20)), chain("abcde")) == dict.fromkeys("abcde", "a+")
    # Six of 30: every pair passes after one round.
    found = merged(units(dict.fromkeys("abcdef", 30)), chain("abcdef"))
    assert found == {"a": "a+", "b": "a+", "c": "c+", "d": "c+", "e": "e+", "f": "e+"}


def test_nothing_is_merged_across_parents():
    table = units({"a": 30, "b": 30, "c": 70}, {"a": "P", "b": "P", "c": "Q"})
    assert merged(table, chain("abc")) == {"a": "a+", "b": "a+", "c": "c"}


def test_a_parent_that_does_not_pass_as_a_whole_gets_the_figure_of_the_city():
    table = units({"a": 20, "b": 20, "c": 70, "d": 10}, {"a": "P", "b": "P", "c": "Q", "d": "R"})
    assert merged(table, chain("abcd")) == {"a": "city", "b": "city", "c": "c", "d": "city"}


def test_units_outside_all_parents_are_merged_with_each_other():
    table = units({"a": 30, "b": 30, "c": 70})
    table["parent"] = None
    assert merged(table, chain("abc")) == {"a": "a+", "b": "a+", "c": "c"}


def test_a_unit_without_neighbours_joins_the_nearest_of_its_parent():
    n = {"a": 70, "b": 90, "c": 10}
    x, y = {"a": 0.0, "b": 0.0, "c": 0.0}, {"a": 0.0, "b": 500.0, "c": 900.0}
    assert merged(units(n, x=x, y=y), chain("ab")) == {"a": "a", "b": "b+", "c": "b+"}
    # Without places the smallest is taken.
    assert merged(units(n), chain("ab")) == {"a": "a+", "b": "b", "c": "a+"}


def test_a_unit_without_answers_joins_one_that_has_some_and_that_one_does_not_grow_by_it():
    # x has no answers; b (40) still joins c (40), although it took x in.
    found = merged(units({"b": 40, "c": 40, "d": 90, "x": 0}), chain("xbcd"))
    assert found == {"x": "b+", "b": "b+", "c": "b+", "d": "d"}


def test_units_without_answers_far_from_any_are_merged_with_each_other_and_then_with_the_nearest():
    n = {"a": 70, "b": 90, "x": 0, "y": 0}
    x, y = dict(zip(n, (0.0, 100.0, 400.0, 500.0), strict=True)), dict.fromkeys(n, 0.0)
    assert merged(units(n, x=x, y=y), chain("ab").pipe(lambda one: pd.concat([one, chain("xy")]))) == {
        "a": "a",
        "b": "b+",
        "x": "b+",
        "y": "b+",
    }


def by_name(*passing: str) -> Passes:
    """What passes by the letters of a domain's units, whatever their answers: quality is more than their number."""

    def passes(domains: pd.Series) -> pd.Series:
        return domains.groupby(domains).agg(lambda one: "".join(one.index)).isin(passing)

    return passes


def test_a_neighbour_that_does_not_pass_comes_first_even_if_it_has_more_answers():
    table = units({"a": 30, "b": 20, "c": 45})
    found = merge_units(table, chain("abc"), by_name("a", "bc"))
    assert found.to_dict() == {"a": "a", "b": "b+", "c": "b+"}


def test_a_domain_that_has_just_grown_is_asked_about_before_it_grows_again():
    # a joins m. b touches m+ (10 answers) and c (45): m+ must wait, so b joins c; and a and m turn out to pass together.
    table = units({"a": 5, "m": 5, "b": 20, "c": 45})
    found = merge_units(table, touching("am", "mb", "bc"), by_name("am", "bc"))
    assert found.to_dict() == {"a": "a+", "m": "a+", "b": "b+", "c": "b+"}


def test_a_unit_without_answers_is_not_drawn_away_by_another_without():
    # w touches only x and y, which have no answers either. x joins a and y joins b first; then w joins b, the smaller one.
    table = units({"a": 90, "b": 70, "w": 0, "x": 0, "y": 0})
    found = merged(table, touching("wx", "wy", "xa", "yb"))
    assert found == {"a": "a+", "x": "a+", "b": "b+", "y": "b+", "w": "b+"}


def test_a_domain_that_fails_by_taking_a_unit_in_goes_on_growing():
    # Together a and b differ so much that their figure is less exact than that of a alone.
    table = units({"a": 80, "b": 20, "c": 90})
    found = merge_units(table, chain("abc"), by_name("a", "c", "abc"))
    assert found.to_dict() == dict.fromkeys("abc", "a+")


def test_a_code_that_could_be_that_of_a_domain_or_stands_twice_is_refused():
    for code in ("city", "a+"):
        with pytest.raises(TejidoError) as caught:
            merged(units({code: 3, "b": 4}), chain("ab"))
        assert caught.value.findings[0].code == "E820"
    with pytest.raises(TejidoError) as caught:
        merged(pd.concat([units({"a": 3}), units({"a": 4})]), chain("ab"))
    assert caught.value.findings[0].code == "E821"


def test_500_units_are_merged_in_a_few_rounds():
    rng = np.random.default_rng(5)
    codes = [f"{place:03}" for place in range(500)]
    table = pd.DataFrame({"unit": codes, "n": rng.poisson(8, 500), "parent": [place // 100 for place in range(500)]})
    right = pd.DataFrame({"unit": codes[:-1], "other": codes[1:]})
    below = pd.DataFrame({"unit": codes[:-20], "other": codes[20:]})
    passes = Enough(table)
    domains = merge_units(table, pd.concat([right, below]), passes)
    assert passes.asked <= 20
    assert passes(domains).all()
    # A domain of 60 to 120 answers is one or two steps larger than it must be.
    assert 500 * 8 / 120 < domains.nunique() < 500 * 8 / 60


@st.composite
def towns(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    count = draw(st.integers(1, 14))
    codes = [f"u{place:02}" for place in range(count)]
    pick = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(pick, pick), max_size=25))
    table = pd.DataFrame({
        "unit": codes,
        "parent": draw(st.lists(st.sampled_from(["P", "Q"]), min_size=count, max_size=count)),
        "n": draw(st.lists(st.sampled_from([0, 5, 20, 35, 60, 80]), min_size=count, max_size=count)),
        "x": np.arange(count) * 100.0,
        "y": 0.0,
    })  # fmt: skip
    near = pd.DataFrame({"unit": [codes[a] for a, _ in pairs], "other": [codes[b] for _, b in pairs]}, dtype="str")
    return table, near


@given(towns(), st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_domains_pass_where_their_parent_does_and_passing_units_stay_alone_unless_needed(town, chance):
    table, near = town
    passes = Enough(table)
    domains = merge_units(table, near, passes)
    known = table.set_index("unit")
    # Every unit in exactly one domain, which lies in one parent and, but for the city, passes.
    assert domains.index.tolist() == sorted(table["unit"])
    told = passes(domains)
    for domain, members in domains.groupby(domains).groups.items():
        rows = known.loc[members]
        if domain == "city":
            whole = known["n"].groupby(known["parent"]).sum()
            assert (whole[rows["parent"].unique()] < LEAST).all()
            continue
        assert rows["parent"].nunique() == 1
        assert told[domain]
        assert domain == (members[0] if len(members) == 1 else min(members) + "+")
        # One that passes takes in others, but no second that passes alone.
        assert (rows["n"] >= LEAST).sum() <= 1
        if linked(known.index[known["parent"] == rows["parent"].iloc[0]], near):
            assert linked(members, near)
    # The order of the rows and the direction of the pairs change nothing.
    order = chance.sample(range(len(table)), len(table))
    turned = near.rename(columns={"unit": "other", "other": "unit"})[::-1]
    assert merge_units(table.iloc[order], turned, Enough(table)).equals(domains)


def linked(members: pd.Index, near: pd.DataFrame) -> bool:
    """All `members` can be reached from each other through pairs among them."""
    place = {code: number for number, code in enumerate(members)}
    inside = near[near["unit"].isin(members) & near["other"].isin(members)]
    rows, columns = inside["unit"].map(place).astype(int), inside["other"].map(place).astype(int)
    graph = coo_array((np.ones(len(inside)), (rows, columns)), shape=(len(place), len(place)))
    return bool(connected_components(graph, directed=False)[0] == 1)


def told(rows: list[tuple[str, str, float, bool]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["indicator", "level", "population", "passes"])
    return table.assign(unit=[str(place) for place in range(len(table))])


def test_the_level_is_the_finest_where_units_that_pass_hold_half_of_the_people():
    table = told([
        ("water", "district", 60, True), ("water", "district", 40, True),
        ("water", "quarter", 30, True), ("water", "quarter", 20, True), ("water", "quarter", 50, False),
        ("rent", "district", 60, True), ("rent", "district", 40, False),
        ("rent", "quarter", 49, True), ("rent", "quarter", 51, False),
        ("work", "district", 40, True), ("work", "district", 60, False),
        ("work", "quarter", 100, False),
    ])  # fmt: skip
    levels = choose_level(table, ["district", "quarter"])
    assert levels.to_dict() == {"rent": "district", "water": "quarter", "work": "city"}
    assert choose_level(table, ["district", "quarter"], share=0.4).to_dict()["work"] == "district"
    assert choose_level(table.sample(frac=1, random_state=1), ["district", "quarter"]).equals(levels)

"""The extended marker as it is shipped: every published name is answered to, by an indicator that can be computed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from tejido.catalogue import ExtendedIndicator, extended_as_dict, load, load_extended
from tejido.catalogue.entries import FUNCTIONS
from tejido.catalogue.extended import NEEDS_DEFINITION, Extended
from tejido.errors import TejidoError
from tejido.words import LANGUAGES

EXTENDED = load_extended()
BASIC = load("basic")
EVERY = list(EXTENDED.indicators.values())
DEFINED = [one for one in EVERY if one.status != NEEDS_DEFINITION]

# How many names the published list has for each area, 233 in all.
NAMES = {"HOU": 52, "HEA": 36, "EDU": 35, "EMP": 35, "PUB": 37, "GOV": 38}

# The shapes of layers over which a function makes sense.
POLYGONS, POINTS, LINES, FEED = {"polygons", "any"}, {"points", "any"}, {"lines", "any"}, {"feed"}
SHAPES = {
    "people_under": POLYGONS, "share_under": POLYGONS, "area": POLYGONS, "area_per_person": POLYGONS, "space_per_person": POLYGONS,
    "rate": POINTS, "points_per_area": POINTS, "points_per_length": POINTS, "feature_share": POINTS | POLYGONS,
    "length_per_area": LINES, "length_per_person": LINES, "length_share": LINES, "intersections": LINES, "headway": FEED,
}  # fmt: skip


def texts(value: object) -> Iterator[Mapping[str, str]]:
    """Every text for readers inside plain data: the tables whose keys are languages."""
    if isinstance(value, Mapping):
        if value and set(value) <= set(LANGUAGES):
            yield value
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def test_the_list_has_233_names_of_which_43_are_the_programmes_own() -> None:
    assert Counter(code[:3] for code in EXTENDED.listed) == NAMES
    facts = [code for code, name in EXTENDED.listed.items() if name.fact]
    assert len(facts) == 43
    assert {code[:3] for code in facts} == {"HOU"}  # only the table of housing could be read


def test_every_published_name_resolves_to_one_indicator_of_either_marker() -> None:
    unanswered = [code for code, name in EXTENDED.listed.items() if not name.indicator]
    assert unanswered == []
    known = {*BASIC.indicators, *EXTENDED.indicators}
    assert [code for code, name in EXTENDED.listed.items() if name.indicator not in known] == []
    claims = [(code, one.id) for one in EVERY for code in one.listed]
    assert [claim for claim in claims if EXTENDED.listed[claim[0]].indicator != claim[1]] == []
    assert [code for code, times in Counter(code for code, _ in claims).items() if times > 1] == []


def test_provenance_says_whether_a_name_of_the_programme_stands_behind_an_indicator() -> None:
    for one in EVERY:
        assert (one.provenance == "fact") == any(EXTENDED.listed[code].fact for code in one.listed), one.id


def test_at_most_eight_indicators_need_a_definition_and_each_says_what_it_lacks() -> None:
    waiting = [one for one in EVERY if one.status == NEEDS_DEFINITION]
    assert len(waiting) <= 8
    for one in waiting:
        assert set(one.lacking) == set(LANGUAGES), one.id
        assert one.answers is None, one.id
        assert one.compute.role is None, one.id


def test_nothing_that_a_reader_sees_lacks_spanish_or_english() -> None:
    found = list(texts(extended_as_dict(EXTENDED)))
    assert len(found) > 3 * len(EVERY)  # names, definitions and unit of each at least
    wrong = [text for text in found if set(text) != set(LANGUAGES) or not all(word.strip() for word in text.values())]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_indicators_have_one_name(lang: str) -> None:
    names = Counter(one.names[lang].casefold() for one in [*BASIC.indicators.values(), *EVERY])
    assert [name for name, times in names.items() if times > 1] == []


def test_no_two_indicators_of_either_marker_are_computed_alike() -> None:
    made: dict[str, list[str]] = {}
    for one in [*BASIC.indicators.values(), *DEFINED]:
        if one.answers is not None:
            made.setdefault(repr(one.answers), []).append(one.id)
        if one.compute.role is not None:
            places = (one.compute.function, one.compute.role, sorted(one.compute.options.items()))
            made.setdefault(repr(places), []).append(one.id)
    assert [ids for ids in made.values() if len(ids) > 1] == []


def test_ids_of_the_two_markers_differ() -> None:
    assert set(EXTENDED.indicators) & {*BASIC.indicators, *BASIC.nodes} == set()


def test_at_least_twelve_locations_became_figures() -> None:
    named = [name for name in EXTENDED.listed.values() if name.names["en"].startswith("Location of")]
    figures = []
    for name in named:
        one = BASIC.indicators.get(name.indicator) or EXTENDED.indicators[name.indicator]
        if one.status != NEEDS_DEFINITION and (one.answers is not None or one.compute.role is not None):
            figures.append(name.code)
    assert len(figures) >= 12
    given = {name.code for name in named} - set(figures)
    assert given == set(), "a place is on a map: these have neither a layer nor a formula"


def is_computed(one: ExtendedIndicator) -> None:
    needs_role, _ = FUNCTIONS[one.compute.function]
    if one.source_kind in ("survey", "perception"):
        assert one.answers is not None
    elif one.source_kind == "territory":
        assert needs_role or one.compute.function in ("density", "segregation")
    else:
        assert one.data_needed, "nobody is told which record is needed"
    if one.compute.function == "given":
        assert one.answers is not None or one.data_needed
    assert one.universe in EXTENDED.universes
    if one.compute.role is not None and one.compute.function in SHAPES:
        assert EXTENDED.roles[one.compute.role].shape in SHAPES[one.compute.function]


@pytest.mark.parametrize("area", EXTENDED.areas)
def test_an_indicator_has_a_real_way_to_be_computed(area: str) -> None:
    for one in DEFINED:
        if one.area == area:
            is_computed(one)


def is_in_its_unit(one: ExtendedIndicator) -> None:
    low, high = one.possible
    assert low < high
    formula = one.answers
    if formula is None:
        return
    if one.measure_unit.startswith("percent") and formula.statistic == "share":
        assert formula.scale == 100
        assert (low, high) == (0, 100)
    if formula.statistic == "share" and formula.scale == 1:
        assert high <= 1


@pytest.mark.parametrize("area", EXTENDED.areas)
def test_a_figure_is_told_in_the_unit_that_its_formula_gives(area: str) -> None:
    for one in DEFINED:
        if one.area == area:
            is_in_its_unit(one)


def test_a_universe_counts_what_the_answers_are_of() -> None:
    wrong = []
    for one in DEFINED:
        if one.answers is not None:
            persons = EXTENDED.universes[one.universe].counts == "persons"
            if persons != (one.answers.table != "households"):
                wrong.append(one.id)
    assert wrong == []


def test_every_area_category_and_filter_of_the_programme_is_used() -> None:
    assert list(EXTENDED.areas) == ["housing", "economy", "health", "education", "public_space", "governance"]
    assert {one.category for one in EVERY} == set(EXTENDED.categories) == {"access", "quantity", "quality"}
    assert {one.filter for one in EVERY} == set(EXTENDED.filters)
    assert {one.area for one in EVERY} == set(EXTENDED.areas)
    used = {one.subdimension for one in EVERY}
    assert used == set(EXTENDED.subdimensions)


def test_no_role_of_a_layer_stands_there_for_nothing() -> None:
    layers = {one.compute.role for one in EVERY} | {one.compute.options.get("of") for one in EVERY}
    layers |= {one.compute.role for one in BASIC.indicators.values()}
    # Streets and timetables are what walking and riding are measured on, whatever is reached.
    assert set(EXTENDED.roles) - layers - {"streets", "transit", "transit_station"} == set()


def test_paragraphs_and_objectives_exist() -> None:
    # The New Urban Agenda has 175 paragraphs, the Global Compact for Migration 23 objectives.
    for one in EVERY:
        assert all(1 <= int(paragraph) <= 175 for paragraph in one.nua), one.id
        assert all(1 <= objective <= 23 for objective in one.gcm), one.id
    assert sum(bool(one.sdg) for one in EVERY) > len(EVERY) / 2


def test_migration_is_also_told_as_an_asset() -> None:
    assets = [one.id for one in EVERY if one.asset]
    assert len(assets) >= 6
    assert {"organisation_membership", "neighbourhood_organisations"} <= set(assets)


def test_nothing_of_the_extended_marker_can_carry_a_score() -> None:
    fields = {field.name for kind in (Extended, ExtendedIndicator) for field in dataclasses.fields(kind)}
    assert fields & {"weight", "weights", "curve", "parent", "nodes", "bands", "mean", "score", "example"} == set()
    both = dataclasses.replace(BASIC, extended=EXTENDED)
    for key in EXTENDED.indicators:
        assert key in both.definitions
        with pytest.raises(TejidoError) as caught:
            both.share(key)
        assert [one.code for one in caught.value.findings] == ["K210"]

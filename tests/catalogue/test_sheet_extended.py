"""The page of an indicator of the extended marker says all that its entry says, in words that can be read aloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tejido.catalogue import entries_extended, load_extended, variables
from tejido.catalogue.asking import asked_for
from tejido.catalogue.entries import FUNCTIONS
from tejido.catalogue.extended import NEEDS_DEFINITION
from tejido.catalogue.formulas import PARTS
from tejido.catalogue.in_words import FUNCTIONS as FUNCTIONS_IN_WORDS
from tejido.catalogue.in_words import STATISTICS, from_answers
from tejido.catalogue.sheet_extended import index, page
from tejido.catalogue.variables import Question, Variable
from tejido.words import LANGUAGES, pick
from tests.catalogue.test_extended_files import OWN
from tests.catalogue.test_sheet import known_keys

EXTENDED = load_extended()
KNOWN = variables()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_tells_everything_of_its_entry(lang: str) -> None:
    for one in EXTENDED.indicators.values():
        told = page(one, EXTENDED, lang)
        parts = [
            pick(one.names, lang), pick(one.definitions, lang), f"`{one.id}`", pick(one.unit_names, lang),
            pick(EXTENDED.areas[one.area], lang), pick(EXTENDED.subdimensions[one.subdimension].names, lang),
            pick(EXTENDED.categories[one.category], lang), pick(EXTENDED.filters[one.filter], lang), one.source, *one.sdg, *one.nua,
            *(pick(EXTENDED.listed[code].names, lang) for code in one.listed), *(pick(names, lang) for names in one.aliases),
        ]  # fmt: skip
        parts += [pick(one.data_needed, lang)] if one.data_needed else []
        parts += [pick(EXTENDED.roles[one.compute.role].names, lang)] if one.compute.role else []
        parts += [from_answers(one.answers, lang, EXTENDED.variables)] if one.answers else []
        for variable in asked_for(one.answers.variables if one.answers else (), KNOWN):
            assert variable.question is not None
            parts += [pick(variable.question.text, lang), EXTENDED.instruments[variable.question.instrument].source]
        assert [part for part in parts if part not in told] == [], one.id
        assert (pick(one.lacking, lang) in told) if one.status == NEEDS_DEFINITION else ("None" not in told)


def test_a_page_reads_as_one_would_say_it() -> None:
    told = page(EXTENDED.indicators["satisfaction_community_centres"], EXTENDED, "en")
    assert (
        "one adult of the household, drawn by chance, where *used a community or integration centre in 12 months* (yes)"
        in told
    )
    assert (
        "Answers: very satisfied; satisfied; neither satisfied nor dissatisfied; dissatisfied; very dissatisfied"
        in told
    )
    assert "- **Which way is better:** the more, the better" in told
    assert "it may be left unanswered" not in told
    # Answers with an "or" of their own are kept apart.
    told = page(EXTENDED.indicators["satisfaction_community_centres"], EXTENDED, "es")
    assert "(muy satisfecha o muy satisfecho; satisfecha o satisfecho)" in told
    sensitive = page(EXTENDED.indicators["discrimination_by_officials"], EXTENDED, "es")
    assert "Delicada: se puede dejar sin responder, y el formulario lo dice" in sensitive
    near = page(EXTENDED.indicators["near_community_centre"], EXTENDED, "en")
    assert "The share of residents within 1,000 m of the layer `community_centre`." in near


DERIVED = """
[households.garden_state]
kind = "category"
names = { es = "estado de la huerta", en = "state of the garden" }
source = "test"
rules = [{ when = [{ variable = "has_garden", values = ["true"] }, { variable = "size", low = 3 }], then = "shared" }]
otherwise = "small"
[households.garden_state.categories]
shared = { es = "compartida", en = "shared" }
small = { es = "pequeña", en = "small" }
"""


def test_what_follows_from_answers_is_told_in_words(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        OWN.replace('"has_garden", values = ["true"]', '"garden_state", values = ["shared"]') + DERIVED, "utf-8"
    )
    extended = load_extended([own])
    told = page(extended.indicators["home_garden"], extended, "en")
    assert "Per 100 households: those with *state of the garden* (shared)." in told
    assert "**Does this household have a garden?** (`has_garden`)" in told
    rule = "*shared* where *has a garden* (yes), *persons in the household* from 3; otherwise *small*."
    assert f"- **state of the garden** (`garden_state`): {rule}" in told
    told = page(extended.indicators["home_garden"], extended, "es")
    assert "*compartida* si *tiene huerta* (sí), *personas del hogar* desde 3; si no, *pequeña*." in told
    assert "- **Por qué la ciudad lo agrega:** Gardens feed the hillsides." in told


def test_every_function_and_statistic_can_be_said() -> None:
    assert set(FUNCTIONS_IN_WORDS) == set(FUNCTIONS)
    assert set(STATISTICS) == {*PARTS, "gap_of_means"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_leads_to_every_indicator_once_and_to_the_basic_ones_that_share_a_name(lang: str) -> None:
    told = index(EXTENDED, lang)
    rows = re.findall(r"^\| \[.+?\]\(indicators/(\w+)\.md\)", told, re.MULTILINE)
    assert sorted(rows) == sorted(EXTENDED.indicators)
    shared = [name for name in EXTENDED.listed.values() if name.indicator not in EXTENDED.indicators]
    for name in shared:
        assert f"{name.code} {pick(name.names, lang)}" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_an_entry_is_explained(root: Path, lang: str) -> None:
    explained = set(re.findall(r"`([a-z_0-9]+)`", (root / "docs" / lang / "extended.md").read_text("utf-8")))
    around = entries_extended.Around({}, {}, {}, {}, {}, {}, {}, {}, KNOWN, own=True)
    for make in (
        lambda table: entries_extended.indicator(table, around), entries_extended.subdimension, entries_extended.role,
        entries_extended.measure_unit,
    ):  # fmt: skip
        assert known_keys(make) <= explained | {"entry"}
    assert {*Variable.__dataclass_fields__, *Question.__dataclass_fields__} - {"id", "table"} <= explained

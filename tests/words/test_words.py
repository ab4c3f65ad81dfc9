"""Numbers and texts as a reader in Bogotá or in Port of Spain writes them."""

from __future__ import annotations

import math

import pytest

from tejido.words import LANGUAGES, choose_language, number, people, percent, pick, residents, say, translations
from tejido.words.sources import source_in_words, straight

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("value", "lang", "digits", "written"),
    [
        (2686, "en", 0, "2,686"),
        (2686, "es", 0, "2.686"),
        (77.34, "en", 1, "77.3"),
        (77.34, "es", 1, "77,3"),
        (77.0, "es", 1, "77"),
        (-8, "en", 0, "-8"),
        (0, "es", 1, "0"),
        (None, "en", 1, "—"),
        (math.nan, "es", 1, "—"),
        (math.inf, "es", 1, "—"),
    ],
)
def test_a_number_is_written_by_the_habits_of_the_language(value, lang, digits, written):
    assert number(value, lang, digits) == written


@pytest.mark.parametrize(
    ("count", "lang", "written"),
    [
        (640, "en", "640"),
        (9_999, "es", "9.999"),
        (83_503, "en", "83.5 thousand"),
        (83_503, "es", "83,5 mil"),
        (2_078_145, "en", "2.08 million"),
        (2_078_145, "es", "2,08 millones"),
        (999_499, "en", "999.5 thousand"),
        (999_999, "en", "1 million"),
        (None, "es", "—"),
        (0, "es", "0"),
    ],
)
def test_a_count_of_people_is_said_as_one_would_say_it(count, lang, written):
    assert people(count, lang) == written


def test_a_share_is_a_percentage_and_spanish_puts_a_space_that_does_not_break():
    assert percent(0.0133, "en", 2) == "1.33%"
    assert percent(0.0133, "es", 2) == f"1,33{NO_BREAK}%"
    assert percent(None, "es") == "—"


def test_english_is_the_source_and_needs_no_translation():
    assert say("Any text at all, {name}.", "en", name="Ana") == "Any text at all, Ana."
    assert translations("en") == {}


def test_a_text_without_translation_is_refused_rather_than_shown_in_another_language():
    with pytest.raises(KeyError):
        say("Any text at all, which nobody translated.", "es")


def test_a_label_that_exists_in_one_language_only_is_shown_in_that_one():
    assert pick({"es": "Cúcuta"}, "en") == "Cúcuta"
    assert pick({"es": "Ciudad de Panamá", "en": "Panama City"}, "en") == "Panama City"


@pytest.mark.parametrize(
    ("asked", "environment", "chosen"),
    [
        ("es", {"LANG": "en_US.UTF-8"}, "es"),
        (None, {"LANG": "es_CO.UTF-8"}, "es"),
        (None, {"LC_ALL": "en_GB.UTF-8", "LANG": "es_CO.UTF-8"}, "en"),
        (None, {"LANG": "es"}, "es"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_system(monkeypatch, asked, environment, chosen):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert choose_language(asked) == chosen


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_every_translation_can_be_read(lang):
    assert translations(lang)


@pytest.mark.parametrize(
    ("count", "lang", "written"),
    [
        (1, "es", "1 habitante"),
        (1, "en", "1 inhabitant"),
        (640, "es", "640 habitantes"),
        (83_503, "es", "83,5 mil habitantes"),
        (2_078_145, "es", "2,08 millones de habitantes"),
        (2_078_145, "en", "2.08 million inhabitants"),
    ],
)
def test_residents_are_counted_with_their_noun(count, lang, written):
    assert residents(count, lang) == written


def test_a_straight_line_is_written_for_programs_and_said_to_readers() -> None:
    assert straight("colegios", 1.3) == "colegios; straight_line × 1.3"
    assert source_in_words(straight("colegios", 1.3), "es", {}) == "colegios, en línea recta × 1,3"
    assert source_in_words(straight("schools", 1.3), "en", {}) == "schools, in a straight line × 1.3"


def test_a_source_that_is_no_straight_line_stays_as_it_is() -> None:
    assert source_in_words("Census 2018; table 3", "es", {}) == "Census 2018; table 3"


def test_what_the_city_translated_is_told_in_the_readers_language_wherever_it_stands() -> None:
    own = {"Censo": {"en": "Census"}, "Censo de escuelas": {"en": "School census"}}
    told = "Censo de escuelas, 2021; Censo 2018; Catastro"
    assert source_in_words(told, "en", own) == "School census, 2021; Census 2018; Catastro"
    assert source_in_words(straight("Censo 2018", 1.3), "en", own) == "Census 2018, in a straight line × 1.3"
    assert source_in_words(told, "es", own) == told

"""The size of a share in words: they hold for the whole interval, and agree with what is counted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.words.plain import noun
from tejido.words.shares import Counted, fraction_words
from tests.house.repository import ROOT

M, F, PART = Counted("m"), Counted("f"), Counted("f", part=True)


@pytest.mark.parametrize(
    ("share", "low", "high", "counted", "es", "en"),
    [
        # a figure without chance: its interval is itself
        (0, 0, 0, M, "ninguno", "none"),
        (0, 0, 0, F, "ninguna", "none"),
        (0, 0, 0, PART, "nada", "none of it"),
        (100, 100, 100, M, "todos", "all"),
        (100, 100, 100, F, "todas", "all"),
        (1.3, 1.3, 1.3, F, "casi ninguna", "hardly any"),
        (98.9, 98.9, 98.9, M, "casi todos", "nearly all"),
        (4, 4, 4, F, "menos de una de cada veinte", "fewer than one in twenty"),
        (4, 4, 4, PART, "menos de la décima parte", "less than a tenth"),
        (10, 10, 10, M, "alrededor de uno de cada diez", "about one in ten"),
        (10, 10, 10, F, "alrededor de una de cada diez", "about one in ten"),
        (10, 10, 10, PART, "alrededor de la décima parte", "about a tenth"),
        (15, 15, 15, F, "entre una de cada diez y una de cada cinco", "between one in ten and one in five"),
        (50, 50, 50, M, "alrededor de la mitad", "about half"),
        (84, 84, 84, M, "entre cuatro de cada cinco y nueve de cada diez", "between four in five and nine in ten"),
        (96, 96, 96, F, "más de diecinueve de cada veinte", "more than nineteen in twenty"),
        (96, 96, 96, PART, "más de nueve décimas partes", "more than nine tenths"),
        # an interval within the bounds of "about", and across one of them
        (50, 46, 54, F, "alrededor de la mitad", "about half"),
        (50, 45, 55, F, "alrededor de la mitad", "about half"),
        (50, 44, 56, F, "entre cuatro de cada diez y seis de cada diez", "between four in ten and six in ten"),
        (50, 39, 56, F, "entre un tercio y seis de cada diez", "between a third and six in ten"),
        (50, 39, 61, F, "entre un tercio y dos tercios", "between a third and two thirds"),
        (62, 58, 64, M, "alrededor de seis de cada diez", "about six in ten"),
        (62, 58, 66, M, "entre la mitad y dos tercios", "between half and two thirds"),
        (25, 23, 27, M, "alrededor de la cuarta parte", "about a quarter"),
        (22.6, 22, 23, M, "alrededor de la cuarta parte", "about a quarter"),
        (22.4, 22, 23, M, "alrededor de uno de cada cinco", "about one in five"),
        # one side only
        (7, 4, 9.9, F, "menos de una de cada diez", "fewer than one in ten"),
        (7, 4, 10, F, "menos de una de cada cinco", "fewer than one in five"),
        (93, 90.5, 96, M, "más de nueve de cada diez", "more than nine in ten"),
        (70, 50.1, 90, F, "más de la mitad", "more than half"),
        # so wide that no words would tell anything
        (50, 20, 80, F, "", ""),
        (70, 50, 90, F, "", ""),
        # written as 0 or as 100, though the interval goes further
        (0, 0, 1.5, F, "ninguna o casi ninguna", "none or hardly any"),
        (100, 98.2, 100, M, "todos o casi todos", "all or nearly all"),
        (99.97, 99.97, 99.97, PART, "todo o casi todo", "all or nearly all of it"),
    ],
)
def test_the_words_hold_for_the_whole_interval(share, low, high, counted, es, en):
    assert fraction_words(share, low, high, "es", counted) == es
    assert fraction_words(share, low, high, "en", counted) == en


@pytest.mark.parametrize(
    ("share", "name", "es", "en"),
    [
        (10, "person", "alrededor de una de cada diez personas", "about one in ten persons"),
        (10, "household", "alrededor de uno de cada diez hogares", "about one in ten households"),
        (20, "child", "alrededor de una de cada cinco niñas y niños", "about one in five children"),
        (33, "worker", "alrededor de un tercio de las personas que trabajan", "about a third of workers"),
        (50, "child", "alrededor de la mitad de las niñas y los niños", "about half of children"),
        (60, "dwelling", "alrededor de seis de cada diez viviendas", "about six in ten dwellings"),
        (100, "dwelling", "todas las viviendas", "all dwellings"),
        (100, "household", "todos los hogares", "all households"),
        (0, "household", "ninguno de los hogares", "none of the households"),
        (0, "dwelling", "ninguna de las viviendas", "none of the dwellings"),
        (1, "household", "casi ninguno de los hogares", "hardly any households"),
        (99, "woman", "casi todas las mujeres", "nearly all women"),
    ],
)
def test_the_words_agree_with_the_noun_that_they_name(share, name, es, en):
    assert fraction_words(share, share, share, "es", Counted(noun=noun(name))) == es
    assert fraction_words(share, share, share, "en", Counted(noun=noun(name))) == en


@pytest.mark.parametrize(("share", "low", "high"), [(50, 60, 70), (-5, -9, 3), (104, 100, 108), (float("nan"), 1, 2)])
def test_nothing_is_said_of_a_number_outside_of_its_interval_or_of_a_whole(share, low, high):
    assert fraction_words(share, low, high, "en") == ""


ABOUT = re.compile(r"^\| ([^|]+) \| (\d+)\s?% \| (\d+)\s?% \|$", re.MULTILINE)


@pytest.mark.parametrize(("lang", "about"), [("es", "alrededor de"), ("en", "about")])
def test_the_documented_bounds_are_those_by_which_it_is_said(lang: str, about: str):
    rows = ABOUT.findall((ROOT / "docs" / lang / "sentences.md").read_text("utf-8"))
    assert len(rows) == 11
    for words, *ends in rows:
        low, high = map(float, ends)
        assert fraction_words((low + high) / 2, low, high, lang) == f"{about} {words}"
        assert not fraction_words(low, low - 0.1, high, lang).startswith(about)
        assert not fraction_words(high, low, high + 0.1, lang).startswith(about)


# By hand, in percent: what the words themselves claim.
FRACTIONS = {
    "one in twenty": 5, "one in ten": 10, "one in five": 20, "a quarter": 25, "a third": 100 / 3, "four in ten": 40, "half": 50,
    "six in ten": 60, "two thirds": 200 / 3, "three quarters": 75, "four in five": 80, "nine in ten": 90, "nineteen in twenty": 95,
}  # fmt: skip


def claimed(words: str) -> tuple[float, float]:
    """The percentages that English words leave open; "about" is six points at most."""
    verb, _, rest = words.partition(" ")
    match verb:
        case "about":
            return FRACTIONS[rest] - 6, FRACTIONS[rest] + 6
        case "fewer":
            return 0, FRACTIONS[rest.removeprefix("than ")]
        case "more":
            return FRACTIONS[rest.removeprefix("than ")], 100
        case "between":
            low, high = rest.split(" and ")
            return FRACTIONS[low], FRACTIONS[high]
    return {"none": (0, 0), "all": (100, 100), "hardly any": (0, 2), "nearly all": (98, 100), "none or hardly any": (0, 2),
            "all or nearly all": (98, 100), "": (0, 100)}[words]  # fmt: skip


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3))
def test_the_words_never_contradict_the_number_or_its_interval(three):
    low, share, high = sorted(three)
    least, most = claimed(fraction_words(share, low, high, "en"))
    assert least <= low <= share <= high <= most


@given(st.floats(0, 100))
def test_of_every_exact_share_something_is_said_in_both_languages(share):
    assert fraction_words(share, share, share, "es")
    assert fraction_words(share, share, share, "en")

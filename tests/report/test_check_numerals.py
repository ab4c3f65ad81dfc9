"""Numbers in a text: which of them say how much, and what they are worth in each language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.report.check_numerals import figures, numerals
from tejido.words import number


def told(text: str, lang: str = "es") -> list[str]:
    return [one.text for one in figures(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "value", "percent"),
    [
        ("61,8\u00a0%", "es", 61.8, True),
        ("61.8%", "en", 61.8, True),
        ("62 por ciento", "es", 62, True),
        ("12.345", "es", 12345, False),
        ("12,345", "en", 12345, False),
        ("45\u00a0310", "es", 45310, False),
        ("7,24 millones", "es", 7.24e6, False),
        ("7.24 million", "en", 7.24e6, False),
        ("1,5 mil millones", "es", 1.5e9, False),
        ("24 mil", "es", 24e3, False),
    ],
)
def test_a_number_is_worth_what_it_says_in_its_language(text: str, lang: str, value: float, percent: bool):
    [one] = numerals(text, lang)
    assert (one.value, one.percent) == (pytest.approx(value), percent)


@given(st.integers(0, 10**9), st.sampled_from(["es", "en"]))
def test_what_the_program_writes_is_read_back(value: int, lang: str):
    assert [one.value for one in numerals(number(value, lang, 0), lang)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "desde 2019 hasta 2023", "entre 2019-2023", "el 12 de marzo de 2023", "del 3 al 15 de mayo", "el 12/03/2023", "el 2023-03-12",
        "la Ley 2136", "la Ley 18 de 2021", "el Decreto N.º 4503", "los artículos 12 y 13", "art. 100", "CONPES 4100", "el ODS 10",
        "la R4V", "COVID-19", "el 1.º de mayo", "la 3ª vez", "el 2do piso",
    ],
)  # fmt: skip
def test_years_dates_laws_ordinals_and_parts_of_names_are_no_figures(text: str):
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "on March 12, 2023",
        "12 March 2023",
        "Law 2136",
        "Act No. 12",
        "Articles 3, 4 and 5",
        "SDG 11",
        "the 3rd time",
        "the 21st",
    ],
)
def test_they_are_none_in_english_either(text: str):
    assert told(text, "en") == []


@pytest.mark.parametrize(
    ("text", "figures_"),
    [
        ("La Ley 18 alcanza a 300 personas.", ["300"]),
        ("En 2023 eran 2.136 personas.", ["2.136"]),
        ("El 12 % y el 13,5 % de 40 hogares", ["12 %", "13,5 %", "40"]),
        ("Artículo 4: 25 % del presupuesto", ["25 %"]),
        ("2500 personas", ["2500"]),
    ],
)
def test_the_figures_beside_them_are_found(text: str, figures_: list[str]):
    assert told(text) == figures_

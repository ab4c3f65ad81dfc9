"""Numbers in words: which of them say how much, what they are worth in each language, and what `check` makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from tejido.errors import Finding
from tejido.report.check_number_words import number_words
from tests.report.small import GAPS, RM, Small
from tests.report.test_check import both, codes, found, write


def told(text: str, lang: str) -> list[tuple[str, float]]:
    return [(one.text, round(one.value, 1)) for one in number_words(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "words", "per_cent"),
    [
        ("es", "La mitad de las familias alquila.", "La mitad", 50),
        ("es", "Un tercio alquila.", "Un tercio", 33.3),
        ("es", "La tercera parte alquila.", "La tercera parte", 33.3),
        ("es", "Las tres cuartas partes alquilan.", "tres cuartas partes", 75),
        ("es", "Un cuarto de los hogares alquila.", "Un cuarto", 25),
        ("es", "Dos de cada tres alquilan.", "Dos de cada tres", 66.7),
        ("es", "Una de cada diez personas.", "Una de cada diez", 10),
        ("es", "El noventa por ciento.", "noventa por ciento", 90),
        ("en", "Half of them rent.", "Half", 50),
        ("en", "About a third rent.", "a third", 33.3),
        ("en", "A third of them rent.", "A third", 33.3),
        ("en", "Two-thirds rent.", "Two-thirds", 66.7),
        ("en", "Three quarters of them rent.", "Three quarters", 75),
        ("en", "Two in three rent.", "Two in three", 66.7),
        ("en", "Nine out of every ten rent.", "Nine out of every ten", 90),
        ("en", "Ninety percent rent.", "Ninety percent", 90),
    ],
)
def test_fractions_ratios_and_percentages_are_found_with_their_worth(lang: str, text: str, words: str, per_cent: float):
    assert told(text, lang) == [(words, per_cent)]
    [one] = number_words(text, lang)
    assert one.percent


@pytest.mark.parametrize(
    ("lang", "text", "words", "value"),
    [
        ("es", "Es el doble que allá.", "el doble", 2),
        ("es", "Es tres veces mayor.", "tres veces", 3),
        ("es", "Son doce mil personas.", "doce mil", 12_000),
        ("es", "Son dos mil trescientas cinco.", "dos mil trescientas cinco", 2305),
        ("es", "Son doce mil millones.", "doce mil millones", 12e9),
        ("es", "Son medio millón.", "medio millón", 500_000),
        ("es", "Son treinta y cinco hogares.", "treinta y cinco", 35),
        ("es", "Son diez puntos menos.", "diez", 10),
        ("en", "It is twice as high.", "twice", 2),
        ("en", "It is three times higher.", "three times", 3),
        ("en", "They are twelve thousand.", "twelve thousand", 12_000),
        ("en", "A hundred and five households.", "A hundred and five", 105),
        ("en", "Half a million.", "Half a million", 500_000),
        ("en", "It is ten points less.", "ten", 10),
    ],
)
def test_multiples_and_cardinals_are_found_with_their_worth(lang: str, text: str, words: str, value: float):
    assert told(text, lang) == [(words, value)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "un barrio y una escuela"), ("es", "los dos grupos y los siete derechos"), ("es", "el tercer capítulo, un quinto grupo"),
        ("es", "en dos mil diecinueve"), ("es", "el treinta y uno de diciembre"), ("es", "un cuarto de baño, un cuarto de hora"),
        ("es", "tres veces por semana"), ("es", "diez puntos de atención"), ("es", "la tasa por cada cien mil habitantes"),
        ("es", "24 mil y 7,24 millones, 90 por ciento"), ("es", "miles de personas"),
        ("en", "one quarter, a school"), ("en", "two groups and seven rights"), ("en", "a third group, the twenty-first century"),
        ("en", "three quarters have a school"), ("en", "the first half of the year, half an hour"), ("en", "twice a week"),
        ("en", "the rate per hundred thousand people"), ("en", "24 thousand and 7.24 million, 90 percent"), ("en", "thousands of people"),
    ],
)  # fmt: skip
def test_articles_ordinals_years_units_and_small_counts_are_no_figures(lang: str, text: str):
    assert told(text, lang) == []


# Written out after the spelling of the Real Academia Española and of The Chicago Manual of Style.
WORDS = {
    "es": {16: "dieciséis", 21: "veintiún", 47: "cuarenta y siete", 100: "cien", 101: "ciento uno", 999: "novecientos noventa y nueve",
           1001: "mil uno", 45_310: "cuarenta y cinco mil trescientos diez", 2_000_012: "dos millones doce"},
    "en": {16: "sixteen", 21: "twenty-one", 47: "forty-seven", 100: "a hundred", 101: "one hundred and one",
           999: "nine hundred ninety-nine", 1001: "one thousand and one", 45_310: "forty-five thousand three hundred and ten",
           2_000_012: "two million and twelve"},
}  # fmt: skip


@pytest.mark.parametrize(("lang", "value"), [(lang, value) for lang in WORDS for value in WORDS[lang]])
def test_a_cardinal_is_worth_what_it_is_called_and_is_found_whole(lang: str, value: int):
    words = WORDS[lang][value]
    measure = {"es": "por ciento", "en": "percent"}[lang]
    assert told(f"{words} {measure}", lang) == [(f"{words} {measure}", value)]


@given(st.integers(1, 999_999), st.sampled_from(["es", "en"]))
def test_a_number_in_digits_has_none_in_words(value: int, lang: str):
    assert told(format_decimal(value, locale=lang), lang) == []


# What check makes of them. Employment is 61.8%, of refugees and migrants 55%; 45 310 people live here.


def errors(place: Path, release: Small | None = None) -> list[Finding]:
    return [one for one in found(place, release=release) if one.severity == "error"]


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("El empleo llega al sesenta y dos por ciento.", "{{value employment}}"),
        ("Aquí viven cuarenta y cinco mil personas.", "{{residents}}"),
    ],
)
def test_a_number_in_words_that_the_release_holds_is_an_error_that_names_the_reference_and_the_sentence(
    tmp_path: Path, sentence: str, reference: str
):
    [error] = errors(write(tmp_path, **both(sentence, "Text.")))
    assert (error.code, dict(error.values)["reference"], dict(error.values)["sentence"]) == (
        "H341",
        reference,
        sentence,
    )
    assert error.where().startswith("chapters/2-city.es.md:11 [")


def test_a_fraction_and_a_multiple_are_found_where_a_figure_is_as_large(tmp_path: Path):
    # 14% are 1.6 times 9%; here it is made 1.95 times, and half of the adults work.
    ratio = {**GAPS[2], "value": 17.6, "ratio": 1.95}
    half = {"indicator": "employment", "value": 49.0, "low": 46.0, "high": 52.0, "n": 812, "kind": "design-based"}
    release = Small(values=(half,), differentials=(ratio,))
    text = "# La ciudad\n\nEl desempleo es el doble que en la acogida. El empleo llega a la mitad.\n"
    told_ = [dict(one.values) for one in errors(write(tmp_path, text, "# The city\n\nText.\n"), release)]
    assert [(one["number"], one["reference"]) for one in told_] == [
        ("el doble", f"{{{{ratio unemployment {RM}}}}}"), ("la mitad", "{{value employment}}"),
    ]  # fmt: skip


def test_words_beside_the_figure_that_they_say_anew_need_nothing_more_and_other_words_do(tmp_path: Path):
    cites = "Trabajan tres de cada cinco personas ({{value employment}}).", "Three in five work ({{value employment}})."
    assert codes(write(tmp_path, **both(*cites))) == []
    # 61.8% are no third.
    wrong = "Trabaja un tercio ({{value employment}}).", "One third work ({{value employment}})."
    assert codes(write(tmp_path, **both(*wrong))) == ["H342", "H342"]


def test_words_that_the_release_does_not_hold_need_a_source_that_is_the_same_number_in_both_languages(tmp_path: Path):
    assert codes(write(tmp_path, **both("Vino un tercio.", "A third came."))) == ["H342"]
    own = both("Vino {{own la mitad | R4V}}.", "{{own half | R4V}} came.")
    assert codes(write(tmp_path, **own)) == []
    other = both("Vino {{own la mitad | R4V}}.", "{{own a third of | R4V}} came.")
    assert codes(write(tmp_path, **other)) == ["H336"]

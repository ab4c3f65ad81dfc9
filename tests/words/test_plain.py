"""Counts, lists and units as one says them, in agreement."""

from __future__ import annotations

import pytest

from tejido.words.plain import Noun, count_noun, listed, listed_pieces, noun, noun_of, say_pieces, with_unit

NEIGHBOURHOOD = noun_of({"es": "barrio", "en": "neighbourhood"}, {"es": "barrios", "en": "neighbourhoods"})
BLOCK = noun_of({"es": "manzana", "en": "block"}, {"es": "manzanas", "en": "blocks"})
UNKNOWN = noun_of({"es": "upz", "en": "UPZ"}, {"es": "upz", "en": "UPZ"})


@pytest.mark.parametrize(
    ("count", "what", "es", "en"),
    [
        (1, noun("unit"), "1 unidad", "1 unit"),
        (2, noun("unit"), "2 unidades", "2 units"),
        (0, noun("unit"), "ninguna unidad", "no units"),
        (0, noun("household"), "ningún hogar", "no households"),
        (0, noun("child"), "ninguna niña o niño", "no children"),
        (1, noun("child"), "1 niña o niño", "1 child"),
        (3, noun("child"), "3 niñas y niños", "3 children"),
        (12_480, noun("dwelling"), "12.480 viviendas", "12,480 dwellings"),
        (0, NEIGHBOURHOOD, "ningún barrio", "no neighbourhoods"),
        (64, NEIGHBOURHOOD, "64 barrios", "64 neighbourhoods"),
        (0, BLOCK, "ninguna manzana", "no blocks"),
        (1, BLOCK, "1 manzana", "1 block"),
        (0, UNKNOWN, "0 upz", "no UPZ"),
    ],
)
def test_a_count_agrees_with_its_noun(count: int, what: Noun, es: str, en: str):
    assert count_noun(count, what, "es") == es
    assert count_noun(count, what, "en") == en


def test_a_count_below_nothing_is_refused():
    with pytest.raises(ValueError, match="-1"):
        count_noun(-1, noun("unit"), "es")


@pytest.mark.parametrize(
    ("items", "link", "es", "en"),
    [
        ([], "and", "", ""),
        (["salud"], "and", "salud", "salud"),
        (["salud", "empleo"], "and", "salud y empleo", "salud and empleo"),
        (["a", "b", "c"], "and", "a, b y c", "a, b and c"),
        (["salud", "ingresos"], "and", "salud e ingresos", "salud and ingresos"),
        (["madres", "hijas"], "and", "madres e hijas", "madres and hijas"),
        (["agua", "Índice"], "and", "agua e Índice", "agua and Índice"),
        (["agua", "hielo"], "and", "agua y hielo", "agua and hielo"),  # it begins with a sound of y
        (["siete", "ocho"], "or", "siete u ocho", "siete or ocho"),
        (["mujeres", "hombres"], "or", "mujeres u hombres", "mujeres or hombres"),
        (["7", "8"], "or", "7 u 8", "7 or 8"),
        (["10", "11"], "or", "10 u 11", "10 or 11"),
        (["10", "110"], "or", "10 o 110", "10 or 110"),
        (["casa", "cuarto"], "or", "casa o cuarto", "casa or cuarto"),
    ],
)
def test_a_list_is_linked_as_it_sounds(items: list[str], link, es: str, en: str):
    assert listed(items, "es", link) == es
    assert listed(items, "en", link) == en


def test_a_list_keeps_figures_in_their_places_and_is_linked_as_it_sounds():
    answers = [("trabajo (", 36, ")"), ("familia (", 30, ")"), ("otras (", 24, ")")]
    assert listed_pieces(answers, "es", "or") == ("trabajo (", 36, "), familia (", 30, ") u otras (", 24, ")")
    assert listed_pieces(answers[:1], "es", "or") == answers[0]


@pytest.mark.parametrize(
    ("written", "unit", "lang", "said"),
    [
        ("1", "días", "es", "1 día"),
        ("2", "días", "es", "2 días"),
        ("0", "días", "es", "0 días"),
        ("1,5", "días", "es", "1,5 días"),
        ("1", "horas al día", "es", "1 hora al día"),
        ("1", "metros a pie", "es", "1 metro a pie"),
        ("1", "niñas y niños por cupo", "es", "1 niña o niño por cupo"),
        ("1", "children per place", "en", "1 child per place"),
        ("1", "metres on foot", "en", "1 metre on foot"),
        ("1", "km por km²", "es", "1 km por km²"),
    ],
)
def test_a_unit_is_in_the_singular_after_one_alone(written: str, unit: str, lang: str, said: str):
    assert with_unit(written, unit, lang) == said


def test_a_text_keeps_what_is_no_word_apart():
    assert say_pieces("between {low} and {high}", "es", low=3, high=(5, " m")) == ("entre ", 3, " y ", 5, " m")

"""Comparisons as sentences: they stand only where the figures carry them, and turn with the sign."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.reading.grammar_compared import compared, tell_gap, verdict_of
from tejido.reading.references import Cited, Reference, said
from tests.reading.cited import comparison, definition

S = "\u00a0"
NOTHING = math.nan
ROW: dict[str, Any] = {
    "group": "origin=rm", "against": "origin=host", "verdict": "shown", "kind": "design-based",
    "value": 22.0, "value_against": 16.0, "gap": 6.0, "gap_low": 2.0, "gap_high": 10.0, "ratio": 1.375,
    "gap_standardised": NOTHING, "gap_standardised_low": NOTHING, "gap_standardised_high": NOTHING,
    "gap_between": NOTHING, "gap_within": NOTHING,
}  # fmt: skip
TURNED = {"value": 16.0, "value_against": 22.0, "gap": -6.0, "gap_low": -10.0, "gap_high": -2.0, "ratio": 16 / 22}
COMPARES = ("más que", "menos que", "mejor", "peor", "veces", "more than", "less than", "better", "worse", "times")


def gap_of(row: dict[str, Any], lang: str, node: str = "unemployment") -> str:
    return said(tell_gap(row, comparison(node, row), definition(node), lang), lang)


@pytest.mark.parametrize(
    ("change", "es", "en"),
    [
        ({}, (f"Desempleo: entre las personas refugiadas y migrantes es de 22{S}% de la fuerza de trabajo, 6 puntos más que en la comunidad"
             f" de acogida (16{S}%). La diferencia podría ir de 2 puntos más a 10 puntos más. Están en peor situación."),
         ("Unemployment: among refugees and migrants it is 22% of labour force, 6 points more than in the host community (16%). The"
         " difference could be from 2 points more to 10 points more. They are worse off.")),
        (TURNED, (f"Desempleo: entre las personas refugiadas y migrantes es de 16{S}% de la fuerza de trabajo, 6 puntos menos que en la"
                 f" comunidad de acogida (22{S}%). La diferencia podría ir de 10 puntos menos a 2 puntos menos. Están en mejor situación."),
         ("Unemployment: among refugees and migrants it is 16% of labour force, 6 points less than in the host community (22%). The"
         " difference could be from 10 points less to 2 points less. They are better off.")),
        ({"value": 17.0, "gap": 1.0, "gap_low": 0.4, "gap_high": 1.6, "ratio": 17 / 16},  # one point, not one points
         (f"Desempleo: entre las personas refugiadas y migrantes es de 17{S}% de la fuerza de trabajo, 1 punto más que en la comunidad de"
         f" acogida (16{S}%). La diferencia podría ir de 0,4 puntos más a 1,6 puntos más. Están en peor situación."),
         ("Unemployment: among refugees and migrants it is 17% of labour force, 1 point more than in the host community (16%). The"
         " difference could be from 0.4 points more to 1.6 points more. They are worse off.")),
        ({"value_against": 10.0, "gap": 12.0, "gap_low": 7.0, "gap_high": 17.0, "ratio": 2.2},
         (f"Desempleo: entre las personas refugiadas y migrantes es de 22{S}% de la fuerza de trabajo, 12 puntos más que en la comunidad de"
         f" acogida (10{S}%). La diferencia podría ir de 7 puntos más a 17 puntos más. Están en peor situación. Es 2,2 veces lo que se ve"
         " en la comunidad de acogida."),
         ("Unemployment: among refugees and migrants it is 22% of labour force, 12 points more than in the host community (10%). The"
         " difference could be from 7 points more to 17 points more. They are worse off. That is 2.2 times the figure in the host"
         " community.")),
        ({"verdict": "not_shown", "gap_low": -1.0, "gap_high": 13.0},
         (f"Desempleo: entre las personas refugiadas y migrantes es de 22{S}% de la fuerza de trabajo; en la comunidad de acogida, de"
         f" 16{S}%. Con esta encuesta no se puede mostrar una diferencia: podría ir de 1 punto menos a 13 puntos más."),
         ("Unemployment: among refugees and migrants it is 22% of labour force, in the host community 16%. With this survey no difference"
         " can be shown: it could be anything from 1 point less to 13 points more.")),
        ({"verdict": "not_shown"},  # lost to the correction for many gaps
         (f"Desempleo: entre las personas refugiadas y migrantes es de 22{S}% de la fuerza de trabajo; en la comunidad de acogida, de"
         f" 16{S}%. Al mirar juntas todas las cifras de este derecho, esta encuesta no alcanza para mostrar una diferencia."),
         ("Unemployment: among refugees and migrants it is 22% of labour force, in the host community 16%. Looking at all figures of this"
         " right together, this survey is not enough to show a difference.")),
        ({"verdict": "cannot_be_said"},
         ("Desempleo: no se puede decir nada: las respuestas entre las personas refugiadas y migrantes o en la comunidad de acogida son muy"
         " pocas o varían demasiado."),
         ("Unemployment: nothing can be said: the answers among refugees and migrants or in the host community are too few or vary too"
         " much.")),
        ({"verdict": "cannot_be_said", "kind": "indicative"},
         (f"Desempleo: de quienes respondieron, entre las personas refugiadas y migrantes es de 22{S}% de la fuerza de trabajo; en la"
         f" comunidad de acogida, de 16{S}%. La selección no fue al azar: no se puede decir si las demás personas también se diferencian."),
         ("Unemployment: of those asked, among refugees and migrants it is 22% of labour force, in the host community 16%. They were not"
         " chosen by chance: whether others differ too cannot be said.")),
    ],
)  # fmt: skip
def test_a_gap_is_told_with_its_direction_its_size_and_its_interval(change: dict[str, Any], es: str, en: str):
    assert gap_of(ROW | change, "es") == es
    assert gap_of(ROW | change, "en") == en


@pytest.mark.parametrize(
    "planted",
    [
        {"gap_low": -2.0},  # the interval holds 0
        {"gap_low": 0.0},
        {"gap": -6.0},  # the gap is not in its interval
        {"gap_low": None},
        {"value": None},
    ],
)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_where_the_figures_do_not_carry_the_verdict_no_difference_is_told(planted: dict[str, Any], lang: str):
    figures = comparison("unemployment", ROW)
    planted_figures = {name: Cited(figures[name].reference, value, "told", {}, {}) for name, value in planted.items()}
    sentence = said(tell_gap(ROW, figures | planted_figures, definition("unemployment"), lang), lang)
    assert not any(word in sentence for word in COMPARES)


def test_each_figure_of_a_comparison_is_looked_up_by_its_own_name():
    gap = Reference("gap", "unemployment", group="origin=rm", against="origin=host")
    asked = compared(lambda reference: Cited(reference, 1.0, "told", {}, {}), gap)
    assert str(asked["value_against"].reference) == "{{against unemployment group=origin=rm against=origin=host}}"
    assert asked["gap_low"].reference.statistic == "gap_low"


def test_every_number_of_a_gap_is_a_figure_that_the_sentence_cites():
    row = ROW | {"gap_between": 5.0, "gap_within": 1.0}
    pieces = tell_gap(row, comparison("unemployment", row), definition("unemployment"), "en")
    cited = [
        (piece.reference.statistic, piece.number, piece.text("en")) for piece in pieces if isinstance(piece, Cited)
    ]
    assert cited == [
        ("of", 22.0, "22%"), ("gap", 6.0, "6 points more"), ("against", 16.0, "16%"),
        ("gap_low", 2.0, "2 points more"), ("gap_high", 10.0, "10 points more"),
    ]  # fmt: skip
    # 5 of 6 points come from where they live: words that need no figure are told.
    assert said(pieces, "en").endswith("Almost all of it comes from where each group lives.")
    assert not any(sign.isdigit() for piece in pieces if isinstance(piece, str) for sign in piece)


def test_a_sentence_with_a_number_that_no_figure_holds_is_left_out():
    row = ROW | {"gap_between": 3.0, "gap_within": 3.0}
    assert "3 points" not in gap_of(row, "en")


@given(
    st.floats(-50, 50), st.floats(-60, 60), st.floats(-60, 60), st.sampled_from(["shown", "not_shown", "cannot_be_said"]),
    st.sampled_from(["es", "en"]),
)  # fmt: skip
def test_no_comparison_stands_where_the_interval_holds_0_or_the_verdict_is_another(
    gap: float, one: float, two: float, verdict: str, lang: str
):
    low, high = sorted((one, two))
    row = ROW | {"value": 50 + gap, "value_against": 50.0, "gap": gap, "gap_low": low, "gap_high": high,
                 "ratio": (50 + gap) / 50, "verdict": verdict}  # fmt: skip
    sentence = gap_of(row, lang)
    compares = any(word in sentence for word in COMPARES)
    assert compares == (verdict == "shown" and low <= gap <= high and not low <= 0 <= high)
    assert compares == (verdict_of(verdict, gap, low, high) == "shown")


@given(st.sampled_from(["gap", "gap_low", "gap_high", "value", "value_against"]), st.sampled_from([0.7, 1.3, -1.0]))
def test_a_figure_changed_by_a_third_or_by_its_sign_changes_the_sentence_of_a_gap(column: str, factor: float):
    changed = ROW | {column: ROW[column] * factor}
    for lang in ("es", "en"):
        assert gap_of(changed, lang) != gap_of(ROW, lang)

"""What is said of a differential: it turns with the sign, it says no more than the sample does, in Spanish and in English."""

from __future__ import annotations

import math

import pytest

from tejido import catalogue
from tejido.catalogue import Indicator
from tejido.survey.sentences import sentence

NOTHING = float("nan")
ROW = {
    "group": "origin=rm", "against": "origin=host", "verdict": "shown",
    "value": 22.0, "value_against": 16.0, "gap": 6.0, "gap_low": 2.0, "gap_high": 10.0, "ratio": 22 / 16,
    "gap_standardised": NOTHING, "gap_standardised_low": NOTHING, "gap_standardised_high": NOTHING,
    "gap_between": NOTHING, "gap_within": NOTHING,
}  # fmt: skip


def indicator(name: str) -> Indicator:
    return catalogue.load("basic").indicators[name]


def turned(row: dict[str, object]) -> dict[str, object]:
    """The same row with the opposite sign planted: the figures of the groups change places."""
    swapped = {name: -row[name] for name in row if str(name).startswith("gap")}  # type: ignore[operator]
    return row | swapped | {
        "value": row["value_against"], "value_against": row["value"], "ratio": 1 / row["ratio"],  # type: ignore[operator]
        "gap_low": swapped["gap_high"], "gap_high": swapped["gap_low"],
        "gap_standardised_low": swapped["gap_standardised_high"], "gap_standardised_high": swapped["gap_standardised_low"],
    }  # fmt: skip


def test_a_gap_that_is_shown_is_said_with_both_figures_and_for_whom_it_is_harder():
    assert sentence(ROW, indicator("unemployment"), "es") == (
        "Desempleo: entre las personas refugiadas y migrantes es de 22\u00a0% de la fuerza de trabajo, 6 puntos más que en la"
        " comunidad de acogida (16\u00a0%). Están en peor situación."
    )
    assert sentence(ROW, indicator("unemployment"), "en") == (
        "Unemployment: among refugees and migrants it is 22% of labour force, 6 points more than in the host community"
        " (16%). They are worse off."
    )


def test_with_the_opposite_sign_the_sentence_turns():
    assert sentence(turned(ROW), indicator("unemployment"), "es") == (
        "Desempleo: entre las personas refugiadas y migrantes es de 16\u00a0% de la fuerza de trabajo, 6 puntos menos que en la"
        " comunidad de acogida (22\u00a0%). Están en mejor situación."
    )
    assert sentence(turned(ROW), indicator("unemployment"), "en").endswith(
        "6 points less than in the host community (22%). They are better off."
    )


@pytest.mark.parametrize(
    ("name", "value", "against", "said"),
    [
        ("unemployment", 22.0, 16.0, "worse off"),  # lower is better
        ("employment", 62.0, 56.0, "better off"),  # higher is better
        ("gender_gap_unemployment", 1.4, 1.1, "worse off"),  # both on one side of parity, the first further away
        ("gender_gap_unemployment", 0.6, 1.0, "worse off"),  # less, and further away
    ],
)
def test_who_is_worse_off_follows_the_direction_of_the_indicator(name: str, value: float, against: float, said: str):
    row = ROW | {"value": value, "value_against": against, "gap": value - against, "ratio": value / against}
    other = {"worse off": "better off", "better off": "worse off"}[said]
    assert said in sentence(row, indicator(name), "en")
    assert other in sentence(turned(row), indicator(name), "en")


def test_a_gap_that_is_not_shown_is_said_with_how_far_it_could_go_and_for_nobody_the_harder():
    row = ROW | {"verdict": "not_shown", "gap_low": -1.0, "gap_high": 13.0}
    assert sentence(row, indicator("unemployment"), "es") == (
        "Desempleo: entre las personas refugiadas y migrantes es de 22\u00a0% de la fuerza de trabajo; en la comunidad de"
        " acogida, de 16\u00a0%. Con esta encuesta no se puede mostrar una diferencia: podría ir de 1 punto menos a 13 puntos más."
    )
    assert "worse" not in sentence(row, indicator("unemployment"), "en")
    assert "from 13 points less to 1 point more" in sentence(turned(row), indicator("unemployment"), "en")


def test_a_gap_lost_to_the_correction_for_many_gaps_is_not_said_to_reach_from_less_to_more():
    row = ROW | {"verdict": "not_shown", "gap_low": 1.0, "gap_high": 11.0}
    said = sentence(row, indicator("unemployment"), "es")
    assert said.endswith(
        "Al mirar juntas todas las cifras de este derecho, esta encuesta no alcanza para mostrar una diferencia."
    )
    assert "all figures of this right together" in sentence(row, indicator("unemployment"), "en")


@pytest.mark.parametrize("lang", ["es", "en"])
def test_where_nothing_can_be_said_no_figure_is_told(lang: str):
    said = sentence(ROW | {"verdict": "cannot_be_said"}, indicator("unemployment"), lang)
    assert not any(sign.isdigit() for sign in said)
    assert {"es": "no se puede decir nada", "en": "nothing can be said"}[lang] in said


def test_of_people_who_were_not_chosen_by_chance_only_those_asked_are_told_of():
    row = ROW | {"verdict": "cannot_be_said", "kind": "indicative", "gap_low": NOTHING, "gap_high": NOTHING}
    assert sentence(row, indicator("unemployment"), "en") == (
        "Unemployment: of those asked, among refugees and migrants it is 22% of labour force, in the host community 16%. They"
        " were not chosen by chance: whether others differ too cannot be said."
    )
    protected = sentence(row | {"value": NOTHING, "gap": NOTHING}, indicator("unemployment"), "es")
    assert protected.startswith("Desempleo: no se puede decir nada")


def test_a_figure_at_least_twice_the_other_is_also_told_in_times():
    row = ROW | {"value": 12.0, "value_against": 5.0, "gap": 7.0, "ratio": 2.4}
    assert "Es 2,4 veces lo que se ve en la comunidad de acogida." in sentence(row, indicator("unemployment"), "es")
    assert "In the host community it is 2.4 times that figure." in sentence(
        turned(row), indicator("unemployment"), "en"
    )
    assert "times" not in sentence(ROW, indicator("unemployment"), "en")


@pytest.mark.parametrize(
    ("gap", "low", "high", "said"),
    [
        (
            1.0,
            -2.0,
            4.0,
            "With the same ages, sexes and household sizes in both groups no difference can be shown any more.",
        ),
        (
            2.0,
            1.0,
            3.0,
            "With the same ages, sexes and household sizes in both groups the difference would be 2 points more.",
        ),
        (
            -4.0,
            -6.0,
            -2.0,
            "With the same ages, sexes and household sizes in both groups the difference would be 4 points less.",
        ),
        (5.0, 1.0, 9.0, None),
    ],
)
def test_the_standardised_gap_is_told_where_it_changes_the_story(gap: float, low: float, high: float, said: str | None):
    row = ROW | {"gap_standardised": gap, "gap_standardised_low": low, "gap_standardised_high": high}
    plain = sentence(ROW, indicator("unemployment"), "en")
    assert sentence(row, indicator("unemployment"), "en") == (plain if said is None else f"{plain} {said}")
    assert (sentence(row, indicator("unemployment"), "es") == sentence(ROW, indicator("unemployment"), "es")) == (
        said is None
    )


def test_a_difference_that_ages_may_hide_is_told_as_a_possibility():
    row = ROW | {"verdict": "not_shown", "gap_low": -1.0, "gap_standardised": 9.0, "gap_standardised_low": 4.0}
    row |= {"gap_standardised_high": 14.0}
    assert "podría aparecer una: 9 puntos más" in sentence(row, indicator("unemployment"), "es")
    hidden = row | {"gap_standardised_low": -4.0}
    assert "aparecer" not in sentence(hidden, indicator("unemployment"), "es")


def test_an_indicator_of_households_speaks_of_household_sizes_alone():
    row = ROW | {"gap_standardised": 1.0, "gap_standardised_low": -2.0, "gap_standardised_high": 4.0}
    assert "With the same household sizes in both groups" in sentence(row, indicator("improved_water"), "en")


@pytest.mark.parametrize(
    ("between", "es", "en"),
    [
        (
            6.0,
            "Casi toda la diferencia viene de dónde vive cada grupo.",
            "Almost all of it comes from where each group lives.",
        ),
        (
            0.5,
            "Casi toda la diferencia se da entre vecinos de los mismos barrios.",
            "found between neighbours of the same quarters.",
        ),
        (
            3.0,
            "De esa diferencia, 3 puntos vienen de dónde vive cada grupo",
            "Of this, 3 points come from where each group lives",
        ),
        (-3.0, "la hace menor: entre vecinos de los mismos barrios es de 9 puntos más.", "makes it smaller"),
        (9.0, "entre vecinos de los mismos barrios es de 3 puntos menos.", "it is 3 points less."),
    ],
)
def test_how_much_is_where_people_live_is_told(between: float, es: str, en: str):
    row = ROW | {"gap_between": between, "gap_within": 6.0 - between}
    assert es in sentence(row, indicator("unemployment"), "es")
    assert en in sentence(row, indicator("unemployment"), "en")
    # With the opposite sign the parts keep their size.
    assert (es in sentence(turned(row), indicator("unemployment"), "es")) == (0 <= between <= 6)


def test_figures_that_are_no_percentages_come_with_their_unit_once():
    row = ROW | {"value": 9.1, "value_against": 10.3, "gap": -1.2, "ratio": 9.1 / 10.3}
    assert sentence(row, indicator("mean_schooling"), "es") == (
        "Años promedio de educación: entre las personas refugiadas y migrantes es de 9,1 (años), 1,2 menos que en la comunidad"
        " de acogida (10,3). Están en peor situación."
    )


def test_groups_stand_inside_a_sentence_by_their_names():
    women = ROW | {"group": "origin=rm;sex=f", "against": "origin=host;sex=f"}
    assert "entre las mujeres refugiadas y migrantes es de" in sentence(women, indicator("unemployment"), "es")
    displaced = sentence(ROW | {"group": "displacement=idp"}, indicator("unemployment"), "en")
    assert "among internally displaced people it is 22%" in displaced
    assert "among faith=x it is 22%" in sentence(ROW | {"group": "faith=x"}, indicator("unemployment"), "en")


@pytest.mark.parametrize(
    "word", ["desviación", "estadística", "significativ", "intervalo", "significan", "standard", "interval"]
)
def test_no_statistician_speaks_in_a_sentence(word: str):
    full = ROW | {
        "gap_standardised": 2.0,
        "gap_standardised_low": 1.0,
        "gap_standardised_high": 3.0,
        "gap_between": 3.0,
    }
    full |= {"gap_within": 3.0}
    for verdict in ("shown", "not_shown", "cannot_be_said"):
        for lang in ("es", "en"):
            assert word not in sentence(full | {"verdict": verdict}, indicator("unemployment"), lang).lower()
    assert math.isnan(ROW["gap_between"])

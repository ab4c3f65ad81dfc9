"""Three questions, three sentences, which turn when the figures do."""

from __future__ import annotations

import pandas as pd
import pytest

from tejido.marker import three_answers
from tejido.marker.sentences import CAUSE_NAMES
from tejido.words import LANGUAGES, say
from tests.marker.small import catalogue, indicator, node

INDEX = catalogue(node("marker", None), indicator("water", "marker"))
"""Bands from 0, 50 and 80, each called ``name`` (``nombre``)."""

BANDS = {"en": ("low", "middle", "high"), "es": ("bajo", "medio", "alto")}


def index(lang: str = "en"):
    bands = [type(band)(band.id, band.low, {lang: word}) for band, word in zip(INDEX.bands, BANDS[lang], strict=True)]
    return type(INDEX)(**{**INDEX.__dict__, "bands": tuple(bands)})


def row(unit: str, score, low=None, high=None, p_band=1.0, places=(None, None), reason=None) -> dict[str, object]:
    return {
        "level": "district", "unit": unit, "group": "all", "node": "marker", "score": score, "low": low, "high": high,
        "p_band": p_band, "rank_robust_low": places[0], "rank_robust_high": places[1], "reason": reason,
    }  # fmt: skip


def causes(unit: str = "town", level: str = "city", strongest: str = "curves") -> pd.DataFrame:
    rows = [{"level": level, "unit": unit, "group": "all", "node": "marker", "cause": cause, "first": 0.1,
             "total": 0.7 if cause == strongest else 0.1} for cause in CAUSE_NAMES]  # fmt: skip
    return pd.DataFrame(rows)


def ask(one, other, lang="en", why=None) -> tuple[str, str, str]:
    return three_answers(one, other, causes() if why is None else why, index(lang), ("Urdimbre", "Las Madejas"), lang)


NORTH = row("d1", 62.0, 58.0, 66.0, places=(2, 4))
SOUTH = row("d2", 41.0, 35.0, 47.0, places=(15, 19))


def test_a_score_whose_whole_interval_lies_in_one_band_cannot_be_another():
    assert ask(NORTH, SOUTH)[0] == "No: Urdimbre has between 58 and 66 points, and all of that is middle."


def test_a_score_near_the_edge_of_a_band_may_be_another_and_says_how_often():
    edge = row("d1", 52.0, 47.4, 81.0, p_band=0.78)
    assert ask(edge, SOUTH)[0] == (
        "Yes: Urdimbre has 52 points, middle, but with between 47 and 81 it could also be low or high; of 100 samples like this "
        "one 78 would say middle."
    )


def test_which_is_lower_turns_when_the_figures_are_exchanged():
    assert ask(SOUTH, NORTH)[1] == (
        "Yes: Urdimbre has 41 points (between 35 and 47), Las Madejas has 62 points (between 58 and 66); chance alone does not explain that."
    )
    assert ask(NORTH, SOUTH)[1] == (
        "No, the other way round: Urdimbre has 62 points (between 58 and 66), Las Madejas has 41 points (between 35 and 47); chance alone "
        "does not explain that."
    )


def test_intervals_that_meet_do_not_show_which_is_lower():
    near = row("d2", 56.0, 51.0, 61.0)
    assert ask(NORTH, near)[1].startswith("This survey does not show which of the two is lower: ")


@pytest.mark.parametrize(
    ("first", "second", "start"),
    [(40.0, 60.0, "Yes: "), (60.0, 40.0, "No, the other way round: "), (40.0, 40.0, "No, both are alike: ")],
)
def test_scores_that_rest_on_no_survey_are_compared_as_they_are(first, second, start):
    said = ask(row("d1", first), row("d2", second))
    assert said[0].startswith("No figure here comes from a survey")
    assert said[1].startswith(start)
    assert said[1].endswith("none of it comes from a survey.")


def test_another_way_of_counting_turns_the_order_where_the_places_meet_and_the_main_cause_is_named():
    near = row("d2", 56.0, 51.0, 61.0, places=(3, 9))
    assert ask(NORTH, near)[2] == (
        "It could: counted in other ways Urdimbre takes places 2 to 4, Las Madejas 3 to 9; what matters most is which figure is worth 0 "
        "and which 100."
    )
    own = pd.concat([causes(), causes("d1", "district", strongest="weights")])
    assert ask(NORTH, near, why=own)[2].endswith("what matters most is how much each part weighs.")
    assert ask(NORTH, near, why=causes().iloc[:0])[2].endswith("Urdimbre takes places 2 to 4, Las Madejas 3 to 9.")


def test_places_that_never_meet_keep_their_order_and_the_sentence_turns_with_them():
    assert (
        ask(SOUTH, NORTH)[2]
        == "No: however one counts, Urdimbre stays behind Las Madejas (places 15 to 19, and 2 to 4)."
    )
    assert (
        ask(NORTH, SOUTH)[2]
        == "No: however one counts, Urdimbre stays ahead of Las Madejas (places 2 to 4, and 15 to 19)."
    )


def test_what_was_not_looked_into_is_not_answered():
    assert ask(row("d1", 62.0, 58.0, 66.0), SOUTH)[2].startswith("This was not looked into")


def test_a_place_without_a_score_gets_its_reason_instead_of_answers():
    none = row("d1", None, reason="no_data")
    said = ask(none, NORTH)
    assert set(said) == {"This cannot be said: Urdimbre has no score. There are no data about this here."}
    turned = ask(NORTH, none)
    assert turned[0].startswith("No: Urdimbre has between 58 and 66")
    assert turned[1] == "This cannot be said: Las Madejas has no score. There are no data about this here."


def test_narrow_intervals_are_written_with_a_decimal():
    assert "between 61.4 and 62.6 points" in ask(row("d1", 62.0, 61.4, 62.6), SOUTH)[0]


def test_the_sentences_are_spanish_in_spanish():
    said = ask(NORTH, SOUTH, "es")
    assert said[0] == "No: Urdimbre tiene entre 58 y 66 puntos, y todo ese rango es medio."
    assert said[1].startswith("No, es al revés: Urdimbre tiene 62 puntos (entre 58 y 66) y Las Madejas tiene 41 puntos")
    assert said[2] == "No: se calcule como se calcule, Urdimbre queda delante de Las Madejas (puestos 2 a 4 y 15 a 19)."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cause_has_a_name(lang):
    assert all(say(text, lang) for text in CAUSE_NAMES.values())

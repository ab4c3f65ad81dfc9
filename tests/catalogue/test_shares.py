"""The questions told as shares: complete in themselves, and every answer in one class."""

from __future__ import annotations

import json

import pytest

from tejido.catalogue import variables
from tejido.catalogue.share_names import class_names
from tejido.catalogue.shares import Distribution, distributions, from_plain, label, plain, split

ALL = list(distributions().values())


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_answer_is_of_exactly_one_class(one: Distribution):
    values = [value for each in one.classes for value in each.values]
    assert sorted(values) == sorted(variables()[one.variable].categories)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_question_classes_and_universe_are_named_in_both_languages(one: Distribution):
    for labels in (one.names, one.universe, *(each.names for each in (*one.classes, *one.parts))):
        assert labels["es"]
        assert labels["en"]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_what_is_not_derived_says_how_it_is_asked(one: Distribution):
    assert bool(one.text) == (not variables()[one.variable].derived_from)


def test_the_profile_has_pyramid_schooling_journey_time_papers_and_intentions():
    told = {one.id for one in ALL}
    assert {"age_sex", "education", "entry_way", "travel_route", "time_in_country", "time_in_city", "status"} <= told
    assert {"reason", "city_reason", "intention"} <= told


def test_questions_come_back_from_json_as_they_were():
    assert from_plain(json.loads(json.dumps(plain(ALL)))) == dict(distributions())


@pytest.mark.parametrize(("members", "part"), [(("0_9",), "f"), (("60_69", "70_over"), "m"), (("stay",), None)])
def test_a_class_of_the_table_is_read_back(members, part):
    assert split(label(members, part)) == (part, members)


@pytest.mark.parametrize(
    ("question", "members", "es", "en"),
    [
        ("age_sex", "0_9", "0 a 9 años", "0 to 9 years"),
        ("age_sex", "0_9+10_19", "menos de 20 años", "less than 20 years"),
        ("age_sex", "50_59+60_69+70_over", "50 años y más", "50 years and over"),
        ("age_sex", "20_29+30_39", "de 20 años a menos de 40 años", "20 years to less than 40 years"),
        ("time_in_city", "under_6_months+6_11_months", "menos de 1 año", "less than 1 year"),
        ("time_in_city", "6_11_months+1_2", "de 6 meses a menos de 3 años", "6 months to less than 3 years"),
        ("time_in_country", "under_1+1_2", "menos de 3 años", "less than 3 years"),
        ("travel_route", "direct+one", "hasta un país", "up to one country"),
        ("travel_route", "two_three+four_over", "dos o tres países o más", "two or three countries or more"),
        ("education", "lower_secondary+upper_secondary", "de secundaria básica a bachillerato (media)", "from lower secondary to upper secondary"),
        ("reason", "study+other", "otras respuestas: estudio, otro motivo", "other answers: study, another reason"),
    ],
)  # fmt: skip
def test_joined_classes_are_named_from_where_to_where_they_reach(question, members, es, en):
    assert class_names(distributions()[question], tuple(members.split("+"))) == {"es": es, "en": en}

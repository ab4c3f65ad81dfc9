"""Skip logic is written over what is asked, and decides nothing from what is not known."""

from __future__ import annotations

import pytest

from tejido.catalogue.answers import Condition
from tejido.errors import TejidoError
from tejido.form.conditions import Logic, numeral
from tests.form.questions import small

OF_PERSONS = Logic(small(), "persons")


def test_a_condition_on_an_answer_names_the_answer():
    assert OF_PERSONS.true(Condition("job", ("false",))) == "${job} = 'false'"
    assert OF_PERSONS.true(Condition("age", low=15, high=24)) == "(${age} >= 15 and ${age} <= 24)"


def test_that_a_condition_fails_is_known_only_from_another_answer():
    assert OF_PERSONS.false(Condition("job", ("false",))) == "${job} = 'true'"
    assert OF_PERSONS.false(Condition("age", low=15)) == "${age} < 15"


def test_a_category_by_rules_is_traced_to_what_is_asked():
    works = OF_PERSONS.true(Condition("state", ("works",)))
    assert works == "(not(${age} < 15) and ${job} = 'true')"
    # Who looks must be known not to work: the first rule comes first.
    looks = OF_PERSONS.true(Condition("state", ("looks",)))
    assert looks == "(not(${age} < 15) and (${job} = 'false' and ${looks} = 'true'))"


def test_the_rest_is_who_is_known_to_meet_no_rule():
    rests = OF_PERSONS.true(Condition("state", ("rests",)))
    assert rests == "(not(${age} < 15) and (${job} = 'false' and ${looks} = 'false'))"


def test_those_who_are_not_asked_have_the_answer_that_the_catalogue_gives_them():
    assert OF_PERSONS.true(Condition("state", ("young",))) == "${age} < 15"


def test_classes_of_a_number_become_bounds():
    assert OF_PERSONS.true(Condition("stage", ("grown",))) == "(${age} >= 18 and ${age} < 60)"
    assert OF_PERSONS.true(Condition("stage", ("child", "old"))) == "(${age} < 18 or ${age} >= 60)"


def test_a_question_of_the_adult_reads_what_they_are_as_a_person():
    trust = small()["trust"]
    assert Logic(small(), "adults").relevant(trust) == "not(${adult_age} < 15) and ${adult_job} = 'true'"


def test_the_questions_behind_a_condition_are_those_that_are_asked():
    known = small()
    assert Logic(known, "adults").reads(known["trust"]) == {"age", "job", "looks"}


@pytest.mark.parametrize("condition", [Condition("double", low=30), Condition("years_since_arrival", low=5)])
def test_what_a_form_cannot_know_is_refused(condition: Condition):
    with pytest.raises(TejidoError) as problem:
        Logic({**small(), **_years()}, "persons").true(condition)
    assert problem.value.findings[0].code == "F106"


def _years():
    from tejido.catalogue import variables

    return {"years_since_arrival": variables()["years_since_arrival"]}


def test_a_category_of_a_sum_is_refused():
    more = """
[persons.heavy]
kind = "category"
names = {en = "h", es = "h"}
source = "-"
cut = "double"
bounds = [10]
categories = {low = {en = "l", es = "l"}, high = {en = "h", es = "h"}}
"""
    with pytest.raises(TejidoError) as problem:
        Logic(small(more), "persons").true(Condition("heavy", ("low",)))
    assert problem.value.findings[0].code == "F106"


@pytest.mark.parametrize(("value", "told"), [(15.0, "15"), (0.01, "0.01"), (1e7, "10000000"), (2.5, "2.5")])
def test_numbers_have_no_exponent(value: float, told: str):
    assert numeral(value) == told

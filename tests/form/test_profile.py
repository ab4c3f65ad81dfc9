"""The questions on who the people are, asked for with a word."""

from __future__ import annotations

from dataclasses import replace

from tejido.catalogue import load, load_extended, variables
from tejido.catalogue.shares import distributions
from tejido.form import choose, sheets

CATALOGUE = replace(load(), extended=load_extended())
ASKED = {
    "age", "sex", "education", "arrival_year", "months_in_city", "reason", "entry_way", "travel_route", "status", "city_reason",
    "intention",
}  # fmt: skip


def asked(**more: object) -> set[str]:
    return {one.id for one in choose(CATALOGUE, variables(), **more).variables}  # type: ignore[arg-type]


def test_the_profile_asks_everything_that_shares_are_told_of():
    found = asked(profile=True)
    assert found >= ASKED
    for one in distributions().values():
        assert {one.variable, *variables()[one.variable].derived_from} & (found | {"years_since_arrival"})


def test_without_the_word_none_of_it_is_asked_for_its_own_sake():
    assert not {"entry_way", "travel_route", "months_in_city", "city_reason", "intention"} & asked(every=True)


def test_the_questions_of_the_profile_take_their_part_of_the_minutes():
    usual = asked(minutes=30.0)
    beside = asked(minutes=30.0, profile=True)
    assert beside >= ASKED
    assert len(usual - ASKED) > len(beside - ASKED)


def test_papers_and_the_way_in_may_be_refused_in_so_many_words():
    survey = sheets(choose(CATALOGUE, variables(), profile=True)).survey
    sensitive = {row["name"]: row.get("sensitive") for row in survey}
    assert sensitive["entry_way"] == sensitive["status"] == "yes"

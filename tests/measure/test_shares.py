"""How groups divide among the classes of a question: which are told, of whom, and that nothing under the rule can be had from them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue.shares import DOCUMENT, split
from tejido.measure.answered import Sample
from tejido.measure.shares import first_told, questions_of, shares_of, withheld_notes
from tejido.privacy import Rule
from tejido.privacy.listed import DEFAULT, Crossing
from tejido.survey import design
from tejido.tables import SHARES

NEST: Any = SimpleNamespace(shown=("city", "district"), codes=lambda level: ["TOWN"])
SCHOOL = ("none", "primary", "lower_secondary", "upper_secondary", "technical", "university")
People = dict[str | None, dict[str, int]]
"""How many of each group (None: of no known group) answered each class."""


def sample(people: People, variable: str = "education", sampling: str = "probability", **more: object) -> Sample:
    """Everybody answers for a home of their own and counts the same; nobody is younger than 25."""
    rows = [(group, one) for group, counts in people.items() for one, count in counts.items() for _ in range(count)]
    table = pd.DataFrame(rows, columns=["origin", variable])
    table["household"] = [f"h{number:05}" for number in range(len(table))]
    table = table.assign(**{"weight": 1.0, "age": 30.0, "birth": "abroad", **more})
    about: Any = SimpleNamespace(spec=SimpleNamespace(period="2024", sampling=sampling, planned=("city", "origin")))
    return Sample(about, {"persons": table}, {"persons": design(table, "weight")}, {"persons": {}})


def told(people: People, **more: Any) -> pd.DataFrame:
    return shares_of(sample(people, **more), DEFAULT, NEST, Rule(), "survey")


def of(rows: pd.DataFrame, group: str) -> dict[str, float]:
    mine = rows[rows["group"] == group]
    return dict(zip(mine["class"], mine["share"], strict=True))


MANY: People = {
    "rm": dict(zip(SCHOOL, (60, 60, 80, 100, 40, 60), strict=True)),
    "host": dict(zip(SCHOOL, (200, 300, 200, 200, 50, 50), strict=True)),
}


def test_groups_and_everybody_are_told_in_per_cent_of_those_who_answered():
    rows = told(MANY)
    assert of(rows, "origin=rm")["upper_secondary"] == pytest.approx(100 * 100 / 400)
    assert of(rows, "origin=host")["primary"] == pytest.approx(100 * 300 / 1_000)
    assert of(rows, "all")["university"] == pytest.approx(100 * 110 / 1_400)
    assert set(rows.loc[rows["group"] == "origin=rm", "n"]) == {400}
    assert set(rows["level"]) == {"city"}
    assert set(rows["quality"]) == {"reliable", "weak"}


def test_the_groups_have_the_same_classes_joined_where_one_of_them_has_too_few():
    few = {**MANY, "rm": dict(zip(SCHOOL, (9, 60, 80, 100, 40, 60), strict=True))}
    rows = told(few)
    assert set(of(rows, "origin=rm")) == set(of(rows, "origin=host")) == set(of(rows, "all"))
    assert "none+primary" in of(rows, "origin=host")


def test_a_group_too_small_to_be_told_keeps_the_other_from_being_told_beside_everybody():
    rows = told({**MANY, "rm": dict(zip(SCHOOL, (2, 3, 2, 2, 1, 1), strict=True))})
    hidden = rows[rows["group"] != "all"]
    assert set(hidden["group"]) == {"origin=rm", "origin=host"}
    assert set(hidden["flags"]) == {"protected"}
    assert hidden[["share", "se", "low", "high", "n", "n_households"]].isna().all(axis=None)
    assert sum(of(rows, "all").values()) == pytest.approx(100)


def test_a_group_that_is_enough_but_not_precise_is_withheld_and_not_called_protected():
    # Of 24 no share is precise (ECLAC: at least 60), though 12 stand behind each of two classes.
    rows = told({"rm": {"direct": 12, "four_over": 12}}, variable="travel_route")
    assert rows["share"].isna().all()
    assert rows["flags"].isna().all()
    assert set(rows["quality"]) == {"unreliable"}


def test_everybody_are_those_of_a_known_group_so_that_the_others_are_not_what_is_left():
    unknown = {**MANY, None: {"none": 3}}
    assert of(told(unknown), "all") == pytest.approx(of(told(MANY), "all"))


def test_where_no_group_is_known_everybody_is_told():
    rows = told({None: MANY["host"]})
    assert set(rows["group"]) == {"all"}
    assert sum(of(rows, "all").values()) == pytest.approx(100)


def test_a_missing_answer_is_no_class_and_shows_in_n_alone():
    table = sample(MANY)
    silent = table.tables["persons"]
    silent.loc[silent["education"] == "technical", "education"] = None
    rows = shares_of(table, DEFAULT, NEST, Rule(), "survey")
    assert sum(of(rows, "origin=rm").values()) == pytest.approx(100)
    assert set(rows.loc[rows["group"] == "origin=rm", "n"]) == {360}


def test_people_outside_the_universe_are_not_counted():
    assert told({"rm": {"none": 100, "university": 100}}, age=20.0).empty


def test_groups_that_the_list_does_not_name_are_not_told():
    rows = shares_of(sample(MANY), (Crossing(("sex",)),), NEST, Rule(), "survey")
    assert set(rows["group"]) == {"all"}


def test_the_pyramid_has_women_and_men_as_shares_of_the_whole_group():
    bands = dict.fromkeys(("0_9", "10_19", "20_29", "30_39"), 200)
    people = sample({"rm": bands, "host": bands}, variable="age_band")
    table = people.tables["persons"]
    table["sex"] = np.where(np.arange(len(table)) % 4 == 0, "f", "m")
    rows = shares_of(people, DEFAULT, NEST, Rule(), "survey")
    mine = of(rows, "origin=rm")
    assert mine["f:0_9"] == pytest.approx(25 / 4)
    assert mine["m:0_9"] == pytest.approx(75 / 4)
    # Nobody is older than 39: the empty bands join the last that has people, for women and men alike.
    assert {split(one)[1] for one in mine} == {
        ("0_9",),
        ("10_19",),
        ("20_29",),
        ("30_39", "40_49", "50_59", "60_69", "70_over"),
    }


def test_of_people_not_drawn_by_chance_shares_have_no_interval():
    rows = told(MANY, sampling="indicative")
    assert set(rows["kind"]) == {"indicative"}
    assert rows["share"].notna().all()
    assert rows[["se", "low", "high"]].isna().all(axis=None)


def test_each_question_is_told_by_the_first_survey_that_can():
    weak, good = (
        told({"rm": {"direct": 12}}, variable="travel_route"),
        told({"rm": {"direct": 300, "one": 300}}, variable="travel_route"),
    )
    assert first_told([weak, good])["share"].tolist() == [50.0, 50.0]
    assert first_told([good, weak])["share"].tolist() == [50.0, 50.0]
    assert first_told([weak])["share"].isna().all()


def test_the_release_defines_the_questions_that_it_tells_of_and_no_others():
    assert list(questions_of(told(MANY))[DOCUMENT]) == ["education"]
    assert questions_of(SHARES.empty()) == {}


def test_what_is_withheld_is_said_once_per_group():
    rows = told({**MANY, "rm": dict(zip(SCHOOL, (2, 3, 2, 2, 1, 1), strict=True))})
    notes = withheld_notes(rows)
    assert [(one.code, dict(one.values)["group"]) for one in notes] == [("A243", "origin=host"), ("A243", "origin=rm")]
    assert dict(notes[0].values)["names"] == "education"
    assert not withheld_notes(told(MANY))


counts = st.lists(st.integers(0, 60), min_size=4, max_size=4)


@settings(max_examples=15)
@given(counts, counts, st.integers(0, 4), st.sampled_from(["probability", "indicative"]))
def test_shares_sum_to_a_hundred_and_nothing_under_the_rule_can_be_worked_out(rm, host, unknown, sampling):
    names = ("none", "primary", "technical", "university")
    people = {
        "rm": dict(zip(names, rm, strict=True)),
        "host": dict(zip(names, host, strict=True)),
        None: {"none": unknown},
    }
    rows = told(people, sampling=sampling) if sum(rm) + sum(host) else SHARES.empty()
    shown = rows[rows["share"].notna()]
    behind = {}
    for group, mine in shown.groupby("group"):
        assert mine["share"].sum() == pytest.approx(100)
        # Everybody counts the same, so whoever reads a share and n knows how many stand behind it.
        behind[group] = pd.Series((mine["share"] * mine["n"] / 100).to_numpy(float), mine["class"].to_numpy())
        assert (behind[group].round() >= 10).all()
    if len(behind) > 1:
        assert set(behind) >= {"all", "origin=host"} or set(behind) >= {"all", "origin=rm"}
        for one in set(behind) - {"all"}:
            left = (behind["all"] - behind[one]).round()
            assert ((left >= 10) | (left.sum() == 0)).all()

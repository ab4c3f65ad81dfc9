"""What is asked for the markers: everything a formula reads can be asked, in an order that works, and with care."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from tejido.catalogue import Variable, load, load_extended, variables
from tejido.catalogue.answers import Condition
from tejido.catalogue.asking import closure
from tejido.catalogue.groups import groups
from tejido.catalogue.shares import distributions
from tejido.catalogue.variables import NO, TABLES, YES
from tejido.form import MODULES
from tejido.words import LANGUAGES

KNOWN = variables()
EXTENDED = load_extended()
EVERY = [*load("basic").indicators.values(), *EXTENDED.indicators.values()]
ASKED = [one for one in KNOWN.values() if one.question is not None]
READ = {name for one in EVERY if one.answers for name in one.answers.variables}

# Made of an answer and of what the form does not hold: the year of the survey, the city's own limits of income.
MADE_WITH = {"years_since_arrival": "arrival_year", "income_class": "income"}

SATISFACTION = ("very_satisfied", "satisfied", "neither", "dissatisfied", "very_dissatisfied")
TRUST = ("none", "little", "some", "a_lot")

# What may hurt or endanger who answers: papers, violence, discrimination, sexual and mental health.
SENSITIVE = re.compile(
    r"legal status|violen|discriminat|harass|assault|abus|insult|threat|\bhit\b|evict|contracept|suicid|depress|sexual",
    re.IGNORECASE,
)


def conditions(one: Variable) -> list[Condition]:
    """All conditions by which a variable is asked or follows."""
    return [*one.asked, *(condition for rule in one.rules for condition in rule.when)]


def asked_or_made(name: str) -> bool:
    """Whether people are asked for it, or it follows from something."""
    one = KNOWN[MADE_WITH.get(name, name)]
    return one.question is not None or bool(one.derived_from)


def circles(follow: Callable[[Variable], Sequence[str]]) -> list[str]:
    """Variables that lead back to themselves along `follow`."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        open_ = list(follow(KNOWN[start]))
        while open_:
            name = open_.pop()
            if name not in found:
                found.add(name)
                open_ += follow(KNOWN[name])
        return found

    return [name for name in KNOWN if name in reached(name)]


def test_at_most_two_fifths_of_the_questions_are_ours() -> None:
    ours = [one.id for one in ASKED if one.question and one.question.instrument == "ours"]
    assert len(ours) <= 0.4 * len(ASKED), ours


def is_complete(one: Variable) -> None:
    question = one.question
    assert question is not None
    assert question.instrument in EXTENDED.instruments
    assert question.module in MODULES
    assert 3 <= question.seconds <= 60
    for texts in (question.text, one.names, *one.categories.values(), *([question.hint] if question.hint else [])):
        assert set(texts) == set(LANGUAGES)
        assert all(text.strip() for text in texts.values())
    assert (one.kind == "category") == (one.kind != "flag" and bool(one.categories))
    if one.kind == "number":
        assert one.possible is not None, "a number has limits"
    if "?" in question.text["en"]:
        assert "¿" in question.text["es"]


@pytest.mark.parametrize("table", TABLES)
def test_a_question_is_complete(table: str) -> None:
    for one in ASKED:
        if one.table == table:
            is_complete(one)


def test_every_variable_that_a_formula_reads_is_asked_or_follows_from_what_is_asked() -> None:
    missing = {
        name: wanting
        for name in sorted(READ)
        if (wanting := [one for one in closure([name], KNOWN) if not asked_or_made(one)])
    }
    assert missing == {}


def test_what_origin_is_decided_by_is_asked() -> None:
    needed = closure(groups().definition("mobility").variables, KNOWN)
    assert [name for name in sorted(needed) if not asked_or_made(name)] == []


def test_no_question_is_put_for_nothing() -> None:
    definitions = groups().definitions.values()
    read = READ | {name for one in (*definitions, *distributions().values()) for name in one.variables}
    wanted = closure({*read, *MADE_WITH.values()}, KNOWN)
    spare = [one.id for one in ASKED if one.id not in wanted]
    # Who lives here (the roster) is asked of everybody, whatever is measured.
    assert [name for name in spare if KNOWN[name].question.module not in ("roster", "dwelling")] == []  # type: ignore[union-attr]


def test_nothing_follows_from_itself_or_is_asked_because_of_itself() -> None:
    assert circles(lambda one: one.derived_from) == []
    assert circles(lambda one: [*one.derived_from, *(condition.variable for condition in one.asked)]) == []


def test_a_question_depends_only_on_what_is_known_before_it() -> None:
    place = {name: number for number, name in enumerate(KNOWN)}
    late = []
    for one in ASKED:
        for before in closure([condition.variable for condition in one.asked], KNOWN, skips=False):
            if KNOWN[before].question and place[before] > place[one.id]:
                late.append(f"{one.id} before {before}")
    assert late == []


def fits(one: Variable) -> None:
    for condition in conditions(one):
        named = KNOWN[condition.variable]
        assert TABLES.index(named.table) <= TABLES.index(one.table), f"{named.id} is not known of {one.table}"
        assert set(condition.values) <= set(named.categories)
        assert (named.kind == "number") == (condition.low is not None or condition.high is not None)
    assert all(TABLES.index(KNOWN[name].table) <= TABLES.index(one.table) for name in one.derived_from)
    answers = {YES, NO} if one.kind == "flag" else set(one.categories)
    assert {rule.then for rule in one.rules} | ({one.otherwise} - {None}) <= answers
    assert {KNOWN[name].kind for name in one.counted} <= {"flag"}
    assert {KNOWN[name].kind for name in (*one.summed, *(one.divided or ()))} <= {"number"}
    if one.outside is not None:
        assert one.asked
        assert one.kind == "number" or one.outside in answers
    if one.kind == "category":
        assert one.categories
    if one.cut is not None:
        assert len(one.bounds) + 1 == len(one.categories)


@pytest.mark.parametrize("table", TABLES)
def test_what_a_variable_names_exists_and_fits(table: str) -> None:
    for one in KNOWN.values():
        if one.table == table:
            fits(one)


def test_questions_that_may_hurt_are_marked() -> None:
    told = {one.id: one.question for one in ASKED if one.question and SENSITIVE.search(one.question.text["en"])}
    assert "status" in {*told, *(one.id for one in ASKED if one.question and one.question.sensitive)}
    assert [name for name, question in told.items() if not question.sensitive] == []
    assert KNOWN["status"].question is not None
    assert KNOWN["status"].question.sensitive
    assert KNOWN["discriminated_by_officials"].question.sensitive  # type: ignore[union-attr]


def test_satisfaction_and_trust_are_asked_on_one_scale_each() -> None:
    satisfied = [one for one in ASKED if {"satisfied", "dissatisfied"} & set(one.categories)]
    assert len(satisfied) > 5
    assert {tuple(one.categories) for one in satisfied} == {SATISFACTION}
    trusting = [one for one in ASKED if one.id.startswith("trust_in")]
    assert {tuple(one.categories) for one in trusting} == {TRUST}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answers_of_a_scale_are_said_alike_everywhere(lang: str) -> None:
    for scale in (SATISFACTION, TRUST):
        said = {
            tuple(one.categories[answer][lang] for answer in scale) for one in ASKED if tuple(one.categories) == scale
        }
        assert len(said) == 1, said


def test_nobody_is_asked_whether_they_are_lgbtiq() -> None:
    assert KNOWN["lgbtiq"].question is None
    assert "lgbtiq" not in READ


def test_no_instrument_theme_role_or_universe_is_described_in_vain() -> None:
    mine = EXTENDED.indicators.values()
    roles = {one.compute.role for one in EVERY} | {one.compute.options.get("of") for one in EVERY}
    assert set(EXTENDED.instruments) == {one.question.instrument for one in ASKED if one.question}
    assert set(EXTENDED.subdimensions) == {one.subdimension for one in mine}
    assert set(EXTENDED.roles) == roles - {None}
    assert set(EXTENDED.universes) == {one.universe for one in mine} - {""}

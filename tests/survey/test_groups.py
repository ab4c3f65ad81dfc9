"""Who is who: the class of every person worked out by hand from the definitions, and what is never guessed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue.groups import groups
from tejido.catalogue.variables import variables
from tejido.errors import TejidoError
from tejido.survey import (
    check_level,
    compared_groups,
    disability,
    household_groups,
    late_arrivals,
    not_asked,
    person_groups,
    years_since_arrival,
)
from tejido.survey.groups import DOMAINS, by_dimension

MOBILITY = groups().definition("mobility")

# An empty cell (.) is an answer that is missing. The last column says why, by hand.
PERSONS = """
birth   citizenship  returnee  previous_residence  parents_birth  class     why
here    national     false     same_place          here           host      born here, national, never away
here    national     false     here                here           host      moved inside the country
here    national     false     here                one_abroad     host      one parent from abroad makes no child of migrants
here    both         false     same_place          here           host      a second citizenship changes nothing
here    national     true      abroad              here           returnee  says so
here    national     true      .                   here           returnee  says so, whatever else is missing
here    both         true      .                   .              returnee  says so
here    national     false     abroad              here           returnee  national, born here, lived abroad before
abroad  national     false     abroad              here           returnee  born abroad to nationals born here
abroad  national     true      abroad              .              returnee  says so
abroad  national     false     abroad              abroad         rm        naturalised: came from abroad all the same
abroad  both         false     abroad              one_abroad     rm        born abroad, only one parent born here
abroad  foreign      false     abroad              abroad         rm        born abroad and foreign
abroad  foreign      .         .                   .              rm        a foreigner cannot be a returned national
abroad  stateless    false     abroad              abroad         rm        without any citizenship
abroad  foreign      true      abroad              abroad         rm        came back, but is no national
here    foreign      false     abroad              abroad         rm        foreign and lived abroad before
here    foreign      false     same_place          abroad         child     born here without the citizenship
here    stateless    false     same_place          .              child     born here without any citizenship
here    national     false     same_place          abroad         child     both parents born abroad
here    both         false     here                abroad         child     both parents born abroad
.       national     false     same_place          here           .         perhaps born abroad to nationals: returnee or host
.       foreign      false     same_place          abroad         .         migrant or child
here    .            false     same_place          here           .         host or child
here    .            .         .                   .              .         nearly nothing known
abroad  .            false     abroad              here           .         returned national or migrant
abroad  national     .         abroad              abroad         .         returnee or naturalised
here    national     .         same_place          here           .         returnee or host: never host by default
here    national     false     .                   here           .         perhaps lived abroad
here    national     false     same_place          .              .         host or child
.       .            .         .                   .              .         nothing known
"""


def table(text: str, *drop: str) -> pd.DataFrame:
    """A readable table; the last column may hold spaces."""
    head, *lines = [line for line in text.strip().splitlines() if line.strip()]
    names = head.split()
    rows = [line.split(maxsplit=len(names) - 1) for line in lines]
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    return frame.mask(frame == ".", None).drop(columns=list(drop))


def wanted(frame: pd.DataFrame, column: str) -> list[str | None]:
    return [None if pd.isna(one) else str(one) for one in frame[column]]


def test_every_person_is_of_the_class_that_the_recommendations_give():
    persons = table(PERSONS)
    found = person_groups(persons, MOBILITY)
    assert len(persons) == 31
    wrong = [
        (why, said, right)
        for why, said, right in zip(persons["why"], found, wanted(persons, "class"), strict=True)
        if said != right
    ]
    assert wrong == []


def test_classes_collapse_to_the_compared_groups_as_declared_and_as_a_city_chooses():
    classes = pd.Series(["rm", "child", "returnee", "host", None], index=[3, 1, 4, 1, 5], dtype=object)
    assert compared_groups(classes, MOBILITY).tolist() == ["rm", "rm", "host", "host", None]
    chosen = compared_groups(classes, MOBILITY, {"child": "host", "returnee": "rm"})
    assert chosen.tolist() == ["rm", "host", "rm", "host", None]
    assert (chosen.name, chosen.index.tolist()) == ("origin", [3, 1, 4, 1, 5])
    for choice in ({"nobody": "host"}, {"child": "neighbours"}):
        with pytest.raises(TejidoError) as refused:
            compared_groups(classes, MOBILITY, choice)
        assert [one.code for one in refused.value.findings] == ["E409"]
    with pytest.raises(TejidoError) as refused:
        compared_groups(classes, groups().definition("protection"))
    assert [one.code for one in refused.value.findings] == ["E413"]


def test_a_question_that_the_survey_never_asked_is_told_and_makes_nobody_missing():
    persons = table(PERSONS, "returnee", "previous_residence", "parents_birth").iloc[:13]
    found = person_groups(persons, MOBILITY)
    # Without the three questions a born-abroad national can only be a migrant, anybody else born here a host.
    assert found.tolist() == ["host"] * 8 + ["rm"] * 5
    told = not_asked(persons, MOBILITY)
    assert [(one.code, one.column) for one in told] == [
        ("E403", "returnee"), ("E403", "previous_residence"), ("E403", "parents_birth"),
    ]  # fmt: skip
    assert "returnee, child" in told[2].what("en")


def test_without_what_a_definition_needs_nobody_is_told_apart():
    with pytest.raises(TejidoError) as refused:
        person_groups(pd.DataFrame({"birth": ["here"]}), MOBILITY)
    assert [(one.code, one.column) for one in refused.value.findings] == [("E402", "citizenship")]


def test_protection_is_asked_of_refugees_and_migrants_only():
    persons = table("""
        birth   citizenship  status            reason       class
        abroad  foreign      refugee           work         refugee
        abroad  foreign      asylum_seeker     violence     asylum_seeker
        abroad  foreign      other_protection  .            other_protection
        abroad  foreign      irregular         persecution  refugee_like
        abroad  foreign      residence_permit  work         labour_migrant
        abroad  foreign      irregular         family       family_migrant
        abroad  foreign      residence_permit  study        other_migrant
        abroad  foreign      irregular         .            .
        abroad  foreign      .                 work         .
        here    national     citizen           work         .
        here    foreign      born_here         .            .
    """)
    assert wanted(persons, "class") == person_groups(persons, groups().definition("protection")).tolist()


def test_displacement_inside_the_country_by_the_same_machinery():
    definition = groups().definition("displacement")
    persons = table("""
        displaced  displacement_cause  returned_home  parents_displaced  class          group
        true       conflict            false          false              idp            idp
        true       disaster            .              .                  .              .
        true       rights              true           .                  idp_returned   idp
        true       other               true           false              not_displaced  other
        true       .                   false          false              .              .
        false      .                   .              true               idp_child      other
        false      .                   .              false              not_displaced  other
        false      .                   .              .                  .              .
        .          .                   .              true               .              .
    """)
    found = person_groups(persons, definition)
    assert found.tolist() == wanted(persons, "class")
    assert compared_groups(found, definition).tolist() == wanted(persons, "group")


def test_ages_sexes_and_time_since_arrival_are_classes_too():
    persons = pd.DataFrame({
        "age": [0, 4, 14, 14.5, 15, 29, 30, 59, 60, None], "sex": ["f", "m", None, *"fffmmmm"],
        "birth": ["abroad"] * 9 + ["here"], "citizenship": "foreign", "arrival_year": [2024, 2020, 2019, None] + [2010] * 6,
    })  # fmt: skip
    ages = person_groups(persons, groups().definition("age")).tolist()
    assert ages == ["0-14"] * 4 + ["15-29"] * 2 + ["30-59"] * 2 + ["60+", None]
    assert person_groups(persons, groups().definition("sex")).tolist()[:3] == ["f", "m", None]
    persons["years_since_arrival"] = years_since_arrival(persons, 2024)
    stay = person_groups(persons, groups().definition("stay")).tolist()
    assert stay == ["recent", "recent", "settled", None, *["settled"] * 5, None]
    assert late_arrivals(persons, 2024) == []
    [late] = late_arrivals(persons, 2023)
    assert (late.code, late.severity) == ("E412", "warning")
    assert "1 people" in late.what("en")
    # Who would arrive after the survey is in no class of stay.
    persons["years_since_arrival"] = years_since_arrival(persons, 2023)
    assert person_groups(persons, groups().definition("stay"))[0] is None


ANSWERS = {name: [*variables()[name].categories, None] for name in MOBILITY.variables}


@settings(max_examples=40)
@given(st.lists(st.fixed_dictionaries({name: st.sampled_from(kinds) for name, kinds in ANSWERS.items()}), min_size=1))
def test_classes_part_the_people_and_whoever_answered_everything_has_one(people):
    persons = pd.DataFrame(people, dtype=object)
    found = person_groups(persons, MOBILITY)
    complete = persons.notna().all(axis=1)
    assert found[complete].notna().all()
    # A class once given stays, whatever a missing answer turns out to be.
    for name, kinds in ANSWERS.items():
        filled = person_groups(persons.assign(**{name: persons[name].where(persons[name].notna(), kinds[0])}), MOBILITY)
        assert (filled[found.notna()] == found[found.notna()]).all()


def test_disability_is_a_lot_of_difficulty_in_one_of_six_and_missing_only_where_none_is_answered():
    persons = table("""
        age  difficulty_seeing  difficulty_hearing  difficulty_walking  difficulty_remembering  difficulty_selfcare  difficulty_communicating  class
        30   none               none                none                none                    none                 none                      no
        30   some               some                some                some                    some                 some                      no
        30   a_lot              none                none                none                    none                 none                      yes
        30   none               none                none                none                    none                 cannot                    yes
        30   .                  .                   cannot              .                       .                    .                         yes
        30   some               .                   .                   .                       .                    .                         no
        30   .                  .                   .                   .                       .                    .                         .
        5    none               none                none                a_lot                   none                 none                      yes
        4    none               none                none                a_lot                   none                 none                      .
        .    a_lot              none                none                none                    none                 none                      .
    """)
    persons["age"] = pd.to_numeric(persons["age"])
    assert disability(persons).tolist() == wanted(persons, "class")
    with pytest.raises(TejidoError) as refused:
        disability(persons.assign(difficulty_walking="mucha"))
    assert [(one.code, one.column) for one in refused.value.findings] == [("E410", "difficulty_walking")]


def test_people_are_told_apart_by_a_dimension_where_its_question_was_asked():
    persons = pd.DataFrame({
        "sex": ["f", "m", None], "age": [30.0, 8.0, 70.0], "origin": ["rm", "mixed", "host"],
        "has_disability": ["true", None, "false"],
    })  # fmt: skip

    def told(rows: pd.DataFrame, dimension: str) -> list[object] | None:
        found = by_dimension(rows, dimension)
        return None if found is None else [None if pd.isna(one) else one for one in found]

    assert told(persons, "sex") == ["f", "m", None]
    assert told(persons, "age") == ["30-59", "0-14", "60+"]
    # A household that is mixed is of neither group.
    assert told(persons, "origin") == ["rm", None, "host"]
    assert told(persons, "disability") == ["yes", None, "no"]
    # Where the six questions are there, they decide: who answered some of them is judged by those.
    six = {f"difficulty_{one}": [None, "cannot", None] for one in DOMAINS} | {
        "difficulty_seeing": ["some", "none", None]
    }
    assert told(persons.assign(**six), "disability") == ["no", "yes", None]
    for dimension, missing in (("sex", "sex"), ("disability", "has_disability"), ("origin", "origin")):
        assert told(persons.drop(columns=missing), dimension) is None
    assert told(persons.assign(sex=None), "sex") is None
    with pytest.raises(TejidoError) as refused:
        by_dimension(persons, "faith")
    assert [one.code for one in refused.value.findings] == ["E404"]


def test_nobody_is_counted_as_lgbtiq_below_the_city():
    check_level(["origin", "lgbtiq"], "city")
    check_level(["origin", "sex"], "block")
    with pytest.raises(TejidoError) as refused:
        check_level(["origin", "lgbtiq"], "district")
    assert [one.code for one in refused.value.findings] == ["E408"]


HOMES = """
home  role       age  origin  reference  any   all   mixed   why
a     reference  40   rm      rm         rm    rm    rm      everybody
a     child      10   rm      .          .     .     .       .
b     reference  40   host    host       host  host  host    everybody
b     partner    38   host    .          .     .     .       .
c     reference  40   host    host       rm    host  mixed   a couple of both
c     partner    38   rm      .          .     .     .       .
d     reference  40   rm      rm         rm    rm    mixed   only the child is of the other group
d     child      5    host    .          .     .     .       .
e     partner    40   rm      .          rm    rm    rm      no reference person
f     reference  40   rm      .          rm    host  mixed   two reference persons
f     reference  41   host    .          .     .     .       .
g     reference  40   .       .          .     .     .       group unknown
h     reference  40   host    host       .     host  .       an adult of unknown group
h     partner    40   .       .          .     .     .       .
i     reference  40   rm      rm         rm    .     .       an adult of unknown group
i     partner    40   .       .          .     .     .       .
j     reference  .    rm      rm         .     .     rm      perhaps no adult at all
k     reference  17   rm      rm         .     .     rm      no adult
l     reference  40   host    host       host  host  mixed   the child does not count for adults
l     child      17   rm      .          .     .     .       .
m     reference  40   host    host       .     host  mixed   perhaps the other is an adult
m     other      .    rm      .          .     .     .       .
n     .          40   rm      .          rm    rm    rm      role unknown
o     reference  40   rm      rm         rm    host  mixed   three adults
o     partner    39   host    .          .     .     .       .
o     other      70   .       .          .     .     .       .
p     reference  40   host    host       host  host  .       a child of unknown group
p     child      3    .       .          .     .     .       .
"""


def test_every_household_is_of_the_group_that_its_rule_gives():
    persons = table(HOMES)
    persons["age"] = pd.to_numeric(persons["age"])
    first = persons.drop_duplicates("home")
    for rule in ("reference", "any", "all", "mixed"):
        found = household_groups(persons, "home", rule)
        assert list(zip(found.index, found, strict=True)) == list(
            zip(first["home"], wanted(first, rule), strict=True)
        ), rule


def test_a_rule_that_nobody_knows_is_refused():
    with pytest.raises(TejidoError) as refused:
        household_groups(table(HOMES), "home", "eldest")  # type: ignore[arg-type]
    assert [one.code for one in refused.value.findings] == ["E411"]


MEMBER = st.tuples(st.sampled_from("abc"), st.integers(18, 90))


@settings(max_examples=40)
@given(
    st.lists(MEMBER, min_size=1), st.dictionaries(st.sampled_from("abc"), st.sampled_from(["rm", "host"]), min_size=3)
)
def test_the_rules_agree_where_all_adults_are_of_one_group(members, origin):
    persons = pd.DataFrame(members, columns=["home", "age"])
    persons["origin"] = persons["home"].map(origin)
    persons["role"] = persons.groupby("home").cumcount().map(lambda place: "reference" if place == 0 else "other")
    found = [household_groups(persons, "home", rule).to_dict() for rule in ("reference", "any", "all", "mixed")]
    assert found == [{home: origin[home] for home in dict.fromkeys(persons["home"])}] * 4

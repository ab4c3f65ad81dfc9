"""Adults who answered for themselves: drawn by chance, or everybody who did; the city's own questions among theirs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.catalogue import load
from tejido.city import CitySurvey, formulas, read_city, read_surveys
from tejido.city.method import catalogue_for
from tests.city import village

OWN = """
[adults.trusts]
kind = "flag"
names = {es = "confía", en = "trusts"}
source = "ours"

[adults.fears]
kind = "flag"
names = {es = "teme", en = "fears"}
source = "ours"

[adults.both]
kind = "number"
names = {es = "ambas", en = "both"}
source = "ours"
counted = ["trusts", "fears"]

[indicators.trust]
names = {es = "Confianza en el barrio", en = "Trust in the quarter"}
definitions = {es = "Adultos que confían, de cada 100.", en = "Adults who trust, of 100."}
subdimension = "SUBDIMENSION"
category = "quality"
filter = "diversity"
source_kind = "perception"
measure_unit = "percent"
direction = "higher"
reason = "The village asked for it"
[indicators.trust.answers]
table = "adults"
statistic = "share"
of = [{variable = "trusts", values = ["true"]}]
scale = 100
"""

SURVEY = """
[extended]
add = ["own.toml"]

[[surveys]]
id = "talks"
name = {en = "Talks"}
households = "homes.csv"
persons = "people.csv"
household = "home"
person = "line"
weight = "w"
selected = "selected_person"
group = "origin"
rule = "mixed"

[surveys.variables]
age = "age"
sex = "sex"
electricity = "light"
trusts = "trusts"
fears = "fears"
"""

# Who was drawn stands with the household, as do their answers.
HOMES = """
    home | w  | light | selected_person | trusts | fears
    h1   | 10 | true  | 2               | true   | true
    h2   | 10 | true  | 1               | false  | true
    h3   | 20 | false | 1               | true   |
    h4   | 20 | false |                 |        |
    """
PEOPLE = """
    home | line | age | sex | origin
    h1   | 1    | 40  | m   | rm
    h1   | 2    | 38  | f   | rm
    h1   | 3    | 19  | f   | host
    h1   | 4    | 9   | f   | host
    h2   | 1    | 70  | f   | host
    h3   | 1    |     | m   | host
    h3   | 2    | 30  | f   | host
    h3   | 3    | 31  | m   | host
    h4   | 1    | 50  | m   | host
    """


def write(folder: Path, homes: str = HOMES, people: str = PEOPLE, survey: str = SURVEY) -> Path:
    theme = next(
        iter(catalogue_for(read_city(village.write(folder, village.TOML)).config, folder).extended.subdimensions)
    )
    village.write(folder, village.TOML + survey)
    (folder / "own.toml").write_text(OWN.replace("SUBDIMENSION", theme), "utf-8")
    for name, text in (("homes.csv", homes), ("people.csv", people)):
        lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        (folder / name).write_text("\n".join(",".join(cells) for cells in lines) + "\n", "utf-8")
    return folder


def read(folder: Path) -> CitySurvey:
    return read_surveys(read_city(folder), load())[0]


def codes(survey: CitySurvey) -> list[str]:
    return sorted(one.code for one in survey.findings if one.code != "C634" and one.code != "C644")


def test_an_adult_drawn_stands_for_all_adults_of_the_household(tmp_path: Path):
    adults = read(write(tmp_path)).adults.set_index("household")
    # h1: 40, 38 and 19 are adults, 3 x 10; h2: 1 x 10; h3: of one nobody knows the age, the other two are: 2 x 20.
    assert adults["weight"].to_dict() == {"h1": 30, "h2": 10, "h3": 40}
    assert adults["person"].to_dict() == {"h1": "2", "h2": "1", "h3": "1"}


def test_an_adult_has_their_own_answers_those_as_a_person_and_those_of_the_household(tmp_path: Path):
    survey = read(write(tmp_path))
    first = survey.adults.iloc[0]
    assert (first["trusts"], first["sex"], first["age"], first["electricity"]) == ("true", "f", 38, "true")
    assert survey.adults["origin"].tolist() == ["rm", "host", "host"]
    assert survey.adults["both"].fillna(-1).tolist() == [2, 1, -1]  # of the third one answer is missing
    assert codes(survey) == [] and survey.quality.empty


def test_persons_and_households_are_what_they_were_and_carry_no_answer_of_an_adult(tmp_path: Path):
    survey = read(write(tmp_path))
    assert survey.persons["weight"].tolist() == [10] * 5 + [20] * 4
    assert not {"trusts", "both"} & {*survey.persons.columns, *survey.households.columns}


def test_a_question_of_the_citys_own_feeds_an_indicator_of_its_own(tmp_path: Path):
    city = read_city(write(tmp_path))
    catalogue = catalogue_for(city.config, tmp_path)
    [survey] = read_surveys(city, catalogue)
    assert formulas(survey, catalogue)["trust"].table == "adults"
    assert {"trusts", "fears", "both"} <= survey.variables


def test_a_flag_of_persons_marks_the_adult_drawn_as_well(tmp_path: Path):
    people = """
        home | line | age | sex | origin | drawn | trusts | fears
        h1   | 1    | 40  | m   | rm     | no    |        |
        h1   | 2    | 38  | f   | rm     | yes   | true   | true
        h2   | 1    | 70  | f   | host   | 1     | false  | true
        h3   | 1    | 33  | m   | host   | 1     | true   | true
        h3   | 2    | 30  | f   | host   | true  | true   | true
        """
    homes = "home|w|light\nh1|10|true\nh2|10|true\nh3|20|false"
    survey = read(write(tmp_path, homes, people, SURVEY.replace("selected_person", "drawn")))
    assert survey.adults.set_index("household")["weight"].to_dict() == {"h1": 20, "h2": 10}
    assert codes(survey) == ["C657"]  # in h3 two are marked, and which of them was drawn is not ours to guess


def test_where_nobody_was_drawn_every_adult_who_answered_counts_once(tmp_path: Path):
    people = """
        home | line | age | sex | origin | trusts | fears
        h1   | 1    | 40  | m   | rm     | true   |
        h1   | 2    | 17  | f   | rm     | true   | true
        h1   | 3    |     | f   | rm     | false  |
        h2   | 1    | 70  | f   | host   |        |
        """
    survey = read(
        write(
            tmp_path,
            "home|w|light\nh1|10|true\nh2|10|true",
            people,
            SURVEY.replace('selected = "selected_person"\n', ""),
        )
    )
    assert survey.adults[["person", "weight"]].to_numpy().tolist() == [["1", 10], ["3", 10]]
    assert codes(survey) == ["C655"]  # a girl of 17 answered what is for adults


def test_a_line_that_names_nobody_loses_the_answers_of_the_household_and_says_so(tmp_path: Path):
    survey = read(write(tmp_path, HOMES.replace("| 2               | true ", "| 8               | true ")))
    assert survey.adults["household"].tolist() == ["h2", "h3"] and codes(survey) == ["C654"]
    assert survey.quality["row"].tolist() == [2]


def test_a_child_is_no_adult_even_where_the_line_says_so(tmp_path: Path):
    survey = read(write(tmp_path, HOMES.replace("| 2               | true ", "| 4               | true ")))
    assert survey.adults["household"].tolist() == ["h2", "h3"] and codes(survey) == ["C655"]


@pytest.mark.parametrize(
    ("survey", "code"),
    [
        (SURVEY.replace('selected = "selected_person"\n', ""), "C653"),  # nothing says whose answers these are
        (SURVEY.replace('age = "age"\n', ""), "C656"),  # nobody knows out of how many they were drawn
        (SURVEY.replace('"selected_person"', '"selected"'), "C104"),  # there is no such column
    ],
)
def test_without_knowing_who_was_drawn_out_of_how_many_there_are_no_adults(tmp_path: Path, survey: str, code: str):
    found = read(write(tmp_path, survey=survey))
    assert found.adults.empty and codes(found) == [code]
    assert all(one.what(lang) for one in found.findings for lang in ("es", "en"))
    assert "weight" in found.adults.columns and len(found.persons) == 9


def test_a_variable_of_nobody_is_told_with_the_names_that_are_there(tmp_path: Path):
    found = read(write(tmp_path, survey=SURVEY.replace('fears = "fears"', 'fears = "fear"')))
    assert codes(found) == ["C104"] and "fears" in str(found.findings[0].values)


def test_a_circle_in_the_citys_own_variables_is_told_and_the_survey_is_left_out(tmp_path: Path):
    folder = write(tmp_path)
    own = (folder / "own.toml").read_text("utf-8")
    (folder / "own.toml").write_text(
        own.replace(
            'kind = "flag"\nnames = {es = "teme"',
            'kind = "flag"\nrules = [{when = [{variable = "both", low = 1}], then = "true"}]\nnames = {es = "teme"',
        ),
        "utf-8",
    )
    survey = read(folder)
    assert "C651" in codes(survey) and survey.households.empty
    assert isinstance(survey.adults, pd.DataFrame)

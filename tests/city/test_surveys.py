"""A declared survey becomes two tables of standard variables with design, group and unit, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tejido.catalogue import load
from tejido.city import CitySurvey, check_city, formulas, read_city, read_surveys, taken
from tejido.survey import design
from tests.city import interviews
from tests.city.books import workbook
from tests.city.interviews import SURVEY, home, homes, persons, write
from tests.city.village import SIDE, degrees

BASIC = load()


def read(folder: Path) -> CitySurvey:
    """The village's one survey."""
    return read_surveys(read_city(folder), BASIC)[0]


def codes(survey: CitySurvey) -> set[str]:
    return {one.code for one in survey.findings}


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> CitySurvey:
    return read(write(tmp_path_factory.mktemp("survey") / "village"))


def test_a_sound_survey_is_read_without_a_word(survey: CitySurvey):
    assert survey.findings == [] and survey.quality.empty
    assert (len(survey.households), len(survey.persons)) == (8, 16)


def test_answers_become_standard_categories_flags_and_numbers(survey: CitySurvey):
    first = survey.households.iloc[0]
    assert (first["electricity"], first["water"], first["tenure"]) == ("true", "improved_on_premises", "owned")
    assert (first["rooms"], survey.persons["age"].iloc[0]) == (2.0, 40.0)


def test_bounds_are_the_lower_ends_of_the_classes_above_the_first(survey: CitySurvey):
    # 100 * n: 100 is already the second class, 500 and more the sixth.
    assert list(survey.households["income_class"]) == [f"class_{min(n + 1, 6)}" for n in range(1, 9)]


def test_size_age_group_and_persons_per_room_follow_from_other_answers(survey: CitySurvey):
    assert set(survey.households["size"]) == {2.0}
    assert set(survey.households["persons_per_room"]) == {1.0}
    assert list(survey.persons["age_group"].iloc[:2]) == ["25_44", "5_14"]


def test_children_who_are_not_asked_about_work_are_under_age_and_not_missing(survey: CitySurvey):
    assert list(survey.persons["activity"].iloc[:4]) == ["unemployed", "under_age", "employed", "under_age"]


def test_an_adult_without_an_answer_on_work_stays_missing(tmp_path: Path):
    members = [*persons(1, "f,40,head,,host"), *(row for number in range(2, 9) for row in persons(number))]
    assert pd.isna(read(write(tmp_path, members=members)).persons["activity"].iloc[0])


def test_persons_carry_what_their_household_told(survey: CitySurvey):
    assert list(survey.persons["water"]) == ["improved_on_premises"] * 16
    assert list(survey.persons["weight"]) == [37.5] * 16
    assert list(survey.persons["psu"].iloc[[0, -1]]) == ["p1", "p4"]


def test_the_design_columns_are_what_a_design_needs(survey: CitySurvey):
    made = design(survey.persons, "weight", survey.strata, survey.psu, survey.fpc)
    assert made.leaves == 4  # p1 and p2 in stratum s1, p3 and p4 in s2


def test_without_a_declared_sampling_unit_persons_are_sampled_by_household(tmp_path: Path):
    survey = read(write(tmp_path, SURVEY.replace('psu = "cluster"\n', "")))
    assert list(survey.persons["psu"].iloc[:3]) == ["h1", "h1", "h2"]


def test_the_point_gives_the_unit_and_stays_apart(survey: CitySurvey):
    assert list(survey.households["unit"]) == ["b11", "b12", "b13", "b14", "b21", "b22", "b23", "b24"]
    assert survey.level == "block" and list(survey.points.columns) == ["household", "x", "y"]
    assert not {"x", "y", "lon", "lat"} & {*survey.households.columns, *survey.persons.columns}


def test_households_take_the_group_of_their_reference_person(survey: CitySurvey):
    assert list(survey.households["origin"]) == ["rm", *["host"] * 7]


def test_a_household_with_two_groups_is_mixed_where_the_city_says_so(tmp_path: Path):
    members = [*persons(1, "f,40,head,employed,rm"), *(row for number in range(2, 9) for row in persons(number))]
    mixed = read(
        write(tmp_path, SURVEY.replace('group = "origin"', 'group = "origin"\nrule = "mixed"'), members=members)
    )
    assert mixed.households["origin"].iloc[0] == "mixed"


def test_groups_can_follow_from_answers_by_the_definition_of_the_catalogue(tmp_path: Path):
    """EGRISS 2018: born abroad is a refugee or migrant whatever the passport; a national born here is of the host community."""
    text = SURVEY.replace('group = "origin"', 'groups = "mobility"') + 'birth = "born"\ncitizenship = "passport"\n'
    folder = write(tmp_path, text)
    rows = [
        "h1,1,f,40,head,employed,abroad,national",
        "h2,1,f,40,head,employed,here,national",
        "h3,1,f,40,head,employed,,national",
    ]
    head = interviews.PEOPLE_HEAD.replace("origin", "born,passport")
    (folder / "people.csv").write_text("\n".join([head, *rows]), "utf-8")
    survey = read(folder)
    assert list(survey.persons["origin"].iloc[:2]) == ["rm", "host"] and pd.isna(survey.persons["origin"].iloc[2])
    assert "E403" in codes(survey)


def test_one_file_of_persons_is_a_survey_too(tmp_path: Path):
    text = """
[[surveys]]
id = "one"
name = {en = "One file"}
persons = "people.csv"
household = "home"
person = "line"
weight = "w"
[surveys.variables]
sex = "sex"
electricity = "light"
"""
    folder = write(tmp_path, text)
    rows = ["home,line,w,sex,light", "a,1,10,f,true", "a,2,12,m,true", "b,1,9,f,true", "b,2,9,m,false"]
    (folder / "people.csv").write_text("\n".join(rows), "utf-8")
    survey = read(folder)
    assert list(survey.households["electricity"].fillna("?")) == ["true", "?"] and "C630" in codes(survey)
    assert list(survey.persons["weight"]) == [10, 12, 9, 9] and list(survey.households["size"]) == [2, 2]


def test_a_source_without_known_probabilities_needs_no_weight_and_gives_nothing_until_the_city_says_why(tmp_path: Path):
    silent = SURVEY.replace('weight = "w"', 'sampling = "indicative"')
    told = SURVEY.replace('weight = "w"', 'sampling = "indicative"\nenters_marker = "no other source"')
    for text, gives in ((silent, False), (told, True)):
        city = read_city(write(tmp_path / str(gives), text))
        found = read_surveys(city, BASIC)
        assert set(found[0].households["weight"]) == {1.0}
        assert ("electricity" in taken(city, BASIC, found)) is gives


def test_a_survey_gives_what_nothing_else_gives_and_what_the_city_asks_of_it(tmp_path: Path):
    """The village has columns for internet and water: the survey gives them only where it is asked to."""
    city = read_city(write(tmp_path / "all"))
    survey = read_surveys(city, BASIC)
    assert "improved_water" in formulas(survey[0], BASIC) and "improved_water" not in taken(city, BASIC, survey)
    assert {"electricity", "unemployment", "diversity_age"} <= set(taken(city, BASIC, survey))
    text = SURVEY.replace("planned", 'indicators = ["improved_water"]\nplanned')
    city = read_city(write(tmp_path / "some", text))
    assert list(taken(city, BASIC, read_surveys(city, BASIC))) == ["improved_water"]


def test_check_says_what_comes_from_the_survey_and_what_it_did_not_ask(tmp_path: Path):
    report = check_city(write(tmp_path))
    said = report.table("en").set_index("indicator")
    assert said.loc["electricity", "source"] == "Survey of homes, from answers"
    assert said.loc["mean_schooling", "why_not"] == "Survey of homes did not ask: completed years of schooling"
    assert (
        report.table("es")
        .set_index("indicator")
        .loc["mean_schooling", "why_not"]
        .startswith("Encuesta de hogares no preguntó")
    )


def test_a_point_on_a_border_is_given_to_nobody(tmp_path: Path):
    lon, lat = degrees(SIDE, SIDE)  # the corner that b11, b12, b21 and b22 share
    survey = read(write(tmp_path, own=[home(1, lon=lon, lat=lat), *homes()[1:]]))
    assert pd.isna(survey.households["unit"].iloc[0]) and codes(survey) == {"C632"}


def test_a_point_outside_all_units_is_not_moved_to_the_nearest(tmp_path: Path):
    lon, lat = degrees(-1, SIDE / 2)  # one metre west of b11, which the file declares
    survey = read(write(tmp_path, own=[home(1, lon=lon, lat=lat), *homes()[1:]]))
    assert pd.isna(survey.households["unit"].iloc[0]) and codes(survey) == {"C631"}


def test_where_no_point_was_taken_down_the_declared_unit_is_taken(tmp_path: Path):
    survey = read(write(tmp_path, own=[home(1, lon="", lat=""), *homes()[1:]]))
    assert survey.households["unit"].iloc[0] == "b11" and len(survey.points) == 7


def test_a_geopoint_is_latitude_first(tmp_path: Path):
    lon, lat = degrees(SIDE / 2, SIDE / 2)
    text = SURVEY.replace('x = "lon"\ny = "lat"', 'geopoint = "lon"').replace(
        'unit = {level = "block", column = "block"}\n', ""
    )
    survey = read(write(tmp_path, text, own=[home(1, lon=f"{lat} {lon} 12.5 4.0"), home(2, lon="")]))
    assert survey.households["unit"].iloc[0] == "b11" and pd.isna(survey.households["unit"].iloc[1])


def test_a_declared_unit_alone_has_its_own_level(tmp_path: Path):
    text = SURVEY.replace('x = "lon"\ny = "lat"\n', "").replace(
        'level = "block", column = "block"', 'level = "zone", column = "district"'
    )
    folder = write(tmp_path, text)
    table = pd.read_csv(folder / "homes.csv").assign(district=[1, 1, 1, 1, 2, 2, 2, 2])
    table.to_csv(folder / "homes.csv", index=False)
    survey = read(folder)
    assert survey.level == "zone" and list(survey.households["unit"].iloc[[0, -1]]) == ["1", "2"]


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "dta", "semicolons"])
def test_every_kind_of_file_gives_the_same_tables(tmp_path: Path, survey: CitySurvey, kind: str):
    folder = write(tmp_path, SURVEY.replace(".csv", ".csv" if kind == "semicolons" else f".{kind}"))
    for name in ("homes", "people"):
        table = pd.read_csv(folder / f"{name}.csv", dtype={"light": str})
        if kind == "parquet":
            table.to_parquet(folder / f"{name}.parquet")
        elif kind == "xlsx":
            table.to_excel(folder / f"{name}.xlsx", index=False)
        elif kind == "dta":
            table.fillna({"work": ""}).to_stata(folder / f"{name}.dta", write_index=False)
        else:
            table.to_csv(folder / f"{name}.csv", index=False, sep=";", lineterminator="\r\n", encoding="utf-8-sig")
    again = read(folder)
    pd.testing.assert_frame_equal(again.households, survey.households)
    pd.testing.assert_frame_equal(again.persons, survey.persons)


@settings(max_examples=15)
@given(order=st.permutations(range(8)))
def test_the_order_of_rows_changes_no_answer(order: list[int], tmp_path_factory: pytest.TempPathFactory):
    shuffled = read(write(tmp_path_factory.mktemp("shuffled"), own=[homes()[place] for place in order]))
    ordered = shuffled.households.set_index("household").sort_index()
    assert list(ordered["unit"]) == ["b11", "b12", "b13", "b14", "b21", "b22", "b23", "b24"]
    assert list(ordered["income_class"]) == [f"class_{min(n + 1, 6)}" for n in range(1, 9)]
    assert shuffled.persons["psu"].tolist() == [f"p{(n + 1) // 2}" for n in range(1, 9) for _ in (0, 1)]


FORM = """
    type              | name  | label
    text              | light | Light
    begin repeat      | all   | All
    select_one s      | sex   | Sex
    integer           | age   | Age
    end repeat        |       |
    """
CHOICES = """
    list_name | name  | label
    s         | woman | Woman
    s         | man   | Man
    """


def test_the_submissions_of_a_form_are_taken_apart_into_households_and_persons(tmp_path: Path):
    text = """
[[surveys]]
id = "form"
name = {en = "Form"}
submissions = "kobo.xlsx"
form = "form.xlsx"
sampling = "indicative"
[surveys.variables]
electricity = "light"
sex = {column = "sex", values = {woman = "f", man = "m"}}
age = "age"
"""
    folder = write(tmp_path, text)
    workbook(folder / "form.xlsx", {"survey": FORM, "choices": CHOICES})
    doors, members = (
        "_index | _uuid | light\n1 | u1 | true\n2 | u2 | false",
        "_parent_index | all/sex | all/age\n1 | woman | 30\n1 | man | 8\n2 | man | 61",
    )
    workbook(folder / "kobo.xlsx", {"Doors": doors, "all": members})
    survey = read(folder)
    assert list(survey.households["electricity"]) == ["true", "false"] and list(survey.households["size"]) == [2, 1]
    assert list(survey.persons["sex"]) == ["f", "m", "m"] and list(survey.persons["age"]) == [30, 8, 61]
    assert list(survey.inputs) == ["kobo.xlsx#households", "kobo.xlsx#persons"]

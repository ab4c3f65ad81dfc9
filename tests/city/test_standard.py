"""Surveys without a mapping: columns called like standard variables, forms that tejido makes, weights made after the interviews."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.catalogue import load
from tejido.city import CitySurvey, read_city, read_surveys
from tejido.errors import TejidoError
from tests.city import village
from tests.city.books import rows, workbook
from tests.city.village import SIDE, degrees

BY_NAME = """
[[surveys]]
id = "plain"
name = {en = "Plain names"}
households = "homes.csv"
persons = "people.csv"
household = "home"
person = "line"
weight = "w"
group = "origin"
rule = "mixed"
variables = "standard"
"""

HOMES = """
    home | w  | electricity | internet | rooms | tenure    | colour
    h1   | 10 | true        | yes      | 2     | owned     | red
    h2   | 10 | 0           | dk       | dk    | no_answer | blue
    """
PEOPLE = """
    home | line | age       | sex | origin
    h1   | 1    | 40        | m   | rm
    h1   | 2    | no_answer | f   | rm
    h2   | 1    | 70        | f   | host
    """

FORM = {
    "survey": """
        type              | name            | label    | relevant
        begin_group       | visit           |          |
        text              | household_code  | Code     |
        select_one yn     | consent         | Agree?   |
        end_group         | visit           |          |
        geopoint          | dwelling_point  | Where    |
        select_one yn     | electricity     | Light    |
        begin_repeat      | person          | Person   |
        integer           | age             | Age      |
        select_one sex    | sex             | Sex      |
        select_one role   | role            | Role     |
        select_one birth  | birth           | Born     |
        select_one nation | citizenship     | Passport |
        end_repeat        | person          |          |
        integer           | selected_person | Who      |
        select_one yn     | would_teach     | Teach    |
        select_one result | result          | Result   |
        """,
    "choices": """
        list_name | name      | label
        yn        | true      | Yes
        yn        | false     | No
        sex       | f         | Woman
        sex       | m         | Man
        role      | reference | Reference
        role      | child     | Child
        birth     | here      | Here
        birth     | abroad    | Abroad
        nation    | national  | National
        nation    | foreign   | Foreign
        result    | complete  | Complete
        result    | refused   | Refused
        """,
    "settings": """
        form_title | form_id
        Homes      | tejido_homes
        """,
}

MAIN = """
    _index | household_code | consent | dwelling_point | electricity | selected_person | would_teach | result
    1      | c1             | true    | {b11} 0 0      | true        | 1               | true        | complete
    2      | c2             | true    | {b12} 0 0      | false       | 2               | false       | complete
    3      | c3             | false   |                |             |                 |             | refused
    4      | c4             | true    | {b13} 0 0      | true        | 1               | true        | refused
    5      | c9             | true    | {b14} 0 0      | true        | 1               | true        | complete
    """
ROSTER = """
    _parent_index | age | sex | role      | birth  | citizenship
    1             | 40  | f   | reference | abroad | foreign
    1             | 41  | m   | child     | abroad | foreign
    2             | 60  | m   | reference | here   | national
    2             | 20  | f   | child     | here   | national
    4             | 50  | f   | reference | here   | national
    5             | 50  | f   | reference | here   | national
    """
WEIGHTS = """
    household | psu | outcome | stratum | sampling_unit | weight
    c1        | p1  | 1.1     | s1      | p1            | 12.5
    c2        | p2  | 1.1     | s1      | p2            | 10
    c4        | p2  | 2.11    | s1      | p2            |
    """
ASKED = """
[[surveys]]
id = "asked"
name = {en = "Asked with our form"}
submissions = "answers.xlsx"
form = "form.xlsx"
design = "weights.csv"
"""


def comma(text: str) -> str:
    return "\n".join(",".join(cells) for cells in rows(text)) + "\n"


def plain(folder: Path, homes: str = HOMES, survey: str = BY_NAME, **files: str) -> CitySurvey:
    village.write(folder, village.TOML + survey)
    for name, text in ({"homes": homes, "people": PEOPLE} | files).items():
        (folder / f"{name}.csv").write_text(comma(text), "utf-8")
    return read_surveys(read_city(folder), load())[0]


def asked(folder: Path, main: str = MAIN, weights: str = WEIGHTS, survey: str = ASKED) -> CitySurvey:
    village.write(folder, village.TOML + survey)
    points = {}
    for number in range(1, 5):
        lon, lat = degrees(SIDE * (number - 0.5), SIDE / 2)
        points[f"b1{number}"] = f"{lat} {lon}"
    workbook(folder / "form.xlsx", FORM)
    workbook(folder / "answers.xlsx", {"answers": main.format(**points), "person": ROSTER})
    (folder / "weights.csv").write_text(comma(weights), "utf-8")
    return read_surveys(read_city(folder), load())[0]


def codes(survey: CitySurvey, *left_out: str) -> list[str]:
    return sorted(one.code for one in survey.findings if one.code not in ("C634", "C644", *left_out))


def test_columns_called_like_variables_are_these_variables(tmp_path: Path):
    survey = plain(tmp_path)
    first, second = (row for _, row in survey.households.iterrows())
    assert (first["electricity"], first["internet"], first["rooms"], first["tenure"]) == ("true", "true", 2.0, "owned")
    assert second["electricity"] == "false"
    assert second[["internet", "rooms", "tenure"]].isna().all()  # did not know, did not say: no answer, and no fault
    assert survey.persons["age"].fillna(-1).tolist() == [40, -1, 70] and codes(survey) == []
    assert "colour" not in survey.households.columns


def test_an_answer_that_is_no_category_is_told_without_a_mapping_too(tmp_path: Path):
    survey = plain(tmp_path, HOMES.replace("| owned ", "| hers  "))
    assert codes(survey) == ["C621", "C622"] and survey.households["tenure"].isna().all()


def test_only_the_word_standard_stands_for_the_mapping(tmp_path: Path):
    village.write(tmp_path, village.TOML + BY_NAME.replace('"standard"', '"by name"'))
    with pytest.raises(TejidoError) as refused:
        read_city(tmp_path)
    assert [one.code for one in refused.value.findings] == ["C006"]


def test_a_form_of_tejido_needs_nothing_but_its_weights(tmp_path: Path):
    survey = asked(tmp_path)
    assert survey.households["electricity"].tolist() == ["true", "false"]
    assert survey.households["unit"].tolist() == ["b11", "b12"]
    assert survey.persons["origin"].tolist() == ["rm", "rm", "host", "host"]  # by birth and passport
    assert survey.households["origin"].tolist() == ["rm", "host"]
    # Two adults in each household: 2 x 12.5 for the first on the list, 2 x 10 for the second.
    adults = survey.adults[["person", "weight", "would_teach"]]
    assert adults.to_numpy().tolist() == [["1", 25.0, "true"], ["2", 20.0, "false"]]


def test_the_weights_bring_the_place_in_the_sample(tmp_path: Path):
    survey = asked(tmp_path)
    assert survey.households[["weight", "stratum", "psu"]].to_numpy().tolist() == [
        [12.5, "s1", "p1"],
        [10.0, "s1", "p2"],
    ]


def test_who_did_not_agree_or_broke_off_is_left_out_and_counted(tmp_path: Path):
    [told] = [one for one in asked(tmp_path).findings if one.code == "C659"]
    assert dict(told.values) == {"count": 2, "kept": 3}


def test_an_interview_that_the_weights_do_not_know_is_flagged_once_and_left_out(tmp_path: Path):
    survey = asked(tmp_path)
    assert survey.quality[["code", "row", "fatal"]].to_numpy().tolist() == [["C650", 6, True], ["C641", 7, True]]
    assert {"C628", "C629"}.isdisjoint(codes(survey))


def test_two_interviews_of_one_household_are_both_left_out(tmp_path: Path):
    survey = asked(tmp_path, MAIN.replace("c9 ", "c1 "))
    assert survey.households["electricity"].tolist() == ["false"] and "C627" in codes(survey)


def test_a_household_twice_among_the_weights_stops_the_survey(tmp_path: Path):
    survey = asked(tmp_path, weights=WEIGHTS.replace("c2  ", "c1  "))
    assert survey.households.empty and "C658" in codes(survey)


@pytest.mark.parametrize(("column", "other"), [("household", "dwelling "), ("weight", "factor")])
def test_weights_without_their_key_or_their_weight_are_told(tmp_path: Path, column: str, other: str):
    survey = asked(tmp_path, weights=WEIGHTS.replace(column, other))
    [told] = [one for one in survey.findings if one.code == "C104"]
    assert survey.households.empty and told.file == "weights.csv"


def test_answers_without_the_code_of_the_dwelling_are_told_where_the_weights_go_by_it(tmp_path: Path):
    weights = WEIGHTS.replace("household", "household_code")
    survey = asked(tmp_path, MAIN.replace("household_code", "home_number"), weights)
    [told] = [one for one in survey.findings if one.code == "C104"]
    assert (told.file, told.column) == ("answers.xlsx", "household_code")


def test_a_survey_of_which_nobody_is_left_is_no_note_but_a_warning(tmp_path: Path):
    survey = asked(tmp_path, MAIN.replace("true", "Sí"))
    assert survey.households.empty
    [told] = [one for one in survey.findings if one.code == "C660"]
    assert (told.severity, dict(told.values)) == ("warning", {"count": 5})
    assert {"C653", "C659"}.isdisjoint(codes(survey))


def test_a_missing_table_of_weights_is_told(tmp_path: Path):
    survey = asked(tmp_path, survey=ASKED.replace("weights.csv", "none.csv"))
    assert survey.households.empty and "C101" in codes(survey)


def test_weights_of_their_own_join_plain_tables_by_the_key_of_the_household(tmp_path: Path):
    text = BY_NAME.replace('weight = "w"', 'design = "weights.csv"\nweight = "final"')
    survey = plain(tmp_path, survey=text, weights="home | final\nh1 | 3\nh2 | 4")
    assert survey.persons["weight"].tolist() == [3, 3, 4] and codes(survey) == []


def test_another_form_still_needs_its_mapping(tmp_path: Path):
    other = {**FORM, "settings": FORM["settings"].replace("tejido_homes", "homes")}
    folder = tmp_path
    asked(folder)
    workbook(folder / "form.xlsx", other)
    assert "C611" in codes(read_surveys(read_city(folder), load())[0])

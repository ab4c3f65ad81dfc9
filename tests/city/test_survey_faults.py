"""Whatever is wrong with a survey is told by one check, with its code, its file and its column, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.city import Report, check_city
from tests.city import village
from tests.city.interviews import SURVEY, home, homes, people, persons, write
from tests.city.village import SIDE, degrees

DECLARED = [
    ("a variable that does not exist", "C601", 'sex = "sex"', 'sexx = "sex"'),
    ("an answer that the variable does not have", "C602", '1 = "improved_on_premises"', '1 = "tap"'),
    ("a group that does not exist", "C602", 'group = "origin"', 'group = {column = "origin", values = {1 = "migrants"}}'),
    ("no file", "C604", 'households = "homes.csv"\npersons = "people.csv"\n', ""),
    ("submissions without their form", "C004", 'households = "homes.csv"\npersons = "people.csv"\n', 'submissions = "kobo.xlsx"\n'),
    ("a form that is not there", "C101", 'households = "homes.csv"\npersons = "people.csv"\n', 'submissions = "kobo.xlsx"\nform = "form.xlsx"\n'),
    ("no weight", "C605", 'weight = "w"\n', ""),
    ("an indicator that no answer gives", "C606", "planned", 'indicators = ["pm10"]\nplanned'),
    ("more finite populations than stages", "C607", 'psu = "cluster"', 'psu = "cluster"\nfpc = ["w", "w"]'),
    ("bounds that do not part the classes", "C608", "[100, 200, 300, 400, 500]", "[100, 200]"),
    ("values of a number", "C608", 'age = "age"', 'age = {column = "age", values = {1 = "f"}}'),
    ("a column of groups and a definition", "C609", 'group = "origin"', 'group = "origin"\ngroups = "mobility"'),
    ("half a point", "C610", 'y = "lat"\n', ""),
    ("no column that is a variable", "C611", SURVEY[SURVEY.index("[surveys.variables]") :], ""),
    ("a source without known probabilities", "C612", 'weight = "w"', 'sampling = "indicative"'),
    ("persons' answers without persons", "C613", 'persons = "people.csv"\n', ""),
    ("an indicator whose question was not asked", "C614", "planned", 'indicators = ["internet"]\nplanned'),
    ("a reason where none is needed", "C615", "planned", 'enters_marker = "why not"\nplanned'),
    ("a sampling that is none", "C006", "planned", 'sampling = "snowball"\nplanned'),
    ("a rule of households that is none", "C006", "planned", 'rule = "richest"\nplanned'),
    ("a key that does not exist", "C003", "planned", 'wieght = "w"\nplanned'),
    ("no key of persons", "C004", 'person = "line"\n', ""),
    ("a level that does not exist", "C007", 'level = "block", column', 'level = "street", column'),
    ("an indicator that the catalogue does not have", "C008", "planned", 'indicators = ["electricty"]\nplanned'),
    ("a model without its level", "C004", "[surveys.variables]", '[[surveys.model]]\nindicators = ["unemployment"]\n[surveys.variables]'),
    ("a file that is not there", "C101", '"homes.csv"', '"houses.csv"'),
    ("a column that is not there", "C104", 'tenure = {column = "tenure"', 'tenure = {column = "tenancy"'),
    ("a weight that is not there", "C104", 'weight = "w"', 'weight = "factor"'),
    ("a column of groups that is not there", "C645", 'group = "origin"', 'group = "group"'),
    ("a definition of groups that is not there", "E404", 'group = "origin"', 'groups = "mobilty"'),
    ("a reference system that does not exist", "C635", 'x = "lon"', 'x = "lon"\ncrs = "EPSG:1"'),
]  # fmt: skip

inside, outside = degrees(SIDE / 2, SIDE / 2), degrees(-400, 100)
corner = degrees(SIDE, SIDE)
ROWS = [
    home(1, light="perhaps"), home(2, rooms=99), home(2, rooms=98), home(3), home(3), home(4, w=0), home(5, cluster=""),
    home(6, lon=outside[0], lat=outside[1], rooms=5), home(7, lon=corner[0], lat=corner[1]), home(8, lon=912), home(9, block="b99"),
    home(10, lon="", lat="", block=""), home(11, lon=inside[0], lat=inside[1], block="b12", w=200), home(13, home=""), home(12),
]  # fmt: skip
WRONG = [
    ("an answer that is no category", "C621", "homes.csv", "light"),
    ("a variable without any answer", "C622", "people.csv", "work"),
    ("an impossible age", "C623", "people.csv", "age"),
    ("an arrival after the survey", "C624", "people.csv", "arrived"),
    ("a household without key", "C625", "homes.csv", "home"),
    ("the same row twice", "C626", "homes.csv", "home"),
    ("one key, two households", "C627", "homes.csv", "home"),
    ("no weight", "C628", "homes.csv", "w"),
    ("no sampling unit", "C629", "homes.csv", "cluster"),
    ("a point outside the city", "C631", "homes.csv", None),
    ("a point on a border", "C632", "homes.csv", None),
    ("a point nowhere on Earth", "C633", "homes.csv", "lon"),
    ("neither point nor unit", "C634", "homes.csv", None),
    ("a unit that does not exist", "C636", "homes.csv", "block"),
    ("a point in another unit than declared", "C637", "homes.csv", "block"),
    ("a person without household", "C640", "people.csv", None),
    ("a person whose household was left out", "C641", "people.csv", None),
    ("a household without persons", "C642", "homes.csv", None),
    ("another number of persons than told", "C643", "homes.csv", None),
    ("weights that do not sum to the people", "C644", "people.csv", "w"),
]
FATAL = {"C625", "C626", "C627", "C628", "C629", "C640", "C641"}


@pytest.mark.parametrize(("fault", "code", "before", "after"), DECLARED, ids=[fault for fault, *_ in DECLARED])
def test_a_fault_of_the_declaration_is_found_at_its_line(
    tmp_path: Path, fault: str, code: str, before: str, after: str
):
    assert before in SURVEY
    report = check_city(write(tmp_path, SURVEY.replace(before, after, 1)))
    found = [one for one in report.findings if one.code == code]
    assert found, f"{fault}: no {code} among {[one.code for one in report.findings]}"
    if found[0].file == "city.toml":
        assert found[0].row is not None and found[0].row > village.TOML.count("\n")


def test_two_surveys_under_one_id_are_told(tmp_path: Path):
    report = check_city(write(tmp_path, SURVEY + SURVEY))
    assert "C603" in {one.code for one in report.findings} and len(report.surveys) == 1


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    text = SURVEY.replace('rooms = "rooms"', 'rooms = "rooms"\nsize = "rooms"\narrival_year = "arrived"')
    members = [f"{row},2020" for row in people()[2:]]
    members[0] = members[0].replace(",40,", ",140,")
    members[2] = members[2].replace(",2020", ",2031")
    members += [f"{row},2020" for number in (9, 10, 11, 77) for row in persons(number)]
    members = [row.replace("employed", "") for row in members]
    folder = write(tmp_path_factory.mktemp("faults"), text, own=ROWS)
    head = "home,line,sex,age,role,work,origin,arrived"
    (folder / "people.csv").write_text("\n".join([head, *members]), "utf-8")
    return check_city(folder)


@pytest.mark.parametrize(("fault", "code", "file", "column"), WRONG, ids=[fault for fault, *_ in WRONG])
def test_a_fault_in_the_rows_is_found(report: Report, fault: str, code: str, file: str, column: str | None):
    found = [one for one in report.findings if one.code == code and one.file == file and one.column == column]
    assert found, f"{fault}: no {code} among {[(one.code, one.where()) for one in report.findings]}"


def test_rows_that_cannot_be_placed_are_left_out_and_all_others_stay(report: Report):
    """Left out: both h2, one h3, h4, h5 and the row without key; h1, h3 and h6 to h12 stay."""
    survey = report.surveys[0]
    assert sorted(survey.households["household"]) == sorted([f"h{number}" for number in (1, 3, 6, 7, 8, 9, 10, 11, 12)])
    flagged = survey.quality
    assert set(flagged.loc[flagged["fatal"], "code"]) == FATAL
    assert not set(survey.persons["household"]) - set(survey.households["household"])


def test_a_flagged_row_is_named_as_a_spreadsheet_counts(report: Report):
    quality = report.surveys[0].quality
    rows = quality[(quality["table"] == "households") & (quality["code"] == "C627")]["row"]
    assert list(rows) == [3, 4]  # the header is row 1, home(1) row 2


def test_neither_findings_nor_the_quality_table_repeat_an_answer_or_a_place(report: Report):
    said = " ".join(one.what("en") + one.where() for one in report.findings) + report.surveys[0].quality.to_csv()
    assert not any(told in said for told in ("perhaps", "912", "140", str(outside[0]), str(inside[1]), "b12"))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_fault_says_what_happened_and_what_to_do(report: Report, lang: str):
    for one in report.findings:
        assert one.what(lang).strip() and one.remedy(lang).strip()
        assert one.what("en") != one.what("es")


def test_a_survey_that_cannot_be_read_comes_back_empty_and_the_rest_is_checked(tmp_path: Path):
    report = check_city(write(tmp_path, SURVEY.replace('"homes.csv"', '"houses.csv"')))
    assert len(report.surveys[0].households) == 0
    assert report.table("en").set_index("indicator").loc["internet", "can"]


def test_an_empty_file_is_told(tmp_path: Path):
    folder = write(tmp_path)
    (folder / "people.csv").write_bytes(b"")
    assert "C103" in {one.code for one in check_city(folder).findings}


def test_a_file_with_a_header_only_is_told(tmp_path: Path):
    assert "C103" in {one.code for one in check_city(write(tmp_path, members=[])).findings}


def test_no_warning_is_given_for_a_sound_survey(tmp_path: Path):
    report = check_city(write(tmp_path, own=homes()))
    assert [one.code for one in report.findings if one.severity != "note"] == []

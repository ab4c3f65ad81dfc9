"""`tejido check` shows what the rule of households decides in a city's survey; here five homes of the village."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tejido.catalogue import load
from tejido.city import check_city, read_city, read_surveys
from tejido.cli import main
from tests.city import village

# Home 1 is of migrants, 2 and 5 of hosts; 3 and 4 are couples of both, with a host and with a migrant as reference person.
HOUSES = "home,w,tap,net\n1,1,yes,1\n2,1,yes,1\n3,1,no,0\n4,3,yes,1\n5,1,no,1\n"
PEOPLE = """home,p,role,age,born,passport
1,1,head,40,elsewhere,other
1,2,spouse,39,elsewhere,other
2,1,head,70,town,ours
3,1,head,35,town,ours
3,2,spouse,33,elsewhere,other
4,1,head,35,elsewhere,other
4,2,spouse,33,town,ours
5,1,head,20,town,ours
"""
SURVEY = """
[[surveys]]
id = "doors"
name = {en = "Doors", es = "Puertas"}
households = "houses.csv"
persons = "people.csv"
household = "home"
person = "p"
weight = "w"
groups = "mobility"
rule = "any"

[surveys.variables]
water = {column = "tap", values = {yes = "improved_on_premises", no = "unimproved"}}
internet = {column = "net", values = {1 = "true", 0 = "false"}}
role = {column = "role", values = {head = "reference", spouse = "partner"}}
age = "age"
birth = {column = "born", values = {town = "here", elsewhere = "abroad"}}
citizenship = {column = "passport", values = {ours = "national", other = "foreign"}}
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return written(tmp_path, SURVEY)


def written(folder: Path, survey: str) -> Path:
    village.write(folder, village.TOML + survey)
    (folder / "houses.csv").write_text(HOUSES, "utf-8")
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    return folder


def test_a_report_holds_the_groups_and_gaps_of_every_rule(city: Path):
    [rules] = check_city(city).household_rules
    assert (rules.survey, rules.rule, rules.households) == ("doors", "any", 5)
    counts = {(row.rule, row.group): row.n for row in rules.comparison.counts.itertuples()}
    assert counts[("reference", "rm")] == 2
    assert counts[("any", "rm")] == 3
    assert counts[("all", "rm")] == 1
    assert counts[("mixed", "mixed")] == 2
    gaps = rules.comparison.gaps.set_index(["rule", "indicator"])["gap"]
    # Water by reference person: homes 1 and 4 (weights 1 and 3) all have it, of 2, 3 and 5 one in three.
    assert gaps["reference", "improved_water"] == pytest.approx(100 - 100 / 3)
    # By any adult: 1 and 4 of 1, 3 and 4 (4 of 5 by weight), 2 of 2 and 5.
    assert gaps["any", "improved_water"] == pytest.approx(80 - 50)
    assert gaps["all", "internet"] == pytest.approx(100 - 100 * 5 / 6)


def test_the_questions_that_were_not_asked_are_told(city: Path):
    told = [one.column for one in check_city(city).findings if one.code == "E403"]
    assert told == ["parents_birth", "previous_residence", "returnee"]


def test_where_everybody_is_of_the_group_of_the_household_there_is_nothing_to_compare(city: Path):
    (city / "people.csv").write_text("\n".join(line for line in PEOPLE.splitlines() if line[:2] not in ("3,", "4,")))
    assert check_city(city).household_rules == ()


def test_displaced_people_are_compared_by_the_same_machinery(tmp_path: Path):
    survey = SURVEY.replace('groups = "mobility"', 'groups = "displacement"').split("birth = ")[0]
    survey += 'displaced = {column = "born", values = {town = "false", elsewhere = "true"}}\n'
    survey += 'displacement_cause = {column = "passport", values = {ours = "other", other = "conflict"}}\n'
    [read] = read_surveys(read_city(written(tmp_path, survey)), load())
    # Home 1 fled, 2 and 5 did not; in 3 and 4 one of two adults did.
    assert dict(zip(read.households["household"], read.households["origin"], strict=True)) == {
        "1": "idp", "2": "other", "3": "idp", "4": "idp", "5": "other",
    }  # fmt: skip
    [rules] = check_city(tmp_path).household_rules
    assert list(rules.groups) == ["idp", "other"]
    assert set(rules.comparison.counts["group"]) == {"idp", "other", "mixed"}


def test_a_source_without_probabilities_has_gaps_without_a_standard_error(tmp_path: Path):
    survey = SURVEY.replace('weight = "w"\n', 'sampling = "indicative"\n')
    [rules] = check_city(written(tmp_path, survey)).household_rules
    assert rules.comparison.gaps["se"].isna().all()
    assert set(rules.comparison.gaps["said"]) == {"cannot_be_said"}


def test_a_design_that_cannot_be_made_is_among_the_findings_and_the_check_goes_on(city: Path):
    (city / "houses.csv").write_text(HOUSES.replace("net\n", "net,s\n").replace("1\n", "1,a\n").replace("0\n", "0,b\n"))
    toml = (city / "city.toml").read_text("utf-8").replace('weight = "w"\n', 'weight = "w"\nstratum = "s"\n')
    (city / "city.toml").write_text(toml, "utf-8")
    report = check_city(city)
    assert report.household_rules == ()
    assert "E113" in {one.code for one in report.findings}


def called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object, columns: int = 160
) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("sys.argv", ["tejido", "check", *map(str, words)])
    with pytest.raises(SystemExit):
        main()
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Whose household is it? Doors: 5 households", "any adult", "Cannot be told", "Where the rules part"]),
        (
            "es",
            ["¿De quién es el hogar? Puertas: 5 hogares", "algún adulto", "No se sabe", "Dónde difieren las reglas"],
        ),
    ],
)
def test_check_prints_the_rules_in_the_readers_language(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str, words: list[str]
):
    out = called(monkeypatch, capsys, city, "--lang", lang)
    assert [word for word in words if word not in out] == []
    # One household of both is of hosts by its reference person and of migrants by any adult.
    [line] = [
        line
        for line in out.splitlines()
        if line.rstrip().endswith(" 1") and line.count("Host") + line.count("acogida") == 2
    ]
    assert ("Mixed" if lang == "en" else "Mixto") in line


def test_at_80_columns_the_rules_and_gaps_keep_their_words_whole(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    out = called(monkeypatch, capsys, city, "--lang", "es", columns=80)
    shown = out[out.index("¿De quién es el hogar?") :].split()
    for word in ("referencia", "adultos", "refugiadas", "migrantes", "Comunidad", "Brecha:"):
        assert word in shown, word


def test_check_gives_the_rules_as_json(city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    [rules] = json.loads(called(monkeypatch, capsys, city, "--json"))["household_rules"]
    assert (rules["survey"], rules["rule"]) == ("doors", "any")
    assert {"reference": "host", "any": "rm", "all": "host", "mixed": "mixed", "n": 1} in rules["cross"]
    assert {gap["rule"] for gap in rules["gaps"]} == {"reference", "any", "all", "mixed"}
    assert all(gap["se"] is not None for gap in rules["gaps"])

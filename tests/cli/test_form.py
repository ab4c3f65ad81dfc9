"""`tejido form` writes the form and its codebook, says how long it takes and what it is good for, and writes over nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tejido.city.forms import read_form
from tests.city import village
from tests.cli.conftest import Command

OWN = """
[indicators.dog_at_home]
names = {en = "Homes with a dog", es = "Hogares con perro"}
definitions = {en = "Share of homes with a dog.", es = "Porcentaje de hogares con perro."}
subdimension = "habitability"
category = "quality"
filter = "diversity"
source_kind = "survey"
measure_unit = "percent"
direction = "context"
reason = "The council asked for it."
answers = {table = "households", statistic = "share", of = [{variable = "dog", values = ["true"]}], scale = 100}

[households.dog]
kind = "flag"
names = {en = "dog", es = "perro"}
source = "-"
question = {text = {en = "Do you have a dog?", es = "¿Tienen perro?"}, module = "dwelling", instrument = "ours", seconds = 5}
"""


def test_it_says_how_much_is_asked_and_what_it_feeds(command: Command, tmp_path: Path):
    status, out, _ = command(
        "form", "--out", tmp_path / "form.xlsx", "--indicators", "electricity,unemployment", "--lang", "en"
    )
    assert status == 0
    # Nine questions of every form, one of electricity and four of work.
    assert "14 questions for" in out
    assert "electricity: " in out and "employment: " in out
    assert {"electricity", "worked"} <= set(read_form(tmp_path / "form.xlsx").questions)


def test_it_speaks_spanish(command: Command, tmp_path: Path):
    _, out, _ = command("form", "--out", tmp_path / "form.xlsx", "--area", "housing", "--lang", "es")
    assert "Vivienda y servicios" in out and "Sirve para medir:" in out


def test_json_holds_the_same(command: Command, tmp_path: Path):
    _, out, _ = command("form", "--out", tmp_path / "form.xlsx", "--minutes", 12, "--household-size", 4, "--json")
    told = json.loads(out)
    assert told["minutes"]["usual"] <= 12 <= told["minutes"]["longest"]
    assert sum(one["questions"] for one in told["modules"]) == len(told["questions"])
    assert set(told["indicators"]) <= set(told["feeds"])
    assert told["form_id"] == read_form(tmp_path / "form.xlsx").id


def test_the_codebook_is_written_beside_it(command: Command, tmp_path: Path):
    status, _, _ = command("form", "--out", tmp_path / "form.xlsx", "--all", "--codebook", tmp_path / "book.xml")
    assert status == 0
    assert "ddi:codebook:2_5" in (tmp_path / "book.xml").read_text("utf-8")


@pytest.mark.parametrize("taken", ["form.xlsx", "book.xml"])
def test_nothing_is_written_over(command: Command, tmp_path: Path, taken: str):
    (tmp_path / taken).write_text("mine", "utf-8")
    status, _, err = command("form", "--out", tmp_path / "form.xlsx", "--all", "--codebook", tmp_path / "book.xml")
    assert (status, "E509" in err) == (1, True)
    assert [one.name for one in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text("utf-8") == "mine"


def test_something_has_to_be_asked_for(command: Command, tmp_path: Path):
    status, _, err = command("form", "--out", tmp_path / "form.xlsx")
    assert status == 2
    assert "--minutes" in err


def test_an_unknown_indicator_is_told_by_its_code(command: Command, tmp_path: Path):
    status, _, err = command("form", "--out", tmp_path / "form.xlsx", "--indicators", "electricty", "--lang", "en")
    assert (status, "F101" in err, "electricity" in err) == (1, True, True)


def test_an_indicator_that_a_city_adds_is_asked_and_one_that_it_omits_is_not(command: Command, tmp_path: Path):
    city = village.write(
        tmp_path / "city", village.TOML + '\n[extended]\nadd = ["own.toml"]\n\n[omit]\ninternet = "Old."\n'
    )
    (city / "own.toml").write_text(OWN, "utf-8")
    status, _, err = command("form", "--out", tmp_path / "form.xlsx", "--all", "--city", city)
    assert status == 0, err
    form = read_form(tmp_path / "form.xlsx")
    assert form.questions["dog"].labels == {"es": "¿Tienen perro?", "en": "Do you have a dog?"}
    _, out, _ = command("form", "--out", tmp_path / "two.xlsx", "--area", "housing", "--city", city, "--json")
    assert "dog_at_home" in json.loads(out)["feeds"]
    assert "internet" not in json.loads(out)["feeds"]


def test_a_folder_without_a_city_is_told(command: Command, tmp_path: Path):
    status, _, err = command("form", "--out", tmp_path / "form.xlsx", "--all", "--city", tmp_path)
    assert (status, "C001" in err) == (1, True)


def test_a_form_under_another_ending_is_refused_before_anything_is_written(command: Command, tmp_path: Path):
    status, _, err = command("form", "--out", tmp_path / "form.csv", "--indicators", "electricity", "--lang", "es")
    assert status != 0
    assert "F110" in err
    assert list(tmp_path.iterdir()) == []

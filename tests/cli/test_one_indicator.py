"""One entry in one file: an indicator that a city adds is asked in the form, estimated, mapped and explained."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tejido.catalogue import load_extended
from tejido.catalogue.sheet_extended import page
from tejido.release import open_release
from tejido.viewer import build
from tests.cli.conftest import Command
from tests.measure import hamlet

ENTRY = """
[indicators.weaving_homes]
names = { es = "Hogares donde se teje", en = "Homes where somebody weaves" }
definitions = { es = "Hogares donde alguien teje para vender, por cada 100.", en = "Households where somebody weaves for sale, per 100." }
subdimension = "entrepreneurship"
category = "access"
filter = "diversity"
source_kind = "survey"
measure_unit = "percent_households"
direction = "higher"
reason = "Weaving is what the hamlet lives on."

[indicators.weaving_homes.answers]
table = "households"
statistic = "share"
of = [{ variable = "weaves", values = ["true"] }]
scale = 100

[households.weaves]
kind = "flag"
names = { es = "alguien teje para vender", en = "somebody weaves for sale" }
source = "the hamlet"

[households.weaves.question]
text = { es = "¿En este hogar alguien teje para vender?", en = "Does anybody in this household weave for sale?" }
module = "assets"
instrument = "ours"
seconds = 8
"""

SURVEY = """
[extended]
add = ["own.toml"]

[[surveys]]
id = "looms"
name = { es = "Encuesta de telares", en = "Survey of looms" }
households = "homes.csv"
household = "home"
weight = "weight"
lonely = "adjust"
unit = { level = "block", column = "block" }
variables = "standard"
"""

ASKED = {"a1": (120, 96, 0.25), "a2": (120, 24, 1.0), "b1": (120, 60, 0.5)}
"""Homes asked in each block, those who weave, and the weight of each."""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = hamlet.write(tmp_path / "city", settings=hamlet.SETTINGS + SURVEY)
    (folder / "own.toml").write_text(ENTRY, "utf-8")
    rows = ["home,weight,block,weaves"]
    for block, (homes, weaving, weight) in ASKED.items():
        rows += [f"{block}-{home},{weight},{block},{'true' if home < weaving else 'false'}" for home in range(homes)]
    (folder / "homes.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def test_the_form_asks_its_question_in_both_languages(city: Path, command: Command, tmp_path: Path):
    status, out, _ = command(
        "form", "--city", city, "--indicators", "weaving_homes", "--out", tmp_path / "form.xlsx", "--lang", "en"
    )
    assert status == 0
    assert "Homes where somebody weaves" in out
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx")["survey"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {
        "weaves",
        "¿En este hogar alguien teje para vender?",
        "Does anybody in this household weave for sale?",
    } <= texts


def test_it_is_estimated_mapped_and_explained(city: Path, command: Command, tmp_path: Path):
    assert command("measure", city, "--out", tmp_path / "release")[0] == 0
    told = {row["id"]: row for row in json.loads(command("show", tmp_path / "release", "--extended", "--json")[1])}
    # (96 x 0.25 + 24 x 1 + 60 x 0.5) / (120 x 0.25 + 120 x 1 + 120 x 0.5) = 78 / 210
    assert told["weaving_homes"]["value"] == pytest.approx(100 * 78 / 210)
    assert told["weaving_homes"]["n"] == 360
    assert told["weaving_homes"]["source"] == "Encuesta de telares"

    pages = build(open_release(tmp_path / "release", audience="public"), tmp_path / "site").rounds[0]
    card = (pages / "es" / "indicators" / "weaving_homes.html").read_text("utf-8")
    assert "¿En este hogar alguien teje para vender?" in card
    assert "Weaving is what the hamlet lives on." in card
    assert "<svg" in card
    # District A: (96 x 0.25 + 24 x 1) / (120 x 0.25 + 120 x 1) = 48 / 150 = 32 %.
    assert "32" in card
    assert "Hogares donde se teje" in (pages / "es" / "indicators.html").read_text("utf-8")


@pytest.mark.parametrize("lang", ["es", "en"])
def test_its_sheet_is_made_of_the_entry(lang: str, city: Path):
    extended = load_extended([city / "own.toml"])
    text = page(extended.indicators["weaving_homes"], extended, lang)
    assert extended.indicators["weaving_homes"].names[lang] in text
    assert extended.variables["weaves"].question.text[lang] in text
    assert "Weaving is what the hamlet lives on." in text

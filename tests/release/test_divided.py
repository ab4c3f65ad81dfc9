"""Who the people are, in the files for other programs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest

from tejido.catalogue.shares import DOCUMENT, distributions, plain
from tejido.release import Contents, Release, export, open_release, write
from tejido.tables import SHARES, SchemaError
from tests.release import sample

ROWS = [("f:0_9", 30.0), ("f:10_19+20_29+30_39+40_49+50_59+60_69+70_over", 25.0), ("m:0_9", 45.0)]


def contents() -> Contents:
    table = pd.DataFrame(ROWS, columns=["class", "share"]).assign(
        period="2024", level="city", unit="town", group="origin=rm", question="age_sex", kind="design-based", quality="reliable",
        source="survey", n=400, n_households=180,
    )  # fmt: skip
    told = {"shares": SHARES.conform(table)}
    made = sample.contents()
    questions = plain([distributions()["age_sex"]])
    return replace(
        made,
        tables={**made.tables, **told},
        public_tables={**made.public_tables, **told},
        documents={DOCUMENT: questions},
    )


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return open_release(write(contents(), tmp_path / "town"), audience="public")


def test_a_public_release_holds_shares_and_the_questions_that_define_them(release: Release):
    assert release.table("shares")["share"].sum() == 100
    assert release.questions == {"age_sex": distributions()["age_sex"]}


def test_a_share_of_an_undefined_question_is_refused():
    with pytest.raises(SchemaError, match="shares of 'age_sex', which is not defined"):
        write(replace(contents(), documents={}), Path("unwritten"))


def test_a_protected_share_that_still_holds_a_figure_is_refused():
    told = contents()
    table = told.tables["shares"].assign(flags="protected")
    with pytest.raises(SchemaError, match="public shares are protected and still hold 'share'"):
        write(replace(told, public_tables={**told.public_tables, "shares": table}), Path("unwritten"))


def test_a_workbook_names_questions_and_classes(release: Release, tmp_path: Path):
    export(release, "xlsx", tmp_path / "town.xlsx", "es")
    rows = list(openpyxl.load_workbook(tmp_path / "town.xlsx")["Quiénes son"].values)
    column = rows[0].index("Clase")
    assert [row[column] for row in rows[1:]] == ["mujer: 0 a 9 años", "mujer: 10 años y más", "hombre: 0 a 9 años"]
    assert rows[1][rows[0].index("Pregunta")] == "Edad y sexo"


def test_a_geopackage_has_them_as_a_table(release: Release, tmp_path: Path):
    export(release, "gpkg", tmp_path / "town.gpkg", "en")
    table = pyogrio.read_dataframe(tmp_path / "town.gpkg", layer="shares", read_geometry=False)
    assert dict(zip(table["class_name"], table["share"], strict=True))["female: 10 years and over"] == 25.0

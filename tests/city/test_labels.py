"""Labels inside statistical files are kept, and what a file declares missing is missing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tejido.city.answers import header, read
from tejido.city.labels import labels
from tejido.errors import TejidoError

TABLE = pd.DataFrame({"water": [1.0, 2.0, 9.0], "año": [2020.0, 2021.0, 2022.0]})
NAMES = {"water": "Agua de la red", "año": "Año de llegada"}
VALUES = {"water": {1: "Sí", 2: "No", 9: "No sabe"}}


@pytest.fixture
def spss(tmp_path: Path) -> Path:
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        TABLE, str(path), column_labels=NAMES, variable_value_labels=VALUES, missing_ranges={"water": [9]}
    )
    return path


def test_spss_labels_are_kept(spss: Path):
    found = labels(spss)
    assert found.variables == {"water": {"": "Agua de la red"}, "año": {"": "Año de llegada"}}
    assert found.values["water"] == {"1": {"": "Sí"}, "2": {"": "No"}, "9": {"": "No sabe"}}
    assert (found.value("water", "1", "en"), found.value("water", "7", "en"), found.value("x", "1", "en")) == (
        "Sí",
        None,
        None,
    )


def test_an_answer_that_spss_declares_missing_is_missing_and_no_number(spss: Path):
    assert read(spss)["water"].fillna(-1).tolist() == [1.0, 2.0, -1.0]
    assert (header(spss), list(read(spss, ["año"]).columns)) == (["water", "año"], ["año"])


def test_stata_labels_are_kept(tmp_path: Path):
    table = TABLE.rename(columns={"año": "year"})
    pyreadstat.write_dta(
        table, str(tmp_path / "a.dta"), column_labels={"water": "Agua", "year": ""}, variable_value_labels=VALUES
    )
    found = labels(tmp_path / "a.dta")
    assert (found.variables, found.value("water", "9", "es")) == ({"water": {"": "Agua"}}, "No sabe")


def test_other_files_have_no_labels_and_broken_ones_are_told(tmp_path: Path):
    (tmp_path / "a.csv").write_text("water\n1\n", "utf-8")
    assert labels(tmp_path / "a.csv").values == {}
    (tmp_path / "a.sav").write_text("no SPSS", "utf-8")
    for name, code in (("a.sav", "E202"), ("none.sav", "E201")):
        with pytest.raises(TejidoError, match=code):
            labels(tmp_path / name)

"""An export says the same as the release, number by number, and can be read by other programs."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from tejido.errors import TejidoError
from tejido.release import FORMATS, Release, export, open_release, write
from tejido.release.rows import rows
from tests.release import sample

PLACE = ["period", "level", "unit", "group"]


@pytest.fixture
def release(written: Path) -> Release:
    return open_release(written)


def expected(release: Release, what: str) -> dict[tuple[str, ...], float]:
    """Every figure of the release by place and node; missing ones left out."""
    table = release.table("values" if what == "value" else "scores")
    node = "indicator" if what == "value" else "node"
    return {tuple(row[:-1]): row[-1] for row in table[[*PLACE, node, what]].dropna().itertuples(index=False)}


def found(table: pd.DataFrame, what: str) -> dict[tuple[str, ...], float]:
    rows = table[table["what"] == what][[*PLACE, "node", "figure"]].dropna()
    return {tuple(row[:-1]): row[-1] for row in rows.itertuples(index=False)}


def read_csv(path: Path) -> pd.DataFrame:
    text = {"period": str, "flags": str, "reason": str, "unit": str}
    return pd.read_csv(path, dtype=text, encoding="utf-8-sig")


def sheet(path: Path, title: str) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(path)[title].values
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_csv_holds_every_value_and_every_score(release: Release, tmp_path: Path) -> None:
    files = export(release, "csv", tmp_path / "town.csv", "en")
    table = read_csv(files[0])
    for what in ("value", "score"):
        assert found(table, what) == expected(release, what)
    # Block b2 has no score for the clinic and the two nodes above it: missing, not zero, and with the reason.
    gaps = table[(table["unit"] == "b2") & (table["what"] == "score") & table["figure"].isna()]
    assert gaps["reason"].tolist() == ["no_data"] * 3


def test_every_figure_of_an_export_carries_source_period_kind_quality_and_support(
    release: Release, tmp_path: Path
) -> None:
    table = read_csv(export(release, "csv", tmp_path / "town.csv", "es")[0])
    measured = table[table["figure"].notna() & ~((table["node"] == "clinic") & (table["level"] != "block"))]
    assert measured[["source", "period", "kind", "quality", "support", "measure_unit"]].notna().all(axis=None)
    assert set(table["city"]) == {"town"}
    assert table["synthetic"].all()


def test_beside_a_csv_lie_the_definitions(release: Release, tmp_path: Path) -> None:
    files = export(release, "csv", tmp_path / "town.csv", "es")
    definitions = read_csv(files[1]).set_index("id")
    assert files[1].name == "town.definitions.csv"
    assert definitions.loc["water", ["name", "definition", "part_of"]].tolist() == ["Agua", "Qué es agua.", "Servicios"]
    # Two areas of equal weight, one dimension and one indicator in each: water is half of the marker.
    assert definitions.loc["water", "share_percent"] == 50


def test_a_text_that_looks_like_a_formula_stays_a_text(release: Release, tmp_path: Path) -> None:
    formula = '=Census & "records", 2024'
    with export(release, "csv", tmp_path / "town.csv", "en")[0].open(encoding="utf-8-sig", newline="") as stream:
        cells = {row["source"] for row in csv.DictReader(stream)}
    assert "'" + formula in cells
    assert formula not in cells
    book = openpyxl.load_workbook(export(release, "xlsx", tmp_path / "town.xlsx", "en")[0])
    texts = [cell for row in book["Sources"].iter_rows() for cell in row if cell.value == formula]
    assert texts
    assert {(cell.data_type, cell.quotePrefix) for cell in texts} == {("s", True)}


def test_a_geopackage_has_a_layer_per_level_with_the_figures_of_everybody(release: Release, tmp_path: Path) -> None:
    path = export(release, "gpkg", tmp_path / "town.gpkg", "en")[0]
    scores, values = expected(release, "score"), expected(release, "value")
    for level, units in (("city", 1), ("district", 2), ("block", 6)):
        layer = gpd.read_file(path, layer=level).set_index("unit")
        assert len(layer) == units
        assert layer.geometry.is_valid.all()
        for place, row in layer.iterrows():
            for node in ("marker", "housing", "services", "water", "health", "care", "clinic"):
                wanted = scores.get((sample.PERIOD, level, str(place), "all", node))
                assert row[f"{node}_score"] == wanted or (wanted is None and pd.isna(row[f"{node}_score"]))
            assert row["water_value"] == values[sample.PERIOD, level, str(place), "all", "water"]
        assert layer["synthetic"].all()


def test_a_geopackage_holds_all_figures_and_definitions_as_tables(release: Release, tmp_path: Path) -> None:
    path = export(release, "gpkg", tmp_path / "town.gpkg", "en")[0]
    for what, layer in (("value", "values"), ("score", "scores")):
        assert found(pyogrio.read_dataframe(path, layer=layer), what) == expected(release, what)
    about = pyogrio.read_dataframe(path, layer="about")
    assert "This city does not exist: every figure in this file is invented." in about["text"].tolist()
    assert len(pyogrio.read_dataframe(path, layer="definitions")) == 7


def test_a_workbook_opens_with_what_it_is_and_what_is_invented(release: Release, tmp_path: Path) -> None:
    path = export(release, "xlsx", tmp_path / "town.xlsx", "es")[0]
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Léame", "Áreas", "Manzanas", "Distritos", "Ciudades", "Valores", "Definiciones", "Fuentes",
    ]  # fmt: skip
    texts = [row["Texto"] for row in sheet(path, "Léame")]
    assert "Esta ciudad no existe: todas las cifras de este archivo son inventadas." in texts
    assert any("No publique este archivo" in text for text in texts)
    for one in book:
        assert one.freeze_panes == "A2"
        assert one.auto_filter.ref is not None


def test_a_workbook_says_the_same_as_the_release(release: Release, tmp_path: Path) -> None:
    path = export(release, "xlsx", tmp_path / "town.xlsx", "en")[0]
    rows = sheet(path, "Values")
    spoken = {"Block": "block", "District": "district", "City": "city", "Everybody": "all"}
    spoken["Refugees and migrants"] = "origin=rm"
    figures = {
        (row["Period"], spoken[row["Level"]], row["Code"], spoken[row["Group"]], row["Id of the figure"]): row["Figure"]
        for row in rows
    }
    assert figures == expected(release, "value")
    assert {row["Kind"] for row in rows} == {"census or records"}
    assert all(row["Source"] and row["Quality"] and row["Synthetic"] for row in rows)
    scores = expected(release, "score")
    for row in sheet(path, "Blocks"):
        assert row["Inclusion: score"] == scores[row["Period"], "block", row["Code"], "all", "marker"]
        assert row["Water: score"] == scores[row["Period"], "block", row["Code"], "all", "water"]
        assert row["Lies in"] == f"Distrito {row['Code'][0].upper()}"
    of_group = [row for row in sheet(path, "Districts") if row["Group"] == "Refugees and migrants"]
    assert [(row["Code"], row["Water (%)"], row["Population"]) for row in of_group] == [("a", 61, None)]


def compared(table: pd.DataFrame) -> dict[str, tuple[object, ...]]:
    """Of each unit the figures of both groups, their difference and the remark; None where empty."""
    columns = ["value", "value_against", "gap", "flags"]
    plain = table.astype(object).where(table.notna(), None).set_index("unit")
    return {str(unit): tuple(row) for unit, row in zip(plain.index, plain[columns].to_numpy().tolist(), strict=True)}


def test_differences_between_groups_are_in_every_export_and_what_is_protected_stays_empty(tmp_path: Path) -> None:
    release = open_release(write(sample.surveyed(), tmp_path / "town")).public()
    expected_rows = {"town": (60.0, 75.5, -15.5, None), "a": (None, None, None, "protected")}
    files = export(release, "csv", tmp_path / "town.csv", "en")
    assert [file.name for file in files] == ["town.csv", "town.definitions.csv", "town.differentials.csv"]
    assert compared(read_csv(files[2])) == expected_rows
    layers = export(release, "gpkg", tmp_path / "town.gpkg", "en")[0]
    assert compared(pyogrio.read_dataframe(layers, layer="differentials")) == expected_rows
    assert pyogrio.read_dataframe(layers, layer="causes")["total"].tolist() == [0.75, 0.25]
    book = export(release, "xlsx", tmp_path / "town.xlsx", "en")[0]
    rows = {row["Code"]: row for row in sheet(book, "Differences")}
    assert [rows["town"][name] for name in ("Figure", "Figure, group beside", "Difference")] == [60.0, 75.5, -15.5]
    # 15.5 points less of what is better when there is more of it.
    assert rows["town"]["What may be said"].startswith(
        "Water: among refugees and migrants it is 60%, 15.5 points less than"
    )
    assert rows["town"]["What may be said"].endswith("They are worse off.")
    assert (rows["a"]["Figure"], rows["a"]["Remarks"], rows["a"]["Can it be shown?"]) == (
        None,
        "protected",
        "nothing can be said",
    )
    assert [row["Choice"] for row in sheet(book, "Choices of method")] == [
        "which figure is worth 0 and which 100",
        "how much each part weighs",
    ]
    assert any(row["Text"] == "walk-in: Nobody else asked them." for row in sheet(book, "Read me"))


def test_the_areas_of_the_city_stand_on_a_sheet_of_their_own(release: Release, tmp_path: Path) -> None:
    rows = sheet(export(release, "xlsx", tmp_path / "town.xlsx", "en")[0], "Areas")
    # 91.12345678 less seven for each of the eight units before the city in the sample.
    assert [(row["What is measured"], row["Figure"], row["Band of the score"]) for row in rows] == [
        ("Inclusion", 35.12345678, "High"),
        ("Housing", 35.12345678, "High"),
        ("Health", 35.12345678, "High"),
    ]


def test_the_public_part_exports_without_what_is_protected(release: Release, tmp_path: Path) -> None:
    table = read_csv(export(release.public(), "csv", tmp_path / "town.csv", "en")[0])
    row = table[(table["unit"] == "b3") & (table["node"] == "water") & (table["what"] == "value")].iloc[0]
    assert pd.isna(row["figure"])
    assert row["flags"] == "protected"


@pytest.mark.parametrize("kind", FORMATS)
def test_equal_releases_give_equal_exports(kind: str, release: Release, tmp_path: Path) -> None:
    again = open_release(write(sample.contents(), tmp_path / "again"))
    files = [
        *export(release, kind, tmp_path / f"one.{kind}", "es"),
        *export(again, kind, tmp_path / f"two.{kind}", "es"),
    ]
    half = len(files) // 2
    assert [file.read_bytes() for file in files[:half]] == [file.read_bytes() for file in files[half:]]


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_never_writes_over_a_file(kind: str, release: Release, tmp_path: Path) -> None:
    (tmp_path / f"town.{kind}").write_text("mine", "utf-8")
    with pytest.raises(TejidoError) as caught:
        export(release, kind, tmp_path / f"town.{kind}", "en")
    assert caught.value.findings[0].code == "R121"
    assert (tmp_path / f"town.{kind}").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("kind", "name", "code"), [("shp", "town.shp", "R120"), ("csv", "town.txt", "R124"), ("csv", "no/town.csv", "R122")]
)
def test_what_cannot_be_exported_is_said(kind: str, name: str, code: str, release: Release, tmp_path: Path) -> None:
    with pytest.raises(TejidoError) as caught:
        export(release, kind, tmp_path / name, "en")
    assert caught.value.findings[0].code == code


def test_a_table_too_long_for_a_worksheet_is_refused_and_leaves_nothing(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tejido.release.workbook.ROWS", 10)
    with pytest.raises(TejidoError) as caught:
        export(release, "xlsx", tmp_path / "town.xlsx", "en")
    assert caught.value.findings[0].code == "R123"
    assert list(tmp_path.iterdir()) == []


def test_the_rows_of_a_long_sheet_are_numbered_through() -> None:
    # Rows are made 5,000 at a time and begin below the header; the last of 5,001 is row 5,002.
    table = pd.DataFrame({"a": pd.array([1, None] * 2500 + [7], dtype="Int64"), "b": ["x <&> y"] * 5001})
    text = b"".join(rows(table, quoted=3)).decode("utf-8")
    assert text.startswith('<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr">')
    assert '<row r="3"><c r="B3" ' in text
    assert text.count("<row ") == 5001
    assert text.endswith(
        '<row r="5002"><c r="A5002"><v>7</v></c>'
        '<c r="B5002" t="inlineStr"><is><t xml:space="preserve">x &lt;&amp;&gt; y</t></is></c></row>'
    )

"""A release as a workbook: read me, areas, a sheet per level, values, differences between groups, definitions, sources."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from tejido.errors import fail
from tejido.release import tidy
from tejido.release.divided import shares
from tejido.release.headings import heading, sheets
from tejido.release.readable import Readable
from tejido.release.rows import rows
from tejido.release.spoken import holders, spoken
from tejido.words import pick

ROWS = 1_048_576
"""Rows that a worksheet of the format holds (ECMA-376, SpreadsheetML as every spreadsheet program reads it)."""

_WIDEST, _NARROWEST, _TITLE = 60, 8, 31
_ALWAYS = {"unit", "period", "source", "kind", "quality", "support", "synthetic"}


def write_workbook(release: Readable, out: Path, lang: str) -> None:
    """Write the workbook; headers are frozen and filterable, texts are never formulas, empty cells are missing figures.

    Raises:
        TejidoError: R123 a table has more rows than a worksheet holds.
    """
    heads = (
        (name, spoken(table, release, lang), _headings(table, release, lang)) for name, table in _tables(release, lang)
    )
    write_sheets(heads, out)


def write_level(
    release: Readable, level: str, units: pd.DataFrame, figures: pd.DataFrame, out: Path, lang: str
) -> None:
    """Write a workbook of one level: read me, its `units` (`tidy.wide`), their `figures` one by one, definitions, sources; a table
    without rows gets no sheet.

    Raises:
        TejidoError: R123 a table has more rows than a worksheet holds.
    """
    names = sheets(lang)
    plurals = next(one["plurals"] for one in release.meta["levels"] if one["id"] == level)
    units = units.assign(parent=units["parent"].map(holders(release, level)))
    tables = {
        names["about"]: tidy.about(release, lang),
        pick(plurals, lang): _without_empty(units),
        names["values"]: _without_empty(figures.drop(columns=["city", "step"])),
        names["definitions"]: _without_empty(tidy.definitions(release, lang)),
        names["sources"]: tidy.sources(release, lang),
    }
    heads = (
        (name, spoken(table, release, lang), _headings(table, release, lang))
        for name, table in tables.items() if len(table)
    )  # fmt: skip
    write_sheets(heads, out)


def _headings(table: pd.DataFrame, release: Readable, lang: str) -> list[str]:
    return [heading(str(column), release.catalogue, lang) for column in table]


def write_sheets(sheets: Iterable[tuple[str, pd.DataFrame, list[str]]], out: Path, *, printed: bool = False) -> None:
    """Write tables as the sheets of a workbook: name, table and the headings of its columns. Equal tables give equal bytes.

    `printed`: made for paper as well: landscape, as wide as a page, with the headings on every page.

    Raises:
        TejidoError: R123 a table has more rows than a worksheet holds.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    quoted = 0
    tables: list[pd.DataFrame] = []
    for name, table, header in sheets:
        title = _title(name, taken)
        if len(table) + 1 > ROWS:
            raise fail("R123", sheet=title, rows=len(table) + 1, limit=ROWS)
        tables.append(table)
        sheet = book.create_sheet(title)
        if printed:
            _for_paper(sheet)
        quoted = _add(sheet, table, header)
    frame = BytesIO()
    book.save(frame)
    _pack(frame, out, {f"xl/worksheets/sheet{n}.xml": rows(table, quoted) for n, table in enumerate(tables, start=1)})


def _tables(release: Readable, lang: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Sheets by their names, in order."""
    names = sheets(lang)
    yield names["about"], tidy.about(release, lang)
    yield names["areas"], areas(release, lang)
    plurals = {str(level["id"]): pick(level["plurals"], lang) for level in release.meta["levels"]}
    for level in reversed(release.levels):
        table = tidy.wide(release, level)
        table["parent"] = table["parent"].map(holders(release, level))
        yield plurals[level], _without_empty(table)
    yield names["values"], _without_empty(tidy.figures(release, "value", lang).drop(columns=["city", "step", "what"]))
    others = {
        "differentials": tidy.differentials(release, lang), "shares": shares(release, lang), "causes": tidy.causes(release, lang),
    }  # fmt: skip
    for name, table in others.items():
        if len(table):
            yield names[name], _without_empty(table.drop(columns="city"))
    yield names["definitions"], _without_empty(tidy.definitions(release, lang))
    yield names["sources"], tidy.sources(release, lang)


def areas(release: Readable, lang: str) -> pd.DataFrame:
    """The city's marker and areas, a row each, with band, share measured and source."""
    catalogue = release.catalogue
    scores = tidy.figures(release, "score", lang)
    shown = [item for item in tidy.in_order(catalogue) if tidy.step(catalogue, item) in ("marker", "area")]
    city = scores[(scores["level"] == release.levels[0]) & scores["node"].isin(shown)]
    order = {item: place for place, item in enumerate(shown)}
    city = city.sort_values(
        ["period", "group", "unit", "node"], key=lambda cells: cells.map(order) if cells.name == "node" else cells
    )
    columns = ["node_name", "figure", "measure_unit", "low", "high", "band", "coverage", "comparable", "reason"]
    columns += ["unit_name", "group", "period", "source", "kind", "quality", "support", "synthetic"]
    return _without_empty(city[columns])


def _without_empty(table: pd.DataFrame) -> pd.DataFrame:
    """Without the columns in which nothing stands, but for those that every figure carries."""
    return table[[name for name in table.columns if name in _ALWAYS or table[name].notna().any()]]


def _add(sheet: Any, table: pd.DataFrame, header: list[str]) -> int:
    """The header of a sheet; gives the number of the cell style that marks a text as text."""
    sheet.freeze_panes = "A2"
    for place, (name, column) in enumerate(zip(header, table.columns, strict=True), start=1):
        longest = max((len(_shown(cell)) for cell in table[column].head(200).dropna()), default=0)
        width = min(max(longest, min(len(name), 24), _NARROWEST), _WIDEST) + 2
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(table) + 1}"
    heads = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        heads.append(cell)
    sheet.append(heads)
    mark = WriteOnlyCell(sheet)
    mark.quotePrefix = True
    return int(mark.style_id)


def _for_paper(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _shown(cell: object) -> str:
    """About as much of a cell as its column should have room for: spreadsheets shorten a number, but cut a text."""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def _title(name: str, taken: set[str]) -> str:
    """A sheet's title: the format forbids some signs, more than 31 letters, and the same title twice."""
    base = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:_TITLE] or "-"
    base = base[0].upper() + base[1:]
    title, count = base, 2
    while title.casefold() in taken:
        title = f"{base[: _TITLE - 4]} ({count})"
        count += 1
    taken.add(title.casefold())
    return title


def _pack(frame: BytesIO, out: Path, bodies: Mapping[str, Iterable[bytes]]) -> None:
    """The workbook with the rows of its sheets, and without the dates of its parts and of its making."""
    with zipfile.ZipFile(frame) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", content)
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            head, end, tail = content.partition(b"</sheetData>") if name in bodies else (content, b"", b"")
            with target.open(part, "w") as stream:
                stream.write(head)
                for piece in bodies.get(name, ()):
                    stream.write(piece)
                stream.write(end + tail)

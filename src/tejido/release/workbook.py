"""A release as a workbook: read me, areas, a sheet per level, values, definitions, sources."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from tejido.errors import fail
from tejido.release import tidy
from tejido.release.headings import heading, sheets
from tejido.release.reader import Release
from tejido.release.spoken import holders, spoken
from tejido.words import pick

ROWS = 1_048_576
"""Rows that a worksheet of the format holds (ECMA-376, SpreadsheetML as every spreadsheet program reads it)."""

_WIDEST, _NARROWEST, _TITLE = 60, 8, 31
_RISKY = ("=", "+", "-", "@", "\t", "\r", "#")
_ALWAYS = {"unit", "period", "source", "kind", "quality", "support", "synthetic"}


def write_workbook(release: Release, out: Path, lang: str) -> None:
    """Write the workbook; headers are frozen and filterable, texts are never formulas, empty cells are missing figures.

    Raises:
        TejidoError: R123 a table has more rows than a worksheet holds.
    """
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for name, table in _tables(release, lang):
        title = _title(name, taken)
        if len(table) + 1 > ROWS:
            raise fail("R123", sheet=title, rows=len(table) + 1, limit=ROWS)
        header = [heading(str(column), release.catalogue, lang) for column in table.columns]
        _add(book, title, spoken(table, release, lang), header)
    packed = BytesIO()
    book.save(packed)
    out.write_bytes(_without_clock(packed.getvalue()))


def _tables(release: Release, lang: str) -> Iterator[tuple[str, pd.DataFrame]]:
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
    yield names["definitions"], _without_empty(tidy.definitions(release, lang))
    yield names["sources"], tidy.sources(release, lang)


def areas(release: Release, lang: str) -> pd.DataFrame:
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


def _add(book: Workbook, title: str, table: pd.DataFrame, header: list[str]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    columns = [_cells(table[name]) for name in table.columns]
    for place, (name, cells) in enumerate(zip(header, columns, strict=True), start=1):
        longest = max((len(_shown(cell)) for cell in cells[:200] if cell is not None), default=0)
        width = min(max(longest, min(len(name), 24), _NARROWEST), _WIDEST) + 2
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(table) + 1}"
    heads = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        heads.append(cell)
    sheet.append(heads)
    for row in _rows(columns, sheet):
        sheet.append(row)


def _shown(cell: object) -> str:
    """About as much of a cell as its column should have room for: spreadsheets shorten a number, but cut a text."""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def _cells(column: pd.Series) -> list[object]:
    """Plain Python cells: None for what is missing, text without the characters that the format forbids."""
    cells = column.astype(object).where(column.notna(), None).tolist()
    if pd.api.types.is_numeric_dtype(column):
        return cells
    return [ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in cells]


def _rows(columns: list[list[object]], sheet: WriteOnlyWorksheet) -> Iterator[tuple[object, ...]]:
    for row in zip(*columns, strict=True):
        if any(isinstance(cell, str) and cell.startswith(_RISKY) for cell in row):
            yield tuple(_as_text(cell, sheet) for cell in row)
        else:
            yield row


def _as_text(cell: object, sheet: WriteOnlyWorksheet) -> object:
    """Text that a spreadsheet would take for a formula or an error, marked as text."""
    if not (isinstance(cell, str) and cell.startswith(_RISKY)):
        return cell
    text = WriteOnlyCell(sheet, value=cell)
    text.data_type = "s"
    text.quotePrefix = True
    return text


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


def _without_clock(packed: bytes) -> bytes:
    """The same workbook without dates: those of its parts and those of making and changing it."""
    unpacked = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as source, zipfile.ZipFile(unpacked, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", content)
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return unpacked.getvalue()

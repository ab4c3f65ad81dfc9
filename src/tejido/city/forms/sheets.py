"""Exports as tables of text: one file, the sheets of a workbook, or the files of an archive.

Everything becomes text as the form's own apps write it (whole numbers without decimals, moments in ISO 8601, 1 and 0 for true
and false), so that one set of rules reads what came as CSV, Excel, Parquet, SPSS or Stata.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import python_calamine as calamine

from tejido.city.answers import read, written
from tejido.city.files import READ_ERRORS
from tejido.errors import fail

__all__ = ["Sheet", "sheets"]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of texts (missing where nothing was written): `name` of the sheet or file, `file` to name to a reader."""

    name: str
    file: str
    table: pd.DataFrame


def sheets(path: Path) -> list[Sheet]:
    """The tables of an export, in the order in which they stand; archives by name.

    Raises:
        TejidoError: E201, the file is not there; E202, it cannot be read; E203, its kind is not read; E320, it is empty.
    """
    if not path.is_file():
        raise fail("E201", file=path.name)
    kind = path.suffix.lower()
    try:
        if kind in (".xlsx", ".xls", ".xlsm"):
            found = list(_workbook(path))
        elif kind == ".zip":
            found = list(_archive(path))
        elif kind in (".csv", ".tsv", ".txt"):
            found = [Sheet(path.stem, path.name, _csv(path.read_bytes()))]
        else:
            found = [Sheet(path.stem, path.name, _typed(read(path)))]
    except READ_ERRORS as problem:
        # Arrow repeats the line that it cannot read; answers stay out of messages.
        told = re.sub(r"(got \d+):.*", r"\1", str(problem).split("\n")[0]).replace(str(path), path.name)
        raise fail("E202", file=path.name, problem=told) from problem
    found = [sheet for sheet in found if len(sheet.table.columns)]
    if not found:
        raise fail("E320", file=path.name)
    return found


def _archive(path: Path) -> Iterator[Sheet]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            inside = PurePosixPath(name)
            if inside.suffix.lower() == ".csv" and not inside.name.startswith((".", "__")) and "__MACOSX" not in name:
                yield Sheet(inside.stem, f"{path.name}/{inside.name}", _csv(archive.read(name)))


def _csv(raw: bytes) -> pd.DataFrame:
    body = raw.removeprefix(b"\xef\xbb\xbf")
    if not body.strip():
        return pd.DataFrame()
    encoding, separator = written(raw)
    header = pacsv.open_csv(
        io.BytesIO(body), read_options=pacsv.ReadOptions(encoding=encoding.removesuffix("-sig")),
        parse_options=pacsv.ParseOptions(delimiter=separator, newlines_in_values=True),
    ).schema.names  # fmt: skip
    table = pacsv.read_csv(
        io.BytesIO(body), read_options=pacsv.ReadOptions(encoding=encoding.removesuffix("-sig")),
        parse_options=pacsv.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.large_string()), null_values=[""], strings_can_be_null=True,
        ),
    )  # fmt: skip
    return _named(table.to_pandas(types_mapper={pa.large_string(): pd.StringDtype(na_value=np.nan)}.get), list(header))


def _workbook(path: Path) -> Iterator[Sheet]:
    book = calamine.CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        header = [str(cell).strip() for cell in rows[0]] if rows else []
        body = [row for row in rows[1:] if any(cell != "" for cell in row)]
        columns = {
            place: pd.array([_cell(row[place]) for row in body], dtype="str")
            for place, title in enumerate(header)
            if title
        }
        yield Sheet(name, f"{path.name}/{name}", _named(pd.DataFrame(columns), [header[place] for place in columns]))


def _named(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Titles without spaces around them; of two alike the first is kept."""
    table.columns = pd.Index([name.strip() for name in names])
    return table.loc[:, ~table.columns.duplicated()]


def _cell(cell: object) -> str | None:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(timespec="milliseconds" if cell.microsecond else "seconds")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({str(name): _as_text(table[name]) for name in table.columns})


def _as_text(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.StringDtype):
        texts: pd.Series = column.astype("str").where(column != "")
        return texts
    cells = [None if missing else _cell(_plain(cell)) for cell, missing in zip(column, column.isna(), strict=True)]
    return pd.Series(pd.array(cells, dtype="str"), index=column.index)


def _plain(cell: object) -> object:
    if isinstance(cell, np.generic):
        cell = cell.item()
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell

"""Files of answers as tables: only the columns that are asked for, codes as they are written, joined by key."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from tejido.city.columns import numbers
from tejido.city.files import READ_ERRORS
from tejido.errors import Finding, fail, finding

EMPTY = ["", "NA"]
"""How a missing answer is written in a text file."""

__all__ = ["header", "plain_codes", "read", "read_joined", "written"]


def header(path: Path) -> list[str]:
    """The names of a file's columns."""
    return [str(name) for name in _load(path, lambda name: True, (), rows=0).columns]


def read(path: Path, wanted: Collection[str] | None = None, as_codes: Collection[str] = ()) -> pd.DataFrame:
    """The columns `wanted` (all, unless said); those in `as_codes` keep leading zeros.

    Raises:
        TejidoError: E201, the file is not there; E202, it cannot be read; E203, its kind is not read.
    """
    table = _load(path, lambda name: wanted is None or name in wanted, as_codes)
    for name in as_codes:
        if name in table.columns:
            table[name] = plain_codes(table[name])
    return table


def read_joined(
    path: Path, joins: Sequence[tuple[Path, Sequence[str]]], wanted: Collection[str], as_codes: Collection[str]
) -> tuple[pd.DataFrame, list[Finding]]:
    """A file with the columns that other files add to its rows, and what was found on the way.

    Raises:
        TejidoError: as `read`; E204, a key stands twice in a file that is joined; E205, a key column is missing.
    """
    keys = {key for _, some in joins for key in some}
    table, found = read(path, {*wanted, *keys}, {*as_codes, *keys}), []
    for other, some in joins:
        added = read(other, {*wanted, *some}, {*as_codes, *some})
        for key in some:
            for side, name in ((table, path.name), (added, other.name)):
                if key not in side.columns:
                    raise fail("E205", file=name, column=key, name=key)
        added = added.dropna(subset=list(some))[
            [name for name in added.columns if name in some or name not in table.columns]
        ]
        matching = [f"{key} (text)" for key in some]
        for side in (table, added):
            side[matching] = side[list(some)].astype("str")
        twice = added.duplicated(matching)
        if twice.any():
            raise fail(
                "E204", file=other.name, row=int(twice.to_numpy().argmax()) + 2, column=some[0], count=int(twice.sum())
            )
        table = table.merge(
            added.drop(columns=list(some)), on=matching, how="left", indicator="_joined", validate="m:1"
        )
        alone = int((table["_joined"] == "left_only").sum())
        if alone:
            found.append(finding("E206", file=other.name, count=alone))
        table = table.drop(columns=[*matching, "_joined"])
    return table, found


def _load(
    path: Path, chosen: Callable[[str], bool], as_codes: Collection[str], rows: int | None = None
) -> pd.DataFrame:
    if not path.is_file():
        raise fail("E201", file=path.name)
    kind = path.suffix.lower()
    try:
        if kind in (".csv", ".tsv", ".txt"):
            return _text_table(path, chosen, as_codes, rows)
        if kind == ".parquet":
            import pyarrow.parquet as pq

            schema = pq.read_schema(path)
            if rows == 0:  # its columns stand in the file's last bytes: a census is not read to name them
                return pd.DataFrame(columns=schema.names)
            return pd.read_parquet(path, columns=[name for name in schema.names if chosen(name)])
        if kind in (".sav", ".zsav"):
            return _spss(path, chosen, rows)
        if kind == ".dta":
            table = pd.read_stata(path, convert_categoricals=False)
            return table[[name for name in table.columns if chosen(str(name))]]
        if kind == ".xlsx":
            sheet: pd.DataFrame = pd.read_excel(
                path, engine="calamine", usecols=lambda name: chosen(str(name)), nrows=rows
            )
            return sheet
    except (*READ_ERRORS, struct.error) as problem:
        raise fail(
            "E202", file=path.name, problem=str(problem).split("\n")[0].replace(str(path), path.name)
        ) from problem
    raise fail("E203", file=path.name, kind=kind or "?")


def written(raw: bytes) -> tuple[str, str]:
    """The encoding of a text table (UTF-8, else Windows 1252) and the sign between its columns."""
    encoding = "utf-8-sig"
    try:
        first = raw.decode(encoding).split("\n", 1)[0]
    except UnicodeDecodeError:
        encoding = "cp1252"
        first = raw.decode(encoding, errors="replace").split("\n", 1)[0]
    return encoding, max((",", ";", "\t", "|"), key=first.count)


def _spss(path: Path, chosen: Callable[[str], bool], rows: int | None) -> pd.DataFrame:
    """An SPSS file; answers that it declares missing are missing."""
    import pyreadstat

    try:
        _, told = pyreadstat.read_sav(str(path), metadataonly=True)
        names = [name for name in told.column_names if chosen(name)]
        table: pd.DataFrame = pyreadstat.read_sav(str(path), usecols=names, row_limit=rows or 0)[0]
    except pyreadstat.ReadstatError as problem:
        raise ValueError(str(problem)) from problem
    return table if rows is None or rows else table.iloc[:0]


def _text_table(path: Path, chosen: Callable[[str], bool], as_codes: Collection[str], rows: int | None) -> pd.DataFrame:
    raw = path.read_bytes()
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        raise fail("E208", file=path.name)
    encoding, separator = written(raw)
    if rows is None:
        _refuse_shifted(path.name, raw, encoding, separator, chosen)
    table: pd.DataFrame = pd.read_csv(
        io.BytesIO(raw), sep=separator, encoding=encoding, usecols=lambda name: chosen(str(name)), nrows=rows,
        dtype=dict.fromkeys(as_codes, "str"), keep_default_na=False, na_values=EMPTY, low_memory=False, index_col=False,
    )  # fmt: skip
    if separator != ",":
        for name in set(table.select_dtypes(exclude="number").columns) - set(as_codes):
            found = numbers(table[name])
            table[name] = found.values if found.commas and not found.words else table[name]
    return table


def _refuse_shifted(name: str, raw: bytes, encoding: str, separator: str, chosen: Callable[[str], bool]) -> None:
    """Stop where a line has more cells than there are columns, so that its answers stand under wrong titles, and where two
    of the `chosen` columns have one title.

    Raises:
        TejidoError: E211 or E212.
    """
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(raw), encoding, errors="replace", newline=""), delimiter=separator)
    titles = next((cells for cells in lines if cells), [])
    twice = [title for place, title in enumerate(titles) if title in titles[:place] and title and chosen(title)]
    if twice:
        raise fail("E212", file=name, column=twice[0], name=twice[0])
    if not _may_be_shifted(raw, separator, len(titles)):
        return
    for cells in lines:
        if any(cells[len(titles) :]):
            raise fail("E211", file=name, row=lines.line_num, cells=len(cells), columns=len(titles))


def _may_be_shifted(raw: bytes, separator: str, columns: int) -> bool:
    """Whether some line seems to have more cells than `columns`: a count over all bytes at once, which leaves out what
    stands in quotes. It spares most files the slow reading cell by cell.
    """
    letters = np.frombuffer(raw + b"\n", dtype=np.uint8)
    outside = ~np.logical_xor.accumulate(letters == ord('"'))
    between = np.flatnonzero((letters == ord(separator)) & outside)
    ends = np.flatnonzero((letters == ord("\n")) & outside)
    cells = 1 + np.diff(np.searchsorted(between, ends), prepend=0)
    return bool((cells > columns).any()) or not len(ends)


def plain_codes(column: pd.Series) -> pd.Series:
    """Codes written as whole numbers become numbers; any leading zero keeps the whole column as text."""
    if pd.api.types.is_float_dtype(column):
        whole = (column.dropna() % 1 == 0).all()
        return column.astype("Int64" if column.isna().any() else "int64") if whole else column
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return column
    known = column.dropna().astype("str")
    if len(known) and known.str.fullmatch(r"-?(0|[1-9]\d{0,17})").all():
        return column.astype("Int64") if column.isna().any() else column.astype("int64")
    return column

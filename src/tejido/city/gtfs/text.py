"""The files of a feed as text tables: found in a zip or a folder, decoded, cut into fields."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from tejido.city.gtfs.faults import Faults
from tejido.city.gtfs.model import TABLES, Table
from tejido.errors import fail

LARGEST = 4_000_000_000
"""Bytes of a file inside a zip beyond which it is taken for a trap."""


def contents(path: Path) -> dict[str, bytes]:
    """The files of GTFS in a zip or a folder by name; a folder inside the zip is looked into.

    Raises:
        TejidoError: C701 it is neither, or cannot be read.
    """
    known = {table.file for table in TABLES}
    try:
        if path.is_dir():
            return {one.name: one.read_bytes() for one in sorted(path.iterdir()) if one.name in known}
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.infolist() if Path(one.filename).name in known]
            if any(one.file_size > LARGEST for one in inside):
                raise fail("C701", file=path.name, problem="too large")
            return {Path(one.filename).name: archive.read(one) for one in inside}
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as problem:
        raise fail("C701", file=path.name, problem=type(problem).__name__) from problem


def hash_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 of all files that does not change when their rows change places."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(name.encode())
        for line in sorted(files[name].splitlines()):
            total.update(line.strip() + b"\n")
    return total.hexdigest()


def table(files: Mapping[str, bytes], wanted: Table, faults: Faults) -> pd.DataFrame:
    """The columns of a file as text without blanks around it, missing as ``""``; the index counts the records after the
    heading from 0. Empty where the file or a column that it must have is missing, which is told.
    """
    nothing = pd.DataFrame({name: pd.Series(dtype=str) for name in (*wanted.columns, *wanted.optional)})
    if wanted.file not in files:
        if wanted.needed != "no":
            faults.tell("C702" if wanted.needed == "yes" else "C703", wanted.file)
        return nothing
    text = _decoded(files[wanted.file], wanted.file, faults)
    if not text.strip():
        faults.tell("C704", wanted.file)
        return nothing
    raw = _fields(text, wanted.file, faults)
    names = [str(one).strip() for one in raw.iloc[0]]
    while names and not names[-1]:
        names.pop()
    body = raw.iloc[1:].reset_index(drop=True)
    body = body[(body != "").any(axis=1)]
    if body.empty:
        faults.tell("C704", wanted.file)
    beyond = (body.iloc[:, len(names) :] != "").any(axis=1)
    if names and beyond.any():
        faults.rows("C706", wanted.file, names[-1], body.index[beyond])
    absent = [name for name in wanted.columns if name not in names]
    for name in absent:
        faults.tell("C705", wanted.file, name)
    if absent:
        return nothing
    here = [name for name in (*wanted.columns, *wanted.optional) if name in names]
    found = pd.DataFrame({name: body[names.index(name)].str.strip() for name in here}, index=body.index)
    return found.reindex(columns=nothing.columns, fill_value="")


def _decoded(raw: bytes, file: str, faults: Faults) -> str:
    """The text; Windows-1252 where it is no UTF-8, which is told."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.tell("C707", file)
        return raw.decode("cp1252", errors="replace")


def _fields(text: str, file: str, faults: Faults) -> pd.DataFrame:
    """All fields, the heading in the first row; as many columns as the longest row may need."""
    width = max(line.count(",") for line in text.splitlines()) + 1
    options = {
        "header": None, "names": range(width), "dtype": str, "keep_default_na": False, "skip_blank_lines": False,
        "skipinitialspace": True,
    }  # fmt: skip
    try:
        frame: pd.DataFrame = pd.read_csv(io.StringIO(text), **options)  # type: ignore[call-overload]
    except pd.errors.ParserError:
        # A quotation mark that is never closed: each line is then a row, and quotation marks are letters.
        faults.tell("C708", file)
        frame = pd.read_csv(io.StringIO(text), quoting=3, **options)  # type: ignore[call-overload]
    return frame.fillna("")

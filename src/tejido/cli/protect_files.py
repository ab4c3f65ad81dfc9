"""What `tejido protect` reads and writes: the answers, and the report beside them."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tejido.city.answers import header, read
from tejido.city.columns import numbers
from tejido.city.labels import AnswerLabels, labels
from tejido.errors import fail

KINDS = (".csv", ".parquet", ".sav")
"""Kinds of files that are written."""

_SPSS_DATE = slice(92, 109)
"""Where an SPSS file holds its day and hour: file header record, after 92 bytes of other fields."""

__all__ = ["read_answers", "refuse_places", "reports_of", "write"]


def read_answers(file: Path, amounts: Sequence[str]) -> pd.DataFrame:
    """All columns as they are written, and those of `amounts` as numbers where they are; a column of words stays as it is."""
    table = read(file, None, header(file))
    for name in amounts:
        if name in table.columns:
            found = numbers(table[name])
            if not found.words:
                table[name] = _whole(pd.Series(found.values, index=table.index))
    return table


def _whole(column: pd.Series) -> pd.Series:
    return column.astype("Int64") if (column.dropna() % 1 == 0).all() else column


def reports_of(out: Path) -> dict[str, Path]:
    """The report's files beside `out`, by kind."""
    return {kind: out.with_suffix(f".report.{kind}") for kind in ("json", "md")}


def refuse_places(out: Path) -> None:
    """Stop before the work where the result could not be written.

    Raises:
        TejidoError: P210 a kind that is not written, E616 there is no such folder, E509 something is there.
    """
    if out.suffix.lower() not in KINDS:
        raise fail("P210", file=out.name, kind=out.suffix or "?")
    if not out.absolute().parent.is_dir():
        raise fail("E616", file=out.absolute().parent.name)
    for file in (out, *reports_of(out).values()):
        if file.exists() or file.is_symlink():
            raise fail("E509", file=file.name)


def write(
    out: Path, table: pd.DataFrame, source: Path, changed: Sequence[str], report: Mapping[str, Any], text: str
) -> list[Path]:
    """Write the answers and the report: all files or none.

    Args:
        out: File of the answers; the labels of an SPSS or Stata file go along where both have them.
        table: The answers.
        source: The file they were read from.
        changed: Columns whose labels of answers hold no more.
        report: The report for programs.
        text: The report for people.
    """
    beside = reports_of(out)
    writers: dict[Path, Callable[[Path], object]] = {
        out: lambda draft: _write_answers(draft, out.suffix.lower(), table, source, changed),
        beside["json"]: lambda draft: draft.write_bytes(
            (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()
        ),
        beside["md"]: lambda draft: draft.write_bytes(text.encode()),
    }
    with _drafts(list(writers)) as drafts:
        for file, make in writers.items():
            make(drafts[file])
        for file, draft in drafts.items():
            draft.rename(file)
    return list(writers)


@contextlib.contextmanager
def _drafts(files: Sequence[Path]) -> Iterator[dict[Path, Path]]:
    """A hidden name beside each file; what is left under it is taken away."""
    drafts = {file: file.with_name(f".{file.name}.partial-{os.getpid()}") for file in files}
    try:
        yield drafts
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _write_answers(draft: Path, kind: str, table: pd.DataFrame, source: Path, changed: Sequence[str]) -> None:
    if kind == ".csv":
        table.to_csv(draft, index=False, lineterminator="\n", encoding="utf-8")
    elif kind == ".parquet":
        table.to_parquet(draft, index=False, compression="zstd")
    else:
        _write_spss(draft, table, labels(source), changed)


def _write_spss(draft: Path, table: pd.DataFrame, told: AnswerLabels, changed: Sequence[str]) -> None:
    """As SPSS; without the day and hour of writing, so that the same answers are the same bytes."""
    import pyreadstat

    plain = {
        name: column.astype("float64") if pd.api.types.is_numeric_dtype(column) else column.astype("object").fillna("")
        for name, column in table.items()
    }
    made = pd.DataFrame(plain)
    meanings: dict[str, dict[int | float, str]] = {
        name: {float(answer): next(iter(words.values())) for answer, words in some.items()}
        for name, some in told.values.items()
        if name in made.columns and name not in changed and made[name].dtype == np.float64
    }
    titles: list[str | None] = [next(iter(told.variables.get(str(name), {"": ""}).values())) for name in made.columns]
    pyreadstat.write_sav(made, str(draft), column_labels=titles, variable_value_labels=meanings)
    raw = bytearray(draft.read_bytes())
    raw[_SPSS_DATE] = b"01 Jan 7000:00:00"
    draft.write_bytes(raw)

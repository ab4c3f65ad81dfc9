"""Codes for no answer, such as 99 or -9, in columns of a file that comes without its form.

In: a table and the columns that are asked for. Out: the table without the codes that somebody named, and findings of values
that look like codes nobody named. No value is taken for a code because of its look alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from tejido.errors import Finding, finding
from tejido.survey.answers import texts_of

_CODE = re.compile(r"8{2,}|9+[789]|-(1|8+|9*[789])")
"""Numbers that questionnaires use for "does not know" and "does not answer": 88, 97, 98, 99, 999, -1, -9, -99 and so on."""
FAR = 0.15
"""So much of the span of all other answers a code lies beyond them."""

__all__ = ["FAR", "suspicions", "without"]


def suspicions(table: pd.DataFrame, columns: Sequence[str], file: str | None = None) -> list[Finding]:
    """E215 for every value that may be a code for no answer.

    It is written like one, two rows or more have it, and it lies beyond all answers that are not written so: by more than
    `FAR` of their span, or below 0 where they are not.
    """
    found = []
    for name in dict.fromkeys(columns):
        column = table[name]
        if pd.api.types.is_bool_dtype(column) or not pd.api.types.is_numeric_dtype(column):
            continue
        written = texts_of(column.dropna())
        coded = written.str.fullmatch(_CODE).to_numpy(dtype=np.bool_)
        if coded.all():
            continue
        others = written[~coded].astype(np.float64)
        least, most = float(others.min()), float(others.max())
        codes, counts = np.unique(written[coded].to_numpy(dtype=object), return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            beyond = max(float(code) - most, least - float(code))
            if count > 1 and (beyond > FAR * (most - least) or float(code) < 0 <= least):
                found.append(finding("E215", file=file, column=name, name=name, value=code, count=count))
    return found


def without(
    table: pd.DataFrame, columns: Sequence[str], codes: Sequence[str], file: str | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """The table with the `codes` missing in `columns`: E216 for each that was found, E217 for each that nobody has.

    A code is compared as a number with numbers, and as it is written with texts.
    """
    made, found = {name: table[name] for name in dict.fromkeys(columns)}, []
    for code in dict.fromkeys(codes):
        told = []
        for name, column in made.items():
            has = _has(column, code)
            if has.any():
                made[name] = column.mask(has)
                told.append(finding("E216", file=file, column=name, name=name, value=code, count=int(has.sum())))
        found += told or [finding("E217", file=file, value=code)]
    return table.assign(**made), found


def _has(column: pd.Series, code: str) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        number = pd.to_numeric(pd.Series([code]), errors="coerce").iloc[0]
        return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan) == number)
    return np.asarray((column.astype("str") == code).fillna(False), dtype=np.bool_)

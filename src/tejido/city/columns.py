"""Columns as they come out of files: codes to canonical text, figures to numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

_WHOLE = re.compile(r"^(-?\d+)\.0+$")
_COMMA = re.compile(r"^-?\d+(,\d+)?$")
_THOUSANDS = re.compile(r"^-?[1-9]\d{0,2},\d{3}$")

MISSING_WORDS = re.compile(
    r"^\s*(sin (información|informacion|dato|datos)|s/?[id]|n/?[ad]|n\.d\.|no (data|aplica)|missing|null|none|-+)\s*\.?\s*$",
    re.I,
)
"""Words that people write where a figure is missing."""


@dataclass(frozen=True)
class Numbers:
    """A column as numbers (NaN where missing). `words` counts the rows that hold text which is no number, `commas` tells
    that a decimal comma was read.
    """

    values: np.ndarray
    words: int = 0
    commas: bool = False


def codes(column: pd.Series) -> pd.Series:
    """Codes as text in one form: ``4001``, ``4001.0`` and ``"4001.0"`` are the same code; leading zeros stay."""
    if pd.api.types.is_string_dtype(column) and column.notna().any():
        # A column of text has few different codes: each is read once.
        place, kinds = pd.factorize(column)
        known = np.array([*(_code(one) for one in kinds), None], dtype=object)
        return pd.Series(known[place], index=column.index, dtype=object)
    if pd.api.types.is_float_dtype(column) or pd.api.types.is_integer_dtype(column):
        done = [
            None if pd.isna(one) else f"{one:.0f}" if float(one).is_integer() else repr(float(one)) for one in column
        ]
    else:
        done = [_code(one) for one in column]
    return pd.Series(done, index=column.index, dtype=object)


def _code(value: object) -> str | None:
    text = "" if value is None or value is pd.NA or value != value else str(value).strip()
    return _WHOLE.sub(r"\1", text) or None


def numbers(column: pd.Series) -> Numbers:
    """The column as floats; text is read as a number where it is one, also with a decimal comma.

    A column in which every comma could part thousands (``1,234``) is ambiguous and is not read.
    """
    if pd.api.types.is_numeric_dtype(column):
        return Numbers(_finite(column.to_numpy(dtype=float, na_value=np.nan)))
    text = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    filled = (text != "").to_numpy()
    plain = pd.to_numeric(text, errors="coerce").to_numpy(dtype=float, copy=True)
    commas = False
    if np.isnan(plain[filled]).any():
        numeric = text.str.match(_COMMA).to_numpy()
        written = text[filled & ~text.str.match(MISSING_WORDS).to_numpy()]
        with_comma = written[written.str.contains(",", regex=False)]
        if len(with_comma) and written.str.match(_COMMA).all() and not with_comma.str.match(_THOUSANDS).all():
            commas = True
            plain[numeric] = text[numeric].str.replace(",", ".").astype(float)
    return Numbers(_finite(plain), int((filled & np.isnan(plain)).sum()), commas)


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every text column that holds nothing but numbers turned into numbers; codes with leading zeros stay text."""
    done = {}
    for name in frame.columns:
        column = frame[name]
        if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_datetime64_any_dtype(column):
            read = numbers(column)
            text = column.dropna().astype(str)
            if not read.words and np.isfinite(read.values).any() and not text.str.match(r"^\s*0\d").any():
                done[name] = pd.Series(read.values, index=frame.index)
                continue
        done[name] = column
    return pd.DataFrame(done, index=frame.index)

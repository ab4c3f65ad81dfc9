"""Columns of a feed read as ids, numbers, times and dates; rows that cannot be are told and left out."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from tejido.city.gtfs.faults import Faults
from tejido.city.gtfs.model import Table

_TIME = r"(\d{1,3}):([0-5]\d):([0-5]\d)"


def filled(frame: pd.DataFrame, table: Table, faults: Faults, columns: Collection[str]) -> pd.DataFrame:
    """The rows that have all these columns; C709 for each other."""
    for column in columns:
        blank = frame[column] == ""
        if blank.any():
            faults.rows("C709", table.file, column, frame.index[blank])
            frame = frame[~blank]
    return frame


def unique(frame: pd.DataFrame, table: Table, faults: Faults) -> pd.DataFrame:
    """The first row of each key; C710 for each later one."""
    again = frame.duplicated(list(table.key))
    if again.any():
        column = table.key[-1]
        faults.rows("C710", table.file, column, frame.index[again], value=frame[column])
    return frame[~again]


def number(
    frame: pd.DataFrame, column: str, table: Table, faults: Faults, default: float = np.nan, whole: bool = False
) -> pd.Series:
    """A column as numbers, `default` where it is blank, NaN where it is none, each told as C711."""
    texts = frame[column]
    read = pd.to_numeric(texts, errors="coerce").astype(np.float64)
    wrong = (texts != "") & ~np.isfinite(read)
    if whole:
        wrong |= np.isfinite(read) & ((read % 1 != 0) | (read < 0))
    if wrong.any():
        faults.rows("C711", table.file, column, frame.index[wrong], value=texts)
    return read.where(~wrong).where(texts != "", default)


def one_of(
    frame: pd.DataFrame, column: str, table: Table, faults: Faults, allowed: Collection[int], default: int
) -> pd.Series:
    """A column of codes, `default` where it is blank or no such code exists, each of the latter told as C712."""
    texts = frame[column]
    known = {str(code): code for code in allowed} | {"": default}
    wrong = ~texts.isin(list(known))
    if wrong.any():
        faults.rows("C712", table.file, column, frame.index[wrong], value=texts)
    return texts.map(known).fillna(default).astype(np.int64)


def known(
    frame: pd.DataFrame,
    column: str,
    table: Table,
    faults: Faults,
    ids: Collection[str],
    other: Table,
    *,
    blank: bool = False,
) -> pd.DataFrame:
    """The rows whose column names a row of another file; C713 for each other. With `blank` it need not name any, and a wrong
    name is blanked instead.
    """  # fmt: skip
    wrong = ~frame[column].isin(list(ids)) & ~((frame[column] == "") & blank)
    if wrong.any():
        where = pd.Series(other.file, index=frame.index)
        faults.rows("C713", table.file, column, frame.index[wrong], value=frame[column], other=where)
    return frame.assign(**{column: frame[column].mask(wrong, "")}) if blank else frame[~wrong]


def seconds(frame: pd.DataFrame, column: str, table: Table, faults: Faults) -> tuple[pd.Series, pd.Series]:
    """A column of times ``H:MM:SS`` in seconds from the start of the day of service, NaN where it is blank or unreadable, and
    which rows are unreadable, each told as C714. Hours go beyond 24 after midnight.
    """
    texts = frame[column]
    each, labels = pd.factorize(texts)
    parts = pd.Series(labels, dtype="str").str.extract(f"^{_TIME}$").astype(np.float64)
    read = (parts @ np.array([3600.0, 60.0, 1.0])).to_numpy()
    found = pd.Series(read[each] if len(read) else np.empty(0), index=frame.index)
    wrong = (texts != "") & found.isna()
    if wrong.any():
        faults.rows("C714", table.file, column, frame.index[wrong], value=texts)
    return found, wrong


def dates(frame: pd.DataFrame, column: str, table: Table, faults: Faults) -> pd.Series:
    """A column of dates ``YYYYMMDD``, missing where it is none, each told as C715."""
    texts = frame[column]
    read = pd.to_datetime(texts.where(texts.str.fullmatch(r"\d{8}")), format="%Y%m%d", errors="coerce")
    wrong = read.isna()
    if wrong.any():
        faults.rows("C715", table.file, column, frame.index[wrong], value=texts)
    return read.astype("datetime64[s]")

"""Domains: the groups of rows that a crossing of columns makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.survey.design import Design, there
from tejido.survey.sums import Floats, Ints, codes

__all__ = ["Domains", "cross", "households"]


@dataclass(frozen=True, eq=False)
class Domains:
    """`of_row` (n,) is the domain of each row, -1 where a column is empty or the row has no weight; `table` (domains, columns)
    says which values of `columns` each domain has, sorted.
    """

    columns: tuple[str, ...]
    of_row: Ints
    table: pd.DataFrame

    @property
    def count(self) -> int:
        """How many domains there are."""
        return len(self.table)


def cross(design: Design, table: pd.DataFrame, by: Sequence[str] = (), file: str | None = None) -> Domains:
    """The domains of every combination of the values of `by` that occurs; without columns, the whole sample.

    Raises:
        TejidoError: a column is not there.
    """
    inside = design.weight != 0  # calibration without bounds may turn a weight negative: it counts all the same
    if not by:
        return Domains((), np.where(inside, 0, -1), pd.DataFrame(index=range(1)))
    combined = np.zeros(len(table), dtype=np.int64)
    kinds = []
    for name in by:
        there(name, table.columns, file)
        ranked, values = _ranked(table[name])
        inside = inside & (ranked >= 0)
        combined = combined * max(len(values), 1) + ranked
        kinds.append(values)
    present = np.zeros(int(np.prod([max(len(one), 1) for one in kinds])), dtype=np.bool_)
    present[combined[inside]] = True
    keys = np.flatnonzero(present)
    number = np.full(len(present), -1, dtype=np.int64)
    number[keys] = np.arange(len(keys))
    of_row = np.where(inside, number[np.where(inside, combined, 0)], -1)
    columns, rest = {}, keys
    for name, values in reversed(list(zip(by, kinds, strict=True))):
        columns[name] = [_plain(one) for one in values.take(rest % len(values))]
        rest = rest // len(values)
    told = pd.DataFrame({name: pd.Series(columns[name], dtype=object) for name in by})
    return Domains(tuple(by), of_row, told)


def _ranked(column: pd.Series) -> tuple[Ints, pd.Index]:
    """The place of each row's value among the sorted values, -1 where it is missing, and the sorted values."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu" and len(column):
        numbers = column.to_numpy()
        low, high = int(numbers.min()), int(numbers.max())
        if high - low <= len(
            numbers
        ):  # numbers that lie close need no table of hashes, which takes three times as long
            place = numbers.astype(np.int64) - low
            present = np.zeros(high - low + 1, dtype=np.bool_)
            present[place] = True
            return (np.cumsum(present) - 1)[place], pd.Index(np.flatnonzero(present) + low)
    found, values = codes(column)
    order = _order(values)
    rank = np.empty(len(values) + 1, dtype=np.int64)
    rank[order], rank[-1] = np.arange(len(values)), -1
    return rank[found], values.take(order)


def _order(values: pd.Index) -> Ints:
    """The order of values by size, by their text where they do not compare."""
    try:
        return np.asarray(values.argsort(), dtype=np.int64)
    except TypeError:
        return np.asarray(values.astype("str").argsort(), dtype=np.int64)


def _plain(value: object) -> object:
    """A value as Python and JSON have it; whole numbers without decimals."""
    plain = value.item() if isinstance(value, np.generic) else value
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain


def households(domains: Domains, column: pd.Series) -> Floats:
    """Different households behind each domain (domains,)."""
    found, kinds = codes(column)
    inside = (domains.of_row >= 0) & (found >= 0)
    pairs = np.unique(domains.of_row[inside] * max(len(kinds), 1) + found[inside])
    return np.bincount(pairs // max(len(kinds), 1), minlength=domains.count).astype(np.float64)

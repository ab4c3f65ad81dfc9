"""How often a combination of key variables occurs in a file, and in the population that the file stands for.

A key variable is an answer by which somebody outside could recognise a person: sex, age, district, country of birth. A missing
key could be any answer, so a row is counted with every combination that it could be, as in Templ, Kowarik and Meindl (2015),
"Statistical disclosure control for micro-data using the R package sdcMicro", Journal of Statistical Software 67(4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.errors import fail

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MISSING = -1
"""The code of a missing key."""


@dataclass(frozen=True)
class Classes:
    """The rows of a file by the combination of their keys.

    `codes` has a row for each combination that occurs, in the order of the answers (`MISSING` where there is none); `of_row`
    tells which combination each row of the file has, `sizes` how many rows have it.
    """

    codes: Ints
    of_row: Ints
    sizes: Floats


def coded(table: pd.DataFrame, keys: Sequence[str]) -> Ints:
    """The keys as whole numbers, a column for each key: the place of an answer among all that occur in their order."""
    columns = []
    for key in keys:
        column = table[key]
        if not pd.api.types.is_numeric_dtype(column):
            column = column.astype("str")
        columns.append(pd.factorize(column, sort=True)[0].astype(np.int64))
    return np.column_stack(columns) if columns else np.empty((len(table), 0), dtype=np.int64)


def classes(codes: Ints) -> Classes:
    """The combinations that occur among rows of codes."""
    first, of_row, sizes = np.unique(_packed(codes), return_index=True, return_inverse=True, return_counts=True)[1:]
    return Classes(codes[first], of_row.astype(np.int64), sizes.astype(np.float64))


def matching(rows: Ints, among: Ints, amounts: Floats) -> Floats:
    """The sum of `amounts` over those `among` that each of `rows` could be, a missing key being any answer.

    Args:
        rows: Codes, one row of keys each.
        among: Codes of the same keys.
        amounts: One number for each row of `among`, or a column of several sums at once.

    Returns:
        A number, or as many as `amounts` has columns, for each of `rows`.
    """
    every = amounts if amounts.ndim == 2 else amounts[:, None]
    sums = np.zeros((len(rows), every.shape[1]))
    for asked in _by_known(rows):
        for counted in _by_known(among):
            shared = np.flatnonzero(asked[1] & counted[1])
            sums[asked[0]] += _agreeing(rows[asked[0]][:, shared], among[counted[0]][:, shared], every[counted[0]])
    return sums.reshape((len(rows), *amounts.shape[1:]))


def frequencies(table: pd.DataFrame, keys: Sequence[str], weight: str | None = None) -> pd.DataFrame:
    """For each row how many rows of the file could have its combination (``sample``), and people (``population``).

    The second is the sum of the weights of the first; without weights both are the same: the file is all there is.

    Raises:
        TejidoError: P212, a weight is missing, not finite or not positive.
    """
    found = classes(coded(table, keys))
    amounts = np.column_stack([found.sizes, found.sizes])
    if weight is not None:
        weights = pd.to_numeric(table[weight], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        wrong = ~(np.isfinite(weights) & (weights > 0))
        if wrong.any():
            raise fail("P212", row=int(wrong.argmax()) + 2, column=weight, name=weight, count=int(wrong.sum()))
        amounts[:, 1] = np.bincount(found.of_row, weights, len(found.codes))
    sums = matching(found.codes, found.codes, amounts)[found.of_row]
    return pd.DataFrame({"sample": sums[:, 0].astype(np.int64), "population": sums[:, 1]}, index=table.index)


def _by_known(codes: Ints) -> list[tuple[Ints, NDArray[np.bool_]]]:
    """Rows parted by which of their keys are known: their places, and those keys."""
    known = codes != MISSING
    patterns, of_row = np.unique(known @ (1 << np.arange(codes.shape[1])), return_inverse=True)
    places = [np.flatnonzero(of_row == one) for one in range(len(patterns))]
    return [(some.astype(np.int64), known[some[0]]) for some in places]


def _agreeing(rows: Ints, among: Ints, amounts: Floats) -> Floats:
    """The sums over those `among` that have the very codes of each of `rows`."""
    packed = _packed(np.concatenate([rows, among]))
    asked, counted = packed[: len(rows)], packed[len(rows) :]
    kinds, of_counted = np.unique(counted, return_inverse=True)
    sums = np.column_stack([np.bincount(of_counted, column, len(kinds)) for column in amounts.T])
    place = np.minimum(np.searchsorted(kinds, asked), len(kinds) - 1)
    return np.where((kinds[place] == asked)[:, None], sums[place], 0.0)


def _packed(codes: Ints) -> Ints:
    """One whole number for each row, the same where all its codes are, in the order of the codes."""
    packed = np.zeros(len(codes), dtype=np.int64)
    span = 1
    for column in codes.T:
        size = int(column.max(initial=MISSING)) + 2
        if span * size >= 2**62:
            packed = np.unique(packed, return_inverse=True)[1].astype(np.int64)
            span = int(packed.max(initial=0)) + 1
        packed = packed * size + (column + 1)
        span *= size
    return packed

"""What is asked of the answers: statistics by name, and the columns they need as matrices, read once.

In: a table and a list of `Statistic`. Out: `Answers`, which any number of estimates can use (other domains, other weights).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.survey.design import numbers_of, there
from tejido.survey.sums import Floats

Kind = Literal["mean", "proportion", "total", "ratio", "quantile", "gap", "diversity", "median", "gini"]
"""`gap` (the quotient of two shares or means) and `diversity` (Shannon's entropy) are made of others: see `composed`; `median` and
`gini` of the whole distribution of answers: see `distribution`."""

MOST_CATEGORIES = 50
"""A text column with more different answers than this is no list of categories."""

__all__ = [
    "Answers", "Group", "Kind", "Statistic", "by_category", "mean", "prepare", "proportion", "quantile", "ratio", "texts_of",
    "total",
]  # fmt: skip


@dataclass(frozen=True)
class Statistic:
    """One figure to estimate: `variable` is its name in the result, `column` where the answers stand."""

    kind: Kind
    variable: str
    column: str
    denominator: str | None = None
    category: str | None = None
    share: float | None = None


def mean(*columns: str) -> list[Statistic]:
    """Means of number columns."""
    return [Statistic("mean", column, column) for column in columns]


def total(*columns: str) -> list[Statistic]:
    """Population totals of number columns."""
    return [Statistic("total", column, column) for column in columns]


def proportion(*columns: str) -> list[Statistic]:
    """Proportions: of 1 in a column of 0 and 1 (or of true), of one answer (``column=answer``), or of every answer of a
    text column.
    """
    return [Statistic("proportion", column, column) for column in columns]


def ratio(numerator: str, denominator: str) -> list[Statistic]:
    """The ratio of two totals, over rows that answered both."""
    return [Statistic("ratio", f"{numerator}/{denominator}", numerator, denominator)]


def quantile(column: str, *shares: float) -> list[Statistic]:
    """Quantiles: the smallest answer at or below which lies at least this share of the weight (R's ``qrule = "math"``)."""
    return [Statistic("quantile", f"{column}:{share:g}", column, share=share) for share in shares]


@dataclass(frozen=True, eq=False)
class Group:
    """Statistics of one kind with their answers: `y` (n, v), missing ones set to 0, `x` (n, v) the denominators of ratios.

    `gaps` are the columns with missing answers and `known` (n, gaps) is 1 where they are not. A statistic that is a function
    of others (`composed`) has them as `atoms`, and its own `y` only once it is linearised.
    """

    kind: Kind
    statistics: tuple[Statistic, ...]
    y: Floats
    x: Floats | None
    gaps: tuple[int, ...]
    known: Floats
    atoms: Group | None = None

    def part(self, columns: slice) -> Group:
        """Some of the statistics."""
        inside = range(*columns.indices(len(self.statistics)))
        kept = [number for number, column in enumerate(self.gaps) if column in inside]
        return Group(
            self.kind, self.statistics[columns], self.y[:, columns], None if self.x is None else self.x[:, columns],
            tuple(self.gaps[number] - inside.start for number in kept), self.known[:, kept], self.atoms,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Answers:
    """Everything asked, by kind, in the order in which `statistics` will be told."""

    statistics: tuple[Statistic, ...]
    groups: tuple[Group, ...]


def prepare(table: pd.DataFrame, asked: Sequence[Statistic], file: str | None = None) -> Answers:
    """Read the columns that `asked` needs.

    Raises:
        TejidoError: a column is missing, holds text where numbers are needed, or something other than 0 and 1 where a
            proportion is asked.
    """
    every = [one for statistic in asked for one in by_category(table, statistic, file)]
    groups = []
    for kind in ("mean", "proportion", "total", "ratio", "quantile"):
        members = tuple(one for one in every if one.kind == kind)
        if members:
            groups.append(_group(table, kind, members, file))
    ordered = tuple(one for group in groups for one in group.statistics)
    return Answers(ordered, tuple(groups))


def _group(table: pd.DataFrame, kind: Kind, members: tuple[Statistic, ...], file: str | None) -> Group:
    n = len(table)
    y = _matrix((_column(table, one, file) for one in members), n, len(members))
    x = None
    if kind == "ratio":
        x = _matrix((numbers_of(table, str(one.denominator), file) for one in members), n, len(members))
    gaps, known = [], []
    for column in range(len(members)):
        missing = np.isnan(y[:, column])
        if x is not None:
            missing |= np.isnan(x[:, column])
        if missing.any():
            y[missing, column] = 0.0
            if x is not None:
                x[missing, column] = 0.0
            gaps.append(column)
            known.append((~missing).astype(np.float64))
    return Group(kind, members, y, x, tuple(gaps), _matrix(known, n, len(known)))


def _matrix(columns: Iterable[Floats], rows: int, count: int) -> Floats:
    """Columns side by side (rows, count), each of them lying together in memory."""
    turned = np.empty((count, rows))
    for place, column in enumerate(columns):
        turned[place] = column
    return turned.T


def by_category(table: pd.DataFrame, statistic: Statistic, file: str | None) -> list[Statistic]:
    """A proportion of a text column becomes one per answer, ``column=answer`` the proportion of that answer."""
    if statistic.kind != "proportion" or statistic.category is not None:
        return [statistic]
    name, sign, category = statistic.column.rpartition("=")
    if statistic.column not in table.columns and sign and name in table.columns:
        values = texts_of(table[name])
        if not (values == category).any():
            known = ", ".join(sorted(set(values.dropna()))[:12])
            raise fail("E107", file=file, column=name, name=name, value=category, known=known)
        return [Statistic("proportion", statistic.variable, name, category=category)]
    there(statistic.column, table.columns, file)
    column = table[statistic.column]
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return [statistic]
    found = sorted(set(texts_of(column).dropna()))
    if set(found) <= {"True", "False"}:
        return [Statistic("proportion", statistic.variable, statistic.column, category="True")]
    if len(found) > MOST_CATEGORIES:
        raise fail("E106", file=file, column=statistic.column, name=statistic.column, count=len(found))
    return [Statistic("proportion", f"{statistic.variable}={one}", statistic.column, category=one) for one in found]


def texts_of(column: pd.Series) -> pd.Series:
    """A column's values as one would write them; whole numbers without decimals, missing ones missing."""
    if pd.api.types.is_float_dtype(column):
        whole = column.dropna()
        if (whole == np.floor(whole)).all():
            column = column.astype("Int64")
    return column.astype("str").where(column.notna())


def _column(table: pd.DataFrame, statistic: Statistic, file: str | None) -> Floats:
    if statistic.category is not None:
        column = table[statistic.column]
        chosen: Floats = np.array(texts_of(column) == statistic.category, dtype=np.float64)
        chosen[column.isna().to_numpy()] = np.nan
        return chosen
    found = numbers_of(table, statistic.column, file)
    if statistic.kind == "proportion":
        wrong = ~((found == 0) | (found == 1) | np.isnan(found))
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0]) + 2
            raise fail("E105", file=file, row=row, column=statistic.column, name=statistic.column)
    return found

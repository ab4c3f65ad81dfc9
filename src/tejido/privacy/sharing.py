"""A file of answers made ready for sharing: identifiers out, answers coarser, rare combinations suppressed, order forgotten.

In: a table with a row per person and what is wanted. Out: the table to share, the risk before and after, and what was lost.
Who and where (files, points) is the affair of whoever calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.errors import Finding, fail, finding
from tejido.privacy import masking
from tejido.privacy.frequencies import coded
from tejido.privacy.local_suppression import Suppressed, suppress
from tejido.privacy.risk import Risk, measure_risk

GIVEN_AWAY = 0.5
"""A column is told to give a key away where it says the suppressed answer of at least this share of the rows."""

FROM_ROWS = 20
"""In a file of so many rows a column in which all differ is told."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What is to be done with a file; columns by name.

    Attributes:
        keys: Key variables.
        k: So many rows look alike at least.
        important: Keys that lose as few answers as can be.
        weight, household, sensitive: Columns, where the file has them.
        drop: Columns that are not shared.
        keep: Columns whose names look like identifiers and are none.
        top, bottom: The largest and smallest answer that is told, or the share of rows beyond it (``"2%"``).
        round: The base of rounding.
        groups: Where classes begin.
        recode: New answers by old ones.
        points: Columns of points, to be displaced by whoever calls.
    """

    keys: tuple[str, ...]
    k: int = 3
    important: tuple[str, ...] = ()
    weight: str | None = None
    household: str | None = None
    sensitive: str | None = None
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    top: Mapping[str, float | str] = field(default_factory=dict)
    bottom: Mapping[str, float | str] = field(default_factory=dict)
    round: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    recode: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    points: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Columns whose answers become coarser."""
        return tuple(dict.fromkeys((*self.top, *self.bottom, *self.round, *self.groups, *self.recode)))

    @property
    def named(self) -> tuple[str, ...]:
        """Every column that is named."""
        single = (one for one in (self.weight, self.household, self.sensitive) if one is not None)
        return tuple(dict.fromkeys((*self.keys, *single, *self.drop, *self.keep, *self.changed, *self.points)))


@dataclass(frozen=True)
class Loss:
    """What a column lost: rows that tell something else now, answers suppressed, and the share of information kept."""

    rows: int
    suppressed: int
    kept: float


@dataclass(frozen=True)
class Shared:
    """The table to share and what there is to say about it.

    `hit` tells of each row whether a key of it was suppressed; the rows stand in the order of the file until `forget_order`.
    """

    table: pd.DataFrame
    before: Risk
    after: Risk
    lost: dict[str, Loss]
    of_household: tuple[str, ...]
    hit: NDArray[np.bool_]
    findings: list[Finding]


def prepare(table: pd.DataFrame, wanted: Wanted, progress: Progress = lambda step: None) -> Shared:
    """Mask a table.

    Raises:
        TejidoError: P201 fewer rows than k, P202 a column is not there, P203 identifiers are left in, P209 no number where one is
            needed, P212 a weight that is none, P214 a sensitive column that is an amount, P216 too many keys.
    """
    _check(table, wanted)
    described = {"weight": wanted.weight, "household": wanted.household, "sensitive": wanted.sensitive}
    progress("Measuring the risk")
    before = measure_risk(table, wanted.keys, k=wanted.k, **described)
    kept = table.drop(columns=list(wanted.drop))
    coarser, found = _coarser(kept, wanted)
    progress("Suppressing rare combinations")
    done = suppress(coarser, wanted.keys, wanted.k, important=wanted.important, household=wanted.household)
    progress("Measuring what is left")
    after = measure_risk(done.table, wanted.keys, k=wanted.k, **described)
    hit = (
        (done.table[list(wanted.keys)].isna() & coarser[list(wanted.keys)].notna()).any(axis=1).to_numpy(dtype=np.bool_)
    )
    found += _given_away(coarser, done, wanted) + _all_different(done.table, wanted)
    return Shared(done.table, before, after, _losses(kept, done, wanted), done.of_household, hit, found)


def forget_order(table: pd.DataFrame, household: str | None) -> pd.DataFrame:
    """The rows in the order of what they say, and households numbered as they come: neither tells who was visited after whom."""
    told = [name for name in table.columns if name != household]
    sorting = told if household is None else [*told, household]
    ordered = table.iloc[np.lexsort(coded(table, sorting).T[::-1])].reset_index(drop=True)
    if household is not None:
        number = pd.Series(pd.factorize(ordered[household])[0] + 1, index=ordered.index).astype("Int64")
        ordered[household] = number.where(ordered[household].notna())
    return ordered


def _check(table: pd.DataFrame, wanted: Wanted) -> None:
    for name in (*wanted.named, *wanted.important):
        if name not in table.columns:
            raise fail("P202", column=name, name=name, known=", ".join(map(str, table.columns[:12])))
    lost = [name for name in (*wanted.keys, *wanted.changed, *wanted.points) if name in wanted.drop]
    if lost:
        raise fail("P215", column=lost[0], key=lost[0])
    asked = {*wanted.drop, *wanted.keep, *wanted.points, *wanted.keys, wanted.household}
    left = masking.identifying(str(name) for name in table.columns if name not in asked)
    if left:
        raise fail("P203", column=left[0], columns=", ".join(left))


def _coarser(table: pd.DataFrame, wanted: Wanted) -> tuple[pd.DataFrame, list[Finding]]:
    """Recoding and classes, then bounds, then rounding; P213 for answers to recode that nobody gave."""
    made: dict[str, pd.Series] = {}
    found = []
    for name in wanted.changed:
        column = table[name]
        if name in wanted.recode:
            column, unused = masking.recoded(column, wanted.recode[name])
            found += [finding("P213", column=name, name=name, value=one) for one in unused]
        top, bottom = _bound(column, wanted.top.get(name), True), _bound(column, wanted.bottom.get(name), False)
        if top is not None or bottom is not None:
            column = masking.capped(column, top=top, bottom=bottom)
        if name in wanted.round:
            column = masking.rounded(column, wanted.round[name])
        made[name] = masking.grouped(column, wanted.groups[name]) if name in wanted.groups else column
    return table.assign(**made), found


def _bound(column: pd.Series, asked: float | str | None, top: bool) -> float | None:
    if not isinstance(asked, str):
        return asked
    found = masking.bound(column, float(asked.removesuffix("%")) / 100, top=top)
    return None if np.isnan(found) else found


def _losses(before: pd.DataFrame, done: Suppressed, wanted: Wanted) -> dict[str, Loss]:
    lost = {}
    for name in dict.fromkeys((*wanted.keys, *wanted.changed)):
        old, new = before[name], done.table[name]
        differs = (old.astype("str") != new.astype("str")) & ~(old.isna() & new.isna())
        rows = int(differs.fillna(True).sum())
        lost[name] = Loss(rows, done.cells.get(name, 0), masking.information_kept(old, new))
    return lost


def _given_away(before: pd.DataFrame, done: Suppressed, wanted: Wanted) -> list[Finding]:
    """P211 for each column that, by the rows in which a key is still told, says what was suppressed in others."""
    found = []
    others = [name for name in before.columns if name not in (*wanted.keys, *wanted.points)]
    for key in (key for key, cells in done.cells.items() if cells):
        gone = (done.table[key].isna() & before[key].notna()).to_numpy()
        answer = coded(before, [key])[:, 0]
        for name in others:
            value = pd.factorize(before[name])[0]
            told = ~gone & (value >= 0) & (answer >= 0)
            by_value = pd.DataFrame({"value": value[told], "answer": answer[told]}).groupby("value")["answer"]
            one = by_value.min().where(by_value.min() == by_value.max())
            said = pd.Series(value[gone]).map(one).to_numpy(dtype=np.float64, na_value=np.nan) == answer[gone]
            if said.mean() >= GIVEN_AWAY:
                found.append(finding("P211", column=str(name), name=str(name), key=key, count=int(said.sum())))
    return found


def _all_different(table: pd.DataFrame, wanted: Wanted) -> list[Finding]:
    """P217 for each column that has another answer in every row, as numbers of persons have."""
    if len(table) < FROM_ROWS:
        return []
    known = {*wanted.points, wanted.weight, wanted.household}
    return [
        finding("P217", column=str(name), name=str(name))
        for name in table.columns
        if name not in known and table[name].nunique() == len(table)
    ]


def columns_read(wanted: Wanted) -> Sequence[str]:
    """The columns in which a code for no answer would do harm: keys, sensitive answers and what becomes coarser."""
    sensitive = [] if wanted.sensitive is None else [wanted.sensitive]
    return list(dict.fromkeys([*wanted.keys, *sensitive, *wanted.changed]))

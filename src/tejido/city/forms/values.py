"""Columns of XPath values: every operation works on all submissions or repeat rows at once.

A `Value` holds texts, numbers or truths of `n` rows, or of one that stands for all. `unknown` marks the rows where it cannot
be known. `Nodes` are the answers of other rows (of a repeat, seen from outside it).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Texts = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
EPOCH = dt.date(1970, 1, 1).toordinal()
_NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*")


class Value:
    """Texts, numbers or truths by row, turned into one another as XPath 1.0 section 4 does when they are asked for."""

    def __init__(
        self, kind: Literal["text", "number", "flag"], data: npt.NDArray[Any], unknown: Flags | None = None
    ) -> None:
        self.kind = kind
        self.unknown = unknown
        self.is_node = False
        self._made: dict[str, npt.NDArray[Any]] = {kind: data}

    @classmethod
    def answers(cls, numbers: Floats, unknown: Flags | None = None) -> Value:
        """Answers in numbers: nodes, whose text is empty where there is no answer."""
        made = cls("text", np.empty(0, dtype=object), unknown)
        made._made = {"number": numbers}
        made.is_node = True
        return made

    @classmethod
    def written(cls, texts: Texts, unknown: Flags | None = None) -> Value:
        """Answers in words: nodes."""
        made = cls("text", texts, unknown)
        made.is_node = True
        return made

    @property
    def size(self) -> int:
        """Rows, or 1 for a value that is the same in all."""
        return len(next(iter(self._made.values())))

    def texts(self) -> Texts:
        """As texts; whole numbers without decimals."""
        if "text" not in self._made:
            if "number" in self._made:
                none = "" if self.kind == "text" else "NaN"
                self._made["text"] = by_value(lambda x: none if x != x else as_text(x), self._made["number"])
            else:
                self._made["text"] = np.where(self._made["flag"], "true", "false").astype(object)
        return self._made["text"]

    def numbers(self) -> Floats:
        """As numbers: dates are days since 1970, what is no number is NaN."""
        if "number" not in self._made:
            data = self._made.get("flag")
            self._made["number"] = (
                data.astype(np.float64)
                if data is not None
                else by_value(as_number, self._made["text"]).astype(np.float64)
            )
        return self._made["number"]

    def flags(self) -> Flags:
        """As truths: a text that is not empty, a number that is not 0; a node is true because it is there, even if empty."""
        if "flag" not in self._made:
            if self.is_node:
                self._made["flag"] = np.ones(self.size, dtype=np.bool_)
            elif self.kind == "number":
                number = self.numbers()
                self._made["flag"] = (number != 0) & ~np.isnan(number)
            else:
                self._made["flag"] = np.asarray(self.texts() != "", dtype=np.bool_)
        return self._made["flag"]

    def take(self, rows: Places) -> Value:
        """These rows; -1 is a row that does not exist, whose answer is empty."""
        if self.size == 1 and not (rows < 0).any():
            return self
        gone = rows < 0
        taken = Value(self.kind, np.empty(0), None if self.unknown is None else spread(self.unknown, rows) & ~gone)
        taken.is_node = self.is_node
        taken._made = {name: spread(data, rows) for name, data in self._made.items()}
        empty: dict[str, Any] = {"text": "", "number": math.nan, "flag": False}
        for name, data in taken._made.items():
            data[gone] = empty[name]
        return taken


@dataclass(frozen=True, eq=False)
class Nodes:
    """Answers (or mere rows, where `value` is None) of other rows.

    `member` (rows of the answers) and `own` (rows that look at them) are places in the table both hang from, which has `size`
    rows; -1 for a row that hangs from nothing.
    """

    value: Value | None
    member: Places
    own: Places
    size: int

    def seen(self, found: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What was found per place, for the rows that look."""
        return found[self.own]

    def unknown(self) -> Flags | None:
        """Where one of the answers cannot be known."""
        if self.value is None or self.value.unknown is None:
            return None
        return self.seen(self.any(np.broadcast_to(self.value.unknown, self.member.shape)))

    def any(self, flags: Flags) -> Flags:
        """Per place, whether any of its rows is true."""
        found = np.zeros(self.size, dtype=np.bool_)
        found[self.member[flags & (self.member >= 0)]] = True
        return found

    def first(self) -> Value:
        """The first answer, as a set of nodes becomes a text."""
        place = np.full(self.size, -1, dtype=np.int64)
        here = np.flatnonzero(self.member >= 0)[::-1]
        place[self.member[here]] = here
        value = self.value or Value("text", np.array([""], dtype=object))
        return value.take(self.seen(place))


def spread(data: npt.NDArray[Any], rows: Places) -> npt.NDArray[Any]:
    """`data[rows]`, where a single value stands for all; a place of -1 gives any value."""
    return np.broadcast_to(data, rows.shape).copy() if len(data) == 1 else data[rows]


def either(*values: Value) -> Flags | None:
    """Where one of the values cannot be known."""
    found: Flags | None = None
    for value in values:
        if value.unknown is not None:
            found = value.unknown if found is None else found | value.unknown
    return found


def by_value(function: Callable[[Any], Any], data: npt.NDArray[Any]) -> Texts:
    """`function` of every value, called once per different value."""
    codes, different = pd.factorize(data, use_na_sentinel=False)
    results = np.empty(len(different), dtype=object)
    results[:] = [function(one) for one in different]
    return results[codes]


def mapped(function: Callable[..., Any], *columns: npt.NDArray[Any]) -> Texts:
    """`function` of every row; where all but one column are the same in all rows, once per different value."""
    long = [place for place, column in enumerate(columns) if len(column) > 1]
    if len(long) <= 1:
        place = long[0] if long else 0
        fixed = [column[0] for column in columns]
        return by_value(lambda one: function(*fixed[:place], one, *fixed[place + 1 :]), columns[place])
    results = np.empty(max(map(len, columns)), dtype=object)
    results[:] = [function(*row) for row in zip(*np.broadcast_arrays(*columns), strict=True)]
    return results


def text(value: str) -> Value:
    """One text for all rows."""
    return Value("text", np.array([value], dtype=object))


def number(value: float) -> Value:
    """One number for all rows."""
    return Value("number", np.array([value]))


def flag(value: bool) -> Value:
    """One truth for all rows."""
    return Value("flag", np.array([value]))


def unknown() -> Value:
    """What cannot be known in any row."""
    return Value("text", np.array([""], dtype=object), np.array([True]))


def as_text(value: float) -> str:
    """A number as XPath writes it."""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else repr(float(value))


def as_number(value: str) -> float:
    """A text as a number: dates and times are days since 1970, what is no number is NaN."""
    if _NUMBER.fullmatch(value):
        return float(value)
    moment = as_moment(value)
    if moment is None:
        return math.nan
    day = moment.toordinal() - EPOCH
    since = moment - dt.datetime.combine(moment.date(), dt.time())
    return day + since / dt.timedelta(days=1)


def as_moment(value: str) -> dt.datetime | None:
    """A date (its midnight) or a time with its date; with a zone, its moment in UTC. None where it is neither."""
    if len(value) < 10 or value[4] != "-":
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return moment

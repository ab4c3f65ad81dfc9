"""How an indicator's columns are made from answers, as a description that any engine can carry out.

In: formulas of the catalogue (`FromAnswers`). Out: `IndicatorColumns`, the ratios of sums that the indicator is made of, and
`Rows`, which carries them out on a pandas table. The memory engine, the replicates and the engines for large
data all build on this one description.

Conditions join as in SQL (three-valued logic, Kleene 1952): a row for which one condition is known to fail is out, whatever
the others; else a missing answer leaves it unknown. So a question that a form skipped is not missed where it was not needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.catalogue.answers import Condition, FromAnswers
from tejido.errors import fail
from tejido.survey.answers import Kind, texts_of
from tejido.survey.design import numbers_of, there
from tejido.survey.sums import Bools, Floats, Ints, codes

__all__ = ["IndicatorColumns", "Part", "PartColumns", "Rows", "categories_of", "indicator_columns"]


@dataclass(frozen=True)
class Part:
    """One ratio of weighted sums, over the rows for which all of `among` is known to hold.

    Numerator of a row: 1, or the number `value`, where all of `where` holds, 0 where it does not. Denominator: 1, for a
    ratio (`over` given) only where all of `over` holds. A row without a known numerator and denominator has no answer.
    `kind` says how its interval is made: proportion, mean or ratio.
    """

    kind: Kind
    among: tuple[Condition, ...]
    where: tuple[Condition, ...] = ()
    value: str | None = None
    over: tuple[Condition, ...] | None = None


@dataclass(frozen=True)
class IndicatorColumns:
    """An indicator as a function of ratios: itself (one part), the quotient of two (``gap``) or the entropy of the shares of
    all classes (``diversity``); a ``median`` and a ``gini`` are those of the numbers of their part; times `scale`.
    """

    indicator: str
    statistic: Kind
    parts: tuple[Part, ...]
    scale: float = 1.0

    @property
    def measures(self) -> frozenset[str]:
        """The variables whose answers it tells of, other than those that only say among whom."""
        conditions = {condition.variable for part in self.parts for condition in part.where}
        return frozenset(conditions | {part.value for part in self.parts if part.value is not None})


def indicator_columns(
    formulas: Mapping[str, FromAnswers], categories: Mapping[str, Sequence[str]]
) -> tuple[IndicatorColumns, ...]:
    """Describe the columns of every indicator, in the order of `formulas`.

    `categories` lists the answers of every variable that a diversity asks of (`categories_of`); one that nobody gave may be
    left out, since it adds nothing to the entropy.

    Raises:
        TejidoError: E701, the formulas ask of several tables at once.
    """
    if len({formula.table for formula in formulas.values()}) > 1:
        raise fail("E701", names=", ".join(sorted(formulas)))
    return tuple(_described(indicator, formula, categories) for indicator, formula in formulas.items())


def _described(indicator: str, formula: FromAnswers, categories: Mapping[str, Sequence[str]]) -> IndicatorColumns:
    among, kind = formula.among, formula.statistic
    if kind == "share":
        return IndicatorColumns(indicator, "proportion", (Part("proportion", among, formula.of),), formula.scale)
    if kind in ("mean", "median", "gini"):
        return IndicatorColumns(indicator, kind, (Part("mean", among, value=formula.value),), formula.scale)
    if kind == "ratio":
        return IndicatorColumns(
            indicator, "ratio", (Part("ratio", among, formula.of, over=formula.over),), formula.scale
        )
    if kind == "gap":
        of_side: Kind = "proportion" if formula.value is None else "mean"
        sides = tuple(
            Part(of_side, (*among, *side), formula.of, formula.value) for side in (formula.one, formula.other)
        )
        return IndicatorColumns(indicator, "gap", sides, formula.scale)
    assert formula.classes is not None
    classes = tuple(
        Part("proportion", among, (Condition(formula.classes, (one,)),)) for one in categories[formula.classes]
    )
    return IndicatorColumns(indicator, "diversity", classes, formula.scale)


def categories_of(table: pd.DataFrame, formulas: Mapping[str, FromAnswers]) -> dict[str, tuple[str, ...]]:
    """The answers that occur in `table`, sorted, of every variable that a diversity asks of.

    Raises:
        TejidoError: E101, a variable is not there; E702, nobody answered.
    """
    found = {}
    for formula in formulas.values():
        if formula.classes is None or formula.classes in found:
            continue
        there(formula.classes, table.columns)
        answers = pd.Series(table[formula.classes].dropna().unique())
        found[formula.classes] = tuple(sorted(set(texts_of(answers))))
        if not found[formula.classes]:
            raise fail("E702", column=formula.classes, name=formula.classes)
    return found


@dataclass(frozen=True, eq=False)
class PartColumns:
    """The columns of a part (n,): numerator `y` and denominator `x` (0 where there is no answer), and who has one (`known`)."""

    y: Floats
    x: Floats
    known: Bools


class Rows:
    """A table of answers, of which parts are asked: each variable and each condition is read once."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._numbers: dict[str, Floats] = {}
        self._texts: dict[str, tuple[Ints, list[str]]] = {}
        self._held: dict[Condition, tuple[Bools, Bools]] = {}

    def part(self, part: Part) -> PartColumns:
        """Carry out a part.

        Raises:
            TejidoError: E101, a variable is not there; E103, a number is asked of a text.
        """
        inside, _ = self.all_hold(part.among)
        met, known = self.all_hold(part.where)
        y = met.astype(np.float64)
        if part.value is not None:
            number = self._number(part.value)
            known = known & (~met | np.isfinite(number))
            y = np.where(met & known, number, 0.0)
        x = np.ones(len(self._table))
        if part.over is not None:
            over, over_known = self.all_hold(part.over)
            x, known = over.astype(np.float64), known & over_known
        known = known & inside
        return PartColumns(np.where(known, y, 0.0), np.where(known, x, 0.0), known)

    def members(self, indicator: IndicatorColumns) -> Bools:
        """The rows of the indicator's universe (n,), those without an answer included."""
        found = np.zeros(len(self._table), dtype=np.bool_)
        for among in dict.fromkeys(part.among for part in indicator.parts):
            found |= self.all_hold(among)[0]
        return found

    def all_hold(self, conditions: Sequence[Condition]) -> tuple[Bools, Bools]:
        """Where all conditions are known to hold, and where it is known whether they do."""
        holds = np.ones(len(self._table), dtype=np.bool_)
        fails = np.zeros(len(self._table), dtype=np.bool_)
        for condition in conditions:
            if condition not in self._held:
                self._held[condition] = self._holds(condition)
            met, known = self._held[condition]
            holds, fails = holds & met, fails | (known & ~met)
        return holds, holds | fails

    def _holds(self, condition: Condition) -> tuple[Bools, Bools]:
        if condition.values:
            code, kinds = self._text(condition.variable)
            wanted = np.array([kind in condition.values for kind in kinds] + [False], dtype=np.bool_)
            return wanted[code], code >= 0
        number = self._number(condition.variable)
        met = known = np.isfinite(number)
        with np.errstate(invalid="ignore"):
            if condition.low is not None:
                met = met & (number >= condition.low)
            if condition.high is not None:
                met = met & (number <= condition.high)
        return met, known

    def _number(self, variable: str) -> Floats:
        if variable not in self._numbers:
            self._numbers[variable] = numbers_of(self._table, variable)
        return self._numbers[variable]

    def _text(self, variable: str) -> tuple[Ints, list[str]]:
        """The answer of every row as a number, -1 where it is missing, and the answers."""
        if variable not in self._texts:
            there(variable, [str(name) for name in self._table.columns])
            code, kinds = codes(self._table[variable])
            self._texts[variable] = code, texts_of(pd.Series(kinds)).tolist()
        return self._texts[variable]

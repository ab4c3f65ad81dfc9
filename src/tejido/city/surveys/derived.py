"""Variables that follow from others: classes, quotients, rules, counts, sums, and the answer of those who are not asked.

In: a table of standard variables. Out: the table with what follows. A column that the survey gives is never replaced, and what
follows from a missing answer is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pandas as pd

from tejido.catalogue import Variable
from tejido.catalogue.answers import Condition
from tejido.catalogue.variables import YES, Asking
from tejido.city.surveys.faults import Faults, Table
from tejido.errors import fail
from tejido.survey.columns import Rows
from tejido.survey.groups import years_since_arrival

__all__ = ["classes", "derived", "in_order"]


def derived(
    table: pd.DataFrame, of: Asking, known: Mapping[str, Variable], year: int, faults: Faults, file: Table
) -> pd.DataFrame:
    """The table with the variables of `of` that follow from those it has, its index being the rows of `file`.

    Where the variable has conditions (`asked`), nothing follows for those who do not meet them but the answer `outside`.

    Raises:
        TejidoError: C651, variables follow from each other in a circle.
    """
    # Copies gather the columns again: pandas warns of a table that was widened a hundred times.
    done = table.copy()
    if of == "persons" and "arrival_year" in done.columns:
        done = done.assign(years_since_arrival=years_since_arrival(done, year))
    for variable in in_order(known, of):
        if variable.id in done.columns:
            made = done[variable.id]
        elif variable.derived_from and set(variable.derived_from) <= set(done.columns):
            made = _possible(_followed(variable, done), variable, faults, file)
        else:
            continue
        done = done.assign(**{variable.id: _with_outside(made, variable, done)})
    return done.copy()


def in_order(known: Mapping[str, Variable], of: Asking) -> list[Variable]:
    """The variables of one table, each after those that it follows from and those that decide whether it is asked.

    Raises:
        TejidoError: C651, they do so in a circle.
    """
    mine = {name: one for name, one in known.items() if one.table == of}
    needs = {
        name: [
            other for other in (*one.derived_from, *(condition.variable for condition in one.asked)) if other in mine
        ]
        for name, one in mine.items()
    }
    try:
        return [mine[name] for name in TopologicalSorter(needs).static_order()]
    except CycleError as problem:
        raise fail("C651", names=" → ".join(problem.args[1])) from problem


def _followed(variable: Variable, table: pd.DataFrame) -> pd.Series:
    if variable.cut:
        return classes(table[variable.cut], variable.categories, variable.bounds)
    if variable.divided:
        over, under = (table[name].astype(float) for name in variable.divided)
        return over / under.mask(under == 0) * variable.times
    if variable.summed:
        return table[list(variable.summed)].astype(float).sum(axis=1, skipna=False) * variable.times
    rows = Rows(table)
    if variable.counted:
        flags = [rows.all_hold([Condition(name, (YES,))]) for name in variable.counted]
        count = np.sum([met for met, _ in flags], axis=0).astype(float)
        return pd.Series(np.where(np.all([told for _, told in flags], axis=0), count, np.nan), index=table.index)
    made = np.full(len(table), None, dtype=object)
    undecided = np.ones(len(table), dtype=np.bool_)
    for rule in variable.rules:
        met, told = rows.all_hold(rule.when)
        made[undecided & met] = rule.then
        undecided &= told & ~met
    made[undecided] = variable.otherwise
    return pd.Series(made, index=table.index, dtype=object)


def _possible(made: pd.Series, variable: Variable, faults: Faults, file: Table) -> pd.Series:
    """Numbers that cannot be, though each answer behind them can, are missing, flagged and counted."""
    if variable.possible is None:
        return made
    low, high = variable.possible
    outside = (made < low) | (made > high)
    faults.tell("C652", file, outside, variable=variable.id, low=low, high=high)
    return made.mask(outside)


def classes(amounts: pd.Series, categories: Collection[str], bounds: Sequence[float]) -> pd.Series:
    """The class of every number: `bounds` are the lower ends of all classes but the first."""
    chosen = np.array(list(categories), dtype=object)[
        np.searchsorted(bounds, amounts.to_numpy(), side="right").clip(0, len(categories) - 1)
    ]
    return pd.Series(np.where(amounts.isna(), None, chosen), index=amounts.index, dtype=object)


def _with_outside(made: pd.Series, variable: Variable, table: pd.DataFrame) -> pd.Series:
    """The answers, but for those who are known not to be asked: what was given stays, what follows is `outside` or missing."""
    conditions = [one for one in variable.asked if one.variable in table.columns]
    if not conditions or (variable.outside is None and variable.id in table.columns):
        return made
    met, told = Rows(table).all_hold(conditions)
    unasked = pd.Series(told & ~met, index=table.index)
    return made.mask(unasked if variable.id not in table.columns else unasked & made.isna(), variable.outside)

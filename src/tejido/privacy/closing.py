"""The gate's second half over a city's tables: what could be subtracted is hidden too.

In: `UNITS`, counts of groups, `VALUES` and `DIFFERENTIALS` with all their figures, and which of these the rule hides. Out: which
units, groups and figures must be hidden besides. Wholes that are divided: a unit into the smaller units inside it (and
those who live in none), everybody into the classes of a dimension (and those of whom it is not known), a class into those of a
second dimension.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pandas as pd

from tejido.privacy.complement import Table, complete
from tejido.privacy.listed import Crossing, dimensions_of, told
from tejido.tables import flags
from tejido.tables.nesting import chain

__all__ = ["close_people", "close_units"]


def close_units(
    units: pd.DataFrame, counted: pd.DataFrame, least: float, known: Collection[tuple[str, str]] = ()
) -> pd.DataFrame:
    """`UNITS`, after `protect_units`, with the residents of as many more units hidden as it takes.

    In each larger unit those hidden together are at least two and have at least `least` residents.

    Args:
        units: with the residents of too few hidden.
        counted: the same rows before anything was hidden.
        least: fewest residents that hidden units have together.
        known: level and unit of residents that were published before.
    """
    hidden = flags.has(units["flags"], flags.PROTECTED)
    people = counted["population"].to_numpy(dtype=np.float64)
    before = np.array([pair in known for pair in zip(units["level"], units["unit"], strict=True)], dtype=bool)
    more = np.zeros(len(units), dtype=bool)
    for rows in units.reset_index().groupby(["level", "parent"], sort=True, dropna=False).indices.values():
        mine = rows[np.isfinite(people[rows])]
        if hidden[mine].any():
            table = Table(people[mine], np.full(len(mine), np.nan), hidden[mine], hidden[mine], before[mine])
            complete(table, least)
            more[mine] = table.hidden
    out = units.copy()
    out["population"] = units["population"].mask(more)
    out["flags"] = flags.add(units["flags"], flags.PROTECTED, more)
    return out


def close_people(
    people: pd.DataFrame, counted: pd.DataFrame, units: pd.DataFrame, levels: Sequence[str], crossings: Iterable[Crossing], least: float
) -> pd.DataFrame:  # fmt: skip
    """Counts of groups (``level, unit, group, population``, protected) with as many more hidden as it takes.

    Only counts that are on the list are looked at: others are not published at all. `counted` are the same rows before anything was
    hidden, `units` everybody's residents as counted.
    """
    hidden = people["population"].isna() & counted["population"].notna()
    found = hidden.to_numpy(dtype=bool).copy()
    steps = chain(levels, levels[-1])
    everybody = units.set_index(["level", "unit"])["population"]
    for by, allowed in told(crossings, levels).items():
        named = counted["group"].map(dimensions_of).map(lambda one, by=by: one == by).to_numpy(dtype=bool)
        for level in steps:
            mine = np.flatnonzero(named & (counted["level"] == level).to_numpy())
            if level not in allowed or not len(mine) or not found[mine].any():
                continue
            found[mine] |= _people_of(counted.iloc[mine], hidden.to_numpy()[mine], everybody, least)
    out = people.copy()
    out["population"] = people["population"].mask(found)
    return out


def _people_of(rows: pd.DataFrame, hidden: np.ndarray, everybody: pd.Series, least: float) -> np.ndarray:
    """Which counts of a level's groups are hidden, in the order of `rows`: units by classes, each unit's rest beside them."""
    wide: pd.DataFrame = rows.pivot(index="unit", columns="group", values="population").fillna(0.0)
    marked = rows.assign(hidden=hidden).pivot(index="unit", columns="group", values="hidden")
    secret = marked.astype("boolean").fillna(False).to_numpy(dtype=bool)
    level = str(rows["level"].iloc[0])
    whole = everybody.reindex(pd.MultiIndex.from_product([[level], wide.index])).to_numpy(dtype=np.float64)
    rest = np.clip(np.nan_to_num(whole) - wide.to_numpy().sum(axis=1), 0, None)
    amount = np.column_stack([wide.to_numpy(), rest])
    sensitive = np.column_stack([secret, (rest > 0.5) & (rest < least)])
    if len(wide) == 1:
        amount, sensitive = amount[0], sensitive[0]
    table = Table(
        amount, np.full(amount.shape, np.nan), sensitive, sensitive | _last(amount), np.zeros(amount.shape, dtype=bool)
    )
    complete(table, least)
    shown = table.hidden.reshape(len(wide), -1)[:, :-1]
    at = pd.DataFrame(shown, wide.index, wide.columns)
    return np.array([at.at[unit, group] for unit, group in zip(rows["unit"], rows["group"], strict=True)], dtype=bool)


def _last(amount: np.ndarray) -> np.ndarray:
    """The class of those of whom it is not known: nobody shows it, so that it is hidden wherever there are any."""
    found = np.zeros(amount.shape, dtype=bool)
    found[..., -1] = amount[..., -1] > 0.5
    return found

"""The gate's second half over a city's tables: what could be subtracted is hidden too.

In: `UNITS`, counts of groups, `VALUES` and `DIFFERENTIALS` with all their figures, and which of these the rule hides. Out: which
units, groups and figures must be hidden besides. Wholes that are divided: a unit into the smaller units inside it (and
those who live in none), everybody into the classes of a dimension (and those of whom it is not known), a class into those of a
second dimension.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from tejido.privacy.complement import Table, complete
from tejido.privacy.listed import Crossing, dimensions_of, told
from tejido.privacy.merging import protected_domains
from tejido.privacy.rule import Rule
from tejido.tables import flags
from tejido.tables.nesting import chain

Lying = Callable[[str], tuple[pd.DataFrame, pd.DataFrame]]
"""Of a level the pairs of units that touch (``unit, other``), and by unit a point inside it (``x, y``, metres)."""

Together = Mapping[tuple[str, str], str]
"""By level and unit, where the residents of the unit are hidden, the protected unit that it is in: itself if that is no other."""

__all__ = ["close_people", "close_units"]


def close_units(
    units: pd.DataFrame,
    counted: pd.DataFrame,
    levels: Sequence[str],
    rule: Rule,
    lying: Lying,
    known: Collection[tuple[str, str]] = (),
) -> tuple[pd.DataFrame, Together]:
    """`UNITS`, after `protect_units`, with the residents of as many more units hidden as it takes.

    A unit of too few people and neighbours with whom it has enough are a protected unit (`merging.protected_domains`), and none of
    its members tells its residents. Where larger units are hidden together, smaller ones join across them, or these would sum to
    one of the larger.

    A figure of one member alone, or of it and others, would be a lower bound of its residents, and so an upper one of those of the
    rest. Where every figure counts all members together or none, what holds of the residents holds as well if those of one are
    counted with another: each may have anything from nobody to all of the protected unit.

    Args:
        units: with the residents of too few hidden.
        counted: the same rows before anything was hidden.
        levels: the city's, coarse to fine.
        rule: the thresholds.
        lying: which units of a level touch, and where they are.
        known: level and unit of residents that were published before, with which nothing can be hidden.

    Returns:
        The rows with more of them hidden, and for each level and unit whose residents are hidden its protected unit.
    """
    found: dict[tuple[str, str], str] = {}
    above: dict[str, str] = {}
    for level in chain(levels, levels[-1]):
        rows = counted[counted["level"] == level]
        people = rows["population"].astype("float64")
        before = pd.Series([(level, unit) in known for unit in rows["unit"]], rows.index, dtype=bool)
        # What is hidden here is the residents themselves: nothing bounds them but their sum.
        cells = pd.DataFrame({
            "unit": rows["unit"], "parent": rows["parent"].replace(above), "residents": np.nan, "universe": people,
        })[(people > 0) & ~(before & (people >= rule.persons))]  # fmt: skip
        above = {}
        if (cells["universe"] < rule.persons).any():
            touching, middles = lying(level)
            made = protected_domains(cells.join(middles, on="unit"), touching, rule, homes=False)
            hidden = made[made["domain"].notna() | made["fails"]]
            above = dict(hidden["domain"].fillna(hidden.index.to_series()))
            found |= {(level, unit): domain for unit, domain in above.items()}
    more = pd.MultiIndex.from_frame(units[["level", "unit"]]).isin([*found])
    out = units.copy()
    out["population"] = units["population"].mask(more)
    out["flags"] = flags.add(units["flags"], flags.PROTECTED, more)
    return out, found


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

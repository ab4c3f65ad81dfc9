"""How many of each group live where, from answers, for groups that no census of the city counts.

In: a `Sample` and how the units nest. Out: ``level, unit, group, population`` of every level.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from tejido.measure.answered import ORIGIN, Sample, Table, group_of, level_column
from tejido.measure.levels import Nest
from tejido.privacy import Rule
from tejido.tables import CITY_LEVEL, EVERYBODY

COLUMNS = ["level", "unit", "group", "population"]

__all__ = ["residents_of"]


def residents_of(sample: Sample, counted: Collection[str], nest: Nest, rule: Rule) -> pd.DataFrame:
    """The people of the groups that are not among those `counted`.

    A group's share of those who live in a unit of the largest parts of the city, as the answers tell it, times the residents
    of every base unit inside; the whole city's share where a part has too few answers of the group. These weights say where a
    group lives as far as a sample can: they tell nothing of single blocks.
    """
    wanted = [group for group in sample.groups if group not in counted]
    if not wanted:
        return pd.DataFrame(columns=COLUMNS)
    order: tuple[Table, ...] = ("persons", "households", "adults")
    table = next(sample.tables[name] for name in order if name in sample.tables)
    known = _weighed(table[table[ORIGIN].notna()])
    part = nest.shown[1] if len(nest.shown) > 1 else CITY_LEVEL
    holder = nest.holders[nest.base][part] if part != nest.base else pd.Series(nest.codes(part), nest.codes(part))
    made = []
    for group in wanted:
        mine = known[ORIGIN] == group_of(group)
        whole = float(known.loc[mine, "weight"].sum() / known["weight"].sum())
        column = level_column(part)
        weights = known.groupby(column)["weight"].sum()
        of_group = known[mine].groupby(column)
        enough = (of_group.size() >= rule.persons) & (of_group["household"].nunique() >= rule.households)
        share = (
            (of_group["weight"].sum() / weights).where(enough.reindex(weights.index, fill_value=False)).fillna(whole)
        )
        base = nest.residents(nest.base, EVERYBODY) * holder.reindex(nest.codes(nest.base)).map(share).fillna(whole)
        made += [_upward(base, level, nest).assign(group=group) for level in nest.shown]
    return pd.concat(made, ignore_index=True)[COLUMNS]


def _weighed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by how many people each stands for: a household for its members, where it tells how many."""
    if "person" in rows.columns or "size" not in rows.columns or rows["size"].isna().any():
        return rows
    return rows.assign(weight=rows["weight"] * rows["size"])


def _upward(base: pd.Series, level: str, nest: Nest) -> pd.DataFrame:
    """People of base units summed to a level."""
    codes = nest.codes(level)
    if level == nest.base:
        population = base.reindex(codes).to_numpy(dtype=np.float64)
    else:
        holder = nest.holders[nest.base][level].reindex(base.index)
        population = base.groupby(holder.to_numpy()).sum(min_count=1).reindex(codes).to_numpy(dtype=np.float64)
    return pd.DataFrame({"level": level, "unit": codes, "population": population})

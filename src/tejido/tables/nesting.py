"""How the units of a city nest: which unit of every coarser level holds a unit.

In: a `UNITS` table and the order of its levels. Out: one row per unit with the codes above it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tejido.tables import CITY_LEVEL, SchemaError


def chain(levels: Sequence[str], level: str) -> list[str]:
    """The levels from the city down to `level`; `levels` runs from coarse to fine and need not name the city.

    Raises:
        SchemaError: `level` is none of them.
    """
    named = [CITY_LEVEL, *(one for one in levels if one != CITY_LEVEL)]
    if level not in named:
        raise SchemaError(f"level {level!r} is not among {named}")
    return named[: named.index(level) + 1]


def lineage(units: pd.DataFrame, levels: Sequence[str], level: str) -> pd.DataFrame:
    """The unit of every coarser level that holds each unit of `level`.

    Args:
        units: `UNITS` rows of all levels, in any order.
        levels: The city's levels from coarse to fine.
        level: The level whose units are wanted.

    Returns:
        One row per unit, indexed and sorted by its code; one column per level from `city` to `level` with a code, missing
        where no unit of that level holds it.

    Raises:
        SchemaError: there is not exactly one city, or a parent is no unit of the next coarser level.
    """
    steps = chain(levels, level)
    by_level = {step: units.loc[units["level"] == step].set_index("unit")["parent"] for step in steps}
    if len(by_level[CITY_LEVEL]) != 1:
        raise SchemaError(f"table units: {len(by_level[CITY_LEVEL])} units of level {CITY_LEVEL!r}, not one")
    codes = pd.Series(sorted(by_level[level].index), dtype="str")
    found = {level: codes}
    for finer, coarser in zip(reversed(steps), reversed(steps[:-1]), strict=False):
        if coarser == CITY_LEVEL:
            above = pd.Series([by_level[CITY_LEVEL].index[0]] * len(codes), dtype="str")
        else:
            above = found[finer].map(by_level[finer]).astype("str")
            unknown = above.notna() & ~above.isin(by_level[coarser].index)
            if unknown.any():
                raise SchemaError(f"table units: {int(unknown.sum())} parents of {finer!r} are no unit of {coarser!r}")
        found[coarser] = above
    return pd.DataFrame({step: found[step].to_numpy() for step in steps}, index=pd.Index(codes, name="unit"))

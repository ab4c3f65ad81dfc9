"""What of a measured city is published: the levels that the city allows, and of groups only what stands on enough people."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tejido.measure.levels import Nest
from tejido.tables import EVERYBODY

GROUPED = ("values", "scores", "contributions", "causes", "differentials")
"""Tables that tell of groups."""


def public_tables(
    tables: Mapping[str, pd.DataFrame], people: pd.DataFrame, nest: Nest, finest: str
) -> dict[str, pd.DataFrame]:
    """Tables for everybody, from those already protected.

    Levels finer than `finest` are left out. Of what is said of a group only the city and the coarsest level are kept, and of
    these only units where enough of its people live (`people`: ``level, unit, group, population``, protected). Finer values
    carry how many of the group live in a unit as their weight, and a group's score is an average by these counts: shown for
    many small units, such averages would let somebody solve for them.
    """
    levels = nest.shown[: nest.shown.index(finest) + 1] if finest in nest.shown else nest.shown
    coarsest = nest.shown[:2]
    enough = people[people["level"].isin(coarsest) & (people["population"] > 0)]
    shown = pd.MultiIndex.from_frame(enough[["level", "unit", "group"]])
    made = {name: table[table["level"].isin(levels)] for name, table in tables.items()}
    for name in GROUPED:
        named = pd.MultiIndex.from_frame(made[name][["level", "unit", "group"]])
        made[name] = made[name][(made[name]["group"] == EVERYBODY).to_numpy() | named.isin(shown)]
    return {name: table.reset_index(drop=True) for name, table in made.items()}

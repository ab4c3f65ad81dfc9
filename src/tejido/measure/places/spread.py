"""Figures of how a group of people is spread over the units of the city."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tejido.catalogue.model import Definition
from tejido.errors import finding
from tejido.measure.places.shared import Figure, Places
from tejido.tables import CITY_LEVEL
from tejido.territory.segregation import dissimilarity

FEWEST_UNITS = 5
"""An index over fewer inhabited units would let somebody work out how many of the group live in each."""

__all__ = ["segregation"]


def segregation(places: Places, indicator: Definition) -> Figure:
    """The dissimilarity index of a group against all others, over the base units inside the city and its coarsest level.

    It is told of no finer level, and of no unit with fewer than `FEWEST_UNITS` inhabited base units, or in which fewer people
    of either side live than the city's protection rule asks for.
    """
    nest, group = places.nest, str(indicator.compute.options["group"])
    mine = nest.residents(places.base, group)
    mine = mine.where(mine >= 0)
    people = pd.DataFrame({"group": mine, "others": (places.residents - mine).clip(lower=0)}).dropna()
    city = _at(CITY_LEVEL, people, places, indicator)
    coarsest = nest.levels[1]
    if coarsest == places.base:
        return city
    return replace(_at(coarsest, people, places, indicator), above=city)


def _at(level: str, people: pd.DataFrame, places: Places, indicator: Definition) -> Figure:
    """The index of each unit of a level; which units have none is told."""
    holder = places.nest.holders[places.base][level].reindex(people.index)
    inside = people.groupby(holder)
    inhabited = (people.sum(axis=1) > 0).groupby(holder).sum()
    enough = (inside.sum() >= places.city.config.publish.persons).all(axis=1) & (inhabited >= FEWEST_UNITS)
    found = dissimilarity(people["group"], people["others"], holder).where(enough).reindex(places.nest.codes(level))
    missing = int(found.isna().sum())
    if missing:
        told = finding(
            "A222", column=indicator.id, level=level, count=missing, total=len(found), units=FEWEST_UNITS,
            persons=places.city.config.publish.persons,
        )  # fmt: skip
        places.findings.append(told)
    return Figure(level, places.source_of_units, values=found)

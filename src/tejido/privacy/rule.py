"""The primary rule: a figure that too few people stand behind is not shown.

Threshold rule after Hundepool et al. (2012), Statistical Disclosure Control, chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue.model import Catalogue
from tejido.errors import Finding, finding
from tejido.privacy.behind import count_behind
from tejido.tables import DIFFERENTIALS, EVERYBODY, flags

FIGURES = ("value", "se", "low", "high", "df", "n", "n_cases", "n_households", "n_eff", "deff", "population")
"""Columns of `VALUES` that go when a row is protected."""


@dataclass(frozen=True)
class Rule:
    """At least this many persons, and at least this many households or dwellings, behind every figure."""

    persons: int = 10
    households: int = 5


def protect_units(units: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """`UNITS` in which units with fewer residents than the rule, but some, lose their population and say so.

    An empty unit keeps its zero: there is nobody to protect.
    """
    few = (units["population"] > 0) & (units["population"] < rule.persons)
    out = units.copy()
    out["population"] = units["population"].mask(few)
    out["flags"] = flags.add(units["flags"], flags.PROTECTED, few.to_numpy(dtype=bool))
    return out


def protect_people(people: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Counts of a group's people (column ``population``) below the rule, but not zero, become missing."""
    few = (people["population"] > 0) & (people["population"] < rule.persons)
    return people.assign(population=people["population"].astype("float64").mask(few))


def protect_values(
    values: pd.DataFrame,
    units: pd.DataFrame,
    catalogue: Catalogue,
    rule: Rule,
    *,
    levels: Sequence[str],
    people: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """`VALUES` in which no figure rests on fewer people than the rule.

    A figure about people, about where a group lives, or made with how many live in a place (density), fails where the unit
    in which it was measured has too few residents (of that group), where the indicator's universe there is too small
    (dwellings and households by the rule's households, everything else by its persons), where too few answered, or where
    neither count is known. It then loses all its numbers and is flagged. Where there is nobody a figure about people is
    missing without a flag. What a place is like otherwise stays; the row's own count of people goes from every row where it
    is under the rule, and from every row of a unit whose residents are protected.

    Args:
        values: `VALUES` of any levels.
        units: `UNITS` of all levels, as counted or after `protect_units`.
        catalogue: Tells what each indicator is about and whom it counts.
        rule: The thresholds.
        levels: The city's levels from coarse to fine.
        people: ``level, unit, group, population``: how many of a group's people live in a unit, missing if protected.

    Returns:
        The same rows in the same order.

    Raises:
        SchemaError: the tables do not fit together.
    """
    behind = count_behind(values, units, catalogue, levels, people)
    least = np.where(behind["in_homes"], rule.households, rule.persons)
    rests = behind["rests"].to_numpy()
    of_place, closed = behind["of_place"].to_numpy(), behind["closed"].to_numpy()
    nobody = (
        rests & ~closed & ((behind["persons"] == 0).to_numpy() | (~of_place & (behind["universe"] == 0).to_numpy()))
    )
    few = rests & ~nobody & _too_few(values, behind, least, rule)
    empty = nobody & ~of_place
    out = values.copy()
    for column in FIGURES:
        out[column] = values[column].mask(few | (empty & (column != "population")))
    out["population"] = out["population"].mask(_small_count(values, least) | _in_protected(values, units, rule))
    out["flags"] = flags.add(values["flags"], flags.PROTECTED, few & values["value"].notna().to_numpy())
    return out


def protect_differentials(differentials: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """`DIFFERENTIALS` in which a comparison with too few people or households on either side keeps no number.

    It then cannot be said, and is flagged.
    """
    few = np.zeros(len(differentials), dtype=bool)
    for side in ("", "_against"):
        few |= (differentials[f"n{side}"].astype("float64") < rule.persons).to_numpy()
        few |= (differentials[f"n_households{side}"].astype("float64") < rule.households).to_numpy()
    out = differentials.copy()
    for column in DIFFERENTIALS.columns:
        if column.kind in ("number", "count"):
            out[column.name] = out[column.name].mask(few)
    out["verdict"] = out["verdict"].mask(few, "cannot_be_said")
    out["flags"] = flags.add(out["flags"], flags.PROTECTED, few)
    return out


def count_protected(values: pd.DataFrame) -> pd.DataFrame:
    """How many figures were protected: ``level, group, indicator, protected, shown``, for those with at least one."""
    table = values[["level", "group", "indicator"]].assign(
        protected=flags.has(values["flags"], flags.PROTECTED).astype("int64"),
        shown=values["value"].notna().astype("int64"),
    )
    summed = table.groupby(["level", "group", "indicator"], sort=True).sum().reset_index()
    return summed.loc[summed["protected"] > 0].reset_index(drop=True)


def protection_notes(values: pd.DataFrame) -> list[Finding]:
    """A note (P101) per level and indicator that lost figures of all residents, so that nothing vanishes silently."""
    counted = count_protected(values)
    everybody = counted.loc[counted["group"] == EVERYBODY]
    return [
        finding("P101", count=row.protected, indicator=row.indicator, level=row.level) for row in everybody.itertuples()
    ]


def _too_few(values: pd.DataFrame, behind: pd.DataFrame, least: NDArray[np.int64], rule: Rule) -> NDArray[np.bool_]:
    """Rows with too few residents, too small a universe, too few answers, or with nothing known of either count."""
    persons, universe = behind["persons"].to_numpy(), behind["universe"].to_numpy()
    answered = values["n"].astype("float64").to_numpy()
    households = values["n_households"].astype("float64").to_numpy()
    return np.asarray(
        behind["closed"].to_numpy()
        | (persons < rule.persons)
        | (universe < least)
        | (answered < least)
        | (households < rule.households)
        | (np.isnan(persons) & np.isnan(universe))
    )


def _in_protected(values: pd.DataFrame, units: pd.DataFrame, rule: Rule) -> NDArray[np.bool_]:
    """Rows of units whose residents are protected: a larger unit's universe, shared among its units by residents, would
    give their number back.
    """
    population = units["population"]
    closed = flags.has(units["flags"], flags.PROTECTED) | ((population > 0) & (population < rule.persons)).to_numpy()
    hidden = pd.MultiIndex.from_frame(units.loc[closed, ["level", "unit"]])
    return np.asarray(pd.MultiIndex.from_frame(values[["level", "unit"]]).isin(hidden))


def _small_count(values: pd.DataFrame, least: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Rows whose own `population` is a count under the rule, whatever their value rests on."""
    count = values["population"].to_numpy(dtype=np.float64)
    return np.asarray((count > 0) & (count < least))

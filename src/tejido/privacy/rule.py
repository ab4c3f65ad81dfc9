"""The primary rule: a figure that too few people stand behind is not shown.

Threshold rule after Hundepool et al. (2012), Statistical Disclosure Control, chapter 4; that the smaller side of a share
is a cell too, after Brandt et al. (2010), Guidelines for the checking of output based on microdata research.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue.model import Catalogue
from tejido.errors import Finding, finding
from tejido.privacy.behind import count_behind, counts_homes, of_protected_unit, shares_of_those_asked
from tejido.privacy.complement import LEAST_FOR_ALL
from tejido.tables import DIFFERENTIALS, EVERYBODY, LEAST_FOR_RARE, LEAST_HOUSEHOLDS, LEAST_PERSONS, flags

FIGURES = ("value", "se", "low", "high", "df", "n", "n_cases", "n_households", "n_eff", "deff", "population")
"""Columns of `VALUES` that go when a row is protected."""

_INDICATIVE = "indicative"
"""The kind of figures from people who were not drawn by chance."""


@dataclass(frozen=True)
class Rule:
    """At least this many persons, and at least this many households or dwellings, behind every figure."""

    persons: int = LEAST_PERSONS
    households: int = LEAST_HOUSEHOLDS


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
    (dwellings and households by the rule's households, everything else by its persons), where too few answered, where the
    smaller side of a share that a survey tells stands for too few people (see `_lone_side`), where all or none of fewer than
    `LEAST_FOR_ALL` persons have something (of homes their residents are counted), where records tell something rare
    of a place with fewer than `LEAST_FOR_RARE` inhabitants, or where neither count is known. It then loses all its numbers
    and is flagged. Where there is nobody a figure about people is missing without a flag. What a place is like otherwise
    stays; the row's own count of people goes from every row where it is under the rule, from every row of a unit whose
    residents are protected, and from those of protected units, of which only the sum may be known. Rows that came flagged
    `protected` lose their numbers too.

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
    few = (
        rests
        & ~nobody
        & (_too_few(values, behind, least, rule) | _lone_side(values, behind, least) | _few_alike(behind))
    )
    few |= flags.has(values["flags"], flags.PROTECTED)
    empty = nobody & ~of_place
    out = values.copy()
    for column in FIGURES:
        out[column] = values[column].mask(few | (empty & (column != "population")))
    uncounted = _small_count(values, least) | _in_protected(values, units, rule) | of_protected_unit(values)
    out["population"] = out["population"].mask(uncounted)
    out["flags"] = flags.add(values["flags"], flags.PROTECTED, few & values["value"].notna().to_numpy())
    return out


def protect_differentials(
    differentials: pd.DataFrame, rule: Rule, values: pd.DataFrame, catalogue: Catalogue
) -> pd.DataFrame:
    """`DIFFERENTIALS` in which a comparison keeps no number that the rule forbids on either side.

    It then cannot be said, and is flagged. That is so with too few people or households; where `values`, which
    `protect_values` made, hide the figure of that group there; and where too few stand on one side of a share, as in
    `protect_values`. Of how many people a place's figure is, its row among `values` tells; without one the answers
    are counted themselves.
    """
    few = np.zeros(len(differentials), dtype=bool)
    place = ["level", "unit", "group", "indicator"]
    hidden = pd.MultiIndex.from_frame(values.loc[flags.has(values["flags"], flags.PROTECTED), place])
    whole = differentials["indicator"].map(shares_of_those_asked(catalogue)).to_numpy(dtype=np.float64)
    least = np.array([
        rule.households if counts_homes(catalogue, catalogue.definitions[one].universe) else rule.persons
        for one in differentials["indicator"]
    ])  # fmt: skip
    for side, group in (("", "group"), ("_against", "against")):
        asked = differentials[f"n{side}"].astype("float64")
        few |= (asked < rule.persons).to_numpy()
        few |= (differentials[f"n_households{side}"].astype("float64") < rule.households).to_numpy()
        few |= pd.MultiIndex.from_frame(differentials[["level", "unit", group, "indicator"]]).isin(hidden)
        share = differentials[f"value{side}"].to_numpy(dtype=np.float64) / whole
        smaller = np.minimum(share, 1 - share)
        cases = np.where(smaller > 0, np.maximum(np.round(smaller * asked.to_numpy()), 1), smaller)
        drawn = (cases > 0) & (cases * _stand_for(differentials, side, group, values) < least)
        few |= np.where((differentials["kind"] == _INDICATIVE).to_numpy(), cases < least, drawn)
    return without_figures(differentials, few)


def without_figures(differentials: pd.DataFrame, rows: NDArray[np.bool_]) -> pd.DataFrame:
    """`DIFFERENTIALS` in which some rows lose all their numbers, cannot be said, and are flagged."""
    out = differentials.copy()
    for column in DIFFERENTIALS.columns:
        if column.kind in ("number", "count"):
            out[column.name] = out[column.name].mask(rows)
    out["verdict"] = out["verdict"].mask(rows, "cannot_be_said")
    out["flags"] = flags.add(out["flags"], flags.PROTECTED, rows)
    return out


def _stand_for(differentials: pd.DataFrame, side: str, group: str, values: pd.DataFrame) -> NDArray[np.float64]:
    """For how many of the universe each answer of one side of a comparison stands; 1 where `values` do not tell of that place."""
    told = values.set_index(["level", "unit", "group", "indicator"])["population"].dropna()
    # Of several periods the smallest: too much is left out rather than too little.
    universe = told.groupby(level=list(range(4))).min()
    place = pd.MultiIndex.from_frame(differentials[["level", "unit", group, "indicator"]])
    found = universe.reindex(place).to_numpy(dtype=np.float64)
    each = found / differentials[f"n{side}"].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(np.where(np.isnan(each), 1.0, each))


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
    # Hidden residents who are enough (hidden for others' sake) may stand behind a figure that does not give their number back.
    closed = behind["closed"].to_numpy() & (behind["of_place"].to_numpy() | ~(persons >= rule.persons))
    return np.asarray(
        closed
        | (persons < rule.persons)
        | (behind["rare"].to_numpy() & ~(persons >= LEAST_FOR_RARE))
        | (universe < least)
        | (answered < least)
        | (households < rule.households)
        | (np.isnan(persons) & np.isnan(universe))
    )


def _few_alike(behind: pd.DataFrame) -> NDArray[np.bool_]:
    """Figures that say the same of everybody behind them, who are fewer than `LEAST_FOR_ALL` persons."""
    persons, universe = behind["persons"].to_numpy(), behind["universe"].to_numpy()
    counted = np.where(behind["in_homes"].to_numpy() & np.isfinite(persons) | np.isnan(universe), persons, universe)
    return np.asarray(behind["alike"].to_numpy() & (counted < LEAST_FOR_ALL))


def _smaller_side(values: pd.DataFrame) -> NDArray[np.float64]:
    """Of those who answered, the fewer of those with the attribute and those without it; NaN where nobody was asked."""
    cases = values["n_cases"].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(np.minimum(cases, values["n"].to_numpy(dtype=np.float64, na_value=np.nan) - cases))


def _lone_side(values: pd.DataFrame, behind: pd.DataFrame, least: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Shares that a survey tells, with too few people on the smaller side, not none.

    Of a sample it counts for how many people of the universe that side stands: three of a hundred asked of many thousands
    point at nobody; three of a hundred who are all that live there point at three. Those not drawn by chance stand for
    nobody but themselves and are often known to have been asked, so they are counted, and none is too few as well.
    """
    side = _smaller_side(values)
    asked = values["n"].to_numpy(dtype=np.float64, na_value=np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        stands_for = side / asked * behind["universe"].to_numpy()
    drawn = (side > 0) & (stands_for < least)
    return np.asarray(
        behind["share"].to_numpy() & np.where((values["kind"] == _INDICATIVE).to_numpy(), side < least, drawn)
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

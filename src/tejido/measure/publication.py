"""What of a measured city is published: the levels that the city allows, and of groups only what stands on enough people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from tejido.measure.levels import Nest
from tejido.privacy.listed import DEFAULT, Crossing, is_listed
from tejido.survey.quality import UNRELIABLE
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import PROTECTED, has

GROUPED = ("values", "scores", "contributions", "causes", "differentials", "shares")
"""Tables that tell of groups."""

_AVERAGED = ("scores", "contributions", "causes")
"""Of these, the ones whose figures of a group are averages weighted by where the group lives."""

_NOT_SAMPLED = "not_sampled"
"""The label of figures that no sample was drawn for."""

_SIDE = ("value", "se", "low", "high")
_BETWEEN = (
    "gap", "gap_se", "gap_low", "gap_high", "df", "p", "p_adjusted", "p_discovery", "ratio", "ratio_low", "ratio_high",
    "gap_standardised", "gap_standardised_low", "gap_standardised_high", "gap_between", "gap_within",
)  # fmt: skip


def public_tables(
    tables: Mapping[str, pd.DataFrame],
    people: pd.DataFrame,
    nest: Nest,
    finest: str,
    crossings: Sequence[Crossing] = DEFAULT,
    counted: Collection[str] = (),
) -> dict[str, pd.DataFrame]:
    """Tables for everybody, from those that passed the gate.

    Levels finer than `finest` are left out, and of groups what the list of `crossings` does not name. Where it is known how many
    of a group live in a unit (`people`: ``level, unit, group, population``, protected), these must be enough, in a
    comparison of both groups. A group's score is an average by these counts: shown for many small units, such averages would let
    somebody solve for them. So scores of groups are kept for the city and the coarsest level alone, and of groups that a census
    of the city `counted` only where that cannot be done. Estimates that are unreliable keep their counts alone: in the public's
    words, not enough answers. How many of those asked had it (`n_cases`) is the analyst's. What is protected carries no label of its
    own: ``reliable`` would say that at least 60 answers are behind it, and so how few may be left for others.
    """
    levels = nest.shown[: nest.shown.index(finest) + 1] if finest in nest.shown else nest.shown
    few = people[~(people["population"] > 0)]
    closed = pd.MultiIndex.from_frame(few[["level", "unit", "group"]])
    made = {name: table[table["level"].isin(levels)] for name, table in tables.items()}
    for name in [one for one in GROUPED if one in made]:
        made[name] = made[name][_may_be_told(made[name], "group", closed, crossings, nest)]
    for name in _AVERAGED:
        rows = made[name]
        made[name] = rows[(rows["group"] == EVERYBODY) | rows["level"].isin(nest.shown[:2])]
    gaps = made["differentials"]
    # Beside the weighted share it says little, and the cases of a unit are those of the city less the other units'.
    values = made["values"].assign(n_cases=pd.array([pd.NA] * len(made["values"]), dtype="Int64"))
    made["values"] = _unlabelled(values, "quality")
    told = _unlabelled(gaps, "quality", "quality_against")
    told["flags"] = told["flags"].mask(has(told["flags"], PROTECTED), PROTECTED)
    made["differentials"] = _reliable(told[_may_be_told(told, "against", closed, crossings, nest)])
    solvable = _solvable(made["scores"], people, nest, counted) if nest.base in levels else []
    for name in _AVERAGED if solvable else ():
        made[name] = made[name][~pd.MultiIndex.from_frame(made[name][["level", "unit", "group"]]).isin(solvable)]
    return {name: table.reset_index(drop=True) for name, table in made.items()}


def _may_be_told(
    table: pd.DataFrame, column: str, closed: pd.MultiIndex, crossings: Sequence[Crossing], nest: Nest
) -> pd.Series:
    """Rows of everybody, and those of groups on the list of whom not too few live there."""
    named = pd.MultiIndex.from_frame(table[["level", "unit", column]], names=closed.names)
    listed = is_listed(table, column, crossings, nest.shown)
    return (table[column] == EVERYBODY) | (listed & ~named.isin(closed))


def _unlabelled(table: pd.DataFrame, *labels: str) -> pd.DataFrame:
    """The table with one label, ``unreliable``, for all figures of samples that are protected."""
    told = table.copy()
    for name in labels:
        told[name] = told[name].mask(has(told["flags"], PROTECTED) & (told[name] != _NOT_SAMPLED), UNRELIABLE)
    return told


def _reliable(differentials: pd.DataFrame) -> pd.DataFrame:
    """Comparisons without the figures of a side that is unreliable, nor what was made of them."""
    told = differentials.copy()
    either = pd.Series(False, index=told.index)
    for side in ("", "_against"):
        weak = told[f"quality{side}"] == UNRELIABLE
        either |= weak
        for name in _SIDE:
            told[f"{name}{side}"] = told[f"{name}{side}"].mask(weak)
    for name in _BETWEEN:
        told[name] = told[name].mask(either)
    return told


def _solvable(
    scores: pd.DataFrame, people: pd.DataFrame, nest: Nest, counted: Collection[str]
) -> list[tuple[str, str, str]]:
    """Level, unit and group of the public `scores` from which a protected count of the group could be worked out.

    A group's score of a place is the mean of everybody's scores of the units inside, which are public, weighted by the
    group's people there: an equation per node. With as many equations as units the weights follow. In those of the city,
    a part whose own scores are told stands for its units.
    """
    part, city = nest.shown[1], str(nest.codes(CITY_LEVEL)[0])
    equations = scores[scores["score"].notna()].groupby(["level", "unit", "group"]).size()
    base = people[(people["level"] == nest.base) & people["group"].isin(list(counted))]
    found: list[tuple[str, str, str]] = []
    for group, rows in base.groupby("group", sort=True):
        holder = rows["unit"].map(nest.holders[nest.base][part]) if part != nest.base else rows["unit"]
        hidden = rows["population"].isna().groupby(holder).any()
        unknown = (rows["population"].isna() | (rows["population"] > 0)).groupby(holder).sum()
        told = pd.Series([int(equations.get((part, unit, group), 0)) for unit in hidden.index], hidden.index)
        # A part that is itself a base unit is no average: its scores are everybody's.
        given_away = hidden & (unknown <= told) & (part != nest.base)
        found += [(part, str(unit), str(group)) for unit in hidden.index[given_away]]
        stands = (told > 0) & ~given_away
        if hidden[~stands].any() and unknown.mask(stands, 1).sum() <= equations.get((CITY_LEVEL, city, group), 0):
            found.append((CITY_LEVEL, city, str(group)))
    return found

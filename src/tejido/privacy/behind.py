"""How many people stand behind each figure: those of the unit where it was measured, not of the unit that shows it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue.model import Catalogue
from tejido.tables import EVERYBODY, SchemaError, flags
from tejido.tables.nesting import chain, lineage


def count_behind(
    values: pd.DataFrame, units: pd.DataFrame, catalogue: Catalogue, levels: Sequence[str], people: pd.DataFrame | None
) -> pd.DataFrame:
    """The people behind each row of `values`, in its order.

    Returns:
        ``rests`` (the figure rests on people: their records, where a group lives, or how many live there), ``of_place`` (it
        nevertheless says what a place is like for everybody, and so stands where nobody lives), ``persons`` (residents, of
        the row's group, in the unit where it was measured, or in those merged as far as they are told; NaN unknown),
        ``closed`` (these are protected), ``universe`` (size of the indicator's universe there; NaN unknown), ``in_homes``
        (the universe counts dwellings or households), ``share`` (it is the share of those asked who have something),
        ``alike`` (it says that all of them, or none, have something, or that all are of one kind), ``rare`` (records tell
        it of so few, or of such grave things, that it needs more people than others).

    Raises:
        SchemaError: a row names an unknown indicator, level, unit or support.
    """
    unknown = sorted(set(values["indicator"]) - set(catalogue.definitions))
    if unknown:
        raise SchemaError(f"table values: unknown indicators {unknown}")
    group = values["group"].to_numpy(dtype=object)
    known = catalogue.definitions.values()
    about = values["indicator"].map({one.id: one.about for one in known}).to_numpy()
    tells = values["indicator"].map({one.id: one.tells_of_people for one in known}).to_numpy(dtype=bool)
    homes = {one.id: counts_homes(catalogue, one.universe) for one in known}
    level, unit = measured_in(values, units, levels)
    persons, closed = _persons(level, unit, group, units, people)
    merged = of_protected_unit(values)
    persons = np.where(merged, _together(values, level, unit, persons, merged), persons)
    return pd.DataFrame({
        "rests": tells | (group != EVERYBODY),
        "of_place": (about == "place") & (group == EVERYBODY),
        "persons": persons,
        "closed": closed & ~merged,
        "universe": _universe(values, level, unit),
        "in_homes": values["indicator"].map(homes).to_numpy(dtype=bool) & (about == "people"),
        "share": values["indicator"].isin(shares_of_those_asked(catalogue)).to_numpy(),
        "alike": _alike(values, catalogue),
        "rare": values["indicator"].map({one: catalogue.is_rare(one) for one in homes}).to_numpy(dtype=bool)
        & values["n"].isna().to_numpy(),
    }, index=values.index)  # fmt: skip


def counts_homes(catalogue: Catalogue, universe: str) -> bool:
    """Whether a universe counts dwellings or households; one that the catalogue does not describe counts persons."""
    known = catalogue.universe(universe)
    return known is not None and known.counts != "persons"


def shares_of_those_asked(catalogue: Catalogue) -> dict[str, float]:
    """The indicators that answers tell as a share, with the value that stands for all."""
    fed = ((one.id, one.answers) for one in catalogue.definitions.values())
    return {name: answers.scale for name, answers in fed if answers is not None and answers.statistic == "share"}


def of_protected_unit(values: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows of a figure that stands for several units together because too few people stood behind it in one of them
    (`merging.protected_domains`); that of a survey was merged for its few answers.
    """
    return (values["domain"].notna() & (values["kind"] == "register")).to_numpy(dtype=bool)


def measured_in(
    values: pd.DataFrame, units: pd.DataFrame, levels: Sequence[str]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Level and unit where each row was measured: its own, or the larger one whose figure it inherits.

    A row made of smaller units (its support is finer) rests on the people of the unit itself.
    """
    level = values["level"].to_numpy(dtype=object).copy()
    unit = values["unit"].to_numpy(dtype=object).copy()
    support_of = values["support"].to_numpy(dtype=object)
    own_level = level.copy()
    for own, support in sorted(set(zip(own_level, support_of, strict=True))):
        rows = (own_level == own) & (support_of == support)
        if own in chain(levels, support):
            continue
        holder = lineage(units, levels, own)[support].reindex(unit[rows]).to_numpy(dtype=object)
        # A unit that no unit of that level holds inherits nothing: its row is its own, and empty.
        held = np.flatnonzero(rows)[~pd.isna(holder)]
        level[held] = support
        unit[held] = holder[~pd.isna(holder)]
    return level, unit


def _persons(
    level: NDArray[np.object_],
    unit: NDArray[np.object_],
    group: NDArray[np.object_],
    units: pd.DataFrame,
    people: pd.DataFrame | None,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Residents of the row's group where it was measured, and whether they are protected."""
    place = pd.MultiIndex.from_arrays([level, unit])
    known = units.set_index(["level", "unit"])
    if not place.isin(known.index).all():
        raise SchemaError("table values: rows of units, or measured in units, that table units does not hold")
    everybody = known["population"].reindex(place).to_numpy(dtype=np.float64)
    hidden = pd.Series(flags.has(known["flags"], flags.PROTECTED), index=known.index)
    closed = hidden.reindex(place).to_numpy(dtype=bool)
    own = group == EVERYBODY
    if people is None:
        return np.where(own | (everybody == 0), everybody, np.nan), closed
    listed = people.set_index(["level", "unit", "group"])["population"]
    asked = pd.MultiIndex.from_arrays([level, unit, group])
    count = listed.reindex(asked).to_numpy(dtype=np.float64)
    hidden = asked.isin(listed.index) & np.isnan(count)
    return np.where(own, everybody, count), closed | (hidden & ~own)


def _together(
    values: pd.DataFrame,
    level: NDArray[np.object_],
    unit: NDArray[np.object_],
    persons: NDArray[np.float64],
    merged: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """The residents of all units of a row's domain, each unit once and those that are protected left out; NaN where all are."""
    of = ["period", "group", "indicator", "shown", "domain"]
    table = values.loc[merged, ["period", "group", "indicator", "domain"]].assign(
        shown=values.loc[merged, "level"], level=level[merged], unit=unit[merged], persons=persons[merged]
    )
    once = table.drop_duplicates([*of, "level", "unit"]).groupby(of)["persons"].sum(min_count=1)
    found = np.full(len(values), np.nan)
    if merged.any():
        found[merged] = once.reindex(pd.MultiIndex.from_frame(table[of])).to_numpy(dtype=np.float64)
    return found


def _alike(values: pd.DataFrame, catalogue: Catalogue) -> NDArray[np.bool_]:
    """Rows that say the same of all people behind them: 0 or 100 %, or no diversity. What maps say of a place is not of them."""
    known = catalogue.definitions.values()
    whole = {one.id for one in known if one.about == "people" and one.possible == (0.0, 100.0)}
    diverse = {one.id for one in known if one.compute.function == "diversity"}
    value = values["value"].to_numpy(dtype=np.float64)
    every = values["indicator"].isin(whole).to_numpy() & ((value <= 0) | (value >= 100))
    one_kind = values["indicator"].isin(diverse).to_numpy() & (value <= 0)
    return np.asarray((every | one_kind) & (values["kind"] != "layer").to_numpy())


def _universe(values: pd.DataFrame, level: NDArray[np.object_], unit: NDArray[np.object_]) -> NDArray[np.float64]:
    """Size of the universe where each row was measured: for an inherited figure, or one of merged units, the sum over all
    rows that share it.

    Unknown where any of these is.
    """
    table = pd.DataFrame({
        "period": values["period"].to_numpy(), "shown": values["level"].to_numpy(), "level": level,
        "place": values["domain"].fillna(pd.Series(unit, index=values.index)).to_numpy(),
        "merged": values["domain"].notna().to_numpy(),
        "group": values["group"].to_numpy(), "indicator": values["indicator"].to_numpy(),
    })  # fmt: skip
    count = values["population"].to_numpy(dtype=np.float64)
    codes = table.groupby(table.columns.tolist(), sort=False, dropna=False).ngroup().to_numpy()
    total = np.bincount(codes, weights=np.nan_to_num(count), minlength=1)
    holes = np.bincount(codes, weights=np.isnan(count), minlength=1)
    return np.where(holes[codes] > 0, np.nan, total[codes])

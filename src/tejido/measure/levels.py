"""From what was measured, at whatever level, to values at every level: inherit down, average up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido import tables
from tejido.catalogue.model import Indicator
from tejido.tables.nesting import chain, lineage
from tejido.territory import formulas

KEYS = ["period", "group", "indicator"]

@dataclass(frozen=True)
class Nest:
    """The city's levels, coarse to fine, and how their units hold each other; scores are made at the level `base`.

    `holders` gives per level the unit of every coarser level that holds each of its units (`nesting.lineage`); `persons`
    gives residents per unit for every level (NaN where nobody knows).
    """

    levels: tuple[str, ...]
    base: str
    holders: Mapping[str, pd.DataFrame]
    persons: Mapping[str, pd.Series]

    @classmethod
    def of_units(cls, units: pd.DataFrame, levels: Sequence[str], base: str) -> Nest:
        """From a `tables.UNITS` frame and the ids of its levels, coarse to fine."""
        steps = chain(levels, levels[-1])
        persons = {
            level: units[units["level"] == level].set_index("unit")["population"].sort_index() for level in steps
        }
        return cls(tuple(steps), base, {level: lineage(units, levels, level) for level in steps}, persons)

    @property
    def shown(self) -> tuple[str, ...]:
        """The levels that are measured: from the city down to the base."""
        return self.levels[: self.levels.index(self.base) + 1]

    def is_coarser(self, level: str, other: str) -> bool:
        """Whether `level` lies above `other`."""
        return self.levels.index(level) < self.levels.index(other)


def spread(
    measured: pd.DataFrame, parts: pd.DataFrame, catalogue: Mapping[str, Indicator], nest: Nest
) -> pd.DataFrame:
    """Values at every level down to the base from what was measured at one level per indicator and group.

    `measured` (a `tables.VALUES` frame) holds one row per unit of the level where the figure was measured: with a value
    where it was given as such, without where it is made of `parts` (a `tables.PARTS` frame), which are then summed upward.
    Finer units inherit; coarser ones are recomputed from the parts, else averaged by the universe's size and flagged.
    What was measured below the base level is brought up to it in the same way.

    Returns a `tables.VALUES` frame with the universe's size in `population`.
    """
    made: list[pd.DataFrame] = []
    parts_by = dict(tuple(parts.groupby([*KEYS, "level"], sort=True))) if len(parts) else {}
    for keys, rows in measured.groupby([*KEYS, "support"], sort=True):
        indicator = catalogue[str(keys[2])]
        made.append(_spread_one(rows, parts_by.get(keys), indicator, str(keys[3]), nest))
    return tables.VALUES.gather(made)


def _spread_one(
    rows: pd.DataFrame, parts: pd.DataFrame | None, indicator: Indicator, support: str, nest: Nest
) -> pd.DataFrame:
    wide = None if parts is None else parts.pivot(index="unit", columns="part", values="amount")
    known = rows.set_index("unit")
    here = _frame(known, indicator, support, nest) if wide is None else _from_parts(wide, known, indicator, support, nest)
    made = [here] if support in nest.shown else []
    for level in nest.shown:
        if level == support:
            continue
        if nest.is_coarser(support, level):
            made.append(_inherit(here, support, level, nest))
        elif wide is None:
            made.append(_average(here, support, level, nest))
        else:
            made.append(_from_parts(_sum_up(wide, support, level, nest), known, indicator, level, nest))
    return pd.concat(made, ignore_index=True)


def _frame(known: pd.DataFrame, indicator: Indicator, level: str, nest: Nest) -> pd.DataFrame:
    """The rows given, one for every unit of their level, with persons where the universe's size is not known."""
    frame = known.reindex(nest.persons[level].index).rename_axis("unit")
    frame = _fill_constants(frame, known)
    frame["population"] = frame["population"].fillna(nest.persons[level].reindex(frame.index))
    return frame.assign(level=level, support=level).reset_index()


def _from_parts(
    wide: pd.DataFrame, known: pd.DataFrame, indicator: Indicator, level: str, nest: Nest
) -> pd.DataFrame:
    wide = wide.reindex(nest.persons[level].index).rename_axis("unit")
    frame = _fill_constants(known.reindex(wide.index), known)
    frame["value"] = formulas.evaluate(_formula(indicator, wide), wide, **_per(indicator))
    universe = formulas.universe(_formula(indicator, wide), wide) if indicator.about == "people" else None
    # A place is weighed by who lives there; a figure about people by the people, households or dwellings it is about.
    frame["population"] = nest.persons[level].reindex(wide.index) if universe is None else universe
    return frame.assign(level=level, support=level).reset_index()


def _inherit(here: pd.DataFrame, support: str, level: str, nest: Nest) -> pd.DataFrame:
    """A figure of a coarse unit holds for every unit inside it; its universe is shared among them by residents."""
    holder = nest.holders[level][support]
    source = here.set_index("unit")
    frame = source.reindex(holder.to_numpy())
    frame.index = holder.index
    frame = _fill_constants(frame, source)
    persons = nest.persons[level].reindex(frame.index)
    total = persons.groupby(holder).transform("sum")
    with np.errstate(invalid="ignore", divide="ignore"):
        frame["population"] = frame["population"].to_numpy() * (persons / total).to_numpy()
    frame["flags"] = _add_flag(frame["flags"], "inherited")
    return frame.assign(level=level).rename_axis("unit").reset_index()


def _average(here: pd.DataFrame, support: str, level: str, nest: Nest) -> pd.DataFrame:
    codes = nest.holders[support][level].reindex(here["unit"]).to_numpy()
    table = pd.DataFrame({"code": codes, "value": here["value"].to_numpy(), "weight": here["population"].to_numpy()})
    known = table[table["value"].notna() & (table["weight"] > 0)]
    sums = (
        known.assign(product=known["value"] * known["weight"])
        .groupby("code")[["product", "weight"]]
        .sum()
        .reindex(nest.persons[level].index)
    )
    frame = _fill_constants(pd.DataFrame(index=sums.index, columns=here.columns.drop("unit")), here)
    frame["value"] = sums["product"] / sums["weight"]
    frame["population"] = table.groupby("code")["weight"].sum(min_count=1).reindex(sums.index)
    frame["flags"] = _add_flag(frame["flags"], "averaged")
    return frame.assign(level=level, support=support).rename_axis("unit").reset_index()


def _sum_up(wide: pd.DataFrame, support: str, level: str, nest: Nest) -> pd.DataFrame:
    codes = nest.holders[support][level].reindex(wide.index)
    # A unit without its parts adds nothing; a coarser unit none of whose units has them stays missing.
    return wide.groupby(codes.to_numpy()).sum(min_count=1)


def _fill_constants(frame: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Columns that say who, when and how are the same for all rows of an indicator: a unit without figure has them too."""
    frame = frame.copy()
    for column in ["period", "group", "indicator", "kind", "quality", "source"]:
        frame[column] = known[column].iloc[0]
    flags = {flag for flag in _words(known["flags"]) if flag in _SHARED_FLAGS}
    frame["flags"] = " ".join(sorted(flags)) or None
    return frame


_SHARED_FLAGS = {"proxy", "straight_line", "smoothed"}


def _words(flags: pd.Series) -> list[str]:
    return sorted({word for text in flags.dropna().unique() for word in str(text).split()})


def _add_flag(flags: pd.Series, word: str) -> pd.Series:
    return flags.map(lambda text: " ".join(sorted({*str(text).split(), word})) if isinstance(text, str) else word)


def _formula(indicator: Indicator, wide: pd.DataFrame) -> str:
    """The formula over the parts at hand; a figure of places that is a part of the ground is a share."""
    function = indicator.compute.function
    if any(str(part).startswith(formulas.CLASS) for part in wide.columns):
        return "diversity"
    if "against_numerator" in wide.columns:
        return "gap"
    if function in formulas.FUNCTIONS and function != "diversity":
        return function
    return "share" if indicator.measure_unit.startswith("%") else "ratio"


def _per(indicator: Indicator) -> dict[str, float]:
    per = indicator.compute.options.get("per")
    return {"per": float(per)} if per is not None else {}

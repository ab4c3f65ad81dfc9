"""The extended marker of a release as a list: one figure per indicator and group, never a total.

In: an opened release and what to choose. Out: rows as `tejido show --extended --json` prints them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from tejido.catalogue.extended import Extended, ExtendedIndicator
from tejido.errors import fail
from tejido.release.summary import Measured, find_unit
from tejido.tables import CITY_LEVEL
from tejido.tables.flags import INHERITED, add
from tejido.tables.nesting import lineage

FIGURES = ("kind", "quality", "low", "high", "n", "n_households", "support", "source", "flags")
"""What is said of every figure beside its value."""

__all__ = ["FIGURES", "extended_of", "listed"]


def extended_of(release: Measured) -> Extended:
    """The extended marker by which a city was measured.

    Raises:
        TejidoError: S110, the release was made before there was one, or without it.
    """
    if release.catalogue.extended is None:
        raise fail("S110")
    return release.catalogue.extended


def listed(
    release: Measured,
    unit: str | None = None,
    *,
    area: str | None = None,
    category: str | None = None,
    filter_: str | None = None,
    group: str | None = None,
) -> list[dict[str, Any]]:
    """The figures of the extended marker of the city or of a unit, in the catalogue's order, those of everybody first.

    Each is ``{id, value, measure_unit, group, kind, quality, low, high, n, n_households, support, source, flags, period, reason}``; `reason` is
    why the city added it or took another figure in its place; null where
    something is not known. Indicators that were not measured are not in the list. A unit has the figures of the units around it where
    it has none of its own, flagged `inherited`.

    Raises:
        TejidoError: S110 no extended marker, S111 no such area, category or filter, S101 no such unit, S102 no figure of that
            group.
    """
    extended = extended_of(release)
    for asked, known in ((area, extended.areas), (category, extended.categories), (filter_, extended.filters)):
        if asked is not None and asked not in known:
            raise fail("S111", name=asked, known=", ".join(known))
    chosen = {
        one.id: one
        for one in extended.indicators.values()
        if area in (None, one.area) and category in (None, one.category) and filter_ in (None, one.filter)
    }
    level, code = find_unit(release, unit) if unit else _city(release)
    rows = _here(release, level, code, list(extended.indicators))
    groups = sorted(rows["group"].unique())
    if group is not None and group not in groups:
        raise fail("S102", group=group, known=", ".join(groups))
    rows = rows[rows["indicator"].isin(list(chosen)) & (rows["group"].isin(groups if group is None else [group]))]
    rows = rows[rows["period"] == rows.groupby("indicator")["period"].transform("max")]
    place = {name: number for number, name in enumerate(chosen)}
    rows = rows.assign(_place=rows["indicator"].map(place), _others=rows["group"] != "all")
    rows = rows.sort_values(["_place", "_others", "group"], kind="stable")
    choices = release.meta.get("choices", {})
    reasons = {**choices.get("added", {}), **choices.get("proxies", {})}
    return [
        {**_told(row, chosen[str(row["indicator"])]), "reason": reasons.get(str(row["indicator"]))}
        for row in rows.to_dict("records")
    ]


def _told(row: Mapping[Hashable, Any], one: ExtendedIndicator) -> dict[str, Any]:
    head = {"id": one.id, "value": row["value"], "measure_unit": one.measure_unit, "group": row["group"]}
    told = head | {name: row[name] for name in FIGURES} | {"period": row["period"]}
    return {name: None if pd.isna(cell) else cell for name, cell in told.items()}


def _here(release: Measured, level: str, code: str, indicators: list[str]) -> pd.DataFrame:
    """The figures of a unit; where an indicator and group has none, that of the smallest unit around it which has (`inherited`)."""
    values, units = release.table("values"), release.table("units")
    values = values[values["indicator"].isin(indicators)]
    levels = [str(one["id"]) for one in release.meta["levels"]]
    around = [level] if level == CITY_LEVEL else [level, *reversed(levels[: levels.index(level)])]
    holders = None if level == CITY_LEVEL else lineage(units, levels, level).loc[code]
    made: list[pd.DataFrame] = []
    for one in around:
        held = code if one == level or holders is None else holders[one]
        found = values[(values["level"] == one) & (values["unit"] == held)]
        made.append(
            found if one == level else found.assign(flags=add(found["flags"], INHERITED, np.ones(len(found), bool)))
        )
    return pd.concat(made).drop_duplicates(["indicator", "group", "period"], keep="first")


def _city(release: Measured) -> tuple[str, str]:
    units = release.table("units")
    return CITY_LEVEL, str(units.loc[units["level"] == CITY_LEVEL, "unit"].iloc[0])

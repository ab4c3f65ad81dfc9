"""The extended marker of a release as a list: one figure per indicator and group, never a total.

In: an opened release and what to choose. Out: rows as `tejido show --extended --json` prints them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from tejido.catalogue.extended import Extended, ExtendedIndicator
from tejido.errors import fail
from tejido.release.summary import Measured, find_unit
from tejido.tables import CITY_LEVEL

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

    Each is ``{id, value, measure_unit, group, kind, quality, low, high, n, n_households, support, source, flags, period}``; null where
    something is not known. Indicators that were not measured are not in the list.

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
    values = release.table("values")
    rows = values[
        (values["level"] == level) & (values["unit"] == code) & values["indicator"].isin(list(extended.indicators))
    ]
    groups = sorted(rows["group"].unique())
    if group is not None and group not in groups:
        raise fail("S102", group=group, known=", ".join(groups))
    rows = rows[rows["indicator"].isin(list(chosen)) & (rows["group"].isin(groups if group is None else [group]))]
    rows = rows[rows["period"] == rows.groupby("indicator")["period"].transform("max")]
    place = {name: number for number, name in enumerate(chosen)}
    rows = rows.assign(_place=rows["indicator"].map(place), _others=rows["group"] != "all")
    rows = rows.sort_values(["_place", "_others", "group"], kind="stable")
    return [_told(row, chosen[str(row["indicator"])]) for row in rows.to_dict("records")]


def _told(row: Mapping[Hashable, Any], one: ExtendedIndicator) -> dict[str, Any]:
    head = {"id": one.id, "value": row["value"], "measure_unit": one.measure_unit, "group": row["group"]}
    told = head | {name: row[name] for name in FIGURES} | {"period": row["period"]}
    return {name: None if pd.isna(cell) else cell for name, cell in told.items()}


def _city(release: Measured) -> tuple[str, str]:
    units = release.table("units")
    return CITY_LEVEL, str(units.loc[units["level"] == CITY_LEVEL, "unit"].iloc[0])

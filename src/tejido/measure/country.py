"""What is published of a city's country, as values beside those of the city.

In: the counts of UNHCR's tables (`city.country`). Out: `tables.VALUES` at level `country`, and what a reader needs to name them.
They enter no score and pass no gate: others have published them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from babel import Locale
from babel.core import get_global

from tejido.catalogue.country import ORIGIN, Context, ContextIndicator, as_data, context
from tejido.city import City
from tejido.tables import COUNTRY_LEVEL, EVERYBODY, VALUES
from tejido.tables.flags import PARTIAL
from tejido.words import LANGUAGES, pick

__all__ = ["country_document", "country_values"]


def country_values(city: City) -> pd.DataFrame:
    """`tables.VALUES` of the country: one row per indicator, group and year; no rows where the city names no tables.

    A sum from which UNHCR keeps counts back lacks them and is flagged `partial`; where all are kept back it is missing. A year without
    rows has none here either.
    """
    spec, known = city.config.country_tables, context()
    if spec is None or city.country.empty:
        return VALUES.empty()
    made = [table for one in known.indicators.values() for table in _of(one, city, known)]
    if not made:
        return VALUES.empty()
    values = pd.concat(made, ignore_index=True)
    return VALUES.conform(values.assign(
        level=COUNTRY_LEVEL, unit=city.config.country, kind="register", quality="not_sampled", support=COUNTRY_LEVEL,
    ))  # fmt: skip


def country_document(city: City, values: pd.DataFrame) -> dict[str, Any]:
    """The names of the country and of the countries of origin that `values` tell of, with the indicators."""
    config = city.config
    assert config.country_tables is not None, "only asked where there are values"
    told = sorted(group.removeprefix(ORIGIN) for group in values["group"].unique() if group.startswith(ORIGIN))
    named = city.country.dropna(subset=["origin", "origin_name"]).groupby("origin")["origin_name"].first()
    return {
        "country": {"code": config.country, "names": _names(config.country, None) | dict(config.country_tables.names)},
        "origins": {code: _names(code, named.get(code)) for code in told},
        "context": as_data(),
    }


def _of(one: ContextIndicator, city: City, known: Context) -> list[pd.DataFrame]:
    """The values of an indicator: of each of its groups, and of the largest countries of origin."""
    rows = city.country[(city.country["table"] == one.table) & _side(one, city)]
    made = {group: _summed(rows, one, columns) for group, columns in one.groups.items()}
    if one.origins and len(made[EVERYBODY]):
        columns = one.groups[EVERYBODY]
        last = rows[rows["year"] == rows["year"].max()]
        sizes = last[last["column"].isin(columns)].groupby("origin")["amount"].sum()
        sizes = sizes[sizes > 0].sort_index().sort_values(ascending=False, kind="stable")
        for origin in sizes.index[: one.origins]:
            made[f"{ORIGIN}{origin}"] = _summed(rows[rows["origin"] == origin], one, columns)
    lang = city.config.languages[0]
    source = (
        f"{city.config.country_tables.source}: {pick(known.tables[one.table].names, lang)}"
        if city.config.country_tables
        else ""
    )
    return [
        table.assign(indicator=one.id, group=group, source=f"{source}, {rows['year'].min()}-{rows['year'].max()}")
        for group, table in made.items()
        if len(table)
    ]


def _side(one: ContextIndicator, city: City) -> pd.Series[bool]:
    """Rows in which the country stands on the side that the indicator asks for."""
    asylum, origin = (city.country[name] == city.config.country for name in ("asylum", "origin"))
    return {"asylum": asylum, "origin": origin, "both": asylum & origin}[one.side]


def _summed(rows: pd.DataFrame, one: ContextIndicator, columns: tuple[str, ...]) -> pd.DataFrame:
    """``period, value, flags`` of each year: a sum, or a share of sums in percent."""
    wanted = (*columns, *one.over)
    years = rows[rows["column"].isin(wanted)].groupby("year")
    partial = years["hidden"].any()
    value = _sums(rows, columns).reindex(partial.index)
    if one.over:
        base = _sums(rows, one.over).reindex(partial.index)
        value = 100 * value / base.where(base > 0)
    flags = partial.map({True: PARTIAL, False: None}).astype(object)
    table = pd.DataFrame({"period": partial.index.astype("str"), "value": value.to_numpy(), "flags": flags.to_numpy()})
    return table[table["value"].notna() | table["flags"].notna()]


def _sums(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series[float]:
    return rows[rows["column"].isin(columns)].groupby("year")["amount"].sum(min_count=1)


def _names(code: str, given: str | None) -> dict[str, str]:
    """The names of a country by language, as Unicode's CLDR has them; where it has none, the name `given`, else the code."""
    short = get_global("territory_aliases").get(code, [code])[0]
    return {lang: Locale(lang).territories.get(short) or given or code for lang in LANGUAGES}

"""What is published of a city's country, as values beside those of the city.

In: the counts of UNHCR's tables (`city.country`). Out: `tables.VALUES` at level `country`, and what a reader needs to name them.
They enter no score and pass no gate: others have published them.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pandas as pd
from babel import Locale
from babel.core import get_global

from tejido.catalogue.country import ORIGIN, ContextIndicator, as_data, context
from tejido.city import CityConfig
from tejido.city.model_context import CountrySpec
from tejido.tables import COUNTRY_LEVEL, EVERYBODY, VALUES
from tejido.tables.flags import PARTIAL
from tejido.words import LANGUAGES

__all__ = ["country_document", "country_values"]


def country_values(config: CityConfig, counts: pd.DataFrame) -> pd.DataFrame:
    """`tables.VALUES` of the country: one row per indicator, group and year; no rows where the city names no tables. `counts` have the
    columns `city.country.COLUMNS`.

    A sum from which UNHCR keeps counts back lacks them and is flagged `partial`; where nothing else is left it is missing, not zero. A year without
    rows has none here either.
    """
    if config.country_tables is None or counts.empty:
        return VALUES.empty()
    made = [
        table.assign(source=_source(config.country_tables, one, counts))
        for one in context().indicators.values()
        for table in _of(one, config.country, counts)
    ]
    if not made:
        return VALUES.empty()
    values = pd.concat(made, ignore_index=True)
    return VALUES.conform(values.assign(
        level=COUNTRY_LEVEL, unit=config.country, kind="register", quality="not_sampled", support=COUNTRY_LEVEL,
    ))  # fmt: skip


def country_document(config: CityConfig, counts: pd.DataFrame, values: pd.DataFrame) -> dict[str, Any]:
    """The names of the country and of the countries of origin that `values` tell of, with the indicators."""
    assert config.country_tables is not None, "only asked where there are values"
    told = sorted(group.removeprefix(ORIGIN) for group in values["group"].unique() if group.startswith(ORIGIN))
    named = counts.dropna(subset=["origin", "origin_name"]).groupby("origin")["origin_name"].first()
    return {
        "country": {"code": config.country, "names": _names(config.country, None) | dict(config.country_tables.names)},
        "origins": {code: _names(code, named.get(code)) for code in told},
        "context": as_data(),
    }


def _of(one: ContextIndicator, country: str, counts: pd.DataFrame) -> list[pd.DataFrame]:
    """The figures of an indicator: of each of its groups, and of the largest countries of origin."""
    rows = _rows(one, country, counts)
    made = {group: _summed(rows, one, columns) for group, columns in one.groups.items()}
    if one.origins and len(made[EVERYBODY]):
        columns = one.groups[EVERYBODY]
        last = rows[(rows["year"] == rows["year"].max()) & rows["column"].isin(columns)]
        sizes = last.groupby("origin", sort=True)["amount"].sum()
        sizes = sizes[sizes > 0].sort_values(ascending=False, kind="stable")
        for origin in sizes.index[: one.origins]:
            made[f"{ORIGIN}{origin}"] = _summed(rows[rows["origin"] == origin], one, columns)
    return [table.assign(indicator=one.id, group=group) for group, table in made.items() if len(table)]


def _rows(one: ContextIndicator, country: str, counts: pd.DataFrame) -> pd.DataFrame:
    """Rows of the indicator's table in which the country stands on the side that it asks for."""
    asylum, origin = (counts[name] == country for name in ("asylum", "origin"))
    side = {"asylum": asylum, "origin": origin, "both": asylum & origin}[one.side]
    return counts[(counts["table"] == one.table) & side]


def _source(spec: CountrySpec, one: ContextIndicator, counts: pd.DataFrame) -> str:
    """Who says so: the publisher, the name of the table and its years."""
    years = counts.loc[counts["table"] == one.table, "year"]
    return f"{spec.source} ({PurePosixPath(spec.files[one.table]).name}, {years.min()}-{years.max()})"


def _summed(rows: pd.DataFrame, one: ContextIndicator, columns: tuple[str, ...]) -> pd.DataFrame:
    """``period, value, flags`` of each year: a sum, or a share of sums in percent."""
    wanted = (*columns, *one.over)
    years = rows[rows["column"].isin(wanted)].groupby("year")
    partial = years["hidden"].any()
    value = _sums(rows, columns).reindex(partial.index)
    if one.over:
        base = _sums(rows, one.over).reindex(partial.index)
        value = 100 * value / base.where(base > 0)
    else:
        value = value.mask(partial & (value == 0))
    flags = partial.map({True: PARTIAL, False: None}).astype(object)
    table = pd.DataFrame({"period": partial.index.astype("str"), "value": value.to_numpy(), "flags": flags.to_numpy()})
    return table[table["value"].notna() | table["flags"].notna()]


def _sums(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series[float]:
    return rows[rows["column"].isin(columns)].groupby("year")["amount"].sum(min_count=1)


def _names(code: str, given: str | None) -> dict[str, str]:
    """The names of a country by language, as Unicode's CLDR has them; where it has none, the name `given`, else the code."""
    short = get_global("territory_aliases").get(code, [code])[0]
    return {lang: Locale(lang).territories.get(short) or given or code for lang in LANGUAGES}

"""Figures from records: tables in which each row is the figure of one indicator, as an office hands it over.

In: the files named by ``[extended] figures`` of `city.toml`. Out: one table for all of them; rows that cannot be are told, with their
line, and left out.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.city.columns import codes, numbers
from tejido.city.config_values import canonical_group, kept_apart
from tejido.city.files import Files, missing_column
from tejido.city.model import CityConfig, Source
from tejido.errors import Finding, finding
from tejido.tables import CITY_LEVEL, EVERYBODY, VALUES
from tejido.tables.flags import PROXY

NEEDED = ("indicator", "value", "source")
"""Columns that a table of figures must have."""

OPTIONAL = ("level", "unit", "group", "period", "proxy")
"""Columns that it may have: without a level the figure is the city's; `proxy` is why it is not quite the indicator."""

COLUMNS = ("indicator", "level", "unit", "group", "value", "source", "period", "proxy", "file", "row")

_TOLD = 20
"""Rows with one fault that are told one by one; a table may have a million."""

_KEY = ["indicator", "level", "unit", "group"]

__all__ = ["COLUMNS", "NEEDED", "OPTIONAL", "read_records", "record_values"]


def read_records(config: CityConfig, files: Files, units: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The figures of all tables that `config` names, with the columns `COLUMNS`; what is wrong is told in `files.found`.

    Findings: C104 a column is missing, C681 no such level, C682 no such unit, C683 no number, C684 no source, C685 a figure stands
    twice, C686 no such form of a group, C688 no indicator, C689 a unit without its level, C680 how many more of them there are,
    C022 a group by what nobody may be told apart by.
    """
    made = [_read(name, config, files, units) for name in config.extended.figures]
    table = pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=COLUMNS)
    twice = table.duplicated(_KEY)
    _tell("C685", table[twice], files.found, "indicator")
    return table[~twice].reset_index(drop=True)


def _read(name: str, config: CityConfig, files: Files, units: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    frame = files.frame(Source(name))
    if frame is None:
        return pd.DataFrame(columns=COLUMNS)
    absent = [column for column in NEEDED if column not in frame.columns]
    files.found.extend(missing_column(name, column, frame) for column in absent)
    if absent:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.DataFrame({column: codes(frame[column]) for column in ("indicator", "source")}, index=frame.index)
    for column in OPTIONAL:
        table[column] = codes(frame[column]) if column in frame.columns else None
    homeless = table["level"].isna() & table["unit"].notna() & (table["unit"] != config.code)
    table["level"] = table["level"].fillna(CITY_LEVEL)
    table["unit"] = table["unit"].where((table["level"] != CITY_LEVEL) | homeless, config.code)
    table["group"] = table["group"].fillna(EVERYBODY)
    table["value"] = numbers(frame["value"]).values
    table = table.assign(file=name, row=range(2, len(frame) + 2))
    # A row without a figure is an empty line of a spreadsheet, or says that nobody knows it.
    table = table[codes(frame["value"]).notna()]
    nameless = table["indicator"].isna()
    _tell("C688", table[nameless], files.found, "indicator")
    _tell("C689", table[homeless.reindex(table.index) & ~nameless], files.found, "unit")
    return _sound(table[~nameless & ~homeless.reindex(table.index)], units, files.found)[list(COLUMNS)]


def _sound(table: pd.DataFrame, units: Mapping[str, pd.DataFrame], found: list[Finding]) -> pd.DataFrame:
    """The rows that can be used."""
    places = pd.MultiIndex.from_tuples([(level, unit) for level, frame in units.items() for unit in frame["unit"]])
    placed = pd.MultiIndex.from_frame(table[["level", "unit"]]).isin(places)
    known = table["level"].isin(list(units))
    grouped = (table["group"] == EVERYBODY) | table["group"].map(lambda one: canonical_group(str(one)) == one).astype(
        bool
    )
    wrong = {
        "C681": (~known, "level"),
        "C682": (known & ~placed, "unit"),
        "C683": (table["value"].isna(), "value"),
        "C684": (table["source"].isna(), "source"),
        "C686": (~grouped, "group"),
        "C022": (table["group"].map(lambda one: kept_apart(str(one))).astype(bool), "group"),
    }
    for code, (rows, column) in wrong.items():
        _tell(code, table[rows], found, column)
    out = pd.DataFrame({code: rows for code, (rows, _) in wrong.items()}).any(axis=1)
    return table[~out] if len(table) else table


def _tell(code: str, rows: pd.DataFrame, found: list[Finding], column: str) -> None:
    """A finding for each of the first rows; how many more there are is told once."""
    first = rows.iloc[:_TOLD]
    for file, row, indicator, given in zip(first["file"], first["row"], first["indicator"], first[column], strict=True):
        found.append(
            finding(code, file=str(file), row=int(row), column=column, indicator=indicator, given=given or "—")
        )
    if len(rows) > _TOLD:
        more = rows.iloc[_TOLD]
        found.append(
            finding("C680", file=more["file"], row=int(more["row"]), column=column, fault=code, count=len(rows) - _TOLD)
        )


def record_values(table: pd.DataFrame, catalogue: Catalogue, period: str, found: list[Finding]) -> pd.DataFrame:
    """`tables.VALUES` of the figures whose indicator `catalogue` has; what cannot be is missing, and told (C306)."""
    known = catalogue.definitions
    rows = table[table["indicator"].isin(list(known))]
    low = rows["indicator"].map(lambda one: known[one].possible[0])
    high = rows["indicator"].map(lambda one: known[one].possible[1])
    outside = (rows["value"] < low) | (rows["value"] > high)
    for (file, indicator), some in rows[outside].groupby(["file", "indicator"], sort=False):
        low_end, high_end = known[str(indicator)].possible
        told = {"indicator": indicator, "count": len(some), "low": low_end, "high": high_end}
        found.append(finding("C306", file=str(file), row=int(some["row"].iloc[0]), column="value", **told))
    rows = rows[~outside]
    dated = rows["period"].notna() & (rows["period"] != period)
    made = rows.assign(
        period=period,
        source=rows["source"].where(~dated, rows["source"] + ", " + rows["period"].astype("str")),
        kind="register",
        quality="not_sampled",
        support=rows["level"],
        flags=rows["proxy"].map(lambda one: PROXY if isinstance(one, str) else None).astype(object),
    )
    return VALUES.conform(made.drop(columns=["proxy", "file", "row"])) if len(made) else VALUES.empty()

"""UNHCR's tables about the city's country, as one downloads them.

In: the files that ``[country]`` of `city.toml` names. Out: one row per year, country of origin and count (`COLUMNS`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tejido.catalogue.country import Context, ContextTable, Headings, context
from tejido.city.columns import codes
from tejido.city.files import FIRST_ROW, Files
from tejido.city.model import CityConfig, Source
from tejido.errors import finding

COLUMNS = ("table", "column", "year", "asylum", "origin", "origin_name", "amount", "hidden", "file")
"""`amount` is missing where it is `hidden` (UNHCR keeps small counts back) or was not counted."""

_YEAR, _COUNT = r"(?:19|20)\d\d", r"\d+|\d{1,3}(?:[, ]\d{3})+"

__all__ = ["COLUMNS", "read_country_tables"]


def read_country_tables(config: CityConfig, files: Files) -> pd.DataFrame:
    """The counts of all tables that `config` names, of the rows about its country; what is wrong is told in `files.found`.

    A column that is empty for a whole year was not counted then; an empty cell beside others of that year is a count kept back.

    Findings: C801 and C802 columns that are missing, C803 no year, C804 no count, C805 no row about the country, C806 a row stands
    twice, C807 rows that count cases, C808 counts kept back.
    """
    made = []
    if config.country_tables is not None:
        known = context()
        made = [
            _Reading(known, known.tables[name], file, config, files).rows()
            for name, file in config.country_tables.files.items()
        ]
    found = [one for one in made if len(one)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))


class _Reading:
    """One table being read."""

    def __init__(self, known: Context, table: ContextTable, file: str, config: CityConfig, files: Files) -> None:
        self.known, self.table, self.file, self.files = known, table, file, files
        self.country, self.lang = config.country, config.languages[0]
        frame = files.frame(Source(file, header=known.keys["year"]))
        self.first = 2 if frame is None else int(frame.attrs.get(FIRST_ROW, 2))
        self.frame = pd.DataFrame() if frame is None else frame.reset_index(drop=True)

    def rows(self) -> pd.DataFrame:
        """The counts, with the columns `COLUMNS`."""
        nothing = pd.DataFrame(columns=list(COLUMNS))
        keys = {key: self._column(names) for key, names in self.known.keys.items()}
        counts = {key: name for key, names in self.table.columns.items() if (name := self._column(names)) is not None}
        if self.frame.empty or not self._complete(keys, counts):
            return nothing
        told = {key: codes(self.frame[name]) if name else None for key, name in keys.items()}
        table = pd.DataFrame(told, index=self.frame.index)
        ours = table["asylum"].eq(self.country) | table["origin"].eq(self.country)
        if not ours.any():
            self._tell("C805", None, None, country=self.country)
            return nothing
        kept = self._persons(ours) & self._sound_years(table["year"], ours, str(keys["year"]))
        self._tell_twins(kept)
        cells = [self._cells(table[kept], key, name) for key, name in counts.items()]
        found = pd.concat(cells, ignore_index=True).assign(table=self.table.id, file=self.file)
        hidden = int(found["hidden"].sum())
        if hidden:
            self._tell("C808", None, None, count=hidden)
        return found[list(COLUMNS)]

    def _column(self, names: Headings) -> str | None:
        """The file's name of a column, however it is capitalised."""
        folded = {str(one).strip().casefold().replace("’", "'"): str(one) for one in self.frame.columns}
        return next((folded[name.casefold()] for name in names if name.casefold() in folded), None)

    def _complete(self, keys: Mapping[str, str | None], counts: Mapping[str, str]) -> bool:
        """Whether the columns are there without which nothing can be read."""
        absent = [key for key in ("year", "origin", "asylum") if keys[key] is None]
        for key in absent:
            self._tell("C801", None, None, names=_quoted(self.known.keys[key][:1]))
        if not counts:
            names = _quoted([one[0] for one in self.table.columns.values()])
            self._tell("C802", None, None, names=names, table=self.table.names[self.lang])
        return not absent and bool(counts)

    def _persons(self, ours: pd.Series[bool]) -> pd.Series[bool]:
        """The rows that count, of those about the country."""
        kept = ours.copy()
        for rule, (names, values) in self.table.only.items():
            column = self._column(names)
            if column is None:
                continue
            fits = codes(self.frame[column]).isin(values)
            cases = int((kept & ~fits).sum())
            if rule == "persons" and cases:
                self._tell("C807", None, column, count=cases, country=self.country)
            kept &= fits
        return kept

    def _sound_years(self, years: pd.Series, kept: pd.Series[bool], column: str) -> pd.Series[bool]:
        sound = years.astype("str").str.fullmatch(_YEAR).fillna(False).astype(bool)
        for place in np.flatnonzero((kept & ~sound).to_numpy())[:1]:
            self._tell("C803", place, column, given=years.iloc[place] or "")
        return sound

    def _tell_twins(self, kept: pd.Series[bool]) -> None:
        twice = self.frame[kept].astype("str").duplicated()
        for row in twice.index[twice][:1]:
            self._tell("C806", int(row), None)

    def _cells(self, table: pd.DataFrame, key: str, column: str) -> pd.DataFrame:
        """The counts of one column."""
        text = codes(self.frame.loc[table.index, column]).fillna("").astype("str").str.strip()
        number = text.str.fullmatch(_COUNT)
        wrong = ~number & ~text.isin([*self.known.hidden, *self.known.unknown])
        for row in wrong.index[wrong][:1]:
            self._tell("C804", int(row), column, given=text[row])
        amount = pd.to_numeric(text.where(number).str.replace("[, ]", "", regex=True)).astype("float64")
        known = number | (text.isin(self.known.hidden) & (text != ""))
        counted = known.groupby(table["year"]).transform("any")
        return pd.DataFrame({
            "column": key, "year": table["year"].astype("int64"), "asylum": table["asylum"], "origin": table["origin"],
            "origin_name": table["origin_name"], "amount": amount, "hidden": text.isin(self.known.hidden) & counted,
        })[counted]  # fmt: skip

    def _tell(self, code: str, place: int | np.intp | None, column: str | None, **values: object) -> None:
        row = None if place is None else self.first + int(place)
        self.files.found.append(finding(code, file=self.file, row=row, column=column, **values))


def _quoted(names: Headings | list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)

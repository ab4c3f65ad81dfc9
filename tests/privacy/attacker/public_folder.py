"""What an outsider holds: the tables of a `public/` folder, and beside it the analyst's, which say what he must not find out.

Tables become arrays over a level's units. A `Series` names one: a measure (see `MEASURES`), a level, a group and what it is of
(indicator and period). Figures of merged units stand apart, as `Domain`s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.nesting import chain, lineage

Floats = NDArray[np.float64]
Series = tuple[str, str, str, str]

MEASURES = {"U": "population", "v": "value", "n": "n", "c": "n_cases", "h": "n_households"}
"""U size of the universe, v value, n asked, c with the attribute, h households; T, value times universe, is made of two."""

RESIDENTS = "residents"
"""What the count of people themselves is of."""

_GIVEN_AWAY = ("se", "low", "high", "n_eff", "deff")
"""Columns from one of which a hidden value of the same row follows."""

_OF_GAPS = ("gap", "gap_low", "gap_high", "ratio", "ratio_low", "ratio_high", "p")


@dataclass(frozen=True)
class Folder:
    """The tables of one side of a release, and its levels from coarse to fine."""

    units: pd.DataFrame
    values: pd.DataFrame
    scores: pd.DataFrame
    differentials: pd.DataFrame
    levels: tuple[str, ...]

    @classmethod
    def read(cls, place: Path) -> Folder:
        """From a release's folder, or the `public/` in it."""
        levels = [level["id"] for level in json.loads((place / "release.json").read_text("utf-8"))["levels"]]
        tables = [
            pd.read_parquet(place / "tables" / f"{name}.parquet")
            for name in ("units", "values", "scores", "differentials")
        ]
        return cls(*tables, tuple(chain(levels, levels[-1])))

    def of_tables(self, tables: dict[str, pd.DataFrame]) -> Folder:
        """The same levels with other tables."""
        return Folder(*(tables[name] for name in ("units", "values", "scores", "differentials")), self.levels)


@dataclass(frozen=True)
class Pair:
    """What was published, what the analyst holds, and how many of each group live where (``level, unit, group, population``)."""

    public: Folder
    whole: Folder
    people: pd.DataFrame | None = None

    @classmethod
    def read(cls, release: Path, people: pd.DataFrame | None = None) -> Pair:
        """Of a release's folder."""
        return cls(Folder.read(release / "public"), Folder.read(release), people)


@dataclass(frozen=True)
class Domain:
    """Units whose one figure was published together: their places in the level's codes, and what is known of them (by measure)."""

    level: str
    group: str
    about: str
    members: tuple[int, ...]
    told: dict[str, float]


@dataclass
class Known:
    """Arrays over the units of each level (`codes`), NaN where nothing is known, and figures of units together."""

    codes: dict[str, pd.Index]
    arrays: dict[Series, Floats] = field(default_factory=dict)
    domains: list[Domain] = field(default_factory=list)
    listed: set[tuple[str, str]] = field(default_factory=set)
    """Level and group of everything that is told, or said to be hidden."""
    leaks: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Level, group, what it is of and unit of hidden figures that another number of the same row gives away."""

    def put(self, series: Series, array: Floats) -> None:
        """Add numbers of a level's units; what is known already stays."""
        before = self.arrays.get(series)
        self.arrays[series] = array if before is None else np.where(np.isnan(before), array, before)

    def fill(self, table: pd.DataFrame, group: str, columns: Mapping[str, str]) -> None:
        """Add the columns of a table with ``level, unit, about`` and a column that names the group."""
        for (level, one), rows in table.groupby(["level", group]):
            self.listed.add((str(level), str(one)))
            codes = self.codes[str(level)]
            column, abouts = pd.factorize(rows["about"])
            place = codes.get_indexer(pd.Index(rows["unit"]))
            for measure, name in columns.items():
                wide = np.full((len(abouts), len(codes)), np.nan)
                wide[column, place] = _floats(rows[name])
                for number in np.flatnonzero(np.isfinite(wide).any(axis=1)).tolist():
                    self.put((measure, str(level), str(one), str(abouts[number])), wide[number])


def codes_of(units: pd.DataFrame) -> dict[str, pd.Index]:
    """The units of every level, sorted."""
    return {str(level): pd.Index(sorted(rows["unit"])) for level, rows in units.groupby("level")}


def holders_of(folder: Folder) -> dict[tuple[str, str], NDArray[np.intp]]:
    """For each level and each coarser one the place of the holder of every unit, -1 for none."""
    codes, found = codes_of(folder.units), {}
    for level in folder.levels:
        nest = lineage(folder.units, folder.levels, level).reindex(codes[level])
        for coarser in folder.levels[: folder.levels.index(level)]:
            found[level, coarser] = codes[coarser].get_indexer(pd.Index(nest[coarser]))
    return found


def has(column: pd.Series, word: str) -> NDArray[np.bool_]:
    """Rows whose flags hold a word."""
    return np.asarray(column.fillna("").str.split().map(lambda words: word in words), dtype=bool)


def known_of(folder: Folder, codes: dict[str, pd.Index]) -> Known:
    """Everything that a folder tells outright."""
    known = Known(codes)
    known.fill(folder.units.assign(about=RESIDENTS, group=EVERYBODY), "group", {"U": "population"})
    # What others published of the country is no figure of a unit.
    values = folder.values[folder.values["level"].isin(folder.levels)]
    values = values.assign(about=values["indicator"] + "|" + values["period"])
    values = values[values["level"] == values["support"]].copy() if "support" in values else values
    values = pd.concat([values, _averages(folder)], ignore_index=True)
    merged = values["domain"].notna().to_numpy()
    given_away = values["value"].isna() & values[list(_GIVEN_AWAY)].notna().any(axis=1)
    known.leaks = [
        tuple(row) for row in values.loc[given_away, ["level", "group", "about", "unit"]].to_numpy().tolist()
    ]
    known.fill(values[~merged], "group", MEASURES)
    known.domains = list(_domains(values[merged], codes))
    _put_differentials(folder.differentials, known)
    return known


def _averages(folder: Folder) -> pd.DataFrame:
    """Rows of larger units, made of smaller ones: their support is finer."""
    values = folder.values
    order = {level: place for place, level in enumerate(folder.levels)}
    above = values["level"].map(order) < values["support"].map(order)
    return values[above].assign(about=values["indicator"] + "|" + values["period"])


def _domains(rows: pd.DataFrame, codes: dict[str, pd.Index]) -> Iterator[Domain]:
    """One per merged figure: its universe is the sum of what its members show of theirs, the rest is the same for all."""
    for (level, group, about, domain), members in rows.groupby(["level", "group", "about", "domain"]):
        if domain == CITY_LEVEL:
            continue
        told = {
            name: float(members[column].iloc[0])
            for name, column in MEASURES.items()
            if pd.notna(members[column].iloc[0])
        }
        told["U"] = float(_floats(members["population"]).sum())
        place = codes[str(level)].get_indexer(pd.Index(members["unit"]))
        yield Domain(
            str(level),
            str(group),
            str(about),
            tuple(sorted(place.tolist())),
            {k: x for k, x in told.items() if np.isfinite(x)},
        )


def _put_differentials(table: pd.DataFrame, known: Known) -> None:
    """Both sides of every comparison, each also where it follows from the other and what was said between them."""
    about = table["indicator"] + "|" + table["period"]
    between = table[list(_OF_GAPS)].notna().any(axis=1)
    for side, other, group in (("", "_against", "group"), ("_against", "", "against")):
        sign = 1.0 if not side else -1.0
        follows = table[f"value{other}"] + sign * table["gap"]
        shown = table[f"value{side}"].where(table[f"value{side}"].notna(), follows)
        given_away = table.assign(about=about)[shown.isna() & table[f"value{other}"].notna() & between]
        known.leaks += [tuple(row) for row in given_away[["level", group, "about", "unit"]].to_numpy().tolist()]
        columns = {"v": "shown", "n": f"n{side}", "h": f"n_households{side}"}
        known.fill(table.assign(about=about, shown=shown), group, columns)


def _floats(column: pd.Series) -> Floats:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)

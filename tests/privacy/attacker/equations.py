"""What an outsider knows of the hidden counts: equations between them and what is published.

The structure (which sums are exact, which weights a mean has) is taken from the analyst's tables, so that the attacker is one
who knows the program perfectly; the numbers are those of `public/` alone. Counts are not negative; parts sum to their whole over
units and over groups; a value is a ratio of two sums; the means of larger units are weighed by their universe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.tables import EVERYBODY
from tests.privacy.attacker.public_folder import (
    MEASURES,
    RESIDENTS,
    Domain,
    Floats,
    Known,
    Pair,
    Series,
    codes_of,
    holders_of,
    known_of,
)

Cell = tuple[str, str, str, str, int]
"""A series and the place of a unit among its level's codes."""

EXACT = 1e-7
"""Two sums are the same if they differ by less than this share: numbers are published with ten digits."""


@dataclass(frozen=True)
class Row:
    """``low <= sum(weight x unknown) <= high``; `kind` says where it comes from."""

    terms: dict[Cell, float]
    low: float
    high: float
    kind: str


@dataclass
class System:
    """The unknown cells are those that appear in `rows`, and none is negative; `truth` holds those that the analyst knows."""

    rows: list[Row] = field(default_factory=list)
    truth: dict[Cell, float] = field(default_factory=dict)


class Equations:
    """Makes a `System` of one or several public folders, with the value of each share that stands for all (`scales`)
    and the indicators whose universe counts dwellings or households (`homes`).
    """

    def __init__(self, pairs: Sequence[Pair], scales: dict[str, float], homes: frozenset[str] = frozenset()) -> None:
        self.scales, self.homes = scales, homes
        self.levels = max((pair.public.levels for pair in pairs), key=len)
        units = pd.concat([pair.whole.units for pair in pairs]).drop_duplicates(["level", "unit"])
        self.codes = codes_of(units)
        self.holders = holders_of(pairs[0].whole.of_tables({**vars(pairs[0].whole), "units": units}))
        self.truth, self.known = Known(self.codes), Known(self.codes)
        for number, pair in enumerate(pairs):
            self._add(pair, number)
        self.ties = self._tied()
        self.truth.arrays = self._renamed(self.truth.arrays)
        self.known.arrays = self._renamed(self.known.arrays)
        self.shares = {about for about in self._abouts() if scales.get(about.split("|")[0])}
        self.system = System()
        self._there: dict[tuple[str, str, str], NDArray[np.bool_]] = {}

    @property
    def listed(self) -> set[tuple[str, str]]:
        """Level and group of everything that is told, or said to be hidden."""
        return self.known.listed

    def _abouts(self) -> set[str]:
        return {series[3] for series in self.truth.arrays}

    def _add(self, pair: Pair, number: int) -> None:
        """One folder more; a series whose truth is not that of an earlier one of the same name gets a name of its own."""
        whole, public = known_of(pair.whole, self.codes), known_of(pair.public, self.codes)
        if pair.people is not None:
            whole.fill(pair.people.assign(about=RESIDENTS), "group", {"U": "population"})
        other = {
            about for series, array in whole.arrays.items() if (about := series[3]) and self._differs(series, array)
        }
        rename = {about: f"{about}#{number}" for about in other}
        for mine, theirs in ((self.truth, whole), (self.known, public)):
            for series, array in theirs.arrays.items():
                mine.put((*series[:3], rename.get(series[3], series[3])), array)
            mine.listed |= theirs.listed
            mine.domains += [
                Domain(d.level, d.group, rename.get(d.about, d.about), d.members, d.told) for d in theirs.domains
            ]
            mine.leaks += [(level, group, rename.get(about, about), unit) for level, group, about, unit in theirs.leaks]

    def _differs(self, series: Series, array: Floats) -> bool:
        before = self.truth.arrays.get(series)
        if before is None:
            return False
        both = np.isfinite(before) & np.isfinite(array)
        return not np.allclose(before[both], array[both], rtol=EXACT)

    def _tied(self) -> dict[tuple[str, str, str], str]:
        """Counts that are the same in all units (universes of several indicators) are one unknown, by measure, group and what they are of.

        Of groups where both were counted: a survey may tell of a group what a census tells of everybody.
        """
        found: dict[tuple[str, str, str], str] = {}
        for measure in ("U", "n", "h"):
            chosen: dict[bytes, list[str]] = {}
            abouts = {about for one, about in self._by_name if one == measure}
            for about in sorted(abouts, key=lambda name: (name != RESIDENTS, name)):
                alike = chosen.setdefault(self._print(measure, about), [])
                same = next((one for one in alike if self._agree(measure, one, about)), None)
                if same is None:
                    alike.append(about)
                elif self._print(measure, about):
                    both = self._by_name[measure, same].keys() & self._by_name[measure, about].keys()
                    found |= {(measure, group, about): same for _, group in both}
        return found

    def tied(self, series: Series) -> Series:
        """The name by which a series is known."""
        measure, level, group, about = series
        return measure, level, group, self.ties.get((measure, group, about), about)

    def _print(self, measure: str, about: str) -> bytes:
        """Everybody's numbers at the finest level where they stand, if these are enough not to agree by chance."""
        for level in reversed(self.levels):
            array = self.truth.arrays.get((measure, level, EVERYBODY, about))
            if array is not None and np.isfinite(array).sum() >= 5:
                return level.encode() + np.array([float(f"{x:.8g}") for x in array]).tobytes()
        return b""

    def _agree(self, measure: str, one: str, other: str) -> bool:
        mine, theirs = self._by_name[measure, one], self._by_name[measure, other]
        return all(np.allclose(mine[of], theirs[of], rtol=EXACT, equal_nan=True) for of in mine.keys() & theirs.keys())

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], dict[tuple[str, str], Floats]]:
        """True numbers by measure and what they are of, then by level and group."""
        found: dict[tuple[str, str], dict[tuple[str, str], Floats]] = {}
        for (measure, level, group, about), array in self.truth.arrays.items():
            found.setdefault((measure, about), {})[level, group] = array
        return found

    def _renamed(self, arrays: dict[Series, Floats]) -> dict[Series, Floats]:
        made: dict[Series, Floats] = {}
        for series, array in arrays.items():
            name = self.tied(series)
            made[name] = np.where(np.isnan(made[name]), array, made[name]) if name in made else array
        return made

    # ---- cells

    def truth_of(self, series: Series) -> Floats:
        """True numbers of a series; T, the sum behind a value, is made of value and universe."""
        measure, level, group, about = series
        if measure == "T":
            return self.truth_of(("v", level, group, about)) * self.truth_of(("U", level, group, about))
        return self.truth.arrays.get(self.tied(series), np.full(len(self.codes[level]), np.nan))

    def known_of(self, series: Series) -> Floats:
        """The published numbers of a series."""
        measure, level, group, about = series
        if measure == "T":
            return self.known_of(("v", level, group, about)) * self.known_of(("U", level, group, about))
        return self.known.arrays.get(self.tied(series), np.full(len(self.codes[level]), np.nan))

    def expressed(self, series: Series, place: int) -> tuple[float, dict[Cell, float]]:
        """A cell as a number plus a multiple of an unknown; who is nowhere is nobody."""
        told = self.known_of(series)[place]
        if np.isfinite(told):
            return float(told), {}
        measure, level, group, about = series
        if not self.exists(level, group, about)[place]:
            return 0.0, {}
        if measure == "T":
            value = self.known_of(("v", level, group, about))[place]
            if self.known_of(("U", level, group, about))[place] == 0:
                return 0.0, {}
            if np.isfinite(value):
                whole, terms = self.expressed(("U", level, group, about), place)
                return whole * value, {cell: weight * value for cell, weight in terms.items()}
        cell = (*self.tied(series), place)
        truth = float(self.truth_of(series)[place])
        if np.isfinite(truth):
            self.system.truth[cell] = truth
        return 0.0, {cell: 1.0}

    def exists(self, level: str, group: str, about: str) -> NDArray[np.bool_]:
        """Units of which the analyst knows anything: of the others there is nobody to count."""
        key = (level, group, about)
        if key not in self._there:
            arrays = [self.truth_of((measure, *key)) for measure in MEASURES]
            self._there[key] = np.isfinite(arrays).any(axis=0)
            for one in self.truth.domains:
                if (one.level, one.group, one.about) == key:
                    self._there[key][list(one.members)] = True
        return self._there[key]

    def add(
        self,
        terms: Iterable[tuple[float, Series, int]],
        kind: str,
        least: float = 0.0,
        most: float = 0.0,
        loose: float = 0.0,
    ) -> None:
        """An equation (or a range) over cells, unless nothing in it is hidden; `loose` by what was rounded beside ten digits."""
        given, size, unknown = 0.0, 0.0, dict[Cell, float]()
        for weight, series, place in terms:
            number, more = self.expressed(series, place)
            given += weight * number
            size += abs(weight * number)
            for cell, factor in more.items():
                unknown[cell] = unknown.get(cell, 0.0) + weight * factor
        unknown = {cell: weight for cell, weight in unknown.items() if weight}
        if unknown:
            size += sum(abs(weight) * self.system.truth.get(cell, 0.0) for cell, weight in unknown.items())
            slack = 2e-9 * size + 1e-7 + loose
            self.system.rows.append(Row(unknown, least - given - slack, most - given + slack, kind))

    def hidden(self) -> list[Series]:
        """Every series, T among them, of a level and group that is told at all, of which something is known to the analyst alone.

        Where nothing of a group is told its counts are free to be whatever sums to what is.
        """
        sums = [("T", *series[1:]) for series in self.truth.arrays if series[0] == "v"]
        named = [one for one in (*self.truth.arrays, *sums) if one[0] != "v" and one[1:3] in self.listed]
        return [one for one in named if (np.isfinite(self.truth_of(one)) & np.isnan(self.known_of(one))).any()]


def classes_of(groups: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every group with the groups that it is cut into by one more dimension: all into origin=rm and origin=host."""
    known = sorted(set(groups) - {EVERYBODY})
    cut: dict[tuple[str, str], list[str]] = {}
    for group in known:
        parts = group.split(";")
        for one in parts:
            rest = ";".join(part for part in parts if part != one) or EVERYBODY
            cut.setdefault((rest, one.partition("=")[0]), []).append(group)
    for (rest, _), members in sorted(cut.items()):
        yield rest, tuple(members)

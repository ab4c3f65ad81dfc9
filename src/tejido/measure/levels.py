"""From what was measured, at whatever level, to values at every level: inherit down, average up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido import tables
from tejido.catalogue.model import Definition
from tejido.tables import EVERYBODY, LEAST_PERSONS
from tejido.tables.flags import AVERAGED, INHERITED, NO_SLOPE, PROXY, SMOOTHED, STRAIGHT_LINE, add, has
from tejido.tables.nesting import chain, lineage
from tejido.territory import formulas

Floats = NDArray[np.float64]

NUMBERS = ("value", "se", "low", "high", "df", "n", "n_cases", "n_households", "n_eff", "deff")
"""What a figure says in numbers, besides how many people it is about."""

SHARED_FLAGS = {PROXY, STRAIGHT_LINE, SMOOTHED}
"""Flags that say how an indicator was measured, and so hold at every level."""

UNIT_FLAGS = (NO_SLOPE,)
"""Flags of single units; a larger unit has one where any unit that its figure is made of has it."""


TOLD_WHERE_MADE = ("segregation",)
"""Functions whose figure says how the units inside are composed: it is no mean of theirs, and holds for none of them."""


@dataclass(frozen=True)
class Nest:
    """The city's levels, coarse to fine, and how their units hold each other; scores are made at the level `base`.

    `holders` gives per level the unit of every coarser level that holds each of its units (`nesting.lineage`); `persons`
    gives residents per unit for every level (NaN where nobody knows), in the order of their codes; `people` those of each
    group of people, as far as they were counted: ``level, unit, group, population``. Fewer people than `least` are protected, and so
    are those of units that are `closed`: per level, by unit, the protected unit that it is in.
    """

    levels: tuple[str, ...]
    base: str
    holders: Mapping[str, pd.DataFrame]
    persons: Mapping[str, pd.Series]
    people: pd.DataFrame
    least: int = LEAST_PERSONS
    closed: Mapping[str, pd.Series] = field(default_factory=dict)

    @classmethod
    def of_units(
        cls,
        units: pd.DataFrame,
        levels: Sequence[str],
        base: str,
        people: pd.DataFrame,
        least: int = LEAST_PERSONS,
        closed: Mapping[tuple[str, str], str] = MappingProxyType({}),
    ) -> Nest:
        """From a `tables.UNITS` frame, the ids of its levels, coarse to fine, the people of groups, how many are protected, and by
        level and unit the protected unit of those that are `closed`.
        """
        steps = chain(levels, levels[-1])
        persons = {
            level: units[units["level"] == level].set_index("unit")["population"].sort_index() for level in steps
        }
        shut = {
            level: pd.Series({unit: to for (at, unit), to in closed.items() if at == level}, dtype="str")
            for level in steps
        }
        return cls(
            tuple(steps), base, {level: lineage(units, levels, level) for level in steps}, persons, people, least, shut
        )

    @cached_property
    def _groups(self) -> dict[tuple[str, str], pd.Series]:
        """The people of each group by unit, for every level and group."""
        return {
            (str(level), str(group)): rows.set_index("unit")["population"]
            for (level, group), rows in self.people.groupby(["level", "group"], sort=True)
        }  # fmt: skip

    @property
    def shown(self) -> tuple[str, ...]:
        """The levels that are measured: from the city down to the base."""
        return self.levels[: self.levels.index(self.base) + 1]

    def is_coarser(self, level: str, other: str) -> bool:
        """Whether `level` lies above `other`."""
        return self.levels.index(level) < self.levels.index(other)

    def codes(self, level: str) -> pd.Index[str]:
        """Codes of a level's units, sorted."""
        return self.persons[level].index

    def residents(self, level: str, group: str) -> pd.Series:
        """Residents of `group` per unit of a level (NaN where nobody knows), in the order of the units' codes."""
        if group == EVERYBODY:
            return self.persons[level]
        known = self._groups.get((level, group), pd.Series(dtype=np.float64))
        return known.reindex(self.codes(level))

    def weights(self, people: Floats, level: str) -> Floats:
        """By how many people each unit of a level counts in a mean: by its own, and where these are protected by what an outsider
        knows anyway, in the same unit of the next coarser level.

        A mean by people is an equation in their numbers. With a mean for each of many indicators they could be solved for. So
        protected units count as their average, one alone as half of `least` and a half. Where larger units were hidden for their
        sake, each small one counts so too, and the larger ones share what is left of their common sum, which is public.
        """
        shut = self.codes(level).isin([*self.closed.get(level, {}).keys()])
        small = (people > 0) & (people < self.least)
        hidden = small | (shut & (people > 0))
        around = self.place(level, self.levels[self.levels.index(level) - 1])[hidden] + 1

        def summed(amounts: Floats) -> Floats:
            found = np.bincount(around, weights=amounts)[around]
            return np.asarray(found, dtype=np.float64)

        mine, few = people[hidden], small[hidden]
        total, count, smalls = summed(mine), summed(np.ones(len(mine))), summed(few.astype(np.float64))
        # Half a person more than the middle: nobody's true number, so that no mean is right by chance.
        half = (self.least + 1) / 2
        left = total - smalls * half
        shared = (smalls > 0) & (smalls < count) & (left >= self.least)
        with np.errstate(invalid="ignore", divide="ignore"):
            larger = mine * left / summed(np.where(few, 0.0, mine))
        alike = np.where(count > 1, total / count, half)
        weights = people.copy()
        weights[hidden] = np.where(shared, np.where(few, half, larger), alike)
        return weights

    def place(self, level: str, coarser: str) -> NDArray[np.intp]:
        """For each unit of `level`, the place of its holder among the units of `coarser`; -1 where it has none."""
        return self.codes(coarser).get_indexer(pd.Index(self.holders[level][coarser].reindex(self.codes(level))))


@dataclass(frozen=True)
class Piece:
    """One indicator of one group at one level: numbers in the order of the level's units, and `population`.

    `flags` hold for all its units, those of `marked` for some.
    """

    about: tuple[str, ...]
    level: str
    support: str
    flags: frozenset[str]
    numbers: dict[str, Floats]
    population: Floats
    marked: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)


def spread(
    measured: pd.DataFrame, parts: pd.DataFrame, catalogue: Mapping[str, Definition], nest: Nest
) -> pd.DataFrame:
    """Values at every level down to the base from what was measured at one level per indicator and group.

    `measured` (a `tables.VALUES` frame) holds one row per unit of the level where the figure was measured: with a value
    where it was given as such, without where it is made of `parts` (a `tables.PARTS` frame), which are then summed upward.
    Finer units inherit; coarser ones are recomputed from the parts, else averaged by the universe's size and flagged.
    What was measured below the base level is brought up to it in the same way.

    Returns a `tables.VALUES` frame with the universe's size in `population`.
    """
    keys = ["period", "group", "indicator"]
    made_of = dict(iter(parts.groupby([*keys, "level"], sort=True))) if len(parts) else {}
    pieces: list[Piece] = []
    for key, rows in measured.groupby([*keys, "support"], sort=True):
        assert isinstance(key, tuple)
        indicator, support = catalogue[str(key[2])], str(key[3])
        given = made_of.get(key)
        made = _given(rows, support, nest) if given is None else _summed(rows, given, indicator, nest)
        pieces += [made.piece] if indicator.compute.function in TOLD_WHERE_MADE else _levels(made, nest)
    return _table(pieces, nest)


@dataclass(frozen=True)
class _Measured:
    """A figure where it was measured, and how to make it at coarser levels (`wide` parts, or None: average it)."""

    piece: Piece
    indicator: Definition | None = None
    wide: pd.DataFrame | None = None


def _given(rows: pd.DataFrame, support: str, nest: Nest) -> _Measured:
    """A figure that stands ready; where its universe's size is not told, it counts for its group's people who live there."""
    about = _about(rows)
    people = nest.residents(support, _group(about))
    known = rows.set_index("unit").reindex(nest.codes(support))
    numbers = {name: known[name].to_numpy(np.float64, na_value=np.nan) for name in NUMBERS if rows[name].notna().any()}
    population = known["population"].fillna(people).to_numpy(np.float64)
    marked = {word: where for word in UNIT_FLAGS if (where := has(known["flags"], word)).any()}
    return _Measured(Piece(about, support, support, _flags(rows), numbers, population, marked))


def _summed(rows: pd.DataFrame, parts: pd.DataFrame, indicator: Definition, nest: Nest) -> _Measured:
    """A figure made of parts, at the level where these were counted."""
    level = str(rows["support"].iloc[0])
    wide = parts_at(parts, indicator, level, nest)
    return _Measured(_piece(wide, indicator, level, _about(rows), _flags(rows), nest), indicator, wide)


def _complete(wide: pd.DataFrame, formula: str) -> pd.DataFrame:
    """Parts of the units that have both sides of the fraction: of half a fraction nothing may be summed upward.

    Classes are left as they are: one that a unit lacks is one that it has nothing of.
    """
    if formula == "diversity":
        return wide
    wide = wide.reindex(columns=wide.columns.union([*formulas.needed(formula)]))
    return wide.mask(wide.isna().any(axis=1))


def _piece(
    wide: pd.DataFrame, indicator: Definition, level: str, about: tuple[str, ...], flags: frozenset[str], nest: Nest
) -> Piece:
    value = figure_of(wide, indicator).to_numpy(np.float64)
    # A place is weighed by who lives there; a figure about people by the people, households or dwellings it is about.
    people = nest.residents(level, _group(about))
    counted = formulas.universe(_formula(indicator, wide), wide) if _counts_universe(indicator) else people
    return Piece(about, level, level, flags, {"value": value}, counted.to_numpy(np.float64))


def figure_of(wide: pd.DataFrame, indicator: Definition) -> pd.Series:
    """The figure of each row of parts, a column per part."""
    value = formulas.evaluate(_formula(indicator, wide), wide, **_per(indicator))
    # A path on both sides of a street is longer than the street.
    return value.clip(upper=100.0) if indicator.compute.function == "length_share" else value


def parts_at(parts: pd.DataFrame, indicator: Definition, level: str, nest: Nest) -> pd.DataFrame:
    """The `tables.PARTS` of one indicator, period and group, summed to the units of a level (in the order of their codes), a column
    per part; missing where they do not make a figure.
    """
    counted_at = str(parts["level"].iloc[0])
    wide = formulas.wide(parts).reindex(nest.codes(counted_at))
    wide = _complete(wide, _formula(indicator, wide))
    return wide if counted_at == level else _sum_up(wide, counted_at, level, nest)


def _counts_universe(indicator: Definition) -> bool:
    """Whether what the formula divides by is the indicator's universe; residents per worker count the residents, and a sum of
    ground is divided by nobody.
    """
    return (
        indicator.about == "people"
        and not (indicator.universe == "persons" and indicator.compute.function == "ratio")
        and indicator.compute.function != "area"
    )


def _levels(measured: _Measured, nest: Nest) -> list[Piece]:
    here = measured.piece
    made = []
    for level in nest.shown:
        if level == here.level:
            made.append(here)
        elif nest.is_coarser(here.level, level):
            made.append(_inherit(here, level, nest))
        elif measured.wide is None or measured.indicator is None:
            made.append(_average(here, level, nest))
        else:
            wide = _sum_up(measured.wide, here.level, level, nest)
            made.append(_piece(wide, measured.indicator, level, here.about, here.flags, nest))
    return made


def _inherit(here: Piece, level: str, nest: Nest) -> Piece:
    """A figure of a coarse unit holds for every unit inside it; its universe is shared among them by where its group lives."""
    place = nest.place(level, here.level)
    persons = nest.residents(level, _group(here.about)).to_numpy(np.float64)
    inside = _sum(place, np.nan_to_num(persons), len(here.population))
    with np.errstate(invalid="ignore", divide="ignore"):
        population = _take(here.population, place) * (persons / _take(inside, place))
    numbers = {name: _take(column, place) for name, column in here.numbers.items()}
    marked = {word: (place >= 0) & where[place] for word, where in here.marked.items()}
    return Piece(here.about, level, here.level, here.flags | {INHERITED}, numbers, population, marked)


def _average(here: Piece, level: str, nest: Nest) -> Piece:
    place = nest.place(here.level, level)
    size = len(nest.codes(level))
    value = here.numbers.get("value", np.full(len(place), np.nan))
    # Finer figures of a group are not public (`publication`), and its few people in a unit are as many as it has there.
    weight = nest.weights(here.population, here.level) if _group(here.about) == EVERYBODY else here.population
    known = (place >= 0) & np.isfinite(value) & (weight > 0)
    total = _sum(place[known], weight[known], size)
    summed = _sum(place[known], (value * weight)[known], size)
    counted = (place >= 0) & np.isfinite(weight)
    population = _sum(place[counted], here.population[counted], size)
    population[~np.isin(np.arange(size), place[counted])] = np.nan
    mean = np.divide(summed, total, out=np.full(size, np.nan), where=total > 0)
    marked = {
        word: _sum(place[known], where[known].astype(np.float64), size) > 0 for word, where in here.marked.items()
    }
    return Piece(here.about, level, here.level, here.flags | {AVERAGED}, {"value": mean}, population, marked)


def _sum_up(wide: pd.DataFrame, support: str, level: str, nest: Nest) -> pd.DataFrame:
    """Parts of a coarser level; a unit without its parts adds nothing, and where no unit has them they stay missing."""
    holder = nest.holders[support][level].reindex(wide.index)
    return wide.groupby(holder.to_numpy()).sum(min_count=1).reindex(nest.codes(level))


def _sum(place: NDArray[np.intp], amounts: Floats, size: int) -> Floats:
    """Sums of `amounts` by place; what has no place is left out."""
    here = place >= 0
    return np.bincount(place[here], weights=amounts[here], minlength=size).astype(np.float64)


def _take(column: Floats, place: NDArray[np.intp]) -> Floats:
    return np.where(place >= 0, column[place], np.nan)


_CONSTANT = ("period", "group", "indicator", "kind", "quality", "source")
"""What is the same for a whole piece, in the order of `Piece.about`."""


def _about(rows: pd.DataFrame) -> tuple[str, ...]:
    first = rows.iloc[0]
    return tuple(str(first[name]) for name in _CONSTANT)


def _group(about: tuple[str, ...]) -> str:
    return about[_CONSTANT.index("group")]


def _flags(rows: pd.DataFrame) -> frozenset[str]:
    words = {word for text in rows["flags"].dropna().unique() for word in str(text).split()}
    return frozenset(words & SHARED_FLAGS)


def _table(pieces: Sequence[Piece], nest: Nest) -> pd.DataFrame:
    """All pieces as one table; text that is the same for a whole piece is repeated once, at the end."""
    if not pieces:
        return tables.VALUES.empty()
    sizes = [len(piece.population) for piece in pieces]
    columns: dict[str, object] = {
        name: _repeat([piece.about[place] for piece in pieces], sizes) for place, name in enumerate(_CONSTANT)
    }
    columns["level"] = _repeat([piece.level for piece in pieces], sizes)
    columns["support"] = _repeat([piece.support for piece in pieces], sizes)
    columns["flags"] = _marked(_repeat([" ".join(sorted(piece.flags)) or None for piece in pieces], sizes), pieces)
    columns["unit"] = np.concatenate([nest.codes(piece.level).to_numpy(dtype=object) for piece in pieces])
    columns["population"] = np.concatenate([piece.population for piece in pieces])
    for name in NUMBERS:
        empty = [np.full(size, np.nan) for size in sizes]
        numbers = [piece.numbers.get(name, none) for piece, none in zip(pieces, empty, strict=True)]
        columns[name] = np.concatenate(numbers)
    return tables.VALUES.conform(pd.DataFrame(columns))


def _marked(flags: pd.Series, pieces: Sequence[Piece]) -> pd.Series:
    """The flags of all pieces with those of single units added."""
    for word in UNIT_FLAGS:
        nowhere = [np.zeros(len(piece.population), dtype=bool) for piece in pieces]
        where = [piece.marked.get(word, none) for piece, none in zip(pieces, nowhere, strict=True)]
        flags = add(flags, word, np.concatenate(where))
    return flags


def _repeat(texts: Iterable[str | None], sizes: Sequence[int]) -> pd.Series:
    codes, known = pd.factorize(np.array(list(texts), dtype=object))
    return pd.Series(pd.Index(known, dtype="str").take(np.repeat(codes, sizes), fill_value=None, allow_fill=True))


def _formula(indicator: Definition, wide: pd.DataFrame) -> str:
    """The formula over the parts at hand."""
    if any(str(part).startswith(formulas.CLASS) for part in wide.columns):
        return "diversity"
    function = indicator.compute.function
    return formulas.OF_PLACES.get(function, function)


def _per(indicator: Definition) -> dict[str, float]:
    per = indicator.compute.options.get("per")
    return {"per": float(per)} if per is not None else {}

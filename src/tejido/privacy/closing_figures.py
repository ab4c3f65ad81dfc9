"""Figures from answers: which must be hidden besides, so that none that the rule hides can be had by subtraction.

In: `VALUES` and `DIFFERENTIALS` as measured and as the rule left them. Out: the same, with more hidden. Every figure from answers is a
cell, with how many answered as its count, in tables of units by classes (`complement`). Means over many weights are
no sums of counts: what may be read from them is the affair of those who make them (decision 12).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue.model import Catalogue
from tejido.privacy.behind import measured_in, shares_of_those_asked
from tejido.privacy.complement import LEAST_FOR_ALL, Table, complete
from tejido.privacy.listed import Crossing, canonical, dimensions_of, told
from tejido.privacy.rule import FIGURES, Rule, without_figures
from tejido.tables import CITY_LEVEL, EVERYBODY, flags
from tejido.tables.nesting import chain, lineage

Cell = tuple[str, str, str]
"""Level, unit (or merged domain) and group."""

_OF = ["period", "source", "indicator"]
_CELL = ["level", "unit", "group"]

__all__ = ["close_figures"]


@dataclass(frozen=True)
class _City:
    """How a city's units lie, and what of groups is told where."""

    steps: Sequence[str]
    parents: Mapping[tuple[str, str], str]
    allowed: Mapping[tuple[str, ...], frozenset[str]]
    least: float
    homes: float


def close_figures(
    measured: tuple[pd.DataFrame, pd.DataFrame],
    protected: tuple[pd.DataFrame, pd.DataFrame],
    units: pd.DataFrame,
    catalogue: Catalogue,
    rule: Rule,
    *,
    levels: Sequence[str],
    crossings: Iterable[Crossing],
    known: Collection[tuple[str, str, str, str]] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Values and comparisons, after the rule, with as many more figures hidden as it takes.

    Args:
        measured: `VALUES` and `DIFFERENTIALS` with all their numbers, rows in the order of `protected`.
        protected: the same after `protect_values` and `protect_differentials`.
        units: `UNITS` of all levels.
        catalogue: tells which figures are shares.
        rule: the thresholds.
        levels: the city's levels that are shown, coarse to fine.
        crossings: what is told of groups: other groups are not published at all, and need nothing.
        known: indicator, level, unit and group of figures that were published before: hiding these is of no use.

    Raises:
        SchemaError: the tables do not fit together.
    """
    values, gaps = protected
    city = _City(
        chain(levels, levels[-1]), _parents(units, levels), told(crossings, levels), rule.persons, rule.households
    )  # fmt: skip
    level, unit = measured_in(measured[0], units, levels)
    place = pd.Series(unit, index=values.index).where(values["domain"].isna(), values["domain"])
    cells = _cells(measured, protected, level, place, catalogue, rule)
    merged = _merged(values, level)
    open_ = set(known)
    hidden: set[tuple[str, ...]] = set()
    for of, rows in cells.groupby(_OF, sort=True):
        period, source, indicator = (str(one) for one in of)
        shown = {cell[1:] for cell in open_ if cell[0] == indicator}
        hidden |= {(period, source, indicator, *cell) for cell in _Closing(rows, city, shown, merged.get(of, {})).run()}
    if not hidden:
        return values, gaps
    asked = measured[0]["n"].notna().to_numpy()
    gone = _among(values.assign(level=level, unit=place.to_numpy()), "group", hidden) & asked
    sides = _among(gaps, "group", hidden) | _among(gaps, "against", hidden)
    kept = values.copy()
    for column in FIGURES:
        kept[column] = values[column].mask(gone)
    kept["flags"] = flags.add(values["flags"], flags.PROTECTED, gone)
    return kept, without_figures(gaps, sides)


def _merged(values: pd.DataFrame, level: NDArray[np.object_]) -> dict[object, dict[Cell, str]]:
    """By period, source and indicator, for each cell of a group the domain of merged units that it is in."""
    here = values["domain"].notna() & (values["domain"] != CITY_LEVEL) & (values["group"] != EVERYBODY)
    rows = values[here & (values["level"] == level)]
    return {
        of: {(at, unit, group): domain for at, unit, group, domain in zip(
            some["level"], some["unit"], some["group"], some["domain"], strict=True)}
        for of, some in rows.groupby(_OF, sort=True)
    }  # fmt: skip


def _among(table: pd.DataFrame, group: str, hidden: set[tuple[str, ...]]) -> NDArray[np.bool_]:
    """Which rows of a table are of a cell that is hidden."""
    keys = pd.MultiIndex.from_frame(table[[*_OF, "level", "unit", group]])
    return np.asarray(keys.isin(list(hidden)))


def _parents(units: pd.DataFrame, levels: Sequence[str]) -> dict[tuple[str, str], str]:
    """For each level and unit the unit of the next coarser level that holds it."""
    found: dict[tuple[str, str], str] = {}
    for coarser, level in pairwise(chain(levels, levels[-1])):
        holder = lineage(units, levels, level)[coarser]
        found |= {(level, str(unit)): str(above) for unit, above in holder.dropna().items()}
    return found


def _cells(
    measured: tuple[pd.DataFrame, pd.DataFrame],
    protected: tuple[pd.DataFrame, pd.DataFrame],
    level: NDArray[np.object_],
    place: pd.Series,
    catalogue: Catalogue,
    rule: Rule,
) -> pd.DataFrame:
    """Every figure from answers once: `_OF`, `_CELL`, ``n``, ``homes``, ``having`` (NaN: no share) and whether it is ``sensitive``."""
    values, gaps = measured
    here = values["n"].notna().to_numpy() & (values["level"].to_numpy() == level)
    # Units that have the city's figure tell nothing of their own; of a group's merged units `_merged` tells.
    alone = values["domain"].isna() | ((values["domain"] != CITY_LEVEL) & (values["group"] == EVERYBODY))
    here &= alone.to_numpy()
    own = values.assign(unit=place.to_numpy(), hidden=flags.has(protected[0]["flags"], flags.PROTECTED))[here]
    taken_out = flags.has(protected[1]["flags"], flags.PROTECTED)
    sides = [
        gaps[[*_OF, "level", "unit"]].assign(
            group=gaps[group], n=gaps[f"n{side}"], n_households=gaps[f"n_households{side}"], value=gaps[f"value{side}"],
            hidden=taken_out & (gaps[f"n{side}"] < rule.persons).to_numpy(dtype=bool, na_value=False),
        )
        for side, group in (("", "group"), ("_against", "against"))
    ]  # fmt: skip
    both = pd.concat([own[[*_OF, *_CELL, "n", "n_households", "value", "hidden"]], *sides], ignore_index=True)
    both = both[both["n"].notna()]
    n = both["n"].to_numpy(dtype=np.float64)
    share = both["value"].to_numpy(dtype=np.float64) / both["indicator"].map(shares_of_those_asked(catalogue)).to_numpy(
        dtype=np.float64
    )
    few = (n > 0) & ((n < rule.persons) | (both["n_households"] < rule.households).to_numpy(dtype=bool, na_value=False))
    alike = (n > 0) & (n < LEAST_FOR_ALL) & ((share <= 0) | (share >= 1))
    both = both.assign(n=n, having=share * n, sensitive=both["hidden"].to_numpy(dtype=bool) | few | alike)
    found = both.assign(homes=both["n_households"].astype("float64")).groupby([*_OF, *_CELL], sort=True)
    cells: pd.DataFrame = found.agg(
        n=("n", "first"), homes=("homes", "first"), having=("having", "first"), sensitive=("sensitive", "any")
    )
    return cells.reset_index()


class _Closing:
    """The figures of one indicator: what of them is hidden, table after table, from fewer dimensions to more."""

    def __init__(self, rows: pd.DataFrame, city: _City, known: Collection[Cell], merged: Mapping[Cell, str]) -> None:
        self.city, self.known, self.merged = city, known, merged
        keys = list(zip(rows["level"], rows["unit"], rows["group"], strict=True))
        self.n = dict(zip(keys, rows["n"], strict=True))
        self.homes = dict(zip(keys, rows["homes"], strict=True))
        self.having = dict(zip(keys, rows["having"], strict=True))
        self.hidden: set[Cell] = {
            key for key, one in zip(keys, rows["sensitive"], strict=True) if one and key not in known
        }
        self.sensitive = frozenset(self.hidden)
        self.units = {
            level: sorted({unit for at, unit, _ in keys if at == level}) for level in city.steps
        }  # fmt: skip
        self.top = next(iter(self.units[CITY_LEVEL]), None)

    def run(self) -> set[Cell]:
        """Everything that is hidden in the end."""
        for level in self.city.steps[1:]:
            self._everybody(level)
        for by in sorted(self.city.allowed, key=lambda one: (len(one), one)):
            for level in self.city.steps:
                if level in self.city.allowed[by]:
                    self._crossing(by, level)
        return self.hidden

    def _everybody(self, level: str) -> None:
        """The units inside each larger one that is told, and those who answered outside of all of them."""
        held: dict[Cell, list[Cell]] = {}
        for unit in self.units[level]:
            cell = (level, unit, EVERYBODY)
            whole = self._whole_of(level, unit)
            if cell in self.n and whole is not None:
                held.setdefault(whole, []).append(cell)
        for whole, parts in sorted(held.items()):
            rest, homes = (
                max(float(count[whole]) - sum(float(count[part]) for part in parts), 0.0)
                for count in (self.n, self.homes)
            )
            self._hide(parts, rest, 0 < homes < self.city.homes)

    def _whole_of(self, level: str, unit: str) -> Cell | None:
        """The smallest larger unit with a figure for everybody; the city's for merged units, which may lie in several."""
        at, inside = level, unit
        while (at, inside) in self.city.parents:
            inside = self.city.parents[at, inside]
            at = self.city.steps[self.city.steps.index(at) - 1]
            if (at, inside, EVERYBODY) in self.n:
                return at, inside, EVERYBODY
        city = (CITY_LEVEL, str(self.top), EVERYBODY)
        return city if city in self.n else None

    def _hide(self, cells: list[Cell], rest: float, few_homes: bool) -> None:
        """Parts of one whole, and those who are in none of them; whether these are of too few households."""
        amount = np.array([*(self.n[cell] for cell in cells), rest], dtype=np.float64)
        having = np.array([*(self.having[cell] for cell in cells), np.nan], dtype=np.float64)
        sensitive = np.array([*(cell in self.sensitive for cell in cells), 0 < rest < self.city.least or few_homes])
        hidden = np.array([*(cell in self.hidden for cell in cells), rest > 0])
        known = np.array([*(cell in self.known for cell in cells), False])
        table = Table(amount, having, sensitive, hidden, known)
        if table.sensitive.any():
            complete(table, self.city.least)
            self.hidden |= {cell for cell, gone in zip(cells, table.hidden, strict=False) if gone}

    def _crossing(self, by: tuple[str, ...], level: str) -> None:
        """The classes of one dimension or several, in the city or in its units."""
        groups = sorted({group for at, _, group in self.n if at == level and dimensions_of(group) == by})
        if not groups:
            return
        classes = [sorted({_class(group, name) for group in groups}) for name in by]
        units = [unit for unit in self.units[level] if any((level, unit, group) in self.n for group in groups)]
        shape = (len(units) + 1, *(len(one) + 1 for one in classes))
        amount, having = np.zeros(shape), np.full(shape, np.nan)
        sensitive, hidden, known = (np.zeros(shape, dtype=bool) for _ in range(3))
        names: dict[tuple[int, ...], Cell] = {}
        for at in np.ndindex(*(size - 1 for size in shape)):
            group = canonical({name: one[k] for name, one, k in zip(by, classes, at[1:], strict=True)})
            cell = (level, units[at[0]], group)
            if cell not in self.n:
                continue
            names[at] = cell
            amount[at], having[at] = self.n[cell], self.having[cell]
            sensitive[at], known[at] = cell in self.sensitive, cell in self.known
            hidden[at] = cell in self.hidden or self._under(cell, by)
        self._rests(amount, by, level, units, classes)
        table = _table(amount, having, sensitive, hidden, known, self.city.least, level == CITY_LEVEL)
        if not table.sensitive.any():
            self.hidden |= {names[at] for at in names if hidden[at] and not known[at]}
            return
        if level != CITY_LEVEL:
            table.within = self._within(names, shape)
        if not complete(table, self.city.least) and table.within.any():
            # The sums of merged units leave no room: they go too.
            self.hidden |= {(level, self.merged[cell], cell[2]) for cell in names.values() if cell in self.merged}
        flat = table.hidden.reshape(-1, *shape[1:])
        self.hidden |= {cell for at, cell in names.items() if flat[at]}

    def _within(self, names: Mapping[tuple[int, ...], Cell], shape: tuple[int, ...]) -> NDArray[np.int64]:
        """For every cell of a table the number of the merged units that it is among, whose sum is told; 0 where it is in none."""
        numbers = {domain: number for number, domain in enumerate(sorted(set(self.merged.values())), 1)}
        found = np.zeros(shape, dtype=np.int64)
        for at, cell in names.items():
            found[at] = numbers.get(self.merged.get(cell, ""), 0)
        return found

    def _under(self, cell: Cell, by: tuple[str, ...]) -> bool:
        """Whether a class that holds this one, with a dimension less, is hidden there."""
        return any(
            (cell[0], cell[1], canonical(part)) in self.hidden
            for name in by
            if len(by) > 1 and (part := {other: _class(cell[2], other) for other in by if other != name})
        )

    def _rests(
        self, amount: NDArray[np.float64], by: tuple[str, ...], level: str, units: list[str], classes: list[list[str]]
    ) -> None:
        """Fill the last place of every axis: who lives in no unit, and whose class is not known."""
        last = tuple(size - 1 for size in amount.shape)
        for at in sorted(_edges(amount.shape), key=lambda one: sum(k == e for k, e in zip(one, last, strict=True))):
            far = [axis for axis, k in enumerate(at) if k == last[axis]]
            whole = self._whole(at, far, by, level, units, classes)
            if whole is None:
                continue
            spread = tuple(slice(None) if axis in far else k for axis, k in enumerate(at))
            amount[at] = max(whole - (amount[spread].sum() - amount[at]), 0.0)

    def _whole(
        self, at: tuple[int, ...], far: list[int], by: tuple[str, ...], level: str, units: list[str], classes: list[list[str]]
    ) -> float | None:  # fmt: skip
        """The published count of the whole of which an edge of the table is the rest; None where nobody tells it."""
        group = canonical({
            name: one[k] for axis, (name, one, k) in enumerate(zip(by, classes, at[1:], strict=True), 1) if axis not in far
        })  # fmt: skip
        if 0 not in far:
            found = self.n.get((level, units[at[0]], group))
        else:
            found = None if self.top is None or level == CITY_LEVEL else self.n.get((CITY_LEVEL, self.top, group))
        return None if found is None else float(found)


def _table(
    amount: NDArray[np.float64], having: NDArray[np.float64], sensitive: NDArray[np.bool_], hidden: NDArray[np.bool_],
    known: NDArray[np.bool_], least: float, of_city: bool,
) -> Table:  # fmt: skip
    """The table with its rests: hidden wherever there is anybody, sensitive where they are few. The city's own has no axis of units."""
    rest = np.zeros(amount.shape, dtype=bool)
    for at in _edges(amount.shape):
        rest[at] = amount[at] > 0
    sensitive, hidden = sensitive | (rest & (amount < least)), hidden | rest
    if of_city:
        return Table(amount[0], having[0], sensitive[0], hidden[0], known[0])
    return Table(amount, having, sensitive, hidden, known)


def _edges(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The places of a table that are the last one along some axis."""
    for at in product(*(range(size) for size in shape)):
        if any(k == size - 1 for k, size in zip(at, shape, strict=True)):
            yield at


def _class(group: str, dimension: str) -> str:
    """The class of a canonical group in a dimension."""
    return next(part.partition("=")[2] for part in group.split(";") if part.startswith(f"{dimension}="))

"""How far other defensible ways of counting would move the scores, and which choice does it.

Not an error of the data: a range over methods (OECD and JRC 2008, Handbook on Constructing Composite Indicators, step 7;
Saisana, Saltelli and Tarantola 2005, Journal of the Royal Statistical Society A 168:307-323).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import numpy as np
import pandas as pd

from tejido.catalogue.model import Catalogue, Curve, Indicator, Mean
from tejido.marker import output, sobol
from tejido.marker.leaves import Flags, Ints, known_values
from tejido.marker.prepared import Prepared, Scored, prepare
from tejido.marker.tree import DECIMALS, Floats, Tree
from tejido.marker.walk import Patterns, Versions, ends, keep, pieces, places
from tejido.tables import CAUSES as TABLE
from tejido.tables import CITY_LEVEL, EVERYBODY, SCORES

CAUSES = ("weights", "mean", "curves", "left_out")
"""The choices that are varied."""

RUNS = 2000
SWING = 0.25
"""How far a weight goes up or down, as a share of itself."""

ENDS = (5.0, 95.0)
"""Percentiles of the city's own figures between which the second curve runs."""

EQUAL = 1e-12
"""Percentiles that differ by less, relative to themselves, are equal but for rounding: no line runs between them."""

MIDDLE = 0.95
"""Share of the runs that a range holds."""

COLUMNS = ("robust_low", "robust_high", "rank_robust_low", "rank_robust_high")


@dataclass(frozen=True)
class Robustness:
    """`ranges`: the key of `SCORES` with `COLUMNS`; `causes` after `tables.CAUSES`; `runs` as many as were made."""

    ranges: pd.DataFrame
    causes: pd.DataFrame
    runs: int


@dataclass(frozen=True)
class Ways:
    """Ways of counting, one per row: every item's weight among its siblings (0 for the indicator left out), whether all means
    are geometric, whether the second curves are used.
    """

    weights: Floats
    geometric: Flags
    second: Flags

    @classmethod
    def of(cls, points: Floats, tree: Tree, usable: Ints) -> Self:
        """From points of the unit cube: a column per item for its weight, then mean, curves and the one left out.

        `usable` are the columns of the indicators that may be left out; leaving out none is as likely as each of them.
        """
        items = len(tree.items)
        weights = np.ones(items)
        for branch in tree.branches:
            weights[branch.children] = branch.weights
        weights = weights * (1 + SWING * (2 * points[:, :items] - 1))
        left = np.append(usable, -1)[np.minimum((points[:, -1] * (len(usable) + 1)).astype(int), len(usable))]
        weights[np.flatnonzero(left >= 0), left[left >= 0]] = 0.0
        return cls(weights, points[:, -3] >= 0.5, points[:, -2] >= 0.5)


@dataclass(frozen=True)
class Runs:
    """The units of one level and group under several ways of counting; scores by either curve are units x items."""

    tree: Tree
    score: Floats
    other: Floats
    ways: Ways

    def scores(self, items: Sequence[int]) -> Iterator[tuple[int, Floats]]:
        """The scores of some items in all runs (runs x units), NaN where all that the item rests on was left out."""
        return keep(self.tree, Patterns.of(self.score), items, len(self.ways.weights), self._versions)

    def _versions(self) -> Iterator[Versions]:
        ways = self.ways
        means: tuple[Mean, Mean] = ("arithmetic", "geometric")
        for number, mean in enumerate(means):
            for second, scores in enumerate((self.score, self.other)):
                rows = np.flatnonzero((ways.geometric == number) & (ways.second == second))
                for piece in pieces(rows, len(scores)):
                    yield Versions(piece, partial(_row, scores), ways.weights[piece], mean)


def _row(scores: Floats, leaf: int) -> Floats:
    return np.nan_to_num(scores[None, :, leaf])


def robustness(
    values: pd.DataFrame,
    units: pd.DataFrame,
    catalogue: Catalogue,
    base: str,
    people: pd.DataFrame | None,
    *,
    levels: Sequence[str],
    period: str | None = None,
    runs: int = RUNS,
    seed: int = 1,
) -> Robustness:
    """The range of every score and rank over other ways of counting, at every level and for every group.

    Four choices are varied at once: every weight by up to 25 % either way; the mean of all nodes, arithmetic or geometric
    (scores under 1 count as 1 there); the curve, the catalogue's or a straight line from the 5th to the 95th percentile of
    the city's own inhabited units (for indicators that are better higher or better lower; others, and those whose two
    percentiles are equal, keep the catalogue's); and one measured indicator, or none, left out. Whether a node has a score
    is not varied: it is said by the point values. A range holds the middle 95 % of the runs, and the score itself.

    Args:
        values: `VALUES`, as for `measure_marker`, and so `units`, `catalogue`, `base`, `people`, `levels` and `period`.
        units: `UNITS`.
        catalogue: The resolved catalogue.
        base: The level at which scores are made.
        people: How many of a group's people live in each base unit.
        levels: The city's levels from coarse to fine.
        period: What the scores' period is called.
        runs: At most so many. N (k + 2) are made, k being 4 choices: 1,998 of 2,000. Ranges are taken of the 2 N runs in
            which all choices vary freely; shares of causes need them all.
        seed: Of the sampling.

    Returns:
        Ranges for all rows of `SCORES`, in the same order, and the causes for the marker and its areas: of the city, and of
        the coarsest level's units where that is not the base level.

    Raises:
        TejidoError: M101-M103 as `measure_marker`.
        SchemaError: the tables do not fit together.
        ValueError: `runs` is less than 12.
    """
    count = runs // (len(CAUSES) + 2)
    if count < 2:
        raise ValueError("robustness needs 12 runs or more")
    city = prepare(values, units, catalogue, base, people, levels)
    other = replace(city, catalogue=_second(city))
    items = len(city.tree.items)
    columns = [list(range(items)), [items], [items + 1], [items + 2]]
    points = sobol.sample(count, columns, seed)
    ways = Ways.of(points.reshape(-1, items + len(CAUSES) - 1), city.tree, _usable(city))
    free = Ways(ways.weights[: 2 * count], ways.geometric[: 2 * count], ways.second[: 2 * count])
    groups, codes = sorted(city.residents), city.codes
    found = {
        level: {name: np.full((len(names), len(groups), items), np.nan) for name in COLUMNS}
        for level, names in codes.items()
    }
    causes = []
    for number, group in enumerate(groups):
        mine, theirs = city.score(group), other.score(group)
        for level in codes:
            for item, summary in _ranges(Runs(city.tree, *_pair(mine, theirs, level), free)):
                for name, numbers in summary.items():
                    found[level][name][:, number, item] = numbers
        for level in _explained(levels, base):
            one = Runs(city.tree, *_pair(mine, theirs, level), ways)
            causes.append(_causes(one, count, codes[level]).assign(level=level, group=group))
    when = period or city.period
    tables = [
        output.ranges(output.Axes(when, level, codes[level], groups, city.tree.items), found[level])
        for level in sorted(found)
    ]
    ranges = output.gather(tables, pd.DataFrame(columns=[*SCORES.key, *COLUMNS]))
    return Robustness(ranges, TABLE.gather(one.assign(period=when) for one in causes), len(ways.weights))


def _pair(mine: Scored, theirs: Scored, level: str) -> tuple[Floats, Floats]:
    return mine.grids[level].score, theirs.grids[level].score


def _explained(levels: Sequence[str], base: str) -> list[str]:
    """The levels whose causes are told."""
    coarse = [level for level in levels if level != CITY_LEVEL]
    return [CITY_LEVEL] if not coarse or coarse[0] == base or base == CITY_LEVEL else [CITY_LEVEL, coarse[0]]


def _usable(city: Prepared) -> Ints:
    """Columns of the indicators that have a score anywhere, for anybody."""
    alive = city.residents[EVERYBODY].alive
    known = [
        len(known_values(city.measured, place, alive)) > 0 and city.tree.items[leaf] not in city.catalogue.omitted
        for place, leaf in enumerate(city.tree.leaves)
    ]
    return np.asarray(city.tree.leaves[np.array(known, dtype=bool)])


def _second(city: Prepared) -> Catalogue:
    """The catalogue with the second curves."""
    alive = city.residents[EVERYBODY].alive
    indicators = dict(city.catalogue.indicators)
    for place, leaf in enumerate(city.tree.leaves):
        one = indicators[city.tree.items[leaf]]
        indicators[one.id] = _other_curve(one, known_values(city.measured, place, alive))
    return replace(city.catalogue, indicators=indicators)


def _other_curve(indicator: Indicator, known: Floats) -> Indicator:
    if indicator.direction not in ("higher", "lower") or not len(known):
        return indicator
    low, high = np.percentile(known, ENDS)
    if not high - low > EQUAL * max(abs(low), abs(high), 1.0):
        return indicator
    scores = (0.0, 100.0) if indicator.direction == "higher" else (100.0, 0.0)
    knots = ((float(low), scores[0]), (float(high), scores[1]))
    return replace(indicator, curve=Curve("none", knots, indicator.curve.source, "proposal"))


def _ranges(runs: Runs) -> Iterator[tuple[int, dict[str, Floats]]]:
    """Item by item the columns of a level and group, one number per unit."""
    for leaf in runs.tree.leaves.tolist():
        # An indicator's own score knows only two ways: one curve or the other.
        both = np.stack([runs.score[:, leaf], runs.other[:, leaf]])
        yield leaf, _summary(both, runs.score[:, leaf])
    nodes = [branch.column for branch in runs.tree.branches if np.isfinite(runs.score[:, branch.column]).any()]
    for item, scores in runs.scores(nodes):
        yield item, _summary(scores, runs.score[:, item])


def _summary(scores: Floats, point: Floats) -> dict[str, Floats]:
    """Ranges over the runs; they hold the point's own score and rank."""
    scored, rank = np.isfinite(point), output.ranks(point)
    found = {name: np.full(len(point), np.nan) for name in COLUMNS}
    if not scored.any():
        return found
    scores = scores[:, scored]
    low, high = ends(scores, MIDDLE)
    first, last = ends(places(scores), MIDDLE)
    found["robust_low"][scored] = np.round(np.fmin(low, point[scored]), DECIMALS)
    found["robust_high"][scored] = np.round(np.fmax(high, point[scored]), DECIMALS)
    found["rank_robust_low"][scored] = np.fmin(first, rank[scored])
    found["rank_robust_high"][scored] = np.fmax(last, rank[scored])
    return found


def _causes(runs: Runs, count: int, units: Sequence[str]) -> pd.DataFrame:
    """Shares by cause of the marker and its areas, where they have a score."""
    root = runs.tree.root
    nodes = [root.column, *(branch.column for branch in runs.tree.branches if branch.column in root.children)]
    tables = []
    for item, scores in runs.scores(nodes):
        scored = np.isfinite(runs.score[:, item])
        first, total = sobol.shares(scores.reshape(len(CAUSES) + 2, count, -1)[:, :, scored])
        names = np.array(units, dtype=object)[scored]
        for number, cause in enumerate(CAUSES):
            numbers = {name: np.round(one[number], DECIMALS) for name, one in (("first", first), ("total", total))}
            tables.append(pd.DataFrame({"unit": names, "node": runs.tree.items[item], "cause": cause} | numbers))
    return pd.concat(tables, ignore_index=True)

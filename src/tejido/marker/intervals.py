"""How far chance in the sample may have moved the scores: intervals, the probability of a band, and ranges of ranks.

Replicates of the survey's figures go through the same curves, averages and tree as the figures themselves. Everything that
varies together in the sample varies together in them, so that no covariance is left out (Rust and Rao 1996, Statistical
Methods in Medical Research 5:283-310).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import stdtrit

from tejido.catalogue.curve import score as curve_score
from tejido.catalogue.model import Band, Catalogue, Indicator
from tejido.marker import output
from tejido.marker.drawn import Draws, cells_of, complete
from tejido.marker.leaves import Flags, Ints
from tejido.marker.prepared import Prepared, Scored, prepare
from tejido.marker.tree import DECIMALS, Floats
from tejido.marker.walk import Patterns, Versions, ends, keep, pieces, places
from tejido.tables import SCORES

COLUMNS = ("low", "high", "p_band", "rank_low", "rank_high")


@dataclass(frozen=True)
class _Rule:
    """What the summary of one item needs besides its replicates."""

    bands: tuple[Band, ...]
    level: float
    df: float


def intervals(
    values: pd.DataFrame,
    units: pd.DataFrame,
    catalogue: Catalogue,
    base: str,
    people: pd.DataFrame | None,
    draws: Draws,
    *,
    levels: Sequence[str],
    period: str | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """The range over the sample of every score and rank, at every level and for every group.

    Which items have a score, and the weights of all averages, are those of the point values; bounds that a curve takes from
    the city stay where they are. The interval is the wider of two: the score less its bias -+ t standard deviations of the
    replicates, and the middle 95 % of these. The bias is how far the mean of the replicates lies from the score: averages
    over bent curves and diversities come out lower in every sample, and lower again in its replicates (Efron and
    Tibshirani 1993, An Introduction to the Bootstrap, chapter 10). The first alone is too narrow for an indicator near the
    end of its curve, the second for an average of several. `p_band` and the ranks are taken of the replicates moved so
    that their mean is the score; the range of ranks holds the rank itself.

    Args:
        values: `VALUES`, as for `measure_marker`, and so `units`, `catalogue`, `base`, `people`, `levels` and `period`.
        units: `UNITS`.
        catalogue: The resolved catalogue.
        base: The level at which scores are made.
        people: How many of a group's people live in each base unit.
        draws: The replicates.
        levels: The city's levels from coarse to fine.
        period: What the scores' period is called.
        level: Share of the replicates, 0-1.

    Returns:
        One row per row of `SCORES` in the same order: its key, `low`, `high` (0-100), `p_band` (0-1), `rank_low` and
        `rank_high`. `low`, `high` and `p_band` are missing where nothing below rests on a sample (or on figures that
        never vary in it): no sampling error is known there. The ranks are missing where that holds for all units.

    Raises:
        TejidoError: M101-M103 as `measure_marker`; M502, a figure is missing in most replicates.
        SchemaError: the tables or the draws do not fit together.
    """
    city = prepare(values, units, catalogue, base, people, levels, cells_of(draws, values, base))
    figures = complete(draws)
    rule = _Rule(tuple(sorted(catalogue.bands, key=lambda band: band.low)), level, draws.df)
    groups = sorted(city.residents)
    shape = {name: (len(codes), len(groups), len(city.tree.items)) for name, codes in city.codes.items()}
    found = {name: {column: np.full(size, np.nan) for column in COLUMNS} for name, size in shape.items()}
    for number, group in enumerate(groups):
        scored = city.score(group)
        for name in shape:
            for item, summary in _summaries(city, scored, figures, name, rule):
                for column, numbers in summary.items():
                    found[name][column][:, number, item] = numbers
    blocks = [
        output.ranges(output.Axes(period or city.period, name, city.codes[name], groups, city.tree.items), found[name])
        for name in sorted(found)
    ]
    return output.gather(blocks, pd.DataFrame(columns=[*SCORES.key, *COLUMNS]))


def _summaries(
    city: Prepared, scored: Scored, figures: Floats, level: str, rule: _Rule
) -> Iterator[tuple[int, dict[str, Floats]]]:
    """Item by item of one level and group, as far as it rests on the sample."""
    grid = scored.grids[level]
    sample = Sample(city, scored, figures, level)
    resting = sample.resting()
    items = np.flatnonzero(resting.any(axis=0)).tolist()
    patterns = Patterns.of(grid.score)
    for item, replicates in keep(city.tree, patterns, items, len(figures), sample.versions):
        yield item, _summary(replicates, grid.score[:, item], resting[:, item], rule)


@dataclass(frozen=True)
class _Resting:
    """One indicator at one level: the cells that it rests on, their point scores, and each cell's share in the score of each
    unit (units x cells).
    """

    indicator: Indicator
    observed: tuple[float, float] | None
    cells: Ints
    points: Floats
    share: csr_array

    def apart(self, figures: Floats) -> Floats:
        """How far from the point every unit's score lies by these figures (replicates x all cells)."""
        one = self.indicator
        scores = curve_score(figures[:, self.cells], one.curve, classes=one.classes, observed=self.observed)
        return np.asarray((self.share @ (scores - self.points).T).T)


class Sample:
    """The indicators' scores of one group at one level in every replicate of the figures (replicates x cells)."""

    def __init__(self, city: Prepared, scored: Scored, figures: Floats, level: str) -> None:
        self.tree, self.figures = city.tree, figures
        self.score = scored.grids[level].score
        self.point: Floats = np.ascontiguousarray(np.nan_to_num(self.score).T)
        self.weights = np.ones((1, len(city.tree.items)))
        for branch in city.tree.branches:
            self.weights[0, branch.children] = branch.weights
        found = {int(leaf): _resting(city, scored, level, place) for place, leaf in enumerate(city.tree.leaves)}
        self.leaves = {leaf: one for leaf, one in found.items() if one.share.nnz}

    def versions(self) -> Iterator[Versions]:
        """All replicates in pieces."""
        for rows in pieces(np.arange(len(self.figures)), len(self.score)):
            yield Versions(rows, partial(self._leaf, self.figures[rows[0] : rows[-1] + 1]), self.weights)

    def _leaf(self, figures: Floats, leaf: int) -> Floats:
        point = self.point[leaf]
        return np.atleast_2d(point + self.leaves[leaf].apart(figures) if leaf in self.leaves else point)

    def resting(self) -> Flags:
        """Which scores rest on a figure of the sample, units x items."""
        scored = np.isfinite(self.score)
        found = np.zeros(scored.shape, dtype=bool)
        for leaf, one in self.leaves.items():
            found[:, leaf] = scored[:, leaf] & (np.diff(one.share.indptr) > 0)
        for branch in self.tree.branches:
            found[:, branch.column] = scored[:, branch.column] & found[:, branch.children].any(axis=1)
        return found


def _resting(city: Prepared, scored: Scored, level: str, place: int) -> _Resting:
    leaf = int(city.tree.leaves[place])
    base = scored.grids[city.base].score[:, leaf]
    cell = np.where(np.isfinite(base), scored.measured.cell[:, place], -1)
    rests = np.flatnonzero(cell >= 0)
    cells, first, column = np.unique(cell[rests], return_index=True, return_inverse=True)
    points = base[rests[first]]
    if level == city.base:
        share = csr_array((np.ones(len(rests)), (rests, column)), shape=(len(base), len(cells)))
    else:
        holding = city.larger[level].holding
        weight = np.where(np.isfinite(base), scored.weight[:, place], 0.0)
        holder, whole = holding.holder(len(base)), holding.sum(weight)
        inside = (
            (holder[rests] >= 0) & (weight[rests] > 0) & np.isfinite(scored.grids[level].score[holder[rests], leaf])
        )
        row = holder[rests][inside]
        part = weight[rests][inside] / whole[row]
        share = csr_array((part, (row, column[inside])), shape=(len(whole), len(cells)))
    indicator = city.catalogue.indicators[city.tree.items[leaf]]
    return _Resting(indicator, city.observed[place], cells, points, share)


def _summary(replicates: Floats, score: Floats, resting: Flags, rule: _Rule) -> dict[str, Floats]:
    """The columns of one item, one number per unit."""
    resting = resting & np.isfinite(score)
    spread = replicates.std(axis=0, ddof=1) * stdtrit(rule.df, 0.5 + rule.level / 2)
    low, high = ends(replicates, rule.level)
    bias = replicates.mean(axis=0) - score
    replicates -= bias
    first, last = ends(places(replicates), rule.level)
    rank = output.ranks(score)
    found = {
        "low": np.clip(np.fmin(low, score - bias - spread), 0.0, 100.0),
        "high": np.clip(np.fmax(high, score - bias + spread), 0.0, 100.0),
        "p_band": _in_band(replicates, score, rule.bands),
    }
    found = {name: np.where(resting, np.round(numbers, DECIMALS), np.nan) for name, numbers in found.items()}
    scored = np.isfinite(score)
    found["rank_low"] = np.where(scored, np.minimum(first, rank), np.nan)
    found["rank_high"] = np.where(scored, np.maximum(last, rank), np.nan)
    return found


def _in_band(replicates: Floats, score: Floats, bands: Sequence[Band]) -> Floats:
    """Share of the replicates inside the score's band."""
    starts = np.array([band.low for band in bands])
    own = np.searchsorted(starts, np.nan_to_num(score), side="right") - 1
    lowest = np.where(own == 0, -np.inf, starts[own])
    next_ = np.append(starts, np.inf)[own + 1]
    inside = (np.round(replicates, DECIMALS) >= lowest) & (np.round(replicates, DECIMALS) < next_)
    return np.asarray(inside.mean(axis=0))

"""The median and the Gini index: statistics of the whole distribution of answers, with the influence of every row.

The influence is the derivative of the statistic by the weight of a row (Deville 1999). Its sum over clusters varies as that of a
total, so that the gap between two groups that live in the same clusters has their covariance in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from tejido.survey.answers import Group
from tejido.survey.design import Design
from tejido.survey.linear import AT_ONCE, Linear, Woodruff, combined_df, linear, own_variance, srs_variance
from tejido.survey.quantiles import EQUAL, below, rank, runs, woodruff
from tejido.survey.sums import Cells, Floats, Ints, row_sums

RANKED = ("median", "gini")
"""Statistics for which answers have to be sorted."""

HALF = 0.5

__all__ = ["RANKED", "ranked"]


@dataclass(frozen=True, eq=False)
class _Sorted:
    """Answers by domain and inside it by value: their `rows`, and the `bounds` (domains + 1,) of the domains' runs."""

    values: Floats
    rows: Ints
    bounds: Ints

    @property
    def domains(self) -> int:
        return len(self.bounds) - 1


_Again = Callable[[Floats, Floats], Floats]
"""Sorted values (n,) and weights (n, replicates) to the statistic in each replicate."""


def ranked(design: Design, cells: Cells, group: Group, level: float) -> Linear:
    """The estimates of a median or a Gini index, whose answers are `group.atoms`, and the influence of every row."""
    assert group.atoms is not None
    atoms = linear(design, cells, group.atoms)
    domain = np.append(cells.domain, -1)[cells.of_row]
    answers, known = group.atoms.y[:, 0], group.atoms.known[:, 0]
    order = _Sorted(answers, *runs(answers, known, domain, cells.domains))
    own: Woodruff | None = None
    if group.statistics[0].kind == "median":
        estimate, z, own = _median(design, cells, group.atoms, domain, level)
        function: _Again = _medians
    else:
        estimate, z = _gini(order, design.weight)
        function = _ginis

    def again(other: Design) -> Floats:
        return _replicated(other, order, function)

    top = row_sums(cells.of_row, cells.count + 1, z[:, None], design.weight)[:-1]
    told = replace(group, y=z[:, None], x=np.zeros((design.rows, 1)))
    ones = np.ones((cells.domains, 1))
    return Linear(
        told, cells, top, None, atoms.present, estimate[:, None], ones, atoms.n, atoms.n, atoms.population, again=again, woodruff=own
    )  # fmt: skip


def _gini(order: _Sorted, weight: Floats) -> tuple[Floats, Floats]:
    """The Gini index by domain, half the mean difference of two people over their mean, and the influence of each row (n,).

    With weights w, numbers y, N = sum w and Y = sum w y it is sum_kl w_k w_l |y_k - y_l| / (2 N Y), and its derivative by w_k
    is (sum_l w_l |y_k - y_l| - G (Y + N y_k)) / (N Y) (Kovacevic and Binder 1997; Deville 1999). NaN where Y is not above 0.
    """
    y, w = order.values[order.rows], weight[order.rows]
    run = np.repeat(np.arange(order.domains), np.diff(order.bounds))
    size, whole = (np.bincount(run, one, order.domains) for one in (w, w * y))
    upto, sum_upto = _running(w, order), _running(w * y, order)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(whole > 0, size * whole, np.nan)
        index = np.bincount(run, w * y * (2 * upto - w - size[run]), order.domains) / scale
    last = _ends(y, run)
    apart = y * (2 * upto[last] - size[run]) + whole[run] - 2 * sum_upto[last]
    z = np.zeros(len(order.values))
    z[order.rows] = (apart - index[run] * (whole[run] + size[run] * y)) / scale[run]
    return index, z


def _running(amounts: Floats, order: _Sorted) -> Floats:
    """Sums up to each row inside its domain, of which those of the domains before are no part."""
    running = [np.cumsum(amounts[low:high]) for low, high in pairwise(order.bounds)]
    return np.concatenate([np.empty(0), *running])


def _ends(y: Floats, run: Ints) -> Ints:
    """For every sorted row the last one of its domain with the same value."""
    if not len(y):
        return np.empty(0, dtype=np.int64)
    closes = np.append((y[1:] != y[:-1]) | (run[1:] != run[:-1]), True)
    block = np.cumsum(closes) - closes
    return np.asarray(np.flatnonzero(closes)[block], dtype=np.int64)


def _median(
    design: Design, cells: Cells, group: Group, domain: Ints, level: float
) -> tuple[Floats, Floats, Woodruff | None]:
    """The median by domain, the influence of each row (n,), and its precision.

    The influence is that of the share at or below it over the density there; the density is the one that Woodruff's interval
    implies (Francisco and Fuller 1991): the standard error of the share over that of the median.
    """
    known = group.known[:, 0]
    answers = rank(group.y[:, 0], known, design.weight, domain, cells.domains)
    value = answers.at(np.full(cells.domains, HALF))
    under = below(group, 0, value, domain)
    share = linear(design, cells, under)
    spread, df = own_variance(design, share), combined_df(design, share, np.arange(cells.domains), cells.domains)
    se_share = np.sqrt(np.maximum(spread, 0.0))
    se, low, high = woodruff(answers, share.estimate, se_share, df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        width = np.where(se_share > 0, se / se_share, np.where(np.isfinite(se), 0.0, np.nan)) / share.population
    inside = np.flatnonzero((domain >= 0) & (known > 0))
    at = domain[inside]
    z = np.zeros(design.rows)
    z[inside] = (share.estimate[at, 0] - under.y[inside, 0]) * width[at, 0]
    return value, z, Woodruff(se, low, high, spread / srs_variance(design, share, None))


def _replicated(design: Design, order: _Sorted, function: _Again) -> Floats:
    """The statistic of every domain in every replicate of a design: (replicates, domains)."""
    assert design.replicates is not None
    factors = design.replicates.factors
    found = np.full((factors.shape[1], order.domains), np.nan)
    for domain in range(order.domains):
        rows = order.rows[order.bounds[domain] : order.bounds[domain + 1]]
        width = max(1, AT_ONCE // max(len(rows), 1))
        for start in range(0, factors.shape[1] if len(rows) else 0, width):
            weights = design.weight[rows, None] * factors[design.leaf[rows], start : start + width]
            with np.errstate(divide="ignore", invalid="ignore"):
                found[start : start + width, domain] = function(order.values[rows], weights)
    return found


def _ginis(y: Floats, weights: Floats) -> Floats:
    size, whole = weights.sum(axis=0), y @ weights
    index = (y[:, None] * weights * (2 * np.cumsum(weights, axis=0) - weights - size)).sum(axis=0)
    return np.asarray(np.where(whole > 0, index / (size * whole), np.nan))


def _medians(y: Floats, weights: Floats) -> Floats:
    share = np.cumsum(weights, axis=0) / weights.sum(axis=0)
    return np.where(np.isfinite(share[-1]), y[np.argmax(share >= HALF - EQUAL, axis=0)], np.nan)

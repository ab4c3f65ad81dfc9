"""Estimates as ratios of sums over cells, and their variances by linearisation or by replicates.

A mean is sum(w y) / sum(w), a ratio sum(w y) / sum(w x), a total sum(w y) / 1. The variance is that of the sum of the
influence w (y - estimate x) / denominator (Binder 1983), after calibration that of its residuals (Deville and Saerndal 1992).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tejido.survey.answers import Group
from tejido.survey.design import Design
from tejido.survey.sums import Bools, Cells, Floats, Ints, add_up, row_sums
from tejido.survey.variance import holding, holding_rows, replicate_variance, variance, variance_of_rows

AT_ONCE = 4_000_000
"""Numbers of one intermediate table that are held at a time."""
ROUNDING = 1e-13
"""A difference that is smaller beside its terms is their rounding."""

__all__ = [
    "AT_ONCE", "CellSums", "Linear", "Products", "Woodruff", "averages", "combined_df", "combined_variance", "from_cells",
    "influence", "linear", "own_variance", "replicated", "squares", "srs_variance",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class CellSums:
    """The sums of one group by cell: `top` and `below` (cells, v) of numerator and denominator in weights (`below` None:
    totals), `size` of the weights and `count` of the rows that answered (cells, v or 1), `cases` (cells, v) of the rows with
    the attribute (None: of all that answered).
    """

    top: Floats
    below: Floats | None
    size: Floats
    count: Floats
    cases: Floats | None


@dataclass(frozen=True, eq=False)
class Products:
    """Sums of the products of numerator y and denominator x, (k, v) each, y measured from `centre` (v,) x x."""

    yy: Floats
    yx: Floats
    xx: Floats
    centre: Floats

    def around(self, estimate: Floats) -> Floats:
        """Sums of the squares of y - estimate x (k, v); what is left of terms that cancel to their last digits is 0."""
        apart = estimate - self.centre
        whole = self.yy + apart**2 * self.xx
        found: Floats = whole - 2 * apart * self.yx
        return np.where(found > ROUNDING * whole, found, 0.0)


@dataclass(frozen=True, eq=False)
class Linear:
    """The sums behind the estimates of one group.

    `top` and `below` (cells, v) are the sums of numerator and denominator (`below` None: totals), `present` (cells, v or 1)
    the cells with an answer; by domain (domains, v): `estimate`, `denominator`, `n`, `cases`, `population`. Where the rows
    are the sampling units and only sums by stratum were made, `second` holds the products in squared weights by cell.

    Of a statistic that was linearised by row, `group.y` is the influence, `again` makes it anew in every replicate of a design
    (replicates, domains), and `woodruff` is what a median says of its own precision.
    """

    group: Group
    cells: Cells
    top: Floats
    below: Floats | None
    present: Bools
    estimate: Floats
    denominator: Floats
    n: Floats
    cases: Floats
    population: Floats
    second: Products | None = None
    again: Callable[[Design], Floats] | None = None
    woodruff: Woodruff | None = None


@dataclass(frozen=True, eq=False)
class Woodruff:
    """Of a median, by domain (domains, 1): standard error and interval after Woodruff (1952), and the design effect of the share
    of people below it.
    """

    se: Floats
    low: Floats
    high: Floats
    deff: Floats


def linear(design: Design, cells: Cells, group: Group) -> Linear:
    """Pass once over the rows of `group`."""
    return from_cells(group, cells, _cell_sums(design, cells, group))


def _cell_sums(design: Design, cells: Cells, group: Group) -> CellSums:
    weight, ones = design.weight, np.ones(design.rows)
    v = len(group.statistics)
    counted = group.kind == "proportion"
    sums = add_up(cells, design.leaf, (weight, ones) if counted else (weight,), group.y)
    cases: Floats | None = sums[1] if counted else None
    base: Floats = row_sums(cells.of_row, cells.count + 1, weight[:, None])[:-1]
    rows: Floats = row_sums(cells.of_row, cells.count + 1, ones[:, None])[:-1]
    size: Floats = base
    count: Floats = rows
    if group.gaps:
        size, count = np.repeat(base, v, axis=1), np.repeat(rows, v, axis=1)
        size[:, group.gaps], count[:, group.gaps] = add_up(cells, design.leaf, (weight, ones), group.known)
    below: Floats | None = size
    if group.kind == "total":
        below = None
    elif group.x is not None:
        below = add_up(cells, design.leaf, (weight,), group.x)[0]
    if group.kind in ("total", "ratio"):
        cases = add_up(cells, design.leaf, (ones,), (group.y != 0).astype(np.float64))[0]
    return CellSums(sums[0], below, size, count, cases)


def from_cells(group: Group, cells: Cells, sums: CellSums, second: Products | None = None) -> Linear:
    """Estimates from sums by cell, wherever these were made."""
    v = len(group.statistics)
    below = None if sums.below is None else np.broadcast_to(sums.below, sums.top.shape)

    def by_domain(values: Floats) -> Floats:
        return np.broadcast_to(row_sums(cells.domain, cells.domains, values), (cells.domains, v))

    n, population = by_domain(sums.count), by_domain(sums.size)
    cases = n if sums.cases is None else by_domain(sums.cases)
    denominator = np.ones((cells.domains, v)) if below is None else by_domain(below)
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.where(n > 0, by_domain(sums.top) / denominator, np.nan)
    estimate = np.where(np.isfinite(estimate), estimate, np.nan)
    present = sums.count > 0
    return Linear(group, cells, sums.top, below, present, estimate, denominator, n, cases, population, second)


def influence(found: Linear) -> Floats:
    """Influence of each cell on its domain's estimate (cells, v)."""
    domain = found.cells.domain
    rest = found.top if found.below is None else found.top - found.estimate[domain] * found.below
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = rest / found.denominator[domain]
    return share


def combined_variance(design: Design, found: Linear, target: Ints, targets: int, factor: Floats) -> Floats:
    """Variance (targets, v) of the sum over domains of factor (domains, v) x estimate, each domain adding to one `target`
    (domains,), or to none (-1). A plain estimate is its own target with factor 1; a gap has factors 1 and -1.
    """
    domain = found.cells.domain
    used = target[domain] >= 0
    weighted = influence(found)[used] * factor[domain[used]]
    leaf, goal = found.cells.leaf[used], target[domain[used]]
    if found.second is not None:
        centre = np.zeros(found.top.shape) if found.below is None else found.estimate[domain]
        products = found.second.around(centre)[used]
        with np.errstate(divide="ignore", invalid="ignore"):
            alone = products * (factor / found.denominator)[domain[used]] ** 2
        return variance_of_rows(design, leaf, goal, targets, weighted, alone, found.present[used])
    if design.calibration is None:
        return variance(design, leaf, goal, targets, weighted, found.present[used])
    return _calibrated(design, found, target, targets, factor, (leaf, goal, weighted))


def _calibrated(
    design: Design, found: Linear, target: Ints, targets: int, factor: Floats, cells: tuple[Ints, Ints, Floats]
) -> Floats:
    """Variance of the residuals of the influence on the auxiliary variables, in the weights before calibration."""
    assert design.calibration is not None
    auxiliary = design.calibration.auxiliary
    leaf, goal, weighted = cells
    v, q = weighted.shape[1], auxiliary.shape[1]
    slope = _slopes(design, found, target, targets, factor).reshape(q, targets * v)
    carried = row_sums(design.leaf, design.leaves, auxiliary, design.weight)
    everyone = np.arange(design.leaves)
    spread = np.empty((targets, v))
    width = max(1, AT_ONCE // max(design.leaves * v, 1))
    for start in range(0, targets, width):
        stop = min(start + width, targets)
        dense = -(carried @ slope[:, start * v : stop * v]).reshape(design.leaves, stop - start, v)
        inside = (goal >= start) & (goal < stop)
        np.add.at(dense, (leaf[inside], goal[inside] - start), weighted[inside])
        flat = dense.reshape(design.leaves, -1)
        spread[start:stop] = variance(design, everyone, np.zeros_like(everyone), 1, flat)[0].reshape(-1, v)
    return spread


def _slopes(design: Design, found: Linear, target: Ints, targets: int, factor: Floats) -> Floats:
    """Regression coefficients (q, targets, v) of the influence per unit of weight on the auxiliary variables."""
    assert design.calibration is not None
    auxiliary, before = design.calibration.auxiliary, design.calibration.before
    cells, group = found.cells, found.group
    of_row = np.append(cells.domain, cells.domains)[cells.of_row]
    crossed = np.empty((auxiliary.shape[1], targets, len(group.statistics)))
    wanted = target >= 0
    for number in range(auxiliary.shape[1]):
        weight = before * auxiliary[:, number]

        def summed(values: Floats, weight: Floats = weight) -> Floats:
            return row_sums(of_row, cells.domains + 1, values, weight)[:-1]

        rest = summed(group.y)
        if group.x is not None:
            rest = rest - found.estimate * summed(group.x)
        elif found.below is not None:
            known = np.repeat(summed(np.ones((design.rows, 1))), rest.shape[1], axis=1)
            if group.gaps:
                known[:, group.gaps] = summed(group.known)
            rest = rest - found.estimate * known
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.nan_to_num(rest / found.denominator) * factor
        crossed[number] = row_sums(target[wanted], targets, share[wanted])
    gram = (auxiliary * before[:, None]).T @ auxiliary
    flat = crossed.reshape(len(crossed), -1)
    return np.asarray(np.linalg.pinv(gram, hermitian=True) @ flat).reshape(crossed.shape)


def replicated(design: Design, found: Linear) -> Floats:
    """The estimates of every replicate: (replicates, domains, v)."""
    assert design.replicates is not None
    if found.again is not None:
        return found.again(design)[..., None]
    factors, cells = design.replicates.factors, found.cells
    estimates = np.full((factors.shape[1], *found.estimate.shape), np.nan)
    order = np.argsort(cells.domain, kind="stable")
    bounds = np.searchsorted(cells.domain[order], np.arange(cells.domains + 1))
    for domain in range(cells.domains):
        inside = order[bounds[domain] : bounds[domain + 1]]
        turned = factors[cells.leaf[inside]].T
        top = turned @ found.top[inside]
        below = 1.0 if found.below is None else turned @ found.below[inside]
        with np.errstate(divide="ignore", invalid="ignore"):
            estimates[:, domain] = top / below
    estimates[~np.isfinite(estimates)] = np.nan
    return estimates


def combined_df(design: Design, found: Linear, target: Ints, targets: int) -> Floats:
    """Degrees of freedom (targets, v): clusters less strata that hold the domains of a target; with replicates, the rank of
    their weights there less 1.
    """
    used = target[found.cells.domain] >= 0
    leaf, goal, present = found.cells.leaf[used], target[found.cells.domain[used]], found.present[used]
    if found.second is not None:
        wanted = target >= 0
        answered = row_sums(target[wanted], targets, found.n[wanted])
        df = holding_rows(design, leaf, goal, targets, present, answered)
    else:
        degrees = holding if design.replicates is None else _ranks
        df = degrees(design, leaf, goal, targets, present)
    return np.broadcast_to(df, (targets, len(found.group.statistics)))


def _ranks(design: Design, leaf: Ints, goal: Ints, targets: int, present: Bools) -> Floats:
    assert design.replicates is not None
    df = np.empty((targets, present.shape[1]))
    known: dict[bytes, int] = {}
    for domain in range(targets):
        for column in range(present.shape[1]):
            held = np.unique(leaf[(goal == domain) & present[:, column]])
            key = held.tobytes()
            if key not in known:
                known[key] = _rank(design.replicates.factors[held])
            df[domain, column] = known[key] - 1
    return df


def _rank(rows: Floats) -> int:
    if len(rows) > 2 * rows.shape[1]:
        rows = np.asarray(np.linalg.qr(rows, mode="r"))
    return int(np.linalg.matrix_rank(rows, rtol=1e-7)) if rows.size else 0


def own_variance(design: Design, found: Linear) -> Floats:
    """Variance (domains, v) of the estimates themselves."""
    if design.replicates is not None:
        return replicate_variance(design, replicated(design, found), found.estimate)
    domains = found.cells.domains
    return combined_variance(design, found, np.arange(domains), domains, np.ones(found.estimate.shape))


def srs_variance(design: Design, found: Linear, squared: Floats | None) -> Floats:
    """The variance (domains, v) that a simple random sample of the same size would have.

    `squared` are the `squares` of the answers, which proportions do not need. Without replacement from as many units as the
    weights sum to; with replacement where the weights are relative.
    """
    n, size, kind = found.n, found.population, found.group.kind
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = found.estimate * (1 - found.estimate)
        if squared is not None:
            answer = averages(found) * (found.denominator / size if kind == "ratio" else 1.0)
            spread = np.where(squared / size > (ROUNDING * answer) ** 2, squared / size, 0.0)
        if kind == "ratio":
            spread = spread / found.denominator**2
        spread = spread * n / (n - 1)
        left = np.ones_like(n) if design.relative else (size - n) / size
        scale = size**2 if kind in ("total", "ratio") else 1.0
        expected = spread * scale * left / n
    return np.where(expected > 0, expected, np.nan)


def averages(found: Linear) -> Floats:
    """What the answers of a domain deviate from (domains, v): the estimate; of a total, the mean behind it."""
    if found.group.kind != "total":
        return found.estimate
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(found.estimate / found.population)


def squares(design: Design, found: Linear) -> Floats | None:
    """Weighted sums of squared deviations from the domain's mean (or, of a ratio, of its residuals), (domains, v); None for
    proportions, which tell their own.
    """
    if found.group.kind == "proportion":
        return None
    cells, group = found.cells, found.group
    of_row = np.append(cells.domain, cells.domains)[cells.of_row]
    summed = np.empty(found.estimate.shape)
    padded = np.vstack([averages(found), np.zeros((1, found.estimate.shape[1]))])
    for column in range(len(group.statistics)):
        mean = padded[:, column][of_row]
        part = group.y[:, column] - mean * (1.0 if group.x is None else group.x[:, column])
        if column in group.gaps:
            part = part * group.known[:, group.gaps.index(column)]
        summed[:, column] = np.bincount(of_row, design.weight * part * part, cells.domains + 1)[:-1]
    return summed

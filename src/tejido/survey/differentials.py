"""Differentials: one figure for two groups, their gap and their ratio, judged by their joint variance.

Groups that live in the same clusters vary together, so the variance of a gap is not the sum of two: the gap is estimated as
one linear statistic (Saerndal, Swensson and Wretman 1992, section 5.8), its covariance included.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr

from tejido.errors import fail
from tejido.survey import intervals, quality
from tejido.survey.answers import Answers, Statistic, prepare
from tejido.survey.design import Design
from tejido.survey.domains import Domains, cross
from tejido.survey.estimates import estimate, parts
from tejido.survey.linear import Linear, combined_df, combined_variance, linear, replicated
from tejido.survey.sums import Floats, Ints, make_cells
from tejido.survey.variance import replicate_variance

SHOWN, NOT_SHOWN, CANNOT = "gap_shown", "gap_not_shown", "cannot_be_said"

__all__ = ["CANNOT", "NOT_SHOWN", "SHOWN", "adjust_false_discovery", "adjust_holm", "compare", "differential"]


def differential(
    design: Design,
    table: pd.DataFrame,
    asked: Answers | Sequence[Statistic],
    group: str,
    one: object,
    other: object,
    by: Sequence[str] = (),
    *,
    level: float = 0.95,
    rule: str = "eclac_2023",
    planned: bool = False,
    file: str | None = None,
) -> pd.DataFrame:
    """Everything `asked`, compared between two values of the column `group`, in every domain of `by`.

    Returns:
        One row per statistic and domain: ``statistic``, ``variable``, the columns of `by`, ``estimate_one``,
        ``estimate_other``, ``gap`` (one - other) with ``se``, ``low``, ``high``, ``df`` and two-sided ``p``, ``ratio``
        (one / other) with ``ratio_se``, ``ratio_low``, ``ratio_high`` (on the log scale), ``n_one``, ``n_other``,
        ``quality`` (the worse of the two) and ``said``: `SHOWN` where the interval leaves 0 out, `NOT_SHOWN`, or `CANNOT`
        where one of the two estimates is unreliable.

    Raises:
        TejidoError: a group does not occur; or quantiles are asked, whose gap has no linear form.
    """
    answers = asked if isinstance(asked, Answers) else prepare(table, asked, file)
    if any(statistic.kind == "quantile" for statistic in answers.statistics):
        raise fail("E131", file=file)
    by = [name for name in by if name != group]
    domains = cross(design, table, [*by, group], file)
    cells = make_cells(design.leaf, design.leaves, domains.of_row, domains.count)
    figures = estimate(design, table, answers, [*by, group], level=level, rule=rule, planned=planned)
    sums = (linear(design, cells, part) for whole in answers.groups for part in parts(cells, whole))
    return compare(design, sums, domains, figures, one, other, level, file)


def compare(
    design: Design,
    sums: Iterable[Linear],
    domains: Domains,
    figures: pd.DataFrame,
    one: object,
    other: object,
    level: float,
    file: str | None = None,
) -> pd.DataFrame:
    """The differentials of `differential` from `sums` over `domains`, whose last column is the group; `figures` are the
    estimates of the same statistics in the same domains.

    Raises:
        TejidoError: a group does not occur.
    """
    *by, group = domains.columns
    side = domains.table[group].map(str)
    for value in (one, other):
        if not (side == str(value)).any():
            known = ", ".join(sorted(set(side))[:12])
            raise fail("E130", file=file, column=group, name=group, value=str(value), known=known)
    first, second, kept = _pairs(domains, by, group, str(one), str(other))
    result = pd.concat([_compared(design, found, first, second, level) for found in sums], ignore_index=True)
    for place, name in enumerate(by):
        values = np.tile(kept[name].to_numpy(dtype=object), len(figures) // domains.count)
        result.insert(2 + place, name, values)
    _judge(result, figures, first, second)
    return result


def _pairs(domains: Domains, by: Sequence[str], group: str, one: str, other: str) -> tuple[Ints, Ints, pd.DataFrame]:
    """For every domain of `by` that has both groups, the number of each."""
    numbered = domains.table.assign(_number=np.arange(domains.count), _side=domains.table[group].map(str))
    left, right = numbered[numbered["_side"] == one], numbered[numbered["_side"] == other]
    keys = list(by) or ["_all"]
    if not by:
        left, right = left.assign(_all=0), right.assign(_all=0)
    both = left.merge(right, on=keys, how="inner", suffixes=("", "_other"), sort=False)
    return both["_number"].to_numpy(np.int64), both["_number_other"].to_numpy(np.int64), both[list(by)]


def _compared(design: Design, found: Linear, first: Ints, second: Ints, level: float) -> pd.DataFrame:
    """Gap and ratio of one group of statistics."""
    one, other = found.estimate[first], found.estimate[second]
    gap = one - other
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(other != 0, one / other, np.nan)
        factors = (np.ones_like(one), -np.ones_like(one)), (1 / other, -one / other**2)
    if design.replicates is None:
        spread, ratio_spread = (_variance(design, found, first, second, *pair) for pair in factors)
    else:
        made = replicated(design, found)
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = made[:, first] / made[:, second]
        spread = replicate_variance(design, made[:, first] - made[:, second], gap)
        ratio_spread = replicate_variance(design, np.where(np.isfinite(quotient), quotient, np.nan), ratio)
    df = _df(design, found, first, second)
    se, ratio_se = np.sqrt(np.maximum(spread, 0)), np.sqrt(np.maximum(ratio_spread, 0))
    low, high = intervals.around(gap, se, df, level)
    ratio_low, ratio_high = intervals.of_quotient(ratio, ratio_se, df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(se > 0, np.abs(gap) / se, np.where(gap == 0, 0.0, np.inf))
        p = np.where(df > 0, 2 * stdtr(np.where(df > 0, df, 1.0), -t), np.nan)
    columns = {
        "estimate_one": one, "estimate_other": other, "gap": gap, "se": se, "low": low, "high": high, "df": df, "p": p,
        "ratio": ratio, "ratio_se": ratio_se, "ratio_low": ratio_low, "ratio_high": ratio_high,
        "n_one": found.n[first], "n_other": found.n[second],
    }  # fmt: skip
    names = {
        "statistic": np.repeat([one.kind for one in found.group.statistics], len(first)).astype(object),
        "variable": np.repeat([one.variable for one in found.group.statistics], len(first)).astype(object),
    }
    frame = pd.DataFrame(names | {name: np.ascontiguousarray(values.T).ravel() for name, values in columns.items()})
    return frame.astype({"n_one": "Int64", "n_other": "Int64"})


def _variance(design: Design, found: Linear, first: Ints, second: Ints, left: Floats, right: Floats) -> Floats:
    """Variance (pairs, v) of left x first + right x second."""
    if len(first) and (first == second).all():
        return np.zeros((len(first), found.estimate.shape[1]))
    target = np.full(found.cells.domains, -1, dtype=np.int64)
    target[first] = target[second] = np.arange(len(first))
    factor = np.zeros(found.estimate.shape)
    factor[first], factor[second] = left, right
    usable = np.isfinite(left) & np.isfinite(right)
    spread = combined_variance(design, found, target, len(first), np.where(np.isfinite(factor), factor, 0.0))
    return np.where(usable, spread, np.nan)


def _df(design: Design, found: Linear, first: Ints, second: Ints) -> Floats:
    target = np.full(found.cells.domains, -1, dtype=np.int64)
    target[first] = target[second] = np.arange(len(first))
    return combined_df(design, found, target, len(first))


def _judge(result: pd.DataFrame, figures: pd.DataFrame, first: Ints, second: Ints) -> None:
    """The worse quality of the two, and what may be said."""
    order = [quality.UNRELIABLE, quality.WEAK, quality.RELIABLE]
    rank = figures["quality"].map({name: place for place, name in enumerate(order)}).to_numpy()
    by_statistic = rank.reshape(len(result) // max(len(first), 1), -1) if len(first) else rank.reshape(0, 1)
    worse = np.minimum(by_statistic[:, first], by_statistic[:, second]).ravel() if len(first) else np.empty(0, np.int64)
    result["quality"] = np.array(order, dtype=object)[worse]
    apart = (result["low"] > 0) | (result["high"] < 0)
    result["said"] = np.where(result["quality"] == quality.UNRELIABLE, CANNOT, np.where(apart, SHOWN, NOT_SHOWN))


def adjust_holm(p: Floats) -> Floats:
    """p-values adjusted so that the chance of any false finding in the family stays at the level (Holm 1979); NaN stays."""
    return _adjusted(p, lambda ordered, m: np.maximum.accumulate(ordered * (m - np.arange(m))))


def adjust_false_discovery(p: Floats) -> Floats:
    """p-values adjusted for the share of false findings among all findings (Benjamini and Hochberg 1995); NaN stays."""
    return _adjusted(p, lambda ordered, m: np.minimum.accumulate((ordered * m / np.arange(1, m + 1))[::-1])[::-1])


def _adjusted(p: Floats, rule: object) -> Floats:
    values = np.asarray(p, dtype=np.float64)
    adjusted = np.full(values.shape, np.nan)
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(values[known], kind="stable")]
    assert callable(rule)
    adjusted[order] = np.minimum(rule(values[order], len(order)), 1.0)
    return adjusted

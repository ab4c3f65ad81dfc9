"""Intervals of estimates: Student's t, and for proportions the logit or, where cases are few, Korn and Graubard's."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, stdtrit

from tejido.survey.sums import Floats

FEW = 10
"""Cases, or cases without the attribute, below which a proportion gets the interval of Korn and Graubard."""

__all__ = ["FEW", "around", "critical", "of_kind", "of_proportion", "of_quotient"]


def critical(df: Floats, level: float) -> Floats:
    """Two-sided critical value of Student's t; NaN without degrees of freedom."""
    kinds, place = np.unique(df, return_inverse=True)  # few different ones, and each takes long
    values = np.where(kinds > 0, stdtrit(np.where(kinds > 0, kinds, 1.0), (1 + level) / 2), np.nan)
    return np.asarray(values[place]).reshape(df.shape)


def around(estimate: Floats, se: Floats, df: Floats, level: float) -> tuple[Floats, Floats]:
    """Estimate -+ t x standard error."""
    half = critical(df, level) * se
    return estimate - half, estimate + half


def of_kind(
    kind: str, estimate: Floats, se: Floats, df: Floats, n: Floats, cases: Floats, level: float
) -> tuple[Floats, Floats]:
    """The interval of a statistic of this kind: `of_proportion`, `of_quotient` of a ``gap`` (a quotient of two shares or
    means), else `around`; a ``diversity`` is not below 0, a ``gini`` inside 0 to 1.
    """
    if kind == "proportion":
        return of_proportion(estimate, se, df, n, cases, level)
    if kind == "gap":
        return of_quotient(estimate, se, df, level)
    low, high = around(estimate, se, df, level)
    if kind == "gini":
        return np.maximum(low, 0.0), np.minimum(high, 1.0)
    return (np.maximum(low, 0.0) if kind == "diversity" else low), high


def of_quotient(ratio: Floats, se: Floats, df: Floats, level: float) -> tuple[Floats, Floats]:
    """The t interval of the logarithm, turned back; NaN for a quotient of 0.

    A quotient is skewed and cannot fall below 0; its logarithm is nearly symmetric, and the interval says the same whichever
    group stands on top.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.exp(critical(df, level) * se / np.abs(ratio))
        return ratio / reach, ratio * reach


def of_proportion(p: Floats, se: Floats, df: Floats, n: Floats, cases: Floats, level: float) -> tuple[Floats, Floats]:
    """The interval of a proportion, inside 0 to 1 and never from 0 to 0.

    The t interval of the logit, turned back; where cases or non-cases are fewer than `FEW`, the exact binomial interval
    with the effective sample size n* = p (1 - p) / se^2 x (t of n - 1 / t of df)^2 (Korn and Graubard 1998); where nobody
    or everybody has the attribute, n* = n x (t of n - 1 / t of df)^2.
    """
    low, high = np.full(p.shape, np.nan), np.full(p.shape, np.nan)
    inner = (p > 0) & (p < 1)
    few = np.minimum(cases, n - cases) < FEW
    logit = inner & ~few
    if logit.any():
        q = p[logit]
        centre, half = np.log(q / (1 - q)), critical(df[logit], level) * se[logit] / (q * (1 - q))
        low[logit], high[logit] = 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))
    exact = few & np.isfinite(p) & (n > 0)
    if exact.any():
        low[exact], high[exact] = _korn_graubard(p[exact], se[exact], df[exact], n[exact], level)
    return low, high


def _korn_graubard(p: Floats, se: Floats, df: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    spread = p * (1 - p)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(spread > 0, spread / se**2, n) * (critical(n - 1, level) / critical(df, level)) ** 2
    low, high = p.copy(), p.copy()
    low[~np.isfinite(size)] = high[~np.isfinite(size)] = np.nan
    certain = (se == 0) & (spread > 0)
    low[certain], high[certain] = p[certain], p[certain]
    fit = np.isfinite(size)
    tail = (1 - level) / 2
    x, m = (size * p)[fit], size[fit]
    some, all_but = x > 0, x < m
    low[fit] = np.where(some, betaincinv(np.where(some, x, 1.0), m - x + 1, tail), 0.0)
    high[fit] = np.where(all_but, betaincinv(x + 1, np.where(all_but, m - x, 1.0), 1 - tail), 1.0)
    return low, high

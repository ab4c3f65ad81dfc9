"""Replicate weights: as they come with a file, or made from a design.

A replicate is a factor per cluster and replicate that the weight is multiplied by. Methods: delete-one jackknife without
(JK1) and with strata (JKn), balanced half-samples (BRR, McCarthy 1966), the same with Fay's factor (Judkins 1990), and the
bootstrap of Rao, Wu and Yue (1992).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from scipy.linalg import hadamard

from tejido.errors import fail
from tejido.survey.design import Design, Replicates, is_relative, numbers, require
from tejido.survey.sums import Floats, Ints, codes

Method = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap"]
RHO = 0.5
"""Fay's factor where none is given: half of the half-sample's weight stays."""
DRAWS = 500
"""Replicates of a bootstrap, unless said otherwise."""

__all__ = ["DRAWS", "RHO", "Method", "replicate", "replicate_design"]


def replicate_design(
    table: pd.DataFrame,
    weight: str,
    columns: Sequence[str],
    method: Method,
    strata: str | None = None,
    rho: float | None = None,
    mse: bool = False,
    file: str | None = None,
) -> Design:
    """The design of a file that brings replicate weights (final weights, one column per replicate).

    The multipliers follow from the method: JK1 (R - 1) / R; JKn (n - 1) / n of the stratum whose cluster is left out, for
    which `strata` must be known; BRR 1 / R; Fay 1 / (R (1 - rho)^2), rho being the smallest factor where it is not given;
    bootstrap 1 / (R - 1).

    Raises:
        TejidoError: a column is missing, a row has replicates but no weight, or JKn comes without strata.
    """
    for name in (weight, *columns):
        require(table, name, file)
    base = numbers(table, weight, file, least=0.0)
    given = np.column_stack([numbers(table, name, file) for name in columns])
    lost = (base == 0) & (given != 0).any(axis=1)
    if lost.any():
        raise fail("E117", file=file, row=int(np.flatnonzero(lost)[0]) + 2, column=weight, name=weight)
    factors = np.divide(given, base[:, None], out=np.ones_like(given), where=base[:, None] > 0)
    count, rscales = factors.shape[1], np.ones(factors.shape[1])
    scale = {"JK1": (count - 1) / count, "JKn": 1.0, "BRR": 1 / count, "bootstrap": 1 / (count - 1)}.get(method, 1.0)
    if method == "Fay":
        kept = float(factors.min()) if rho is None else rho
        scale = 1 / (count * (1 - kept) ** 2)
    if method == "JKn":
        if strata is None:
            raise fail("E118", file=file)
        require(table, strata, file)
        rscales = _jackknife_scales(factors, codes(table[strata])[0])
    leaf, compact = _compact(factors)
    replicates = Replicates(method, compact, scale, rscales, mse)
    return Design(base, leaf, len(compact), (), "fail", is_relative(base), replicates)


def _jackknife_scales(factors: Floats, stratum: Ints) -> Floats:
    """(n - 1) / n of each replicate's stratum: the one in which it takes rows away."""
    away = factors < 0.5
    home = np.where(away.any(axis=0), stratum[away.argmax(axis=0)], -1)
    per_stratum = np.bincount(home[home >= 0], minlength=int(stratum.max()) + 1)
    drawn = np.where(home >= 0, per_stratum[home], 1)
    return np.where(home >= 0, (drawn - 1) / drawn, 0.0)


def _compact(factors: Floats) -> tuple[Ints, Floats]:
    """Rows with the same factors as one leaf, where that is shorter (the rows of a cluster share theirs)."""
    # One number per row tells rows apart; that rows with the same number are the same is checked below.
    marks = np.random.default_rng(0).random(factors.shape[1])
    leaf, kinds = pd.factorize((np.round(factors, 9) * marks).sum(axis=1))
    if 2 * len(kinds) > len(factors):
        return np.arange(len(factors), dtype=np.int64), factors
    first = np.zeros(len(kinds), dtype=np.int64)
    first[leaf[::-1]] = np.arange(len(leaf) - 1, -1, -1)
    if np.abs(factors - factors[first[leaf]]).max() > 1e-8:
        return np.arange(len(factors), dtype=np.int64), factors
    return leaf.astype(np.int64), factors[first]


def replicate(
    design: Design, method: Method, count: int = DRAWS, seed: int = 1, rho: float = RHO, mse: bool = False,
    file: str | None = None,
) -> Design:  # fmt: skip
    """The same sample with replicate weights made for its first-stage clusters.

    `count` and `seed` are those of the bootstrap, `rho` is Fay's. Finite populations enter JK1 and JKn only, by the first
    stage. Strata with one cluster follow the rule of the design.

    Raises:
        TejidoError: E119, BRR and Fay need two clusters in every stratum; E120, JK1 knows no strata; E121, the bootstrap
            needs two or more.
    """
    stage = design.stages[0]
    strata, size = stage.stratum, stage.size
    if method == "JK1" and len(size) > 1:
        raise fail("E120", file=file, count=len(size))
    if method in ("BRR", "Fay") and (size != 2).any():
        raise fail("E119", file=file, count=int((size != 2).sum()))
    if method == "bootstrap" and (size < 2).any():
        raise fail("E121", file=file, count=int((size < 2).sum()))
    scale, rscales = 1.0, None
    if method in ("JK1", "JKn"):
        factors, rscales, scale = _jackknife(design)
    elif method == "bootstrap":
        factors = _bootstrap(strata, size, count, seed)
        scale = 1 / (count - 1)
    else:
        kept = 0.0 if method == "BRR" else rho
        factors = _half_samples(strata, len(size), kept)
        scale = 1 / (factors.shape[1] * (1 - kept) ** 2)
    spread = np.ones(factors.shape[1]) if rscales is None else rscales
    return replace(design, replicates=Replicates(method, factors[stage.cluster], scale, spread, mse))


def _jackknife(design: Design) -> tuple[Floats, Floats, float]:
    """A replicate without each cluster, the others of its stratum taking its place."""
    stage = design.stages[0]
    strata, clusters = stage.stratum, len(stage.stratum)
    size = stage.size[strata]
    same = strata[:, None] == strata[None, :]
    factors = np.where(same, np.divide(size, size - 1, out=np.ones(clusters), where=size > 1)[None, :], 1.0)
    np.fill_diagonal(factors, 0.0)
    # The stage's scale is (1 - f) n / (n - 1); a jackknife replicate deviates n / (n - 1) times as far from the mean.
    rscales = stage.scale[strata] * ((size - 1) / size) ** 2
    single = size == 1
    scale = 1.0
    if single.any():
        h = len(stage.size)
        if design.lonely == "adjust" and h > 1:
            factors[:, single] = np.where(np.eye(clusters, dtype=np.bool_)[:, single], 0.0, h / (h - 1))
            rscales[single] = (h - 1) / h
        else:
            factors, rscales = factors[:, ~single], rscales[~single]
            scale = clusters / (~single).sum() if design.lonely == "average" else 1.0
    return factors, rscales, float(scale)


def _half_samples(strata: Ints, count: int, kept: float) -> Floats:
    """Balanced half-samples by the rows of a Hadamard matrix: 2 - kept for one cluster of a stratum, kept for the other."""
    order = 1 << int(np.ceil(np.log2(count + 1)))
    signs = hadamard(order)[1 : count + 1].astype(np.float64)
    second = pd.Series(strata).groupby(strata).cumcount().to_numpy() == 1
    side = np.where(second, -1.0, 1.0)[:, None] * signs[strata]
    return np.where(side > 0, 2.0 - kept, kept)


def _bootstrap(strata: Ints, size: Floats, count: int, seed: int) -> Floats:
    """Draw n - 1 clusters of each stratum with replacement; each counts n / (n - 1) times as often as it was drawn."""
    rng = np.random.default_rng(seed)
    factors = np.empty((len(strata), count))
    for stratum, drawn in enumerate(size.astype(np.int64)):
        members = np.flatnonzero(strata == stratum)
        times = rng.multinomial(drawn - 1, np.full(drawn, 1 / drawn), size=count)
        factors[members] = times.T * (drawn / (drawn - 1))
    return factors

"""Variances of sums over clusters, for every domain and answer at once."""

from __future__ import annotations

import numpy as np

from tejido.survey.design import Design, Stage
from tejido.survey.sums import Bools, Floats, Ints, row_sums

__all__ = ["holding", "holding_rows", "replicate_variance", "variance", "variance_of_rows"]


def _pairs(one: Ints, other: Ints, others: int) -> tuple[Ints, Ints, Ints]:
    """The pairs that occur: first and second member of each, and the pair of every entry."""
    key = one * others + other
    if (np.diff(key) > 0).all():
        return one, other, np.arange(len(key))
    spread = int(key.max()) + 1
    if spread > 4 * len(key) + 1_000_000:
        keys, place = np.unique(key, return_inverse=True)
    else:
        present = np.zeros(spread, dtype=np.bool_)
        present[key] = True
        keys, place = np.flatnonzero(present), (np.cumsum(present) - 1)[key]
    return keys // others, keys % others, place


def variance(
    design: Design, leaf: Ints, domain: Ints, domains: int, linear: Floats, present: Bools | None = None
) -> Floats:
    """Variance of the sum of `linear` over each domain: an array (domains, v).

    `leaf` and `domain` (cells,) say where each row of `linear` (cells, v) belongs; `present` (cells, v), which of them have
    an answer (all, unless said), matters to the rule `average` only. Clusters of the sample that have no
    cell in a domain count with 0, as they must: the domain's size in the sample is itself random. A stratum's share is
    scale x sum of squared deviations from the stratum's mean, over all its clusters; stages add up (Saerndal, Swensson and
    Wretman 1992, result 4.3.1 and its repetition for more stages).
    """
    total = np.zeros((domains, linear.shape[1]))
    for number, stage in enumerate(design.stages):
        part = _stage(stage, design.lonely, stage.cluster[leaf], domain, domains, linear)
        if number == 0 and design.lonely == "average" and stage.lonely.any():
            seen = np.ones(linear.shape, dtype=np.bool_) if present is None else np.broadcast_to(present, linear.shape)
            part *= _average_factor(stage, stage.cluster[leaf], domain, domains, seen)
        total += part
    return total


def variance_of_rows(
    design: Design, stratum: Ints, domain: Ints, domains: int, linear: Floats, squares: Floats, present: Bools
) -> Floats:
    """Variance (domains, v) where the rows are the sampling units, from sums by stratum and domain alone.

    `linear` and `squares` (cells, v) are sums of the rows' contributions and of their squares, `stratum` and `domain` (cells,)
    say where. It is `variance` with its squared deviations multiplied out.
    """
    [stage] = design.stages
    strata, in_domain, place = _pairs(stage.cluster[stratum], domain, domains)
    size = stage.size[strata][:, None]
    mean = row_sums(place, len(strata), linear) / size
    if design.lonely == "adjust":
        mean[stage.lonely[strata]] = 0.0
    apart = np.maximum(row_sums(place, len(strata), squares) - size * mean**2, 0.0)
    total = row_sums(in_domain, domains, apart * stage.scale[strata][:, None])
    if design.lonely == "average" and stage.lonely.any():
        total *= _average_factor(stage, stage.cluster[stratum], domain, domains, np.broadcast_to(present, linear.shape))
    return total


def _stage(stage: Stage, lonely: str, cluster: Ints, domain: Ints, domains: int, linear: Floats) -> Floats:
    clusters, of_domain, place = _pairs(cluster, domain, domains)
    sums = linear if len(clusters) == len(place) else row_sums(place, len(clusters), linear)
    strata, in_domain, group = _pairs(stage.stratum[clusters], of_domain, domains)
    size = stage.size[strata][:, None]
    held = np.bincount(group, minlength=len(strata)).astype(np.float64)[:, None]
    mean = row_sums(group, len(strata), sums) / size
    if lonely == "adjust":
        mean[stage.lonely[strata]] = 0.0
    squares = row_sums(group, len(strata), (sums - mean[group]) ** 2) + (size - held) * mean**2
    return row_sums(in_domain, domains, squares * stage.scale[strata][:, None])


def _average_factor(stage: Stage, cluster: Ints, domain: Ints, domains: int, present: Bools) -> Floats:
    """By how much the strata with several clusters stand for those with one: strata held / strata held with several."""
    strata, in_domain, group = _pairs(stage.stratum[cluster], domain, domains)
    held = row_sums(group, len(strata), present.astype(np.float64)) > 0
    every = row_sums(in_domain, domains, held.astype(np.float64))
    several = row_sums(in_domain, domains, (held & ~stage.lonely[strata][:, None]).astype(np.float64))
    return np.divide(every, several, out=np.full_like(every, np.nan), where=several > 0)


def holding(design: Design, leaf: Ints, domain: Ints, domains: int, present: Bools) -> Floats:
    """Degrees of freedom (domains, v): first-stage clusters that hold the domain less the strata that do.

    `present` (cells, v) says which cells have an answer with a weight.
    """
    stage = design.stages[0]
    clusters, of_domain, place = _pairs(stage.cluster[leaf], domain, domains)
    held = row_sums(place, len(clusters), present.astype(np.float64)) > 0
    found = row_sums(of_domain, domains, held.astype(np.float64))
    return found - _strata_held(stage, clusters, of_domain, domains, held)


def holding_rows(design: Design, stratum: Ints, domain: Ints, domains: int, present: Bools, answered: Floats) -> Floats:
    """Degrees of freedom (domains, v) where rows are the sampling units: those that `answered` (domains, v) less strata."""
    return answered - _strata_held(design.stages[0], stratum, domain, domains, present)


def _strata_held(stage: Stage, cluster: Ints, domain: Ints, domains: int, held: Bools) -> Floats:
    """Strata (domains, v) of which a domain holds a cluster."""
    strata, in_domain, group = _pairs(stage.stratum[cluster], domain, domains)
    some = row_sums(group, len(strata), held.astype(np.float64)) > 0
    return row_sums(in_domain, domains, some.astype(np.float64))


def replicate_variance(design: Design, replicated: Floats, estimate: Floats) -> Floats:
    """Variance from replicated estimates (replicates, ...) around their mean, or around `estimate` (...) where so declared.

    A replicate in which nothing could be estimated (NaN) is left out, as where a domain lies in the one cluster left out.
    """
    assert design.replicates is not None
    scales = design.replicates.rscales.reshape((-1,) + (1,) * (replicated.ndim - 1))
    known = np.isfinite(replicated)
    values = np.where(known, replicated, 0.0)
    if design.replicates.mse:
        centre = estimate
    else:
        used = known & (scales > 0)
        count = used.sum(axis=0)
        centre = np.divide((values * used).sum(axis=0), count, out=np.full(count.shape, np.nan), where=count > 0)
    squares = np.where(known, (values - centre) ** 2, 0.0) * scales
    spread: Floats = squares.sum(axis=0) * design.replicates.scale
    return np.where(known.any(axis=0), spread, np.nan)

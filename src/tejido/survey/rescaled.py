"""Bootstrap replicates of a sample of any number of stages drawn from finite populations.

In: a `Design`. Out: factors per smallest cluster and replicate, by the rescaled bootstrap of Preston (2009, Survey Methodology
35(2), 227-234): at every stage half of the clusters are drawn without replacement, and the factors are scaled so that the
variance over replicates is that of the design, finite populations of all stages included. Without any known population it is
the bootstrap of the first-stage clusters.
"""

from __future__ import annotations

import numpy as np

from tejido.survey.design import Design
from tejido.survey.sums import Floats, Ints

__all__ = ["rescaled_factors"]


def rescaled_factors(design: Design, count: int, seed: int) -> Floats:
    """Factors (leaves, count) that the weights of a design's smallest clusters are multiplied by.

    The variance of a figure is the mean of its squared deviations over the replicates. A cluster alone in its stratum stays
    in every replicate and adds nothing (a design whose rule is `fail` has none).
    """
    first = design.stages[0]
    rng = np.random.default_rng(seed)
    factors = np.ones((design.leaves, count))
    above = np.ones((len(first.size), count))
    taken = np.ones(len(first.size))
    for stage in design.stages:
        kept = np.floor(stage.size / 2)
        many = stage.size >= 2
        # What a stage adds: its own share of the variance, given the stages above it.
        spread = np.divide(
            kept * taken * (1.0 - stage.fraction), stage.size - kept, out=np.zeros_like(kept), where=many
        )
        larger = np.divide(stage.size, kept, out=np.ones_like(kept), where=many)
        drawn = _half(stage.stratum, kept, count, rng)
        inside = stage.stratum
        step = np.sqrt(spread)[inside, None] * above[inside] * (larger[inside, None] * drawn - 1.0)
        factors += step[stage.cluster]
        stays = np.where(many[inside, None], np.sqrt(larger)[inside, None] * drawn, 1.0)
        above = above[inside] * stays
        taken = (taken * stage.fraction)[inside]
    return factors


def _half(stratum: Ints, kept: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Which clusters (clusters, count) are drawn: `kept` of each stratum, without replacement, anew in every replicate."""
    order = np.argsort(stratum, kind="stable")
    strata = stratum[order]
    first = np.searchsorted(strata, strata)
    drawn = np.empty((len(stratum), count))
    limit = kept[strata]
    for replicate in range(count):
        keys = rng.random(len(stratum))
        ranked = np.lexsort((keys, strata))
        place = np.empty(len(stratum), dtype=np.int64)
        place[ranked] = np.arange(len(stratum))
        drawn[order, replicate] = place - first < limit
    return drawn

"""Rates of rare events: where they can be made, and how they are steadied."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.tables import LEAST_FOR_RARE

Floats = NDArray[np.float64]

MINIMUM = float(LEAST_FOR_RARE)
"""Inhabitants a unit needs for a rate of rare events of its own."""


def marshall(cases: Floats, population: Floats) -> Floats:
    """Rates (cases per inhabitant) drawn towards the city's rate, the more the fewer people a unit has.

    Global empirical Bayes estimate by the method of moments of Marshall (1991). `cases` and `population` (n,); the
    result is a plain proportion, to be multiplied by 100,000 or the like. NaN where cases are missing or nobody is
    known to live; these units do not enter the city's rate. Where the rates vary no more than chance would let them,
    all get the city's rate.
    """
    known = np.isfinite(cases) & np.isfinite(population) & (population > 0)
    rate = np.full(len(cases), np.nan)
    if not known.any():
        return rate
    events, people = np.asarray(cases, dtype=float)[known], np.asarray(population, dtype=float)[known]
    mean = events.sum() / people.sum()
    raw = events / people
    spread = (people * (raw - mean) ** 2).sum() / people.sum()
    between = max(0.0, spread - mean / people.mean())
    trust = np.divide(between, between + mean / people, out=np.zeros_like(people), where=between + mean / people > 0)
    rate[known] = mean + trust * (raw - mean)
    return rate


def level_for(populations: Mapping[str, pd.Series], minimum: float = MINIMUM, share: float = 1.0) -> str | None:
    """The finest level at which a rate may stand: the last of `populations` (levels from coarse to fine, people per
    unit) where units of at least `minimum` inhabitants hold `share` of the people. Units without known people do not
    count.

    None where no level will do, not even the whole city: the rate is then to be smoothed, or left out.
    """
    chosen = None
    for level, people in populations.items():
        inhabited = people[people > 0]
        enough = inhabited[inhabited >= minimum].sum() >= share * inhabited.sum() * (1 - 1e-12)
        if len(inhabited) and enough:
            chosen = level
    return chosen

"""How much of a gap is where people live: its split between and within quarters (Kitagawa 1955)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.survey.answers import Group
from tejido.survey.standardisation import Pairs
from tejido.survey.sums import Bools, Floats, codes

SHARED = 0.5
"""Part of each group that must live in quarters where the sample found both, for the split to be told."""

__all__ = ["SHARED", "Split", "split_gap"]


@dataclass(frozen=True, eq=False)
class Split:
    """Parts of the gap of every pair (pairs,): `between` and `within` sum to it. `shared` is how much of a group lives in
    quarters where both were found, for the group of which it is less: under `SHARED` the parts are NaN.
    """

    between: Floats
    within: Floats
    shared: Floats


def split_gap(weight: Floats, group: Group, answered: Bools, pairs: Pairs, quarter: pd.Series) -> Split:
    """Split the gap of one share, mean or ratio (`group` holds no other).

    Between: how the groups are spread over the quarters, at the mean of their figures there. Within: how their figures
    differ in the same quarter, at the mean of their spread. Where one group was not found there is nothing within: what
    such a quarter adds to the gap is between. An unknown quarter counts as one more.
    """
    place, kinds = codes(quarter)
    inside = answered & (pairs.of_row >= 0)
    shape = (pairs.count, 2, len(kinds) + 1)
    key = np.where(inside, pairs.side * shape[2] + place + 1, int(np.prod(shape)))
    below = answered.astype(np.float64) if group.x is None else group.x[:, 0]
    top, size = (
        np.bincount(key, weight * values, int(np.prod(shape)) + 1)[:-1].reshape(shape)
        for values in (group.y[:, 0], below)
    )
    both: Bools = np.asarray((size > 0).all(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread, part = (values / size.sum(axis=2, keepdims=True) for values in (size, top))
        figure = np.where(both[:, None], top / size, 0.0)
    moved = (spread[:, 0] - spread[:, 1]) * figure.mean(axis=1)
    between = np.where(both, moved, part[:, 0] - part[:, 1]).sum(axis=1)
    within = ((figure[:, 0] - figure[:, 1]) * spread.mean(axis=1)).sum(axis=1)
    shared = np.where(both[:, None], spread, 0.0).sum(axis=2).min(axis=1)
    told = shared >= SHARED
    return Split(np.where(told, between, np.nan), np.where(told, within, np.nan), shared)

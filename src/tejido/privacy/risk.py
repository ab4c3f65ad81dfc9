"""The risk that somebody in a file is recognised by key variables.

In: a table with a row per person and the names of its keys. Out: a risk for each row or household, how alike the sensitive
answers are among those who look alike, special uniques, and a summary of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.privacy.frequencies import MISSING, Floats, Ints, classes, coded, frequencies, matching

LEVELS = (2, 3, 5)
"""The k for which the summary tells how many rows have fewer than k like them."""

FEW_KEYS = 3
"""A special unique of the summary is told apart by at most this many keys."""

SHORT = 20
"""Up to so many rows alike the risk is found step by step from that of one row."""

TERMS = 60
"""So many terms of a series give all digits of a number."""

MOST_ANSWERS = 200
"""So many different answers a sensitive column may have."""


@dataclass(frozen=True)
class Risk:
    """A file's risk.

    Attributes:
        records: Rows.
        expected: Rows that would be expected to be recognised by somebody who has a register of all the population.
        largest: The largest individual risk.
        fewer_than: By k the rows that fewer than k rows could be.
        bare: By k the rows without a missing key that have fewer than k rows like them among such rows alone.
        special: Rows that `FEW_KEYS` keys or fewer tell apart from all others.
        households: Households that would be expected to be recognised, in which one member is; None without households.
        alike: Rows among which all who look alike gave the same sensitive answer; None without a sensitive column.
        least_diverse: The smallest entropy diversity, 1 where all gave one answer.
    """

    records: int
    expected: float
    largest: float
    fewer_than: dict[int, int]
    bare: dict[int, int]
    special: int
    households: float | None
    alike: int | None
    least_diverse: float | None


def individual_risk(sample: Floats, population: Floats) -> Floats:
    """The probability that a row is linked to the right person, from how often its combination occurs.

    The mean of 1 / F given f, where F - f is negative binomial with p = f / F (Benedetti and Franconi 1998; Franconi and
    Polettini 2004, "Individual risk estimation in mu-Argus", Lecture Notes in Computer Science 3050): (p / f) times the
    hypergeometric function 2F1(1, 1; f + 1; 1 - p). With q = p / (1 - p) it is -q log p for f = 1 and q + q² log p for f = 2.
    Where a combination has no more people than rows it is 1 / f.
    """
    f = np.asarray(sample, dtype=np.float64)
    p = np.minimum(f / np.asarray(population, dtype=np.float64), 1.0)
    made = np.empty(len(f))
    rare = (f <= SHORT) & (p < 0.5)
    made[rare] = _by_recurrence(f[rare], p[rare])
    made[~rare] = _by_series(f[~rare], p[~rare])
    return made


def _by_recurrence(f: Floats, p: Floats) -> Floats:
    """The same as p J(f), J(f) being the integral of u^(f - 1) / (p + (1 - p) u) from 0 to 1: (1 - p) J(f + 1) = 1 / f - p J(f).

    Errors grow by p / (1 - p) at each step, so not at all where p is under a half.
    """
    each = -np.log(p) / (1 - p)
    for step in range(1, int(f.max(initial=1))):
        each = np.where(step < f, (1 / step - p * each) / (1 - p), each)
    return np.asarray(p * each)


def _by_series(f: Floats, p: Floats) -> Floats:
    """The same as a sum of n! (1 - p)^n / ((f + 1) ... (f + n)), whose terms halve where p is a half or f is large."""
    total, term = np.ones(len(f)), np.ones(len(f))
    for step in range(1, TERMS):
        term = term * step * (1 - p) / (f + step)
        total += term
    return np.asarray(p / f * total)


def household_risk(risk: Floats, household: pd.Series) -> Floats:
    """For each row the probability that some member of its household is recognised: 1 - prod(1 - r).

    Members are taken to be recognised independently (Hundepool et al. 2012, section 3.6). A row without a household is its own.
    """
    place, _ = pd.factorize(household)
    alone = place == -1
    place = np.where(alone, place.max(initial=-1) + np.cumsum(alone), place)
    with np.errstate(divide="ignore"):
        logs = np.bincount(place, np.log1p(-np.asarray(risk, dtype=np.float64)))
    return np.asarray(-np.expm1(logs[place]), dtype=np.float64)


def diversity(table: pd.DataFrame, keys: Sequence[str], sensitive: str) -> pd.DataFrame:
    """How many different sensitive answers those have who look like each row: ``distinct``, and ``entropy``.

    The second is the exponential of Shannon's entropy: of how many equally frequent answers it would be worth
    (Machanavajjhala et al. 2007, "l-diversity: privacy beyond k-anonymity"). Rows without an answer are not counted; nobody
    who looks alike having answered gives 0.

    Raises:
        TejidoError: P214, there are more than `MOST_ANSWERS` different answers: it is an amount, to be grouped first.
    """
    answer = coded(table, [sensitive])[:, 0]
    kinds = int(answer.max(initial=MISSING)) + 1
    if kinds > MOST_ANSWERS:
        raise fail("P214", column=sensitive, name=sensitive, count=kinds, most=MOST_ANSWERS)
    found = classes(coded(table, keys))
    each = np.zeros((len(found.codes), kinds))
    told = answer != MISSING
    np.add.at(each, (found.of_row[told], answer[told]), 1.0)
    counts = matching(found.codes, found.codes, each)
    total = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = counts / total[:, None]
        entropy = np.exp(-np.where(share > 0, share * np.log(share), 0.0).sum(axis=1))
    by_class = pd.DataFrame({"distinct": (counts > 0).sum(axis=1), "entropy": np.where(total > 0, entropy, 0.0)})
    return by_class.iloc[found.of_row].set_axis(table.index, axis=0)


def special_uniques(table: pd.DataFrame, keys: Sequence[str], largest: int | None = None) -> pd.DataFrame:
    """For each row its minimal sample uniques, of up to `largest` keys (all but one): ``count``, ``smallest``, ``score``.

    A minimal sample unique is a set of keys by which the row is the only one, while no smaller part of it would do. One of m
    keys scores prod(K - i, i from m to `largest`), K being all keys; ``score`` is the sum (Elliot et al. 2005, "SUDA: a
    program for detecting special uniques"). A row whose key is missing is not told apart by that key.
    """
    most = len(keys) - 1 if largest is None else min(largest, len(keys) - 1)
    found = classes(coded(table, keys))
    alone = np.flatnonzero(matching(found.codes, found.codes, found.sizes) == 1)
    count, score = np.zeros(len(found.codes)), np.zeros(len(found.codes))
    smallest = np.zeros(len(found.codes))
    unique: dict[tuple[int, ...], Ints | np.ndarray] = {}
    for size in range(1, most + 1):
        worth = prod(len(keys) - i for i in range(size, most + 1))
        for some in combinations(range(len(keys)), size):
            among = found.codes[:, some]
            own = among[alone]
            told = (own != MISSING).all(axis=1) & (matching(own, among, found.sizes) == 1)
            unique[some] = told
            smaller = [unique[part] for part in combinations(some, size - 1) if part]
            minimal = alone[told & ~np.any(smaller, axis=0)] if smaller else alone[told]
            count[minimal] += 1
            score[minimal] += worth
            smallest[minimal] = np.where(smallest[minimal] == 0, size, smallest[minimal])
    by_class = pd.DataFrame({"count": count, "smallest": smallest, "score": score}).astype("int64")
    return by_class.iloc[found.of_row].set_axis(table.index, axis=0)


def measure_risk(
    table: pd.DataFrame,
    keys: Sequence[str],
    *,
    weight: str | None = None,
    household: str | None = None,
    sensitive: str | None = None,
    k: int = LEVELS[1],
) -> Risk:
    """The risk of a file.

    Raises:
        TejidoError: P212, a weight is no positive number; P214, the sensitive column is an amount.
    """
    often = frequencies(table, keys, weight)
    risk = individual_risk(often["sample"].to_numpy(dtype=np.float64), often["population"].to_numpy())
    levels = sorted({*LEVELS, k})
    complete = table.dropna(subset=list(keys))
    of_complete = frequencies(complete, keys)["sample"]
    homes = None
    if household is not None:
        first = ~table[household].duplicated() | table[household].isna()
        homes = float(household_risk(risk, table[household])[first.to_numpy()].sum())
    diverse = diversity(table, keys, sensitive) if sensitive is not None else None
    return Risk(
        records=len(table),
        expected=float(risk.sum()),
        largest=float(risk.max(initial=0.0)),
        fewer_than={level: int((often["sample"] < level).sum()) for level in levels},
        bare={level: int((of_complete < level).sum()) for level in levels},
        special=int((special_uniques(table, keys, FEW_KEYS)["count"] > 0).sum()),
        households=homes,
        alike=None if diverse is None else int((diverse["distinct"] == 1).sum()),
        least_diverse=None if diverse is None else float(diverse["entropy"].min()),
    )

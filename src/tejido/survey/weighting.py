"""Weights from the probabilities of a sample and what came of it, one step at a time.

In: every household of the sample with its cluster's probability, the households listed there, and its outcome. Out: the
same rows with a column per step, and a line of figures per step. A household that has left the sample (not eligible, or no
interview) has no weight from there on: it is missing, not 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import expit

from tejido.errors import Finding, fail, finding
from tejido.survey.outcomes import ELIGIBLE, RESPONDED, UNDECIDED
from tejido.survey.selection import CERTAIN, RESERVE
from tejido.survey.sums import Bools, Floats

STEPS = ("w1_design", "w2_listing", "w3_eligibility", "w4_nonresponse", "w5_trimmed", "w6_calibrated")
CLASSES = 5
"""Classes of response propensity: five take out about 90 % of the bias of the variables behind them (Cochran 1968)."""
LARGE = 3.0
"""A factor from which on so few stand for so many that it should be looked at."""
ROUNDS = 100

__all__ = [
    "CLASSES", "STEPS", "cap_of", "design_weights", "eligibility", "listing", "nonresponse", "propensity_classes", "summary",
    "trimmed",
]  # fmt: skip


def design_weights(
    psus: pd.DataFrame, visited: Sequence[str], all_visited: bool = False, file: str | None = None
) -> tuple[pd.Series, list[Finding]]:
    """First-stage weight of every cluster visited (index: its code): 1 / probability.

    `psus` has `code, stratum, probability, role, release`. Where not the m clusters of a stratum's main sample were visited
    but k (some reserves released, or some lost), each stands for m / k times as many: the probabilities of a stratum all
    change alike, as reserves are released in the order that chance gave them. With `all_visited` a cluster that is not
    named had nobody, and nothing is made up for.

    Raises:
        TejidoError: E603, a cluster is not in the sample; E605, a certain cluster or a whole stratum was not visited.
    """
    known = psus.set_index("code")
    strange = sorted(set(visited) - set(known.index))
    if strange:
        raise fail("E603", file=file, column="psu", count=len(strange), names=", ".join(strange[:5]))
    there = known.index.isin(list(visited))
    plain = 1 / known["probability"].astype("float64")
    if all_visited:
        return plain[there], []
    sure = (known["role"] == CERTAIN).to_numpy()
    main = ~sure & (known["role"] != RESERVE).to_numpy()
    drawn = known[main].groupby("stratum").size()
    seen = known[there & ~sure].groupby("stratum").size().reindex(drawn.index, fill_value=0)
    lost = sorted({*known.index[sure & ~there], *(str(one) for one in seen.index[seen == 0])})
    if lost:
        raise fail("E605", file=file, names=", ".join(lost[:5]))
    found = []
    absent, released = known.index[main & ~there], known[there & (known["role"] == RESERVE).to_numpy()]
    if len(absent):
        found.append(finding("E604", file=file, count=len(absent), names=", ".join(sorted(absent)[:5])))
    skipped = released.groupby("stratum")["release"].agg(lambda order: order.max() > len(order))
    if skipped.any():
        found.append(finding("E606", file=file, names=", ".join(str(one) for one in skipped.index[skipped][:5])))
    factor = np.where(sure, 1.0, known["stratum"].map(drawn / seen).to_numpy(dtype=np.float64))
    return (plain * factor)[there], found


def listing(weight: Floats, listed: Floats, drawn: Floats, kept: Floats) -> Floats:
    """Times the households listed in the cluster for each one drawn there, and for each one kept after screening (n,)."""
    made: Floats = weight * listed / drawn / kept
    return made


def eligibility(
    weight: Floats, kind: pd.Series, cell: pd.Series, file: str | None = None
) -> tuple[Floats, list[Finding]]:
    """The weight of households of which nobody knows whether they belong, given to those of their cell that are known.

    Raises:
        TejidoError: E610, nothing is known of anybody in a cell.
    """
    return _moved(
        weight, ~kind.isin(UNDECIDED).to_numpy(), np.ones(len(weight), dtype=np.bool_), cell, "eligibility", file
    )


def nonresponse(
    weight: Floats, kind: pd.Series, cell: pd.Series, file: str | None = None
) -> tuple[Floats, list[Finding]]:
    """The weight of eligible households without an interview, given to the interviewed of their cell; others leave.

    Raises:
        TejidoError: E610, nobody was interviewed in a cell.
    """
    answered, eligible = kind.isin(RESPONDED).to_numpy(), kind.isin(ELIGIBLE).to_numpy()
    return _moved(weight, answered, eligible, cell, "nonresponse", file)


def _moved(
    weight: Floats, to: Bools, among: Bools, cell: pd.Series, step: str, file: str | None
) -> tuple[Floats, list[Finding]]:
    """The weights of `among` carried by `to` alone, cell by cell; everybody else is missing."""
    whole = pd.Series(np.where(among, np.nan_to_num(weight), 0.0)).groupby(cell.to_numpy()).sum()
    carried = pd.Series(np.where(to, np.nan_to_num(weight), 0.0)).groupby(cell.to_numpy()).sum()
    alone = whole.index[(carried == 0) & (whole > 0)]
    if len(alone):
        raise fail("E610", file=file, count=len(alone), names=", ".join(str(one) for one in alone[:5]), step=step)
    factor = whole / carried.where(carried > 0)
    large = factor.index[factor > LARGE]
    found = []
    if len(large):
        names = ", ".join(str(one) for one in large[:5])
        found.append(finding("E611", file=file, count=len(large), names=names, step=step, limit=LARGE))
    made: Floats = np.where(to, weight * cell.map(factor).to_numpy(dtype=np.float64), np.nan)
    return made, found


def propensity_classes(
    table: pd.DataFrame, columns: Sequence[str], kind: pd.Series, classes: int = CLASSES
) -> pd.Series:
    """Cells for `nonresponse`: fifths of the chance to be interviewed, by a logistic model on `columns` (Little 1986).

    The model is fitted to eligible households, unweighted, by Newton's method with a slight ridge, so that a variable that
    tells responses apart perfectly does no harm; categories become indicators, a missing value is a category of its own.
    Equal chances are never parted.
    """
    eligible, answered = kind.isin(ELIGIBLE).to_numpy(), kind.isin(RESPONDED).to_numpy(dtype=np.float64)
    known = pd.get_dummies(table[list(columns)].astype("str"), dtype=float).to_numpy()
    model = np.column_stack([np.ones(len(table)), known])
    slopes = np.zeros(model.shape[1])
    for _ in range(ROUNDS):
        chance = expit(model[eligible] @ slopes)
        score = model[eligible].T @ (answered[eligible] - chance) - 1e-3 * slopes
        bend = (model[eligible] * (chance * (1 - chance))[:, None]).T @ model[eligible] + 1e-3 * np.eye(len(slopes))
        step = np.linalg.solve(bend, score)
        slopes += step
        if np.abs(step).max() < 1e-10:
            break
    chance = np.round(expit(model @ slopes), 9)
    edges = np.quantile(chance[eligible], np.arange(1, classes) / classes)
    return pd.Series(np.searchsorted(edges, chance, side="left"), index=table.index, name="class")


def cap_of(weight: Floats, rule: str) -> float:
    """The largest weight allowed: ``iqr`` is the median and six times the interquartile range (Chowdhury, Khare and Wolter 2007), a
    number so many times the median.

    Raises:
        TejidoError: E612, its cap lies below the mean, so that no weights reach the sum; E618, there is no such rule.
    """
    known = weight[np.isfinite(weight)]
    middle, quarter = float(np.median(known)), np.subtract(*np.quantile(known, [0.75, 0.25]))
    try:
        times = 1.0 if rule == "iqr" else float(rule)
    except ValueError:
        times = float("nan")
    if not 0 < times < float("inf"):
        raise fail("E618", rule=rule)
    cap = middle + 6 * float(quarter) if rule == "iqr" else times * middle
    if not cap >= known.mean():
        raise fail("E612", rule=rule, mean=float(known.mean()))
    return cap


def trimmed(weight: Floats, cap: float) -> Floats:
    """Weights brought down to `cap`; what is cut off goes to those below it, in proportion, until none is above.

    The sum stays. `cap` is not below the mean.
    """
    made = weight.copy()
    total, known = float(np.nansum(weight)), np.isfinite(weight)
    held = np.zeros(len(weight), dtype=np.bool_)
    while True:
        new = known & ~held & (made > cap)
        if not new.any():
            return made
        held |= new
        made[held] = cap
        free = known & ~held
        if free.any():
            made[free] *= (total - cap * int(held.sum())) / float(made[free].sum())


def summary(step: str, weight: Floats) -> dict[str, float | int | str]:
    """A step in figures: rows with a weight, sum, smallest, median, largest, coefficient of variation, and the design effect
    that unequal weights alone would have, 1 + cv^2 (Kish 1965).
    """
    known = weight[np.isfinite(weight)]
    cv = float(np.std(known) / known.mean())
    return {
        "step": step, "n": len(known), "sum": float(known.sum()), "min": float(known.min()), "median": float(np.median(known)),
        "max": float(known.max()), "cv": cv, "deff": 1 + cv**2,
    }  # fmt: skip

"""How large a sample must be: interviews for a precision in every group, households to visit to find them, clusters.

In: the precision asked for, the share of each group in the population, and what is expected of the field. Out: a `Plan`.
Pure arithmetic; nothing is drawn here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from scipy.stats import norm

from tejido.errors import fail
from tejido.tables import EVERYBODY

DEFF = 1.5
"""Design effect taken where neither it nor an intraclass correlation is known (the programme's own assumption)."""
TAKE = 12
"""Interviews per cluster where nothing is said."""

__all__ = ["DEFF", "TAKE", "Effort", "Plan", "clustered_interviews", "design_effect", "interviews", "margin", "plan", "simple_size"]  # fmt: skip


@dataclass(frozen=True)
class Effort:
    """What is asked for and expected.

    `margin`: half the width of the interval of a proportion near `p` (a share: 0.05 is 5 points), at `confidence`. `deff`,
    or `icc` (correlation inside clusters) from which it follows. `response`: share of the households visited that answer.
    `clusters` and `take` (interviews in each, were everybody eligible): either, both (then the size is given and the
    precision follows), or none (`TAKE`).
    """

    margin: float = 0.05
    confidence: float = 0.95
    p: float = 0.5
    deff: float = DEFF
    icc: float | None = None
    response: float = 1.0
    clusters: int | None = None
    take: float | None = None


@dataclass(frozen=True)
class Plan:
    """A sample in numbers.

    `groups`: one row per group with `group, share, deff, needed` (interviews for the margin asked for), `to_visit`
    (households to visit to get them), `expected` (interviews that this plan gives) and `margin` (the precision of these).
    `clusters` clusters with `visits` households to visit in each.
    """

    groups: pd.DataFrame
    clusters: int
    visits: int


def simple_size(margin: float, confidence: float = 0.95, p: float = 0.5, sd: float | None = None) -> float:
    """Interviews of a simple random sample from an endless population, not rounded: (z s / margin)^2.

    s is sqrt(p (1 - p)) for a proportion, or `sd` for a mean in the same unit as `margin` (Cochran 1977, chapter 4).

    Raises:
        TejidoError: E510, a figure is out of its range.
    """
    _between("precision", margin, 0.0, math.inf if sd is not None else 1.0)
    _between("confidence", confidence, 0.0, 1.0)
    _between("p", p, 0.0, 1.0)
    spread = math.sqrt(p * (1 - p)) if sd is None else sd
    return (float(norm.ppf(0.5 + confidence / 2)) * spread / margin) ** 2


def design_effect(take: float, icc: float) -> float:
    """How much larger than a simple sample's the variance is with `take` interviews per cluster: 1 + (b - 1) rho (Kish 1965).

    Raises:
        TejidoError: E510, the correlation is not between 0 and 1.
    """
    if not 0 <= icc <= 1:
        raise fail("E510", name="icc", low=0.0, high=1.0)
    return 1 + (max(take, 1.0) - 1) * icc


def interviews(size: float, deff: float = 1.0, population: float | None = None) -> float:
    """Interviews needed, not rounded: the simple `size` times `deff`, less what a finite `population` saves (Cochran 1977)."""
    wanted = size * deff
    return wanted if population is None else wanted / (1 + (wanted - 1) / population)


def clustered_interviews(size: float, icc: float, clusters: int) -> float:
    """Interviews needed in a given number of clusters: n = size (1 + (n / clusters - 1) icc), solved for n.

    Raises:
        TejidoError: E505, so few clusters never reach it, however many are interviewed in each.
    """
    left = 1 - size * icc / clusters
    if left <= 0:
        raise fail("E505", clusters=clusters, least=math.floor(size * icc) + 1)
    return max(size * (1 - icc) / left, size)


def margin(
    expected: float, deff: float, confidence: float = 0.95, p: float = 0.5, population: float | None = None
) -> float:
    """Half the width of the interval that `expected` interviews give: the inverse of `interviews`; 0 where all are asked."""
    if population is not None and expected >= population:
        return 0.0
    wanted = expected if population is None else expected * (1 - 1 / population) / (1 - expected / population)
    return float(norm.ppf(0.5 + confidence / 2)) * math.sqrt(p * (1 - p) * deff / wanted)


def plan(shares: Mapping[str, float], effort: Effort, households: float | None = None) -> Plan:
    """The sample that gives every group of `shares` (its share among households) the precision asked for.

    A group with share s is found in one of 1/s households, so n interviews take n / (s x response) visits. `households` is
    the size of the population, where it is known. Everybody is always one of the groups.

    Raises:
        TejidoError: E505 or E510.
    """
    _between("response", effort.response, 0.0, 1.0, closed=True)
    size = simple_size(effort.margin, effort.confidence, effort.p)
    everyone = {EVERYBODY: 1.0} | dict(shares)
    for group, share in everyone.items():
        _between(group, share, 0.0, 1.0, closed=True)
    people = {group: None if households is None else households * share for group, share in everyone.items()}
    needed = {group: interviews(*_needed(size, share, effort), people[group]) for group, share in everyone.items()}
    to_visit = {group: needed[group] / (share * effort.response) for group, share in everyone.items()}
    clusters, visits = _clusters(max(to_visit.values()), effort)
    rows = []
    for group, share in everyone.items():
        expected = clusters * visits * share * effort.response
        deff = effort.deff if effort.icc is None else design_effect(expected / clusters, effort.icc)
        reached = margin(expected, deff, effort.confidence, effort.p, people[group])
        rows.append((group, share, deff, _up(needed[group]), _up(to_visit[group]), expected, reached))
    columns = ["group", "share", "deff", "needed", "to_visit", "expected", "margin"]
    return Plan(pd.DataFrame(rows, columns=columns), clusters, visits)


def _needed(size: float, share: float, effort: Effort) -> tuple[float, float]:
    """Simple size and design effect of one group."""
    if effort.icc is None:
        return size, effort.deff
    if effort.take is None and effort.clusters is not None:
        return size, clustered_interviews(size, effort.icc, effort.clusters) / size
    return size, design_effect((effort.take or TAKE) * share, effort.icc)


def _clusters(wanted: float, effort: Effort) -> tuple[int, int]:
    """Clusters, and households to visit in each, for `wanted` visits in all."""
    if effort.clusters is not None and effort.take is None:
        return effort.clusters, max(_up(wanted / effort.clusters), 1)
    visits = max(_up((effort.take or TAKE) / effort.response), 1)
    return effort.clusters or max(_up(wanted / visits), 2), visits


def _up(amount: float) -> int:
    """The next whole number, forgiving what arithmetic adds to a whole one."""
    return math.ceil(amount - 1e-9)


def _between(name: str, value: float, low: float, high: float, closed: bool = False) -> None:
    if not (low < value < high or (closed and value == high)):
        raise fail("E510", name=name, low=low, high=high)

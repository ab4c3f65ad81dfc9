"""Quantiles by domain with the interval of Woodruff (1952)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tejido.survey import intervals
from tejido.survey.answers import Group
from tejido.survey.sums import Floats, Ints

EQUAL = 1e-12
"""Shares that differ by less are the same: sums of weights carry rounding."""

__all__ = ["EQUAL", "Ranked", "below", "rank", "runs", "woodruff"]


@dataclass(frozen=True, eq=False)
class Ranked:
    """Answers of one column sorted inside each domain: `value`, the `share` of the domain's weight up to it, and `bounds`
    (domains + 1,) of the domains' runs.
    """

    value: Floats
    share: Floats
    bounds: Ints

    def at(self, shares: Floats) -> Floats:
        """The smallest answer at or below which lies at least the share (domains,); NaN outside 0 to 1.

        It is the inverse of the distribution function, definition 1 of Hyndman and Fan (1996), R's ``qrule = "math"``.
        """
        found = np.full(len(shares), np.nan)
        for domain, share in enumerate(shares):
            run = self.share[self.bounds[domain] : self.bounds[domain + 1]]
            if len(run) and 0 <= share <= 1:
                place = min(int(np.searchsorted(run, share - EQUAL)), len(run) - 1)
                found[domain] = self.value[self.bounds[domain] + place]
        return found


def rank(values: Floats, known: Floats | None, weight: Floats, domain: Ints, domains: int) -> Ranked:
    """Sort answers (n,) inside domains (n,), leaving out what is missing or in no domain."""
    rows, bounds = runs(values, known, domain, domains)
    running = np.cumsum(weight[rows])
    start = np.concatenate([[0.0], running])[bounds[:-1]]
    total = np.bincount(domain[rows], weight[rows], domains)
    run = domain[rows]
    return Ranked(values[rows], (running - start[run]) / total[run], bounds)


def runs(values: Floats, known: Floats | None, domain: Ints, domains: int) -> tuple[Ints, Ints]:
    """The rows with an answer, by domain and inside it by value, and the `bounds` (domains + 1,) of the domains' runs."""
    used = domain >= 0 if known is None else (domain >= 0) & (known > 0)
    rows = np.flatnonzero(used)
    rows = rows[np.lexsort((values[rows], domain[rows]))]
    return rows, np.searchsorted(domain[rows], np.arange(domains + 1))


def woodruff(ranked: Ranked, share: Floats, se: Floats, df: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """Standard error and interval (domains, 1) of quantiles: those of the `share` at or below them, carried back to the answers
    (Woodruff 1952); the standard error is the interval's length / (2 t).
    """
    ends = [ranked.at(end[:, 0])[:, None] for end in intervals.around(share, se, df, level)]
    return (ends[1] - ends[0]) / (2 * intervals.critical(df, level)), ends[0], ends[1]


def below(group: Group, column: int, limits: Floats, domain: Ints) -> Group:
    """The proportion at or below its domain's limit, as a group of one statistic."""
    limit = np.append(limits, np.nan)[domain]
    with np.errstate(invalid="ignore"):
        hit = (group.y[:, column] <= limit).astype(np.float64)
    known = group.known[:, [group.gaps.index(column)]] if column in group.gaps else group.known[:, :0]
    if known.shape[1]:
        hit *= known[:, 0]
    gaps = (0,) if known.shape[1] else ()
    return Group("proportion", (group.statistics[column],), hit[:, None], None, gaps, known)

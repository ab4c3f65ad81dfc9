"""Replicates of a survey's figures, and what is wrong with them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.errors import Finding, finding, refuse_errors
from tejido.marker.leaves import Flags, Ints
from tejido.marker.tree import Floats
from tejido.tables import SchemaError

LEAST_KNOWN = 0.5
"""Share of the replicates in which a figure must be known for its spread to be believed."""

_STILL = 1e-12
_KEY = ["level", "unit", "group", "indicator"]


@dataclass(frozen=True)
class Draws:
    """Figures of a sample as they would have come out in other samples.

    `figures` holds one row per replicate and one column per figure of the sample, in the indicator's measure unit. Its rows
    must lie as far from each other as samples do: those of a bootstrap (Rao, Wu and Yue 1992), or draws of a model; not
    those of a jackknife or of half-samples, which need factors of their own. `keys` (``level, unit, group, indicator``)
    are the rows of `VALUES` at the base level that rest on the sample, `cell` their column of `figures`: units that inherit
    one figure share one. `df` are the degrees of freedom of the sample, infinite where nobody says.
    """

    keys: pd.DataFrame
    cell: Ints
    figures: Floats
    df: float = math.inf

    def __post_init__(self) -> None:
        if len(self.keys) != len(self.cell) or self.figures.ndim != 2 or len(self.figures) < 2:
            raise SchemaError("draws: one cell per key, and two replicates or more")
        if len(self.cell) and not (self.cell.min() >= 0 and self.cell.max() < self.figures.shape[1]):
            raise SchemaError("draws: a cell has no figures")


def check_draws(draws: Draws) -> list[Finding]:
    """What is to be told of replicates, by indicator.

    Returns:
        M501 (warning) where figures are missing in some replicates, because nobody of the domain was drawn; M502 (error)
        where that holds for more than half of them; M503 (note) where a figure never varies.
    """
    count = len(draws.figures)
    missing = count - np.isfinite(draws.figures).sum(axis=0)
    still = _never_vary(draws.figures)
    found: list[Finding] = []
    indicators = draws.keys["indicator"].to_numpy()
    for indicator in sorted(set(indicators)):
        cells = np.unique(draws.cell[indicators == indicator])
        worst = int(missing[cells].max())
        if worst > (1 - LEAST_KNOWN) * count:
            found.append(finding("M502", indicator=indicator, missing=worst, count=count))
        elif worst:
            figures = int((missing[cells] > 0).sum())
            found.append(finding("M501", indicator=indicator, figures=figures, missing=worst, count=count))
        if still[cells].any():
            found.append(finding("M503", indicator=indicator, figures=int(still[cells].sum())))
    return found


def _never_vary(figures: Floats) -> Flags:
    """Figures that are the same in all replicates where they are known."""
    high, low = np.fmax.reduce(figures, axis=0), np.fmin.reduce(figures, axis=0)
    return np.asarray(high - low <= _STILL * np.maximum(np.abs(high), np.abs(low)))


def complete(draws: Draws) -> Floats:
    """The figures without gaps.

    Where a replicate lacks a figure, the mean of its others stands in, and these are moved away from it by the root of all
    over known replicates: the figure keeps its place and the variance that its known replicates have.

    Raises:
        TejidoError: M502, a figure is missing in more than half of the replicates.
    """
    refuse_errors(check_draws(draws))
    figures = draws.figures
    gaps = np.flatnonzero(~np.isfinite(figures).all(axis=0) & np.isfinite(figures).any(axis=0))
    if not len(gaps):
        return figures
    figures = figures.copy()
    known = np.isfinite(figures[:, gaps])
    number = known.sum(axis=0)
    mean = np.where(known, figures[:, gaps], 0.0).sum(axis=0) / number
    wider = np.sqrt((len(figures) - 1) / np.maximum(number - 1, 1))
    figures[:, gaps] = mean + np.where(known, figures[:, gaps] - mean, 0.0) * wider
    return figures


def cells_of(draws: Draws, values: pd.DataFrame, base: str) -> Ints:
    """The cell of each row of `values`, -1 for rows that do not rest on the sample or on a figure that never varies.

    Raises:
        SchemaError: a key repeats or is no row of the base level, or rows of one cell have different values.
    """
    keys = draws.keys[_KEY].assign(_cell=draws.cell)
    if keys.duplicated(_KEY).any():
        raise SchemaError("draws: keys repeat")
    if not (keys["level"] == base).all():
        raise SchemaError(f"draws: keys of another level than {base!r}")
    met = values[[*_KEY, "value"]].merge(keys, how="left", on=_KEY)
    cell = met["_cell"].fillna(-1).to_numpy(dtype=np.int64)
    if np.count_nonzero(cell >= 0) != len(keys):
        raise SchemaError(f"draws: {len(keys) - np.count_nonzero(cell >= 0)} keys are no rows of the values")
    known = met.loc[(cell >= 0) & met["value"].notna()].groupby("_cell")["value"]
    if (known.max() > known.min()).any():
        raise SchemaError("draws: rows of one cell have different values")
    still = _never_vary(draws.figures)
    return np.where((cell >= 0) & ~still[cell], cell, -1)

"""Whose doing is it? Shares of a result's variance by cause, after Sobol.

Sampling and first-order estimator (their formula b) of Saltelli et al. (2010, Computer Physics Communications 181:259-270),
total-order estimator of Jansen (1999, ibid. 117:35-43), both as recommended there; points of a scrambled Sobol sequence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tejido.marker.tree import Floats


def sample(count: int, causes: Sequence[Sequence[int]], seed: int) -> Floats:
    """Points of the unit cube, all causes varied together and each one alone.

    Args:
        count: Points N of each matrix.
        causes: The columns that belong to each of k causes, from 0; together all columns, each once.
        seed: Of the scrambling.

    Returns:
        k + 2 matrices, N x columns each: A, B, and A with the columns of one cause taken from B.
    """
    from scipy.stats import qmc  # half a second that only this needs

    columns = sum(len(one) for one in causes)
    exponent = max(1, int(np.ceil(np.log2(count))))
    points = qmc.Sobol(2 * columns, scramble=True, rng=seed).random_base2(exponent)[:count]
    first, second = points[:, :columns], points[:, columns:]
    mixed = [first.copy() for _ in causes]
    for matrix, one in zip(mixed, causes, strict=True):
        matrix[:, list(one)] = second[:, list(one)]
    return np.stack([first, second, *mixed])


def shares(results: Floats) -> tuple[Floats, Floats]:
    """First-order and total-order shares of the variance by cause.

    Args:
        results: What came of the points of `sample`: k + 2 matrices x N x any number of columns. Points at which a result
            is missing in any matrix are left out.

    Returns:
        Two arrays, k x columns, from 0 to 1; NaN where nothing varies, or fewer than two points are left.
    """
    known = np.isfinite(results).all(axis=0)
    number = np.where(known.sum(axis=0) > 1, known.sum(axis=0), np.nan)
    filled = np.where(known, results, 0.0)
    middle = (filled[0] + filled[1]).sum(axis=0) / (2 * number)
    one, other, mixed = filled[0], filled[1], filled[2:]
    variance = np.where(known, (one - middle) ** 2 + (other - middle) ** 2, 0.0).sum(axis=0) / (2 * number)
    # Rounding leaves a hair of variance where all results are equal.
    variance = np.where(variance > 1e-18 * np.maximum(1.0, middle**2), variance, np.nan)
    alone = np.where(known, (other - middle) * (mixed - one), 0.0).sum(axis=1) / number / variance
    together = ((one - mixed) ** 2).sum(axis=1) / (2 * number) / variance
    return np.clip(alone, 0.0, 1.0), np.clip(together, 0.0, 1.0)

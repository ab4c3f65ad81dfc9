"""The area-level model on its own scale: variance of the domains by REML, predictions and their mean squared error.

The model (Fay and Herriot 1979): a domain's direct figure y is its true figure plus an error of sampling whose variance D is
known, and the true figure is X b plus an effect of the domain with variance sigma2. Rao and Molina (2015, chapters 5 and 6)
tell the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from tejido.survey.sums import Bools, Floats

GRID = np.concatenate([[0.0], np.logspace(-8, 0, 49)])
"""Where the likelihood is looked at before its top is found exactly, as shares of the largest variance that can be."""

__all__ = ["Fit", "Predictions", "fit", "predict"]


@dataclass(frozen=True)
class Fit:
    """The model as estimated from the m sampled domains: `sigma2`, the `beta` (p) of the columns of X and their `covariance`
    (p, p); `sigma2_variance` is the asymptotic variance of `sigma2`; `r2` the share of the true figures' variance that the
    covariates explain, errors of sampling left out (Lahiri and Suntornchost 2015; NaN where the direct figures differ no
    more than sampling would make them).
    """

    sigma2: float
    beta: Floats
    covariance: Floats
    sigma2_variance: float
    r2: float


@dataclass(frozen=True)
class Predictions:
    """Per domain, on the model's scale: the EBLUP `theta` (synthetic where not sampled), its `mse`, the `leading` part of
    it (g1, what would remain if the model were known), `own` (what is the domain's alone: g1 + 2 g3), `gamma` (weight of
    the direct figure, 0 where there is none), `share` (p columns: what an error of each coefficient does to the domain)
    and the standardised `residual` of the direct figure (NaN where there is none).
    """

    theta: Floats
    mse: Floats
    leading: Floats
    own: Floats
    gamma: Floats
    share: Floats
    residual: Floats


def fit(y: Floats, X: Floats, D: Floats) -> Fit:
    """Estimate the model by restricted maximum likelihood (Datta and Lahiri 2000).

    Args:
        y: direct figures (m).
        X: covariates with a column of ones (m, p), of full rank, m > p.
        D: variances of sampling (m), above 0.
    """
    sigma2 = _reml(y, X, D)
    weight = 1 / (sigma2 + D)
    factor = cho_factor((X.T * weight) @ X)
    covariance = cho_solve(factor, np.eye(X.shape[1]))
    beta = cho_solve(factor, X.T @ (weight * y))
    return Fit(sigma2, beta, covariance, 2 / float((weight**2).sum()), _explained(y, X, D))


def _profile(sigma2: float, y: Floats, X: Floats, D: Floats) -> tuple[float, float]:
    """Restricted log likelihood of `sigma2`, but for a constant, and its slope."""
    weight = 1 / (sigma2 + D)
    A = (X.T * weight) @ X
    factor = cho_factor(A)
    Py = weight * (y - X @ cho_solve(factor, X.T @ (weight * y)))
    trace = weight.sum() - np.trace(cho_solve(factor, (X.T * weight**2) @ X))
    height = np.log(weight).sum() - 2 * np.log(np.diag(factor[0])).sum() - y @ Py
    return float(height) / 2, float(Py @ Py - trace) / 2


def _reml(y: Floats, X: Floats, D: Floats) -> float:
    """The variance of the domains' effects at the top of the restricted likelihood; 0 where that lies at or below 0."""
    from scipy.optimize import brentq  # slow to import, and only those who model need it

    residual = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    # Above this the slope is negative everywhere: y'PPy <= rest / sigma2^2 and tr P >= (m - p) / (sigma2 + max D).
    highest = 2 * (float(residual @ residual) / (len(y) - X.shape[1]) + float(D.max()))
    grid = highest * GRID
    found = [_profile(value, y, X, D) for value in grid]
    best = int(np.argmax([height for height, _ in found]))
    rising = found[best][1] > 0
    if best == 0 and not rising:
        return 0.0
    low, high = (grid[best], grid[best + 1]) if rising else (grid[best - 1], grid[best])
    root: float = brentq(lambda value: _profile(value, y, X, D)[1], low, high, xtol=1e-15 * highest, rtol=1e-14)
    return root


def _explained(y: Floats, X: Floats, D: Floats) -> float:
    """Adjusted R2 of the true figures: the errors' mean variance is taken from both mean squares."""
    m, p = X.shape
    Q = np.linalg.qr(X)[0]
    leverage = (Q**2).sum(axis=1)
    residual = y - Q @ (Q.T @ y)
    within = residual @ residual / (m - p) - ((1 - leverage) * D).sum() / (m - p)
    whole = y.var(ddof=1) - D.mean()
    return float(np.clip(1 - within / whole, 0, 1)) if whole > 0 else float("nan")


def predict(model: Fit, y: Floats, X: Floats, D: Floats, sampled: Bools) -> Predictions:
    """EBLUPs of all domains, with the MSE of Prasad and Rao (1990) as Datta and Lahiri (2000) give it for REML.

    g1 + g2 + 2 g3: what remains when the model is known, the error of the coefficients, and twice that of `sigma2`, so
    that the bias of g1 is made good to the second order. Where a domain is not sampled, the MSE is sigma2 + g2.
    """
    variance = np.where(sampled, D, 1.0)
    gamma = np.where(sampled, model.sigma2 / (model.sigma2 + variance), 0.0)
    fitted = X @ model.beta
    away = np.where(sampled, y - fitted, 0.0)
    g1 = np.where(sampled, gamma * variance, model.sigma2)
    share = (1 - gamma)[:, None] * X
    g2 = np.einsum("ij,jk,ik->i", share, model.covariance, share)
    g3 = np.where(sampled, variance**2 / (model.sigma2 + variance) ** 3 * model.sigma2_variance, 0.0)
    own = g1 + 2 * g3
    residual = np.where(sampled, away / np.sqrt(model.sigma2 + variance), np.nan)
    return Predictions(fitted + gamma * away, own + g2, g1, own, gamma, share, residual)

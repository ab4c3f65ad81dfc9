"""Area-level models: figures of domains with few answers or none, from the survey and what is known of every domain.

Fay and Herriot (1979): each direct estimate is drawn towards what domains with the same covariates show, the more the less
its own sample says. A figure made so is `modelled`, and says so wherever it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from tejido.errors import Finding, fail, finding
from tejido.survey.area_fit import Fit, Predictions, fit, predict
from tejido.survey.area_scale import Adjustment, Scale, adjust, centre, spread, to_figure, to_model
from tejido.survey.sums import Bools, Floats

LEAST_DOMAINS = 15
"""Sampled domains below which the variance between domains cannot be told."""
DOMAINS_PER_COVARIATE = 5
"""Sampled domains that each covariate needs: our own limit against a model that repeats its data."""
OUTLIER = 3.0
"""Standardised residual from which on a domain is told."""
NORMAL = 0.01
"""p of Shapiro and Wilk's test below which the residuals are told to be far from normal."""
ROUNDING = 1e-9
"""Spread of standardised residuals that is not one of the areas but of the arithmetic."""

__all__ = ["DOMAINS_PER_COVARIATE", "LEAST_DOMAINS", "OUTLIER", "AreaModel", "draws", "fay_herriot"]


@dataclass(frozen=True)
class AreaModel:
    """A fitted model.

    Attributes:
        estimates: one row per domain of the covariates, by code: ``domain``, ``estimate`` (EBLUP, synthetic where not
            sampled), ``mse``, ``low``, ``high``, ``gamma`` (weight of the direct figure), ``sampled``, ``variance`` (of
            sampling, as smoothed, on the model's scale), ``residual`` (standardised, on the model's scale).
        coefficients: ``name``, ``estimate`` and ``se`` per standard deviation of the covariate, its ``mean`` and ``sd``
            over the sampled domains; the first row is ``intercept``.
        sigma2: variance of the domains' effects on the model's scale.
        r2: share of the variance between domains that the covariates explain (Lahiri and Suntornchost 2015).
        step: what benchmarking did (`area_scale.Adjustment`); 0 without.
        findings: what is to be looked at: outliers, residuals, covariates left out.
    """

    estimates: pd.DataFrame
    coefficients: pd.DataFrame
    sigma2: float
    r2: float
    step: float
    findings: tuple[Finding, ...]
    _fit: Fit
    _predicted: Predictions
    _adjustment: Adjustment
    _whole: float


@dataclass(frozen=True)
class _Data:
    """Domains in order of their codes, and what is known of each; NaN where unknown."""

    domains: pd.Index
    sampled: Bools
    estimate: Floats
    variance: Floats
    population: Floats


def fay_herriot(
    direct: pd.DataFrame,
    covariates: pd.DataFrame,
    *,
    scale: Scale = "identity",
    whole: float = 1.0,
    smooth: bool = True,
    benchmark: float | None = None,
    level: float = 0.95,
) -> AreaModel:
    """Model the figures of all domains of `covariates`.

    Args:
        direct: one row per domain with a direct figure: ``domain``, ``estimate`` (missing = not sampled), ``se`` (scale
            identity) or ``n_eff`` (scale arcsine), ``n`` (answers; asked for by `smooth`), ``population`` (people of the
            universe; asked for by `benchmark`, and then for every domain, sampled or not).
        covariates: one row per domain: ``domain`` and numeric columns without gaps. They are standardised over the
            sampled domains; an intercept is added.
        scale: ``arcsine`` for shares (arcsin sqrt, Casas-Cordero, Encina and Lahiri 2016; back by Hadam et al. 2020).
        whole: what the whole is in the unit of a share: 1, or 100 for percentages.
        smooth: replace the variances of sampling by a generalised variance function (Wolter 2007, chapter 7): variance
            times n is the same everywhere, namely its mean over the domains weighted by n. On the arcsine scale that is
            one design effect for all. Estimated variances of small domains are themselves noise, and 0 where all answer
            alike.
        benchmark: the city's direct figure; the domains then average to it by population (`area_scale.adjust`). The move
            is added to the MSE, squared (You, Rao and Dick 2004).
        level: of the intervals, which are normal: on the arcsine scale, then turned back.

    Raises:
        TejidoError: E801 too few sampled domains; E802 too many covariates for them; E803 a gap in a covariate; E804 a
            domain without covariates; E805 a domain that stands twice; E806 covariates that follow from others; E807 a
            variance that is not known; E808 a share outside 0 to `whole`; E809 a population that is not known; E810 a
            benchmark out of reach.
    """
    data = _read(direct, covariates, scale, whole, smooth)
    X, described, findings = _design(covariates, data)
    y = to_model(data.estimate, scale)
    model = fit(y[data.sampled], X[data.sampled], data.variance[data.sampled])
    found = predict(model, y, X, data.variance, data.sampled)
    figure = centre(found.theta, found.leading, scale)
    if benchmark is None:
        adjustment = Adjustment(0.0, scale)
    else:
        _require_population(data)
        adjustment = adjust(figure, data.population, benchmark / whole, scale)
    described = described.assign(estimate=model.beta, se=np.sqrt(np.diag(model.covariance)))
    return AreaModel(
        _table(data, found, figure, adjustment, level, whole),
        described[["name", "estimate", "se", "mean", "sd"]],
        model.sigma2,
        model.r2,
        adjustment.step,
        (*findings, *_checks(model, found, data)),
        model,
        found,
        adjustment,
        whole,
    )


def draws(model: AreaModel, count: int, seed: int) -> Floats:
    """`count` draws (count, domains) of the true figures, in the order of ``model.estimates``, for what is computed of them.

    Normal on the model's scale around the EBLUP, then turned back and benchmarked as the estimates are. Their covariance is
    that of the errors: each domain's own, and the error of the coefficients, which all domains share.
    """
    found, scale = model._predicted, model._adjustment.scale
    domains, coefficients = found.share.shape
    normals = np.random.default_rng(seed).standard_normal((count, domains + coefficients))
    common = normals[:, domains:] @ np.linalg.cholesky(model._fit.covariance).T
    theta = found.theta + normals[:, :domains] * np.sqrt(found.own) + common @ found.share.T
    # Unclipped: beyond the ends sin2 folds back, as the mean and the spread of the estimates have it.
    figure = np.sin(theta) ** 2 if scale == "arcsine" else theta
    plain = centre(found.theta, found.leading, scale)
    return _around(figure, plain, _reach(found, plain, model._adjustment), model._adjustment) * model._whole


def _read(direct: pd.DataFrame, covariates: pd.DataFrame, scale: Scale, whole: float, smooth: bool) -> _Data:
    """The direct figures beside the domains of the covariates, on the scale 0 to 1 for shares."""
    given = direct.set_index(direct["domain"].map(str))
    domains = pd.Index(covariates["domain"].map(str)).sort_values()
    for index in (given.index, domains):
        if index.has_duplicates:
            raise fail("E805", domain=str(index[index.duplicated()][0]))
    strange = given.index.difference(domains)
    if len(strange):
        raise fail("E804", domain=str(strange[0]))
    given = given.reindex(domains)
    column = {
        name: given[name].to_numpy(dtype=np.float64, na_value=np.nan) if name in given else np.full(len(given), np.nan)
        for name in ("estimate", "se", "n", "n_eff", "population")
    }
    estimate = column["estimate"] / whole
    sampled = np.isfinite(estimate)
    if sampled.sum() < LEAST_DOMAINS:
        raise fail("E801", count=int(sampled.sum()), least=LEAST_DOMAINS)
    outside = sampled & ((estimate < 0) | (estimate > 1))
    if scale == "arcsine" and outside.any():
        raise fail("E808", domain=domains[outside][0], whole=whole)
    with np.errstate(divide="ignore"):
        raw = 1 / (4 * column["n_eff"]) if scale == "arcsine" else (column["se"] / whole) ** 2
    variance = _smoothed(raw, column["n"], sampled) if smooth else raw
    unknown = sampled & ~(np.isfinite(variance) & (variance > 0))
    if unknown.any():
        raise fail("E807", domain=domains[unknown][0])
    return _Data(domains, sampled, estimate, np.where(sampled, variance, np.nan), column["population"])


def _smoothed(raw: Floats, n: Floats, sampled: Bools) -> Floats:
    """The generalised variance function: variance = c / n, c = mean of variance x n, weighted by n."""
    known = sampled & np.isfinite(raw) & (n > 0)
    if not known.any():
        return np.full(raw.shape, np.nan)
    constant = np.average(raw[known] * n[known], weights=n[known])
    with np.errstate(divide="ignore"):
        return np.asarray(constant / n)


def _design(covariates: pd.DataFrame, data: _Data) -> tuple[Floats, pd.DataFrame, list[Finding]]:
    """Standardised covariates beside a column of ones, their description, and which were left out."""
    table = covariates.set_index(covariates["domain"].map(str)).drop(columns="domain").reindex(data.domains)
    findings, columns, rows = [], [np.ones(len(table))], [("intercept", 0.0, 1.0)]
    for name in table.columns:
        values = table[name].to_numpy(dtype=np.float64, na_value=np.nan)
        gaps = ~np.isfinite(values)
        if gaps.any():
            raise fail("E803", column=str(name), name=str(name), domain=data.domains[gaps][0])
        mean, sd = float(values[data.sampled].mean()), float(values[data.sampled].std())
        if sd <= 1e-12 * np.abs(values).max():
            findings.append(finding("E811", column=str(name), name=str(name)))
            continue
        columns.append((values - mean) / sd)
        rows.append((str(name), mean, sd))
    count, sampled = len(columns) - 1, int(data.sampled.sum())
    if count * DOMAINS_PER_COVARIATE > sampled:
        raise fail("E802", covariates=count, domains=sampled, most=sampled // DOMAINS_PER_COVARIATE)
    X = np.column_stack(columns)
    for place in range(1, X.shape[1]):
        if np.linalg.matrix_rank(X[data.sampled, : place + 1]) <= place:
            raise fail("E806", column=rows[place][0], name=rows[place][0])
    highest, lowest = X[data.sampled].max(axis=0), X[data.sampled].min(axis=0)
    beyond = (highest < X) | (lowest > X)
    if (count := int(beyond.any(axis=1).sum())) > 0:
        findings.append(finding("E815", count=count))
    return X, pd.DataFrame(rows, columns=["name", "mean", "sd"]), findings


def _require_population(data: _Data) -> None:
    """Every domain has a population, and somebody lives in one."""
    unknown = ~(data.population >= 0)
    if unknown.any() or not data.population.sum() > 0:
        raise fail("E809", domain=data.domains[int(unknown.argmax())])


def _mse(found: Predictions, figure: Floats, adjustment: Adjustment) -> Floats:
    """Mean squared error of the figures as benchmarking stretches it, without the move itself."""
    plain = spread(found.theta, found.mse, figure, adjustment.scale)
    return np.asarray(plain * adjustment.slope(figure) ** 2)


def _reach(found: Predictions, figure: Floats, adjustment: Adjustment) -> Floats:
    """How much wider the move makes the error of each figure: sqrt(1 + move^2 / mse)."""
    move = adjustment(figure) - figure
    return np.asarray(np.sqrt(1 + move**2 / _mse(found, figure, adjustment)))


def _around(points: Floats, figure: Floats, reach: Floats, adjustment: Adjustment) -> Floats:
    """`points` around the `figure`, as benchmarking moves and widens them; shares stay inside 0 to 1."""
    middle = adjustment(figure)
    moved = middle + reach * (adjustment(points) - middle)
    return np.clip(moved, 0, 1) if adjustment.scale == "arcsine" else moved


def _table(
    data: _Data, found: Predictions, figure: Floats, adjustment: Adjustment, level: float, whole: float
) -> pd.DataFrame:
    """The estimates in the figure's unit."""
    half = ndtri((1 + level) / 2) * np.sqrt(found.mse)
    reach = _reach(found, figure, adjustment)
    low, high = (
        _around(to_figure(end, adjustment.scale), figure, reach, adjustment)
        for end in (found.theta - half, found.theta + half)
    )
    mse = _mse(found, figure, adjustment) * reach**2
    return pd.DataFrame({
        "domain": data.domains, "estimate": adjustment(figure) * whole, "mse": mse * whole**2, "low": low * whole,
        "high": high * whole, "gamma": found.gamma, "sampled": data.sampled, "variance": data.variance,
        "residual": found.residual,
    })  # fmt: skip


def _checks(model: Fit, found: Predictions, data: _Data) -> list[Finding]:
    """What the residuals say against the model."""
    from scipy.stats import shapiro  # half a second, which only those pay who model

    findings = []
    if model.sigma2 == 0:
        findings.append(finding("E812"))
    residual = found.residual[data.sampled]
    far = np.abs(residual) > OUTLIER
    if far.any():
        names = ", ".join(data.domains[data.sampled][far])
        findings.append(finding("E813", count=int(far.sum()), names=names))
    if np.ptp(residual) > ROUNDING and shapiro(residual).pvalue < NORMAL:
        findings.append(finding("E814"))
    return findings

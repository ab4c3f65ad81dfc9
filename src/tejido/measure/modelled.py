"""Figures of all units of a level by an area-level model, where the city declares one.

In: a `Sample`, the declared model, and what is known of the units without asking. Out: `Modelled`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.city.surveys import AreaModel
from tejido.errors import Finding, fail
from tejido.measure.answered import REPLICATES, Sample
from tejido.measure.levels import Nest
from tejido.privacy import Rule
from tejido.survey import draws, fay_herriot, quality
from tejido.survey.area_scale import Scale
from tejido.tables import EVERYBODY

__all__ = ["Modelled", "model"]


@dataclass(frozen=True, eq=False)
class Modelled:
    """A figure for every unit: `told` has ``unit, estimate, se, low, high, population, quality``; `drawn` (`REPLICATES`,
    units) its draws, in the same order.
    """

    level: str
    told: pd.DataFrame
    drawn: NDArray[np.float64]
    findings: tuple[Finding, ...]


def model(
    sample: Sample, declared: AreaModel, indicator: str, own: pd.DataFrame, whole: float, known: pd.DataFrame, nest: Nest,
    rule: Rule,
) -> Modelled:  # fmt: skip
    """Model one indicator at the declared level.

    `own` are the direct estimates of the level's units (``unit`` and the figures), `whole` the city's, to which the units
    are brought; `known` the `tables.VALUES` of what needs no answers, from which the covariates come. Estimates of fewer
    people or households than `rule` asks for do not enter: their units get the figure of units like them.

    Raises:
        TejidoError: A210, a covariate is not known for all units; A213, those asked were not drawn by chance; or as
            `survey.area_model.fay_herriot`.
    """
    if sample.indicative:
        raise fail("A213", survey=sample.survey.spec.id)
    codes = nest.codes(declared.level)
    enough = (own["n"] >= rule.persons) & (own["n_households"] >= rule.households)
    people = nest.residents(declared.level, EVERYBODY)
    direct = own[enough].set_index("unit").reindex(codes)
    share = sample.formula(indicator)
    scale: Scale = "arcsine" if share.statistic == "share" else "identity"
    fitted = fay_herriot(
        pd.DataFrame({
            "domain": codes, "population": people.reindex(codes).to_numpy(),
            **{name: direct[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("estimate", "se", "n", "n_eff")},
        }),
        _covariates(declared.covariates, known, declared.level, codes),
        scale=scale, whole=share.scale if scale == "arcsine" else 1.0, benchmark=whole,
    )  # fmt: skip
    told = fitted.estimates.set_index("domain").reindex(codes).reset_index(names="unit")
    told["se"] = np.sqrt(told["mse"])
    told["quality"] = _label(told, share.scale if scale == "arcsine" else None)
    told["population"] = people.reindex(codes).to_numpy()
    columns = ["unit", "estimate", "se", "low", "high", "population", "quality"]
    return Modelled(declared.level, told[columns], draws(fitted, REPLICATES, sample.seed(indicator)), fitted.findings)


def _covariates(names: Sequence[str], known: pd.DataFrame, level: str, codes: pd.Index[str]) -> pd.DataFrame:
    """The named figures of everybody in every unit of a level."""
    here = known[(known["level"] == level) & (known["group"] == EVERYBODY)]
    wide = here.pivot_table(index="unit", columns="indicator", values="value", aggfunc="first").reindex(codes)
    for name in names:
        gaps = len(codes) if name not in wide else int(wide[name].isna().sum())
        if gaps:
            raise fail("A210", indicator=name, level=level, count=gaps)
    return wide[list(names)].rename_axis("domain").reset_index()


def _label(told: pd.DataFrame, whole: float | None) -> NDArray[np.object_]:
    """ECLAC's limits on the relative error, which for a modelled figure is that of its root mean squared error."""
    limits = quality.rules()["eclac_2023"]
    estimate, se = told["estimate"].to_numpy(), told["se"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        cv = se / np.abs(estimate)
    if whole is None:
        good, fair = cv <= limits["cv_reliable"], cv <= limits["cv_weak"]
    else:
        good = quality.log_cv(estimate / whole, se / whole) <= limits["log_cv"]
        fair = good | (estimate / whole >= limits["half"]) | (cv <= limits["cv_weak"])
    found: NDArray[np.object_] = np.where(good, quality.RELIABLE, np.where(fair, quality.WEAK, quality.UNRELIABLE))
    return found.astype(object)

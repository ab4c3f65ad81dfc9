"""How far a figure may be trusted: labels by published rules, whose thresholds stand in ``quality.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.survey.sums import Bools, Floats

EQUAL = 1e-9
"""A design effect that misses 1 by so little is 1: it was divided by its own rounding."""

RELIABLE, WEAK, UNRELIABLE = "reliable", "weak", "unreliable"

__all__ = ["RELIABLE", "UNRELIABLE", "WEAK", "label", "log_cv", "rules"]


@cache
def rules() -> dict[str, dict[str, Any]]:
    """Every rule with its thresholds and its source."""
    return tomllib.loads(files(__package__).joinpath("quality.toml").read_text("utf-8"))


def log_cv(p: Floats, se: Floats) -> Floats:
    """Relative error of a proportion on the scale -q ln q, q = min(p, 1 - p): se / (-q ln q); NaN at 0 and 1."""
    q = np.minimum(p, 1 - p)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(q > 0, se / (-q * np.log(q)), np.nan)


def label(
    figures: pd.DataFrame | Mapping[str, Any], rule: str = "eclac_2023", planned: bool = False
) -> NDArray[np.object_]:
    """The label of every row of `figures`: a table, or arrays by name.

    It has the columns statistic, estimate, se, cv, deff, n, n_eff, df, n_cases.
    `planned` says that the sample was sized for these domains. What a rule asks for and is not known counts as not reached.

    Raises:
        KeyError: there is no such rule.
    """
    limits = rules()[rule]
    column = {name: _floats(figures[name]) for name in ("estimate", "se", "cv", "deff", "n", "n_eff", "df", "n_cases")}
    share = np.asarray(figures["statistic"] == "proportion", dtype=np.bool_)
    judge = {"tree": _tree, "list": _list, "counts": _counts}[limits["kind"]]
    reliable, weak = judge(column, share, limits, planned)
    found: NDArray[np.object_] = np.where(reliable, RELIABLE, np.where(weak, WEAK, UNRELIABLE)).astype(object)
    return found


def _floats(values: Any) -> Floats:
    plain: Floats = values.to_numpy(dtype=np.float64, na_value=np.nan) if isinstance(values, pd.Series) else values
    return plain


def _tree(figure: Mapping[str, Floats], share: Bools, limit: Mapping[str, float], planned: bool) -> tuple[Bools, Bools]:
    """ECLAC 2023: design effect, effective sample, degrees of freedom, then relative error and cases."""
    passed = figure["deff"] >= limit["deff"] * (1 - EQUAL)
    if planned:
        passed |= np.isfinite(figure["deff"]) & (figure["n"] >= limit["planned_n"])
    passed &= (figure["n_eff"] >= limit["n_eff"]) & (figure["df"] >= limit["df"])
    many, some = figure["n_cases"] >= limit["cases_reliable"], figure["n_cases"] >= limit["cases_weak"]
    relative = log_cv(figure["estimate"], figure["se"])
    precise = np.where(share, relative <= limit["log_cv"], figure["cv"] <= limit["cv_reliable"])
    half = (relative > limit["log_cv"]) & (figure["estimate"] >= limit["half"])
    rough = np.where(share, half, figure["cv"] <= limit["cv_weak"])
    return passed & precise & many, passed & some & (precise | rough)


def _list(figure: Mapping[str, Floats], share: Bools, limit: Mapping[str, float], planned: bool) -> tuple[Bools, Bools]:
    """ECLAC 2020: a list of conditions to be shown at all, and two to be shown without a second look."""
    shown = (figure["n"] >= limit["n"]) & (figure["n_eff"] >= limit["n_eff"]) & (figure["n_cases"] >= limit["cases"])
    shown &= ~share | (log_cv(figure["estimate"], figure["se"]) <= limit["log_cv"])
    return shown & (figure["df"] >= limit["df"]) & (figure["cv"] < limit["cv"]), shown


def _counts(
    figure: Mapping[str, Floats], share: Bools, limit: Mapping[str, float], planned: bool
) -> tuple[Bools, Bools]:
    """DHS: interviews alone."""
    return figure["n"] >= limit["n_reliable"], figure["n"] >= limit["n_weak"]

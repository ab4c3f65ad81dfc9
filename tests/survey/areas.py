"""Areas for the tests of area-level models: those that samplics modelled (tests/golden/area_model.py), and invented ones."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from tests.survey.golden import GOLDEN


@cache
def peers() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "area_model.csv", dtype={"domain": "str"})


def peer(case: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Direct figures, covariates, and what samplics made of them."""
    rows = peers()[lambda one: one["case"] == case].dropna(axis=1).reset_index(drop=True)
    direct = rows[["domain", "se"]].assign(estimate=rows["y"])
    return direct, rows[["domain", *rows.filter(regex=r"^x\d$").columns]], rows


def invented(
    areas: int, seed: int = 1, sigma: float = 0.5, n: int = 30
) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Means of areas whose true figures lie around 10 + 2 x; the error of sampling has variance 9 / n."""
    rng = np.random.default_rng(seed)
    domain = [f"a{place:03}" for place in range(areas)]
    x = rng.normal(0, 1, areas)
    true = 10 + 2 * x + rng.normal(0, sigma, areas)
    answers = rng.integers(max(n // 2, 2), 2 * n, areas)
    se = 3 / np.sqrt(answers)
    direct = pd.DataFrame({
        "domain": domain, "estimate": true + rng.normal(0, se), "se": se, "n": answers,
        "population": rng.integers(500, 5000, areas),
    })  # fmt: skip
    return direct, pd.DataFrame({"domain": domain, "x": x}), true


def shares(areas: int, seed: int = 1, n: int = 40) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Shares of areas, from 5 to 60 in 100, each from a simple sample of `n` persons or so."""
    rng = np.random.default_rng(seed)
    domain = [f"a{place:03}" for place in range(areas)]
    x = rng.uniform(-1, 1, areas)
    true = np.sin(np.clip(0.55 + 0.25 * x + rng.normal(0, 0.08, areas), 0, np.pi / 2)) ** 2
    answers = rng.integers(n // 2, 2 * n, areas)
    direct = pd.DataFrame({
        "domain": domain, "estimate": rng.binomial(answers, true) / answers, "n": answers, "n_eff": answers.astype(float),
        "population": rng.integers(500, 5000, areas),
    })  # fmt: skip
    return direct, pd.DataFrame({"domain": domain, "x": x}), true

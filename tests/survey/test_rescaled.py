"""The rescaled bootstrap gives the variance of the design, whatever its stages and finite populations."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tejido import survey
from tejido.errors import TejidoError
from tejido.survey.rescaled import rescaled_factors

REPLICATES = 20_000
NEAR = 0.02
"""A standard deviation of 20,000 draws is itself known to half a per cent; four times that is allowed."""


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Three strata of 10, 14 and 20 quarters, of which 5, 8 and 11 were drawn, and in each 3 to 6 of 8 to 19 homes."""
    rng = np.random.default_rng(3)
    rows = []
    for stratum, (quarters, drawn) in enumerate([(10, 5), (14, 8), (20, 11)]):
        for quarter in range(drawn):
            homes, asked, like = rng.integers(8, 20), rng.integers(3, 7), rng.normal()
            weight = quarters / drawn * homes / asked
            rows += [
                (stratum, f"{stratum}-{quarter}", f"{stratum}-{quarter}-{home}", quarters, homes, weight,
                 5 + like + rng.normal())
                for home in range(asked)
            ]  # fmt: skip
    return pd.DataFrame(rows, columns=["stratum", "quarter", "home", "quarters", "homes", "weight", "answer"])


def spread(design: survey.Design, table: pd.DataFrame, seed: int = 1) -> tuple[float, float]:
    """Standard deviation over the replicates of the mean and of the total."""
    weights = design.weight[:, None] * rescaled_factors(design, REPLICATES, seed)[design.leaf]
    totals = (weights * table["answer"].to_numpy()[:, None]).sum(axis=0)
    return float((totals / weights.sum(axis=0)).std()), float(totals.std())


@pytest.mark.parametrize(
    "stages",
    [
        {"psu": ["quarter", "home"], "fpc": ["quarters", "homes"]},
        {"psu": ["quarter"], "fpc": ["quarters"]},
        {"psu": ["quarter"], "fpc": []},
        {"psu": [], "fpc": []},
    ],
)
def test_replicates_spread_as_the_design_says(table: pd.DataFrame, stages: dict[str, list[str]]):
    design = survey.design(table, "weight", "stratum", **stages)
    wanted = survey.estimate(design, table, survey.mean("answer") + survey.total("answer"))["se"].to_numpy()
    assert spread(design, table) == pytest.approx(wanted, rel=NEAR)


def test_no_replicate_has_a_negative_weight(table: pd.DataFrame):
    design = survey.design(table, "weight", "stratum", ["quarter", "home"], ["quarters", "homes"])
    assert rescaled_factors(design, 500, 7).min() >= 0


def test_the_same_seed_gives_the_same_replicates_and_another_others(table: pd.DataFrame):
    design = survey.design(table, "weight", "stratum", ["quarter"])
    one, again, other = (rescaled_factors(design, 5, seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_a_population_that_was_asked_whole_has_no_spread(table: pd.DataFrame):
    whole = table.assign(quarters=table.groupby("stratum")["quarter"].transform("nunique"))
    design = survey.design(whole, None, "stratum", ["quarter"], ["quarters"])
    assert (rescaled_factors(design, 10, 1) == 1).all()


def test_a_quarter_alone_in_its_stratum_is_refused_or_stays_in_every_replicate(table: pd.DataFrame):
    alone = table[(table["stratum"] != 0) | (table["quarter"] == "0-0")].reset_index(drop=True)
    kept = survey.design(alone, "weight", "stratum", ["quarter"], lonely="certainty")
    rows = (alone["quarter"] == "0-0").to_numpy()
    assert (rescaled_factors(kept, 10, 1)[kept.leaf[rows]] == 1).all()
    with pytest.raises(TejidoError, match="E113"):
        survey.design(alone, "weight", "stratum", ["quarter"])

"""Write the synthetic samples on which `survey.R` is run: python -m tests.golden.survey_people

`people.csv`: two stages (clusters in strata, households in clusters), every person of a household; unequal weights, missing
answers, a rare attribute, a stratum with one cluster (`lonely_stratum` splits it off), both finite populations.
`pairs.csv`: two clusters per stratum, for half-samples; `made.csv`: bootstrap weights that tejido made for it. Nobody in them
exists.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tejido import survey

HERE = Path(__file__).parent


def people(rng: np.random.Generator) -> pd.DataFrame:
    """About 550 persons."""
    rows = []
    for stratum, (drawn, population) in enumerate([(4, 30), (5, 22), (3, 12), (6, 6), (4, 60), (5, 40)], start=1):
        for cluster in range(1, drawn + 1):
            effect = rng.normal(0, 0.5)
            homes, taken = int(rng.integers(12, 40)), int(rng.integers(5, 9))
            for home in range(1, taken + 1):
                for _ in range(int(rng.integers(1, 6))):
                    group = int(rng.random() < 0.3)
                    ease = effect + 0.2 * stratum - 0.5 * group
                    rows.append({
                        "stratum": f"s{stratum}", "cluster": cluster, "home": home, "n_clusters": population, "n_homes": homes,
                        "w": round(population / drawn * homes / taken * rng.gamma(20, 1 / 20), 6),
                        "grp": group, "sex": int(rng.integers(1, 3)), "zone": "nsw"[int(rng.integers(0, 3))],
                        "age": int(rng.integers(0, 85)),
                        "water": int(rng.random() < 1 / (1 + np.exp(-ease - 0.6))),
                        "rare": int(rng.random() < 0.02),
                        "income": round(float(np.exp(rng.normal(6 + 0.3 * ease, 0.7))), 2),
                        "rent": round(float(np.exp(rng.normal(5 + 0.1 * ease, 0.6))), 2),
                    })  # fmt: skip
    table = pd.DataFrame(rows)
    table.loc[rng.random(len(table)) < 0.12, "income"] = np.nan
    table.loc[rng.random(len(table)) < 0.05, "rent"] = np.nan
    table["answered"] = table["water"].astype(float).where(rng.random(len(table)) > 0.07)
    single = (table["stratum"] == "s5") & (table["cluster"] == 4)
    table["lonely_stratum"] = table["stratum"].where(~single, "alone")
    return table


def pairs(rng: np.random.Generator) -> pd.DataFrame:
    """Seven strata of two clusters."""
    rows = []
    for stratum in range(1, 8):
        for cluster in (1, 2):
            effect = rng.normal(0, 0.6)
            for _ in range(int(rng.integers(8, 16))):
                group = int(rng.random() < 0.4)
                rows.append({
                    "stratum": stratum, "cluster": 10 * stratum + cluster, "w": round(float(rng.gamma(9, 3)), 6), "grp": group,
                    "y": round(float(rng.normal(50 + 8 * effect - 3 * group, 10)), 4),
                    "b": int(rng.random() < 1 / (1 + np.exp(-effect))),
                })  # fmt: skip
    return pd.DataFrame(rows)


def made(table: pd.DataFrame) -> pd.DataFrame:
    """Forty bootstrap weights for the rows of `pairs`."""
    sample = survey.replicate(survey.design(table, "w", "stratum", ["cluster"]), "bootstrap", count=40, seed=3)
    assert sample.replicates is not None
    weights = sample.weight[:, None] * sample.replicates.factors[sample.leaf]
    return pd.DataFrame(weights, columns=[f"r_{number:03d}" for number in range(40)]).round(9)


def main() -> None:
    """Write the files."""
    rng = np.random.default_rng(20240214)
    people(rng).to_csv(HERE / "people.csv", index=False)
    two = pairs(rng)
    two.to_csv(HERE / "pairs.csv", index=False)
    made(two).to_csv(HERE / "made.csv", index=False)


if __name__ == "__main__":
    main()

"""Write the figures of `samplics` 0.6.0 for area-level models: python -m tests.golden.area_model, with samplics installed

`milk`: expenditure on fresh milk in 43 areas of the United States, the example of You and Chapman (2006), with the four
major areas as covariates, as `samplics` ships it. `plain` and `few`: invented areas with known variances of sampling.
Each row of `area_model.csv` is an area: what goes in, its EBLUP and MSE, and the sigma2 and coefficients of its case.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent


def invented(seed: int, areas: int, slopes: list[float], sigma: float) -> pd.DataFrame:
    """Areas whose true figures follow covariates, with errors of sampling of many sizes."""
    rng = np.random.default_rng(seed)
    x = rng.normal(3, 2, (areas, len(slopes)))
    se = np.sqrt(rng.gamma(4, 0.1, areas))
    y = 10 + x @ np.array(slopes) + rng.normal(0, sigma, areas) + rng.normal(0, se)
    table = pd.DataFrame({"y": y.round(6), "se": se.round(6)})
    return table.assign(**{f"x{place + 1}": x[:, place].round(6) for place in range(len(slopes))})


def milk() -> pd.DataFrame:
    """The published areas; the first major area is the one the others are compared with."""
    from samplics.datasets import load_expenditure_milk

    data = load_expenditure_milk()["data"]
    table = pd.DataFrame({"y": data["direct_est"], "se": data["std_error"]})
    for place in (2, 3, 4):
        table[f"x{place - 1}"] = (data["major_area"] == place).astype(float)
    return table


def peer(case: str, table: pd.DataFrame) -> pd.DataFrame:
    """The rows with what samplics makes of them; sigma2 and coefficients stand in every row."""
    from samplics.sae import EblupAreaModel
    from samplics.utils.types import FitMethod

    X = table.filter(regex=r"^x\d$").to_numpy()
    area = np.arange(len(table))
    model = EblupAreaModel(method=FitMethod.reml)
    model.fit(table["y"], X, area, table["se"], tol=1e-14, maxiter=500)
    model.predict(X, area)
    assert model.convergence["achieved"] or model.convergence["precision"] < 1e-12
    named = {f"b{place}": value for place, value in enumerate(model.fixed_effects)}
    named |= {f"b{place}_se": value for place, value in enumerate(model.fe_std)}
    found = {"eblup": list(model.area_est.values()), "mse": list(model.area_mse.values()), "sigma2": model.re_std**2}
    return table.assign(**found, **named).assign(case=case, domain=[f"{one:02}" for one in area])


def main() -> None:
    """Write the file."""
    cases = {"milk": milk(), "plain": invented(11, 40, [0.6, -0.4], 0.8), "few": invented(12, 15, [0.5], 0.5)}
    tables = [peer(case, table) for case, table in cases.items()]
    pd.concat(tables, ignore_index=True).to_csv(HERE / "area_model.csv", index=False, float_format="%.12g")


if __name__ == "__main__":
    main()

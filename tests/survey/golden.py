"""The samples and designs on which R's figures were made (tests/golden/survey.R), and those figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from tejido import survey
from tejido.survey import Design

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
LONELY = ("adjust", "certainty", "average")
ZONES = pd.DataFrame({"zone": ["n", "s", "w"], "people": [4000, 4100, 4000]})
SEXES = pd.DataFrame({"sex": [1, 2], "people": [5900, 6200]})
CELLS = pd.DataFrame(
    {"zone": ["n", "s", "w"] * 2, "sex": [1, 1, 1, 2, 2, 2], "people": [1900, 2100, 2050, 2200, 1850, 2000]}
)
TOTALS = {"1": 12100, "zone": {"n": 4000, "s": 4100, "w": 4000}, "age": 500_000}
GIVEN = {"brr": "BRR", "fay": "Fay", "bootstrap": "bootstrap", "made": "bootstrap"}


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"{name}.csv")


@cache
def figures() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "survey.csv")


def sample(case: str) -> pd.DataFrame:
    """The rows that a case describes; replicate weights stand beside them."""
    if case in GIVEN:
        return pd.concat([table("pairs"), table(case)], axis=1)
    return table("pairs") if case.startswith("jk") else table("people")


@cache
def design(case: str) -> Design:
    rows = sample(case)
    if case in GIVEN:
        columns = [name for name in rows.columns if name.startswith("r_")]
        return survey.replicate_design(rows, "w", columns, GIVEN[case])  # type: ignore[arg-type]
    if case == "jk1":
        return survey.replicate(survey.design(rows, "w", psu=["cluster"]), "JK1")
    if case.startswith("jkn"):
        made = survey.replicate(survey.design(rows, "w", "stratum", ["cluster"]), "JKn")
        return survey.calibrate(made, rows, {"1": 5000, "grp": 2100}) if case == "jkn_calibrated" else made
    if case.startswith("lonely_"):
        return survey.design(rows, "w", "lonely_stratum", ["cluster"], lonely=case.removeprefix("lonely_"))  # type: ignore[arg-type]
    one = survey.design(rows, "w", "stratum", ["cluster"])
    two = survey.design(rows, "w", "stratum", ["cluster", "home"], ["n_clusters", "n_homes"])
    return {
        "one": lambda: one,
        "withfpc": lambda: survey.design(rows, "w", "stratum", ["cluster"], ["n_clusters"]),
        "two": lambda: two,
        "plain": lambda: survey.design(rows, "w"),
        "post": lambda: survey.poststratify(one, rows, ["zone", "sex"], CELLS),
        "raked": lambda: survey.rake(one, rows, [(["zone"], ZONES), (["sex"], SEXES)]),
        "ipf": lambda: survey.rake(one, rows, [(["zone"], ZONES), (["sex"], SEXES)]),
        "greg": lambda: survey.calibrate(one, rows, TOTALS),
        "greg2": lambda: survey.calibrate(two, rows, TOTALS),
        "bounded": lambda: survey.calibrate(one, rows, TOTALS, bounds=(0.8, 1.45)),
    }[case]()


def asked(statistic: str, variable: str) -> list[survey.Statistic]:
    if statistic == "ratio":
        return survey.ratio(*variable.split("/"))
    if statistic == "quantile":
        column, share = variable.split(":")
        return survey.quantile(column, float(share))
    return {"mean": survey.mean, "total": survey.total, "proportion": survey.proportion}[statistic](variable)

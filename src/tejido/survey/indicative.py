"""Sources without known probabilities: what was found among those asked, and nothing of anybody else.

In: a table and statistics, as for an estimate. Out: values with n. Nobody knows how such people came into the file (walk-ins,
snowball, a panel), so there is no standard error, interval, design effect, degree of freedom or p to give; quality and kind
are `INDICATIVE` (AAPOR, Report of the Task Force on Non-Probability Sampling, 2013).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tejido.survey.answers import Answers, Statistic
from tejido.survey.design import design
from tejido.survey.differentials import CANNOT, differential
from tejido.survey.estimates import estimate

INDICATIVE = "indicative"
"""The kind and the quality of every figure from such a source."""

_WITHOUT_DESIGN = (
    "se", "low", "high", "df", "n_eff", "deff", "cv", "population", "se_against", "low_against", "high_against", "gap_se",
    "gap_low", "gap_high", "p", "p_adjusted", "p_discovery", "ratio", "ratio_low", "ratio_high", "gap_standardised",
    "gap_standardised_low", "gap_standardised_high", "gap_between", "gap_within",
)  # fmt: skip

__all__ = ["INDICATIVE", "as_indicative", "describe", "describe_gap"]

_COUNTS = ["n", "n_cases", "n_households"]


def describe(
    table: pd.DataFrame,
    asked: Answers | Sequence[Statistic],
    by: Sequence[str] = (),
    *,
    household: str | None = None,
    file: str | None = None,
) -> pd.DataFrame:
    """Everything `asked`, among the rows of every domain of `by`; every row counts the same.

    Returns:
        One row per statistic and domain: ``statistic``, ``variable``, the columns of `by`, ``value`` (of a total the sum of
        the answers), ``n``, ``n_cases``, ``n_households`` (missing without `household`), ``kind`` and ``quality``.

    Raises:
        TejidoError: as `estimate`.
    """
    rows = design(table, lonely="certainty", file=file)
    found = estimate(rows, table, asked, by, household=household, file=file).rename(columns={"estimate": "value"})
    kept = found[["statistic", "variable", *by, "value", *_COUNTS]]
    return kept.assign(kind=INDICATIVE, quality=INDICATIVE)


def describe_gap(
    table: pd.DataFrame,
    asked: Answers | Sequence[Statistic],
    group: str,
    one: object,
    other: object,
    by: Sequence[str] = (),
    *,
    file: str | None = None,
) -> pd.DataFrame:
    """The difference between two values of the column `group`, among those asked.

    Returns:
        One row per statistic and domain: ``statistic``, ``variable``, the columns of `by`, ``value_one``, ``value_other``,
        ``gap``, ``n_one``, ``n_other``, ``kind``, ``quality`` and ``said``, which is always `CANNOT`: whether the gap holds
        beyond those asked cannot be said.

    Raises:
        TejidoError: as `differential`.
    """
    rows = design(table, lonely="certainty", file=file)
    found = differential(rows, table, asked, group, one, other, by, file=file)
    found = found.rename(columns={"estimate_one": "value_one", "estimate_other": "value_other"})
    domain = [name for name in by if name != group]
    kept = found[["statistic", "variable", *domain, "value_one", "value_other", "gap", "n_one", "n_other"]]
    return kept.assign(kind=INDICATIVE, quality=INDICATIVE, said=CANNOT)


def as_indicative(frame: pd.DataFrame) -> pd.DataFrame:
    """Figures of `estimate_indicators` or `compare_indicators`, made with every row counting the same, as an indicative source
    gives them: values, gaps and counts stay; all that only a design can give is missing, and the verdict is `CANNOT`.
    """
    told = {"quality": INDICATIVE, "quality_against": INDICATIVE, "kind": INDICATIVE, "verdict": CANNOT}
    blank = {name: float("nan") for name in _WITHOUT_DESIGN if name in frame.columns}
    return frame.assign(**blank, **{name: word for name, word in told.items() if name in frame.columns})

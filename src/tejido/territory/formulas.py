"""Formulas over parts: from numerators, denominators and class counts to the figure, at any level.

`parts` comes wide: one row per unit, one column per part of `tables.PARTS` (`numerator`, `denominator`,
`against_numerator`, `against_denominator`, `class:<name>`). Sums of parts over units give the parts of what holds them,
so the same formula serves every level.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tejido.territory.diversity import shannon

FUNCTIONS = ("share", "ratio", "mean", "density", "rate", "gap", "diversity", "sum")
"""What `evaluate` knows."""

OF_PLACES = {
    **dict.fromkeys(("share_under", "people_under", "people_near", "feature_share", "length_share"), "share"),
    **dict.fromkeys(("space_per_person", "area_per_person", "weight_per_person", "length_per_person"), "ratio"),
    **dict.fromkeys(("points_per_area", "points_per_length", "length_per_area", "intersections"), "ratio"),
    "area": "sum",
}
"""The formulas by which functions over places bring their sums together."""

CLASS = "class:"
"""What the name of a class part begins with."""


def wide(parts: pd.DataFrame) -> pd.DataFrame:
    """Rows of `tables.PARTS` of one indicator, period, level and group as one row per unit and one column per part."""
    return parts.pivot(index="unit", columns="part", values="amount").rename_axis(columns=None)


def evaluate(function: str, parts: pd.DataFrame, per: float = 1.0) -> pd.Series:
    """The figure of each row of `parts`; NaN where a part is missing or a denominator is 0.

    ``share``: 100 x numerator / denominator, in %. ``ratio`` and ``rate``: `per` x numerator / denominator. ``mean``
    and ``density``: numerator / denominator. ``gap``: (numerator / denominator) / (against_numerator /
    against_denominator). ``diversity``: Shannon's entropy over the classes, in nats. ``sum``: the numerator, which
    nothing divides.

    Raises:
        ValueError: the function is not one of `FUNCTIONS`, or a part that it needs has no column.
    """
    _check(function, parts)
    if function == "diversity":
        return pd.Series(shannon(parts[_classes(parts)].to_numpy(dtype=float)), index=parts.index)
    if function == "sum":
        return parts["numerator"].astype(float)
    fraction = _divide(parts["numerator"], parts["denominator"])
    if function == "gap":
        return _divide(fraction, _divide(parts["against_numerator"], parts["against_denominator"]))
    return fraction * {"share": 100.0, "ratio": per, "rate": per}.get(function, 1.0)


def universe(function: str, parts: pd.DataFrame) -> pd.Series:
    """How many the figure rests on, the weight of averages: the denominator, the sum of the classes, for ``gap`` the
    sum of both denominators. NaN where it is missing, and for ``sum``, which rests on nobody.

    Raises:
        ValueError: as `evaluate`.
    """
    _check(function, parts)
    if function == "diversity":
        return parts[_classes(parts)].sum(axis=1, min_count=1)
    if function == "sum":
        return pd.Series(np.nan, index=parts.index)
    if function == "gap":
        return parts["denominator"] + parts["against_denominator"]
    return parts["denominator"].astype(float)


def needed(function: str) -> tuple[str, ...]:
    """The parts that a formula is made of; none of a diversity's classes is needed more than another."""
    own = {
        "gap": ("numerator", "denominator", "against_numerator", "against_denominator"),
        "diversity": (),
        "sum": ("numerator",),
    }
    return own.get(function, ("numerator", "denominator"))


def _check(function: str, parts: pd.DataFrame) -> None:
    if function not in FUNCTIONS:
        raise ValueError(f"no formula {function!r}")
    lacking = [part for part in needed(function) if part not in parts]
    if lacking or (function == "diversity" and not _classes(parts)):
        raise ValueError(f"{function} lacks the parts {lacking or [CLASS + '*']}")


def _classes(parts: pd.DataFrame) -> list[str]:
    return sorted(part for part in parts.columns if part.startswith(CLASS))


def _divide(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    over = denominator.astype(float)
    return numerator.astype(float) / over.where(over != 0, np.nan)

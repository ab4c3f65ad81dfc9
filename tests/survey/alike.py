"""Two tables of figures compared: what engines are held to."""

from __future__ import annotations

import numpy as np
import pandas as pd

CERTAIN = 1e-9
"""Where everybody gave the same answer the standard error is rounding, and so is what is divided by it."""
EXACT = {"estimate", "se", "estimate_one", "estimate_other", "gap", "df", "n", "n_cases", "n_households", "population"}


def same(one: pd.DataFrame, other: pd.DataFrame, relative: float = 1e-9) -> None:
    """Same columns, rows, words and gaps, and numbers alike to `relative`."""
    assert list(one.columns) == list(other.columns)
    assert len(one) == len(other)
    size = one["estimate"] if "estimate" in one else one[["estimate_one", "estimate_other"]].max(axis=1)
    certain = (one["se"] <= CERTAIN * size.abs()).to_numpy()
    assert certain.tolist() == (other["se"] <= CERTAIN * size.abs()).tolist()
    for name in one.columns:
        left, right = (frame[name] if name in EXACT else frame.loc[~certain, name] for frame in (one, other))
        if not pd.api.types.is_numeric_dtype(one[name]):
            assert left.astype("str").tolist() == right.astype("str").tolist(), name
            continue
        wanted, got = (column.to_numpy(dtype=np.float64, na_value=np.nan) for column in (left, right))
        nothing = CERTAIN * size.abs().fillna(0).to_numpy() if name == "se" else 1e-12
        apart = np.abs(got - wanted)
        assert (np.isnan(got) == np.isnan(wanted)).all(), name
        assert (~(apart > np.maximum(relative * np.abs(wanted), nothing))).all(), (name, np.nanmax(apart))

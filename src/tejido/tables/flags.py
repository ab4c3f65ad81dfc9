"""Flags: a column of text with words parted by spaces, missing where there is nothing to say.

In: such a column. Out: which rows hold a word, or the column with a word added.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PROTECTED = "protected"
"""Too few people stand behind the row: its figures were taken out."""

SLIVER, REPAIRED, SHARED_OUT = "sliver", "repaired", "shared_out"
"""Of units: a leftover of drawing, a repaired outline, a population divided from a coarser unit."""

AVERAGED, INHERITED, MERGED = "averaged", "inherited", "merged"
"""Of values: the mean of the units inside, the figure of the coarser unit, that of several units together."""

PROXY, STRAIGHT_LINE, SMOOTHED = "proxy", "straight_line", "smoothed"
"""Of values, how they were measured: not quite the indicator (and so comparable only inside the city), along straight lines,
drawn towards the city's rate.
"""

APART = "apart"
"""Of values: told beside the others, but in no score (those asked were not drawn by chance, and the city gave no reason)."""

PARTIAL = "partial"
"""Of values: a sum that lacks counts which its source keeps back, so at least so many; without a figure all were kept back."""

NO_SLOPE = "no_slope"
"""Of values: no slope is known of the unit, or of one in it, so the walk there was taken as level."""


def has(flags: pd.Series[str], word: str) -> NDArray[np.bool_]:
    """Rows whose flags hold `word`; there are few different flags, so each is read once."""
    codes, distinct = pd.factorize(flags.fillna(""))
    return np.array([word in str(one).split() for one in distinct], dtype=bool)[codes]


def add(flags: pd.Series[str], word: str, where: NDArray[np.bool_]) -> pd.Series[str]:
    """The flags with `word` added on the rows `where`, each word once."""
    before = flags.fillna("").astype("str")
    words = before.where(has(flags, word), (before + " " + word).str.strip())
    return flags.where(~where, words)

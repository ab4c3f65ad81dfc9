"""How mixed a place is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tejido.errors import fail

Floats = NDArray[np.float64]


def shannon(counts: Floats) -> Floats:
    """Shannon's entropy (1948) in nats of each row of `counts` (units, classes): 0 for one class alone, ln k at its
    highest.

    Counts may be people, dwellings or areas. A class that is missing counts as absent; a row in which all are missing
    or zero has no diversity and gives NaN.

    Raises:
        TejidoError: T401 a count is negative or infinite.
    """
    table = np.asarray(counts, dtype=float)
    wrong = int(((table < 0) | np.isinf(table)).any(axis=1).sum())
    if wrong:
        raise fail("T401", count=wrong)
    filled = np.where(np.isnan(table), 0.0, table)
    total = filled.sum(axis=1)
    shares = np.divide(filled, total[:, None], out=np.zeros_like(filled), where=total[:, None] > 0)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    # Adding 0 turns the -0.0 of a single class into 0.
    entropy: Floats = -(shares * logs).sum(axis=1) + 0.0
    entropy[total <= 0] = np.nan
    return entropy

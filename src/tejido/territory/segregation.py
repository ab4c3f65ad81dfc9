"""How unevenly two groups are spread over the units of a city."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tejido.errors import fail


def dissimilarity(group: pd.Series, others: pd.Series, within: pd.Series) -> pd.Series:
    """The dissimilarity index of Duncan and Duncan (1955) for each value of `within`: 0 where both groups are spread alike, 1
    where no unit holds both.

    Half the sum over the units of the absolute difference between the share of the group and the share of the others who live
    there: the part of the group that would have to move. `group` and `others` are people by unit, `within` the larger unit that
    holds each, all with the same index; units where any of the three is not known are left out. NaN where one side has nobody.

    Raises:
        TejidoError: T210 a count is negative or infinite.
    """
    people = pd.DataFrame({"group": group, "others": others}).astype(float)
    wrong = int(((people < 0) | np.isinf(people)).any(axis=1).sum())
    if wrong:
        raise fail("T210", count=wrong)
    people = people[people.notna().all(axis=1) & within.reindex(people.index).notna()]
    holder = within.reindex(people.index)
    totals = people.groupby(holder).transform("sum")
    shares = people / totals.where(totals > 0)
    apart = (shares["group"] - shares["others"]).abs()
    index: pd.Series = apart.groupby(holder).sum(min_count=1) / 2
    return index.rename("dissimilarity")

"""How a group divides among classes of answers: a proportion for every way to join them, by the design of the survey.

In: a table of answers with its design. Out: estimates by set of classes, part and group, in per cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.survey.answers import proportion
from tejido.survey.design import Design
from tejido.survey.estimates import estimate

_PERCENT = ("estimate", "se", "low", "high")
_COLUMN = "{number}"

__all__ = ["Divided", "estimate_shares"]


@dataclass(frozen=True, eq=False)
class Divided:
    """The answers to a question by row: the `classes` and the `parts` of the group (None where it has none), missing where either is
    not known, and the `groups` whose shares are asked; `households` names the household of every row.
    """

    classes: pd.Series
    parts: pd.Series | None
    groups: pd.Series
    households: pd.Series

    @property
    def answered(self) -> pd.Series:
        """The rows of a group that are in a class."""
        told = self.classes.notna() & self.groups.notna()
        return told if self.parts is None else told & self.parts.notna()


def estimate_shares(
    design: Design,
    divided: Divided,
    sets: Sequence[tuple[str, ...]],
    parts: Sequence[str | None] = (None,),
    *,
    planned: bool = False,
) -> pd.DataFrame:
    """The share of every group whose answer is one of each of the `sets` of classes, once per part.

    Args:
        design: of the table of which `divided` are columns.
        divided: the answers.
        sets: sets of classes, each told as one.
        parts: the parts of a group, None for the whole; all shares are of the whole group, so those of all parts sum to 100.
        planned: whether the sample was sized for these groups.

    Returns:
        One row per set, part and group that answered: ``members``, ``part``, ``group``, and `estimates.COLUMNS`, with
        ``estimate``, ``se``, ``low`` and ``high`` in per cent. `n` are all answers of the group.
    """
    answered = divided.answered
    asked = [(members, part) for part in parts for members in sets]
    inside = {
        _COLUMN.format(number=number): (
            divided.classes.isin(members) & (True if part is None else divided.parts == part)
        ).to_numpy(dtype=np.float64)
        for number, (members, part) in enumerate(asked)
    }
    table = pd.DataFrame(inside, index=divided.classes.index)
    table = table.assign(group=divided.groups.where(answered), household=divided.households)
    found = estimate(design, table, proportion(*inside), ["group"], planned=planned, household="household")
    number = found["variable"].astype(int)
    found = found.assign(
        members=pd.Series([asked[one][0] for one in number], dtype=object),
        part=pd.Series([asked[one][1] for one in number], dtype=object),
        **{name: found[name] * 100 for name in _PERCENT},
    )
    return found.drop(columns=["statistic", "variable"])

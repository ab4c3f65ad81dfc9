"""The made-up city with all that a page can show: groups, two rounds, both markers."""

from __future__ import annotations

import pandas as pd

from tests.viewer.fake import FakeRelease
from tests.viewer.flexible import OWNED, TENURE, Flexible
from tests.viewer.grouped import Grouped
from tests.viewer.two_rounds import Round

PLACES = {
    "round": "prueba/2026", "coarse": "district", "finest": "hexagon", "unit": "d0", "fine": "h21", "basic": "unemployment",
    "other": "water", "gap": "water", "extended": OWNED, "lacking": TENURE,
}  # fmt: skip
"""What fills the addresses of the kinds of page (`pages.KINDS`) of this city."""


class Whole(Round, Grouped, Flexible):
    """A round of the city with scores by group, differences of several pairs of groups and an extended marker."""

    def table(self, name: str) -> pd.DataFrame:
        """One of the public tables, of this round's period."""
        table = super().table(name)
        return table.assign(period=self.meta["period"]) if name == "scores" else table


def whole() -> list[FakeRelease]:
    """Both rounds of the city."""
    return [Whole(), Whole("2026", second=True)]

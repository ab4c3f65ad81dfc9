"""The made-up city with a survey that tells apart refugees, migrants and hosts, women and men, and two ages from a third."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tejido.tables import DIFFERENTIALS, SCORES
from tests.viewer.fake import PERIOD
from tests.viewer.surveyed import Surveyed

RM, HOST = "origin=rm", "origin=host"
SCORED = {
    "housing": ((60, 58, 62), (72, 70, 74)),
    "economy": ((50, None, None), (55, None, None)),
    "health": ((70, 66, 74), (73, 69, 77)),
    "education": ((64, None, None), (64, None, None)),
}
"""Score, low and high of refugees and migrants, then of their hosts. In the economy one indicator is of the hosts alone."""


class Grouped(Surveyed):
    """Scores of areas by origin; differences by sex and age in the whole city."""

    def table(self, name: str) -> pd.DataFrame:
        """One of the public tables."""
        found = super().table(name)
        if name == "scores":
            return SCORES.conform(pd.concat([found, pd.DataFrame(self._scored())]))
        if name == "differentials":
            return DIFFERENTIALS.conform(pd.concat([found, pd.DataFrame(self._others())]))
        return found

    def _scored(self) -> list[dict[str, Any]]:
        plain = {"period": PERIOD, "level": "city", "unit": "prueba", "coverage": 1.0, "comparable": True}
        rows = [
            plain | {"group": group, "node": area, "score": score, "low": low, "high": high}
            for area, sides in SCORED.items()
            for group, (score, low, high) in zip((RM, HOST), sides, strict=True)
        ]
        alike = ("water", "overcrowding", "commerce", "clinic", "school")
        rows += [plain | {"group": group, "node": leaf, "score": 60.0} for group in (RM, HOST) for leaf in alike]
        return [*rows, plain | {"group": HOST, "node": "unemployment", "score": 60.0}]

    def _others(self) -> list[dict[str, Any]]:
        told = [
            ("sex=f", "sex=m", "unemployment", 20.0, 12.0, "shown"),
            ("sex=f", "sex=m", "water", 90.0, 60.0, "shown"),
            ("sex=f", "sex=m", "overcrowding", 70.0, 71.0, "not_shown"),
            ("age=60+", "age=30-59", "unemployment", 8.0, 30.0, "shown"),
            ("age=15-29", "age=30-59", "unemployment", 31.0, 30.0, "not_shown"),
        ]
        return [
            self._gap("city", "prueba", indicator, value=value, value_against=other, verdict=verdict)
            | {"group": group, "against": against}
            for group, against, indicator, value, other, verdict in told
        ]

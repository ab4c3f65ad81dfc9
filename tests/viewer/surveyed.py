"""The made-up city with a survey: intervals and ranges of its scores, what makes the ranges, differences between two groups."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tejido.tables import CAUSES, DIFFERENTIALS
from tests.viewer.fake import PERIOD, FakeRelease

WATER = {"value": 80.0, "value_against": 90.0, "verdict": "shown"}
"""In water ten points less: the figures of the only difference that is shown."""
SOURCE = "Encuesta inventada 2024"


class Surveyed(FakeRelease):
    """`turned`: the opposite sign is planted. `indicative`: those asked were not chosen by chance. `merged`: two districts share a figure.

    Scores move by 3 points by chance and by 9 by method. In district D0 water is shown, in D1 nothing can be said.
    """

    def __init__(self, turned: bool = False, indicative: bool = False, merged: bool = False) -> None:
        super().__init__()
        self.turned, self.indicative = turned, indicative
        if indicative:
            self.meta["choices"] = {"indicative": {"dtm": "Nobody else asked these people."}}
        scores = self._scores
        known = scores["score"]
        self._scores = scores.assign(
            low=(known - 3).clip(lower=0), high=(known + 3).clip(upper=100), robust_low=(known - 9).clip(lower=0),
            robust_high=(known + 9).clip(upper=100), p_band=0.8, rank_low=1, rank_high=6, rank_robust_low=1, rank_robust_high=6,
        )  # fmt: skip
        if merged:
            self._merge()

    @property
    def tables(self) -> list[str]:
        """Names of its tables."""
        return sorted([*super().tables, "causes", "differentials"])

    def table(self, name: str) -> pd.DataFrame:
        """One of the public tables."""
        if name == "causes":
            shares = {"curves": 0.7, "weights": 0.25, "mean": 0.1, "left_out": 0.01}
            rows = [{"cause": cause, "first": share, "total": share} for cause, share in shares.items()]
            place = {"period": PERIOD, "level": "city", "unit": "prueba", "group": "all", "node": "marker"}
            return CAUSES.conform(pd.DataFrame(rows).assign(**place))
        if name == "differentials":
            return DIFFERENTIALS.conform(pd.DataFrame(self._gaps()))
        return super().table(name)

    def _gaps(self) -> list[dict[str, Any]]:
        place = {"city": "prueba", "district": "d0"}
        water = dict(WATER)
        if self.turned:
            water |= {"value": WATER["value_against"], "value_against": WATER["value"]}
        rows = [self._gap(level, unit, "water", **water) for level, unit in place.items()]
        rows.append(self._gap("city", "prueba", "overcrowding", value=61.3, value_against=62.4, verdict="not_shown"))
        few = {"value": 12.34, "value_against": 56.78, "verdict": "cannot_be_said"}
        rows.append(self._gap("city", "prueba", "unemployment", **few) | {"quality": "unreliable"})
        rows.append(self._gap("district", "d1", "water", **few))
        if self.indicative:
            rows = [row | {"kind": "indicative", "verdict": "cannot_be_said", "gap_low": None, "gap_high": None, "low": None}
                    for row in rows]  # fmt: skip
        return rows

    def _gap(
        self, level: str, unit: str, indicator: str, value: float, value_against: float, verdict: str
    ) -> dict[str, Any]:
        gap = value - value_against
        return {
            "period": PERIOD, "level": level, "unit": unit, "group": "origin=rm", "against": "origin=host", "indicator": indicator,
            "value": value, "low": value - 4, "high": value + 4, "n": 321, "quality": "weak",
            "value_against": value_against, "low_against": value_against - 1, "high_against": value_against + 1, "n_against": 4321,
            "quality_against": "reliable", "gap": gap, "gap_low": gap - 5, "gap_high": gap + 5,
            "family": self.catalogue.area(indicator), "verdict": verdict, "ratio": value / value_against,
            "gap_standardised": gap, "gap_standardised_low": gap - 5, "gap_standardised_high": gap + 5,
            "gap_between": gap / 2, "gap_within": gap / 2, "kind": "design-based", "source": SOURCE, "flags": None,
        }  # fmt: skip

    def _merge(self) -> None:
        """Unemployment is asked; of districts D0 and D1 too few answered, so they share one figure, as do their hexagons."""
        values = self._values
        asked = values["indicator"] == "unemployment"
        values.loc[asked, ["kind", "quality", "n", "source"]] = ["design-based", "reliable", 500, SOURCE]
        values.loc[asked, "low"], values.loc[asked, "high"] = values["value"] - 5, values["value"] + 5
        holder = self._units.set_index(["level", "unit"])["parent"]
        parent = [holder.get((level, unit)) for level, unit in zip(values["level"], values["unit"], strict=True)]
        district = values["unit"].where(values["level"] == "district", pd.Series(parent, index=values.index))
        both = asked & district.isin(["d0", "d1"]) & values["level"].isin(["district", "hexagon"])
        values.loc[both, ["domain", "support", "quality"]] = ["d0+", "district", "weak"]
        values.loc[both, "flags"] = "merged"
        few = asked & (values["unit"] == "d5") & (values["level"] == "district")
        values.loc[few, ["value", "low", "high", "n"]] = None
        values.loc[few, "quality"] = "unreliable"


def less() -> Surveyed:
    """A second round of the same city, in which everything scores a tenth less."""
    release = Surveyed(merged=True)
    release.meta = {**release.meta, "period": "2026"}
    release._scores = release._scores.assign(score=release._scores["score"] * 0.9)
    return release

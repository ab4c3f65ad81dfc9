"""The made-up city with a survey, measured twice: what changed in between is known."""

from __future__ import annotations

import pandas as pd

from tests.viewer.surveyed import Surveyed

MORE = 12.0
"""Points by which the marker of every place is higher in the second round: with intervals of 3 to either side it is shown."""


class Round(Surveyed):
    """A round of the city. In the second every marker is higher by `MORE` points (at most 95), which a survey found; water, from a
    register, is higher by 3 in every place; a school's distance was not measured again; the fifth district has other borders.
    """

    def __init__(self, period: str = "2024", second: bool = False) -> None:
        super().__init__(merged=True)
        self.second = second
        self.meta |= {"period": period}
        city = {
            "id": "city",
            "names": {"es": "ciudad", "en": "city"},
            "plurals": {"es": "ciudades", "en": "cities"},
            "n_units": 1,
        }
        self.meta["levels"] = [city, *self.meta["levels"]]
        self._scores = self._scores.assign(period=period)
        measured = self._values["indicator"] != "school"
        self._values = self._values.assign(period=self._values["period"].where(~measured, period))
        known = self._scores["score"].notna() & (self._scores["node"] == "marker")
        low = self._scores["score"].clip(40, 80).where(known, self._scores["score"])
        self._move(known, low)
        if second:
            self._move(known, low + MORE)
            water = self._values["indicator"] == "water"
            self._values.loc[water, "value"] += 3

    def _move(self, rows: pd.Series, score: pd.Series) -> None:
        """Sets scores with their intervals of 3 points to either side."""
        for name, shift in (("score", 0), ("low", -3), ("high", 3)):
            self._scores.loc[rows, name] = (score + shift)[rows]

    def table(self, name: str) -> pd.DataFrame:
        """One of the public tables, of this round's period."""
        table = super().table(name)
        own = name in ("scores", "values", "units")
        return table if own else table.assign(period=self.meta["period"])

    def geometry(self, level: str) -> pd.DataFrame:
        """Polygons of a level; in the second round district D5 is drawn over half its place."""
        shapes = super().geometry(level)
        if not self.second or level != "district":
            return shapes
        moved = shapes.geometry.translate(0.02, 0).where(shapes["unit"] == "d5", shapes.geometry)
        return shapes.set_geometry(moved)

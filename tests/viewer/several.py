"""Made-up releases that make a site: two rounds of one city, and another city that stands on other figures."""

from __future__ import annotations

import pandas as pd

from tests.viewer.fake import PERIOD, FakeRelease
from tests.viewer.flexible import Flexible

LATER = "2026"


class Later(FakeRelease):
    """The same city two years later, without the extended marker that the earlier round may have."""

    def __init__(self) -> None:
        super().__init__()
        self.meta["period"] = LATER

    def table(self, name: str) -> pd.DataFrame:
        """The table of the earlier round, in the later year."""
        found = super().table(name)
        return found.replace({"period": {PERIOD: LATER}}) if "period" in found else found


class Elsewhere(FakeRelease):
    """Another city, real, whose marker stands on another figure than the method asks for."""

    def __init__(self) -> None:
        super().__init__(synthetic=False)
        self.meta["city"] |= {"code": "otra", "names": {"es": "Otra Ciudad", "en": "Otherville"}, "licence": ""}

    def table(self, name: str) -> pd.DataFrame:
        """The tables with a marker that is not comparable."""
        found = super().table(name)
        return found.assign(comparable=False) if name == "scores" else found


def releases() -> list[FakeRelease]:
    """Two rounds of one city, the earlier with an extended marker, and one round of another."""
    return [Flexible(), Later(), Elsewhere()]

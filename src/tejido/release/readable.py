"""What the makers of files and pages read of a release, so that they read nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import geopandas as gpd
import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.catalogue.shares import Distribution
from tejido.release.reader import Audience

__all__ = ["Readable"]


class Readable(Protocol):
    """The part of `tejido.release.Release` from which files and pages are made."""

    meta: dict[str, Any]

    @property
    def audience(self) -> Audience:
        """For whom it is."""

    @property
    def levels(self) -> list[str]:
        """Ids of its levels, coarse to fine."""

    @property
    def catalogue(self) -> Catalogue:
        """The method by which it was measured."""

    @property
    def questions(self) -> dict[str, Distribution]:
        """The questions of its table of shares, by id."""

    @property
    def tables(self) -> list[str]:
        """Names of the tables that it holds."""

    def table(self, name: str) -> pd.DataFrame:
        """A table by name."""

    def geometry(self, level: str) -> gpd.GeoDataFrame:
        """Polygons of a level in EPSG:4326."""

    def document(self, name: str) -> Mapping[str, Any] | None:
        """Plain data that it carries beside its tables; None where it has none of that name."""

    def ground(self) -> gpd.GeoDataFrame:
        """Streets and water, columns `release.ground.COLUMNS`; no rows where there are none."""

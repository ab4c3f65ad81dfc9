"""What the rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.city.columns import numbers
from tejido.city.model import City, CityConfig, Level, ValueSpec


@dataclass(frozen=True)
class Reading:
    """A city as read, the catalogue it is measured by, and the few looks that several rules take at them."""

    city: City
    catalogue: Catalogue

    @property
    def config(self) -> CityConfig:
        """What `city.toml` says."""
        return self.city.config

    @property
    def base(self) -> str:
        """Id of the finest level that could be read."""
        return list(self.city.units)[-1]

    def levels(self) -> Iterator[Level]:
        """The declared levels that could be read, coarse to fine."""
        return (level for level in self.config.levels if level.id in self.city.units)

    def columns(self, spec: ValueSpec) -> tuple[str, ...]:
        """Columns that a value is made of."""
        fractions = [one for one in (spec.fraction, spec.against) if one is not None]
        counted = [name for one in fractions for name in (*one.numerator, *one.denominator)]
        return (*((spec.column,) if spec.column else ()), *counted, *spec.classes)

    def used(self, level: str) -> dict[str, ValueSpec]:
        """Columns of a level that feed an indicator of the catalogue, with (one of) the values they feed."""
        specs = [
            one for one in self.config.values if one.level == level and one.indicator in self.catalogue.definitions
        ]
        return {
            name: spec for spec in reversed(specs) for name in self.columns(spec) if name in self.city.attributes[level]
        }

    def figures(self, level: str, name: str) -> pd.Series:
        """A column as numbers, indexed by unit, no-data codes still in it."""
        column = self.city.attributes[level][name]
        return pd.Series(numbers(column).values, index=column.index)

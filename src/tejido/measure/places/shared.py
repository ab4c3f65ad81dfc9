"""What figures made from places share: the base units, their points, the streets, the slopes; and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.catalogue.model import Definition
from tejido.city.layers import SLOPE, STREETS
from tejido.city.model import City
from tejido.errors import Finding, finding
from tejido.measure.levels import Nest
from tejido.tables.flags import SLIVER, has
from tejido.territory import lines, network, points, slope, walk

M2_PER_HA, M2_PER_KM2 = 1e4, 1e6

__all__ = ["M2_PER_HA", "M2_PER_KM2", "Figure", "Places", "other_of", "role_of"]


@dataclass
class Figure:
    """What was measured of one indicator: `values` by unit, or `parts` (units x parts), at level `support`.

    `flags` hold for all of it, those of `marked` for the units named. `above` is the same of a coarser level, where that does
    not follow from this one.
    """

    support: str
    source: str
    values: pd.Series | None = None
    parts: pd.DataFrame | None = None
    flags: tuple[str, ...] = ()
    marked: Mapping[str, pd.Index[str]] = field(default_factory=dict)
    above: Figure | None = None

    def levels(self) -> Iterator[Figure]:
        """The figure at each level where it was measured."""
        yield self
        if self.above is not None:
            yield from self.above.levels()


@dataclass
class Places:
    """Everything that figures made from places share: the base units, their points, the streets, the slopes.

    `wanted` is all that is to be measured, `tell` hears what share of one figure is done, `rides` holds by indicator what share
    each point reaches by public transport: what rides find is made for all of them at once.
    """

    city: City
    nest: Nest
    findings: list[Finding] = field(default_factory=list)
    wanted: Sequence[Definition] = ()
    tell: Callable[[float], None] = lambda _share: None
    rides: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    _lengths: dict[str, pd.Series] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The level at which places are measured."""
        return self.nest.base

    @property
    def units(self) -> gpd.GeoDataFrame:
        """The base units."""
        return self.city.units[self.base]

    @cached_property
    def points(self) -> pd.DataFrame:
        """Points that stand for the base units."""
        return points.representing(self.units)

    @cached_property
    def on_foot(self) -> walk.Start:
        """Walks from these points along the streets; straight lines where the city has none."""
        streets = None if self.city.streets is None else network.build(self.city.streets)
        start = self._begin(streets)
        if start.snapped is not None:
            far = self.points.loc[start.snapped.distance > start.max_snap, "unit"].nunique()
            if far:
                self.findings.append(
                    finding("A201", column="layers.streets", count=far, level=self.base, metres=start.max_snap)
                )
        return start

    @cached_property
    def straight(self) -> walk.Start:
        """Walks in straight lines times the city's detour factor."""
        return self._begin(None)

    @cached_property
    def slopes(self) -> pd.Series | None:
        """Slope factor of each base unit, NaN where its slope is missing; None where the city gives no slope."""
        levels = self.city.config.levels
        told = [level for level in levels if level.slope and not self.nest.is_coarser(level.id, self.base)]
        if told:
            factors = self._slopes_of(told[0].id, str(told[0].slope))
        elif SLOPE in self.city.layers:
            factors = slope.of_units(self.units, self.city.layers[SLOPE])
        else:
            return None
        factors = factors.reindex(self.nest.codes(self.base))
        missing = int(factors.isna().sum())
        if missing:
            self.findings.append(finding("A203", column="slope", count=missing, level=self.base))
        return factors

    def _slopes_of(self, level: str, column: str) -> pd.Series:
        """Slope factors of the base units from a column of their own level, or of a finer one averaged by area."""
        found = self.city.attributes[level][column]
        factors = pd.Series(slope.factor(found), index=found.index)
        if level == self.base:
            return factors
        area = self.city.units[level].set_index("unit")["area_km2"].reindex(factors.index).where(factors.notna())
        holder = self.nest.holders[level][self.base].reindex(factors.index)
        mean: pd.Series = (factors * area).groupby(holder).sum(min_count=1) / area.groupby(holder).sum(min_count=1)
        return mean

    def start(self, indicator: str) -> walk.Start:
        """Where walks for an indicator begin: along the streets, or straight where there are none or the city says so."""
        return self.straight if indicator in self.city.config.territory.straight else self.on_foot

    def _begin(self, streets: network.Network | None) -> walk.Start:
        territory = self.city.config.territory
        return walk.begin(self.points, streets, territory.max_snap, territory.detour)

    @property
    def residents(self) -> pd.Series:
        """Residents by base unit, NaN where nobody knows."""
        return self.nest.persons[self.base]

    @cached_property
    def counted(self) -> pd.Series:
        """The same, where they are protected as means count them (`Nest.weights`)."""
        return pd.Series(self.nest.weights(self.residents.to_numpy(np.float64), self.base), self.residents.index)

    @cached_property
    def areas(self) -> pd.Series:
        """Ground of each base unit in m2; a sliver, a leftover of drawing, has none that figures are divided by."""
        units = self.units.set_index("unit")
        ground: pd.Series = units.geometry.area.where(~has(units["flags"], SLIVER))
        return ground

    def layer(self, role: str) -> gpd.GeoDataFrame:
        """The places of a role; those of the streets are their straight pieces."""
        if role != STREETS:
            return self.city.layers[role]
        ends = self.segments(role).to_numpy(dtype=float).reshape(-1, 2, 2)
        return gpd.GeoDataFrame(geometry=shapely.linestrings(ends), crs=self.city.crs)

    def segments(self, role: str) -> pd.DataFrame:
        """The straight pieces of the lines of a role: ``x1 y1 x2 y2``."""
        streets = self.city.streets if role == STREETS else None
        return lines.segments(self.city.layers[role].geometry.to_numpy()) if streets is None else streets

    def kilometres(self, role: str) -> pd.Series:
        """Kilometres of the lines of a role in each base unit."""
        if role not in self._lengths:
            self._lengths[role] = lines.length_by_unit(self.units, self.segments(role)) / 1000.0
        return self._lengths[role]

    @property
    def source_of_units(self) -> str:
        """Who says where people live: the file of the base units."""
        return self.city.config.level(self.base).source.file

    def source(self, *roles: str) -> str:
        """Who says so: the layers' own labels, else their files."""
        specs = [self.city.config.layers[role] for role in roles]
        return "; ".join(dict.fromkeys(spec.label or spec.source.file for spec in specs))


def role_of(indicator: Definition) -> str:
    """The layer that an indicator is made of."""
    assert indicator.compute.role is not None, f"{indicator.id} names no layer"
    return indicator.compute.role


def other_of(indicator: Definition) -> str:
    """The second layer that an indicator is made of."""
    return str(indicator.compute.options["of"])

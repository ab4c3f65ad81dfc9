"""Figures made from places: walking distances, public space, land uses, densities, rates of events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from tejido import tables
from tejido.catalogue.model import Definition
from tejido.city import can_measure
from tejido.city.layers import SLOPE
from tejido.city.model import City
from tejido.errors import Finding, finding
from tejido.measure.levels import Nest
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import NO_SLOPE, PROXY, SLIVER, SMOOTHED, STRAIGHT_LINE, add, has
from tejido.territory import catchment, formulas, network, overlay, points, rates, slope, walk
from tejido.words.sources import straight

M2_PER_HA = 10_000.0


@dataclass
class Figure:
    """What was measured of one indicator: `values` by unit, or `parts` (units x parts), at level `support`.

    `flags` hold for all of it, those of `marked` for the units named.
    """

    support: str
    source: str
    values: pd.Series | None = None
    parts: pd.DataFrame | None = None
    flags: tuple[str, ...] = ()
    marked: Mapping[str, pd.Index[str]] = field(default_factory=dict)


@dataclass
class Places:
    """Everything that figures made from places share: the base units, their points, the streets, the slopes."""

    city: City
    nest: Nest
    findings: list[Finding] = field(default_factory=list)

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

    def source(self, role: str) -> str:
        """Who says so: the layer's own label, else its file."""
        spec = self.city.config.layers[role]
        return spec.label or spec.source.file


def measure_places(
    city: City, indicators: list[Definition], nest: Nest, tell: Callable[[float], None]
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Measure what the city's layers and streets allow of `indicators`.

    `tell` is called with the share done, 0-1.

    Returns:
        `tables.VALUES` rows at the level where each was measured, the `tables.PARTS` of those made of sums, and findings.
    """
    places = Places(city, nest)
    values, parts = [tables.VALUES.empty()], [tables.PARTS.empty()]
    for place, indicator in enumerate(indicators):
        tell(place / len(indicators))
        if not can_measure(city, indicator):
            continue
        figure = FUNCTIONS[indicator.compute.function](places, indicator)
        values.append(_rows(figure, indicator, places))
        if figure.parts is not None:
            parts.append(_part_rows(figure, indicator, places))
    return tables.VALUES.gather(values), tables.PARTS.gather(parts), places.findings


def _distance(places: Places, indicator: Definition) -> Figure:
    """Metres on foot to the nearest place, times the slope factor of the unit."""
    role = _role(indicator)
    start = places.start(indicator.id)
    walked = walk.to_nearest(start, places.city.layers[role])
    if walked.far_places:
        metres = start.max_snap
        places.findings.append(finding("A202", column=f"layers.{role}", count=walked.far_places, metres=metres))
    found = points.mean_by_unit(places.points, walked.distance)
    marked: dict[str, pd.Index[str]] = {}
    if indicator.compute.options.get("slope") and places.slopes is not None:
        factors = places.slopes.reindex(found.index)
        marked[NO_SLOPE] = found.index[found.notna() & factors.isna()]
        # Without a slope nothing is added to the walk, which the value says.
        found = found * factors.fillna(1.0)
    unreached = int(found.isna().sum())
    if unreached:
        places.findings.append(finding("A204", column=indicator.id, count=unreached, level=places.base))
    return Figure(places.base, _way(places, role, start), values=found, flags=_straight_flag(start), marked=marked)


def _way(places: Places, role: str, start: walk.Start) -> str:
    """The source of a walk, which says where it is a straight line."""
    source = places.source(role)
    return source if start.network is not None else straight(source, start.detour)


def _straight_flag(start: walk.Start) -> tuple[str, ...]:
    return () if start.network is not None else (STRAIGHT_LINE,)


def _space_per_person(places: Places, indicator: Definition) -> Figure:
    """Square metres of public space for each inhabitant who can walk to it (two-step floating catchment)."""
    role = _role(indicator)
    layer = places.city.layers[role]
    territory = places.city.config.territory
    usual = float(indicator.compute.options["metres"])
    metres = territory.catchment or usual
    if territory.within_unit:
        area = overlay.area_under(places.units, layer)
        parts = pd.DataFrame({"numerator": area, "denominator": places.nest.persons[places.base]})
        return Figure(places.base, places.source(role), parts=parts, flags=(PROXY,))
    start = places.start(indicator.id)
    pairs = catchment.reach(
        layer, start.places, metres, start.network,
        snapped=start.snapped, max_snap=start.max_snap, detour=start.detour,
    )  # fmt: skip
    found = catchment.space_per_person(layer, places.points, places.nest.persons[places.base], pairs, start.far)
    flags = _straight_flag(start) if metres == usual else (*_straight_flag(start), PROXY)
    return Figure(places.base, _way(places, role, start), values=found, flags=flags)


def _density(places: Places, indicator: Definition) -> Figure:
    """Inhabitants per hectare; a sliver has no density."""
    units = places.units.set_index("unit")
    hectares = (units.geometry.area / M2_PER_HA).where(~has(units["flags"], SLIVER))
    parts = pd.DataFrame({"numerator": places.nest.persons[places.base], "denominator": hectares})
    source = places.city.config.level(places.base).source.file
    return Figure(places.base, source, parts=parts)


def _rate(places: Places, indicator: Definition) -> Figure:
    """Events per inhabitants, at the finest level of units large enough, else smoothed towards the city's rate.

    The city itself is no such level: one figure for everybody would tell nothing of where people live.
    """
    role = _role(indicator)
    layer = places.city.layers[role]
    people = {level: places.nest.persons[level] for level in places.nest.shown if level != CITY_LEVEL}
    level = rates.level_for(people)
    support = level or places.base
    counted = overlay.count_points(places.city.units[support], layer)
    if counted.outside or counted.several:
        places.findings.append(
            finding("A205", column=f"layers.{role}", level=support, outside=counted.outside, several=counted.several)
        )
    if level is not None:
        parts = pd.DataFrame({"numerator": counted.counts, "denominator": people[level]})
        return Figure(level, places.source(role), parts=parts)
    rate = rates.marshall(counted.counts.to_numpy(float), people[support].reindex(counted.counts.index).to_numpy(float))
    per = float(indicator.compute.options["per"])
    found = pd.Series(rate * per, index=counted.counts.index)
    return Figure(support, places.source(role), values=found, flags=(SMOOTHED,))


def _diversity(places: Places, indicator: Definition) -> Figure:
    """Areas by class; Shannon's entropy is made of them at every level."""
    role = _role(indicator)
    areas = overlay.by_class(places.units, places.city.layers[role])
    parts = areas.pivot(index="unit", columns="class", values="area").fillna(0.0).add_prefix(formulas.CLASS)
    return Figure(places.base, places.source(role), parts=parts)


def _share_under(places: Places, indicator: Definition) -> Figure:
    role = _role(indicator)
    units = places.units.set_index("unit")
    under = overlay.area_under(places.units, places.city.layers[role])
    parts = pd.DataFrame({"numerator": under, "denominator": units.geometry.area})
    return Figure(places.base, places.source(role), parts=parts)


def _share_within(places: Places, indicator: Definition) -> Figure:
    role = _role(indicator)
    start = places.start(indicator.id)
    walked = walk.to_nearest(start, places.city.layers[role])
    metres = float(indicator.compute.options["metres"])
    share = 100.0 * walk.share_within(places.points, walked.distance, metres)
    return Figure(places.base, _way(places, role, start), values=share, flags=_straight_flag(start))


FUNCTIONS: dict[str, Callable[[Places, Definition], Figure]] = {
    "distance_nearest": _distance,
    "space_per_person": _space_per_person,
    "density": _density,
    "rate": _rate,
    "diversity": _diversity,
    "share_under": _share_under,
    "share_within": _share_within,
}
"""How each of `city.FROM_PLACES` is measured."""


def _role(indicator: Definition) -> str:
    assert indicator.compute.role is not None, f"{indicator.id} names no layer"
    return indicator.compute.role


def _rows(figure: Figure, indicator: Definition, places: Places) -> pd.DataFrame:
    codes = places.nest.persons[figure.support].index
    values = np.nan if figure.values is None else figure.values.reindex(codes).to_numpy()
    flags = pd.Series(" ".join(sorted(figure.flags)) or None, index=codes, dtype="str")
    for word, units in figure.marked.items():
        flags = add(flags, word, codes.isin(units))
    return pd.DataFrame({
        "period": _period(indicator, places), "level": figure.support, "unit": codes, "group": EVERYBODY,
        "indicator": indicator.id, "value": values, "kind": "layer", "quality": "not_sampled",
        "support": figure.support, "source": figure.source, "flags": flags.to_numpy(),
    })  # fmt: skip


def _part_rows(figure: Figure, indicator: Definition, places: Places) -> pd.DataFrame:
    assert figure.parts is not None
    wide = figure.parts.rename_axis(index="unit", columns=None).reset_index()
    long = wide.melt(id_vars="unit", var_name="part", value_name="amount").dropna()
    return long.assign(period=_period(indicator, places), level=figure.support, group=EVERYBODY, indicator=indicator.id)


def _period(indicator: Definition, places: Places) -> str:
    spec = places.city.config.layers.get(indicator.compute.role or "")
    return (spec.period if spec else None) or places.city.config.period

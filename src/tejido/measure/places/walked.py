"""Figures of what people reach on foot: distances, shares within a walk, public space."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.model import Definition
from tejido.errors import finding
from tejido.measure.places.shared import Figure, Places, role_of
from tejido.tables.flags import NO_SLOPE, PROXY, STRAIGHT_LINE
from tejido.territory import catchment, overlay, points, walk
from tejido.words.sources import straight

__all__ = ["distance", "share_within", "space_per_person"]


def distance(places: Places, indicator: Definition) -> Figure:
    """Metres on foot to the nearest place, times the slope factor of the unit."""
    role = role_of(indicator)
    start = places.start(indicator.id)
    walked = walk.to_nearest(start, places.layer(role))
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


def space_per_person(places: Places, indicator: Definition) -> Figure:
    """Square metres of public space for each inhabitant who can walk to it (two-step floating catchment)."""
    role = role_of(indicator)
    layer = places.layer(role)
    territory = places.city.config.territory
    usual = float(indicator.compute.options["metres"])
    metres = territory.catchment or usual
    if territory.within_unit:
        area = overlay.area_under(places.units, layer)
        parts = pd.DataFrame({"numerator": area, "denominator": places.residents})
        return Figure(places.base, places.source(role), parts=parts, flags=(PROXY,))
    start = places.start(indicator.id)
    pairs = catchment.reach(
        layer, start.places, metres, start.network,
        snapped=start.snapped, max_snap=start.max_snap, detour=start.detour,
    )  # fmt: skip
    found = catchment.space_per_person(layer, places.points, places.counted, pairs, start.far)
    flags = _straight_flag(start) if metres == usual else (*_straight_flag(start), PROXY)
    return Figure(places.base, _way(places, role, start), values=found, flags=flags)


def share_within(places: Places, indicator: Definition) -> Figure:
    """Per cent of residents who have a place of the layer within so many metres on foot."""
    role = role_of(indicator)
    start = places.start(indicator.id)
    walked = walk.to_nearest(start, places.layer(role))
    metres = float(indicator.compute.options["metres"])
    share = 100.0 * walk.share_within(places.points, walked.distance, metres)
    return Figure(places.base, _way(places, role, start), values=share, flags=_straight_flag(start))

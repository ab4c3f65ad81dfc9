"""Figures of what people reach within so many minutes, on foot or by public transport, and of how often it comes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.catalogue.model import Definition
from tejido.city.model import Transit
from tejido.errors import finding
from tejido.measure.places.shared import Figure, Places, role_of
from tejido.tables.flags import PROXY, STRAIGHT_LINE
from tejido.territory import catchment, network, points, transit, transit_frequency, walk
from tejido.territory.transit import Ways
from tejido.territory.transit_frequency import HOUR
from tejido.words.sources import straight

METRES_PER_SECOND = 1.25
"""The pace of walks: 4.5 km/h."""

TO_STOP, TO_CHANGE = 1000.0, 400.0
"""Metres walked at most to a stop or from one, and between two of them."""

HOURS = (7.0, 9.0)
"""Between these hours one leaves, unless the city says otherwise."""

EVERY = 600
"""Seconds between two departures of the residents."""

_ROLE = "transit"

__all__ = ["headway", "reach"]


def reach(places: Places, indicator: Definition) -> Figure:
    """Per cent of all that a role's layer holds (its weights, 1 each without any) that residents reach within the minutes.

    By public transport: on foot to a stop, up to three rides, on foot from the last; or on foot alone. A unit is missing where
    it stands too far from every street, and everywhere where nothing leaves in the hours that count.
    """
    role = role_of(indicator)
    minutes = float(indicator.compute.options["minutes"])
    if indicator.compute.options["mode"] == _ROLE:
        start, flags, source = places.on_foot, _hours(places)[1], places.source(role, _ROLE)
        if not places.rides:
            places.rides.update(_ride(places, start))
        share = places.rides[indicator.id]
    else:
        start, flags, source = places.start(indicator.id), (), places.source(role)
        share = transit.share_walked(_kind(places, start, role, minutes), len(start.places), minutes)
    if start.network is None:
        flags, source = (*flags, STRAIGHT_LINE), straight(source, start.detour)
    found = points.mean_by_unit(places.points, np.where(start.far, np.nan, 100.0 * share))
    return Figure(places.base, source, values=found, flags=flags)


def headway(places: Places, indicator: Definition) -> Figure:
    """Minutes between two departures of the route that serves a stop most often: the median of the stops in the unit, each counted
    by its departures; missing where nothing leaves from the unit.
    """
    options = indicator.compute.options
    wanted = (float(options["start"]), float(options["end"]))
    hours, flags = _hours(places, wanted)
    found = _of_city(places)
    _tell_empty(places, hours)
    table = transit_frequency.headways(found.calls, *hours)
    stops = found.stops.set_index("stop").reindex(table["stop"])
    codes = places.units["unit"].to_numpy()
    stop, unit = shapely.STRtree(places.units.geometry.to_numpy()).query(
        stops.geometry.to_numpy(), predicate="intersects"
    )
    held = pd.DataFrame({"row": stop, "unit": codes[unit]}).sort_values(["row", "unit"]).drop_duplicates("row")
    inside = table.iloc[held["row"].to_numpy()].assign(unit=held["unit"].to_numpy())
    return Figure(places.base, places.source(_ROLE), values=transit_frequency.median_headway(inside), flags=flags)


def _of_city(places: Places) -> Transit:
    assert places.city.transit is not None, "the city has no timetables"
    return places.city.transit


def _hours(places: Places, wanted: tuple[float, float] = HOURS) -> tuple[tuple[float, float], tuple[str, ...]]:
    """The hours that count, and what is to be said where the city gives others than those `wanted`."""
    own = places.city.config.layers[_ROLE].hours
    return (wanted, ()) if own is None or own == wanted else (own, (PROXY,))


def _tell_empty(places: Places, hours: tuple[float, float]) -> bool:
    """A241 for each feed of which nothing leaves between the hours; whether that is so for all of them."""
    calls = transit_frequency.departing(_of_city(places).calls)
    feed = calls["stop"].str.partition(":")[0].astype(int)
    leaving = calls["departure"].between(hours[0] * HOUR, hours[1] * HOUR, inclusive="left")
    for place, rows in calls.groupby(feed):
        if not leaving[rows.index].any():
            first, last = (
                f"{int(one) // HOUR}:{int(one) % HOUR // 60:02}" for one in rows["departure"].agg(["min", "max"])
            )
            told = finding(
                "A241", file=places.city.config.layers[_ROLE].feeds[int(str(place))], start=hours[0], end=hours[1], first=first, last=last
            )  # fmt: skip
            if told not in places.findings:
                places.findings.append(told)
    return not leaving.any()


def _ride(places: Places, start: walk.Start) -> dict[str, NDArray[np.float64]]:
    """The share of what each wanted indicator counts that each point reaches by public transport, all in one go."""
    wanted = [
        one for one in places.wanted if one.compute.function == "reach" and one.compute.options.get("mode") == _ROLE
    ]
    hours, _ = _hours(places)
    nothing = np.full(len(start.places), np.nan)
    if _tell_empty(places, hours):
        return {one.id: nothing for one in wanted}
    found = _of_city(places)
    stops = found.stops[found.stops["stop"].isin(found.calls["stop"])].reset_index(drop=True)
    xy = shapely.get_coordinates(stops.geometry.to_numpy())
    snapped = None if start.network is None else network.snap(start.network, xy, start.max_snap)
    at_stops = walk.Start(
        pd.DataFrame({"x": xy[:, 0], "y": xy[:, 1]}), start.network, snapped, start.max_snap, start.detour
    )
    if at_stops.far.any():
        far = int(at_stops.far.sum())
        places.findings.append(
            finding("A240", column=f"layers.{_ROLE}", count=far, total=len(stops), metres=start.max_snap)
        )
    longest = max(float(one.compute.options["minutes"]) for one in wanted)
    limits = sorted({float(one.compute.options["minutes"]) for one in wanted})
    roles = sorted({role_of(one) for one in wanted})
    table = transit.timetable(found.calls, pd.Index(stops["stop"]), _changes(at_stops, stops, found.transfers))
    kinds = [_kind(places, start, role, longest, at_stops) for role in roles]
    starts = range(int(hours[0] * HOUR), int(hours[1] * HOUR) + 1, EVERY)
    access = _walks(start, stops, TO_STOP)
    shares = transit.share_ridden(table, access, kinds, len(start.places), starts, limits, places.tell)
    return {
        one.id: shares[roles.index(role_of(one)), limits.index(float(one.compute.options["minutes"]))] for one in wanted
    }


def _kind(
    places: Places, start: walk.Start, role: str, minutes: float, at_stops: walk.Start | None = None
) -> transit.Places:
    """The places of a role with the walks to them, and those from stops where there are any."""
    layer = places.layer(role)
    weight = layer["weight"].to_numpy(np.float64) if "weight" in layer else np.ones(len(layer))
    none = Ways(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int32))
    walks = _walks(start, layer, 60.0 * minutes * METRES_PER_SECOND)
    return transit.Places(weight, walks, none if at_stops is None else _walks(at_stops, layer, TO_STOP))


def _walks(start: walk.Start, layer: gpd.GeoDataFrame, metres: float) -> Ways:
    """Walks from points to places of a layer that are at most so long."""
    pairs = catchment.reach(
        layer, start.places, metres, start.network,
        snapped=start.snapped, max_snap=start.max_snap, detour=start.detour,
    )  # fmt: skip
    seconds = pairs["distance"].to_numpy(np.float64) / METRES_PER_SECOND
    return Ways.of(pairs["origin"].to_numpy(np.int64), pairs["destination"].to_numpy(np.int64), seconds)


def _changes(at_stops: walk.Start, stops: gpd.GeoDataFrame, transfers: pd.DataFrame) -> Ways:
    """Walks between stops, with what the feeds say of them: which cannot be, and how long they take at least."""
    walks = _walks(at_stops, stops, TO_CHANGE)
    pairs = pd.DataFrame({"one": walks.one, "other": walks.other, "seconds": walks.seconds})
    number = pd.Index(stops["stop"])
    told = pd.DataFrame({
        "one": number.get_indexer(pd.Index(transfers["from_stop"])), "other": number.get_indexer(pd.Index(transfers["to_stop"])),
        "least": transfers["seconds"].to_numpy(), "possible": transfers["possible"].to_numpy(bool),
    })  # fmt: skip
    told = told[(told["one"] >= 0) & (told["other"] >= 0) & (~told["possible"] | (told["least"] > 0))]
    both = pairs.merge(told.drop_duplicates(["one", "other"]), on=["one", "other"], how="outer")
    both = both[(both["possible"].isna() | both["possible"].eq(True)) & (both["one"] != both["other"])]
    seconds = both[["seconds", "least"]].max(axis=1).to_numpy(np.float64)
    return Ways.of(both["one"].to_numpy(np.int64), both["other"].to_numpy(np.int64), seconds)

"""The feeds of a city as one: its stops in the city's reference system, and the timetable of one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from tejido.city.files import Files
from tejido.city.gtfs.calendar import days_of, service_day
from tejido.city.gtfs.day import calls_on
from tejido.city.gtfs.feed import read_feed
from tejido.city.gtfs.model import Feed
from tejido.city.model import CityConfig, LayerSpec, Transit
from tejido.city.shapes import canonical_order
from tejido.errors import Finding, finding
from tejido.tables import CITY_LEVEL

ROLE, STOP_ROLE, STATION_ROLE = "transit", "transit_stop", "transit_station"
"""The role of the feeds, and of the layers that are made of them where the city gives none."""

_STATION = 1
_OWN_WAY = (0, 1, 2, 6, 12, *range(100, 118), *range(400, 406), *range(900, 907), *range(1300, 1308))
"""Tram, metro, rail, cable car and monorail among the types of routes, the extended ones too. GTFS has none for rapid buses."""

__all__ = ["ROLE", "STATION_ROLE", "STOP_ROLE", "read_transit", "told_of_day", "with_stops"]


def read_transit(config: CityConfig, files: Files, units: Mapping[str, gpd.GeoDataFrame], crs: str) -> Transit | None:
    """The feeds of `[layers.transit]` on one day of service; None where the city has none or no trip can be used.

    The day is the one that the city gives, else the weekday on which most feeds, then most trips, run; which one it was is told.
    """
    spec = config.layers.get(ROLE)
    if spec is None:
        return None
    west, south, east, north = units[CITY_LEVEL].to_crs("EPSG:4326").total_bounds
    middle = ((west + east) / 2, (south + north) / 2)
    feeds = [feed for name in spec.feeds if (feed := _feed(name, files, middle)) is not None]
    _tell_time(feeds, spec, config, files)
    chosen = _day(spec, feeds, files)
    if chosen is None:
        return None
    calls = [calls_on(feed, chosen) for feed in feeds]
    trips = [int(one["trip"].nunique()) for one in calls]
    files.found.extend(told_of_day(chosen, feeds, trips))
    stops = pd.concat([_stops(feed, place) for place, feed in enumerate(feeds)], ignore_index=True)
    located = gpd.GeoDataFrame(
        stops[["stop", "kind"]], geometry=gpd.points_from_xy(stops["lon"], stops["lat"]), crs="EPSG:4326"
    ).to_crs(crs)
    before = np.cumsum([0, *trips[:-1]])
    calls = [_marked(one, place, "stop", "route") for place, one in enumerate(calls)]
    calls = [one.assign(trip=one["trip"] + offset) for one, offset in zip(calls, before, strict=True)]
    transfers = [_marked(feed.transfers, place, "from_stop", "to_stop") for place, feed in enumerate(feeds)]
    return Transit(chosen, located, pd.concat(calls, ignore_index=True), pd.concat(transfers, ignore_index=True))


def _feed(name: str, files: Files, middle: tuple[float, float]) -> Feed | None:
    """A feed of the city or data folder; None where it is not there or cannot be used, which is told."""
    folders = [
        place / name for place in (files.data, files.folder) if place is not None and not Path(name).is_absolute()
    ]
    path = next((one for one in folders if one.exists()), None)
    if path is None:
        files.found.append(finding("C101", file=name))
        return None
    feed = read_feed(path, middle)
    files.found.extend(feed.findings)
    files.hashes[name] = feed.hash
    return None if feed.trips.empty else feed


def _tell_time(feeds: Sequence[Feed], spec: LayerSpec, config: CityConfig, files: Files) -> None:
    """C728 for each feed that holds at no time of the period that its figures are of."""
    wanted = spec.period or config.period
    years = [int(year) for year in wanted.split("-")] if wanted[:4].isdigit() else []
    for feed in feeds:
        span = days_of(feed)
        if span is not None and years and (span[1].year < years[0] or span[0].year > years[-1]):
            first, last = (one.isoformat() for one in span)
            files.found.append(finding("C728", file=feed.name, first=first, last=last, wanted=wanted))


def _day(spec: LayerSpec, feeds: Sequence[Feed], files: Files) -> date | None:
    """The day of service; None where no feed is left or runs on any."""
    if not feeds:
        return None
    if spec.day is not None:
        return spec.day
    chosen = service_day(feeds)
    if chosen is None:
        files.found.extend(finding("C731", file=feed.name) for feed in feeds)
    return chosen


def told_of_day(day: date, feeds: Sequence[Feed], trips: Sequence[int]) -> list[Finding]:
    """The day of service for each feed (C726), and which of them do not run on it (C727)."""
    found = []
    for feed, count in zip(feeds, trips, strict=True):
        span = days_of(feed)
        if count:
            found.append(finding("C726", file=feed.name, date=day.isoformat(), trips=count))
        elif span is not None:
            first, last = (one.isoformat() for one in span)
            found.append(finding("C727", file=feed.name, date=day.isoformat(), first=first, last=last))
    return found


def _stops(feed: Feed, place: int) -> pd.DataFrame:
    """The places of a feed where some trip calls, and the stations that hold them: ``stop, lon, lat, kind``; `kind` is
    `transit_stop`, or `transit_station` for a station and for what is served by vehicles on a way of their own.
    """
    own = feed.routes.loc[feed.routes["type"].isin(_OWN_WAY), "route"]
    by_own = feed.stop_times["trip"].isin(feed.trips.loc[feed.trips["route"].isin(own), "trip"])
    stops = feed.stops
    called = stops["stop"].isin(feed.stop_times["stop"])
    station = (stops["type"] == _STATION) & stops["stop"].isin(stops.loc[called, "parent"])
    upon = stops["stop"].isin(feed.stop_times.loc[by_own, "stop"])
    kind = np.where(station | (called & upon), STATION_ROLE, STOP_ROLE)
    return _marked(stops.assign(kind=kind)[called | station], place, "stop")


def _marked(frame: pd.DataFrame, place: int, *columns: str) -> pd.DataFrame:
    """Ids told apart by the place of their feed: two feeds may use the same."""
    return frame.assign(**{column: f"{place}:" + frame[column] for column in columns})


def with_stops(
    config: CityConfig, layers: Mapping[str, gpd.GeoDataFrame], transit: Transit | None
) -> tuple[CityConfig, dict[str, gpd.GeoDataFrame]]:
    """The layers with stops and stations from the feeds where the city gives none of its own, and whence they are.

    Every place where one boards is a stop, those of mass transit too.
    """
    made, specs = dict(layers), dict(config.layers)
    if transit is None:
        return config, made
    stops = transit.stops
    served = stops["stop"].isin(transit.calls["stop"])
    of_role = {STOP_ROLE: served, STATION_ROLE: stops["kind"] == STATION_ROLE}
    for role, chosen in of_role.items():
        if role not in specs and chosen.any():
            places = stops.loc[chosen, ["geometry"]]
            made[role] = places.iloc[canonical_order(places.geometry.to_numpy())].reset_index(drop=True)
            specs[role] = replace(specs[ROLE], role=role)
    return replace(config, layers=specs), made

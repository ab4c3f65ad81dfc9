"""A feed read whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tejido.city.gtfs.calendar import read_calendar, read_exceptions, tell_idle
from tejido.city.gtfs.faults import Faults
from tejido.city.gtfs.model import (
    AGENCY,
    CALENDAR,
    CALENDAR_DATES,
    FREQUENCIES,
    ROUTES,
    STOP_TIMES,
    STOPS,
    TRANSFERS,
    TRIPS,
    Feed,
)
from tejido.city.gtfs.places import Declared, read_routes, read_stops, read_transfers, read_trips
from tejido.city.gtfs.text import contents, hash_of, table
from tejido.city.gtfs.times import read_frequencies, read_stop_times
from tejido.errors import TejidoError


def read_feed(path: Path | str, middle: tuple[float, float] | None = None) -> Feed:
    """A zip or folder of GTFS as plain tables; every fault is among its findings and its row left out.

    `middle` is the city's (longitude, latitude), from which no stop may lie some 200 km off; without it the middle of the feed.
    A file that it must have and has not, or one that is no GTFS, is an error among the findings; nothing is raised.
    """
    path = Path(path)
    faults = Faults(path.name)
    try:
        files = contents(path)
    except TejidoError as problem:
        faults.found.extend(problem.findings)
        files = None
    return _read({} if files is None else files, faults, middle, readable=files is not None)


def _read(files: dict[str, bytes], faults: Faults, middle: tuple[float, float] | None, *, readable: bool) -> Feed:
    told = faults if readable else Faults(faults.feed)  # of a feed that is none, its missing files are no news
    raw = {
        one.name: table(files, one, told) for one in (AGENCY, STOPS, ROUTES, TRIPS, STOP_TIMES, FREQUENCIES, TRANSFERS)
    }
    weekly, single = (table(files, one, told) for one in (CALENDAR, CALENDAR_DATES))
    if readable and not {CALENDAR.file, CALENDAR_DATES.file} & set(files):
        faults.tell("C702", CALENDAR.file)
    declared = Declared(
        set(raw["stops"]["stop_id"]), set(raw["routes"]["route_id"]),
        set(weekly["service_id"]) | set(single["service_id"]),
    )  # fmt: skip
    stops = read_stops(raw["stops"], faults, middle)
    routes = read_routes(raw["routes"], raw["agency"], faults)
    calendar, exceptions = read_calendar(weekly, faults), read_exceptions(single, faults)
    tell_idle(calendar, exceptions, faults)
    trips = read_trips(raw["trips"], declared, faults)
    named = set(raw["trips"]["trip_id"])
    calls = read_stop_times(raw["stop_times"], stops, declared, named, faults)
    _tell_short(trips, raw["stop_times"], faults)
    trips, calls = _whole(trips, calls, routes)
    if trips.empty and not any(one.severity == "error" for one in faults.found):
        faults.tell("C731")
    return Feed(
        faults.feed, stops, routes, trips, calls, calendar.reset_index(drop=True), exceptions.reset_index(drop=True),
        read_frequencies(raw["frequencies"], named, faults), read_transfers(raw["transfers"], declared, faults),
        hash_of(files), tuple(faults.found),
    )  # fmt: skip


def _tell_short(trips: pd.DataFrame, calls: pd.DataFrame, faults: Faults) -> None:
    """C725 for each trip of which the file tells fewer than two calls."""
    count = trips["trip"].map(calls.groupby("trip_id").size()).fillna(0).astype(int)
    faults.rows("C725", TRIPS.file, "trip_id", trips.index[count < 2], trip=trips["trip"], count=count)


def _whole(trips: pd.DataFrame, calls: pd.DataFrame, routes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The trips of known routes with two calls or more, and their calls."""
    size = trips["trip"].map(calls.groupby("trip", sort=False).size()).fillna(0)
    kept = trips[(size >= 2) & trips["route"].isin(routes["route"])].sort_values("trip", ignore_index=True)
    return kept, calls[calls["trip"].isin(kept["trip"])].reset_index(drop=True)

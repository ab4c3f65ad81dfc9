"""What a feed is once it was read, and which files and columns of GTFS are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from tejido.errors import Finding


@dataclass(frozen=True)
class Table:
    """A file of GTFS: the columns it must have, others that are read where it has them, and the columns whose values together
    name a row. `needed`: ``yes``, ``should`` (the standard asks for it, nothing here does), ``no``.
    """

    name: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    needed: Literal["yes", "should", "no"] = "no"

    @property
    def file(self) -> str:
        """Its name inside the feed."""
        return f"{self.name}.txt"


AGENCY = Table("agency", ("agency_name",), ("agency_id",), (), "should")
STOPS = Table(
    "stops", ("stop_id", "stop_lat", "stop_lon"), ("stop_name", "location_type", "parent_station"), ("stop_id",), "yes"
)
ROUTES = Table(
    "routes", ("route_id", "route_type"), ("agency_id", "route_short_name", "route_long_name"), ("route_id",), "yes"
)
TRIPS = Table("trips", ("route_id", "service_id", "trip_id"), ("direction_id",), ("trip_id",), "yes")
STOP_TIMES = Table(
    "stop_times", ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"), ("pickup_type", "drop_off_type"),
    ("trip_id", "stop_sequence"), "yes",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CALENDAR = Table("calendar", ("service_id", *WEEKDAYS, "start_date", "end_date"), (), ("service_id",))
CALENDAR_DATES = Table("calendar_dates", ("service_id", "date", "exception_type"), (), ("service_id", "date"))
FREQUENCIES = Table("frequencies", ("trip_id", "start_time", "end_time", "headway_secs"), (), ("trip_id", "start_time"))
TRANSFERS = Table(
    "transfers", ("from_stop_id", "to_stop_id", "transfer_type"), ("min_transfer_time", "from_trip_id", "to_trip_id"),
)  # fmt: skip

TABLES = (AGENCY, STOPS, ROUTES, TRIPS, STOP_TIMES, CALENDAR, CALENDAR_DATES, FREQUENCIES, TRANSFERS)
"""The files that are read; all others of GTFS are left alone."""


@dataclass(frozen=True)
class Feed:
    """A feed as plain tables, faults left out; `findings` tells each of them.

    stops: ``stop, name, lon, lat, type, parent`` (`type` 0 stop, 1 station, 2 entrance, 3 node, 4 boarding area; degrees WGS 84).
    routes: ``route, name, type`` (GTFS route type, -1 unknown). trips: ``trip, route, service, direction``.
    stop_times: ``trip, stop, order, arrival, departure, board, alight`` by trip and order, times in whole seconds from the
    start of the day of service (beyond 86,400 after midnight). calendar: ``service, start, end`` and a flag per weekday;
    exceptions: ``service, date, added``. frequencies: ``trip, start, end, headway`` in seconds.
    transfers: ``from_stop, to_stop, possible, seconds``. `hash` does not depend on the order of rows or files.
    """

    name: str
    stops: pd.DataFrame
    routes: pd.DataFrame
    trips: pd.DataFrame
    stop_times: pd.DataFrame
    calendar: pd.DataFrame
    exceptions: pd.DataFrame
    frequencies: pd.DataFrame
    transfers: pd.DataFrame
    hash: str = ""
    findings: tuple[Finding, ...] = field(default=())

"""Stops, routes and trips of a feed, and the transfers between stops."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.city.gtfs.columns import filled, known, number, one_of, unique
from tejido.city.gtfs.faults import Faults
from tejido.city.gtfs.model import AGENCY, CALENDAR, ROUTES, STOPS, TRANSFERS, TRIPS

FAR = 2.0
"""Degrees (some 200 km) from the middle of a feed, or of its city, beyond which a stop is taken for misplaced."""

_BASIC_TYPES = (*range(8), 11, 12)
_NO_TRANSFER = 3


@dataclass(frozen=True)
class Declared:
    """The ids that a file declares, also those of rows that were left out: what names one of these is no fault of its own."""

    stops: Collection[str]
    routes: Collection[str]
    services: Collection[str]


def read_stops(raw: pd.DataFrame, faults: Faults, middle: tuple[float, float] | None) -> pd.DataFrame:
    """Stops, stations and their parts: ``stop, name, lon, lat, type, parent``.

    `middle` (longitude, latitude) is that of the city; that of the feed where it is not known.
    """
    frame = unique(filled(raw, STOPS, faults, ["stop_id"]), STOPS, faults)
    kind = one_of(frame, "location_type", STOPS, faults, range(5), 0)
    lon, lat = (number(frame, column, STOPS, faults) for column in ("stop_lon", "stop_lat"))
    blank = (frame["stop_lon"] == "") | (frame["stop_lat"] == "")
    nowhere = (lon == 0) & (lat == 0)
    off = (lon.abs() > 180) | (lat.abs() > 90)
    # Entrances apart, what lies inside a station may go without a place of its own.
    told = (blank & (kind < 3)) | nowhere | off
    faults.rows("C716", STOPS.file, "stop_lat", frame.index[told], stop=frame["stop_id"])
    placed = np.isfinite(lon) & np.isfinite(lat) & ~told
    if placed.any():
        x, y = middle or (float(lon[placed].median()), float(lat[placed].median()))
        far = placed & ((np.abs(lon - x) * np.cos(np.radians(y)) > FAR) | (np.abs(lat - y) > FAR))
        faults.rows("C717", STOPS.file, "stop_lat", frame.index[far], stop=frame["stop_id"])
        placed &= ~far
    frame = known(frame, "parent_station", STOPS, faults, set(frame["stop_id"]), STOPS, blank=True)
    found = pd.DataFrame({
        "stop": frame["stop_id"], "name": frame["stop_name"], "lon": lon, "lat": lat, "type": kind,
        "parent": frame["parent_station"],
    })  # fmt: skip
    kept: pd.DataFrame = found[placed].sort_values("stop", ignore_index=True)
    return kept


def read_routes(raw: pd.DataFrame, agency: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Routes: ``route, name, type``; a type that GTFS does not know is told, and the route kept without one."""
    frame = unique(filled(raw, ROUTES, faults, ["route_id"]), ROUTES, faults)
    if len(agency):
        frame = known(frame, "agency_id", ROUTES, faults, set(agency["agency_id"]), AGENCY, blank=True)
    kind = number(frame, "route_type", ROUTES, faults, whole=True)
    unknown = kind.notna() & ~kind.isin(_BASIC_TYPES) & ~kind.between(100, 1702)
    faults.rows("C718", ROUTES.file, "route_type", frame.index[unknown], value=frame["route_type"])
    name = frame["route_short_name"].where(frame["route_short_name"] != "", frame["route_long_name"])
    found = pd.DataFrame({"route": frame["route_id"], "name": name, "type": kind.mask(unknown).fillna(-1).astype(int)})
    return found.sort_values("route", ignore_index=True)


def read_trips(raw: pd.DataFrame, declared: Declared, faults: Faults) -> pd.DataFrame:
    """Trips: ``trip, route, service, direction``, with the rows of the file as index."""
    frame = unique(filled(raw, TRIPS, faults, ["trip_id"]), TRIPS, faults)
    frame = known(frame, "route_id", TRIPS, faults, declared.routes, ROUTES)
    frame = known(frame, "service_id", TRIPS, faults, declared.services, CALENDAR)
    direction = one_of(frame, "direction_id", TRIPS, faults, (0, 1), 0)
    return pd.DataFrame({
        "trip": frame["trip_id"], "route": frame["route_id"], "service": frame["service_id"], "direction": direction,
    })  # fmt: skip


def read_transfers(raw: pd.DataFrame, declared: Declared, faults: Faults) -> pd.DataFrame:
    """Transfers between two stops: ``from_stop, to_stop, possible, seconds`` (the least they take, 0 where nothing is said).

    Those that hold between two trips only are left alone.
    """
    frame = raw[(raw["from_trip_id"] == "") & (raw["to_trip_id"] == "")]
    frame = filled(frame, TRANSFERS, faults, ["from_stop_id", "to_stop_id"])
    for column in ("from_stop_id", "to_stop_id"):
        frame = known(frame, column, TRANSFERS, faults, declared.stops, STOPS)
    kind = one_of(frame, "transfer_type", TRANSFERS, faults, range(6), 0)
    least = number(frame, "min_transfer_time", TRANSFERS, faults, 0.0, whole=True).fillna(0.0)
    return pd.DataFrame({
        "from_stop": frame["from_stop_id"], "to_stop": frame["to_stop_id"], "possible": kind != _NO_TRANSFER,
        "seconds": least.astype(np.int64),
    }).sort_values(["from_stop", "to_stop"], ignore_index=True)  # fmt: skip

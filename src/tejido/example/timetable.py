"""Public transport of the example city as a feed of GTFS: two metro lines and eight bus routes along the avenues.

In: the seed, from which the avenues come. Out: the tables of a small valid feed (`tables`), written as a zip whose bytes do not
change (`write_feed`). Trips repeat by ``frequencies.txt``; they come more often at peak hours, and less on routes of the edge. Two of
the avenues have no route at all.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tejido.example import plane
from tejido.example.chance import Floats
from tejido.example.streets import avenues

METRO, BUS = 1, 3
"""Types of routes in GTFS."""
UNSERVED = ("A1", "B5")
METROS = ("A4", "B3")
APART = {METRO: 720.0, BUS: 310.0}
"""Metres between two stops."""
SPEED = {METRO: 9.0, BUS: 4.6}
"""Metres per second between stops; at each the vehicle waits `DWELL` seconds."""
BESIDE = 5.0
"""Metres from the middle of the street, which belongs to the blocks of both sides, towards the main square."""
DWELL = 20
PEAK, CALM = ((6, 9), (16, 19)), ((5, 6), (9, 16), (19, 23))
HEADWAY = {METRO: (5, 9), BUS: (9, 16)}
"""Minutes between two vehicles at peak hours and between them, on a route through the centre."""
EDGE = ("A2", "A6", "A7", "B1")
"""Routes that run every second time only."""

__all__ = ["tables", "write_feed"]


@dataclass(frozen=True)
class _Line:
    """A route along an avenue: `stops` (n, 2) in metres."""

    id: str
    kind: int
    stops: Floats


def write_feed(seed: int, year: int, path: Path) -> None:
    """The feed as a zip; the same seed gives the same bytes, for no entry has a date or a machine."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables(seed, year).items():
            entry = zipfile.ZipInfo(f"{name}.txt", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, table.to_csv(index=False, lineterminator="\n"))


def tables(seed: int, year: int) -> dict[str, pd.DataFrame]:
    """The files of the feed without their ending, for the working days from March to December of `year`."""
    lines = list(_lines(seed))
    trips = [(line, way) for line in lines for way in (0, 1)]
    days = dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], 1) | {"saturday": 0, "sunday": 0}
    return {
        "agency": pd.DataFrame({
            "agency_id": ["tejido"], "agency_name": ["Transporte de Ciudad Tejido (synthetic)"],
            "agency_url": ["https://example.org"], "agency_timezone": ["America/Guayaquil"],
        }),
        "stops": pd.concat([_stops(line) for line in lines], ignore_index=True),
        "routes": pd.DataFrame({
            "route_id": [one.id for one in lines], "agency_id": "tejido", "route_short_name": [one.id for one in lines],
            "route_type": [one.kind for one in lines],
        }),
        "trips": pd.DataFrame({
            "route_id": [one.id for one, _ in trips], "service_id": "weekdays",
            "trip_id": [f"{one.id}-{way}" for one, way in trips], "direction_id": [way for _, way in trips],
        }),
        "stop_times": pd.concat([_times(line, way) for line, way in trips], ignore_index=True),
        "frequencies": pd.concat([_frequencies(line, way) for line, way in trips], ignore_index=True),
        "calendar": pd.DataFrame({
            "service_id": ["weekdays"], **days, "start_date": [f"{year}0304"], "end_date": [f"{year}1220"],
        }),
    }  # fmt: skip


def _lines(seed: int) -> Iterator[_Line]:
    for name, line in avenues(seed).items():
        if name in UNSERVED:
            continue
        kind = METRO if name in METROS else BUS
        length = np.r_[0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
        at = np.linspace(0.0, length[-1], max(2, round(length[-1] / APART[kind]) + 1))
        stops = np.column_stack([np.interp(at, length, line[:, axis]) for axis in (0, 1)])
        yield _Line(name, kind, stops - BESIDE * stops / np.hypot(*stops.T)[:, None])


def _stop_ids(line: _Line) -> list[str]:
    return [f"{line.id}-{number:02d}" for number in range(1, len(line.stops) + 1)]


def _stops(line: _Line) -> pd.DataFrame:
    lonlat, ids = plane.degrees(line.stops), _stop_ids(line)
    return pd.DataFrame({
        "stop_id": ids, "stop_name": [f"Parada {one}" for one in ids], "stop_lat": lonlat[:, 1], "stop_lon": lonlat[:, 0],
    })  # fmt: skip


def _times(line: _Line, way: int) -> pd.DataFrame:
    """The pattern of a trip that leaves at five; ``frequencies.txt`` moves it."""
    stops, ids = line.stops[:: 1 - 2 * way], _stop_ids(line)[:: 1 - 2 * way]
    ride = np.rint(np.hypot(*np.diff(stops, axis=0).T) / SPEED[line.kind]).astype(int)
    leave = 5 * 3600 + np.r_[0, np.cumsum(ride + DWELL)]
    arrive = leave - np.r_[0, np.full(len(ride), DWELL)]
    return pd.DataFrame({
        "trip_id": f"{line.id}-{way}", "arrival_time": [_clock(one) for one in arrive],
        "departure_time": [_clock(one) for one in leave], "stop_id": ids, "stop_sequence": range(1, len(ids) + 1),
    })  # fmt: skip


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _frequencies(line: _Line, way: int) -> pd.DataFrame:
    peak, calm = HEADWAY[line.kind]
    hours = [(span, peak) for span in PEAK] + [(span, calm) for span in CALM]
    rows = [
        (f"{line.id}-{way}", _clock(3600 * start), _clock(3600 * end), 60 * minutes * (2 if line.id in EDGE else 1))
        for (start, end), minutes in sorted(hours)
    ]
    return pd.DataFrame(rows, columns=["trip_id", "start_time", "end_time", "headway_secs"])

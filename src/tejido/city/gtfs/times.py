"""When the trips of a feed call where, and how often those run that have a frequency instead of a timetable."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.city.gtfs.columns import filled, known, number, one_of, seconds, unique
from tejido.city.gtfs.faults import Faults
from tejido.city.gtfs.model import FREQUENCIES, STOP_TIMES, STOPS, TRIPS, Feed
from tejido.city.gtfs.places import Declared

Floats = NDArray[np.float64]

_NO_SERVICE = 1
"""Pick-up or drop-off type of a call at which nobody gets in, or out."""


def read_stop_times(
    raw: pd.DataFrame, stops: pd.DataFrame, declared: Declared, trips: Collection[str], faults: Faults
) -> pd.DataFrame:
    """The calls of trips: ``trip, stop, order, arrival, departure, board, alight`` by trip and order, whole seconds.

    Times between two timepoints are interpolated by the straight way between the stops. `trips` are all that the feed
    declares.
    """
    frame = filled(raw, STOP_TIMES, faults, ["trip_id", "stop_id", "stop_sequence"])
    order = number(frame, "stop_sequence", STOP_TIMES, faults, whole=True)
    frame = frame.assign(stop_sequence=order.map("{:.0f}".format))[order.notna()]
    frame = unique(frame, STOP_TIMES, faults)
    frame = known(frame, "trip_id", STOP_TIMES, faults, trips, TRIPS)
    frame = known(frame, "stop_id", STOP_TIMES, faults, declared.stops, STOPS)
    arrival, first_wrong = seconds(frame, "arrival_time", STOP_TIMES, faults)
    departure, second_wrong = seconds(frame, "departure_time", STOP_TIMES, faults)
    calls = pd.DataFrame({
        "trip": frame["trip_id"], "stop": frame["stop_id"], "order": order.reindex(frame.index).astype(np.int64),
        "arrival": arrival.fillna(departure), "departure": departure.fillna(arrival),
        "board": one_of(frame, "pickup_type", STOP_TIMES, faults, range(4), 0) != _NO_SERVICE,
        "alight": one_of(frame, "drop_off_type", STOP_TIMES, faults, range(4), 0) != _NO_SERVICE,
    })[~first_wrong & ~second_wrong].sort_values(["trip", "order"], kind="stable")  # fmt: skip
    calls = _forward(calls, faults)
    calls = calls[calls["stop"].isin(stops["stop"])]
    calls = _between_times(calls, faults)
    return _interpolated(calls, stops.set_index("stop"), faults).reset_index(drop=True)


def _forward(calls: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """The calls whose time is not before one that the trip has already told; C721 for each other."""
    latest = calls.groupby("trip", sort=False)["departure"].cummax()
    before = latest.groupby(calls["trip"], sort=False).shift().groupby(calls["trip"], sort=False).ffill()
    back = (calls["arrival"] < before) | (calls["departure"] < calls["arrival"])
    faults.rows("C721", STOP_TIMES.file, "arrival_time", calls.index[back].sort_values(), trip=calls["trip"])
    return calls[~back]


def _between_times(calls: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """The calls that lie between two times of their trip; C722 for each other, whose time nobody can tell."""
    timed = calls["departure"].notna()
    after = timed.groupby(calls["trip"], sort=False).cumsum() > 0
    before = timed[::-1].groupby(calls["trip"][::-1], sort=False).cumsum()[::-1] > 0
    off = ~(after & before)
    faults.rows("C722", STOP_TIMES.file, "arrival_time", calls.index[off].sort_values(), trip=calls["trip"])
    return calls[~off]


def _interpolated(calls: pd.DataFrame, stops: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Times for the calls without any: by the way between the stops, evenly where all stand in one place."""
    blank = calls["departure"].isna().to_numpy()
    if not blank.any():
        return calls.astype({"arrival": np.int64, "departure": np.int64})
    faults.tell("C723", STOP_TIMES.file, "arrival_time", count=int(blank.sum()))
    place = stops[["lon", "lat"]].reindex(calls["stop"]).to_numpy()
    east = np.diff(place[:, 0], prepend=place[0, 0]) * np.cos(np.radians(place[:, 1]))
    way = np.cumsum(np.hypot(east, np.diff(place[:, 1], prepend=place[0, 1])))
    row = np.arange(len(calls))
    # The first and the last call of each trip have times, so that no neighbour is one of another trip.
    last = np.maximum.accumulate(np.where(blank, 0, row))
    following = np.minimum.accumulate(np.where(blank, len(calls), row)[::-1])[::-1]
    still = way[following] == way[last]
    share = np.where(
        still, (row - last) / np.maximum(following - last, 1),
        (way - way[last]) / np.where(still, 1.0, way[following] - way[last]),
    )  # fmt: skip
    start, end = calls["departure"].to_numpy()[last], calls["arrival"].to_numpy()[following]
    made = np.rint(start + share * (end - start))
    arrival = np.where(blank, made, calls["arrival"].to_numpy()).astype(np.int64)
    departure = np.where(blank, made, calls["departure"].to_numpy()).astype(np.int64)
    return calls.assign(arrival=arrival, departure=departure)


def read_frequencies(raw: pd.DataFrame, trips: Collection[str], faults: Faults) -> pd.DataFrame:
    """Trips that run by a frequency: ``trip, start, end, headway`` in seconds."""
    frame = known(unique(raw, FREQUENCIES, faults), "trip_id", FREQUENCIES, faults, trips, TRIPS)
    start, _ = seconds(frame, "start_time", FREQUENCIES, faults)
    end, _ = seconds(frame, "end_time", FREQUENCIES, faults)
    headway = number(frame, "headway_secs", FREQUENCIES, faults, whole=True)
    wrong = headway == 0
    faults.rows("C724", FREQUENCIES.file, "headway_secs", frame.index[wrong], trip=frame["trip_id"])
    found = pd.DataFrame({"trip": frame["trip_id"], "start": start, "end": end, "headway": headway})[~wrong].dropna()
    return found.astype({"start": np.int64, "end": np.int64, "headway": np.int64}).reset_index(drop=True)


def runs(feed: Feed) -> pd.Series:
    """How many times each trip runs on a day of its service, in the order of `feed.trips`."""
    frequencies = feed.frequencies
    span = (frequencies["end"] - frequencies["start"]).clip(lower=0)
    count = -(-span // frequencies["headway"])
    by_frequency = count.groupby(frequencies["trip"]).sum()
    return feed.trips["trip"].map(by_frequency).fillna(1.0).astype(np.float64)

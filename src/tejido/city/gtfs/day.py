"""One day of service: every call of every trip, with what runs by frequency written out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from tejido.city.gtfs.calendar import running
from tejido.city.gtfs.model import Feed

_MOST = 1_000_000
"""No trip runs so often within one time of frequency: days have fewer seconds."""


def calls_on(feed: Feed, day: date) -> pd.DataFrame:
    """The calls of `feed` on a day: ``trip`` (number), ``route, direction, stop`` (ids), ``arrival, departure`` (seconds from the
    start of the day of service), ``board, alight``, sorted by trip and time. No rows where nothing runs.

    A trip by frequency runs from the start of its time, every headway, until before the end of it (GTFS, frequencies.txt).
    """
    trips = feed.trips[feed.trips["service"].isin(running(feed, day))]
    calls = feed.stop_times.merge(trips[["trip", "route", "direction"]], on="trip", how="inner")
    often = calls["trip"].isin(feed.frequencies["trip"])
    fixed = calls[~often].assign(run=0)
    every = [fixed, *_written_out(calls[often], feed.frequencies)]
    whole = pd.concat(every, ignore_index=True) if len(every) > 1 else fixed
    whole = whole.sort_values(["trip", "run", "order"], kind="stable", ignore_index=True)
    number = whole.groupby(["trip", "run"], sort=True).ngroup()
    columns = ["route", "direction", "stop", "arrival", "departure", "board", "alight"]
    return whole[columns].assign(trip=number)


def _written_out(calls: pd.DataFrame, frequencies: pd.DataFrame) -> list[pd.DataFrame]:
    """The runs of trips by frequency, each with its number in `run`."""
    made = []
    for place, (trip, start, end, headway) in enumerate(
        zip(*(frequencies[name].to_list() for name in ("trip", "start", "end", "headway")), strict=True)
    ):
        pattern = calls[calls["trip"] == trip]
        starts = np.arange(start, end, headway)
        if pattern.empty or not len(starts):
            continue
        shift = np.repeat(starts - pattern["departure"].iloc[0], len(pattern))
        runs = pd.concat([pattern] * len(starts), ignore_index=True)
        # A trip may have several times of frequency: their runs are told apart by the first number.
        number = place * _MOST + np.repeat(np.arange(len(starts)), len(pattern))
        made.append(runs.assign(arrival=runs["arrival"] + shift, departure=runs["departure"] + shift, run=number))
    return made

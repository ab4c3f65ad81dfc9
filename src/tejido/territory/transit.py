"""How long it takes by scheduled public transport, and what one reaches with it.

A trip on foot to a stop, up to three rides with changes on foot, and the walk from the last stop. Earliest arrivals are found
round by round, a ride each (RAPTOR: Delling, Pajor and Werneck 2012), for many origins at once: every trip that runs within
the time allowed is followed once a round, its calls a row each, the origins a column each. Nobody boards less than a minute
after coming to a stop. Seconds are whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Times = NDArray[np.int32]
Flags = NDArray[np.bool_]

RIDES = 3
"""Most vehicles of one journey."""

BOARDING = 60
"""Seconds between coming to a stop and boarding there, at the least."""

NEVER = np.int32(2**30)
"""The arrival where nobody arrives."""

_COLUMNS = 512
"""Origins followed at once: what they need stays in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Ways:
    """Walks between points of two kinds: index `one`, index `other`, whole `seconds`, sorted by other, then one."""

    one: Ints
    other: Ints
    seconds: Times

    @classmethod
    def of(cls, one: Ints, other: Ints, seconds: NDArray[np.floating]) -> Ways:
        """From pairs in any order; seconds are rounded."""
        order = np.lexsort((one, other))
        return cls(one[order], other[order], np.rint(seconds[order]).astype(np.int32))

    def of_others(self, count: int) -> NDArray[np.int64]:
        """Where the ways of each of `count` others begin, and the end of the last (count + 1,)."""
        return np.searchsorted(self.other, np.arange(count + 1))


@dataclass(frozen=True, eq=False)
class Timetable:
    """The calls of one day sorted by trip and order: `trip` (rising), `stop` (index below `stops`), `arrival`, `departure` in
    seconds, `board`, `alight` whether one may get in or out there. `changes` are walks between stops.
    """

    stops: int
    trip: Ints
    stop: Ints
    arrival: Times
    departure: Times
    board: Flags
    alight: Flags
    changes: Ways


def timetable(calls: pd.DataFrame, stops: pd.Index, changes: Ways) -> Timetable:
    """From the calls of a day (``trip, stop, arrival, departure, board, alight``, sorted by trip and order)."""
    return Timetable(
        len(stops), calls["trip"].to_numpy(np.int64), stops.get_indexer(pd.Index(calls["stop"])).astype(np.int64),
        calls["arrival"].to_numpy(np.int32), calls["departure"].to_numpy(np.int32), calls["board"].to_numpy(bool),
        calls["alight"].to_numpy(bool), changes,
    )  # fmt: skip


def arrivals(table: Timetable, access: Ways, origins: int, start: int, seconds: int, rides: int = RIDES) -> Times:
    """The earliest arrival at each stop (stops, origins) by one to `rides` rides, leaving every origin at `start`.

    `access` are walks from origins (`one`) to stops (`other`). Arrivals later than `start + seconds` are `NEVER`.
    """
    ready = np.full((table.stops, origins), NEVER, dtype=np.int32)
    ready[access.other, access.one] = start + access.seconds
    trips = list(_trips(table, start, start + seconds))
    best = np.full_like(ready, NEVER)
    for ride in range(rides):
        got_off = np.full_like(ready, NEVER)
        for calls in trips:
            _ride(table, calls, ready, got_off)
        if ride + 1 < rides:
            # Only who is earlier at a stop than with fewer rides gains by one more.
            ready = _change(table, np.where(got_off < best, got_off, NEVER))
        np.minimum(best, got_off, out=best)
    return best


def _trips(table: Timetable, start: int, end: int) -> Iterator[Ints]:
    """The calls of each trip from which one leaves at `start` or later and to which one comes by `end`."""
    rows = np.flatnonzero((table.departure >= start) & (table.arrival <= end))
    edges = np.flatnonzero(np.diff(table.trip[rows], prepend=-1, append=-1))
    for first, last in pairwise(edges):
        if last - first > 1:
            yield rows[first:last]


def _ride(table: Timetable, calls: Ints, ready: Times, got_off: Times) -> None:
    """Follow one trip: whoever is ready at a call gets in, and may get off at every later one."""
    stops = table.stop[calls]
    aboard = ready[stops[:-1]] <= (table.departure[calls[:-1]] - BOARDING)[:, None]
    aboard &= table.board[calls[:-1], None]
    boarded = np.flatnonzero(aboard.any(axis=1))
    if not len(boarded):
        return
    # Before the first who gets in nobody gets out.
    aboard, calls = aboard[boarded[0] :], calls[boarded[0] + 1 :]
    np.logical_or.accumulate(aboard, axis=0, out=aboard)
    aboard &= table.alight[calls, None]
    there = np.where(aboard, table.arrival[calls, None], NEVER)
    ends = table.stop[calls]
    if len(np.unique(ends)) == len(ends):
        got_off[ends] = np.minimum(got_off[ends], there)
    else:
        np.minimum.at(got_off, ends, there)


def _change(table: Timetable, got_off: Times) -> Times:
    """When one can board at each stop: where one got off, or after a walk from there."""
    ready = got_off.copy()
    begin = table.changes.of_others(table.stops)
    reached: Flags = np.any(got_off < NEVER, axis=1)
    for stop in range(table.stops):
        way = slice(begin[stop], begin[stop + 1])
        near: Flags = reached[table.changes.one[way]]
        if near.any():
            walked = got_off[table.changes.one[way][near]] + table.changes.seconds[way][near][:, None]
            np.minimum(ready[stop], walked.min(axis=0), out=ready[stop])
    return np.minimum(ready, NEVER)


@dataclass(frozen=True, eq=False)
class Places:
    """Places of one kind: the `weight` of each, `walks` to them from origins and `egress` from stops (`one`)."""

    weight: Floats
    walks: Ways
    egress: Ways


def share_walked(places: Places, origins: int, minutes: float) -> Floats:
    """The share (0 to 1) of all the weight that each of `origins` reaches on foot; NaN where there is no weight at all."""
    near = places.walks.seconds <= 60 * minutes
    weight = places.weight[places.walks.other[near]]
    return _share(np.bincount(places.walks.one[near], weight, minlength=origins).astype(np.float64), places.weight)


def share_ridden(
    table: Timetable,
    access: Ways,
    kinds: Sequence[Places],
    origins: int,
    starts: Sequence[int],
    minutes: Sequence[float],
    tell: Callable[[float], None],
) -> Floats:
    """The share (0 to 1) of the weight of each kind of places that each origin reaches within each of `minutes`, by scheduled
    transport or on foot: (kinds, minutes, origins), NaN where a kind has no weight at all.

    A place is reached where most of the departures at `starts` (seconds) come to it within the minutes: where the median of their
    times does. `tell` hears the share done, 0 to 1.
    """
    found = np.empty((len(kinds), len(minutes), origins))
    steps, done = -(-origins // _COLUMNS) * len(starts), 0
    for first in range(0, origins, _COLUMNS):
        columns = slice(first, min(first + _COLUMNS, origins))
        here = (access.one >= columns.start) & (access.one < columns.stop)
        part = Ways(access.one[here] - first, access.other[here], access.seconds[here])
        size = columns.stop - columns.start
        often = [np.zeros((len(minutes), len(kind.weight), size), dtype=np.int16) for kind in kinds]
        for start in starts:
            best = arrivals(table, part, size, start, int(60 * max(minutes)))
            for kind, count in zip(kinds, often, strict=True):
                _count(best - np.int32(start), kind.egress, minutes, count)
            done += 1
            tell(done / steps)
        for place, (kind, count) in enumerate(zip(kinds, often, strict=True)):
            found[place, :, columns] = _weighed(kind, count, columns, minutes, len(starts))
    return found


def _count(taken: Times, egress: Ways, minutes: Sequence[float], count: NDArray[np.int16]) -> None:
    """Add one to each place and origin in `count` (minutes, places, origins) that the seconds `taken` to the stops allow."""
    reached = taken.min(axis=1, initial=NEVER) <= 60 * max(minutes)
    begin = egress.of_others(count.shape[1])
    for place in np.unique(egress.other[reached[egress.one]]):
        way = slice(begin[place], begin[place + 1])
        live = reached[egress.one[way]]
        whole = (taken[egress.one[way][live]] + egress.seconds[way][live][:, None]).min(axis=0)
        for row, limit in enumerate(minutes):
            count[row, place] += whole <= 60 * limit


def _weighed(kind: Places, count: NDArray[np.int16], columns: slice, minutes: Sequence[float], starts: int) -> Floats:
    """Shares (minutes, origins) of the origins of `columns`, on foot or most of the time by transport."""
    walks = kind.walks
    here = (walks.one >= columns.start) & (walks.one < columns.stop)
    found = np.empty((len(minutes), count.shape[2]))
    for row, limit in enumerate(minutes):
        reached = 2 * count[row] > starts
        near = here & (walks.seconds <= 60 * limit)
        reached[walks.other[near], walks.one[near] - columns.start] = True
        found[row] = _share(kind.weight @ reached, kind.weight)
    return found


def _share(reached: Floats, weight: Floats) -> Floats:
    whole = weight.sum()
    return reached / whole if whole > 0 else np.full(len(reached), np.nan)

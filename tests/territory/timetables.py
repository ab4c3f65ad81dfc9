"""Small timetables for tests, and a slow search over events that knows nothing of rounds or matrices."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

import numpy as np
import pandas as pd

from tejido.territory import transit

Call = tuple[int, int, int]
"""Stop, arrival, departure in seconds."""


def ways(*walks: tuple[int, int, int]) -> transit.Ways:
    """Walks (from, to, seconds)."""
    table = np.array(walks, dtype=np.int64).reshape(-1, 3)
    return transit.Ways.of(table[:, 0], table[:, 1], table[:, 2].astype(float))


def calls_of(trips: Iterable[list[Call]]) -> pd.DataFrame:
    """The calls of trips as a table; one may get in and out everywhere."""
    rows = [(number, str(stop), *times) for number, trip in enumerate(trips) for stop, *times in trip]
    table = pd.DataFrame(rows, columns=["trip", "stop", "arrival", "departure"])
    return table.assign(board=True, alight=True, route=table["trip"], direction=0)


def made(trips: Iterable[list[Call]], stops: int, *walks: tuple[int, int, int]) -> transit.Timetable:
    """A timetable with walks between its stops."""
    return transit.timetable(calls_of(trips), pd.Index([str(stop) for stop in range(stops)]), ways(*walks))


def by_events(
    trips: list[list[Call]], stops: int, walks: Iterable[tuple[int, int, int]], ready: dict[int, int], end: int
) -> list[int]:
    """Earliest arrival by one to three rides at each stop, by Dijkstra's search over events in the order of time."""
    leaving, walking = _leaving(trips), _walking(walks)
    queue = [(time, 0, "ready", stop) for stop, time in ready.items()]
    heapq.heapify(queue)
    seen: set[tuple[int, str, int]] = set()
    best = [int(transit.NEVER)] * stops
    while queue:
        time, rides, kind, stop = heapq.heappop(queue)
        if time > end or (rides, kind, stop) in seen:
            continue
        seen.add((rides, kind, stop))
        if kind == "off":
            best[stop] = min(best[stop], time)
            heapq.heappush(queue, (time, rides, "ready", stop))
            for other, seconds in walking.get(stop, ()):
                heapq.heappush(queue, (time + seconds, rides, "ready", other))
        elif rides < transit.RIDES:
            for departure, rest in leaving.get(stop, ()):
                if departure - transit.BOARDING >= time:
                    for later, arrival, _ in rest:
                        if arrival <= end:
                            heapq.heappush(queue, (arrival, rides + 1, "off", later))
    return best


def _leaving(trips: list[list[Call]]) -> dict[int, list[tuple[int, list[Call]]]]:
    """From each stop: when a trip leaves, and the calls that follow."""
    found: dict[int, list[tuple[int, list[Call]]]] = {}
    for trip in trips:
        for place, (stop, _, departure) in enumerate(trip):
            found.setdefault(stop, []).append((departure, trip[place + 1 :]))
    return found


def _walking(walks: Iterable[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """From each stop: where one walks to, and the seconds."""
    found: dict[int, list[tuple[int, int]]] = {}
    for one, other, seconds in walks:
        found.setdefault(one, []).append((other, seconds))
    return found

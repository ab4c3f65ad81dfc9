"""How often public transport comes: departures by hour, and the time between two of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

HOUR = 3600


def by_hour(calls: pd.DataFrame, key: str) -> pd.DataFrame:
    """Departures at which one may board, by `key` (a column of the calls of a day) and hour: rows are sorted, hours go from 0
    beyond 23 after midnight. The last call of a trip departs to nowhere and does not count.
    """
    leaving = departing(calls)
    hour = (leaving["departure"] // HOUR).rename("hour")
    found: pd.DataFrame = leaving.groupby([key, hour]).size().unstack(fill_value=0).sort_index()
    return found


def departing(calls: pd.DataFrame) -> pd.DataFrame:
    """The calls (sorted by trip and time) at which one may board and go on."""
    last = calls["trip"].to_numpy() != np.append(calls["trip"].to_numpy()[1:], -1)
    kept: pd.DataFrame = calls[calls["board"].to_numpy() & ~last]
    return kept


def headways(calls: pd.DataFrame, start: float, end: float) -> pd.DataFrame:
    """For each stop with a departure from hour `start` until before hour `end`: ``stop, departures, headway``.

    `headway` are the minutes between two departures of the route and direction that serves the stop most often, spread evenly
    over the hours; `departures` are those of all routes.
    """
    leaving = departing(calls)
    leaving = leaving[(leaving["departure"] >= start * HOUR) & (leaving["departure"] < end * HOUR)]
    trips = leaving.groupby(["stop", "route", "direction"])["trip"].nunique()
    often = trips.groupby("stop").max()
    count = leaving.groupby("stop").size()
    return pd.DataFrame({
        "stop": often.index.to_numpy(), "departures": count.reindex(often.index).to_numpy(np.int64),
        "headway": (end - start) * 60.0 / often.to_numpy(np.float64),
    })  # fmt: skip


def median_headway(stops: pd.DataFrame) -> pd.Series:
    """Per `unit` the median of the headways of its stops, each counted by its departures: the smallest headway by which half of
    the departures are told.
    """
    ranked = stops.sort_values(["unit", "headway"], kind="stable")
    share = ranked.groupby("unit")["departures"].cumsum() / ranked.groupby("unit")["departures"].transform("sum")
    middle = ranked[share >= 0.5].groupby("unit", sort=True)["headway"].first()
    return middle.rename("headway")

"""On which days the services of a feed run, and the day that stands for them all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.city.gtfs.columns import dates, filled, one_of, unique
from tejido.city.gtfs.faults import Faults
from tejido.city.gtfs.model import CALENDAR, CALENDAR_DATES, WEEKDAYS, Feed
from tejido.city.gtfs.times import runs

_ADDED, _REMOVED = 1, 2
_LONGEST = 20_000
"""Days (some 55 years) that a calendar is followed."""

Days = NDArray[np.datetime64]


def read_calendar(raw: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Services by weekday: ``service, start, end`` (dates, both included) and a flag per weekday; rows of the file as index."""
    frame = unique(filled(raw, CALENDAR, faults, ["service_id"]), CALENDAR, faults)
    start, end = dates(frame, "start_date", CALENDAR, faults), dates(frame, "end_date", CALENDAR, faults)
    flags = {day: one_of(frame, day, CALENDAR, faults, (0, 1), 0) == 1 for day in WEEKDAYS}
    backwards = end < start
    faults.rows("C719", CALENDAR.file, "end_date", frame.index[backwards], service=frame["service_id"])
    found = pd.DataFrame({"service": frame["service_id"], "start": start, "end": end, **flags})
    return found[start.notna() & end.notna() & ~backwards]


def read_exceptions(raw: pd.DataFrame, faults: Faults) -> pd.DataFrame:
    """Single days: ``service, date, added`` (else taken away); rows of the file as index."""
    frame = unique(filled(raw, CALENDAR_DATES, faults, ["service_id"]), CALENDAR_DATES, faults)
    day = dates(frame, "date", CALENDAR_DATES, faults)
    kind = one_of(frame, "exception_type", CALENDAR_DATES, faults, (_ADDED, _REMOVED), 0)
    found = pd.DataFrame({"service": frame["service_id"], "date": day, "added": kind == _ADDED})
    return found[day.notna() & (kind > 0)]


def tell_idle(calendar: pd.DataFrame, exceptions: pd.DataFrame, faults: Faults) -> None:
    """C720 for each service of the calendar that runs on no day at all."""
    start, end = (calendar[name].to_numpy("datetime64[D]") for name in ("start", "end"))
    flags = calendar[list(WEEKDAYS)].to_numpy(bool)
    days = np.zeros(len(calendar), dtype=np.int64)
    for weekday in range(7):
        mask = "".join("1" if day == weekday else "0" for day in range(7))
        days += flags[:, weekday] * np.busday_count(start, end + np.timedelta64(1, "D"), weekmask=mask)
    regular = _regular(exceptions, calendar)
    off = exceptions[regular & ~exceptions["added"]].groupby("service").size()
    extra = exceptions[~regular & exceptions["added"]].groupby("service").size()
    days = (
        days - calendar["service"].map(off).fillna(0).to_numpy() + calendar["service"].map(extra).fillna(0).to_numpy()
    )
    faults.rows("C720", CALENDAR.file, "service_id", calendar.index[days <= 0], service=calendar["service"])


def _regular(exceptions: pd.DataFrame, calendar: pd.DataFrame) -> pd.Series:
    """Whether the service of each exception runs on that day by its weekdays."""
    joined = exceptions[["service", "date"]].merge(calendar, on="service", how="left")
    inside = (joined["start"] <= joined["date"]) & (joined["date"] <= joined["end"])
    flags = joined[list(WEEKDAYS)].fillna(False).to_numpy(bool)
    runs = flags[np.arange(len(joined)), joined["date"].dt.day_of_week.to_numpy(int)]
    return pd.Series(inside.to_numpy(bool) & runs, index=exceptions.index, dtype=bool)


def running(feed: Feed, day: date) -> list[str]:
    """The services that run on `day`."""
    moment = pd.Timestamp(day)
    calendar, exceptions = feed.calendar, feed.exceptions
    here = (calendar["start"] <= moment) & (moment <= calendar["end"]) & calendar[WEEKDAYS[day.weekday()]]
    today = exceptions[exceptions["date"] == moment]
    regular = set(calendar.loc[here, "service"]) | set(today.loc[today["added"], "service"])
    return sorted(regular - set(today.loc[~today["added"], "service"]))


def days_of(feed: Feed) -> tuple[date, date] | None:
    """The first and the last day that the feed tells of; None where it tells of none."""
    added = feed.exceptions.loc[feed.exceptions["added"], "date"]
    first = pd.concat([feed.calendar["start"], added]).min()
    last = pd.concat([feed.calendar["end"], added]).max()
    return None if pd.isna(first) else (first.date(), last.date())


def service_day(feeds: Sequence[Feed]) -> date | None:
    """The weekday (Monday to Friday) on which most of the feeds run, of these the one with the most trips, of these the first.

    None where no feed runs on any weekday.
    """
    spans = [span for feed in feeds if (span := days_of(feed))]
    if not spans:
        return None
    first = np.datetime64(min(span[0] for span in spans), "D")
    length = min(_LONGEST, int((np.datetime64(max(span[1] for span in spans), "D") - first).astype(int)) + 1)
    trips = np.stack([_trips_by_day(feed, first, length) for feed in feeds])
    workday = np.is_busday(first + np.arange(length))
    running_feeds = np.where(workday, (trips > 0).sum(axis=0), 0)
    if not running_feeds.any():
        return None
    best = np.where(running_feeds == running_feeds.max(), trips.sum(axis=0), -1)
    return (first + int(np.argmax(best))).item()


def _trips_by_day(feed: Feed, first: np.datetime64, length: int) -> NDArray[np.float64]:
    """Trips of a feed on each of `length` days from `first`."""
    each = runs(feed).groupby(feed.trips["service"].to_numpy()).sum()
    calendar = feed.calendar
    worth = calendar["service"].map(each).fillna(0.0).to_numpy(np.float64)
    start, end = (
        np.clip((calendar[name].to_numpy("datetime64[D]") - first).astype(int), 0, length) for name in ("start", "end")
    )
    weekday = (first + np.arange(length)).astype("datetime64[D]").astype(int) % 7  # 1970-01-01 was a Thursday
    found = np.zeros(length)
    for place, name in enumerate(WEEKDAYS):
        edge = np.zeros(length + 2)
        np.add.at(edge, start, worth * calendar[name].to_numpy(bool))
        np.add.at(edge, end + 1, -worth * calendar[name].to_numpy(bool))
        found += np.where(weekday == (place - 3) % 7, np.cumsum(edge)[:length], 0.0)
    regular = _regular(feed.exceptions, calendar).to_numpy()
    added = feed.exceptions["added"].to_numpy(bool)
    change = feed.exceptions["service"].map(each).fillna(0.0).to_numpy(np.float64) * (
        (added & ~regular).astype(float) - (~added & regular)
    )
    at = (feed.exceptions["date"].to_numpy("datetime64[D]") - first).astype(int)
    here = (at >= 0) & (at < length)
    np.add.at(found, at[here], change[here])
    return found

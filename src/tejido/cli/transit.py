"""The command on timetables of public transport: what a feed holds, how often it runs, and what is wrong with it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tejido.cli.app import JsonOption, LangOption, answer_console, app, errors_console, language, print_json, told
from tejido.cli.cities import refuse_place
from tejido.cli.tables import findings_json, findings_table
from tejido.words import number, say

if TYPE_CHECKING:
    import pandas as pd

    from tejido.city.gtfs import Feed

FeedArgument = Annotated[
    list[Path], typer.Argument(help=told("Feeds of GTFS: zip files or folders."), show_default=False)
]
DateOption = Annotated[
    datetime | None,
    typer.Option(
        "--date", formats=["%Y-%m-%d"], help=told("Day of service; by default the weekday with the most trips.")
    ),
]
StopsOption = Annotated[
    Path | None, typer.Option("--stops", help=told("File to write (CSV): every stop with its departures by hour."))
]


@app.command(help=told("Read timetables of public transport (GTFS): stops, routes, trips by hour, and every fault."))
def transit(
    feeds: FeedArgument,
    day: DateOption = None,
    stops: StopsOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Look at feeds."""
    from tejido.city.gtfs import calls_on, read_feed, service_day
    from tejido.city.gtfs.of_city import told_of_day

    if stops is not None:
        refuse_place(stops)
    spoken = language(lang)
    read = [read_feed(path) for path in feeds]
    chosen = day.date() if day else service_day(read)
    calls = [feed.stop_times.head(0) if chosen is None else calls_on(feed, chosen) for feed in read]
    found = [one for feed in read for one in feed.findings]
    if chosen is not None:
        found += told_of_day(chosen, read, [int(one["trip"].nunique()) for one in calls])
    rows = [_row(feed, chosen, one) for feed, one in zip(read, calls, strict=True)]
    if stops is not None:
        _write_stops(read, calls, stops)
    if as_json:
        print_json({"feeds": rows, "findings": findings_json(found)})
    else:
        if found:
            errors_console().print(findings_table(found, spoken))
        _print(rows, spoken)
    raise typer.Exit(1 if any(one.severity == "error" for one in found) else 0)


def _row(feed: Feed, day: date | None, calls: pd.DataFrame) -> dict[str, Any]:
    """A feed in figures; hours go on beyond 23 after midnight."""
    from tejido.city.gtfs import days_of
    from tejido.territory.transit_frequency import HOUR

    span = days_of(feed)
    starts = list(calls.groupby("trip")["departure"].min() // HOUR)
    return {
        "feed": feed.name,
        "first_day": span[0].isoformat() if span else None,
        "last_day": span[1].isoformat() if span else None,
        "date": day.isoformat() if day else None,
        "stops": int((feed.stops["type"] == 0).sum()),
        "stations": int((feed.stops["type"] == 1).sum()),
        "routes": len(feed.routes),
        "trips": len(starts),
        "trips_by_hour": {str(hour): starts.count(hour) for hour in sorted(set(starts))},
    }


def _write_stops(feeds: list[Feed], calls: list[pd.DataFrame], file: Path) -> None:
    """``feed, stop, name, lon, lat`` and the departures of every hour."""
    import pandas as pd

    from tejido.territory.transit_frequency import by_hour

    about = ["feed", "stop", "name", "lon", "lat"]
    made = [pd.DataFrame(columns=about)]
    for feed, one in zip(feeds, calls, strict=True):
        places = feed.stops[feed.stops["type"] == 0].assign(feed=feed.name)
        made.append(places[about].join(by_hour(one, "stop"), on="stop"))
    table = pd.concat(made)
    hours = sorted(int(one) for one in table.columns if one not in about)
    table[hours] = table[hours].fillna(0).astype(int)
    table[[*about, *hours]].to_csv(file, index=False, lineterminator="\n", encoding="utf-8")


def _print(rows: list[dict[str, Any]], lang: str) -> None:
    """A line for each feed, and how many trips set out in which hour."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("Feed", lang), overflow="fold")
    table.add_column(say("Holds", lang), overflow="fold")
    for title in ("Stops", "Stations", "Routes", "Trips"):
        table.add_column(say(title, lang), justify="right")
    for row in rows:
        span = f"{row['first_day']} – {row['last_day']}" if row["first_day"] else "—"
        counts = (number(row[key], lang, 0) for key in ("stops", "stations", "routes", "trips"))
        table.add_row(row["feed"], span, *counts)
    console = answer_console()
    console.print(table)
    hours = sorted({int(hour) for row in rows for hour in row["trips_by_hour"]})
    if not hours:
        return
    day = rows[0]["date"]
    by_hour = Table(
        title=say("Trips that set out on {day}, by hour", lang, day=day), title_justify="left", box=None, padding=(0, 1),
        header_style="bold",
    )  # fmt: skip
    by_hour.add_column(say("Hour", lang), justify="right")
    for row in rows:
        by_hour.add_column(row["feed"], justify="right", overflow="fold")
    for hour in hours:
        by_hour.add_row(str(hour), *(number(row["trips_by_hour"].get(str(hour), 0), lang, 0) for row in rows))
    console.print(by_hour)

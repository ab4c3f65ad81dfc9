"""Timetables of Porto Alegre: reading and counting beside a peer, and what 1,227 hexagons reach in an hour.

The peer (gtfs-kit, whose Python is the first argument) reads a feed and counts the trips of every stop on a day; ours checks every
row besides and interpolates times. The numbers of calls are compared first. Both run in turns.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from tejido.catalogue.model import Compute, Definition
from tejido.city import City, read_city
from tejido.city.gtfs import calls_on, read_feed, service_day
from tejido.measure.pipeline import nest_of
from tejido.measure.places import FUNCTIONS, Places
from tejido.territory.transit_frequency import headways
from tools.results import machine, today, write_section

RUNS, GOAL = 5, 30.0
DATA = (
    Path(os.environ.get("TEJIDO_SHARED") or Path(__file__).resolve().parents[3] / "shared" / "data")
    / "cities"
    / "porto_alegre"
)
TOML = """
[city]
code = "POA"
name = {en = "Porto Alegre"}
country = "BRA"
period = "2019"
crs = "EPSG:32722"
[[levels]]
id = "hexagon"
name = {en = "hexagon"}
file = "hexagons.geojson"
code = "id"
population = "population"
[layers.streets]
file = "poa_osm.pbf"
[layers.transit]
file = ["poa_eptc.zip", "poa_trensurb.zip"]
hours = [14, 16]
[layers.job]
file = "poa_hexgrid.csv"
x = "lon"
y = "lat"
crs = "EPSG:4326"
weight = "jobs"
"""


def ours(source: Path) -> tuple[float, float, pd.Series]:
    """Seconds of reading and counting, and how often a trip calls at every stop."""
    began = time.perf_counter()
    feed = read_feed(source)
    read = time.perf_counter()
    day = service_day([feed])
    assert day is not None
    calls = calls_on(feed, day)
    headways(calls, 14, 16)
    trips = calls.groupby("stop").size()
    return read - began, time.perf_counter() - read, trips


def beside(python: str) -> str:
    """Both in turns, as a table."""
    source = DATA / "poa_eptc.zip"
    seconds: dict[str, list[tuple[float, float]]] = {"tejido": [], "gtfs-kit": []}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "peer.csv"
        script = str(Path(__file__).with_name("peer.py"))
        for _ in range(RUNS):
            read, counted, trips = ours(source)
            seconds["tejido"].append((read, counted))
            told = subprocess.run(
                [python, script, str(source), "20190415", str(out)], capture_output=True, text=True, check=True
            )
            first, second = told.stdout.split()[-2:]
            seconds["gtfs-kit"].append((float(first), float(second)))
            peer = pd.read_csv(out, dtype={"stop_id": str}).set_index("stop_id")["num_trips"]
            if not trips.sort_index().eq(peer.reindex(trips.sort_index().index)).all() or len(trips) != len(peer):
                raise RuntimeError("the two count other calls")
    rows = []
    own = statistics.median(sum(one) for one in seconds["tejido"])
    for name, runs in seconds.items():
        read, counted = (statistics.median(one[place] for one in runs) for place in (0, 1))
        whole = statistics.median(sum(one) for one in runs)
        rows.append(f"| {name} | {read:.2f} s | {counted:.2f} s | {whole:.2f} s | {whole / own:.1f} |")
    table = "\n".join(rows)
    return f"| | reading | calls and headways of every stop | both | times ours |\n|---|---:|---:|---:|---:|\n{table}"


def city(folder: Path) -> City:
    """All hexagons, drawn as circles around the points of the grid."""
    grid = pd.read_csv(DATA / "poa_hexgrid.csv")
    points = gpd.GeoSeries(gpd.points_from_xy(grid["lon"], grid["lat"]), crs="EPSG:4326").to_crs("EPSG:32722")
    cells = shapely.buffer(points.to_numpy(), 150, quad_segs=2)
    gpd.GeoDataFrame(grid[["id", "population"]], geometry=cells, crs="EPSG:32722").to_file(folder / "hexagons.geojson")
    (folder / "city.toml").write_text(TOML, "utf-8")
    return read_city(folder, DATA)


def reaching() -> tuple[float, int]:
    """Seconds to find the jobs reached in 60 minutes by every hexagon, 13 departures, walks included; and how many hexagons."""
    options: dict[str, float | str | bool] = {"minutes": 60.0, "mode": "transit"}
    jobs = Definition(
        id="jobs", names={}, definitions={}, measure_unit="percent", unit_names={}, direction="higher", universe="",
        about="place", possible=(0, 100), compute=Compute("reach", "job", options),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        read = city(Path(folder))
        began = time.perf_counter()
        FUNCTIONS["reach"](Places(read, nest_of(read), wanted=[jobs]), jobs)
        return time.perf_counter() - began, len(read.units["hexagon"])


def main() -> None:
    """Measure and write."""
    if not DATA.is_dir():
        print(f"transit: not run: {DATA.name}'s feeds are not here (TEJIDO_SHARED names another folder)")
        return
    table = (
        beside(sys.argv[1]) if len(sys.argv) > 1 else "The peer was not there: run `benchmarks/transit/run.sh` for it."
    )
    runs = [reaching() for _ in range(3)]
    seconds = statistics.median(one for one, _ in runs)
    verdict = "met" if seconds <= GOAL else "not met"
    text = f"""{today()}; {machine()}; Porto Alegre's buses, 130,019 calls; medians of {RUNS} runs in turns; load of the machine at the end \
{os.getloadavg()[1]:.1f}, this benchmark included. Both count the same calls at every stop; ours checks every row and interpolates times \
while reading.

{table}

Jobs within 60 minutes by two feeds, {runs[0][1]:,} hexagons, 13 departures, with the streets and all walks: {seconds:.1f} s (median of 3). \
Goal {GOAL:g} s: {verdict}."""
    write_section("transit", text)
    print(text)


if __name__ == "__main__":
    main()

"""A sample of a city: from its folder's units and an effort to the places where the field goes.

In: a `City` and `Options`. Out: a `Drawn` sample: the plan in numbers, the units drawn with their probabilities, and points
for people who are hard to find. Points are random places inside units, never dwellings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.city import City, group_people, units_table
from tejido.errors import Finding, fail, finding
from tejido.survey import balance, planning, selection
from tejido.survey.selection import CERTAIN, RESERVE, Allocation
from tejido.tables import CITY_LEVEL, nesting

EVERYWHERE = "all"
"""The stratum of a sample without strata."""
SPREAD = 0.2
"""Largest probability of a candidate place: small enough that the points of one large unit can spread inside it."""
JOINED = " + "
"""Between the codes of units that were made one."""
WITHIN = "in "
"""Before the name of a coarser level in the columns of the frame."""

UNIT_COLUMNS = (
    "code", "name", "holder", "stratum", "role", "release", "people", "probability", "visits", "joined",
)  # fmt: skip
POINT_COLUMNS = ("code", "unit", "name", "holder", "lon", "lat", "per_km2", "probability")

__all__ = ["EVERYWHERE", "POINT_COLUMNS", "UNIT_COLUMNS", "Drawn", "Options", "draw_sample"]


@dataclass(frozen=True)
class Options:
    """What was asked for. `groups`: group to its share of the population, None where the city knows it.

    `level`: of the units drawn (the finest with people unless said); `least`: people that a unit must have, else it is joined
    with the next; `strata`: a coarser level; `reserve`: share of units held back; `points` within whose `radius` (metres)
    everybody is asked.
    """

    groups: Mapping[str, float | None] = field(default_factory=dict)
    effort: planning.Effort = field(default_factory=planning.Effort)
    level: str | None = None
    least: float = 0.0
    strata: str | None = None
    allocation: Allocation = "proportional"
    reserve: float = 0.1
    points: int = 0
    radius: float = 100.0
    seed: int = 1


@dataclass(frozen=True)
class Drawn:
    """`units`: `UNIT_COLUMNS` and `geometry`, in the order of the frame; `points`: `POINT_COLUMNS` and `geometry`, both in the
    city's reference system. `people` live in the `frame` units from which they were drawn.
    """

    city: City
    options: Options
    level: str
    plan: planning.Plan
    units: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    people: float
    frame: int
    findings: list[Finding]


def draw_sample(city: City, options: Options) -> Drawn:
    """Plan and draw; the same city, options and seed give the same sample.

    Raises:
        TejidoError: E502 no such level, E503 unknown group, E504 too few units, E505 the precision cannot be
            reached, E510 a figure out of its range, E512 too few units for the strata.
    """
    level = _level(city, options.level)
    found: list[Finding] = []
    frame = _frame(city, level, found)
    plan = planning.plan(_shares(city, options.groups), options.effort)
    units_chance, points_chance = np.random.default_rng(options.seed).spawn(2)
    joined = _joined(frame, options.least, found)
    units = _units(city, joined, plan, options, units_chance, found)
    points = _points(city, level, frame, options, points_chance, found)
    people = float(frame["people"].sum())
    return Drawn(city, options, level, plan, units, points, people, len(joined), found)


def _level(city: City, asked: str | None) -> str:
    known = [level for level in city.units if level != CITY_LEVEL]
    level = known[-1] if asked is None else asked
    if level not in known:
        raise fail("E502", level=level, known=", ".join(known))
    return level


def _frame(city: City, level: str, found: list[Finding]) -> gpd.GeoDataFrame:
    """The units that can be drawn, along a curve that keeps neighbours together inside each coarser unit (Hilbert's).

    Columns `code, name, holder` (name of the next coarser unit), `people`, `geometry`, and the code at every coarser level (`WITHIN` and its id).
    """
    units = city.units[level]
    lineage = nesting.lineage(units_table(city.units), list(city.units), level).reindex(units["unit"])
    names = {above: frame.set_index("unit")["name"] for above, frame in city.units.items()}
    above = list(lineage.columns[:-1])
    frame = gpd.GeoDataFrame(
        {"code": units["unit"].to_numpy(), "name": units["name"].to_numpy(), "people": units["population"].to_numpy(dtype=np.float64)},
        geometry=units.geometry.to_numpy(), crs=city.crs,
    )  # fmt: skip
    frame["holder"] = lineage[above[-1]].map(names[above[-1]]).to_numpy()
    for one in above:
        frame[WITHIN + one] = lineage[one].fillna("").to_numpy()
    frame["along"] = np.asarray(frame.geometry.hilbert_distance(level=16))
    known = (frame["people"] > 0).to_numpy()
    if not known.all():
        found.append(finding("E506", count=int((~known).sum()), total=len(frame)))
    return frame[known].sort_values([*(WITHIN + one for one in above), "along", "code"], ignore_index=True)


def _joined(frame: gpd.GeoDataFrame, least: float, found: list[Finding]) -> gpd.GeoDataFrame:
    """Neighbours along the curve made one unit until it has `least` people; what is left over goes to the one before.

    A joined unit has the code of its first, and `joined` lists the codes of all. Units of different holders stay apart.
    """
    above = [name for name in frame.columns if name.startswith(WITHIN)]
    group = np.zeros(len(frame), dtype=np.int64)
    number = 0
    for _, rows in frame.groupby(above, sort=False):
        held = 0.0
        first = number
        for row in rows.index:
            group[row] = number
            held += float(frame["people"].iloc[row])
            if held >= least:
                number, held = number + 1, 0.0
        if held > 0:  # too few are left over at the end
            last = max(number - 1, first)
            group[rows.index[group[rows.index] == number]] = last
            number = last + 1
    whole = frame.groupby(group, sort=True)
    made = frame.loc[whole.head(1).index].reset_index(drop=True)
    made["people"] = whole["people"].sum().to_numpy()
    made["joined"] = whole["code"].agg(lambda codes: JOINED.join(codes) if len(codes) > 1 else "").to_numpy()
    small = int((made["people"] < least).sum())
    if small:
        found.append(finding("E514", count=small, total=len(made), least=least))
    many = (made["joined"] != "").to_numpy()
    shapes = made.geometry.to_numpy().copy()
    pieces = frame.geometry.to_numpy()
    for at in np.flatnonzero(many):
        shapes[at] = shapely.union_all(pieces[group == at])
    return made.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs))


def _shares(city: City, groups: Mapping[str, float | None]) -> dict[str, float]:
    """The share of each group in the population: as given, else counted from the city's columns."""
    people = group_people(city.units, city.attributes, city.config)
    counted = people[people["level"] == CITY_LEVEL].set_index("group")["population"]
    everybody = float(city.units[CITY_LEVEL]["population"].iloc[0])
    found = {}
    for group, share in groups.items():
        if share is None and not counted.get(group, 0.0) > 0:
            raise fail("E503", group=group)
        found[group] = float(counted[group]) / everybody if share is None else share
    return found


def _units(
    city: City, frame: gpd.GeoDataFrame, plan: planning.Plan, options: Options, chance: np.random.Generator,
    found: list[Finding],
) -> gpd.GeoDataFrame:  # fmt: skip
    """The units drawn, stratum by stratum, with the households to visit in each."""
    known = [name.removeprefix(WITHIN) for name in frame.columns if name.startswith(WITHIN)]
    if options.strata is not None and options.strata not in known:
        raise fail("E502", level=options.strata, known=", ".join(known))
    strata = frame[WITHIN + options.strata] if options.strata else pd.Series(EVERYWHERE, index=frame.index)
    whole = frame.groupby(strata.to_numpy(), sort=True)
    sizes, counts = whole["people"].sum(), whole.size()
    numbers = selection.allocate(
        sizes.to_numpy(dtype=np.float64), plan.clusters, options.allocation, counts.to_numpy(dtype=np.int64)
    )
    parts = []
    for (stratum, rows), number in zip(whole, numbers, strict=True):
        people = rows["people"].to_numpy(dtype=np.float64)
        drawn = selection.draw(people, int(number), chance, math.ceil(options.reserve * int(number)))
        part = rows.iloc[drawn["position"].to_numpy()].reset_index(drop=True)
        part["stratum"], part["visits"] = str(stratum), plan.visits
        for name in ("probability", "role", "release"):
            part[name] = drawn[name].to_numpy()
        # A unit that is certain is larger than the others' step: it gets as many visits per person as they do.
        sure = (part["role"] == CERTAIN).to_numpy()
        fair = np.maximum(np.round(plan.visits * int(number) * part["people"].to_numpy() / people.sum()), 1)
        part["visits"] = np.where(sure, fair, plan.visits).astype(np.int64)
        parts.append(part)
    units = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=frame.crs)
    found.extend(_told(units))
    return units[[*UNIT_COLUMNS, "geometry"]]


def _told(units: gpd.GeoDataFrame) -> list[Finding]:
    """What the field should know of the units drawn: certain ones, strata with one, units too small for their visits."""
    found = []
    sure = units[units["role"] == CERTAIN]
    if len(sure):
        found.append(finding("E507", count=len(sure), names=", ".join(sure["code"].head(5))))
    main = units[units["role"] != RESERVE]
    # A certain unit is a stratum by itself: what counts is how many of the others stand for theirs.
    alone = main[main["role"] != CERTAIN].groupby("stratum").size()
    if (alone == 1).any():
        found.append(finding("E511", count=int((alone == 1).sum()), names=", ".join(alone.index[alone == 1][:5])))
    small = main["people"] < main["visits"]
    if small.any():
        found.append(finding("E508", count=int(small.sum()), visits=int(main["visits"].max())))
    return found


def _points(
    city: City, level: str, frame: gpd.GeoDataFrame, options: Options, chance: np.random.Generator, found: list[Finding]
) -> gpd.GeoDataFrame:
    """Random places, denser where the group lives, spread by the local pivotal method.

    `per_km2` is the density of points there; `probability`, that times the area within reach, is how many points are
    expected within reach of a household that stands there: the inverse of its weight.
    """
    empty = gpd.GeoDataFrame(columns=list(POINT_COLUMNS), geometry=gpd.GeoSeries([], crs=city.crs))
    if not options.points:
        return empty
    weights = frame["people"].to_numpy(dtype=np.float64)
    groups = group_people(city.units, city.attributes, city.config)
    for group in options.groups:
        known = groups[(groups["level"] == level) & (groups["group"] == group)].set_index("unit")["population"]
        if known.sum() > 0:
            weights = frame["code"].map(known).fillna(0.0).to_numpy(dtype=np.float64)
            break
    wanted = options.points * weights / weights.sum()
    tries = np.where(wanted > 0, np.maximum(np.ceil(wanted / SPREAD), 1), 0).astype(np.int64)
    unit = np.repeat(np.arange(len(frame)), tries)
    places = _inside(frame.geometry.to_numpy()[unit], chance)
    drawn = balance.local_pivotal((wanted / np.maximum(tries, 1))[unit], places, chance)
    chosen = frame.iloc[unit[drawn]].reset_index(drop=True)
    density = wanted[unit[drawn]] / (chosen.geometry.area.to_numpy() / 1e6)
    spots = gpd.GeoSeries(gpd.points_from_xy(*places[drawn].T), crs=city.crs)
    degrees = spots.to_crs("EPSG:4326")
    reach = density * math.pi * (options.radius / 1000) ** 2
    if (reach > 1).any():
        found.append(finding("E513", count=int((reach > 1).sum()), total=len(drawn), radius=options.radius))
    columns = {
        "code": [f"P{number:04d}" for number in range(1, len(drawn) + 1)], "unit": chosen["code"], "name": chosen["name"],
        "holder": chosen["holder"], "lon": degrees.x.round(6), "lat": degrees.y.round(6), "per_km2": density, "probability": reach,
    }  # fmt: skip
    return gpd.GeoDataFrame(columns, geometry=spots)


def _inside(shapes: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A random place inside each shape, any as likely as any other (n, 2)."""
    box = shapely.bounds(shapes)
    places = np.empty((len(shapes), 2))
    left = np.arange(len(shapes))
    while len(left):
        tried = box[left, :2] + chance.random((len(left), 2)) * (box[left, 2:] - box[left, :2])
        held = shapely.contains_xy(shapes[left], tried)
        places[left[held]] = tried[held]
        left = left[~held]
    return places

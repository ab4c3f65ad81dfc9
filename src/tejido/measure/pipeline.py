"""Sources, values, protection, marker, release: in this order, once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

import tejido
from tejido import tables
from tejido.catalogue import Catalogue, load, resolve
from tejido.city import CITY_LEVEL, City, ReadyMade, group_people, read_city, ready_made, units_table
from tejido.errors import Finding, fail
from tejido.marker import Marker, measure_marker
from tejido.measure.levels import Nest, spread
from tejido.measure.places import can_measure, measure_places
from tejido.privacy import Rule, protect_people, protect_units, protect_values
from tejido.release import Contents, refuse_existing, write

Progress = Callable[[float, str], None]


def measure_city(
    folder: Path, out: Path, *, data: Path | None = None, base: str | None = None, progress: Progress | None = None
) -> list[Finding]:
    """Measure the city of `folder` and write the release to `out`.

    Args:
        folder: The city folder.
        out: The release's folder, which must not exist.
        data: Where the data files lie, if not in `folder`.
        base: The level at which scores are made; the finest by default.
        progress: Called with the share done (0-1) and the name of the step.

    Returns:
        What was found on the way: warnings and notes.

    Raises:
        TejidoError: the folder is at fault, or `out` exists.
    """
    began = time.monotonic()
    say = progress or _silent
    refuse_existing(out)
    say(0.0, "city.toml")
    city = read_city(folder, data)
    contents, findings = measure(city, catalogue_of(city), base, say)
    say(0.95, out.name)
    write(contents, out, time.monotonic() - began)
    say(1.0, out.name)
    return findings


def measure(
    city: City, catalogue: Catalogue, base: str | None = None, progress: Progress | None = None
) -> tuple[Contents, list[Finding]]:
    """Measure a city that was read, by a resolved catalogue.

    Raises:
        TejidoError: A101 no such level, A102 nothing can be measured, and whatever the values' columns hold that cannot be.
    """
    say = progress or _silent
    levels = list(city.units)
    base = base or levels[-1]
    if base not in levels or base == CITY_LEVEL:
        raise fail("A101", level=base, known=", ".join(level for level in levels if level != CITY_LEVEL))
    whole = units_table(city.units)
    nest = Nest.of_units(whole, levels, base)
    units = whole[whole["level"].isin(nest.shown)].reset_index(drop=True)
    values, parts, findings = _values(city, catalogue, nest, lambda share, step: say(0.2 + 0.5 * share, step))
    if not values["value"].notna().any():
        raise fail("A102")
    people = _people(city, nest.shown)
    rule = Rule(city.config.publish.persons, city.config.publish.households)
    say(0.75, "privacy")
    public_units = protect_units(units, rule)
    safe_people = protect_people(people, rule)
    public_values = protect_values(values, public_units, catalogue, rule, levels=nest.levels, people=safe_people)
    say(0.8, "marker")
    marker = measure_marker(
        public_values, public_units, catalogue, base, people[people["level"] == base],
        levels=nest.shown, period=city.config.period,
    )  # fmt: skip
    say(0.9, "release")
    hidden = safe_people[safe_people["population"].isna()]
    contents = Contents(
        meta=_meta(city, catalogue, nest, units, [*city.findings, *findings]),
        catalogue=catalogue,
        tables=_tables(units, values, marker, parts),
        public_tables=_tables(public_units, public_values, _without(marker, hidden)),
        geometry={level: _geometry(city, level) for level in nest.shown},
    )
    return contents, [*city.findings, *findings]


def catalogue_of(city: City) -> Catalogue:
    """The catalogue that the city names, with the city's own choices."""
    config = city.config
    named = config.catalogue
    chosen = load(city.folder / named if (city.folder / named).exists() else named)
    return resolve(chosen, curves=config.curves, classes=_classes(city, chosen), omit=config.omit)


def _values(
    city: City, catalogue: Catalogue, nest: Nest, say: Progress
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Values at every level from ready-made columns, and from layers what no column gives."""
    say(0.0, "values")
    ready = ready_made(city, catalogue)
    given = set(ready.values["indicator"]) | set(ready.parts["indicator"])
    wanted = [
        one
        for one in catalogue.indicators.values()
        if one.id not in given and one.id not in city.config.omit and can_measure(city, one)
    ]
    done = iter(range(len(wanted)))
    placed, place_parts, findings = measure_places(
        city, wanted, nest, lambda step: say(0.1 + 0.7 * next(done) / max(1, len(wanted)), step)
    )
    measured = tables.VALUES.gather([ready.values, _announced(ready, catalogue), placed])
    parts = tables.PARTS.gather([ready.parts, place_parts])
    say(0.8, "levels")
    return spread(measured, parts, catalogue.indicators, nest), parts, [*ready.findings, *findings]


def _announced(ready: ReadyMade, catalogue: Catalogue) -> pd.DataFrame:
    """Rows for the figures made of counts: who says so and of what kind, the value left to the formula."""
    rows = ready.parts[["period", "level", "unit", "group", "indicator"]].drop_duplicates()
    people = {one.id: one.about == "people" for one in catalogue.indicators.values()}
    return tables.VALUES.conform(
        rows.assign(
            value=np.nan,
            kind=rows["indicator"].map(lambda one: "register" if people[one] else "layer"),
            quality="not_sampled",
            support=rows["level"],
            source=rows["indicator"].map(ready.sources),
            flags=rows["indicator"].map(lambda one: "proxy" if one in ready.proxies else None),
        )
    )


def _people(city: City, levels: Sequence[str]) -> pd.DataFrame:
    """How many people of each group live in each unit of `levels`: ``level, unit, group, population``."""
    people = group_people(city.units, city.attributes, city.config)
    return people[people["level"].isin(levels)]


def _without(marker: Marker, hidden: pd.DataFrame) -> Marker:
    """A marker without what is said of groups of too few people in a unit: that they live there is not published."""
    gone = pd.MultiIndex.from_frame(hidden[["level", "unit", "group"]])

    def kept(table: pd.DataFrame) -> pd.DataFrame:
        return table[~pd.MultiIndex.from_frame(table[["level", "unit", "group"]]).isin(gone)]

    return Marker(kept(marker.scores), kept(marker.contributions)) if len(gone) else marker


def _tables(
    units: pd.DataFrame, values: pd.DataFrame, marker: Marker, parts: pd.DataFrame | None = None
) -> dict[str, pd.DataFrame]:
    made = {"units": units, "values": values, "scores": marker.scores, "contributions": marker.contributions}
    return made if parts is None else made | {"parts": parts}


def _geometry(city: City, level: str) -> gpd.GeoDataFrame:
    return city.units[level][["unit", "geometry"]]


def _classes(city: City, catalogue: Catalogue) -> dict[str, int]:
    """The number of classes that this city's data can have, where it differs from the catalogue's."""
    found: dict[str, int] = {}
    for spec in city.config.values:
        if spec.possible_classes or spec.classes:
            found[spec.indicator] = spec.possible_classes or len(spec.classes)
    for one in catalogue.indicators.values():
        role = one.compute.role
        if one.compute.function == "diversity" and one.id not in found and role in city.layers and one.classes:
            found[one.id] = max(one.classes, int(city.layers[role]["class"].nunique()))
    return {
        key: k for key, k in found.items() if key in catalogue.indicators and k != catalogue.indicators[key].classes
    }


def _meta(city: City, catalogue: Catalogue, nest: Nest, units: pd.DataFrame, findings: list[Finding]) -> dict[str, Any]:
    config = city.config
    counts = units["level"].value_counts()
    names = {level.id: (dict(level.names), dict(level.plurals)) for level in config.levels}
    names[CITY_LEVEL] = ({"es": "ciudad", "en": "city"}, {"es": "ciudades", "en": "cities"})
    return {
        "city": {
            "code": config.code, "names": dict(config.names), "country": config.country,
            "languages": list(config.languages), "synthetic": config.synthetic, "licence": config.licence,
            "note": dict(config.note),
        },
        "period": config.period,
        "base": nest.base,
        "levels": [
            {"id": level, "names": names[level][0], "plurals": names[level][1], "n_units": int(counts[level])}
            for level in nest.shown
        ],
        "crs": city.crs,
        "catalogue": {"id": catalogue.id, "version": catalogue.version, "hash": catalogue.hash},
        "inputs": {_inside(name): mark for name, mark in city.inputs.items()},
        "program": {"name": "tejido", "version": tejido.__version__},
        "choices": _choices(city),
        "findings": [_finding(one) for one in findings],
    }  # fmt: skip


def _choices(city: City) -> dict[str, Any]:
    """What the city decided where the method leaves a choice, with the reasons it gave."""
    config = city.config
    territory = config.territory
    proxies = {spec.indicator: spec.proxy for spec in config.values if spec.proxy}
    if territory.within_unit:
        proxies["public_space_per_capita"] = territory.within_unit
    return {
        "omit": dict(config.omit),
        "proxies": proxies,
        "curves": {key: str(choice.get("reason", "")) for key, choice in config.curves.items()},
        "territory": {"detour": territory.detour, "max_snap": territory.max_snap, "catchment": territory.catchment},
        "straight": dict(territory.straight),
        "publish": {"persons": config.publish.persons, "households": config.publish.households},
    }


def _finding(one: Finding) -> dict[str, Any]:
    told = {"code": one.code, "file": one.file and _inside(one.file), "row": one.row, "column": one.column}
    return {**told, "values": {key: _plain(value) for key, value in one.values}}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)


def _inside(name: str) -> str:
    """The name of a file without the folders that lead to it from outside the city folder."""
    parts = PurePosixPath(name).parts
    return parts[-1] if ".." in parts or PurePosixPath(name).is_absolute() else name


def _silent(_share: float, _step: str) -> None:
    """Progress that nobody watches."""

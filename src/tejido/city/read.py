"""A city folder read whole: `collect` goes as far as it can and tells everything, `read_city` refuses errors."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from tejido.city.config import NAME, read_config
from tejido.city.country import read_country_tables
from tejido.city.files import Files
from tejido.city.gtfs.of_city import ROLE as TRANSIT
from tejido.city.gtfs.of_city import read_transit, with_stops
from tejido.city.layers import STREETS, read_layer, read_streets
from tejido.city.model import City, CityConfig, Level, ValueSpec
from tejido.city.nest import check_groups, city_unit, set_parents, set_population
from tejido.city.policies import read_policies
from tejido.city.records import read_records
from tejido.city.shapes import parse_crs, project, with_geometry
from tejido.city.units import LevelRead, read_units
from tejido.errors import Finding, TejidoError, finding, refuse_errors
from tejido.tables import CITY_LEVEL
from tejido.territory import crs as reference

_CRS_TOLERANCE = 0.02
"""Share by which areas may be wrong in the declared reference system; national grids stay below 1 %."""


@dataclass
class Collected:
    """What could be read of a folder: no `config` where `city.toml` says too little, no `city` where no level could be read."""

    config: CityConfig | None
    city: City | None
    findings: list[Finding]


def read_city(folder: Path | str, data: Path | str | None = None) -> City:
    """A city folder as plain tables in one projected reference system (see `City`).

    Files are looked up in `data` first, then in `folder`. Residents of coarser levels are the sums of the finest units'.

    Raises:
        TejidoError: every error in the folder at once (``C...`` codes); warnings and notes go to `City.findings`.
    """
    collected = collect(Path(folder), None if data is None else Path(data))
    refuse_errors(collected.findings)
    assert collected.city is not None, "a folder without errors gives a city"
    return collected.city


def collect(folder: Path, data: Path | None = None) -> Collected:
    """Read as far as possible; nothing is raised, every problem is a finding."""
    config, found = read_config(folder)
    if config is None:
        return Collected(None, None, found)
    if data is not None and not data.is_dir():
        found.append(finding("C122", file=data.name))
    files = Files(folder, data, found)
    located = {level.id: frame for level in config.levels if (frame := _located(level, files)) is not None}
    crs = _choose_crs(config, located, found)
    levels = (
        [read for level in config.levels if (read := _level(level, located, crs, config, found)) is not None]
        if crs
        else []
    )
    if crs is None or not levels:
        if not any(one.severity == "error" for one in found):
            found.append(finding("C218", file=NAME))
        return Collected(config, None, found)
    units = _nest(levels, config, found)
    layers, streets = _layers(config, files, crs, found)
    records = read_records(config, files, units)
    country, policies = read_country_tables(config, files), read_policies(config, files)
    transit = read_transit(config, files, units, crs)
    config, layers = with_stops(config, layers, transit)
    files.hashes[NAME] = _config_hash(folder)
    city = City(
        config, folder, crs, units, {own.level.id: own.attributes for own in levels}, layers, streets,
        dict(sorted(files.hashes.items())), found, data, transit, records, country, policies,
    )  # fmt: skip
    return Collected(config, city, found)


def _located(level: Level, files: Files) -> gpd.GeoDataFrame | None:
    raw = files.frame(level.source)
    return None if raw is None else with_geometry(raw, level.source, files.found)


def _choose_crs(config: CityConfig, located: dict[str, gpd.GeoDataFrame], found: list[Finding]) -> str | None:
    """The declared projected reference system, else the one chosen for the finest level's middle, which is told."""
    declared = parse_crs(config.crs) if config.crs else None
    if config.crs and (declared is None or not declared.is_projected or declared.axis_info[0].unit_name != "metre"):
        found.append(finding("C119", file=NAME, column="city.crs", crs=config.crs))
        declared = None
    finest = located[list(located)[-1]].geometry if located else None
    if declared is not None and config.crs:
        off = 0.0 if finest is None else reference.area_error(declared, finest)
        if off > _CRS_TOLERANCE:
            found.append(finding("C121", file=NAME, column="city.crs", crs=config.crs, percent=f"{100 * off:.2g}"))
        return config.crs
    if finest is None:
        return None
    try:
        chosen = reference.choose(finest.to_crs("EPSG:4326"))
    except TejidoError as problem:
        found.extend(problem.findings)
        return None
    found.append(finding("C120", file=NAME, crs=chosen))
    return chosen


def _level(
    level: Level, located: dict[str, gpd.GeoDataFrame], crs: str, config: CityConfig, found: list[Finding]
) -> LevelRead | None:
    if level.id not in located:
        return None
    frame = project(located[level.id], crs, level.source.file, found)
    return read_units(frame, level, _count_columns(level, config.values), found)


def _count_columns(level: Level, values: tuple[ValueSpec, ...]) -> list[str]:
    """Columns of counts, which add up when two units become one."""
    columns = set(level.groups.values()) | set(level.population.columns if level.population else ())
    for spec in values:
        if spec.level == level.id:
            columns.update(spec.classes)
            for fraction in (spec.fraction, spec.against):
                columns.update((*fraction.numerator, *fraction.denominator) if fraction else ())
    return sorted(columns)


def _nest(levels: list[LevelRead], config: CityConfig, found: list[Finding]) -> dict[str, gpd.GeoDataFrame]:
    set_parents(levels, config.code, found)
    units = {CITY_LEVEL: city_unit(levels[-1], config), **{own.level.id: own.units for own in levels}}
    set_population(units, levels, found)
    check_groups(levels, found)
    return {level: frame.reset_index(drop=True) for level, frame in units.items()}


def _layers(
    config: CityConfig, files: Files, crs: str, found: list[Finding]
) -> tuple[dict[str, gpd.GeoDataFrame], pd.DataFrame | None]:
    layers: dict[str, gpd.GeoDataFrame] = {}
    streets = None
    for role, spec in sorted(config.layers.items()):
        if role == STREETS:
            streets = read_streets(spec, files, crs, found)
        elif role != TRANSIT and (layer := read_layer(spec, files, crs, found)) is not None:
            layers[role] = layer
    return layers, streets


def _config_hash(folder: Path) -> str:
    """Hash of what `city.toml` says; comments, spaces and line ends do not count."""
    data = tomllib.loads((folder / NAME).read_bytes().decode("utf-8-sig"))
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()

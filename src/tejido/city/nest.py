"""How the levels of a city hold each other, and the people in them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.city.columns import numbers
from tejido.city.files import missing_column
from tejido.city.model import CityConfig, Level, Population
from tejido.city.units import LevelRead
from tejido.errors import Finding, TejidoError, finding
from tejido.tables import UNITS, flags, nesting
from tejido.territory import overlay
from tejido.words import pick


def units_table(units: dict[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    """All levels as one `tables.UNITS` frame, without geometry."""
    frames = [pd.DataFrame(frame.drop(columns="geometry")).assign(level=level) for level, frame in units.items()]
    return UNITS.conform(pd.concat(frames, ignore_index=True))


def ancestors(units: dict[str, gpd.GeoDataFrame], level: str) -> pd.DataFrame:
    """The unit of every coarser level that holds each unit of `level` (index); columns from `city` down to `level`.

    A unit without parent belongs to the city only: it is missing in between.
    """
    return nesting.lineage(units_table(units), list(units), level)


def set_parents(levels: list[LevelRead], city: str, found: list[Finding]) -> None:
    """Fill `parent` of every level: what its column says, else the coarser unit that holds the representative point.

    The coarsest level's parent is the city. A unit that no coarser unit holds has none, which is told.
    """
    for place, own in enumerate(levels):
        if place == 0:
            own.units["parent"] = city
            continue
        coarser = levels[place - 1].units
        file = own.level.source.file
        if own.level.parent is not None and own.level.parent in own.attributes.columns:
            unknown = ~own.units["parent"].isin(coarser["unit"])
            if unknown.any():
                found.append(
                    finding(
                        "C208",
                        file=file,
                        column=own.level.parent,
                        count=int(unknown.sum()),
                        level=_coarser_id(levels, place),
                    )
                )
            own.units["parent"] = own.units["parent"].mask(unknown, None)
        else:
            own.units["parent"] = _holding(own.units, coarser)
            outside = int(own.units["parent"].isna().sum())
            if outside:
                found.append(finding("C207", file=file, count=outside, level=_coarser_id(levels, place)))
        childless = ~coarser["unit"].isin(own.units["parent"].dropna())
        if childless.any():
            found.append(finding(
                "C209", file=levels[place - 1].level.source.file, count=int(childless.sum()), total=len(coarser),
                level=own.level.id,
            ))  # fmt: skip
        if own.units["municipality"].isna().all():
            own.units["municipality"] = own.units["parent"].map(coarser["municipality"])


def _coarser_id(levels: list[LevelRead], place: int) -> str:
    """Id of the level above the one at `place`."""
    return levels[place - 1].level.id


def _holding(units: gpd.GeoDataFrame, coarser: gpd.GeoDataFrame) -> pd.Series:
    """Code of the coarser unit that holds each unit's representative point; of several (overlaps) the smallest code."""
    points = shapely.point_on_surface(units.geometry.to_numpy())
    point, holder = shapely.STRtree(coarser.geometry.to_numpy()).query(points, predicate="intersects")
    first = pd.Series(coarser["unit"].to_numpy()[holder]).groupby(point).min()
    return pd.Series(first.reindex(range(len(units))).astype(object).to_numpy(), index=units.index).where(
        lambda one: one.notna(), None
    )


def set_population(units: dict[str, gpd.GeoDataFrame], levels: list[LevelRead], found: list[Finding]) -> None:
    """Residents of every unit: of the finest level from its column (or shared out from a coarser one's), of the others and
    of the city as the sum of the finest units in them.
    """
    told = [own for own in levels if own.level.population is not None]
    finest = levels[-1]
    if not told:
        found.append(finding("C213", file=finest.level.source.file, level=finest.level.id))
        return
    source = told[-1]
    population = source.level.population
    assert population is not None
    figures = _column_sum(source, population, found)
    if figures is None:
        return
    if source is not finest:
        held = ancestors(units, finest.level.id)[source.level.id]
        figures, support = held.map(figures), source.level.id
        found.append(finding("C214", file=source.level.source.file, level=support, finest=finest.level.id))
        shared = _share_out(figures, held, _told_weights(finest, population.share_by, found), found)
    elif population.support is not None and population.support in units:
        held = ancestors(units, finest.level.id)[population.support]
        _agree(figures, held, finest, population, found)
        shared = _share_out(figures, held, _told_weights(finest, population.share_by, found), found)
    else:
        shared = None
    base = finest.units
    base["population"] = (figures if shared is None else shared).reindex(base.index)
    if shared is not None:
        base["flags"] = flags.add(base["flags"], flags.SHARED_OUT, np.ones(len(base), dtype=bool))
    if not (base["population"] > 0).any():
        file, column = source.level.source.file, ", ".join(population.columns)
        found.append(finding("C219", file=file, column=column))
    finest_id = finest.level.id
    holders = ancestors(units, finest_id)
    for level in [name for name in units if name != finest_id]:
        sums = base["population"].groupby(holders[level].reindex(base.index)).sum(min_count=1)
        units[level]["population"] = units[level]["unit"].map(sums).astype(float)


def _agree(figures: pd.Series, held: pd.Series, own: LevelRead, population: Population, found: list[Finding]) -> None:
    """C304: a figure declared to be the coarser unit's is not the same in all its units."""
    groups = figures.groupby(held.reindex(figures.index))
    differs = int(((groups.max() - groups.min()) > 1e-9 * groups.max().clip(lower=1)).sum())
    if differs:
        column = ", ".join(population.columns)
        found.append(
            finding("C304", file=own.level.source.file, column=column, level=population.support, count=differs)
        )


def _column_sum(own: LevelRead, population: Population, found: list[Finding]) -> pd.Series | None:
    """The sum of a population's columns by unit: missing where one of them is; no-data codes and negative counts are missing."""
    total = pd.Series(0.0, index=own.units.index)
    for column in population.columns:
        if column not in own.attributes.columns:
            found.append(missing_column(own.level.source.file, column, own.attributes))
            return None
        read = numbers(own.attributes[column])
        values = np.where(np.isin(read.values, population.no_data), np.nan, read.values)
        negative = values < 0
        if negative.any():
            found.append(finding("C215", file=own.level.source.file, column=column, count=int(negative.sum())))
        if read.words:
            found.append(finding("C117", file=own.level.source.file, column=column, count=read.words))
        total += pd.Series(np.where(negative, np.nan, values), index=own.attributes.index)
    return total


def _told_weights(finest: LevelRead, share_by: str, found: list[Finding]) -> pd.Series:
    """`_weights` of the finest units; C104 where the column for them is not there."""
    if share_by != "area" and share_by not in finest.attributes.columns:
        found.append(missing_column(finest.level.source.file, share_by, finest.attributes))
    return _weights(finest.units, finest.attributes, share_by)


def _weights(units: pd.DataFrame, attributes: pd.DataFrame, share_by: str) -> pd.Series:
    """By what a coarser unit's people are shared out among its units: a column, else their area; both are indexed by unit."""
    if share_by != "area" and share_by in attributes.columns:
        return pd.Series(numbers(attributes[share_by]).values, index=units.index, name=share_by)
    area: pd.Series = units["area_km2"]
    return area


def _share_out(figures: pd.Series, held: pd.Series, weights: pd.Series, found: list[Finding]) -> pd.Series:
    """Each holder's one figure divided among its units by weight; the first known figure counts (they are checked to agree)."""
    held = held.reindex(weights.index)
    units = pd.DataFrame({"unit": weights.index, "parent": held, str(weights.name): weights})
    totals = figures.groupby(held.reindex(figures.index)).first()
    try:
        shared = overlay.share_out(totals, units, str(weights.name))
    except TejidoError as problem:
        found.extend(problem.findings)
        return pd.Series(np.nan, index=weights.index)
    found.extend(shared.findings)
    return shared.values


def check_groups(levels: list[LevelRead], found: list[Finding]) -> None:
    """Tell what is wrong with the columns of groups: absent, words, counts below 0, nothing at all (C104, C117, C215, C311)."""
    for own in levels:
        file = own.level.source.file
        for _, column in sorted(own.level.groups.items()):
            if column not in own.attributes.columns:
                found.append(missing_column(file, column, own.attributes))
                continue
            read = numbers(own.attributes[column])
            if read.words:
                found.append(finding("C117", file=file, column=column, count=read.words))
            if (read.values < 0).any():
                found.append(finding("C215", file=file, column=column, count=int((read.values < 0).sum())))
            if np.isnan(read.values).all():
                found.append(finding("C311", file=file, column=column))


def group_people(
    units: dict[str, gpd.GeoDataFrame], attributes: dict[str, pd.DataFrame], config: CityConfig
) -> pd.DataFrame:
    """People of each declared group: rows `level, unit, group, population`, the finest declared level and its sums above.

    Where a group's column repeats a coarser figure that the population shares out, it is shared out in the same way.
    """
    told = [level for level in config.levels if level.groups and level.id in units]
    if not told:
        return pd.DataFrame({"level": [], "unit": [], "group": [], "population": []})
    level = told[-1]
    holders = ancestors(units, level.id)
    rows = []
    for group, column in sorted(level.groups.items()):
        if column not in attributes[level.id].columns:
            continue
        figures = _group_figures(level, column, attributes[level.id], holders, units[level.id])
        for name in [*holders.columns[:-1], level.id]:
            sums = figures.groupby(holders[name]).sum(min_count=1)
            rows.append(
                pd.DataFrame({"level": name, "unit": sums.index, "group": group, "population": sums.to_numpy()})
            )
    return pd.concat(rows, ignore_index=True) if rows else group_people({}, {}, config)


def _group_figures(
    level: Level, column: str, attributes: pd.DataFrame, holders: pd.DataFrame, units: gpd.GeoDataFrame
) -> pd.Series:
    figures = pd.Series(numbers(attributes[column]).values, index=attributes.index)
    population = level.population
    if population is None or population.support is None or population.support not in holders.columns:
        return figures
    weights = _weights(units.set_index("unit").reindex(attributes.index), attributes, population.share_by)
    # What is wrong with the weights is told of the population itself.
    return _share_out(figures, holders[population.support], weights, [])


def city_unit(base: LevelRead, config: CityConfig) -> gpd.GeoDataFrame:
    """The city as one unit: the outline of its finest units."""
    outline = shapely.make_valid(shapely.coverage_union_all(base.units.geometry.to_numpy())) if _covers(base) else (
        shapely.union_all(base.units.geometry.to_numpy())
    )  # fmt: skip
    name = pick(config.names, config.languages[0])
    row = {
        "unit": [config.code], "name": [name], "parent": [None], "municipality": [None], "population": [np.nan],
        "area_km2": [shapely.area(outline) / 1e6], "flags": [None],
    }  # fmt: skip
    return gpd.GeoDataFrame(row, geometry=[outline], crs=base.units.crs, index=[config.code])


def _covers(base: LevelRead) -> bool:
    return bool(shapely.coverage_is_valid(base.units.geometry.to_numpy()))

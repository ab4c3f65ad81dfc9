"""Rules about units and the people in them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from tejido.city.nest import group_people
from tejido.city.rules.reading import Reading
from tejido.errors import Finding, finding
from tejido.tables import CITY_LEVEL

_TOUCH_M2 = 1e-6
"""Less than this (m2) is rounding along a shared border, not an overlap."""

_TOTAL_TOLERANCE = 0.005
"""Share by which the units' people may differ from the city's own figure."""


def overlapping(reading: Reading) -> Iterator[Finding]:
    """C203: pairs of units of one level that lie on each other."""
    for level in reading.levels():
        shapes = reading.city.units[level.id].geometry.to_numpy()
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        first, second = first[first < second], second[first < second]
        area = shapely.area(shapely.intersection(shapes[first], shapes[second]))
        pairs = int((area > _TOUCH_M2).sum())
        if pairs:
            percent = 100 * float(np.sort(area).sum()) / float(shapely.area(shapes).sum())
            yield finding("C203", file=level.source.file, count=pairs, percent=f"{percent:.2g}")


def without_population(reading: Reading) -> Iterator[Finding]:
    """C206: units where nobody is known to live."""
    population = reading.city.units[reading.base]["population"]
    count = int((~(population > 0)).sum())
    if count and population.notna().any():
        yield finding("C206", file=_file(reading), count=count)


def thousandths(reading: Reading) -> Iterator[Finding]:
    """C222: people in fractions of just three decimals, as when a point that parts thousands is read as a decimal point."""
    for level in reading.levels():
        for name in level.population.columns if level.population else ():
            if name not in reading.city.attributes[level.id]:
                continue
            figures = reading.figures(level.id, name).dropna()
            broken = figures[figures % 1 != 0]
            thousandths = np.isclose(broken * 1000, (broken * 1000).round(), rtol=0, atol=1e-6).all()
            if len(broken) * 2 > (figures > 0).sum() and thousandths and (figures < 1000).all():
                yield finding("C222", file=level.source.file, column=name, count=len(broken))


def few_people(reading: Reading) -> Iterator[Finding]:
    """C210: units with fewer people than the protection rule asks for."""
    population, persons = reading.city.units[reading.base]["population"], reading.config.publish.persons
    count = int(((population > 0) & (population < persons)).sum())
    if count:
        yield finding("C210", file=_file(reading), count=count, persons=persons)


def other_total(reading: Reading) -> Iterator[Finding]:
    """C211: the units' people do not sum to the city's."""
    told, found = reading.config.population, float(reading.city.units[CITY_LEVEL]["population"].iloc[0])
    if told and np.isfinite(found) and abs(found - told) > _TOTAL_TOLERANCE * told:
        yield finding("C211", file=_file(reading), found=found, told=told)


def shared_out(reading: Reading) -> Iterator[Finding]:
    """C216: a population that repeats a coarser figure, with the sum it would have given."""
    for level in reading.levels():
        population = level.population
        if population is None or population.support not in reading.city.units:
            continue
        present = [name for name in population.columns if name in reading.city.attributes[level.id]]
        repeated = sum(float(reading.figures(level.id, name).sum()) for name in present)
        total = float(reading.city.units[CITY_LEVEL]["population"].iloc[0])
        yield finding(
            "C216", file=level.source.file, column=", ".join(population.columns), level=population.support,
            repeated=repeated, total=total,
        )  # fmt: skip


def more_in_groups(reading: Reading) -> Iterator[Finding]:
    """C217: groups of one kind that sum to more people than live in the unit."""
    people = group_people(reading.city.units, reading.city.attributes, reading.config)
    people = people[people["level"] == reading.base]
    if people.empty:
        return
    kinds = people["group"].str.split("=").str[0]
    sums = people.groupby([kinds, people["unit"]])["population"].sum()
    population = reading.city.units[reading.base].set_index("unit")["population"]
    more = sums > population.reindex(sums.index.get_level_values("unit")).to_numpy() * 1.001 + 0.5
    if more.any():
        yield finding("C217", file=_file(reading), count=int(more.sum()))


def _file(reading: Reading) -> str:
    return reading.config.level(reading.base).source.file

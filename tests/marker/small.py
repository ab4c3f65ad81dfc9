"""A small index and a small city, written as one reads them, for the tests of the marker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from tejido.catalogue.model import Band, Catalogue, Compute, Curve, Example, Indicator, Node
from tejido.marker import Marker, measure_marker
from tejido.tables import UNITS, VALUES

NAMES = {"en": "name", "es": "nombre"}
BANDS = (Band("low", 0, NAMES), Band("middle", 50, NAMES), Band("high", 80, NAMES))
IDENTITY = Curve("none", ((0.0, 0.0), (100.0, 100.0)), "test", "fact")
"""A score is the value itself."""


def node(name: str, parent: str | None, **rest: object) -> Node:
    return Node(name, parent, NAMES, **rest)  # type: ignore[arg-type]


def indicator(name: str, parent: str, about: str = "people", **rest: object) -> Indicator:
    filled = {"curve": IDENTITY, "direction": "higher", **rest}
    return Indicator(
        id=name, parent=parent, names=NAMES, definitions=NAMES, measure_unit="%", unit_names=NAMES, universe="persons", about=about,
        possible=(0, 100), compute=Compute("given"), example=Example(0, 0), **filled,
    )  # type: ignore[arg-type]  # fmt: skip


def catalogue(*items: Node | Indicator, **rest: object) -> Catalogue:
    """A catalogue whose root is the node without parent."""
    return Catalogue(
        "test", "1", NAMES, "test",
        nodes={one.id: one for one in items if isinstance(one, Node)},
        indicators={one.id: one for one in items if isinstance(one, Indicator)},
        **{"bands": BANDS, "minimum_population": 0.5, "hash": "0", **rest},
    )  # type: ignore[arg-type]  # fmt: skip


def units(
    population: Mapping[str, float | None],
    parents: Mapping[str, str] | None = None,
    flags: Mapping[str, str] | None = None,
    districts: Sequence[str] = (),
) -> pd.DataFrame:
    """Blocks with their population, inside districts, inside the city ``town``."""
    rows: list[dict[str, object]] = [{"level": "city", "unit": "town"}]
    rows += [{"level": "district", "unit": one, "parent": "town"} for one in districts]
    rows += [
        {"level": "block", "unit": one, "parent": (parents or {}).get(one), "population": count}
        for one, count in population.items()
    ]
    table = pd.DataFrame(rows, columns=UNITS.names).assign(area_km2=1.0)
    table["name"] = table["unit"]
    table["flags"] = table["unit"].map(flags or {})
    return UNITS.conform(table)


def values(figures: Mapping[tuple[str, str], float | None], group: str = "all", **rest: object) -> pd.DataFrame:
    """Rows of the base level: ``(block, indicator): value``; `rest` are columns, one value or one per row by key."""
    rows = []
    for (unit, name), value in figures.items():
        row: dict[str, object] = {"unit": unit, "indicator": name, "value": value}
        for column, given in rest.items():
            row[column] = given.get((unit, name)) if isinstance(given, Mapping) else given
        rows.append(row)
    fixed = {"period": "2020", "level": "block", "kind": "register", "quality": "not_sampled", "support": "block"}
    table = pd.DataFrame(rows).assign(group=group, source="test")
    for column in VALUES.names:
        if column not in table:
            table[column] = fixed.get(column)
    return VALUES.conform(table)


def measure(
    figures: pd.DataFrame,
    town: pd.DataFrame,
    index: Catalogue,
    people: pd.DataFrame | None = None,
    period: str | None = None,
) -> Marker:
    """Measure with the levels that the town has."""
    levels = ["district", "block"] if (town["level"] == "district").any() else ["block"]
    return measure_marker(figures, town, index, "block", people, levels=levels, period=period)


def row(marker: Marker, unit: str, item: str, group: str = "all") -> pd.Series:
    """The score row of one unit and node."""
    found = marker.scores.query("unit == @unit and node == @item and group == @group")
    assert len(found) == 1
    return found.iloc[0]


def score(marker: Marker, unit: str, item: str, group: str = "all") -> float:
    """The score of one unit and node."""
    return float(row(marker, unit, item, group)["score"])


def points(marker: Marker, unit: str, group: str = "all") -> dict[str, float]:
    """Points lost by node in one unit."""
    found = marker.contributions.query("unit == @unit and group == @group")
    return dict(zip(found["node"], found["points"], strict=True))

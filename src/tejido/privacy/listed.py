"""What may be published is a list: the crossings of groups, each with its coarsest and its finest level.

What the list does not name is not in `public/` at all, whatever stands behind it: no combination of filters can ask for it.
Canonical text of a group: ``origin=rm;sex=f``, its dimensions in order of their names; everybody is `EVERYBODY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.nesting import chain

DIMENSIONS = ("age", "disability", "origin", "sex")
"""The dimensions by which people are told apart, in the order of canonical text."""


@dataclass(frozen=True)
class Crossing:
    """The groups of one or several dimensions together, told from the level `coarsest` to `finest`.

    Without a `finest` it is the coarsest level of units below the city.
    """

    by: tuple[str, ...]
    coarsest: str = CITY_LEVEL
    finest: str | None = None


DEFAULT = (
    Crossing(("origin",)),
    Crossing(("sex",)),
    Crossing(("age",)),
    Crossing(("disability",)),
    Crossing(("origin", "sex")),
    Crossing(("age", "origin")),
)
"""What a city publishes that says nothing else."""


def dimensions_of(group: str) -> tuple[str, ...]:
    """The dimensions of a canonical group; none for everybody."""
    return () if group == EVERYBODY else tuple(sorted(part.partition("=")[0] for part in group.split(";")))


def canonical(classes: dict[str, str]) -> str:
    """The canonical text of the people who are of all these classes, by dimension; everybody where there are none."""
    return ";".join(f"{name}={classes[name]}" for name in sorted(classes)) or EVERYBODY


def levels_of(crossing: Crossing, levels: Sequence[str]) -> tuple[str, ...]:
    """The levels at which a crossing is told, coarse to fine; `levels` are those that are shown, and may leave out the city."""
    steps = chain(levels, levels[-1])
    finest = crossing.finest or steps[min(1, len(steps) - 1)]
    # Of levels finer than those shown nothing is measured: a crossing ends at the finest shown, or is not told at all.
    finest = finest if finest in steps else steps[-1]
    first = steps.index(crossing.coarsest) if crossing.coarsest in steps else len(steps)
    return tuple(steps[first : steps.index(finest) + 1])


def told(crossings: Iterable[Crossing], levels: Sequence[str]) -> dict[tuple[str, ...], frozenset[str]]:
    """By dimensions the levels at which their groups are told."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for one in crossings:
        by = tuple(sorted(one.by))
        found[by] = found.get(by, frozenset()) | frozenset(levels_of(one, levels))
    return found


def is_listed(table: pd.DataFrame, group: str, crossings: Iterable[Crossing], levels: Sequence[str]) -> pd.Series:
    """Which rows of a table with ``level`` and the column `group` are on the list; everybody always is."""
    allowed = told(crossings, levels)
    pairs = table[["level", group]].drop_duplicates()
    keep = {
        (level, one): one == EVERYBODY or level in allowed.get(dimensions_of(str(one)), ())
        for level, one in zip(pairs["level"], pairs[group], strict=True)
    }
    found = [keep[pair] for pair in zip(table["level"], table[group], strict=True)]
    return pd.Series(found, index=table.index, dtype=bool)

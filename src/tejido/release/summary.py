"""A measured city or unit in one nested answer: what `tejido show --json` prints and other programs read."""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd

from tejido.catalogue.model import Catalogue
from tejido.errors import fail
from tejido.tables import CITY_LEVEL, EVERYBODY

SCORE_KEYS = (
    "score", "low", "high", "robust_low", "robust_high", "coverage", "band", "p_band", "rank", "rank_low", "rank_high",
    "rank_robust_low", "rank_robust_high", "comparable", "reason",
)  # fmt: skip
"""What is said of every score; null where there is none. `low` and `high` are the sampling interval, the `robust` ones the
range under other defensible methods.
"""

VALUE_KEYS = {
    "value": "value", "se": "se", "value_low": "low", "value_high": "high", "n": "n", "n_households": "n_households",
    "quality": "quality", "kind": "kind", "source": "source", "support": "support", "domain": "domain", "flags": "flags",
}  # fmt: skip
"""What is said of an indicator's figure beside its score, and the column of `values` that says it."""


class Measured(Protocol):
    """What a summary reads of a release."""

    @property
    def meta(self) -> dict[str, Any]:
        """The description of the release."""

    @property
    def catalogue(self) -> Catalogue:
        """The resolved catalogue."""

    @property
    def tables(self) -> list[str]:
        """Names of the tables that it holds."""

    def table(self, name: str) -> pd.DataFrame:
        """A table by its name."""


def find_unit(release: Measured, unit: str) -> tuple[str, str]:
    """Level and code of a unit: ``CODE`` (the finest level that has it) or ``LEVEL:CODE``.

    Raises:
        TejidoError: no unit has that code.
    """
    units = release.table("units")
    level, _, code = unit.partition(":")
    # As a whole first: a colon may belong to the code.
    asked = [*((one, unit) for one in _levels_fine_first(release)), (level, code)]
    for wanted, name in asked:
        if ((units["level"] == wanted) & (units["unit"] == name)).any():
            return wanted, name
    raise fail("S101", unit=unit)


def summary(
    release: Measured, unit: str | None = None, group: str = EVERYBODY, with_units: bool = False
) -> dict[str, Any]:
    """The city, or one of its units, with every score of the tree and every indicator's figure.

    ``{city, level, n_units, population, method, marker: S, areas: {id: S}, dimensions: {id: S}, indicators: {id:
    {measure_unit, ...V, ...S}}, causes: {node: {cause: {first, total}}}, differentials: [D]}``: ``S`` has `SCORE_KEYS`, ``V``
    `VALUE_KEYS`, ``D`` the columns of `tables.DIFFERENTIALS` that are not the unit's. For the city `level` is the base level
    and `n_units` its units; for a unit they are its own level and 1. `with_units` adds ``units: [{id, name, population,
    ...S}]`` of that level with their marker.

    Raises:
        TejidoError: the unit or the group was not measured.
    """
    level, code = find_unit(release, unit) if unit else (CITY_LEVEL, _city_code(release))
    scores = release.table("scores")
    if group not in set(scores["group"]):
        raise fail("S102", group=group, known=", ".join(sorted(set(scores["group"]))))
    shown = str(release.meta["base"]) if unit is None else level
    units = release.table("units").set_index(["level", "unit"])
    catalogue = release.catalogue
    mine = scores[(scores["level"] == level) & (scores["unit"] == code) & (scores["group"] == group)].set_index("node")
    answer: dict[str, Any] = {
        "city": str(release.meta["city"]["code"]),
        "name": dict(release.meta["city"]["names"]) if unit is None else str(units.loc[(level, code), "name"]),
        "period": release.meta["period"],
        "synthetic": bool(release.meta["city"]["synthetic"]),
        "group": group,
        "level": shown,
        "unit": code,
        "n_units": int((release.table("units")["level"] == shown).sum()) if unit is None else 1,
        # Of a group the release does not say how many there are; everybody's number beside its scores would mislead.
        "population": _plain(units.loc[(level, code), "population"]) if group == EVERYBODY else None,
        "method": release.meta["catalogue"],
        "marker": _score(mine, catalogue.root),
        "areas": {},
        "dimensions": {},
        "indicators": _indicators(release, level, code, group, mine),
        "causes": _causes(release, level, code, group),
        "differentials": _differentials(release, level, code),
    }
    for node in catalogue.nodes.values():
        if node.parent is not None:
            answer["areas" if node.parent == catalogue.root else "dimensions"][node.listed or node.id] = _score(
                mine, node.id
            )
    if with_units:
        answer["units"] = _units(release, shown, group)
    return answer


def _units(release: Measured, level: str, group: str) -> list[dict[str, Any]]:
    scores = release.table("scores")
    marker = scores[
        (scores["level"] == level) & (scores["group"] == group) & (scores["node"] == release.catalogue.root)
    ].set_index("unit")
    units = release.table("units")
    here = units[units["level"] == level]
    return [
        {"id": code, "name": name, "population": _plain(population), **_score(marker, str(code))}
        for code, name, population in zip(here["unit"], here["name"], here["population"], strict=True)
    ]


def _indicators(release: Measured, level: str, code: str, group: str, mine: pd.DataFrame) -> dict[str, Any]:
    values = release.table("values")
    here = values[(values["level"] == level) & (values["unit"] == code)]
    found: dict[str, Any] = {}
    for indicator in release.catalogue.indicators.values():
        rows = here[here["indicator"] == indicator.id]
        own = rows[rows["group"] == group]
        row = own if len(own) else rows[rows["group"] == EVERYBODY] if indicator.about == "place" else own
        figure = {key: _plain(row[name].iloc[0]) if len(row) else None for key, name in VALUE_KEYS.items()}
        figure["measure_unit"] = indicator.measure_unit
        found[indicator.id] = {**figure, **_score(mine, indicator.id)}
    return found


def _causes(release: Measured, level: str, code: str, group: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Where the range under other defensible methods comes from, for the nodes of which it is known."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    if "causes" not in release.tables:
        return found
    table = release.table("causes")
    mine = table[(table["level"] == level) & (table["unit"] == code) & (table["group"] == group)]
    for node, cause, first, total in zip(mine["node"], mine["cause"], mine["first"], mine["total"], strict=True):
        found.setdefault(str(node), {})[str(cause)] = {"first": _plain(first), "total": _plain(total)}
    return found


def _differentials(release: Measured, level: str, code: str) -> list[dict[str, Any]]:
    """The gaps between groups that were measured here."""
    if "differentials" not in release.tables:
        return []
    table = release.table("differentials")
    mine = table[(table["level"] == level) & (table["unit"] == code)].drop(columns=["level", "unit"])
    return [{str(name): _plain(cell) for name, cell in row.items()} for row in mine.to_dict("records")]


def _score(table: pd.DataFrame, key: str) -> dict[str, Any]:
    if key not in table.index:
        return dict.fromkeys(SCORE_KEYS)
    return {name: _plain(table.at[key, name]) for name in SCORE_KEYS}


def _plain(item: Any) -> Any:
    """A cell as JSON knows it: NaN and NA are null, NumPy scalars are Python's."""
    if pd.isna(item):
        return None
    return item.item() if hasattr(item, "item") else item


def _levels_fine_first(release: Measured) -> list[str]:
    levels = [str(level["id"]) for level in release.meta["levels"]]
    return levels[::-1]


def _city_code(release: Measured) -> str:
    units = release.table("units")
    return str(units.loc[units["level"] == CITY_LEVEL, "unit"].iloc[0])

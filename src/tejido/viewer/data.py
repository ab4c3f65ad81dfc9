"""The data files of the live map: small columns in JSON, one file per level and node, fetched when asked for.

``city.json`` says what there is; ``<level>.json`` holds the polygons (`polygons`), numbered from 0 in the order of the units' codes;
``<level>/units.json`` who they are; ``<level>/<node>.json`` the figures of one node; ``<level>/gaps.json`` the differences between
groups; ``ground.json`` streets and water. A level whose polygons are large lies in tiles beside them. Columns are packed (`pack`): one value
for all, a list of numbers, or a list of words with the place of each.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tejido.catalogue import Indicator
from tejido.reading.facts import EVERYBODY, Facts
from tejido.reading.ground import sources
from tejido.survey.sentences import is_percent
from tejido.viewer.ground import ground_file
from tejido.viewer.polygons import DECIMALS, box, pack_polygons, thinned
from tejido.viewer.round import Round
from tejido.viewer.tiles import WHOLE, tiles
from tejido.viewer.unit_files import links

LOST = 3
"""How many of the indicators that cost a unit most points are told."""
PAIR = "~"
"""Between the two groups of a difference, in its name."""
Taken = tuple[str, int | None]

_SCORES: Mapping[str, Taken] = {
    **{name: (name, 2) for name in ("score", "low", "high")},
    **{name: (name, 1) for name in ("robust_low", "robust_high")},
    **{name: (name, 0) for name in ("rank", "rank_low", "rank_high", "comparable")},
    "coverage": ("coverage", 4),
    "reason": ("reason", None),
}
_GAPS: Mapping[str, Taken] = {
    "gap": ("gap", 4),
    "low": ("gap_low", 4),
    "high": ("gap_high", 4),
    "verdict": ("verdict", None),
}
_VALUES: Mapping[str, Taken] = {
    "value": ("value", 4),
    "value_low": ("low", 4),
    "value_high": ("high", 4),
    "n": ("n", 0),
    **{name: (name, None) for name in ("kind", "quality", "support", "source", "flags", "together")},
}
"""What a node's file holds: its columns, each from which column of the table and with how many decimals, None for words."""


def files(shown: Round) -> Iterator[tuple[str, str | bytes]]:
    """Name and content of every data file, names relative to the folder of the data."""
    facts, geometry = shown.facts, shown.geometry
    order = [*facts.catalogue.nodes, *facts.catalogue.indicators]
    available: dict[str, list[str]] = {node: [] for node in order}
    gaps: Gaps = {}
    tiled: list[str] = []
    for level in (one["id"] for one in facts.levels):
        codes = sorted(geometry[level]["unit"])
        shapes = thinned(geometry[level], codes)
        yield f"{level}.json", pack_polygons(shapes)
        if shapely.get_num_coordinates(shapes).sum() > WHOLE:
            tiled.append(level)
            yield f"{level}.pmtiles", tiles(shapes)
        yield f"{level}/units.json", _dump(_units(facts, geometry[level], level, codes, order))
        for node, columns in _figures(facts, level, codes, order):
            if any("list" in column["score"] or column["score"]["same"] is not None for column in columns.values()):
                available[node].append(level)
            yield f"{level}/{node}.json", _dump({"groups": columns})
        gaps[level] = _gaps(facts, level, codes)
        if gaps[level]:
            yield f"{level}/gaps.json", _dump(gaps[level])
    ground = ground_file(facts)
    if ground is not None:
        yield "ground.json", ground
    whole = _city(facts, order, available, gaps)
    boxes = {level: box(geometry[level].total_bounds) for level in geometry}
    whole["levels"] = [{**one, "bbox": boxes[one["id"]]} for one in whole["levels"]]
    rounds = [
        {"period": str(one.meta["period"]), "folder": shown.city.folder(one).rpartition("/")[2]} for one in shown.rounds
    ]
    below = shown.basemap
    base = {} if below is None else {"basemap": {"url": below.url, "credit": below.credit, "host": below.host}}
    yield "city.json", _dump(whole | base | {"ground": ground is not None, "tiled": tiled, "rounds": rounds})


def pack(column: pd.Series, decimals: int | None) -> dict[str, Any]:
    """A column as small JSON: ``{"same": x}``, ``{"list": [...]}`` or ``{"words": [...], "at": [...]}``; missing is null."""
    numbers, words = _numbers(column, decimals)
    return _packed(numbers, words)


def _numbers(column: pd.Series, decimals: int | None) -> tuple[np.ndarray, np.ndarray | None]:
    """A column as floats, NaN where missing: the numbers themselves, or the places of its words, which come along."""
    if decimals is not None:
        return np.round(column.to_numpy(dtype=float, na_value=np.nan), decimals), None
    places, words = pd.factorize(column, sort=True)
    return np.where(places < 0, np.nan, places), np.asarray(words, dtype=object)


def _packed(numbers: np.ndarray, words: np.ndarray | None) -> dict[str, Any]:
    """Floats as JSON: whole ones without a point, NaN as null; words only those that occur."""
    missing = np.isnan(numbers)
    if words is not None and not missing.all():
        used, places = np.unique(numbers[~missing].astype(int), return_inverse=True)
        numbers = numbers.copy()
        numbers[~missing] = places
        words = words[used]
    found = numbers.astype(object)
    whole = ~missing & (np.where(missing, 0.5, numbers) % 1 == 0)
    found[whole] = numbers[whole].astype(np.int64).astype(object)
    found[missing] = None
    values = list(found.tolist())
    same = len(values) > 0 and (missing.all() or (not missing.any() and bool((numbers == numbers[0]).all())))
    if words is None:
        return {"same": values[0]} if same else {"list": values}
    if same:
        return {"same": None if values[0] is None else words[0]}
    return {"words": list(words), "at": values}


def _units(facts: Facts, geometry: gpd.GeoDataFrame, level: str, codes: list[str], order: list[str]) -> dict[str, Any]:
    table = facts.units[facts.units["level"] == level].set_index("unit").loc[codes]
    points = geometry.set_index("unit").loc[codes].geometry.representative_point()
    position = [one["id"] for one in facts.levels].index(level)
    parents = pd.Series(None, index=table.index, dtype=object)
    if position:
        coarser = facts.units[facts.units["level"] == facts.levels[position - 1]["id"]].set_index("unit")["name"]
        parents = table["parent"].map(coarser)
    names = table["name"].tolist()
    lost = _lost(facts, level, codes, order)
    return {
        "code": codes,
        "name": None if names == codes else names,
        "population": pack(table["population"], 0),
        "parent": pack(parents, None),
        "municipality": pack(table["municipality"], None),
        "scale": 10**DECIMALS,
        "x": _steps(points.x),
        "y": _steps(points.y),
        "page": links(facts, level, codes),
        "lost": [[place for place, _ in one] for one in lost],
        "points": [[points for _, points in one] for one in lost],
    }


def _steps(degrees: pd.Series) -> list[int]:
    """Each as the step from the one before, the first from zero; in the last of the published decimals of a degree."""
    found: list[int] = np.diff(np.rint(degrees.to_numpy() * 10**DECIMALS).astype(np.int64), prepend=0).tolist()
    return found


def _lost(facts: Facts, level: str, codes: list[str], order: list[str]) -> list[list[tuple[int, float]]]:
    """Per unit the indicators that cost the marker most points, each by the place of the node."""
    rows = facts.contributions
    rows = rows[(rows["level"] == level) & (rows["group"] == EVERYBODY) & (rows["points"] >= 0.05)]
    rows = rows[rows["node"].isin(list(facts.catalogue.indicators)) & rows["unit"].isin(codes)]
    rows = rows.sort_values(["unit", "points", "node"], ascending=[True, False, True], kind="stable")
    rows = rows.groupby("unit", sort=True).head(LOST)
    place = {node: number for number, node in enumerate(order)}
    found: dict[str, list[tuple[int, float]]] = {code: [] for code in codes}
    for unit, node, points in zip(
        rows["unit"].astype(str), rows["node"].astype(str), rows["points"].astype(float), strict=True
    ):
        found[unit].append((place[node], round(points, 1)))
    return [found[code] for code in codes]


def _figures(facts: Facts, level: str, codes: list[str], order: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Per node the packed columns of every group that has any row."""
    scores = _blocks(facts.scores[facts.scores["level"] == level], "node", codes, _SCORES)
    values = _blocks(
        facts.values.assign(together=facts.merged)[facts.values["level"] == level], "indicator", codes, _VALUES
    )
    for node in order:
        columns: dict[str, Any] = {}
        for group in facts.groups:
            if (node, group) in scores:
                # Values of places hold for every group: where a group has none of its own, everybody's stand.
                own = values.get((node, group), values.get((node, EVERYBODY), {}))
                columns[group] = scores[node, group] | own
        if columns:
            yield node, columns


Gaps = dict[str, dict[str, dict[str, dict[str, Any]]]]
"""Packed columns by level, indicator, pair of groups and name."""


def _gaps(facts: Facts, level: str, codes: list[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """By indicator and pair of groups the differences of a level's units, packed: `_GAPS`."""
    told = facts.differentials
    rows = told[(told["level"] == level) & told["indicator"].isin(list(facts.catalogue.indicators))]
    rows = rows.assign(pair=rows["group"].astype(str) + PAIR + rows["against"].astype(str))
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for pair, of_pair in rows.groupby("pair", sort=True):
        for (node, _), columns in _blocks(of_pair, "indicator", codes, _GAPS).items():
            found.setdefault(node, {})[str(pair)] = columns
    return found


Blocks = dict[tuple[str, str], dict[str, Any]]
"""Packed columns by name, for each node and group."""


def _blocks(table: pd.DataFrame, key: str, codes: list[str], wanted: Mapping[str, Taken]) -> Blocks:
    """The packed columns of every node and group: rows are placed by number, since there may be a million of them."""
    place = pd.Index(codes).get_indexer(pd.Index(table["unit"]))
    columns = {name: _numbers(table[column], decimals) for name, (column, decimals) in wanted.items()}
    found: Blocks = {}
    for block, rows in table.groupby([key, "group"], sort=True).indices.items():
        node, group = cast(tuple[str, str], block)
        known = np.asarray(rows)[place[rows] >= 0]
        packed: dict[str, Any] = {}
        for name, (numbers, words) in columns.items():
            full = np.full(len(codes), np.nan)
            full[place[known]] = numbers[known]
            packed[name] = _packed(full, words)
        found[node, group] = packed
    return found


def _city(facts: Facts, order: list[str], available: dict[str, list[str]], gaps: Gaps) -> dict[str, Any]:
    catalogue = facts.catalogue
    nodes = []
    for node in order:
        leaf = catalogue.indicators.get(node)
        path = catalogue.path(node)
        entry: dict[str, Any] = {
            "id": node, "names": dict(catalogue.names_of(node)), "depth": len(path) - 1, "levels": available[node],
            "parent": path[-2] if len(path) > 1 else None, "area": path[1] if len(path) > 1 else None,
        }  # fmt: skip
        if leaf is not None:
            entry |= {
                "indicator": True,
                "definitions": dict(leaf.definitions),
                "unit": dict(leaf.unit_names),
                "direction": leaf.direction,
                "percent": is_percent(leaf),
                "possible": [end if math.isfinite(end) else None for end in leaf.possible],
                **_published(leaf),
                "gaps": {
                    pair: [level for level in gaps if pair in gaps[level].get(node, ())]
                    for pair in sorted({pair for level in gaps.values() for pair in level.get(node, ())})
                },
            }
        nodes.append(entry)
    return {
        "code": facts.city["code"],
        "names": facts.city["names"],
        "period": facts.meta["period"],
        "synthetic": bool(facts.city.get("synthetic")),
        "levels": [{key: one[key] for key in ("id", "names", "plurals")} for one in facts.levels],
        "measured_at": facts.level_names,
        "sources": facts.worded_sources(sources(facts.release.ground())),
        "ranking": facts.ranking_level,
        "base": facts.base,
        "shown": facts.shown,
        "root": catalogue.root,
        "groups": facts.groups,
        "group_levels": facts.group_levels,
        "bands": [
            {"id": band.id, "low": band.low, "names": dict(band.names)}
            for band in sorted(catalogue.bands, key=lambda one: one.low)
        ],
        "nodes": nodes,
    }


def _published(leaf: Indicator) -> dict[str, Any]:
    """The published classes of an indicator's maps, where it has any."""
    one = leaf.map_classes
    if one is None:
        return {}
    names = [dict(name) for name in one.names]
    return {"classes": {"limits": one.limits, "up_to": one.up_to, "names": names, "source": dict(one.source)}}


def _dump(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

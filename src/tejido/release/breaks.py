"""Why two figures of different rounds cannot be compared.

In: the figures of two rounds side by side. Out: per row the words of `BREAKS` that hold, parted by spaces; none where the two
are measured alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from tejido.catalogue.model import Catalogue
from tejido.release.summary import Measured
from tejido.survey.indicative import INDICATIVE
from tejido.survey.quality import UNRELIABLE
from tejido.tables import EVERYBODY
from tejido.tables.flags import PROTECTED, PROXY, has

UNIT, OUTLINE = "unit", "outline"
"""The unit is in one round only; or its outlines have less than `SHARED` of their joint area in common."""
METHOD, PROXIED = "method", "proxy"
"""The definition, its curve or its weights differ; or a substitute stands for it in one round."""
KIND, SUPPORT, CHOSEN = "kind", "support", "indicative"
"""Another kind of source; measured for another area, alone or with other units; those asked were not chosen by chance."""
ONLY_EARLIER, ONLY_LATER, HIDDEN, FEW = "only_earlier", "only_later", "protected", "few_answers"
"""Told by one round only: not measured in the other, or too few people or answers behind it."""
SAME = "same"
"""The later round has the very measurement of the earlier one."""
PARTS, BELOW, CHANCE = "parts", "below", "chance"
"""Of scores: made of other indicators; an indicator in it cannot be compared; a sample enters and nobody knows how far chance
moves it.
"""
BREAKS = (
    UNIT, OUTLINE, METHOD, PROXIED, KIND, SUPPORT, CHOSEN, ONLY_EARLIER, ONLY_LATER, HIDDEN, FEW, SAME, PARTS, BELOW, CHANCE,
)  # fmt: skip
"""All of them, what weighs most first."""
SHARED = 0.95
COVERAGE = 0.01
"""Difference of the share of weight that was measured from which on a score is made of other parts."""

_PLACE = ["level", "unit", "group", "node"]
_ALIKE = {"calibrated": "design-based"}
"""A sample that was adjusted to known totals measures the same as one that was not."""
Mask = NDArray[np.bool_]


class _Round(Measured, Protocol):
    def geometry(self, level: str) -> gpd.GeoDataFrame: ...


def breaks(table: pd.DataFrame, earlier: _Round, later: _Round, levels: Sequence[str]) -> pd.Series:
    """The breaks that each row shows by itself; `table` has the columns of `rounds` with ``_before`` and ``_after``."""
    sides = ("before", "after")
    known = [table[f"figure_{side}"].notna().to_numpy() for side in sides]
    both = known[0] & known[1]
    hidden = [
        has(table[f"flags_{side}"], PROTECTED) | (table[f"reason_{side}"] == PROTECTED).to_numpy() for side in sides
    ]
    few = np.any(
        [(table[f"quality_{side}"] == UNRELIABLE).to_numpy() & ~one for side, one in zip(sides, hidden, strict=True)],
        axis=0,
    )
    lost = [~known[0] & hidden[0], ~known[1] & hidden[1]]
    told = lost[0] | lost[1] | few
    unit, outline = _units(table, earlier, later, levels)
    kinds = [table[f"kind_{side}"].replace(_ALIKE) for side in sides]
    substitute = [
        has(table[f"flags_{side}"], PROXY) | table[f"comparable_{side}"].eq(False).to_numpy() for side in sides
    ]
    found: dict[str, Mask] = {
        UNIT: unit,
        OUTLINE: outline,
        METHOD: both & _method(table, earlier.catalogue, later.catalogue),
        PROXIED: both & (substitute[0] != substitute[1]),
        KIND: both & _differ(*kinds),
        SUPPORT: both & (_differ(*_pair(table, "support")) | _differ(*_pair(table, "domain"))),
        CHOSEN: both & np.any([(one == INDICATIVE).to_numpy() for one in kinds], axis=0),
        ONLY_EARLIER: known[0] & ~known[1] & ~told & ~unit,
        ONLY_LATER: known[1] & ~known[0] & ~told & ~unit,
        HIDDEN: lost[0] | lost[1],
        FEW: few,
        SAME: both & _same(table),
    }
    return _joined(found, table.index)


def composed(table: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """The breaks of `table` (with its ``breaks``, ``change`` and ``se``) once scores know what stands below them."""
    leaves = _leaves(table, catalogue)
    places = pd.MultiIndex.from_frame(table[_PLACE])
    score = (table["what"] == "score").to_numpy()
    own = leaves.set_index(_PLACE)
    inherited = own["breaks"].reindex(places).fillna("").to_numpy() if len(own) else np.full(len(table), "")
    paths = {leaf: catalogue.path(str(leaf)) for leaf in leaves["node"].unique()}
    above = leaves.assign(node=leaves["node"].map(paths)).explode("node")
    gathered = above.groupby(_PLACE, sort=False)[["parts", "below", "moved"]].any().reindex(places)
    parts, below, moved = (gathered[name].fillna(False).to_numpy(dtype=bool) for name in ("parts", "below", "moved"))
    node = score & table["node"].isin(list(catalogue.nodes)).to_numpy()
    known = table[["figure_before", "figure_after"]].notna().all(axis=1).to_numpy()
    differs = ((table["coverage_after"] - table["coverage_before"]).abs() > COVERAGE).to_numpy()
    ends = table[["se_before", "se_after"]].notna().to_numpy()
    unsure = known & ((ends[:, 0] != ends[:, 1]) | (score & moved & ~ends[:, 0]))
    words = {one: _word(table["breaks"], one) | (score & ~node & _word(pd.Series(inherited), one)) for one in BREAKS}
    words |= {PARTS: node & known & (parts | differs), BELOW: node & known & below, CHANCE: unsure & ~words[KIND]}
    return _joined(words, table.index)


def _leaves(table: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Scores of indicators with what their values know: ``breaks``, and for what is above ``parts``, ``below``, ``moved``."""
    values = table[table["what"] == "value"]
    rows = table[(table["what"] == "score") & table["node"].isin(list(catalogue.indicators))]
    asked = values[["se_before", "se_after"]].notna().any(axis=1)
    known = values.assign(asked=asked).set_index(_PLACE)[["breaks", "asked"]]
    mine = pd.MultiIndex.from_frame(rows[_PLACE])
    everybody = pd.MultiIndex.from_frame(rows[_PLACE].assign(group=EVERYBODY))
    # Values of places hold for every group: where a group has none of its own, everybody's stand.
    value = known.reindex(mine).reset_index(drop=True).combine_first(known.reindex(everybody).reset_index(drop=True))
    value.index = rows.index
    words = value["breaks"].reindex(rows.index).fillna("")
    merged = {one: _word(words, one) | _word(rows["breaks"], one) for one in BREAKS}
    # What is wrong with the whole unit is said of each of its figures already.
    hard = np.any([mask for one, mask in merged.items() if one not in (SAME, UNIT, OUTLINE)], axis=0)
    ends = rows[["figure_before", "figure_after"]].notna().to_numpy()
    return rows[_PLACE].assign(
        breaks=_joined(merged, rows.index),
        parts=ends[:, 0] != ends[:, 1],
        below=hard & ends.all(axis=1),
        moved=value["asked"].reindex(rows.index).fillna(False).astype(bool) & (rows["change"] != 0),
    )


def _units(table: pd.DataFrame, earlier: _Round, later: _Round, levels: Sequence[str]) -> tuple[Mask, Mask]:
    """Rows of units that one round lacks, and of those whose outlines differ."""
    places = pd.MultiIndex.from_frame(table[["level", "unit"]])
    there = [places.isin(pd.MultiIndex.from_frame(one.table("units")[["level", "unit"]])) for one in (earlier, later)]
    moved = [(level, unit) for level in levels for unit in _moved(earlier.geometry(level), later.geometry(level))]
    outline = places.isin(moved) if moved else np.zeros(len(table), dtype=bool)
    return np.asarray(~(there[0] & there[1])), np.asarray(outline)


def _moved(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> list[str]:
    """Units of both whose outlines have less than `SHARED` of their joint area in common. Shares of areas as small as a unit
    are the same in degrees and in metres.
    """
    pairs = before[["unit", "geometry"]].merge(after[["unit", "geometry"]], on="unit", suffixes=("", "_after"))
    one, other = (pairs[name].to_numpy() for name in ("geometry", "geometry_after"))
    changed = np.flatnonzero(~shapely.equals_exact(one, other, tolerance=0.0))
    one, other = shapely.make_valid(one[changed]), shapely.make_valid(other[changed])
    joint = shapely.area(shapely.union(one, other))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = shapely.area(shapely.intersection(one, other)) / joint
    return [str(unit) for unit in pairs["unit"].to_numpy()[changed[share < SHARED]]]


def _method(table: pd.DataFrame, before: Catalogue, after: Catalogue) -> Mask:
    """Rows whose definition differs; of a score its curve too, of a node the weights of its parts."""
    sides = [{(what, node): print_ for (what, node), print_ in _prints(one)} for one in (before, after)]
    changed = [key for key in sides[0].keys() | sides[1].keys() if sides[0].get(key) != sides[1].get(key)]
    return np.asarray(
        pd.MultiIndex.from_frame(table[["what", "node"]]).isin(changed) if changed else np.zeros(len(table), bool)
    )


def _prints(catalogue: Catalogue) -> list[tuple[tuple[str, str], Any]]:
    """What of every node and indicator must be the same for its figures to be."""
    found: list[tuple[tuple[str, str], Any]] = []
    for leaf in catalogue.definitions.values():
        made = (leaf.measure_unit, leaf.universe, leaf.direction, leaf.compute, leaf.classes, leaf.answers)
        found.append((("value", leaf.id), made))
        if leaf.id in catalogue.indicators:
            found.append((("score", leaf.id), (made, catalogue.indicators[leaf.id].curve)))
    for node in catalogue.nodes.values():
        parts = tuple((child, catalogue.weight(child)) for child in catalogue.children[node.id])
        found.append((("score", node.id), (node.mean, node.minimum_coverage, node.minimum_children, parts)))
    return found


def _same(table: pd.DataFrame) -> Mask:
    """Values of the same period; or of the same source, and the same in every unit."""
    value = (table["what"] == "value").to_numpy()
    once = value & (table["period_before"] == table["period_after"]).to_numpy()
    figures = [table[f"figure_{side}"] for side in ("before", "after")]
    alike = (figures[0] == figures[1]) | (figures[0].isna() & figures[1].isna())
    alike &= table["source_before"].fillna("") == table["source_after"].fillna("")
    still = alike.where(value, True).groupby(table["node"]).transform("all").to_numpy(dtype=bool)
    return np.asarray(once | (value & still))


def _pair(table: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    return table[f"{column}_before"], table[f"{column}_after"]


def _differ(one: pd.Series, other: pd.Series) -> Mask:
    return (one.fillna("") != other.fillna("")).to_numpy(dtype=bool)


def _word(words: pd.Series, word: str) -> Mask:
    return has(words, word)


def _joined(found: dict[str, Mask], index: pd.Index) -> pd.Series:
    """The words whose mask holds, in the order of `BREAKS`, as one text per row."""
    text = np.full(len(index), "", dtype=object)
    for word in (one for one in BREAKS if one in found):
        text = np.where(found[word], text + " " + word, text)
    return pd.Series([one.strip() for one in text], index=index, dtype="str")

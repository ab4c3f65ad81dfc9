"""What changed between two rounds of a city, and what may be said of it.

In: two releases of one city. Out: a table of `tables.changes.CHANGES`: both figures of everything that both rounds tell of a
unit, the change with its interval, and a verdict. Only tables that are public in a public release are read.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import stats

from tejido.catalogue.model import Catalogue
from tejido.errors import fail
from tejido.release.breaks import breaks, composed
from tejido.release.summary import Measured
from tejido.survey.comparisons import CANNOT, NOT_SHOWN, SHOWN, SURE
from tejido.survey.differentials import adjust_holm
from tejido.tables.changes import CHANGES
from tejido.tables.flags import INHERITED, has

KEY = ["level", "unit", "group", "what", "node"]
NORMAL = float(stats.norm.ppf(0.975))
SAME = 1e-9
"""Figures closer than this, relative to their size, are the same."""
_BESIDE = ["period", "kind", "quality", "support", "domain", "source", "flags", "coverage", "comparable", "reason"]
_FIGURES = ["figure", "se", "low", "high", "df"]

__all__ = ["Round", "changes"]


class Round(Measured, Protocol):
    """What is read of a release."""

    def geometry(self, level: str) -> gpd.GeoDataFrame:
        """Polygons of a level: ``unit`` and ``geometry``."""


def changes(earlier: Round, later: Round, levels: Collection[str] | None = None) -> pd.DataFrame:
    """Every figure that two rounds tell of the same unit and group, its change, and what may be said of it.

    Rounds count as independent samples: the variance of a change is the sum of both. A value has its own standard error,
    and the interval of its change is Student's with the degrees of freedom of Welch (1947) and Satterthwaite (1946). A
    score has an interval and no standard error: it is taken from the longer side of the interval, divided by 1.96 (an
    interval that ends at 0 or 100 is cut there), and the interval of its change is normal. Where figures of one sample
    stand in both rounds the variance comes out too large, never too small. Changes of figures without sampling error are
    as counted: no interval, and `shown` wherever there is any. p-values are adjusted after Holm (1979) inside a place,
    group and right, scores apart from values; areas are judged with the marker.

    Units are matched by code. What a unit only inherits from a coarser one, in both rounds, is told there alone.

    Args:
        earlier: a release.
        later: a release of the same city and a later period, for the same readers.
        levels: ids of the levels to compare; by default all that both rounds have.

    Returns:
        A table of `CHANGES`, in the indicator's measure unit or in points of a score.

    Raises:
        TejidoError: R135 the releases are of different cities, R136 they are not in order.
    """
    _refuse(earlier, later)
    asked = [
        one["id"]
        for one in later.meta["levels"]
        if any(one["id"] == other["id"] for other in earlier.meta["levels"]) and (levels is None or one["id"] in levels)
    ]
    before, after = (_figures(one, asked) for one in (earlier, later))
    table = before.merge(after, on=KEY, how="outer", suffixes=("_before", "_after"), validate="1:1")
    known = pd.concat([table["figure_before"], table["figure_after"]], axis=1).notna().any(axis=1)
    table = table.sort_values(KEY, kind="stable", ignore_index=True)[known.to_numpy()].reset_index(drop=True)
    table["breaks"] = breaks(table, earlier, later, asked)
    _measure(table)
    table["breaks"] = composed(table, later.catalogue)
    told = table[~_inherited(table)].reset_index(drop=True)
    return CHANGES.conform(_judged(told, earlier, later))


def _refuse(earlier: Round, later: Round) -> None:
    codes = [str(one.meta["city"]["code"]) for one in (earlier, later)]
    if codes[0] != codes[1]:
        raise fail("R135", earlier=codes[0], later=codes[1])
    periods = [str(one.meta["period"]) for one in (earlier, later)]
    if periods[0] >= periods[1]:
        raise fail("R136", earlier=periods[0], later=periods[1])


def _figures(release: Round, levels: list[str]) -> pd.DataFrame:
    """Values and scores of a round under common names, the last period of each figure."""
    values = _latest(release.table("values"), "indicator", levels)
    values = values.rename(columns={"indicator": "node", "value": "figure"}).assign(what="value")
    scores = _latest(release.table("scores"), "node", levels).rename(columns={"score": "figure"}).assign(what="score")
    side = np.maximum(scores["high"] - scores["figure"], scores["figure"] - scores["low"])
    scores = scores.assign(se=side / NORMAL)
    columns = [*KEY, *_FIGURES, *_BESIDE]
    found = [one.reindex(columns=columns).astype({"df": "float64"}) for one in (values, scores)]
    return pd.concat([one.astype({"coverage": "float64"}) for one in found], ignore_index=True)


def _latest(table: pd.DataFrame, node: str, levels: list[str]) -> pd.DataFrame:
    rows = table[table["level"].isin(levels)].sort_values("period", kind="stable")
    return rows.drop_duplicates(["level", "unit", "group", node], keep="last")


def _measure(table: pd.DataFrame) -> None:
    """Adds the change with its standard error and interval, and the probability of one as large by chance."""
    table["change"] = table["figure_after"] - table["figure_before"]
    size = table[["figure_before", "figure_after"]].abs().max(axis=1).clip(lower=1)
    table.loc[table["change"].abs() <= SAME * size, "change"] = 0.0
    squares = [table[f"se_{one}"] ** 2 for one in ("before", "after")]
    total = squares[0] + squares[1]
    table["se"] = np.sqrt(total)
    parts = [
        square**2 / table[f"df_{one}"].fillna(np.inf) for square, one in zip(squares, ("before", "after"), strict=True)
    ]
    spread = (parts[0] + parts[1]).to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.where(spread > 0, total.to_numpy(dtype=float) ** 2 / spread, np.inf)
        ratio = table["change"].abs() / table["se"]
    reach = np.where(np.isfinite(df), stats.t.ppf(0.975, df), NORMAL) * table["se"]
    table["low"], table["high"] = table["change"] - reach, table["change"] + reach
    p = np.where(np.isfinite(df), 2 * stats.t.sf(ratio, df), 2 * stats.norm.sf(ratio))
    table["p"] = np.where(table["se"] > 0, p, np.nan)
    table["basis"] = np.where(table[["se_before", "se_after"]].notna().any(axis=1), "sampled", "counted")


def _inherited(table: pd.DataFrame) -> np.ndarray:
    """Rows of an indicator whose value is a coarser unit's in both rounds."""
    flagged = [has(table[f"flags_{one}"], INHERITED) for one in ("before", "after")]
    both = table[flagged[0] & flagged[1]]
    coarse = pd.MultiIndex.from_frame(both[["level", "unit", "group", "node"]])
    # The groups' scores of what is of the place rest on everybody's value.
    everybody = pd.MultiIndex.from_frame(both[["level", "unit", "node"]][both["group"] == "all"])
    own = pd.MultiIndex.from_frame(table.loc[table["what"] == "value", ["level", "unit", "group", "node"]])
    here = pd.MultiIndex.from_frame(table[["level", "unit", "group", "node"]])
    place = pd.MultiIndex.from_frame(table[["level", "unit", "node"]])
    return np.asarray(here.isin(coarse) | (~here.isin(own) & place.isin(everybody)))


def _judged(table: pd.DataFrame, earlier: Round, later: Round) -> pd.DataFrame:
    """The rows of `CHANGES`: the family, Holm's correction inside it, and the verdict."""
    catalogue = later.catalogue
    families = {str(node): _family(catalogue, str(node)) for node in table["node"].unique()}
    table["family"] = table["node"].map(families)
    hard = table["breaks"] != ""
    tested = table["p"].where(~hard)
    family = [table[name] for name in ("level", "unit", "group", "what", "family")]
    table["p_adjusted"] = tested.groupby(family).transform(lambda p: adjust_holm(p.to_numpy()))
    table["compared"] = tested.groupby(family).transform("count").astype("Int64")
    counted = (table["basis"] == "counted") & (table["change"] != 0)
    sure = (table["p_adjusted"] < SURE) | counted
    table["verdict"] = np.where(hard, CANNOT, np.where(sure, SHOWN, NOT_SHOWN))
    mute = {name: table[name].mask(hard) for name in ("se", "low", "high", "p", "p_adjusted")}
    ends = {f"{side}_{end}": table[f"{end}_{side}"] for side in ("before", "after") for end in ("low", "high")}
    figures = {side: table[f"figure_{side}"] for side in ("before", "after")}
    periods = {"earlier": str(earlier.meta["period"]), "later": str(later.meta["period"])}
    table["breaks"] = table["breaks"].where(hard)
    return table.assign(**mute, **figures, **ends, **periods)[CHANGES.names]


def _family(catalogue: Catalogue, node: str) -> str:
    """The comparisons with which a change is judged: those of its area; areas with the marker."""
    if node not in catalogue.nodes:
        return catalogue.family(node) if node in catalogue.definitions else node
    path = catalogue.path(node)
    return path[1] if len(path) > 2 else catalogue.root

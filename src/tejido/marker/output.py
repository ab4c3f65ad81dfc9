"""Grids become the tables `SCORES` and `CONTRIBUTIONS`, in the order of their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue.model import Band
from tejido.marker.reasons import WORDS
from tejido.marker.tree import DECIMALS, Floats, Grid
from tejido.tables import CONTRIBUTIONS, SCORES

Texts = pd.api.extensions.ExtensionArray


@dataclass(frozen=True)
class Axes:
    """The names of one level's three axes: units x groups x items."""

    period: str
    level: str
    units: Sequence[str]
    groups: Sequence[str]
    items: Sequence[str]

    @cached_property
    def key(self) -> dict[str, Texts]:
        """The key columns of a table, one entry per cell of the block."""
        units, groups, items = len(self.units), len(self.groups), len(self.items)
        size = units * groups * items
        return {
            "period": _texts(np.zeros(size, dtype=np.int64), [self.period]),
            "level": _texts(np.zeros(size, dtype=np.int64), [self.level]),
            "unit": _texts(np.repeat(np.arange(units), groups * items), self.units),
            "group": _texts(np.tile(np.repeat(np.arange(groups), items), units), self.groups),
            "node": _texts(np.tile(np.arange(items), units * groups), self.items),
        }


@dataclass(frozen=True)
class Block(Axes):
    """One level's grids and points, stacked units x groups x items."""

    score: Floats
    coverage: Floats
    comparable: NDArray[np.bool_]
    reason: NDArray[np.int8]
    points: Floats

    @classmethod
    def stack(
        cls,
        period: str,
        level: str,
        units: Sequence[str],
        items: Sequence[str],
        grids: dict[str, tuple[Grid, Floats]],
    ) -> Block:
        """Put the grids of all groups beside each other, groups in the order of their names."""
        groups = sorted(grids)
        ordered = [grids[group] for group in groups]
        return cls(
            period, level, units, groups, items,
            score=np.stack([grid.score for grid, _ in ordered], axis=1),
            coverage=np.stack([grid.coverage for grid, _ in ordered], axis=1),
            comparable=np.stack([grid.comparable for grid, _ in ordered], axis=1),
            reason=np.stack([grid.reason for grid, _ in ordered], axis=1),
            points=np.stack([lost for _, lost in ordered], axis=1),
        )  # fmt: skip


def _texts(codes: NDArray[np.integer], names: Sequence[str]) -> Texts:
    """Names by number, -1 for missing: a thousand times faster than a column of Python strings."""
    return pd.array(list(names), dtype="str").take(codes, allow_fill=True)


def scores(blocks: Sequence[Block], bands: Sequence[Band]) -> pd.DataFrame:
    """The table `SCORES` of all levels; intervals and ranges are left missing for those who measure them."""
    ordered = sorted(bands, key=lambda band: band.low)
    return gather([_score_rows(block, ordered) for block in blocks], SCORES.empty())


def _score_rows(block: Block, bands: Sequence[Band]) -> pd.DataFrame:
    score = block.score.ravel()
    scored = np.isfinite(score)
    columns: dict[str, object] = dict(block.key)
    size = len(score)
    band = np.searchsorted([one.low for one in bands], np.where(scored, score, 0.0), side="right") - 1
    columns["score"] = score
    columns |= {name: np.full(size, np.nan) for name in ("low", "high", "robust_low", "robust_high", "p_band")}
    columns["coverage"] = np.round(block.coverage.ravel(), DECIMALS)
    columns["band"] = _texts(np.where(scored, band, -1), [one.id for one in bands])
    columns["rank"] = _counts(ranks(block.score).ravel())
    for name in ("rank_low", "rank_high", "rank_robust_low", "rank_robust_high"):
        columns[name] = pd.arrays.IntegerArray(np.ones(size, dtype=np.int64), np.ones(size, dtype=bool))
    columns["comparable"] = block.comparable.ravel()
    columns["reason"] = _texts(block.reason.ravel().astype(np.int64) - 1, WORDS[1:])
    return pd.DataFrame(columns)[SCORES.names]


def ranks(score: Floats) -> Floats:
    """Places along the first axis, 1 = highest, ties share the better; NaN where there is no score."""
    flat = pd.DataFrame(score.reshape(len(score), -1))
    return np.asarray(flat.rank(method="min", ascending=False).to_numpy().reshape(score.shape))


def _counts(numbers: Floats) -> pd.arrays.IntegerArray:
    """Whole numbers, NaN missing."""
    missing = ~np.isfinite(numbers)
    return pd.arrays.IntegerArray(np.where(missing, 1, numbers).astype(np.int64), missing)


def ranges(axes: Axes, numbers: Mapping[str, Floats]) -> pd.DataFrame:
    """A table with the key of `SCORES` and these columns (units x groups x items); those named as ranks are counts."""
    flat = {name: column.ravel() for name, column in numbers.items()}
    counted = {name: _counts(column) if name.startswith("rank_") else column for name, column in flat.items()}
    return pd.DataFrame(axes.key | counted)


def contributions(blocks: Sequence[Block], root: str) -> pd.DataFrame:
    """The table `CONTRIBUTIONS` of all levels: only what enters a marker."""
    found = []
    for block in blocks:
        points = block.points.ravel()
        below = np.array([item != root for item in block.items])
        keep = np.isfinite(points) & np.tile(below, len(points) // len(below))
        columns: dict[str, object] = {name: column[keep] for name, column in block.key.items()}
        found.append(pd.DataFrame(columns | {"points": points[keep]}))
    return gather(found, CONTRIBUTIONS.empty())


def gather(tables: list[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    """Tables below each other; `empty` where none has a row."""
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else empty

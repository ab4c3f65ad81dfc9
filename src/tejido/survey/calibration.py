"""Calibration: weights that reproduce known totals of the population, and variances that know of it.

In: a design, a table and the known totals. Out: the design with new weights. Post-stratification, raking (iterated to
convergence) and linear calibration (GREG), the latter with bounds on how far a weight may move (Deville and Saerndal 1992).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.survey.answers import texts_of
from tejido.survey.design import Calibration, Design, Replicates, is_relative, numbers, require
from tejido.survey.sums import Floats, Ints

TOLERANCE = 1e-12
"""Largest relative distance from a known total that counts as reached."""
ROUNDS = 200

Totals = Mapping[str, float | Mapping[object, float]]
"""Known totals by column: of a number column its total, of a column of categories the people in each; ``"1"`` is everybody."""

__all__ = ["Totals", "calibrate", "poststratify", "rake"]


@dataclass(frozen=True)
class _Distance:
    """How weights move: factor g of the linear predictor u, and its derivative."""

    factor: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def _linear(low: float, high: float) -> _Distance:
    return _Distance(
        lambda u: np.clip(1 + u, low, high), lambda u: ((1 + u >= low) & (1 + u <= high)).astype(np.float64)
    )


_RAKING = _Distance(np.exp, np.exp)


def poststratify(
    design: Design, table: pd.DataFrame, columns: Sequence[str], totals: pd.DataFrame, file: str | None = None
) -> Design:
    """Weights that reproduce the size of every cell of `columns`.

    `totals` has these columns and one more with the people in each cell.

    Raises:
        TejidoError: a column is missing or empty somewhere, a cell of the sample has no total, or a total has no cell.
    """
    cell, known, names = _cells(table, columns, totals, file)
    return _solved(design, _indicators(cell, len(known)), known, names, _linear(-np.inf, np.inf), file)


def rake(
    design: Design, table: pd.DataFrame, margins: Sequence[tuple[Sequence[str], pd.DataFrame]], file: str | None = None
) -> Design:
    """Weights that reproduce several margins, each ``(columns, totals)`` as in `poststratify`.

    The weights are those of iterative proportional fitting (Deming and Stephan 1940), found by Newton's method as
    calibration with the multiplicative distance; the variance is that of the residuals, weighted as before raking, as in
    R's ``calibrate(calfun = "raking")``.

    Raises:
        TejidoError: as `poststratify`; or the margins do not add up to the same population.
    """
    blocks, wanted, names = [], [], []
    for columns, totals in margins:
        cell, known, called = _cells(table, columns, totals, file)
        blocks.append(_indicators(cell, len(known)))
        wanted.append(known)
        names += called
    sums = [float(known.sum()) for known in wanted]
    if max(sums) - min(sums) > 1e-6 * max(sums):
        raise fail("E126", file=file, smallest=min(sums), largest=max(sums))
    return _solved(design, np.hstack(blocks), np.concatenate(wanted), names, _RAKING, file)


def calibrate(
    design: Design,
    table: pd.DataFrame,
    totals: Totals,
    bounds: tuple[float, float] = (-np.inf, np.inf),
    file: str | None = None,
) -> Design:
    """Weights that reproduce totals of number columns and sizes of categories, each moved by a factor within `bounds`.

    Raises:
        TejidoError: a column is missing, or no weights within the bounds reach the totals.
    """
    blocks, wanted, names = [], [], []
    for column, known in totals.items():
        if isinstance(known, Mapping):
            frame = pd.DataFrame({column: list(known), "total": list(known.values())})
            cell, sizes, called = _cells(table, [column], frame, file)
            blocks.append(_indicators(cell, len(sizes)))
            wanted.append(sizes)
            names += called
            continue
        if column != "1":
            require(table, column, file)
        values = np.ones(len(table)) if column == "1" else numbers(table, column, file)
        blocks.append(values[:, None])
        wanted.append(np.array([float(known)]))
        names.append(column)
    return _solved(design, np.hstack(blocks), np.concatenate(wanted), names, _linear(*bounds), file)


def _cells(
    table: pd.DataFrame, columns: Sequence[str], totals: pd.DataFrame, file: str | None
) -> tuple[Ints, Floats, list[str]]:
    """Cell of every row, size of every cell, and what the cells are called."""
    for name in columns:
        require(table, name, file)
        if name not in totals.columns:
            raise fail("E122", file=file, column=name, name=name)
    rest = [name for name in totals.columns if name not in columns]
    if len(rest) != 1:
        raise fail("E123", file=file, names=", ".join(map(str, rest)) or "-")
    sizes = numbers(totals, rest[0], file, least=0.0)
    called = _joined(totals, columns)
    known = pd.Series(np.arange(len(called)), index=called)
    if known.index.has_duplicates:
        raise fail("E125", file=file, name=str(known.index[known.index.duplicated()][0]))
    cell = _joined(table, columns).map(known)
    if cell.isna().any():
        lost = str(_joined(table, columns)[cell.isna()].iloc[0])
        raise fail("E124", file=file, column=columns[0], name=lost)
    held = np.bincount(cell.to_numpy(dtype=np.int64), minlength=len(sizes))
    empty = (held == 0) & (sizes > 0)
    if empty.any():
        raise fail("E127", file=file, column=columns[0], name=str(called.iloc[int(np.flatnonzero(empty)[0])]))
    return cell.to_numpy(dtype=np.int64), sizes, [str(one) for one in called]


def _joined(table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """The values of several columns as one text per row."""
    joined = texts_of(table[columns[0]])
    for name in columns[1:]:
        joined = joined + " / " + texts_of(table[name])
    return joined


def _indicators(cell: Ints, count: int) -> Floats:
    columns: Floats = (cell[:, None] == np.arange(count)[None, :]).astype(np.float64)
    return columns


def _solved(
    design: Design, auxiliary: Floats, totals: Floats, names: Sequence[str], distance: _Distance, file: str | None
) -> Design:
    """The design with weights that reach `totals` of `auxiliary`; its replicates are calibrated one by one."""
    if design.calibration is not None:
        raise fail("E128", file=file)
    factor = _newton(auxiliary, design.weight, totals, names, distance, file)
    weight = design.weight * factor
    if design.replicates is None:
        return design.reweighted(weight, Calibration(auxiliary, design.weight))
    rows = design.replicates.factors[design.leaf]
    made = np.ones_like(rows)
    for number in range(rows.shape[1]):
        before = design.weight * rows[:, number]
        made[:, number] = rows[:, number] * _newton(auxiliary, before, totals, names, distance, file) / factor
    stages = tuple(replace(stage, cluster=stage.cluster[design.leaf]) for stage in design.stages)
    old = design.replicates
    replicates = Replicates(old.method, made, old.scale, old.rscales, old.mse)
    everyone = np.arange(design.rows, dtype=np.int64)
    known = Calibration(auxiliary, design.weight)
    return Design(weight, everyone, design.rows, stages, design.lonely, is_relative(weight), replicates, known)


def _newton(
    auxiliary: Floats, weight: Floats, totals: Floats, names: Sequence[str], distance: _Distance, file: str | None
) -> Floats:
    """Factors g (n,) with sum(weight g x) = totals.

    Raises:
        TejidoError: E129, the totals are not reached; the message names the one that stays furthest away.
    """
    multiplier = np.zeros(auxiliary.shape[1])
    factor = distance.factor(auxiliary @ multiplier)
    off = totals - auxiliary.T @ (weight * factor)
    for _ in range(ROUNDS):
        if (np.abs(off) <= TOLERANCE * (1 + np.abs(totals))).all():
            return factor
        slope = weight * distance.slope(auxiliary @ multiplier)
        matrix = (auxiliary * slope[:, None]).T @ auxiliary
        step = np.linalg.pinv(matrix, rcond=1e-13, hermitian=True) @ off
        multiplier, factor, new = _damped(auxiliary, weight, totals, distance, multiplier, step, off)
        if np.abs(new).max() >= np.abs(off).max() and (np.abs(off) <= 1e-9 * (1 + np.abs(totals))).all():
            return factor
        off = new
    worst = int(np.argmax(np.abs(off) / (1 + np.abs(totals))))
    raise fail("E129", file=file, name=names[worst], wanted=float(totals[worst]), reached=float((totals - off)[worst]))


def _damped(
    auxiliary: Floats, weight: Floats, totals: Floats, distance: _Distance, at: Floats, step: Floats, off: Floats
) -> tuple[Floats, Floats, Floats]:
    """A Newton step, halved while it leads to nothing finite or far away."""
    size = 1.0
    while True:
        with np.errstate(over="ignore", invalid="ignore"):
            factor = distance.factor(auxiliary @ (at + size * step))
            new = totals - auxiliary.T @ (weight * factor)
        if (np.isfinite(new).all() and np.abs(new).max() <= 10 * np.abs(off).max()) or size < 1e-6:
            return at + size * step, factor, new
        size /= 2

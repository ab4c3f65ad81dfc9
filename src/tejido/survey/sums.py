"""The one pass over the rows: sums of many answers by cell (a piece of the sample inside one domain).

Everything an estimate needs - its value, its standard error, its degrees of freedom - follows from these sums, so the rows
are read once, whatever the number of answers and domains.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WIDE = 8
"""Domains in one piece of the sample up to which the pass by blocks is the faster one."""
BLOCK = 48
"""Rows per piece from which on it is."""
SHARED = 4_000_000
"""Answers from which on the processor's cores share the work."""

__all__ = ["Bools", "Cells", "Floats", "Ints", "add_up", "codes", "make_cells", "row_sums"]


def codes(values: pd.Series) -> tuple[Ints, pd.Index]:
    """Numbers from 0 in order of appearance, -1 where the value is missing, and the values they stand for."""
    found, kinds = pd.factorize(values, use_na_sentinel=True)
    return found.astype(np.int64, copy=False), pd.Index(kinds)


def row_sums(groups: Ints, count: int, values: Floats, weights: Floats | None = None) -> Floats:
    """Sums of the rows of `values` (n, k) by group number (n,): an array (count, k); rows times `weights` where given."""
    n = len(groups)
    scatter = csc_array((np.ones(n) if weights is None else weights, groups, np.arange(n + 1)), shape=(count, n))
    summed: Floats = np.asarray(scatter @ values)
    return summed


@dataclass(frozen=True, eq=False)
class Cells:
    """The pieces that domains cut out of the leaves of a design (its smallest clusters), sorted by leaf, then domain.

    `of_row` (n,) is the cell of each row, `len(leaf)` where the row is in no domain or has no weight.
    """

    leaf: Ints
    domain: Ints
    of_row: Ints
    domains: int

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.leaf)


def make_cells(leaf: Ints, leaves: int, domain: Ints, domains: int) -> Cells:
    """The cells of rows (n,) with these leaves and domains; a domain of -1 is none."""
    key = leaf * domains + domain
    inside = domain >= 0
    spread = leaves * domains
    if spread <= 4 * len(key) + 1_000_000:
        present = np.zeros(spread + 1, dtype=np.bool_)
        present[np.where(inside, key, spread)] = True
        keys = np.flatnonzero(present[:spread])
        number = np.full(spread + 1, len(keys), dtype=np.int64)
        number[keys] = np.arange(len(keys))
        of_row = number[np.where(inside, key, spread)]
    else:
        keys, found = np.unique(key[inside], return_inverse=True)
        of_row = np.full(len(key), len(keys), dtype=np.int64)
        of_row[inside] = found
    return Cells(keys // domains, keys % domains, of_row, domains)


def add_up(cells: Cells, leaf: Ints, weights: Sequence[Floats], answers: Floats) -> Floats:
    """Sums of `answers` (n, v), times each of the `weights` (n,), by cell: an array (weights, cells, v).

    An answer that is missing (NaN) makes the sums of its cell NaN: the caller looks at these answers again.
    """
    plan = _blocks(cells, leaf)
    if plan is not None:
        return _by_blocks(plan, cells, weights, answers)
    summed = np.empty((len(weights), cells.count, answers.shape[1]))
    n = len(leaf)
    small = answers.size <= 2_000_000
    values = np.ascontiguousarray(answers) if small else answers
    for number, weight in enumerate(weights):
        scatter = csc_array((weight, cells.of_row, np.arange(n + 1)), shape=(cells.count + 1, n))
        if small:
            summed[number] = (scatter @ values)[:-1]
        else:
            for column in range(answers.shape[1]):
                summed[number, :, column] = (scatter @ answers[:, column])[:-1]
    return summed


@dataclass(frozen=True, eq=False)
class _Blocks:
    """Rows in runs of one leaf: where each run starts, its leaf, and the place of every row's domain inside it."""

    start: Ints
    leaf: Ints
    local: Ints
    width: int


def _blocks(cells: Cells, leaf: Ints) -> _Blocks | None:
    """The runs of rows of one leaf, where the file is sorted that way and the runs are long; else None."""
    n = len(leaf)
    if n == 0 or cells.count == 0 or n < BLOCK:
        return None
    change = np.flatnonzero(leaf[1:] != leaf[:-1]) + 1
    if (len(change) + 1) * BLOCK > n:
        return None
    start = np.concatenate([[0], change, [n]])
    runs = leaf[start[:-1]]
    if len(np.unique(runs)) != len(runs):
        return None
    first = np.searchsorted(cells.leaf, runs)
    width = int((np.searchsorted(cells.leaf, runs, side="right") - first).max())
    if width > WIDE:
        return None
    local = cells.of_row - np.repeat(first, np.diff(start))
    return _Blocks(start, runs, np.where(cells.of_row == cells.count, -1, local), width)


def _by_blocks(plan: _Blocks, cells: Cells, weights: Sequence[Floats], answers: Floats) -> Floats:
    """One small matrix product per run: the answers are read once, in order, for all weights and domains."""
    n, kinds = len(plan.local), len(weights)
    left = np.empty((kinds * plan.width, n))
    for domain in range(plan.width):
        inside = plan.local == domain
        for number, weight in enumerate(weights):
            np.multiply(inside, weight, out=left[number * plan.width + domain])
    products = np.empty((len(plan.leaf), answers.shape[1], kinds * plan.width))
    turned = answers.T

    def multiply(runs: range) -> None:
        for run in runs:
            span = slice(plan.start[run], plan.start[run + 1])
            np.matmul(turned[:, span], left[:, span].T, out=products[run])

    workers = (os.cpu_count() or 1) if answers.size >= SHARED else 1
    bounds = np.linspace(0, len(plan.leaf), workers + 1).astype(int)
    with ThreadPoolExecutor(workers) as pool:  # runs do not touch each other: the same sums, whoever makes them
        list(pool.map(multiply, [range(a, b) for a, b in pairwise(bounds)]))
    by_leaf = np.empty(int(plan.leaf.max()) + 1, dtype=np.int64)
    by_leaf[plan.leaf] = np.arange(len(plan.leaf))
    run_of_cell = by_leaf[cells.leaf]
    place = np.arange(cells.count) - np.searchsorted(cells.leaf, cells.leaf)
    return np.stack([products[run_of_cell, :, place + number * plan.width] for number in range(kinds)])

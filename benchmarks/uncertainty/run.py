"""Chance in a sample carried to the marker: 1,000 draws x 500 units x 35 indicators, beside a plain NumPy loop over the draws.

Every unit has figures of its own for every indicator, which is the most there can be. Both are compared before the seconds.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.catalogue import load
from tejido.catalogue.curve import TRANSFORMS
from tejido.catalogue.model import Catalogue
from tejido.marker import Draws, intervals, robustness
from tejido.marker.drawn import cells_of
from tejido.marker.intervals import Sample
from tejido.marker.prepared import Prepared, prepare
from tejido.marker.walk import Patterns, climb
from tejido.tables import CITY_LEVEL, UNITS, VALUES
from tools.results import machine, today, write_section

UNITS_MADE, DRAWS, TURNS = 500, 1000, 5
GOAL = 0.2
PEER = 68.6
"""Seconds of COINr for as many draws, units and indicators on another machine of 2 cores, as noted in shared/bench/README.md."""

Floats = NDArray[np.float64]


def city(catalogue: Catalogue) -> tuple[pd.DataFrame, pd.DataFrame, Draws]:
    """Units, values spread over each curve, and draws with a standard error of 5 % of the curve's width."""
    rng = np.random.default_rng(1)
    codes = [f"b{number:03d}" for number in range(UNITS_MADE)]
    blocks = pd.DataFrame({"level": "block", "unit": codes, "parent": "c", "population": 100.0})
    units = pd.concat([pd.DataFrame({"level": [CITY_LEVEL], "unit": "c"}), blocks], ignore_index=True)
    units = UNITS.conform(units.assign(name=units["unit"], area_km2=1.0))
    tables, figures = [], []
    for one in catalogue.indicators.values():
        low, high = (one.curve.knots[place][0] * scale(catalogue, one.id) for place in (0, -1))
        value = rng.uniform(low, high, UNITS_MADE)
        tables.append(pd.DataFrame({"unit": codes, "indicator": one.id, "value": value}))
        figures.append(value + 0.05 * (high - low) * rng.standard_normal((DRAWS, UNITS_MADE)))
    fixed = {"period": "2024", "level": "block", "group": "all", "kind": "design-based", "quality": "reliable"}
    values = pd.concat(tables, ignore_index=True).assign(**fixed, support="block", source="made up")
    keys = values[["level", "unit", "group", "indicator"]]
    return units, VALUES.conform(values, sort=False), Draws(keys, np.arange(len(keys)), np.hstack(figures))


def scale(catalogue: Catalogue, indicator: str) -> float:
    """What a value is divided by before its curve."""
    one = catalogue.indicators[indicator]
    return float(np.log(one.classes or 2)) if one.curve.over_maximum else 1.0


def ours(ready: Prepared, figures: Floats) -> Floats:
    """The marker of every draw and unit; every other node's is made on the way."""
    sample = Sample(ready, ready.score("all"), figures, "block")
    patterns = Patterns.of(sample.score)
    found = np.empty((len(figures), UNITS_MADE))
    for piece in sample.versions():
        for item, scores, _ in climb(ready.tree, patterns, piece, {ready.tree.root.column}):
            if item == ready.tree.root.column:
                found[piece.rows] = scores
    return found


def plain(catalogue: Catalogue, figures: Floats) -> Floats:
    """The same, one draw after the other, with np.interp and one product with every indicator's share in the marker."""
    names = list(catalogue.indicators)
    shares = np.array([catalogue.share(name) for name in names])
    found = np.empty((len(figures), UNITS_MADE))
    for number, draw in enumerate(figures):
        scores = np.empty((UNITS_MADE, len(names)))
        for place, (name, values) in enumerate(zip(names, draw.reshape(len(names), -1), strict=True)):
            curve = catalogue.indicators[name].curve
            knots = np.array(curve.knots)
            transform = TRANSFORMS[curve.transform]
            clipped = np.clip(values / scale(catalogue, name), knots[0, 0], knots[-1, 0])
            scores[:, place] = np.interp(transform(clipped), transform(knots[:, 0]), knots[:, 1])
        found[number] = scores @ shares
    return found


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Compare, time in turns, write the section.

    Raises:
        RuntimeError: the two ways find different markers.
    """
    catalogue = load("basic")
    units, values, draws = city(catalogue)
    ready = prepare(values, units, catalogue, "block", None, ["block"], cells_of(draws, values, "block"))
    apart = float(np.abs(ours(ready, draws.figures) - plain(catalogue, draws.figures)).max())
    if not apart < 1e-7:
        raise RuntimeError(f"a plain loop finds other markers: up to {apart} points apart")
    work: dict[str, Callable[[], object]] = {
        "draws": lambda: ours(ready, draws.figures),
        "loop": lambda: plain(catalogue, draws.figures),
        "intervals": lambda: intervals(values, units, catalogue, "block", None, draws, levels=["block"]),
        "robustness": lambda: robustness(values, units, catalogue, "block", None, levels=["block"]),
    }
    turns = [{name: seconds(one) for name, one in work.items()} for _ in range(TURNS)]
    spent = {name: statistics.median(turn[name] for turn in turns) for name in work}
    write_section("uncertainty", report(spent, apart))


def report(spent: dict[str, float], apart: float) -> str:
    """The section of RESULTS.md."""
    met = "met" if spent["draws"] <= GOAL else "not met"
    return f"""{today()}; {machine()}; {DRAWS:,} draws x {UNITS_MADE} units x 35 indicators, every unit with figures of its own; \
medians of {TURNS} runs in turns; load of the machine at the end {os.getloadavg()[1]:.1f}, this benchmark included. Both ways find the \
same markers ({apart:.0g} points apart at most).

| work | seconds | times ours |
|---|---:|---:|
| ours: the draws through curves and tree, every node of every unit | {spent["draws"]:.3f} | 1 |
| a NumPy loop over the draws, the marker alone | {spent["loop"]:.3f} | {spent["loop"] / spent["draws"]:.1f} |
| COINr, as measured elsewhere (not run here) | {PEER} | {PEER / spent["draws"]:.0f} |
| `intervals`, from the tables to the table: both levels, with interval, band and rank of every node | {spent["intervals"]:.2f} | |
| `robustness`, 1,998 runs, with ranges, ranks and causes | {spent["robustness"]:.2f} | |

Goal {GOAL} s for the draws: {met}."""


if __name__ == "__main__":
    main()

"""Who lives where in the example city: surfaces over the blocks from which households are drawn.

In: the blocks. Out: one row per block with the hardship of the place, its households, the share of households with refugees
or migrants, the weights of ethnic groups, its air. Hardship grows towards the edge and the hills, except in a wedge of
well-off quarters, as in many cities of the region; it is 0 on average with a standard deviation of 1.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tejido.example.blocks import Blocks
from tejido.example.chance import Floats, Waves, round_to_total, stream

HOUSEHOLDS = 18_000
PARKS = 22
"""Blocks that are a park: nobody lives there."""
WORKS = 6
"""Blocks of workshops and depots with one to three households."""

ARRIVALS = (
    (-250.0, -420.0, 330.0, 1.9),
    (1150.0, 780.0, 420.0, 2.3),
    (-1350.0, -350.0, 430.0, 2.2),
    (500.0, -1250.0, 380.0, 2.0),
)
"""Quarters where refugees and migrants settled: x, y, breadth in metres and strength in log-odds."""


def settle(seed: int, blocks: Blocks) -> pd.DataFrame:
    """One row per block, in the order of the blocks: hardship, households, arrivals (share), eth_1..eth_5, pm10, use
    (`homes`, `park`, `works`).
    """
    table = blocks.table
    points = table[["x", "y"]].to_numpy()
    away = table["away"].to_numpy()
    hardship = _hardship(seed, points, away, table["slope_percent"].to_numpy())
    use = _use(seed, away)
    made = pd.DataFrame({"hardship": hardship, "use": use})
    made["households"] = _households(seed, points, away, hardship, table["area_ha"].to_numpy(), use)
    made["arrivals"] = _arrivals(points, hardship, stream(seed, "arrivals"))
    for number, weight in enumerate(_ethnic(seed, points, hardship).T, start=1):
        made[f"eth_{number}"] = weight
    air = Waves.make(stream(seed, "air"), 900, 2500).at(points)
    made["pm10"] = np.round(np.clip(51.0 - 24.0 * away + 3.0 * air, 16.0, 80.0), 1)
    return made


def _hardship(seed: int, points: Floats, away: Floats, slope: Floats) -> Floats:
    coarse = Waves.make(stream(seed, "hardship, quarters"), 700, 2200).at(points)
    fine = stream(seed, "hardship, blocks").normal(size=len(points))
    angle = np.arctan2(points[:, 1], points[:, 0])
    wedge = np.exp(-(((angle - np.deg2rad(148)) / 0.42) ** 2)) * np.clip(away / 0.45, 0, 1)
    raw = 1.9 * away + 0.055 * slope + 0.38 * coarse + 0.6 * fine - 1.9 * wedge
    return np.asarray((raw - raw.mean()) / raw.std(), dtype=np.float64)


def _use(seed: int, away: Floats) -> list[str]:
    rng = stream(seed, "parks and works")
    chosen = rng.permutation(np.flatnonzero((away > 0.06) & (away < 1.0)))[: PARKS + WORKS]
    use = np.full(len(away), "homes", dtype=object)
    use[chosen[:PARKS]], use[chosen[PARKS:]] = "park", "works"
    return [str(one) for one in use]


def _households(seed: int, points: Floats, away: Floats, hardship: Floats, area: Floats, use: list[str]) -> Floats:
    """Households per block, 18,000 in all: dense around the centre (less in it, where shops are), loose at the edge."""
    rough = Waves.make(stream(seed, "density"), 300, 1200).at(points)
    core = 1.0 - 0.45 * np.exp(-((away / 0.12) ** 2))
    per_hectare = 46.0 * np.exp(-1.25 * away) * core * np.exp(0.16 * rough + 0.08 * hardship)
    wanted = np.where(np.array(use) == "homes", np.maximum(per_hectare * area, 6.5), 0.0)
    few = np.flatnonzero(np.array(use) == "works")
    made = round_to_total(wanted, HOUSEHOLDS - 2 * len(few))
    made[few] = 2
    return np.asarray(made)


def _arrivals(points: Floats, hardship: Floats, rng: np.random.Generator) -> Floats:
    """Share of the block's households with at least one refugee or migrant."""
    odds = -2.85 + 0.12 * hardship + 0.18 * rng.normal(size=len(points))
    for x, y, breadth, strength in ARRIVALS:
        odds += strength * np.exp(-((points[:, 0] - x) ** 2 + (points[:, 1] - y) ** 2) / (2 * breadth**2))
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float64)


def _ethnic(seed: int, points: Floats, hardship: Floats) -> Floats:
    """Weights of indigenous, Afro-descendant, mestizo, white and other self-identification."""
    surfaces = [Waves.make(stream(seed, f"ethnic {k}"), 600, 2000).at(points) for k in range(5)]
    base = np.array([-1.9, -1.2, 1.0, -0.9, -3.0])
    tilt = np.array([0.35, 0.3, 0.0, -0.45, 0.0])
    return np.exp(base + np.outer(hardship, tilt) + 0.45 * np.column_stack(surfaces))

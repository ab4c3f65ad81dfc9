"""Chance with a memory: every random step has its own named stream, so that one step never disturbs another."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SEED = 20240229
"""The seed of the example city that documents and pictures show."""


def stream(seed: int, step: str) -> np.random.Generator:
    """The random numbers of one named step."""
    return np.random.default_rng([seed, zlib.crc32(step.encode())])


def logistic(x: Floats) -> Floats:
    """Log-odds to probabilities."""
    return 1.0 / (1.0 + np.exp(-x))


def pick(rng: np.random.Generator, weights: Floats) -> Ints:
    """One class per row of `weights` (n, k), with probabilities in proportion to the row."""
    edges = np.cumsum(weights, axis=1)
    drawn = rng.random(len(weights)) * edges[:, -1]
    return np.asarray((edges <= drawn[:, None]).sum(axis=1), dtype=np.int64)


def round_to_total(amounts: Floats, total: int) -> Ints:
    """Whole numbers near `amounts` that sum to `total` (largest remainders, first of equals first)."""
    scaled = amounts * (total / amounts.sum())
    whole = np.floor(scaled).astype(np.int64)
    order = np.argsort(-(scaled - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return np.asarray(whole, dtype=np.int64)


@dataclass(frozen=True)
class Waves:
    """A smooth random surface: a sum of `count` plane waves, about mean 0 and standard deviation 1."""

    directions: Floats
    phases: Floats

    @classmethod
    def make(cls, rng: np.random.Generator, shortest: float, longest: float, count: int = 12) -> Waves:
        """Waves with lengths between `shortest` and `longest` metres."""
        length = np.exp(rng.uniform(np.log(shortest), np.log(longest), count))
        angle = rng.uniform(0, 2 * np.pi, count)
        directions = 2 * np.pi / length * np.array([np.cos(angle), np.sin(angle)])
        return cls(directions, rng.uniform(0, 2 * np.pi, count))

    def at(self, points: Floats) -> Floats:
        """Height of the surface at `points` (n, 2)."""
        waves = np.sin(points @ self.directions + self.phases)
        return np.asarray(waves.sum(axis=1) / np.sqrt(len(self.phases) / 2), dtype=np.float64)

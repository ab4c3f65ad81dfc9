"""The scale on which an area-level model is fitted, the way back to the figure's own, and benchmarking.

Shares are modelled as arcsin sqrt(p), whose variance of sampling does not depend on the share: 1 / (4 n_eff).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tejido.errors import fail
from tejido.survey.sums import Floats

Scale = Literal["identity", "arcsine"]

__all__ = ["Adjustment", "Scale", "adjust", "centre", "spread", "to_figure", "to_model"]


def to_model(share: Floats, scale: Scale) -> Floats:
    """Figures on the model's scale."""
    return np.arcsin(np.sqrt(share)) if scale == "arcsine" else share


def to_figure(theta: Floats, scale: Scale) -> Floats:
    """Points on the model's scale as figures, inside 0 to 1 for shares."""
    return np.square(np.sin(np.clip(theta, 0, np.pi / 2))) if scale == "arcsine" else theta


def centre(theta: Floats, variance: Floats, scale: Scale) -> Floats:
    """The mean of the figure when the model's scale is normal around `theta` with `variance`.

    The plain sin2 is biased away from one half; this is the bias-corrected way back of Hadam et al. (2020), whose integral
    is (1 - cos(2 theta) exp(-2 variance)) / 2.
    """
    return np.asarray((1 - np.cos(2 * theta) * np.exp(-2 * variance)) / 2) if scale == "arcsine" else theta


def spread(theta: Floats, variance: Floats, around: Floats, scale: Scale) -> Floats:
    """The mean squared distance of the figure from `around`, when the model's scale is normal around `theta`."""
    if scale == "identity":
        return variance
    mean = centre(theta, variance, scale)
    # sin^4 t = (3 - 4 cos 2t + cos 4t) / 8, and the mean of cos kt is cos(k theta) exp(-k^2 variance / 2).
    fourth = (3 - 4 * np.cos(2 * theta) * np.exp(-2 * variance) + np.cos(4 * theta) * np.exp(-8 * variance)) / 8
    return np.asarray(np.maximum(fourth - 2 * around * mean + around**2, 0.0))


@dataclass(frozen=True)
class Adjustment:
    """What benchmarking does to every figure x: x + `step` (identity) or x + `step` x (1 - x) (shares)."""

    step: float
    scale: Scale

    def __call__(self, figure: Floats) -> Floats:
        """The figures moved."""
        return figure + self.step * _give(figure, self.scale)

    def slope(self, figure: Floats) -> Floats:
        """How much a small error of each figure grows with the move; above 0."""
        return 1 + self.step * (1 - 2 * figure) if self.scale == "arcsine" else np.ones_like(figure)


def _give(figure: Floats, scale: Scale) -> Floats:
    return figure * (1 - figure) if scale == "arcsine" else np.ones_like(figure)


def adjust(figure: Floats, population: Floats, target: float, scale: Scale) -> Adjustment:
    """The smallest change of `figure` whose mean over `population` is `target` (Datta, Ghosh, Steorts and Maples 2011).

    "Smallest" by a squared loss: the same for all domains, so that all move by the same amount; for shares in the unit of
    their binomial variance, so that none leaves 0 to 1 and those near 0 and 1 hardly move.

    Raises:
        TejidoError: E810 no such change keeps shares inside 0 to 1.
    """
    weight = population / population.sum()
    gap = target - float(weight @ figure)
    room = float(weight @ _give(figure, scale))
    # Below a step of 1, x + step x (1 - x) rises with x and stays inside 0 to 1.
    if scale == "arcsine" and gap != 0 and abs(gap) >= room:
        raise fail("E810", target=round(target, 4), model=round(target - gap, 4))
    return Adjustment(gap / room if room > 0 else 0.0, scale)

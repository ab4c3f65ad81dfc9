"""Drawing units for a sample: strata, probabilities in proportion to size, systematic selection, units held in reserve.

In: measures of size in the order of the frame, how many to draw, and a random generator. Out: positions with their exact
probabilities of inclusion.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.survey.sums import Bools, Floats, Ints

Allocation = Literal["proportional", "equal", "neyman", "power"]
POWER = 0.5
"""Exponent of the power allocation: halfway (in logs) between equal and proportional strata."""

CERTAIN, MAIN, RESERVE = "certain", "main", "reserve"

__all__ = ["CERTAIN", "MAIN", "RESERVE", "Allocation", "allocate", "draw", "inclusion", "systematic"]  # fmt: skip


def allocate(
    sizes: Floats, n: int, rule: Allocation = "proportional", most: Ints | None = None, least: int = 2,
    spreads: Floats | None = None, power: float = POWER,
) -> Ints:  # fmt: skip
    """How many of `n` units each stratum gets (strata,).

    ``proportional`` to `sizes`; ``equal``; ``neyman``: to sizes times `spreads`, the standard deviations in the strata
    (Neyman 1934); ``power``: to sizes ** `power` (Bankier 1988), so that small strata get figures of their own. Every
    stratum gets at least `least`, so that it has a variance, and at most `most`, the units that it has; the rest is
    shared out again. Whole numbers by largest remainders, first of equals first.

    Raises:
        TejidoError: E504, there are fewer units than are to be drawn; E512, too few are to be drawn for the strata.
    """
    ceiling = np.full(len(sizes), n, dtype=np.int64) if most is None else np.minimum(most, n)
    floor = np.minimum(ceiling, least)
    if most is not None and most.sum() < n:
        raise fail("E504", wanted=n, there=int(most.sum()))
    if floor.sum() > n:
        raise fail("E512", wanted=n, strata=len(sizes), least=int(floor.sum()))
    spread = np.ones(len(sizes)) if spreads is None else spreads
    shares = {"proportional": sizes, "equal": np.ones(len(sizes)), "neyman": sizes * spread, "power": sizes**power}[
        rule
    ]
    fixed = np.zeros(len(sizes), dtype=np.int64)
    open_ = np.ones(len(sizes), dtype=np.bool_)
    while open_.any():
        left = n - int(fixed.sum())
        ideal = np.where(open_, left * shares / max(float(shares[open_].sum()), 1e-300), fixed)
        low, high = open_ & (ideal < floor), open_ & (ideal > ceiling)
        if not (low.any() or high.any()):
            return _rounded(ideal, n, ceiling)
        # Where both bounds bite, the side that bites more is settled first; the other may free itself.
        short, over = float((floor - ideal)[low].sum()), float((ideal - ceiling)[high].sum())
        settled, bound = (low, floor) if short >= over else (high, ceiling)
        fixed[settled] = bound[settled]
        open_ &= ~settled
    return fixed


def _rounded(ideal: Floats, n: int, ceiling: Ints) -> Ints:
    whole = np.floor(ideal + 1e-9).astype(np.int64)
    order = np.argsort(-np.where(whole < ceiling, ideal - whole, -1.0), kind="stable")
    whole[order[: n - int(whole.sum())]] += 1
    return whole


def inclusion(sizes: Floats, n: int) -> tuple[Floats, Bools]:
    """Probabilities in proportion to size that sum to `n`, and which units are certain.

    A unit whose share would be 1 or more is taken for certain; the others share what is left, until none is
    (Saerndal, Swensson and Wretman 1992, section 3.6). A unit of size 0 is never drawn.

    Raises:
        TejidoError: E504, fewer than `n` units have a size.
    """
    there = int((sizes > 0).sum())
    if there < n:
        raise fail("E504", wanted=n, there=there)
    certain = np.zeros(len(sizes), dtype=np.bool_)
    while True:
        left = n - int(certain.sum())
        total = float(sizes[~certain].sum())
        shares = np.where(certain, 1.0, left * sizes / total if total > 0 else 0.0)
        new = ~certain & (shares >= 1 - 1e-12)
        if not new.any():
            return shares, certain
        certain |= new


def systematic(probabilities: Floats, rng: np.random.Generator) -> Ints:
    """Positions drawn with these probabilities by one random start along the order (Madow 1949).

    The order stratifies: neighbours in it are seldom drawn together. The probabilities sum to a whole number.
    """
    along = np.cumsum(probabilities)
    along *= round(float(along[-1])) / along[-1] if len(along) and along[-1] > 0 else 1.0
    steps = np.floor(along + rng.random())
    drawn: Ints = np.flatnonzero(np.diff(steps, prepend=0.0) > 0)
    return drawn


def draw(sizes: Floats, n: int, rng: np.random.Generator, reserve: int = 0) -> pd.DataFrame:
    """A systematic sample in proportion to size, with `reserve` more units that may be released in their order.

    Certain units come first. Of the others n + reserve are drawn, and `reserve` of them, evenly spaced from a random start,
    are held back in random order: so the probability of a unit in the main sample is exactly in proportion to its size, and
    with k released it is (m + k) / m times that, m being the main sample without certain units.

    Returns:
        `position, probability` (to be in the main sample), `role` (`CERTAIN`, `MAIN`, `RESERVE`), `release` (1, 2 ... the
        order of the reserve, 0 elsewhere), in the order of the frame.

    Raises:
        TejidoError: E504.
    """
    reserve = max(min(reserve, int((sizes > 0).sum()) - n), 0)
    shares, certain = inclusion(sizes, n + reserve)
    if reserve and certain.sum() >= n:
        # So few units that the reserve itself would be certain: there is none.
        shares, certain = inclusion(sizes, n)
        reserve = 0
    sure = np.flatnonzero(certain)
    others = n - len(sure)
    rest = np.where(certain, 0.0, shares)
    drawn = systematic(rest, rng) if others + reserve else np.empty(0, dtype=np.int64)
    held = np.zeros(len(drawn), dtype=np.bool_)
    if reserve:
        held[systematic(np.full(len(drawn), reserve / len(drawn)), rng)] = True
    release = np.zeros(len(drawn), dtype=np.int64)
    release[held] = rng.permutation(int(held.sum())) + 1
    kept = others / (others + reserve) if others + reserve else 1.0
    frame = pd.DataFrame({
        "position": np.concatenate([sure, drawn]),
        "probability": np.concatenate([np.ones(len(sure)), rest[drawn] * kept]),
        "role": np.concatenate([np.full(len(sure), CERTAIN, dtype=object), np.where(held, RESERVE, MAIN).astype(object)]),
        "release": np.concatenate([np.zeros(len(sure), dtype=np.int64), release]),
    })  # fmt: skip
    return frame.sort_values("position", ignore_index=True)

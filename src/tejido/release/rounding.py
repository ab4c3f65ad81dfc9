"""Floats to ten significant digits, so that sums made in another build of a library still give the same file."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

DIGITS = 10

_LOWEST, _HIGHEST = -307, 308
_POWERS = np.array([float(f"1e{exponent}") for exponent in range(_LOWEST, _HIGHEST + 1)])
_EXACT = 22
"""The largest power of ten that a double holds exactly: up to it one division gives the nearest double of a decimal."""


def significant(values: ArrayLike, digits: int = DIGITS) -> NDArray[np.float64]:
    """`values` rounded to `digits` significant decimal digits; missing and infinite ones as they are, -0 as 0.

    Each result is the double nearest to the rounded decimal, so rounding twice changes nothing and a number written with
    at most `digits` digits comes back as it was.
    """
    rounded = np.array(values, dtype=np.float64)
    usable = np.isfinite(rounded) & (rounded != 0)
    numbers = rounded[usable]
    # A search among the powers of ten, not log10: the logarithm may miss an exact power by one unit in the last place.
    exponents = np.searchsorted(_POWERS, np.abs(numbers), side="right") - 1 + _LOWEST
    shift = digits - 1 - exponents
    done = np.empty_like(numbers)
    up, down = (shift >= 0) & (shift <= _EXACT), (shift < 0) & (shift >= -_EXACT)
    scale = _POWERS[np.abs(shift[up]) - _LOWEST]
    done[up] = np.rint(numbers[up] * scale) / scale
    scale = _POWERS[np.abs(shift[down]) - _LOWEST]
    done[down] = np.rint(numbers[down] / scale) * scale
    rest = ~(up | down)
    done[rest] = [float(f"{number:.{digits - 1}e}") for number in numbers[rest]]
    rounded[usable] = done
    rounded[rounded == 0] = 0.0
    return rounded


def rounded_json(item: Any) -> Any:
    """`item` (anything that JSON holds) with every float in it rounded to ten significant digits."""
    if isinstance(item, float):
        return float(significant([item])[0])
    if isinstance(item, dict):
        return {str(key): rounded_json(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [rounded_json(value) for value in item]
    return item

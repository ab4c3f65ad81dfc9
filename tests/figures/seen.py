"""Colours as readers see them: simulated colour blindness, CIE L*a*b*, and the difference between two colours (CIEDE2000)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SIMULATIONS = {
    "none": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
"""Matrices on linear RGB at severity 1.0: Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of
color vision deficiency"."""
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
"""sRGB primaries, white point D65 (IEC 61966-2-1)."""


def seen(colour: str, eyes: str) -> np.ndarray:
    """Linear RGB (0 to 1) of #rrggbb as simulated eyes see it."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.clip(SIMULATIONS[eyes] @ linear, 0, 1)


def lab(linear: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear RGB, against the white of D65."""
    ratio = (TO_XYZ @ linear) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def ciede2000(one: Sequence[float] | np.ndarray, other: Sequence[float] | np.ndarray) -> float:
    """Difference of two colours in L*a*b*: Sharma, Wu and Dalal (2005), equations 2 to 22."""
    (light_one, a_one, b_one), (light_other, a_other, b_other) = one, other
    mean = (np.hypot(a_one, b_one) + np.hypot(a_other, b_other)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25**7))
    chroma = [np.hypot(stretch * a, b) for a, b in ((a_one, b_one), (a_other, b_other))]
    hue = [np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a_one, b_one), (a_other, b_other))]
    grey = chroma[0] * chroma[1] == 0
    turn = 0.0 if grey else (hue[1] - hue[0] + 180) % 360 - 180
    if not grey and hue[1] - hue[0] == 180:
        turn = 180.0
    middle = hue[0] + hue[1] if grey else (hue[0] + turn / 2) % 360
    delta_light, delta_chroma = light_other - light_one, chroma[1] - chroma[0]
    delta_hue = 2 * np.sqrt(chroma[0] * chroma[1]) * np.sin(np.radians(turn / 2))
    light, strength = (light_one + light_other) / 2, sum(chroma) / 2
    return _weighted(delta_light, delta_chroma, delta_hue, light, strength, middle)


def _weighted(
    delta_light: float, delta_chroma: float, delta_hue: float, light: float, chroma: float, hue: float
) -> float:
    def cosine(times: float, shift: float) -> float:
        return float(np.cos(np.radians(times * hue + shift)))

    shape = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.20 * cosine(4, -63)
    l_part = delta_light / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    c_part = delta_chroma / (1 + 0.045 * chroma)
    h_part = delta_hue / (1 + 0.015 * chroma * shape)
    blue = 60 * np.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * np.sin(np.radians(blue))
    return float(np.sqrt(l_part**2 + c_part**2 + h_part**2 + rotation * c_part * h_part))

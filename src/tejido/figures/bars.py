"""A score as a bar on the fixed axis 0-100, with its interval drawn where there is one."""

from __future__ import annotations

import math

from tejido.figures.palette import LIGHT, band_colours

WIDTH, HEIGHT = 300, 16


def bar_svg(score: float | None, step: int, low: float | None = None, high: float | None = None, bands: int = 6) -> str:
    """A bar from zero, `step` naming its band (0 lowest); without a score, an empty track with a dashed edge.

    The picture is hidden from screen readers: the figure stands beside it in words.
    """
    parts = [
        f'<svg class="bar" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    ]
    if score is None or not math.isfinite(score):
        parts.append(
            f'<rect class="track none" x="1" y="4" width="{WIDTH - 2}" height="8" rx="4" fill="none" stroke="{LIGHT["edge"]}"/>'
        )
        return "".join([*parts, "</svg>"])
    parts.append(f'<rect class="track" x="0" y="3" width="{WIDTH}" height="10" rx="5" fill="{LIGHT["track"]}"/>')
    length = max(score * WIDTH / 100, 2)
    colour = band_colours(bands)[step]
    parts.append(
        f'<rect class="b{step} fill" x="0.5" y="3.5" width="{length:.1f}" height="9" rx="4.5" fill="{colour}" stroke="{LIGHT["edge"]}"/>'
    )
    if low is not None and high is not None and math.isfinite(low) and math.isfinite(high):
        left, right = low * WIDTH / 100, high * WIDTH / 100
        path = f"M{left:.1f} 8H{right:.1f}M{left:.1f} 2V14M{right:.1f} 2V14"
        parts.append(f'<path class="halo" d="{path}" stroke="{LIGHT["card"]}" stroke-width="5" fill="none"/>')
        parts.append(f'<path class="whisker" d="{path}" stroke="{LIGHT["ink"]}" stroke-width="2" fill="none"/>')
    return "".join([*parts, "</svg>"])

"""Bars from zero: a score on the fixed axis 0-100 with its interval and, apart from it, its range; a share of a whole."""

from __future__ import annotations

import math

from tejido.figures.palette import LIGHT, band_colours

WIDTH, HEIGHT, RANGED = 300, 16, 24
"""Units of the view box; a bar with a range of methods is higher, since that has a line of its own."""

Ends = tuple[float, float]


def bar_svg(
    score: float | None, step: int, interval: Ends | None = None, ways: Ends | None = None, bands: int = 6
) -> str:
    """A bar from zero, `step` naming its band (0 lowest); without a score, an empty track with a dashed edge.

    The `interval` of the sample is a whisker on the bar; the range over other `ways` of counting is a dotted line under it,
    so that nobody takes one for the other. The picture is hidden from screen readers: the figures stand beside it in words.
    """
    height = HEIGHT if ways is None else RANGED
    css = "bar" if ways is None else "bar ranged"
    parts = [
        f'<svg class="{css}" viewBox="0 0 {WIDTH} {height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
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
    if interval is not None:
        left, right = (end * WIDTH / 100 for end in interval)
        path = f"M{left:.1f} 8H{right:.1f}M{left:.1f} 2V14M{right:.1f} 2V14"
        parts.append(f'<path class="halo" d="{path}" stroke="{LIGHT["card"]}" stroke-width="5" fill="none"/>')
        parts.append(f'<path class="whisker" d="{path}" stroke="{LIGHT["ink"]}" stroke-width="2" fill="none"/>')
    if ways is not None:
        left, right = (end * WIDTH / 100 for end in ways)
        dots = f'stroke="{LIGHT["muted"]}" stroke-width="3" stroke-dasharray="3 3" fill="none"'
        parts.append(f'<path class="ways" d="M{left:.1f} 20H{right:.1f}" {dots}/>')
    return "".join([*parts, "</svg>"])


def share_svg(share: float) -> str:
    """A share (0-1) of a whole as a bar of its length; hidden from screen readers, as the words beside it say the same."""
    length = min(max(share, 0.0), 1.0) * WIDTH
    return (
        f'<svg class="bar share" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="track" x="0" y="3" width="{WIDTH}" height="10" fill="{LIGHT["track"]}"/>'
        f'<rect class="part" x="0" y="3" width="{length:.1f}" height="10" fill="{LIGHT["muted"]}"/></svg>'
    )

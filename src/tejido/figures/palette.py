"""The design tokens, once: colours in light and dark. The style sheet takes them from `css`, the pictures from here."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "ink": "#1d1a26",
    "muted": "#5f5a6b",
    "line": "#e6e1ea",
    "edge": "#86808f",
    "paper": "#faf8f5",
    "card": "#ffffff",
    "water": "#e9eef2",
    "land": "#f3f0ea",
    "river": "#c5dae7",
    "alike": "#a8a2af",
    "street": "#ffffff",
    "street-rim": "#9a93a3",
    "track": "#eee9f1",
    "accent": "#5b2a86",
    "on-accent": "#ffffff",
    "tint": "#f3edf8",
    "focus": "#0b63ce",
    "host": "#1f6f78",
    "rm": "#c2502f",
    "empty": "#d5d2d9",
    "notice": "#fdf3d7",
    "seam": "#ffffff",
}

DARK: Mapping[str, str] = {
    "ink": "#f3f0f7",
    "muted": "#b5aec2",
    "line": "#3a3546",
    "edge": "#857d95",
    "paper": "#15121c",
    "card": "#1e1a28",
    "water": "#10151b",
    "land": "#1a1722",
    "river": "#24405a",
    "alike": "#6f687b",
    "street": "#4a4456",
    "street-rim": "#0f0c15",
    "track": "#332e3f",
    "accent": "#cda6f2",
    "on-accent": "#1d1a26",
    "tint": "#2d2440",
    "focus": "#7db6ff",
    "host": "#6cc3cd",
    "rm": "#f08b68",
    "empty": "#4a4653",
    "notice": "#3a3114",
    "seam": "#10151b",
}

BANDS: Mapping[str, tuple[str, ...]] = {
    "light": ("#3b0f58", "#8c2981", "#d3436e", "#f7775d", "#ffbb6d", "#faf3b5"),
    "dark": ("#fceec2", "#ffbc7e", "#f7765b", "#d3436e", "#a14a8f", "#6a288e"),
}
"""Six steps from the lowest to the highest band. The dark theme turns lightness round, so that what is low stands out in
both; the order is that of UN-Habitat's marker and is told apart by readers who do not see all colours."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "light": ("#e3f4ef", "#abced5", "#6aa9b1", "#33808a", "#0f4f58", "#06262c"),
    "dark": ("#173339", "#275660", "#3c7e88", "#62a5af", "#96cfd6", "#ecfbfc"),
}
"""Six steps from small to large for a figure in its own unit, in another hue than scores: here dark is not bad. Maps whose classes
are made from the figures take the first five (`ramp_steps`)."""

CONTEXT: Mapping[str, tuple[str, ...]] = {
    "light": ("#f3ead6", "#dcc79d", "#b89c66", "#8a6d3b", "#54401d", "#2a1d08"),
    "dark": ("#352c1b", "#5a492c", "#806840", "#a98d61", "#d1bc93", "#f8f1e2"),
}
"""Six steps from small to large for a figure of which neither end is better: of no hue that says good or bad."""

GAPS: Mapping[str, tuple[str, ...]] = {
    "light": ("#1f6f78", "#6aa5ac", "#b3d6da", "#f4c9b2", "#dd8a66", "#b5451f"),
    "dark": ("#8fe0ea", "#4d9aa4", "#22545b", "#6b3422", "#b8623f", "#ffb292"),
}
"""Six steps of a difference between two groups, three on each side of zero, in the colours of the groups: the hue says in which
group the figure is larger, the distance from the middle how much."""

CLASSES = ("#423d88", "#96c6ed", "#bb7c3c", "#efdc9a", "#8660a3", "#a5b48a", "#8a8893")
"""Classes without an order (routes, intentions, a status) on white; every two of them can be told apart by readers who do not see
all colours. None is the colour of a group; the last, grey, is for what is left over."""

LINES = (CLASSES[0], CLASSES[2], CLASSES[4], LIGHT["ink"], CLASSES[6])
"""Those that are dark enough for a line, with the ink."""

_RAMPS = {"value": VALUES, "context": CONTEXT, "gap": GAPS}


def band_colours(count: int, theme: str = "light") -> list[str]:
    """Colours for `count` bands from low to high: the six of the scale, or as many as asked for, spread over it.

    Raises:
        ValueError: more bands than colours that can be told apart.
    """
    scale = BANDS[theme]
    if count > len(scale):
        raise ValueError(f"{count} bands, but only {len(scale)} colours can be told apart")
    if count == 1:
        return [scale[-1]]
    return [scale[round(step * (len(scale) - 1) / (count - 1))] for step in range(count)]


def ramp_steps(count: int) -> list[int]:
    """Which steps of `VALUES` or `CONTEXT` so many classes get: spread over the first five, the middle one where there is but one;
    six classes get all.

    Raises:
        ValueError: no class, or more than there are steps.
    """
    most = len(VALUES["light"])
    if not 1 <= count <= most:
        raise ValueError(f"{count} classes, but between 1 and {most} can be told apart")
    last = max(count - 1, most - 2)
    return [most // 2 - 1] if count == 1 else [round(place * last / (count - 1)) for place in range(count)]


def css(bands: int = 6) -> str:
    """The tokens as CSS custom properties, light by default and dark where the reader's system asks for it."""
    light, dark = (_properties(tokens, theme, bands) for tokens, theme in ((LIGHT, "light"), (DARK, "dark")))
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
        + "".join(
            f".b{step} {{ fill: var(--band-{step}); background-color: var(--band-{step}); }}\n" for step in range(bands)
        )
        + "".join(
            f".{name[0]}{step} {{ fill: var(--{name}-{step}); background-color: var(--{name}-{step}); }}\n"
            for name, ramp in _RAMPS.items()
            for step in range(len(ramp["light"]))
        )
    )


def _properties(tokens: Mapping[str, str], theme: str, bands: int) -> str:
    named = dict(tokens)
    named |= {f"band-{step}": colour for step, colour in enumerate(band_colours(bands, theme))}
    for name, ramp in _RAMPS.items():
        named |= {f"{name}-{step}": colour for step, colour in enumerate(ramp[theme])}
    return "".join(f"  --{name}: {colour};\n" for name, colour in named.items())

"""Charts and map pictures, drawn once from tables, in every language.

In: geometry, scores and counts that are already public, the bands of a catalogue, a language. Out: SVG text that stands in
a page or a report by itself (`map_svg`, `bar_svg`, `dumbbell_svg`), the classes and legends behind it (`by_band`, `by_value`), and the
design tokens as CSS (`palette.css`). Colours are written as light-theme values and carry a class, so that a style sheet can turn the theme.
"""

from tejido.figures.bars import bar_svg, share_svg
from tejido.figures.classes import NO_DATA, PROTECTED, WEAK, Classed, Entry, by_band, by_value
from tejido.figures.dumbbell import Side, axis_end, dumbbell_svg, sign_svg
from tejido.figures.mapfile import map_file
from tejido.figures.mapsvg import Ground, Picture, Terrain, draw, ground, map_svg, thin

__all__ = [
    "NO_DATA",
    "PROTECTED",
    "WEAK",
    "Classed",
    "Entry",
    "Ground",
    "Picture",
    "Side",
    "Terrain",
    "axis_end",
    "bar_svg",
    "by_band",
    "by_value",
    "draw",
    "dumbbell_svg",
    "ground",
    "map_file",
    "map_svg",
    "share_svg",
    "sign_svg",
    "thin",
]

"""Charts and map pictures, drawn once from tables, in every language.

In: geometry, scores and counts that are already public, the bands of a catalogue, a language. Out: SVG text that stands in
a page or a report by itself (`map_svg`, `bar_svg`, `dumbbell_svg`), the classes and legends behind it (`by_band`, `by_value`), and the
design tokens as CSS (`palette.css`). For print there are whole files, drawn alike by browser, Typst and rasteriser: `dumbbells`,
`score_bars`, `lost`, `pyramid`, `stacked`, `lines`, maps (`plate`) and key figures (`slide`). Colours are written as light-theme
values; what stands in pages carries a class, so that a style sheet can turn the theme.
"""

from tejido.figures.bars import bar_svg, share_svg
from tejido.figures.chart_dumbbells import Known, Pair, dumbbells
from tejido.figures.chart_lines import Series, lines
from tejido.figures.chart_pyramid import Sex, pyramid
from tejido.figures.chart_scores import Loss, Score, lost, score_bars
from tejido.figures.chart_slide import slide
from tejido.figures.chart_stacked import Share, Stack, stacked
from tejido.figures.classes import NO_DATA, PROTECTED, WEAK, Classed, Entry, by_band, by_value
from tejido.figures.dumbbell import Side, axis_end, dumbbell_svg, sign_svg
from tejido.figures.mapfile import map_file
from tejido.figures.mapsvg import Ground, Picture, Terrain, draw, ground, map_svg, thin
from tejido.figures.plate import plate

__all__ = [
    "NO_DATA",
    "PROTECTED",
    "WEAK",
    "Classed",
    "Entry",
    "Ground",
    "Known",
    "Loss",
    "Pair",
    "Picture",
    "Score",
    "Series",
    "Sex",
    "Share",
    "Side",
    "Stack",
    "Terrain",
    "axis_end",
    "bar_svg",
    "by_band",
    "by_value",
    "draw",
    "dumbbell_svg",
    "dumbbells",
    "ground",
    "lines",
    "lost",
    "map_file",
    "map_svg",
    "plate",
    "pyramid",
    "score_bars",
    "share_svg",
    "sign_svg",
    "slide",
    "stacked",
    "thin",
]

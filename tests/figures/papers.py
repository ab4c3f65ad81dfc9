"""One sample of each chart of the report, with long Spanish names, and how its words are read back with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import shapely

from tejido.figures import NO_DATA, PROTECTED, WEAK
from tejido.figures.chart_dumbbells import Known, Pair, dumbbells
from tejido.figures.chart_lines import Series, lines
from tejido.figures.chart_pyramid import Sex, pyramid
from tejido.figures.chart_scores import Loss, Score, lost, score_bars
from tejido.figures.chart_slide import slide
from tejido.figures.chart_stacked import Share, Stack, stacked
from tejido.figures.chart_text import text_width
from tejido.figures.palette import band_colours
from tejido.figures.plate import plate

SVG = "{http://www.w3.org/2000/svg}"
PER_CENT = ((0.0, "0 %"), (50.0, "50 %"), (100.0, "100 %"))
GROUPS = ("Personas refugiadas y migrantes", "Comunidad de acogida")
LONG = "Hogares con inseguridad alimentaria moderada o grave"


@dataclass(frozen=True)
class Said:
    """A line of words in a picture: its ends and its baseline in the units of the outermost picture, and the size of its letters."""

    words: str
    left: float
    right: float
    y: float
    size: float


def read(svg: str) -> list[Said]:
    """Every line of words of a picture."""
    return list(_said(ElementTree.fromstring(svg), (0.0, 0.0, 1.0), {}))


def texts(svg: str) -> list[str]:
    """Every text of a picture, its lines joined."""
    return [" ".join("".join(one.itertext()).split()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _said(node: ElementTree.Element, place: tuple[float, float, float], style: dict[str, str]) -> Iterator[Said]:
    style = style | {
        name: node.attrib[name] for name in ("font-size", "font-weight", "text-anchor") if name in node.attrib
    }
    x, y, scale = place
    if moved := re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\).*", node.get("transform", "")):
        x, y = x + float(moved[1]) * scale, y + float(moved[2]) * scale
    if node.tag == f"{SVG}svg":
        _, _, wide, high = (float(one) for one in node.attrib["viewBox"].split())
        room = float(node.attrib["width"]), float(node.attrib["height"])
        factor = min(room[0] / wide, room[1] / high)
        x += (float(node.get("x", "0")) + (room[0] - wide * factor) / 2) * scale
        y += (float(node.get("y", "0")) + (room[1] - high * factor) / 2) * scale
        scale *= factor
    if node.tag in (f"{SVG}text", f"{SVG}tspan") and node.text and node.text.strip():
        size = float(style["font-size"])
        wide = text_width(node.text, size, style.get("font-weight") == "600") * scale
        left = x + float(node.attrib["x"]) * scale
        left -= {"start": 0.0, "middle": wide / 2, "end": wide}[style.get("text-anchor", "start")]
        yield Said(node.text, left, left + wide, y + float(node.attrib["y"]) * scale, size * scale)
    for child in node:
        yield from _said(child, (x, y, scale), style)


def shares(*values: float | None) -> list[Share | None]:
    """Shares written with one decimal."""
    return [None if one is None else Share(one, f"{one:.1f} %".replace(".", ",")) for one in values]


def a_plate(*, half: bool, turned: bool = False) -> str:
    """A map of four squares with every sign; `turned`, the same in another order."""
    cells = gpd.GeoDataFrame(
        {"unit": list("abcd")},
        geometry=[shapely.box(x, 0, x + 0.01, 0.02) for x in (0, 0.01, 0.02, 0.03)],
        crs="EPSG:4326",
    )
    legend = [(5, "muy sólido, 80 o más"), (WEAK, "pocas respuestas"), (PROTECTED, "muy pocas personas para mostrarlo"),
              (NO_DATA, "sin datos suficientes")]  # fmt: skip
    steps = pd.Series([5, WEAK, PROTECTED, NO_DATA], index=list("abcd"))
    names = pd.DataFrame({"name": ["Las Madejas"], "x": [0.02], "y": [0.01]})
    if turned:
        cells, steps = cells.iloc[::-1], steps.sample(frac=1, random_state=1)
    return plate(cells, steps, band_colours(6), legend, heading=LONG, source="Fuente: ciudad sintética", half=half,
                 labels=names)  # fmt: skip


@cache
def samples() -> dict[str, str]:
    """Every chart once, by name."""
    rows = [
        Pair(LONG, Known(62.5, "62,5 %", 55, 70), Known(37.5, "37,5 %", 33, 42), True, "25 puntos más"),
        Pair("Vivienda propia", Known(0, "0,0 %", 0, 4, weak=True), Known(100, "100,0 %", 96, 100), False, "no se puede mostrar una diferencia"),
        Pair("Contrato", Known(51, "51,0 %", 40, 62), Known(50, "50,0 %", 40, 60), False, "parecidos"),
        Pair("Empleo", "no se muestra: muy pocas personas", Known(55, "55,0 %"), False),
        Pair("Tiempo hasta el centro de salud", Known(32, "32 min"), Known(24, "24 min"), True, ticks=((0, "0"), (40, "40 min"))),
    ]  # fmt: skip
    two = dumbbells(
        rows,
        GROUPS,
        PER_CENT,
        counted="Por ciento de los hogares",
        weak="pocas respuestas",
        alike="no se puede mostrar una diferencia",
    )
    scores = [
        Score("Marcador de inclusión urbana", 0, 58, "58", 3, "medianamente sólido", 54, 63),
        Score(
            "Acceso a servicios de salud y a la protección social",
            2,
            reason="se midieron 2 de 6 indicadores, menos de la mitad",
        ),
    ]
    women = Sex("Mujeres", [6, 4, None], [3, 3, None])
    return {
        "dumbbells": two,
        "scores": score_bars(scores, counted="Puntos de 0 a 100"),
        "lost": lost([Loss(LONG, 6.4, "6,4 puntos", "Inclusión socioeconómica")], ((0, "0"), (8, "8")), counted="Puntos"),
        "pyramid": pyramid(women, Sex("Hombres", [8, 3, 2], [4, 3, 2]), ["0–14", "15–64", "65 y más"], GROUPS,
                           ((0, "0 %"), (8, "8 %")), counted="Por ciento del grupo", withheld="no se muestra"),
        "stacked": stacked([Stack(GROUPS[0], shares(50, 45, 1, 1.5, 2.5)), Stack(GROUPS[1], shares(60, None, 20, 1, 2), "412 personas"),
                            Stack("Personas retornadas", "muy pocas respuestas")],
                           ["Quedarse", "Volver", "Otra ciudad", "Otro país", "No sabe"], withheld="oculto"),
        "lines": lines([Series("Personas refugiadas", [10, None, 20], "20 mil"),
                        Series("Otras personas que necesitan protección internacional", [None, 19, 19], "19 mil"),
                        Series("Solicitantes de asilo", [5, 6, None], "6 mil (2023)")],
                       ["2022", "2023", "2024"], ((0, "0 mil"), (20, "20\u00a0000")), counted="Personas"),
        "plate": a_plate(half=False),
        "half plate": a_plate(half=True),
        "slide": slide(two, "¿Comer está asegurado?", "62,4 %", f"{LONG}: 25 puntos más.", "Fuente: encuesta", "sintético"),
    }  # fmt: skip

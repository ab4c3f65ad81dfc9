"""What holds for every chart of the report."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from tejido.figures.chart import size_of
from tejido.figures.plate import plate
from tests.figures.papers import GROUPS, LONG, a_plate, read, samples, texts

NAMES = ["dumbbells", "scores", "lost", "pyramid", "stacked", "lines", "plate", "half plate", "slide"]
EIGHT_POINTS = 8 / (16 / 2.54 * 72 / 720)
"""In units of a picture that is 720 wide and printed over 16 cm: 12.7."""


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_a_whole_svg_file_that_rests_on_nothing_outside(name: str):
    svg = samples()[name]
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    for foreign in ("var(--", "foreignObject", "<script", "<image", "@import", "currentColor"):
        assert foreign not in svg
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', svg))


@pytest.mark.parametrize("name", NAMES)
def test_no_word_lies_beyond_the_picture(name: str):
    root = ElementTree.fromstring(samples()[name])
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    for said in read(samples()[name]):
        assert -0.1 <= said.left <= said.right <= wide + 0.1, said
        assert said.size * 0.8 <= said.y + 0.1, said
        assert said.y + said.size * 0.22 <= high + 0.1, said


@pytest.mark.parametrize("name", NAMES)
def test_no_two_words_cover_each_other(name: str):
    said = read(samples()[name])
    for place, one in enumerate(said):
        for other in said[place + 1 :]:
            apart = one.right <= other.left or other.right <= one.left
            # Letters reach from 0.72 of their size above the line to 0.22 below it.
            over, under = (one, other) if one.y <= other.y else (other, one)
            assert apart or over.y + 0.22 * over.size <= under.y - 0.72 * under.size + 0.8, (one, other)


@pytest.mark.parametrize("name", NAMES[:-1])
def test_letters_have_eight_points_in_print(name: str):
    # The signs of scale and north on a map are not read as text: 12 units, 7.6 points.
    smallest = min(said.size for said in read(samples()[name]) if said.words not in ("N", "1 km", "500 m"))
    assert smallest >= EIGHT_POINTS


@pytest.mark.parametrize(("name", "labels"), [
    ("dumbbells", [LONG, "Vivienda propia", "62,5 %", "37,5 %", "0,0 %", "100,0 %", "25 puntos más", *GROUPS, "pocas respuestas",
                   "no se muestra: muy pocas personas", "51,0 %", "40 min", "50 %", "Por ciento de los hogares"]),
    ("scores", ["Marcador de inclusión urbana", "58", "medianamente sólido", "se midieron 2 de 6 indicadores, menos de la mitad"]),
    ("lost", [LONG, "6,4 puntos", "Inclusión socioeconómica", "Puntos"]),
    ("pyramid", ["Mujeres", "Hombres", "0–14", "15–64", "65 y más", *GROUPS, "no se muestra", "Por ciento del grupo"]),
    ("stacked", ["50,0 %", "45,0 %", "1,0 %", "1,5 %", "2,5 %", *GROUPS, "412 personas", "muy pocas respuestas", "Quedarse", "oculto"]),
    ("lines", ["Personas refugiadas", "20 mil", "6 mil (2023)", "2022", "2023", "2024", "20 000", "Personas"]),
    ("plate", [LONG, "muy sólido, 80 o más", "pocas respuestas", "muy pocas personas para mostrarlo", "sin datos suficientes",
               "Las Madejas", "Fuente: ciudad sintética", "N"]),
    ("slide", ["¿Comer está asegurado?", "62,4 %", f"{LONG}: 25 puntos más.", "Fuente: encuesta", "sintético", LONG]),
])  # fmt: skip
def test_every_label_stands_in_the_picture_as_one_text(name: str, labels: list[str]):
    found = Counter(texts(samples()[name]))
    # "1,0 %" is a share of both groups of the sample.
    assert {label: found[label] for label in labels} == {label: 2 if label == "1,0 %" else 1 for label in labels}


@pytest.mark.parametrize("high", [0.005, 0.02, 0.2])
def test_a_low_map_has_the_width_of_half_a_text_and_leaves_its_page_room_whatever_the_shape_of_the_city(high: float):
    city = gpd.GeoDataFrame({"unit": ["a"]}, geometry=[shapely.box(0, 0, 0.04, high)], crs="EPSG:4326")
    svg = plate(city, pd.Series([0], index=["a"]), ["#336699"], [(0, "una")], half=True, low=True)
    wide, tall = size_of(svg)
    # 351 units are 7.8 cm, so that 250 are 5.6 cm: a map of 210 and the one line of its legend.
    assert wide == 351
    assert tall <= 250


def test_the_order_in_which_units_come_changes_no_byte_of_a_map():
    assert a_plate(half=False, turned=True) == a_plate(half=False)

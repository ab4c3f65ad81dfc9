"""Bars and maps as SVG."""

from __future__ import annotations

import gzip
import math
import re
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tejido.figures import NO_DATA, Side, axis_end, bar_svg, dumbbell_svg, ground, map_svg, share_svg, thin

SVG = "{http://www.w3.org/2000/svg}"


def squares(columns: int, rows: int, size: float = 0.01) -> gpd.GeoDataFrame:
    """A block of squares near the equator, named r0c0, r0c1 ..."""
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    shapes = [shapely.box(c * size, r * size, (c + 1) * size, (r + 1) * size) for r, c in cells]
    return gpd.GeoDataFrame({"unit": [f"r{r}c{c}" for r, c in cells]}, geometry=shapes, crs="EPSG:4326")


def drawn(frame: gpd.GeoDataFrame, steps: list[int], **more: object) -> ElementTree.Element:
    """The map of these classes, parsed."""
    text = map_svg(frame, pd.Series(steps, index=frame["unit"]), title="T", description="D", **more)  # type: ignore[arg-type]
    return ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


def classes(picture: ElementTree.Element) -> dict[str, str]:
    """Path by class of the units."""
    return {path.attrib["class"]: path.attrib["d"] for path in picture.findall(f"{SVG}g[@class='units']/{SVG}path")}


def area(path: str) -> float:
    """Area of the closed rings of a path of M and relative l, by the shoelace formula."""
    total = 0.0
    for ring in re.findall(r"M([^z]*)z", path):
        start, moves = ring.split("l")
        numbers = [float(x) for x in re.findall(r"-?\d*\.?\d+", moves)]
        points = np.cumsum([[float(x) for x in start.split()], *zip(numbers[::2], numbers[1::2], strict=True)], axis=0)
        x, y = points[:, 0], points[:, 1]
        total += float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    return abs(total)


def test_there_is_one_path_per_class_and_its_area_is_that_of_its_units():
    # 4 x 2 squares fill a view box of 720 less 14 on each side: a square is 173 wide.
    paths = classes(drawn(squares(4, 2), [0, 0, 0, 5, 5, 5, 5, NO_DATA]))
    assert set(paths) == {"b0", "b5", "s-none"}
    assert area(paths["b0"]) == pytest.approx(3 * 173**2, rel=0.005)
    assert area(paths["b5"]) == pytest.approx(4 * 173**2, rel=0.005)


def test_one_ground_painted_twice_draws_the_same_outlines_in_other_colours():
    frame = squares(3, 1)
    made = ground(frame)
    steps = pd.Series([0, 1, 1], index=frame["unit"])
    first = made.paint(steps, ["#111111", "#222222"]).svg("T", "D")
    other = made.paint(steps, ["#333333", "#444444"], "c").svg("T", "D")
    assert 'class="c1" fill="#444444"' in other
    again = other.replace("#333333", "#111111").replace("#444444", "#222222").replace('class="c', 'class="b')
    assert again == first


def test_a_unit_without_a_class_is_drawn_as_no_data():
    frame = squares(2, 1)
    text = map_svg(frame, pd.Series([3], index=["r0c0"]), title="T", description="D")
    assert 'class="b3"' in text
    assert 'class="s-none"' in text


def test_the_picture_tells_its_title_and_description_and_escapes_them():
    frame = squares(2, 1)
    text = map_svg(frame, pd.Series([1, 2], index=frame["unit"]), title="Agua <b>", description='5 & "6"', ident="m")
    assert 'role="img"' in text
    assert 'aria-labelledby="m-t m-d"' in text
    assert '<title id="m-t">Agua &lt;b&gt;</title>' in text
    assert '<desc id="m-d">5 &amp; &quot;6&quot;</desc>' in text


def test_names_that_would_collide_are_left_out_the_first_stays():
    names = pd.DataFrame(
        {"name": ["Centro", "Centrito", "Lejos"], "x": [0.02, 0.0201, 0.07], "y": [0.02, 0.0201, 0.06]}
    )
    texts = [
        one.text for one in drawn(squares(8, 8), [1] * 64, labels=names).findall(f"{SVG}g[@class='labels']/{SVG}text")
    ]
    assert texts == ["Centro", "Lejos"]


def test_the_scale_bar_is_as_long_as_it_says():
    # 8 x 0.01 degrees at the equator are 8.9 km over 692 units: 77.7 units a km; a fifth of 720 holds 1 km.
    picture = drawn(squares(8, 8), [1] * 64)
    scale = picture.find(f"{SVG}g[@class='scale']")
    assert scale is not None
    assert scale[1].text == "1 km"
    assert float(re.search(r"h([\d.]+)v-5", scale[0].attrib["d"]).group(1)) == pytest.approx(77.7, abs=0.1)  # type: ignore[union-attr]


def test_four_and_a_half_thousand_hexagons_stay_under_ninety_kilobytes_of_transfer():
    size, cells = 0.004, [(c, r) for c in range(67) for r in range(67)]
    corners = [(math.cos(math.radians(a)), math.sin(math.radians(a))) for a in range(0, 360, 60)]

    def hexagon(column: int, row: int) -> shapely.Polygon:
        x, y = column * 1.5 * size, (row + 0.5 * (column % 2)) * math.sqrt(3) * size
        return shapely.Polygon([(round(x + a * size, 7), round(y + b * size, 7)) for a, b in corners])

    frame = gpd.GeoDataFrame(
        {"unit": [f"{c:02d}{r:02d}" for c, r in cells]}, geometry=[hexagon(*one) for one in cells], crs="EPSG:4326"
    )
    noise = np.random.default_rng(1).normal(0, 0.7, len(cells))
    waves = [2.5 + 2.5 * math.sin(c / 9) * math.cos(r / 9) for c, r in cells]
    steps = pd.Series(np.clip(np.round(waves + noise), 0, 5).astype(int), index=frame["unit"])
    assert len(gzip.compress(map_svg(frame, steps, title="T", description="D").encode())) < 90_000


def test_thinning_loses_no_unit_however_small():
    shapes = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 10.01, 0.01)])
    assert not shapely.is_empty(thin(shapes, 1.0)).any()


def test_a_bar_is_as_long_as_its_score_on_a_fixed_axis():
    bar = ElementTree.fromstring(bar_svg(50.0, 2))
    assert bar.attrib["viewBox"].split()[2] == "300"
    assert [rect.attrib["width"] for rect in bar.findall("rect")] == ["300", "150.0"]


def test_an_interval_is_drawn_where_it_is_known_and_only_there():
    assert "whisker" not in bar_svg(50.0, 2)
    # 40 and 60 of 100 on an axis of 300.
    assert 'd="M120.0 8H180.0M120.0 2V14M180.0 2V14"' in bar_svg(50.0, 2, (40.0, 60.0))


def test_the_range_of_methods_is_a_mark_of_its_own_under_the_bar():
    both = bar_svg(50.0, 2, (40.0, 60.0), (30.0, 70.0))
    # 30 and 70 of 100 on an axis of 300, below the bar, which ends at 13.
    assert 'class="ways" d="M90.0 20H210.0"' in both
    assert "whisker" not in bar_svg(50.0, 2, ways=(30.0, 70.0))
    assert "ways" not in bar_svg(50.0, 2, (40.0, 60.0))


def test_a_share_is_as_long_as_it_says_and_never_longer_than_the_whole():
    widths = {
        share: ElementTree.fromstring(share_svg(share)).findall("rect")[1].attrib["width"]
        for share in (0.25, 1.04, -0.01)
    }
    assert widths == {0.25: "75.0", 1.04: "300.0", -0.01: "0.0"}


def test_an_axis_ends_at_a_round_number_and_a_percentage_at_a_hundred():
    assert [axis_end(largest, False) for largest in (0.97, 1.3, 2.08, 10, 612, 0)] == [1, 2, 5, 10, 1000, 1]
    assert [axis_end(largest, True) for largest in (15.5, 72.7, 100.0)] == [20, 100, 100]


def test_the_signs_of_two_groups_stand_where_their_figures_are():
    picture = ElementTree.fromstring(dumbbell_svg(Side(10.0, 5.0, 15.0), Side(20.0), 20.0, ("0", "20")))
    # The axis takes 96 % of the width: 10 of 20 lie at 2 + 48, 20 of 20 at 98; 5 and 15 at 26 and 74.
    places = {sign.attrib["class"]: sign.attrib["x"] for sign in picture.findall("svg")}
    assert places == {"of-rm": "50.00%", "of-host": "98.00%"}
    groups = picture.findall("g")
    assert [group.attrib["class"] for group in groups] == ["of-rm"]
    line = groups[0][0]
    assert (line.attrib["x1"], line.attrib["x2"]) == ("26.00%", "74.00%")
    # Two shapes, not only two colours.
    assert picture.find("svg[@class='of-rm']/path") is not None
    assert picture.find("svg[@class='of-host']/circle") is not None


def test_without_a_score_the_track_is_empty_and_not_a_zero():
    for nothing in (None, math.nan):
        assert 'class="track none"' in bar_svg(nothing, 0)
        assert "b0" not in bar_svg(nothing, 0)

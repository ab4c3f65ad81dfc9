"""Where charts draw what: places computed by hand, and what never happens whatever the figures are."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.figures.chart import Scale
from tejido.figures.chart_dumbbells import Known, Pair, dumbbells
from tejido.figures.chart_lines import Series, lines
from tejido.figures.chart_pyramid import Sex, pyramid
from tejido.figures.chart_scores import Loss, Score, lost, score_bars
from tejido.figures.chart_stacked import Stack, spread, stacked
from tejido.figures.palette import CLASSES, LIGHT, VALUES
from tests.figures.papers import GROUPS, PER_CENT, SVG, read, shares

TICKS = ((0.0, "0"), (10.0, "10"))
FIGURES = st.floats(0, 100, allow_subnormal=False)


def row(one: Known | str, against: Known | str, shown: bool = True) -> str:
    """Dumbbells of one row."""
    return dumbbells([Pair("Empleo", one, against, shown)], GROUPS, PER_CENT, weak="pocas respuestas")


def signs(svg: str) -> list[str]:
    """The signs of the row, without those of the legend."""
    return re.findall(r'<g class="sign"[^>]*>', svg)[-2:]


def boxes(svg: str, css: str) -> list[tuple[float, float]]:
    """Left end and width of the boxes of a class."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [(float(one.attrib["x"]), float(one.attrib["width"])) for one in found if one.get("class") == css]


def test_a_sign_stands_at_its_figure_and_its_whisker_at_both_ends():
    # The axis 0-100 lies from 216 to 552: 25 at 216 + 84 = 300, 75 at 468, 50 at 384, 37.5 at 342.
    svg = row(Known(25, "25 %"), Known(75, "75 %", 50, 100))
    assert [one.split("(")[1].split()[0] for one in signs(svg)] == ["300", "468"]
    assert re.findall(r'class="whisker" d="M([\d.]+) [\d.]+H([\d.]+)', svg) == [("384", "552")]
    assert boxes(svg, "gap") == [(300, 168)]


def test_where_no_difference_can_be_shown_both_signs_are_grey_and_no_gap_is_drawn():
    svg = row(Known(25, "25 %"), Known(75, "75 %"), shown=False)
    assert all(f'fill="{LIGHT["muted"]}"' in one for one in signs(svg))
    assert boxes(svg, "gap") == []


def test_a_figure_from_few_answers_has_a_hollow_sign_and_keeps_the_colour_of_its_group():
    svg = row(Known(25, "25 %", weak=True), Known(75, "75 %"))
    weak, strong = signs(svg)
    assert f'fill="{LIGHT["card"]}"' in weak
    assert f'fill="{LIGHT["host"]}"' in strong
    assert svg.count(f'stroke="{LIGHT["rm"]}" stroke-width="2.2"') == 2


def test_a_withheld_figure_has_no_sign_and_the_other_keeps_its_own():
    svg = row("muy pocas personas", Known(75, "75 %"))
    assert svg.count('class="sign"') == 3
    assert f'fill="{LIGHT["host"]}"' in signs(svg)[-1]


def test_a_score_is_as_long_as_it_says_and_none_is_no_bar():
    # 0-100 lie on 300 units from 248: 50 is 150 long.
    svg = score_bars([Score("Marcador", 0, 50, "50", 2), Score("Salud", 1, reason="sin datos")])
    assert boxes(svg, "score") == [(248, 150)]
    assert boxes(svg, "none") == [(248, 300)]


def test_twice_the_points_lost_are_twice_as_long():
    (_, one), (_, two) = boxes(lost([Loss("a", 2.5, "2,5"), Loss("b", 5, "5,0")], TICKS), "lost")
    assert two == pytest.approx(2 * one, abs=0.11)


def test_both_sides_of_a_pyramid_have_one_scale_and_grow_outwards():
    left, right = Sex("Mujeres", [5, 10], [0, 0]), Sex("Hombres", [5, 10], [0, 0])
    young_women, women, young_men, men = boxes(pyramid(left, right, ["0–14", "15 y más"], GROUPS, TICKS), "filled")
    assert (women[0], men[0] + men[1]) == (14, 720 - 14)
    assert women[1] == men[1] == pytest.approx(2 * young_women[1], abs=0.11)
    assert women[0] + women[1] == young_women[0] + young_women[1]
    assert young_men[0] == men[0]


def test_the_outline_of_a_pyramid_is_open_where_a_figure_is_withheld():
    side = Sex("Mujeres", [1, 1, 1], [5, None, 5])
    whole = Sex("Hombres", [1, 1, 1], [5, 5, 5])
    svg = pyramid(side, whole, ["a", "b", "c"], GROUPS, TICKS, withheld="no se muestra")
    women, men = re.findall(r'class="outlined" d="([^"]*)" fill="none" stroke-linejoin="round" stroke="#1f6f78"', svg)[
        -2:
    ]
    assert (women.count("M"), men.count("M")) == (2, 1)
    assert len(boxes(svg, "withheld")) == 1


def test_the_parts_of_a_bar_are_their_per_cent_of_720_and_the_withheld_rest_is_dashed():
    # 25 % of 720 are 180, 50 % are 360; 25 % are withheld.
    svg = stacked([Stack("a", shares(25, None, 50))], ["x", "y", "z"], withheld="oculto")
    assert boxes(svg, "share") == [(0, 180), (180, 360)]
    assert boxes(svg, "withheld") == [(541, 178.5)]


def test_a_missing_year_is_a_gap_and_never_a_zero():
    svg = lines([Series("a", [1, 2, None, 4, 5, None], "5")], list("ABCDEF"), TICKS)
    path = re.search(r'class="series" d="([^"]*)"', svg)
    assert path is not None
    assert (path[1].count("M"), path[1].count("L")) == (2, 2)
    assert svg.count('class="point"') == 4 + 1


def test_from_the_last_year_alone_a_leader_goes_to_the_name():
    for values, leaders in (([1, 2, 3], 1), ([1, 2, None], 0)):
        svg = lines([Series("a", values, "x")], list("ABC"), TICKS)
        assert svg.count('stroke-dasharray="2 3"') == leaders


def test_a_year_alone_between_gaps_is_a_point_without_a_line():
    svg = lines([Series("a", [None, 2, None], "2 (B)")], list("ABC"), TICKS)
    assert 'class="series"' not in svg
    assert svg.count('class="point"') == 1 + 1


def test_ticks_that_would_touch_are_not_written_but_the_last_one_is():
    ticks = [(float(place), f"{place},0 puntos") for place in range(21)]
    written = sorted(
        (one for one in read(lost([Loss("a", 2, "2")], ticks)) if "puntos" in one.words), key=lambda one: one.left
    )
    assert written[-1].words == "20,0 puntos"
    assert 2 < len(written) < 21
    assert all(one.right < other.left for one, other in pairwise(written))


@given(FIGURES, FIGURES)
def test_a_larger_figure_never_lies_before_a_smaller_one(one: float, other: float):
    scale = Scale(PER_CENT, 216, 552)
    assert (scale(one) <= scale(other)) == (one <= other) or math.isclose(scale(one), scale(other))


@given(st.lists(st.tuples(FIGURES, st.floats(1, 12)), max_size=6))
def test_labels_that_are_spread_never_meet_nor_leave_their_room(things: list[tuple[float, float]]):
    things.sort()
    sizes = [size for _, size in things]
    placed = spread([middle for middle, _ in things], sizes, 0, 100, 3)
    edges = [(place - size / 2, place + size / 2) for place, size in zip(placed, sizes, strict=True)]
    assert all(low >= 0 - 1e-9 and high <= 100 + 1e-9 for low, high in edges)
    assert all(one[1] + 3 <= other[0] + 1e-9 for one, other in pairwise(edges))


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=7))
def test_parts_of_a_whole_fill_the_bar_side_by_side(parts: list[float]):
    values = [100 * part / sum(parts) for part in parts]
    drawn = boxes(stacked([Stack("a", shares(*values))], [f"c{place}" for place in range(len(parts))]), "share")
    assert drawn[-1][0] + drawn[-1][1] == pytest.approx(720, abs=0.2)
    assert all(one[0] + one[1] == pytest.approx(other[0], abs=0.11) for one, other in pairwise(drawn))


@pytest.mark.parametrize(("draw", "words"), [
    (lambda: row(Known(101, "101 %"), Known(1, "1 %")), "outside the axis"),
    (lambda: row(Known(math.nan, "?"), Known(1, "1 %")), "outside the axis"),
    (lambda: dumbbells([Pair("a", Known(1, "1", weak=True), Known(1, "1"), True)], GROUPS, PER_CENT), "hollow"),
    (lambda: score_bars([Score("a", 0)]), "no reason"),
    (lambda: lost([], ((1, "1"), (2, "2"))), "begin at zero"),
    (lambda: lost([Loss("a", 1, "1")], ((0, "0"),)), "two ticks"),
    (lambda: pyramid(Sex("a", [1], [1]), Sex("b", [1], []), ["x"], GROUPS, TICKS), "one figure per class"),
    (lambda: pyramid(Sex("a", [None], [1]), Sex("b", [1], [1]), ["x"], GROUPS, TICKS), "withheld"),
    (lambda: stacked([Stack("a", shares(60, 41))], ["x", "y"]), "one whole"),
    (lambda: stacked([Stack("a", shares(60))], ["x", "y"]), "one share per class"),
    (lambda: stacked([Stack("a", shares(60, None))], ["x", "y"]), "withheld"),
    (lambda: stacked([], [str(place) for place in range(8)]), "8 classes"),
    (lambda: lines([Series("a", [None], "")], ["x"], TICKS), "at least one figure"),
    (lambda: lines([Series("a", [1], "1")] * 6, ["x"], TICKS), "6 lines"),
])  # fmt: skip
def test_a_chart_that_would_tell_something_else_is_refused(draw, words: str):
    with pytest.raises(ValueError, match=words):
        draw()


def test_an_interval_beyond_the_axis_ends_there_without_a_stroke():
    svg = row(Known(90, "90 %", 80, 120), Known(50, "50 %"))
    # 80 lies at 216 + 268.8 = 484.8; the axis ends at 552.
    assert re.findall(r'class="whisker" d="M484.8 ([\d.]+)H552M484.8 [\d.]+v10"', svg)


def test_ordered_classes_take_the_ramp_from_end_to_end():
    svg = stacked([Stack("a", shares(30, 30, 40))], ["poco", "algo", "mucho"], ordered=True)
    assert re.findall(r'class="share"[^>]*fill="(#\w+)"', svg) == [
        VALUES["light"][0],
        VALUES["light"][2],
        VALUES["light"][4],
    ]
    assert re.findall(r'class="share"[^>]*fill="(#\w+)"', stacked([Stack("a", shares(30, 70))], ["x", "y"])) == [
        *CLASSES[:2]
    ]

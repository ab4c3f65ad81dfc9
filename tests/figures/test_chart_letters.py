"""Words of charts: how wide they are, where they break, and that they can be read on what they stand on."""

from __future__ import annotations

import json
import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tejido.figures.chart_stacked import Stack, stacked
from tejido.figures.chart_text import text_width, wrap
from tejido.figures.palette import CLASSES, LINES
from tests.figures.papers import LONG, shares
from tests.figures.seen import SIMULATIONS, ciede2000, lab, seen
from tests.figures.test_palette import contrast

WORDS = st.lists(st.text("aeiñómáWil—(1%)", min_size=1, max_size=12), min_size=1, max_size=8)


def test_the_width_of_a_word_is_the_sum_of_its_letters():
    # Noto Sans 400, hmtx: H 741, o 605 (o and P share a step), l 258, a 561; at 10 units. The table rounds up by at most 8.
    assert text_width("Hola", 10) == pytest.approx((741 + 605 + 258 + 561) / 100, abs=0.08)
    assert text_width("año", 10) == text_width("ano", 10)
    assert text_width("5\u00a0%", 10) == text_width("5 %", 10)


@pytest.mark.parametrize("bold", [False, True])
def test_the_widths_are_those_that_typst_sets_with_noto_sans(bold: bool):
    typst = pytest.importorskip("typst")
    from tejido.report.look import FONTS

    if not (FONTS / "NotoSans-SemiBold.ttf").exists():
        pytest.skip("the fonts of the report were not fetched (make setup)")
    words = [
        LONG,
        "Ñandú, pingüino y 1.234,5 % (¿qué?)",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "abcdefghijklmnopqrstuvwxyz 0123456789",
    ]
    asked = "".join(
        f'#metadata(measure(text(font: "Noto Sans", weight: {600 if bold else 400}, size: 100pt, kerning: false, '
        f"ligatures: false, {json.dumps(one, ensure_ascii=False)})).width.pt())<w>\n"
        for one in words
    )
    found = typst.query(f"#context [{asked}]".encode(), "<w>", field="value", font_paths=[str(FONTS)])
    for one, measured in zip(words, json.loads(found), strict=True):
        # Typst leaves out the empty rims of the first and last letter, which are under a tenth of the size.
        assert -2 <= text_width(one, 100, bold) - measured <= 0.012 * measured + 10, one


@given(WORDS, st.floats(20, 200))
def test_a_broken_text_keeps_every_letter_and_no_line_is_too_long(words: list[str], room: float):
    broken = wrap(" ".join(words), room, 14)
    assert "".join(broken).replace(" ", "") == "".join(words)
    assert all(text_width(one, 14) <= room or len(one) == 1 for one in broken)


def test_a_text_breaks_at_spaces_but_never_between_a_number_and_its_unit():
    room = text_width("hasta el 45", 14)
    assert wrap("hasta el 45\u00a0%", room, 14) == ["hasta el", "45\u00a0%"]


@pytest.mark.parametrize("eyes", list(SIMULATIONS))
@pytest.mark.parametrize("colours", [CLASSES, LINES], ids=["classes", "lines"])
def test_every_two_classes_differ_by_10_for_every_reader(colours: tuple[str, ...], eyes: str):
    found = [lab(seen(one, eyes)) for one in colours]
    assert min(ciede2000(one, other) for one, other in combinations(found, 2)) >= 10


def test_lines_stand_out_from_paper_by_3():
    assert min(contrast(one, "#ffffff") for one in LINES) >= 3


@pytest.mark.parametrize("ordered", [False, True])
def test_figures_on_a_bar_stand_out_from_their_class_by_4_5(ordered: bool):
    count = 5 if ordered else 7
    svg = stacked([Stack("a", shares(*[100 / count] * count))], [f"c{one}" for one in range(count)], ordered=ordered)
    fills = re.findall(r'class="share"[^>]*fill="(#\w+)"', svg)
    texts = re.findall(r"<text[^>]*>[\d,]+ %</text>", svg)
    inks = [(re.search(r'fill="(#\w+)"', one) or [None, "#1d1a26"])[1] for one in texts]
    assert len(fills) == len(inks) == count
    assert min(contrast(ink, fill) for ink, fill in zip(inks, fills, strict=True)) >= 4.5

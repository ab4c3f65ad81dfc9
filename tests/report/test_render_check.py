"""What no format could show is refused by all, and numbers are the same in all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tejido.errors import TejidoError
from tejido.report import look
from tejido.report.blocks import Block, Bullets, Callout, Document, Heading, Link, Paragraph
from tejido.report.images import size, width_on_paper
from tejido.report.numbering import numbered, paired, pictures
from tejido.report.render_docx import render_docx
from tejido.report.render_html import render_html
from tejido.report.render_md import render_md
from tejido.report.render_pdf import render_pdf
from tejido.report.render_slides import render_slides
from tests.report.sample import picture, sample, words

FORMATS: list[Callable[[Document], object]] = [render_pdf, render_html, render_docx, render_md, render_slides]

BROKEN: dict[str, tuple[Block, ...]] = {
    "H204": (Heading(1, "a", "same"), Heading(2, "b", "same")),
    "H205": (Paragraph((Link("there", "#nowhere"),)),),
    "H206": (replace(picture("dumb", "No words"), alt=words(" ")),),
    "H207": (Heading(1, "a", "a"), Heading(3, "c", "c")),
    "H208": (Paragraph((Link("run", "javascript:alert(1)"),)),),
}


def codes(render: Callable[[Document], object], document: Document) -> list[str]:
    with pytest.raises(TejidoError) as refused:
        render(document)
    return [one.code for one in refused.value.findings]


@pytest.mark.parametrize("render", FORMATS)
@pytest.mark.parametrize("code", BROKEN)
def test_a_document_that_somebody_could_not_follow_is_refused(render: Callable[[Document], object], code: str):
    assert codes(render, replace(sample(), summary=(), blocks=BROKEN[code])) == [code]


@pytest.mark.parametrize("svg", ["<svg", "<p/>", '<svg xmlns="http://www.w3.org/2000/svg"/>',
                                 '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 5"/>'])  # fmt: skip
def test_a_picture_without_a_view_box_is_refused(svg: str):
    broken = replace(picture("p", "P"), svg=svg)
    assert codes(render_html, replace(sample(), summary=(broken,), blocks=())) == ["H203"]


def test_without_its_font_nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(look, "FONTS", tmp_path)
    look.font.cache_clear()
    with pytest.raises(TejidoError) as refused:
        look.font("NotoSans-Regular.ttf")
    assert [one.code for one in refused.value.findings] == ["H201"]


def test_pictures_are_numbered_in_the_order_of_reading_those_in_callouts_too():
    inside = Callout("gap", "Gap", (picture("b", "B"),))
    document = numbered(replace(sample(), summary=(picture("a", "A"),), blocks=(inside, picture("c", "C"))))
    found = pictures((*document.summary, *document.blocks))
    assert [(one.anchor, one.number) for one in found] == [("a", 1), ("b", 2), ("c", 3)]
    assert numbered(document) == document


def test_only_halves_that_follow_each_other_stand_side_by_side():
    a, b, c = (picture(name, name, half=True) for name in "abc")
    full, line = picture("d", "d"), Paragraph(words("x"))
    assert list(paired((a, b, c, full))) == [(a, b), c, full]
    assert list(paired((a, line, b))) == [a, line, b]


def test_a_list_stands_beside_the_picture_that_asks_for_it_and_beside_no_other():
    half, side = picture("a", "a", half=True), replace(picture("b", "b"), width="side")
    found = Bullets((words("x"),))
    assert list(paired((side, found, found))) == [(side, found), found]
    assert list(paired((half, found))) == [half, found]
    assert list(paired((side, half, half, found))) == [side, (half, half), found]


@pytest.mark.parametrize(
    ("box", "room", "wide"),
    [
        ("640 170", 200, 640 * 25.4 / 96),  # its own size; a px is 25.4 / 96 mm
        ("640 170", 160, 160),  # no more room
        ("640 500", 160, 118 * 640 / 500),  # half a page high
        ("640 700", 160, 0.72 * 640 * 25.4 / 96),  # text of 13 px is 7 pt: 13 x 0.75 x 0.72
        ("640 1280", 160, 200 * 640 / 1280),  # a page high
    ],
)
def test_a_picture_is_as_wide_as_can_be_and_half_a_page_high_unless_its_words_would_be_too_small(
    box: str, room: float, wide: float
):
    one = picture("p", "P")
    sized = replace(one, svg=one.svg.replace("0 0 640 170", f"0 0 {box}"))
    assert size(sized.svg) == tuple(float(side) for side in box.split())
    assert width_on_paper(sized, room) == pytest.approx(wide, abs=0.01)


def test_slides_are_those_asked_for_as_large_as_a_screen():
    found = render_slides(sample("es"), ["key", "map-b"])
    assert list(found) == ["key", "map-b"]
    for png in found.values():
        assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (1920, 1080)
    assert render_slides(sample("es"), []) == {}

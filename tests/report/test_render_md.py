"""The Markdown reads as the document was written, whatever signs are in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tejido.report.blocks import Block, Bullets, Callout, Document, Link, Paragraph, Text
from tejido.report.render_md import render_md
from tests.report.sample import HARD, sample, words

READER = MarkdownIt("gfm-like", {"linkify": False})
SIGNS = (
    some.text(some.sampled_from("ab1 .)-+#*_`[]()<>|~$&;:!\\/=\"'ñ—"), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)


def bare(*blocks: Block) -> Document:
    """A document of these blocks alone."""
    return replace(sample(), summary=(), blocks=blocks, mark="")


def read(document: Document) -> list[Token]:
    return READER.parse(render_md(document)[0])


def shown(token: Token) -> str:
    """What a reader sees of a line."""
    return "".join(one.content for one in token.children or [] if one.type in ("text", "text_special"))


def after_contents(tokens: list[Token]) -> list[Token]:
    """The lines below the heading of the contents."""
    lines = [one for one in tokens if one.type == "inline"]
    start = next(index for index, one in enumerate(lines) if shown(one) == "Contents")
    return lines[start + 1 :]


@given(SIGNS)
def test_no_sign_of_a_text_means_anything_to_markdown(text: str):
    found = after_contents(read(bare(Paragraph(words(text)))))
    assert [shown(one) for one in found] == [" ".join(text.split(" "))]
    assert {one.type for line in found for one in line.children or []} <= {"text", "text_special"}


@pytest.mark.parametrize("text", HARD)
def test_hard_texts_stand_as_they_were_written(text: str):
    assert [shown(one) for one in after_contents(read(bare(Paragraph(words(text)))))] == [text]


def test_strong_and_soft_words_touch_their_signs():
    spans = (
        Text("so "),
        Text(" strong ", strong=True),
        Text("and"),
        Text(" soft", emphasis=True),
        Text(" & both", True, True),
    )
    text, _ = render_md(bare(Paragraph(spans)))
    assert "so  **strong** and *soft* ***& both***" in text


def test_lists_that_follow_each_other_stay_apart():
    lists = [one.type for one in read(bare(Bullets((words("a"),)), Bullets((words("b"),))))]
    assert lists.count("bullet_list_open") == 2


def test_a_box_without_a_title_has_its_word_alone():
    text, _ = render_md(bare(Callout("finding", "", (Paragraph(words("Half rent.")),))))
    assert "> ● **What was found**\n>\n> Half rent." in text


def test_links_lead_to_anchors_and_addresses():
    text, _ = render_md(bare(Paragraph((Link("here [1]", "https://example.org/a_(b)?c=<d>"),))))
    assert "[here \\[1\\]](<https://example.org/a_(b)?c=%3Cd%3E>)" in text


def test_pictures_are_files_beside_it_and_tables_are_tables():
    text, files = render_md(sample("es", rows=3))
    assert list(files) == [f"pictures/{one}.svg" for one in ("cover", "key", "map-a", "map-b", "lease")]
    assert all(f"](pictures/{one}.svg)" in text for one in ("cover", "key", "lease"))
    assert files["pictures/key.svg"].startswith(b"<svg ")
    assert "| Quarter | People | Score |\n| --- | ---: | ---: |\n| Las Madejas 1 | 1,000 | 0 |" in text


def test_mark_and_caution_stand_in_each_chapter_that_needs_them():
    document = sample("es")
    chapters = render_md(document)[0].split("\n## ")
    # Cover, summary, contents, city, rights, annexes.
    assert [document.mark in one for one in chapters] == [True, True, False, True, True, True]
    assert [document.caution in one for one in chapters] == [False, False, False, False, True, False]


def test_the_same_document_gives_the_same_text():
    assert render_md(sample("es")) == render_md(sample("es"))

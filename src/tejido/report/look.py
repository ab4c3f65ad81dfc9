"""How every format looks alike: words of the frame, what a callout is by word, colour and shape, sizes on A4."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from tejido.errors import fail
from tejido.figures.palette import DARK, LIGHT
from tejido.report.blocks import Document, Picture, Table, Tone
from tejido.words import say

FONTS = Path(str(files("tejido.report"))) / "fonts"
"""Noto Sans as files to embed, fetched when tejido is built or set up."""

TEXT_WIDTH = 160.0
"""Width of the text on A4, in mm."""

HALF_WIDTH = 77.0
"""Width of one of two pictures side by side, in mm."""

HIGHEST = 118.0
"""The most that a picture is high, in mm: about half a page, unless its words would become too small."""

TALLEST = 200.0
"""How high a long picture may be for the sake of its words, in mm: what a page holds beside its caption."""

READABLE = 0.72
"""The least part of its own size that a picture is drawn in: text of 13 px is 7 pt there."""

MM_PER_PX = 25.4 / 96


@dataclass(frozen=True)
class Dress:
    """What a callout wears: its colour by the name of a token, its shape (also as a sign of text)."""

    token: str
    shape: str
    sign: str


TONES: dict[Tone, Dress] = {
    "finding": Dress("accent", "circle", "●"),
    "caution": Dress("caution", "triangle", "▲"),
    "gap": Dress("gap", "diamond", "◆"),
    "asset": Dress("host", "square", "■"),
    "recommendation": Dress("accent", "circle", "●"),
    "editor": Dress("focus", "ring", "○"),
}

COLOURS = {**LIGHT, "caution": "#8a5a00", "gap": "#a94325"}
"""The tokens on paper and in the light theme; amber and red dark enough for words on a tint of themselves."""

COLOURS_DARK = {**DARK, "caution": "#e8b64c", "gap": DARK["rm"]}


def frame_words(lang: str) -> tuple[tuple[str, str], ...]:
    """The words of the frame in `lang`, for `Document.words`."""
    return (
        ("contents", say("Contents", lang)),
        ("summary", say("On one page", lang)),
        ("figure", say("Figure {n}", lang, n="{n}")),
        ("table", say("Table {n}", lang, n="{n}")),
        ("source", say("Source: {source}", lang, source="{source}")),
        ("page", say("{page} of {pages}", lang, page="{page}", pages="{pages}")),
        ("skip", say("Skip to the text", lang)),
        ("finding", say("What was found", lang)),
        ("caution", say("To be read with care", lang)),
        ("gap", say("Gap", lang)),
        ("asset", say("Asset", lang)),
        ("recommendation", say("Recommendation", lang)),
        ("editor", say("To the editor", lang)),
    )


def label(document: Document, block: Picture | Table) -> str:
    """The number of a picture or table as it is written, such as "Table 2"; empty where it has none."""
    word = document.word("figure" if isinstance(block, Picture) else "table")
    return word.format(n=block.number) if block.number else ""


def source(document: Document, picture: Picture) -> str:
    """The line under a picture that says what it rests on; empty where nothing is said."""
    return document.word("source").format(source=picture.source) if picture.source else ""


@cache
def font(name: str) -> bytes:
    """A font file by its name.

    Raises:
        TejidoError: H201, it was not fetched when this tejido was set up.
    """
    file = FONTS / name
    if not file.is_file():
        raise fail("H201", name=name)
    return file.read_bytes()

"""A document as one HTML file that needs nothing beside it: for screens of any width, light and dark, and for A4 paper."""

from __future__ import annotations

import base64
import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tejido.figures.palette import band_colours
from tejido.report.blocks import Document, Picture, plain
from tejido.report.images import inlined, width_on_paper
from tejido.report.look import COLOURS, COLOURS_DARK, HALF_WIDTH, TEXT_WIDTH, TONES, font, label, source
from tejido.report.numbering import chapters, numbered, paired
from tejido.report.render_check import refuse_broken

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
)
"""What the page may load: nothing from anywhere; its styles and fonts stand in it, and it has no scripts."""


def render_html(document: Document) -> str:
    """The document as a page by itself.

    Raises:
        TejidoError: H201 without fonts, H203-H208 for what no format could show.
    """
    refuse_broken(document)
    document = numbered(document)
    found = chapters(document)
    entries = [[chapter.heading, *chapter.sections] for chapter in found if chapter.heading]
    return _templates().get_template("report.html").render(
        document=document, cover=document.cover, chapters=found, entries=entries, policy=Markup(POLICY),
        style=Markup(_style(document)), word=document.word,
    )  # fmt: skip


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("tejido.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {
        "kind": _kind, "paired": paired, "label": label, "source": source, "tones": TONES, "drawn": _drawn, "plain": plain,
        "paper": _paper,
    }  # fmt: skip
    return made


def _kind(one: object) -> str:
    """The name of a block or span, in small letters."""
    return "pair" if isinstance(one, tuple) else type(one).__name__.lower()


def _drawn(picture: Picture) -> Markup:
    return Markup(inlined(picture))


def _paper(picture: Picture) -> str:
    """The width of a picture on paper, as CSS has it."""
    return f"{width_on_paper(picture, TEXT_WIDTH if picture.width == 'full' else HALF_WIDTH):g}mm"


def _style(document: Document) -> str:
    """The whole style sheet: fonts, colours of both themes, layout, and the head and foot of every sheet of paper."""
    faces = "".join(
        f'@font-face{{font-family:"tejido-report";font-weight:{weight};src:url(data:font/woff2;base64,{_encoded(weight)})}}\n'
        for weight in (400, 600)
    )
    themes = (
        f":root{{color-scheme:light dark;{_properties(COLOURS)}}}\n"
        f"@media screen and (prefers-color-scheme: dark){{:root{{{_properties(COLOURS_DARK)}}}}}\n"
    )
    shades = "".join(f".shade-{step}{{background:{colour}}}\n" for step, colour in enumerate(band_colours(6)))
    layout = _templates().get_template("report.css").render()
    return faces + themes + shades + layout + _sheets(document)


def _properties(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


@cache
def _encoded(weight: int) -> str:
    return base64.b64encode(font(f"noto-sans-latin-{weight}.woff2")).decode("ascii")


def _sheets(document: Document) -> str:
    """Running head, mark and page number on paper; the cover has the mark alone."""
    page = _quoted(document.word("page"))
    page = page.replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "')
    foot = f"@bottom-left{{content:{_quoted(document.mark)};font:600 8.5pt tejido-report;}}"
    return (
        f"@page{{size:A4;margin:27mm 25mm 26mm;@top-left{{content:{_quoted(document.running)};font:600 8.5pt tejido-report;}}"
        f"{foot}@bottom-right{{content:{page};font:8.5pt tejido-report;}}}}\n"
        "@page :first{margin:0 0 26mm;@top-left{content:none}@bottom-left{padding-left:25mm}@bottom-right{content:none}}\n"
    )


def _quoted(text: str) -> str:
    """A text as CSS has it."""
    return '"' + re.sub(r'["\\\n<]', lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'

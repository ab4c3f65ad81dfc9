"""Typst with our fonts and no others, so that a page has the same bytes on every machine."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from tejido.errors import fail
from tejido.report.look import COLOURS, FONTS, font

TEMPLATES = Path(str(files("tejido.report"))) / "templates"


@cache
def _fonts() -> typst.Fonts:
    """Noto Sans, Noto Emoji and the fonts inside Typst itself, from which a sign is taken that both lack (arrows, ≤).

    Raises:
        TejidoError: H201, the fonts were not fetched when this tejido was set up.
    """
    for name in ("NotoSans-Regular.ttf", "NotoSans-Italic.ttf", "NotoSans-SemiBold.ttf", "NotoEmoji-Regular.ttf"):
        font(name)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def typeset(
    template: str, content: Any, format: Literal["pdf", "png"] = "pdf", ppi: float = 200, standard: bool = False
) -> list[bytes]:
    """What a template makes of `content`: one PDF, or a PNG for each page.

    The content reaches the template as data, never as markup: no sign in it means anything to Typst.

    Args:
        template: a file of ``templates/``.
        content: what JSON can hold.
        format: ``pdf`` or ``png``.
        ppi: pixels per inch of a PNG.
        standard: PDF/UA-1 is asked for, and what it does not allow is refused.

    Raises:
        TejidoError: H201 without fonts; H202 where a sign is in none of the fonts, or whatever else Typst refuses.
    """
    inputs = {"content": json.dumps(content, ensure_ascii=False), "colours": json.dumps(COLOURS)}
    try:
        made: Any = typst.compile(  # a list where there are several pages, whatever its stub says
            str(TEMPLATES / template), root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True, format=format,
            ppi=ppi, sys_inputs=inputs, pdf_standards="ua-1" if standard else [],
        )  # fmt: skip
    except typst.TypstError as problem:
        raise fail("H202", problem=problem.message.removeprefix("PDF/UA-1 error: ")) from problem
    return made if isinstance(made, list) else [made]

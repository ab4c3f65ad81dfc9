"""Every finding that the program makes fills its message: a text with a gap would be a stack trace where a sentence is due."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import tejido
from tejido.errors import messages

SOURCE = Path(tejido.__file__).parent
PLACE = {"file", "row", "column"}
"""Keywords that say where: they fill no sentence."""


def _gaps(code: str) -> set[str]:
    """What the sentences of a message leave open."""
    texts = [text for lang in ("es", "en") for text in messages()[code][lang].values()]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def _made() -> Iterator[tuple[str, str, set[str]]]:
    """Place, code and keywords of every finding that is written out in the program."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            given = {one.arg for one in node.keywords}
            if getattr(node.func, "id", "") in ("fail", "finding") and None not in given:
                yield f"{file.name}:{node.lineno}", str(node.args[0].value), {str(name) for name in given}


def test_no_sentence_waits_for_a_word_that_says_the_place():
    assert [code for code in messages() if _gaps(code) & PLACE] == []


def test_whoever_makes_a_finding_gives_every_word_of_its_sentences():
    made = list(_made())
    assert len(made) > 200
    assert [(place, code) for place, code, given in made if _gaps(code) - given] == []

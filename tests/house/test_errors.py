"""Every error code is documented, says the same in both languages, and belongs to one room."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tejido.errors import messages
from tejido.words import LANGUAGES
from tests.house.repository import ROOT, SOURCE
from tools.docs import errors_page, left_over, pages

MESSAGES = SOURCE / "errors" / "messages"
CODE = re.compile(r"^[A-Z]\d{3}$")


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def codes_in_source() -> set[str]:
    """Every string in the program that has the form of a code."""
    trees = [ast.parse(file.read_text("utf-8")) for file in sorted(SOURCE.rglob("*.py"))]
    constants = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {value for value in constants if isinstance(value, str) and CODE.match(value)}


@pytest.mark.parametrize("code", sorted(messages()))
def test_a_message_has_a_severity_and_the_same_placeholders_in_both_languages(code: str):
    message = messages()[code]
    assert message["severity"] in ("error", "warning", "note")
    texts = [message[lang] for lang in LANGUAGES]
    assert [sorted(text) for text in texts] == [["do", "what"]] * len(LANGUAGES)
    assert len({frozenset(placeholders(text["what"] + text["do"])) for text in texts}) == 1


def test_the_codes_of_a_room_share_a_letter_that_no_other_room_has():
    letters: dict[str, set[str]] = {}
    for file in MESSAGES.glob("*.toml"):
        room = file.stem.partition("_")[0]
        letters.setdefault(room, set()).update(code[0] for code in tomllib.loads(file.read_text("utf-8")))
    counted = Counter(letter for found in letters.values() for letter in found)
    assert [room for room, found in letters.items() if len(found) > 1] == []
    assert [letter for letter, times in counted.items() if times > 1] == []
    assert [code for code in messages() if not CODE.match(code)] == []


def test_every_code_that_the_program_names_has_a_message_and_every_message_is_used():
    assert codes_in_source() == set(messages())


def test_every_generated_page_is_there_and_up_to_date():
    stale = [
        path for path, text in pages().items() if not (ROOT / path).exists() or (ROOT / path).read_text("utf-8") != text
    ]
    assert stale == [], "run `make docs`"


def test_no_page_of_an_indicator_stays_when_the_indicator_is_gone():
    assert left_over() == [], "run `make docs`"


def test_the_page_of_errors_shows_every_code_with_what_and_what_to_do(tmp_path: Path):
    (tmp_path / "city.toml").write_text(
        '[C101]\nseverity = "warning"\n'
        'en = {what = "Column {name} | is empty.", do = "Fill it."}\n'
        'es = {what = "La columna {name} está vacía.", do = "Complétela."}\n',
        "utf-8",
    )
    assert "| C101 | warning | Column {name} \\| is empty. | Fill it. |" in errors_page("en", tmp_path)
    assert "| C101 | aviso | La columna {name} está vacía. | Complétela. |" in errors_page("es", tmp_path)

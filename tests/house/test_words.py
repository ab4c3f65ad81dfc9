"""Every text that a reader meets exists in every language, once, and none is left over."""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tejido.words import LANGUAGES
from tests.house.repository import SOURCE

TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
# `told` is the command line's `say` for help texts.
SAYERS = ("say", "say_pieces", "told")
SAID_IN_TEMPLATE = re.compile(r"""\bsay\(\s*(["'])(?P<text>.+?)\1""")


def python_texts() -> tuple[set[str], set[str]]:
    """Texts given to `say` as literals, and all string literals of the program."""
    said, literal = set(), set()
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literal.add(node.value)
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in SAYERS and isinstance(node.args[0].value, str):
                    said.add(node.args[0].value)
    return said, literal


def template_texts() -> set[str]:
    """Texts given to `say` in templates."""
    folders = [
        file for file in SOURCE.rglob("*") if file.suffix in (".html", ".j2", ".jinja") and "vendor" not in file.parts
    ]
    return {found["text"] for file in folders for found in SAID_IN_TEMPLATE.finditer(file.read_text("utf-8"))}


def catalogue(lang: str) -> list[tuple[str, str, Path]]:
    """Every entry of a language: source, translation, file."""
    entries = []
    for file in sorted((SOURCE / "words" / "locale" / lang).glob("*.po")):
        with file.open("rb") as stream:
            entries += [(str(m.id), str(m.string), file) for m in read_po(stream, locale=lang) if m.id]
    return entries


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_text_that_is_said_has_a_translation(lang: str):
    said, _ = python_texts()
    translated = {source for source, target, _ in catalogue(lang) if target}
    assert (said | template_texts()) - translated == set()


@pytest.mark.parametrize("lang", TRANSLATED)
def test_no_translation_is_left_over_from_a_text_that_is_gone(lang: str):
    _, literal = python_texts()
    known = literal | template_texts()
    assert [f"{file.name}: {source}" for source, _, file in catalogue(lang) if source not in known] == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_no_translation_is_empty_and_its_placeholders_are_those_of_the_source(lang: str):
    entries = catalogue(lang)
    assert [source for source, target, _ in entries if not target] == []
    assert [source for source, target, _ in entries if placeholders(source) != placeholders(target)] == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_text_that_two_rooms_say_is_translated_alike(lang: str):
    found = defaultdict(set)
    for source, target, _ in catalogue(lang):
        found[source].add(target)
    assert {source: targets for source, targets in found.items() if len(targets) > 1} == {}

"""The documentation exists in both languages, its links lead somewhere, and it names every command and option."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tejido.words import LANGUAGES
from tests.house.repository import ROOT, files

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [file for file in files() if file.suffix == ".md"]


def anchors(page: str) -> set[str]:
    """The anchors of a page: those written out, and those that the usual Markdown hosts make from headings."""
    headings = re.findall(r"^#+ +(.+)$", page, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([^"]+)">', page))


def broken(file: Path) -> list[str]:
    """Links of a page that lead to no file or no heading."""
    found = []
    for target in LINK.findall((ROOT / file).read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        goal = (ROOT / file).parent / path if path else ROOT / file
        if not goal.exists() or (anchor and anchor not in anchors(goal.read_text("utf-8"))):
            found.append(target)
    return found


def test_every_page_exists_in_every_language():
    names = {
        lang: {str(f.relative_to(f"docs/{lang}")) for f in PAGES if f.parts[:2] == ("docs", lang)} for lang in LANGUAGES
    }
    assert names["es"] == names["en"]


@pytest.mark.parametrize("folder", sorted({file.parent for file in PAGES}), ids=str)
def test_every_link_inside_the_documentation_leads_somewhere(folder: Path):
    assert {str(file): found for file in PAGES if file.parent == folder and (found := broken(file))} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_page_of_a_language_leads_to_all_its_others(lang: str):
    index = (ROOT / "docs" / lang / "index.md").read_text("utf-8")
    others = [file.name for file in PAGES if file.parts[:-1] == ("docs", lang) and file.name != "index.md"]
    assert [name for name in others if f"({name})" not in index] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_the_extended_marker_leads_to_the_page_of_each_indicator(lang: str):
    listed = (ROOT / "docs" / lang / "extended.md").read_text("utf-8")
    pages = [file.name for file in PAGES if file.parts[:-1] == ("docs", lang, "indicators")]
    assert [name for name in pages if f"(indicators/{name})" not in listed] == []


def options() -> list[tuple[str, str]]:
    """Every command of `tejido` with every name that it takes."""
    if importlib.util.find_spec("tejido.cli") is None:
        return []
    import tejido.cli

    for module in pkgutil.iter_modules(tejido.cli.__path__, "tejido.cli."):
        importlib.import_module(module.name)
    group: Any = typer.main.get_command(tejido.cli.app)
    found = [("tejido", option) for parameter in group.params for option in long_names(parameter)]
    return found + [pair for name, command in sorted(group.commands.items()) for pair in named(name, command)]


def named(name: str, command: Any) -> Iterator[tuple[str, str]]:
    """A command with its options, and those below it."""
    yield name, f"tejido {name}"
    for parameter in command.params:
        yield from ((name, option) for option in long_names(parameter))
    for below, one in sorted(getattr(command, "commands", {}).items()):
        yield from named(f"{name} {below}", one)


def long_names(parameter: Any) -> list[str]:
    """The names by which an option is given; an argument has none."""
    hidden = {"--install-completion", "--show-completion"}
    return [name for name in parameter.opts if name.startswith("--") and name not in hidden]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("command", "name"), options())
def test_every_command_and_option_is_documented(command: str, name: str, lang: str):
    page = (ROOT / "docs" / lang / "commands.md").read_text("utf-8")
    sections = {part.split("\n", 1)[0].strip(" #`"): part for part in re.split(r"^(?=## )", page, flags=re.MULTILINE)}
    section = page if command == "tejido" else sections.get(f"tejido {command}", "")
    assert name in section, f"docs/{lang}/commands.md does not name {name} under `tejido {command}`"

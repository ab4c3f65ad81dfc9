"""The impact assessment answers every principle that it promises, and names nothing that does not exist."""

from __future__ import annotations

import dataclasses
import re

import pytest

from tejido.city.model import Publish
from tejido.errors import messages
from tejido.words import LANGUAGES
from tests.house.repository import ROOT
from tests.house.test_documentation import options

IOM = (
    "Lawful and fair collection", "Specified and legitimate purpose", "Data quality", "Consent",
    "Transfer to third parties", "Confidentiality", "Access and transparency", "Data security",
    "Retention of personal data", "Application of the principles", "Ownership of personal data",
    "Oversight, compliance and internal remedies", "Exceptions",
)  # fmt: skip
"""International Organization for Migration (2010), IOM Data Protection Manual, part II: principles 1 to 13, in its words."""

UNHCR = (
    "Legitimate and fair processing", "Purpose specification", "Necessity and proportionality", "Accuracy",
    "Respect for the data subject's rights", "Confidentiality", "Security", "Accountability and supervision",
)  # fmt: skip
"""UNHCR (2015), Policy on the Protection of Personal Data of Persons of Concern to UNHCR: sections 2.2 to 2.9, in its words."""

PRINCIPLES = {"IOM": IOM, "OIM": IOM, "UNHCR": UNHCR, "ACNUR": UNHCR}
"""By the word with which the heading of their table begins."""


def page(lang: str) -> str:
    return (ROOT / "docs" / lang / "data-protection.md").read_text("utf-8")


def sections(lang: str) -> dict[str, str]:
    """The text under every heading, by the first word of the heading: a number, or an organisation's name."""
    parts = re.split(r"^#+ ", page(lang), flags=re.MULTILINE)[1:]
    return {re.split(r"[ .:]", part, maxsplit=1)[0]: part for part in parts}


def rows(section: str) -> list[list[str]]:
    """The cells of a section's tables, without their heads."""
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def quoted(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def named(text: str) -> set[tuple[str, ...]]:
    """Commands with their options, files and error codes that a page names."""
    found: set[tuple[str, ...]] = set()
    for code in quoted(text):
        command, *given = code.removeprefix("tejido ").split()
        if code.startswith("tejido "):
            found |= {("command", command, f"tejido {command}")}
        found |= {("option", option) for option in [command, *given] if option.startswith("--")}
        if re.match(r"(src|tests|docs|tools)/", code):
            found |= {("file", code)}
    return found | {("code", one) for one in re.findall(r"\b[A-Z]\d{3}\b", text)}


@pytest.mark.parametrize(
    ("lang", "who"), [(lang, who) for lang in LANGUAGES for who in PRINCIPLES if who in sections(lang)]
)
def test_every_principle_stands_in_its_place_with_what_it_asks_what_the_program_does_and_what_is_left(
    lang: str, who: str
):
    table = [cells for cells in rows(sections(lang)[who]) if re.match(r"\d", cells[0])]
    # In another language the name of the source follows in brackets.
    names = [re.sub(r"^\d+\. (?:.*\((.+)\)|(.+))$", r"\1\2", cells[0]) for cells in table]
    assert names == list(PRINCIPLES[who])
    assert [int(cells[0].split(".")[0]) for cells in table] == list(range(1, len(names) + 1))
    assert [cells[0] for cells in table if len(cells) != 4 or not all(cells)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_lists_of_principles_are_there(lang: str):
    assert {PRINCIPLES[who] for who in sections(lang) if who in PRINCIPLES} == {IOM, UNHCR}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_option_file_and_code_that_it_names_exists(lang: str):
    commands = {name for command, name in options() if name == f"tejido {command}"}
    given = {name for _, name in options() if name.startswith("--")}
    exists = {
        "command": lambda one: one[2] in commands, "option": lambda one: one[1] in given,
        "file": lambda one: (ROOT / one[1]).exists(), "code": lambda one: one[1] in messages(),
    }  # fmt: skip
    found = named(page(lang))
    assert {one[0] for one in found} == set(exists)
    assert [one for one in sorted(found) if not exists[one[0]](one)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_before_publishing_asks_for_every_setting_of_what_is_published_and_no_other(lang: str):
    settings = {field.name for field in dataclasses.fields(Publish)}
    asked = {one for one in quoted(sections(lang)["7"]) if re.fullmatch(r"[a-z_]+", one)} - {"public"}
    assert asked == settings


def test_both_languages_name_the_same_commands_files_and_codes():
    one, other = (named(page(lang)) for lang in LANGUAGES)
    assert one == other


def test_both_languages_have_the_same_rows():
    one, other = ([len(rows(part)) for part in sections(lang).values()] for lang in LANGUAGES)
    assert one == other

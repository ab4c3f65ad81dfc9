"""How a group of people is called: alone, as on a label, and inside a sentence.

In: the canonical text of a group (``origin=rm;sex=f``) and a language. Out: its words, from ``data/group_words.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tejido.catalogue.fields import Document, Table
from tejido.catalogue.groups import groups
from tejido.catalogue.lines import Locator
from tejido.errors import TejidoError
from tejido.tables import EVERYBODY
from tejido.words import Labels, pick, say

__all__ = ["among_group", "group_name"]


@dataclass(frozen=True)
class _Who:
    """Words of people: `who` inside a sentence, `among` around it; `alone` and `among_alone` where nothing is added to them."""

    who: Labels
    among: Labels
    alone: Labels
    among_alone: Labels


@dataclass(frozen=True)
class _Words:
    who: Mapping[str, _Who]
    added: Mapping[str, Labels]


def group_name(group: str, lang: str) -> str:
    """The name of a group, as on a label: "Refugee and migrant women", "People aged 60 and over". What no words are written for is called
    by its classes, one after another, and a class that nothing names by its code.
    """
    if group == EVERYBODY:
        return say("Everybody", lang)
    found = _parts(group)
    if found is None:
        return " · ".join(_named_class(part, lang) for part in group.split(";"))
    one, added = found
    who = pick(one.who if added or not one.alone else one.alone, lang)
    text = _around(who, added, lang)
    return text[:1].upper() + text[1:]


def among_group(group: str, lang: str) -> str:
    """The same group inside a sentence: "among refugee and migrant women", "in the host community"."""
    found = None if group == EVERYBODY else _parts(group)
    if found is None:
        return say("among {group}", lang, group=group_name(group, lang).lower())
    one, added = found
    if one.among_alone and not added:
        return pick(one.among_alone, lang)
    return pick(one.among, lang).format(who=_around(pick(one.who, lang), added, lang))


def _parts(group: str) -> tuple[_Who, list[Labels]] | None:
    """Whom the words are of, and what is added to them; None where a part has no words."""
    words, parts = _words(), group.split(";")
    base = ";".join(part for part in parts if part not in words.added) or EVERYBODY
    if base not in words.who:
        return None
    return words.who[base], [label for part, label in words.added.items() if part in parts]


def _around(who: str, added: list[Labels], lang: str) -> str:
    for label in added:
        who = pick(label, lang).format(who=who)
    return who


def _named_class(group: str, lang: str) -> str:
    """The name that a definition gives to one of its groups or classes."""
    dimension, _, value = group.partition("=")
    for definition in groups().definitions.values():
        if definition.dimension == dimension and value in definition.groups:
            return pick(definition.groups[value], lang)
    return group


@cache
def _words() -> _Words:
    """The words that come with tejido.

    Raises:
        TejidoError: every fault of the file.
    """
    name = "group_words.toml"
    text = files("tejido.catalogue").joinpath("data", name).read_text("utf-8")
    document = Document(name, Locator(text))
    whole = Table(tomllib.loads(text), (), document)
    who, added = whole.table("who"), whole.table("added")
    found = _Words({key: _who(who.table(key)) for key in who.data}, {key: added.labels(key) for key in added.data})
    whole.done()
    if document.findings:
        raise TejidoError(document.findings)
    return found


def _who(table: Table) -> _Who:
    found = _Who(
        table.labels("who"), table.labels("among"), table.labels("alone", needed=False),
        table.labels("among_alone", needed=False),
    )  # fmt: skip
    table.done()
    return found

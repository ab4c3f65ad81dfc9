"""The pages of a round in every language, from one list, and the data of its live map."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tejido.marker import REASONS
from tejido.viewer import data
from tejido.viewer.card import indicator_pages
from tejido.viewer.differences import difference_pages
from tejido.viewer.flexible import Flexible
from tejido.viewer.page import city_pages, draw_map, method_pages
from tejido.viewer.round import Round
from tejido.viewer.sure import sure_pages
from tejido.viewer.texts import live_words
from tejido.viewer.unit_maps import UnitMaps
from tejido.words import LANGUAGES, say

Maker = Callable[[Round, str], Iterator[tuple[str, str]]]
"""Gives the pages of a kind in a language: name inside the language's folder, and text."""

__all__ = ["Maker", "page_files", "write"]


def page_files(round: Round) -> Iterator[tuple[str, str]]:
    """Name and text of every page and data file of a round, names relative to the round's folder."""
    makers = _makers(round)
    for lang in LANGUAGES:
        for maker in makers:
            for name, text in maker(round, lang):
                yield f"{lang}/{name}", text
    if round.live:
        for lang in LANGUAGES:
            words = live_words(lang) | {f"reason_{word}": say(text, lang) for word, text in REASONS.items()}
            yield f"data/words.{lang}.json", json.dumps(words, ensure_ascii=False)
        for name, text in data.files(round.facts, round.geometry):
            yield f"data/{name}", text


def _makers(round: Round) -> tuple[Maker, ...]:
    """The kinds of pages. What is drawn once for all languages is drawn here."""
    extended = round.facts.catalogue.extended
    maps = None if extended is None else UnitMaps(Flexible(round.facts, extended), round.geometry)
    return (
        partial(city_pages, picture=draw_map(round.facts, round.geometry)),
        method_pages,
        difference_pages,
        sure_pages,
        partial(indicator_pages, maps=maps),
    )


def write(path: Path, text: str) -> None:
    """A text file as it goes into the site: UTF-8, lines ended alike on every machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")

"""The pages of a round in every language, from one list, and the data of its live map."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from tejido.marker import REASONS
from tejido.viewer import data, everything
from tejido.viewer.card import indicator_pages
from tejido.viewer.data_page import data_pages
from tejido.viewer.differences import difference_pages
from tejido.viewer.downloads import File
from tejido.viewer.page import city_pages, draw_map, method_pages, word_pages
from tejido.viewer.render import RUNNING, running
from tejido.viewer.round import Round
from tejido.viewer.rounds_page import rounds_pages
from tejido.viewer.sure import sure_pages
from tejido.viewer.texts import live_words
from tejido.viewer.unit_maps import unit_maps
from tejido.viewer.unit_pages import unit_pages
from tejido.viewer.units_page import unit_list_pages
from tejido.words import LANGUAGES, say

Maker = Callable[[Round, str], Iterator[tuple[str, str]]]
"""Gives the pages of a kind in a language: name inside the language's folder, and text."""

__all__ = ["Maker", "page_files"]


def page_files(round: Round, files: Sequence[File]) -> Iterator[tuple[str, str | bytes]]:
    """Name and content of every page and data file of a round, names relative to the round's folder; `files` are its downloads."""
    makers = _makers(round, files)
    for lang in LANGUAGES:
        for maker in makers:
            for name, text in maker(round, lang):
                yield f"{lang}/{name}", text
        yield f"{lang}/{RUNNING}", running(round, lang)
        for name, text in everything.files(round, lang):
            yield f"data/{name}", text
    if round.live:
        for lang in LANGUAGES:
            words = live_words(lang) | {f"reason_{word}": say(text, lang) for word, text in REASONS.items()}
            yield f"data/words.{lang}.json", json.dumps(words, ensure_ascii=False)
        for name, content in data.files(round):
            yield f"data/{name}", content


def _makers(round: Round, files: Sequence[File]) -> tuple[Maker, ...]:
    """The kinds of pages. What is drawn once for all languages is drawn here."""
    return (
        partial(city_pages, picture=draw_map(round.facts, round.geometry)),
        method_pages,
        word_pages,
        difference_pages,
        sure_pages,
        partial(unit_pages, files=files),
        unit_list_pages,
        rounds_pages,
        partial(indicator_pages, shelves=unit_maps(round), files=files),
        partial(data_pages, files=files),
    )

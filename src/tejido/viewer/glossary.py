"""Words that a page explains where they stand: each as a link to the page of words, which a script turns into a button that opens
the explanation right there. The explanations are texts of the language files.
"""

from __future__ import annotations

from markupsafe import Markup

from tejido.reading.terms import TERMS, explained
from tejido.words import say

__all__ = ["FILE", "Terms"]

FILE = "words.html"


class Terms:
    """The words of one page: called in its template, it gives a word as a link and remembers that it was `used`.

    `up` is the way from the page to its language's folder.
    """

    def __init__(self, lang: str, up: str) -> None:
        self._lang, self._up = lang, up
        self._used: dict[str, None] = {}

    def __call__(self, id_: str, text: str | None = None) -> Markup:
        """The word, or `text` in its place, as a link to its explanation.

        Raises:
            KeyError: the list has no such word.
        """
        shown = say(TERMS[id_][0], self._lang) if text is None else text
        self._used[id_] = None
        link = '<a class="term" href="./{up}{file}#{id}" data-term="{id}">{text}</a>'
        return Markup(link).format(up=self._up, file=FILE, id=id_, text=shown)

    @property
    def used(self) -> list[dict[str, str]]:
        """The words that the page has so far, each with its explanation."""
        return explained(self._used, self._lang)

"""Who says a figure, and how it was walked: written down in one notation for programs, said in the reader's language.

In: the name of a source. Out: ``<source>; straight_line × <factor>``, as it stands in the column `source` of the values, or
that text in words.
"""

from __future__ import annotations

import re

from tejido.words import number, say
from tejido.words.own import Translations, translated

_STRAIGHT = re.compile(r"(?P<source>.*); straight_line × (?P<factor>[0-9.]+)")


def straight(source: str, factor: float) -> str:
    """The source of a distance that is `factor` times the straight line."""
    return f"{source}; straight_line × {factor:g}"


def source_in_words(source: str, lang: str, own: Translations) -> str:
    """The source for a reader of `lang`, by the city's `own` translations: ``colegios, en línea recta × 1,3``."""
    found = _STRAIGHT.fullmatch(source)
    if found is None:
        return translated(source, lang, own)
    factor = number(float(found["factor"]), lang, 3)
    return say(
        "{source}, in a straight line × {factor}", lang, source=translated(found["source"], lang, own), factor=factor
    )

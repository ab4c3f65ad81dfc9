"""What a city wrote in one language, said in the others as the city itself translated it.

In: a text of the city (a source, a reason) and its translations, ``{text: {language: the same}}``. Out: the text for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tejido.words import Labels

Translations = Mapping[str, Labels]
"""Texts as the city wrote them, each in the other languages. A text may stand inside a longer one."""

__all__ = ["Translations", "translated"]


def translated(text: str, lang: str, own: Translations) -> str:
    """`text` with every part of it that the city translated into `lang`; the longest part goes first, the rest stays as it is."""
    known = {part: labels[lang] for part, labels in own.items() if lang in labels}
    if not known:
        return text
    parts = sorted(known, key=lambda part: (-len(part), part))
    return re.sub("|".join(map(re.escape, parts)), lambda found: known[found[0]], text)

"""Where the page of a unit lies: the one rule by which pages, rankings and the live map's card find it.

The data of the live map carries it too, in the field ``page`` of ``data/<level>/units.json`` (`links`): a script links to
``<here><lang>/`` and that text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from tejido.reading.facts import Facts
from tejido.viewer.round import safe

MOST = 300
"""Up to this many units the finest level has a page for each; above it one page shows any of them, from the live map's data."""
DYNAMIC = "unit.html"

__all__ = ["DYNAMIC", "MOST", "levels_with_pages", "links", "unit_files"]


def levels_with_pages(facts: Facts) -> list[str]:
    """The levels, coarse to fine, whose units have a page each."""
    count = int((facts.units["level"] == facts.base).sum())
    return [one["id"] for one in facts.levels if one["id"] != facts.base or count <= MOST]


def unit_files(facts: Facts, level: str) -> Mapping[str, str]:
    """The page of every unit of a level by its code, inside the language's folder: ``units/<level>/<slug>.html``, or
    ``unit.html#<level>/<code>`` where units have no page each.

    A slug is the code in small letters, digits and hyphens; codes that would share one get a part of their hash, so that a
    name depends on nothing but the codes that look alike.
    """
    codes = sorted(str(code) for code in facts.units.loc[facts.units["level"] == level, "unit"])
    if level not in levels_with_pages(facts):
        return {code: f"{DYNAMIC}#{level}/{quote(code)}" for code in codes}
    slugs = {code: safe(code) for code in codes}
    shared = Counter(slugs.values())
    return {
        code: f"units/{level}/{slug if shared[slug] == 1 else f'{slug}-{_hash(code)}'}.html"
        for code, slug in slugs.items()
    }


def links(facts: Facts, level: str, codes: Sequence[str]) -> list[str] | str:
    """The pages of units in the order of `codes`, as a script reads them: a list, or, where units have no page each, the one text to
    which the code (encoded as a part of an address) is added.
    """
    if level not in levels_with_pages(facts):
        return f"{DYNAMIC}#{level}/"
    files = unit_files(facts, level)
    return [files[code] for code in codes]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:6]

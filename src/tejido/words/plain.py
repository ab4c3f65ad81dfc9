"""What a sentence needs to agree: nouns with their gender and plural, counts of them, lists, and texts with figures in their places.

In: ids of ``nouns.toml``, counts, names. Out: words in the reader's language; `say_pieces` keeps what is no text apart, so that a
figure stays tied to its source inside a sentence.
"""

from __future__ import annotations

import re
import string
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

from tejido.words import Labels, number, pick, say

Gender = Literal["m", "f"]
Figure = TypeVar("Figure")
_GENDERS: tuple[Gender, ...] = ("m", "f")

__all__ = [
    "Gender",
    "Noun",
    "bare",
    "capitalised",
    "count_noun",
    "joined",
    "listed",
    "listed_pieces",
    "noun",
    "noun_of",
    "say_pieces",
    "with_unit",
]


@dataclass(frozen=True)
class Noun:
    """A noun: one and many of it by language, its Spanish gender, and many of it with the Spanish article.

    `gender` is None where nobody told it: then no word is chosen that would have to agree.
    """

    one: Labels
    many: Labels
    gender: Gender | None
    the: str = ""


def noun(id_: str) -> Noun:
    """A noun of ``nouns.toml``.

    Raises:
        KeyError: there is none of this id.
    """
    entry = _nouns()["nouns"][id_]
    many = {"es": entry["es"][1], "en": entry["en"][1]}
    article = {"m": "los", "f": "las"}[entry["gender"]]
    the = entry.get("the", f"{article} {many['es']}")
    return Noun({"es": entry["es"][0], "en": entry["en"][0]}, many, entry["gender"], the)


def noun_of(names: Labels, plurals: Labels) -> Noun:
    """The noun of a level of units, by the names that the city gives it; its gender where the first word is a known one."""
    first = pick(names, "es").split()[0].lower()
    gender: Gender | None = next((one for one in _GENDERS if first in _nouns()["units"][one]), None)
    article = {"m": "los ", "f": "las ", None: ""}[gender]
    return Noun(names, plurals, gender, article + pick(plurals, "es"))


def count_noun(count: int, what: Noun, lang: str) -> str:
    """A count with its noun: ``1 barrio``, ``2.686 hogares``; of nothing ``ningún barrio``, ``no neighbourhoods``.

    Raises:
        ValueError: a count below 0.
    """
    if count < 0:
        raise ValueError(f"a count cannot be {count}")
    if count == 0 and lang == "en":
        return f"no {pick(what.many, lang)}"
    if count == 0 and what.gender is not None:
        return f"{'ningún' if what.gender == 'm' else 'ninguna'} {pick(what.one, lang)}"
    text = pick(what.one if count == 1 else what.many, lang)
    return f"{number(count, lang, 0)} {text}"


def listed(items: Iterable[str], lang: str, link: Literal["and", "or"] = "and") -> str:
    """Items as one would list them: ``a, b y c``; in Spanish ``e`` before the sound i, ``u`` before the sound o."""
    *before, last = list(items) or [""]
    if not before:
        return last
    return f"{', '.join(before)} {_link(last, lang, link)} {last}"


def listed_pieces(
    items: Sequence[tuple[str | Figure, ...]], lang: str, link: Literal["and", "or"] = "and"
) -> tuple[str | Figure, ...]:
    """As `listed`, of items with figures in their places."""
    *before, last = items
    if not before:
        return joined(last)
    spaced = [piece for one in before for piece in (", ", *one)]
    first = last[0] if isinstance(last[0], str) else ""
    return joined((*spaced[1:], f" {_link(first, lang, link)} ", *last))


def _link(following: str, lang: str, link: Literal["and", "or"]) -> str:
    """The word before the last item of a list."""
    sound = _I_SOUND if link == "and" else _O_SOUND
    if lang == "es" and sound.match(bare(following)):
        return {"and": "e", "or": "u"}[link]
    return say(link, lang)


def with_unit(written: str, unit: str, lang: str) -> str:
    """A number as it is written and its unit, which agrees with it: ``1 día``, ``2 días``, ``1 hora al día``."""
    if written in ("1", "-1", "−1"):
        one = next((pair for pair in _nouns()["measures"][lang] if re.match(rf"{pair[1]}\b", unit)), None)
        unit = one[0] + unit[len(one[1]) :] if one else unit
    return f"{written} {unit}"


def say_pieces(text: str, lang: str, **values: str | Figure | tuple[str | Figure, ...]) -> tuple[str | Figure, ...]:
    """As `say`, with values that are no text kept as they are between the words; a tuple stands for what it holds.

    Raises:
        KeyError: the text has no translation.
    """
    found: list[str | Figure] = []
    for words, name, _, _ in string.Formatter().parse(say(text, lang)):
        value = values[name] if name is not None else ""
        found += [words, *(value if isinstance(value, tuple) else (value,))]
    return joined(found)


def joined(pieces: Iterable[str | Figure]) -> tuple[str | Figure, ...]:
    """The same pieces, words that follow each other in one and empty ones left out."""
    found: list[str | Figure] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


def capitalised(pieces: tuple[str | Figure, ...]) -> tuple[str | Figure, ...]:
    """The same pieces, beginning with a capital letter."""
    first = pieces[0]
    return (first[:1].upper() + first[1:], *pieces[1:]) if isinstance(first, str) else pieces


def bare(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


# hielo begins with a sound of y, not of i; of numbers in figures 8, 80 ... and 11 are read with o.
_I_SOUND = re.compile(r"h?i(?![aeou])")
_O_SOUND = re.compile(r"h?o|8|11(?!\d)")


@cache
def _nouns() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("nouns.toml").read_text("utf-8"))

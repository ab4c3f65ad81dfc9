"""Numbers that people write in words, by language: fractions, ratios, multiples, and cardinals that say how much.

In: a text. Out: `Numeral` objects, as `check_numerals` makes them of digits. Not told are articles ("un", "one"), ordinals, years, and
cardinals up to twenty that stand alone before a noun: two groups, seven rights and five areas are how a report is built, not what it found.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel.dates import get_month_names

from tejido.report.check_numerals import Numeral, is_year, numerals
from tejido.report.check_vocabulary import ADDED, FEMININE, MASCULINE, MULTIPLES, PARTS, SCALES, cardinal, joined

UP_TO = 20
"""A cardinal up to this is told only where a measure follows it (per cent, points)."""

CLOSE = 0.1
"""Fractions (of what is smaller, they or the rest) and multiples in words are rounded to this part: half is from 47.5% to 52.5%."""

_SPOKEN = frozenset(("first", "second", "other", "latter", "former"))
"""Before "half" they name a part of a year or of a game."""


def number_words(text: str, lang: str) -> list[Numeral]:
    """The numbers in words of a text that say how much, in their order; what belongs to a number in digits is none."""
    taken = [(one.start, one.start + len(one.text)) for one in numerals(text, lang)]
    found: list[Numeral] = []
    folded = _folded(text)
    for pattern, kind in _patterns(lang):
        for words in pattern.finditer(folded):
            start, end = words.span()
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                value = _worth(words, kind, lang)
                if value is not None:
                    found.append(_numeral(text[start:end], value, kind, "percent" in _told(words), start))
    return sorted(found, key=lambda one: one.start)


def _folded(text: str) -> str:
    """The text in small letters without accents, sign for sign."""
    return "".join(unicodedata.normalize("NFD", sign)[0].lower()[0] for sign in text)


def _numeral(written: str, value: float, kind: str, percent: bool, start: int) -> Numeral:
    """A part of a whole is in per cent; parts and multiples are rounded, a cardinal is as exact as its last word of scale."""
    if kind in ("part", "times"):
        rounded = CLOSE * (min(value, 100 - value) if kind == "part" else value)
        return Numeral(written, value, rounded, 0, kind == "part", start, kind == "times")
    scale = next((one for one in (1e9, 1e6, 1e3) if value % one == 0), 1.0)
    return Numeral(written, value, scale, 0, percent, start)


def _told(found: re.Match[str]) -> dict[str, str]:
    return {name: words for name, words in found.groupdict().items() if words is not None}


def _worth(found: re.Match[str], kind: str, lang: str) -> float | None:
    """What a number in words is worth, a part of a whole in per cent; None where it does not say how much."""
    told = _told(found)
    count = value_of(told.get("count", ""), lang)
    match kind:
        case "part" if found[0] == "half" and set(found.string[: found.start()].split()[-1:]) & _SPOKEN:
            return None
        case "part":
            whole = value_of(told["whole"], lang) if "whole" in told else PARTS[lang][told["part"]]
            return 100 * count / whole if count < whole else None
        case "times":
            return float(MULTIPLES[told["multiple"]] if "multiple" in told else count)
        case "million":
            return 0.5 * SCALES[lang][told["scale"]]
        case "count":
            measured = "percent" in told or ("points" in told and count > 1)
            year = is_year(count) and count % 100
            return float(count) if measured or (count > UP_TO and not year) else None
        case _:
            return None


def value_of(words: str, lang: str) -> int:
    """What a cardinal is worth; an article, or nothing, is one.

    Each word of scale multiplies what stands before it as far as that is smaller: ``doce mil millones``, ``two thousand three hundred``.
    """
    total = held = 0
    for word in re.split(r"[\s-]+", words):
        if word in SCALES[lang]:
            scale = SCALES[lang][word]
            total, held = total - total % scale + max(total % scale + held, 1) * scale, 0
        else:
            held += ADDED[lang].get(word, 0)
    return max(total + held, 1)


@cache
def _patterns(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a number in words looks like, by what it is, in text without accents."""
    texts = _spanish() if lang == "es" else _english()
    return tuple((re.compile(rf"(?<![\w-])(?:{text})(?![\w-])"), kind) for text, kind in texts)


def _spanish() -> tuple[tuple[str, str], ...]:
    number, count = cardinal("es"), rf"(?P<count>{cardinal('es')})"
    # "Puntos de atención" are places.
    points = r"(?=\s+puntos?\b(?!\s+de\s+(?!diferencia|ventaja|cien|100)))"
    months = joined(get_month_names("wide", locale="es").values())
    return (
        (r"medio\s+(?P<scale>millon)", "million"),
        (rf"{count}\s+de\s+cada\s+(?P<whole>{number})", "part"),
        (rf"por\s+cada\s+{number}|(?:por|cada)\s+(?!ciento?\b(?!\s+mil)){number}", "rate"),
        (rf"{number}\s+de\s+(?:{months})", "date"),
        (r"(?:la|una)\s+(?P<part>mitad)(?!\s+del\s+(?:ano|camino|dia|mes|siglo)\b)", "part"),
        (rf"{count}\s+(?P<part>tercio)s?", "part"),
        (rf"(?:{count}|la)\s+(?P<part>{joined(FEMININE)})s?\s+partes?", "part"),
        # Without "de" it is an ordinal (un quinto grupo); a room and the time of day are none.
        (rf"{count}\s+(?P<part>{joined(MASCULINE)})s?(?=\s+de\b(?!\s+(?:hora|bano|siglo|litro|kilo|final)))", "part"),
        (r"(?:el|al)\s+(?P<multiple>doble|triple|cuadruple|quintuple)", "times"),
        # "Three times a week" counts days.
        (rf"{count}\s+veces(?=\s+(?:mas|menos|mayor|menor|superior|inferior|tan|tanto|l[ao]s?|el)\b)", "times"),
        (rf"(?<!por ){count}(?:\s+(?P<percent>por\s+cien(?:to)?)|(?P<points>{points}))?", "count"),
    )  # fmt: skip


def _english() -> tuple[tuple[str, str], ...]:
    number, count = cardinal("en"), rf"(?P<count>{cardinal('en')})"
    ordinals = joined(name for name in PARTS["en"] if name not in ("half", "quarter"))
    return (
        (r"half\s+an?\s+(?P<scale>million|billion)", "million"),
        (rf"{count}\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<whole>{number})", "part"),
        (rf"(?:per|every|each)\s+{number}", "rate"),
        (r"(?P<part>half)(?!\s+(?:an?\s+)?(?:hour|day|year|dozen|way|time|term)\b)", "part"),
        # Without these "a third" is an ordinal (a third group).
        (rf"(?:a\s+(?P<part>{ordinals}|quarter))(?=\s+of\b|\s*[.,;:)!?]|\s*$)", "part"),
        (rf"(?<=about )a\s+(?P<part>{ordinals})", "part"), (rf"(?<=than )a\s+(?P<part>{ordinals})", "part"),
        (rf"(?<=nearly )a\s+(?P<part>{ordinals})", "part"), (rf"(?<=almost )a\s+(?P<part>{ordinals})", "part"),
        (rf"{count}[\s-]+(?P<part>{ordinals})s?", "part"),
        # A quarter is also a piece of a city.
        (rf"{count}(?:-|\s+(?=quarters?\s+of\b))(?P<part>quarter)s?", "part"),
        # "Twice a week" counts days.
        (r"(?P<multiple>twice|thrice)(?!\s+(?:an?|per|each|every|in|on|before|daily|weekly|monthly|over)\b)", "times"),
        (r"(?P<multiple>double|triple)(?=\s+(?:that|the|those|what|as|its|their)\b)", "times"),
        (rf"{count}\s+times(?=\s+(?:as|more|less|higher|lower|larger|smaller|greater|fewer|the|that|those|what)\b)", "times"),
        (rf"{count}(?:\s+(?P<percent>per\s?cent)|(?P<points>(?=\s+points?\b(?!\s+of\s+(?!difference|a\b|100)))))?", "count"),
    )  # fmt: skip

"""Numbers as people write them in a text, by language: which are figures, and which are dates, laws or names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

from tejido.words import LANGUAGES

_SCALES = {
    "mil millones": 1e9,
    "billion": 1e9,
    "millones": 1e6,
    "millón": 1e6,
    "million": 1e6,
    "mil": 1e3,
    "thousand": 1e3,
}
_MARKS = {"es": (",", r".\u00a0\u202f"), "en": (".", r",\u00a0\u202f")}
"""By language the sign before decimals, and the signs between thousands."""

_CITED = (
    "ley", "leyes", "decreto", "decretos", "resolución", "resoluciones", "artículo", "artículos", "art", "arts", "acuerdo", "ordenanza",
    "sentencia", "circular", "conpes", "numeral", "inciso", "párrafo", "literal", "anexo", "capítulo", "sección", "página", "pág",
    "figura", "tabla", "objetivo", "ods", "law", "laws", "act", "decree", "resolution", "article", "articles", "section", "ordinance",
    "ruling", "paragraph", "annex", "chapter", "page", "figure", "table", "goal", "sdg", "no", "núm", "num", "n",
)  # fmt: skip
"""Words after which a number is a name."""


@dataclass(frozen=True)
class Numeral:
    """A number in a text: `text` as written, its `value`, the `decimals` that it shows in units of its `scale`, where it begins, and
    whether it says how many times as much something is (a `multiple`).
    """

    text: str
    value: float
    scale: float
    decimals: int
    percent: bool
    start: int
    multiple: bool = False

    def tells(self, other: Numeral) -> bool:
        """Whether this is the other number, as it is written or with fewer decimals."""
        if (self.percent and not other.percent) or self.multiple != other.multiple:
            return False
        return (
            abs(round(other.value / self.scale, self.decimals) - round(self.value / self.scale, self.decimals)) < 1e-9
        )


def numerals(text: str, lang: str) -> Iterator[Numeral]:
    """Every number of a text with its sign of per cent or its word of scale."""
    point, _ = _MARKS[lang]
    for found in _number(lang).finditer(text):
        digits = re.sub(rf"[^\d{re.escape(point)}]", "", found["digits"])
        whole, _, decimals = digits.partition(point)
        scale = _SCALES[re.sub(r"\s+", " ", found["scale"]).lower()] if found["scale"] else 1.0
        # 7.24 million is that many hundredths of a million: multiplied last, as often as it can be exact.
        value = float(f"{whole}.{decimals or 0}") * scale
        yield Numeral(
            found[0], value, scale, len(decimals), bool(found["percent"]), found.start(), found["times"] is not None
        )


def figures(text: str, lang: str) -> list[Numeral]:
    """The numbers of a text that say how much: no years, no dates, no ordinals, no numbers of laws, no part of a name (R4V)."""
    return [
        one
        for one in numerals(_without_names(text), lang)
        if not (re.fullmatch(r"\d{4}", one.text) and is_year(one.value))
    ]


def is_year(value: float) -> bool:
    """Whether a number without a noun is rather a year."""
    return 1900 <= value <= 2100


def _without_names(text: str) -> str:
    """The text with spaces in the place of numbers that count nothing, so that all others keep their places."""
    for pattern in _names():
        text = pattern.sub(lambda found: re.sub(r"\d", " ", found[0]), text)
    return text


@cache
def _number(lang: str) -> re.Pattern[str]:
    point, marks = _MARKS[lang]
    scales = "|".join(one.replace(" ", r"\s+") for one in _SCALES)
    return re.compile(
        rf"(?<![\w])(?P<digits>\d{{1,3}}(?:[{marks}]\d{{3}})+(?!\d)(?:{re.escape(point)}\d+)?|\d+(?:{re.escape(point)}\d+)?)(?!\w)"
        rf"(?:\s?(?P<percent>%|por\s+ciento\b|per\s?cent\b)|\s+(?P<scale>{scales})\b)?(?P<times>(?=\s+(?:veces|times)\b))?",
        re.IGNORECASE,
    )


@cache
def _names() -> tuple[re.Pattern[str], ...]:
    months = "|".join(name for lang in LANGUAGES for name in get_month_names("wide", locale=lang).values())
    cited = "|".join(_CITED)
    texts = (
        rf"\b\d{{1,2}}\s*(?:(?:-|–|a|al|to|y|and)\s*\d{{1,2}}\s*)?(?:\s+de)?\s+(?:{months})\b(?:\s+(?:del?\s+)?\d{{4}})?",
        rf"\b(?:{months})\s+\d{{1,2}}\b(?:,?\s+\d{{4}})?",
        r"\b\d{4}-\d{1,2}-\d{1,2}\b",
        r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
        r"\b\d+\.?(?:[ºª°]|(?:er|ra|ro|do|da|to|ta|mo|ma|st|nd|rd|th)\b)",
        rf"\b(?:{cited})\b\.?\s*(?:n[.úº°o]*m?[.º°]*\s*)?\d[\d./-]*(?:(?:\s*,\s*|\s+(?:y|a|and|to)\s+)\d+(?!\d*\s*%))*",
        r"[^\W\d_][\w]*[-–]?\d+\w*(?:-\d+)?",
        r"\b\d+[^\W\d_]\w*",
    )
    return tuple(re.compile(one, re.IGNORECASE) for one in texts)

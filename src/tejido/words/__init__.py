"""Languages: the words of the pages and commands, and how numbers are written.

In: English source texts and plain numbers. Out: text in the reader's language (`say`), numbers by locale (`number`,
`people`, `percent`). Translations lie in ``locale/<language>/<room>.po``; English is the source language and needs none.
"""

from __future__ import annotations

import locale
import math
import os
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("es", "en")
"""The languages in which tejido is complete."""

Labels = Mapping[str, str]
"""The same label in each language: ``{"es": ..., "en": ...}``."""

__all__ = [
    "LANGUAGES",
    "Labels",
    "choose_language",
    "number",
    "people",
    "percent",
    "pick",
    "residents",
    "say",
    "translations",
]


@cache
def translations(lang: str) -> dict[str, str]:
    """Every translated text of a language by its English source; empty for English itself."""
    if lang == "en":
        return {}
    found: dict[str, str] = {}
    folder = files(__package__).joinpath("locale", lang)
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".po"):
            with file.open("rb") as stream:
                found |= {str(m.id): str(m.string) for m in read_po(stream, locale=lang) if m.id and m.string}
    return found


def say(text: str, lang: str, **values: object) -> str:
    """`text` (English source) in `lang`, with its ``{placeholders}`` filled.

    Raises:
        KeyError: the text has no translation: a page half in another language is a defect, not a default.
    """
    said = text if lang == "en" else translations(lang)[text]
    return said.format(**values) if values else said


def pick(labels: Labels, lang: str) -> str:
    """The label in `lang`, or in the first language it has (city names often exist in one only)."""
    return labels[lang] if lang in labels else next(iter(labels.values()))


def choose_language(asked: str | None = None) -> str:
    """The language asked for, else that of the environment's locale, else English."""
    # POSIX: of these the first that is set decides, so that LC_ALL=C speaks English whatever LANG says.
    told = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    for candidate in (asked, told or locale.getlocale()[0]):
        if candidate and candidate[:2].lower() in LANGUAGES:
            return candidate[:2].lower()
    return "en"


def number(value: float | None, lang: str, digits: int = 1, *, fixed: bool = False) -> str:
    """A number by the habits of `lang`; an em dash where there is none. It has at most `digits` decimals, or as many
    exactly where `fixed`, as in a column whose figures stand under each other.
    """
    if value is None or not math.isfinite(value):
        return "—"
    return _formatted(value, lang, digits, fixed)


# Pages say the same few figures again and again, and one costs Babel some fifty microseconds.
@lru_cache(maxsize=50_000)
def _formatted(value: float, lang: str, digits: int, fixed: bool) -> str:
    pattern = "#,##0" + ("." + ("0" if fixed else "#") * digits if digits else "")
    # The cache does not tell 0.0 from -0.0, which nobody wants to read.
    return format_decimal(value or 0, format=pattern, locale=_LOCALES[lang])


def percent(share: float | None, lang: str, digits: int = 0, *, fixed: bool = False) -> str:
    """A share from 0 to 1 as a percentage, with the space that Spanish asks for; decimals as in `number`."""
    if share is None or not math.isfinite(share):
        return "—"
    return number(100 * share, lang, digits, fixed=fixed) + ("\u00a0%" if lang == "es" else "%")


def people(count: float | None, lang: str) -> str:
    """A count of people as one would say it: ``640``, ``83.5 thousand``, ``2.08 million``."""
    if count is None or not math.isfinite(count):
        return "—"
    for start, unit, digits, names in _SCALES:
        if count >= start:
            return f"{number(count / unit, lang, digits)} {names[lang]}"
    return number(count, lang, 0)


def residents(count: float | None, lang: str) -> str:
    """A count of residents with its noun: ``2,08 millones de habitantes``, ``83,5 mil habitantes``, ``1 inhabitant``."""
    said = people(count, lang)
    if lang == "es":
        noun = "habitante" if said == "1" else "habitantes"
        return f"{said} de {noun}" if said.endswith("millones") else f"{said} {noun}"
    return f"{said} {'inhabitant' if said == '1' else 'inhabitants'}"


# Latin American Spanish; Mexico writes a decimal point, the Andean countries a comma: the programme's cities are mostly the latter.
_LOCALES = {"es": "es_CO", "en": "en_US"}
_SCALES = (
    (999_500, 1_000_000, 2, {"es": "millones", "en": "million"}),
    (10_000, 1_000, 1, {"es": "mil", "en": "thousand"}),
)

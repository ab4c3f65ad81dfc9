"""The words of numbers in Spanish and English, without accents, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_ES_UNITS = {
    "un": 1,
    "uno": 1,
    "una": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "seis": 6,
    "siete": 7,
    "ocho": 8,
    "nueve": 9,
}
_ES_TEENS = {
    "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18,
    "diecinueve": 19, "veinte": 20, "veintiun": 21, "veintiuno": 21, "veintiuna": 21, "veintidos": 22, "veintitres": 23,
    "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29,
}  # fmt: skip
_ES_TENS = {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90}
_ES_STEMS = {"dosc": 2, "tresc": 3, "cuatroc": 4, "quin": 5, "seisc": 6, "setec": 7, "ochoc": 8, "novec": 9}
_ES_HUNDREDS = {"cien": 100, "ciento": 100} | {
    f"{stem}ient{end}": 100 * number for stem, number in _ES_STEMS.items() for end in ("os", "as")
}
_EN_UNITS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_EN_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
_EN_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}

ADDED: Mapping[str, Mapping[str, int]] = {
    "es": _ES_UNITS | _ES_TEENS | _ES_TENS | _ES_HUNDREDS,
    "en": _EN_UNITS | _EN_TEENS | _EN_TENS,
}
"""By language the words whose worth is added."""

SCALES: Mapping[str, Mapping[str, int]] = {
    "es": {"mil": 1000, "millon": 10**6, "millones": 10**6},
    "en": {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9},
}
"""By language the words that multiply what stands before them."""

FEMININE = {
    "tercera": 3, "cuarta": 4, "quinta": 5, "sexta": 6, "septima": 7, "octava": 8, "novena": 9, "decima": 10, "centesima": 100,
}  # fmt: skip
MASCULINE = {
    "cuarto": 4, "quinto": 5, "sexto": 6, "septimo": 7, "octavo": 8, "noveno": 9, "decimo": 10, "centesimo": 100,
}  # fmt: skip
PARTS: Mapping[str, Mapping[str, int]] = {
    "es": {"mitad": 2, "tercio": 3, **FEMININE, **MASCULINE},
    "en": {
        "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    },
}  # fmt: skip
"""By language the words that divide a whole, and by what."""

MULTIPLES = {
    "doble": 2, "triple": 3, "cuadruple": 4, "quintuple": 5, "double": 2, "twice": 2, "thrice": 3,
}  # fmt: skip


def joined(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def cardinal(lang: str) -> str:
    """A pattern of a cardinal below a million millions."""
    if lang == "es":
        hundred = _any(
            rf"(?:{joined(_ES_TENS)})(?:\s+y\s+(?:{joined(_ES_UNITS)}))?", joined(_ES_TEENS), joined(_ES_UNITS)
        )
        thousand = _any(rf"(?:{joined(_ES_HUNDREDS)})(?:\s+{hundred})?", hundred)
        million = _any(rf"(?:{thousand}\s+)?mil(?:\s+{thousand})?", thousand)
        return _any(rf"{million}\s+millon(?:es)?(?:\s+{million})?", million)
    hundred = _any(rf"(?:{joined(_EN_TENS)})(?:[\s-]+(?:{joined(_EN_UNITS)}))?", joined(_EN_TEENS), joined(_EN_UNITS))
    thousand = _any(rf"(?:{hundred}|a)\s+hundred(?:\s+(?:and\s+)?{hundred})?", hundred)
    million = _any(rf"(?:{thousand}|a)\s+thousand(?:\s+(?:and\s+)?{thousand})?", thousand)
    return _any(rf"(?:{million}|a)\s+(?:million|billion)(?:\s+(?:and\s+)?{million})?", million)


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"

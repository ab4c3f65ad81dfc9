"""A figure of a release, by its name: what a text writes in place of a number, and what is found there.

A text names a figure as ``{{statistic node key=value ...}}``: ``{{score marker}}``, ``{{value employment group=origin=rm}}``,
``{{gap school_attendance group=origin=rm against=origin=host}}``, ``{{share intention group=origin=rm choice=stay}}``. The number is
looked up when the text is shown, in the language in which it is shown; so a text cannot say what the release does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.words import LANGUAGES

State = Literal["told", "protected", "few", "missing"]

OF_VALUES = {
    "value": "value",
    "low": "low",
    "high": "high",
    "n": "n",
    "households": "n_households",
    "people": "population",
}
OF_SCORES = {
    "score": "score", "score_low": "low", "score_high": "high", "ways_low": "robust_low", "ways_high": "robust_high",
    "coverage": "coverage", "rank": "rank", "rank_low": "rank_low", "rank_high": "rank_high",
}  # fmt: skip
OF_CONTRIBUTIONS = {"points": "points"}
OF_DIFFERENTIALS = {
    "gap": "gap", "gap_low": "gap_low", "gap_high": "gap_high", "gap_standardised": "gap_standardised",
    "gap_standardised_low": "gap_standardised_low", "gap_standardised_high": "gap_standardised_high", "gap_between": "gap_between",
    "gap_within": "gap_within", "ratio": "ratio", "of": "value", "of_low": "low", "of_high": "high",
    "of_n": "n", "against": "value_against", "against_low": "low_against", "against_high": "high_against", "against_n": "n_against",
}  # fmt: skip
OF_SHARES = {"share": "share", "share_low": "low", "share_high": "high", "share_n": "n"}
OF_UNITS = {"residents": "population", "area": "area_km2"}
COUNTS = ("measured", "indicators", "units")
"""Counted from the tables: indicators below a node that have a score, all below it, units of a level."""

STATISTICS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    statistic: (table, columns)
    for table, columns in {
        "values": OF_VALUES, "scores": OF_SCORES, "contributions": OF_CONTRIBUTIONS, "differentials": OF_DIFFERENTIALS,
        "shares": OF_SHARES, "units": OF_UNITS, "counts": {one: one for one in COUNTS},
    }.items()
    for statistic in columns
}  # fmt: skip
"""What can be asked of a release: the table that holds it and its columns."""

WITHOUT_NODE = frozenset({*OF_UNITS, "units"})
"""Statistics of a place alone."""

PATTERN = re.compile(r"\{\{\s*([a-z_]+)((?:\s+[^\s{}]+)*)\s*\}\}")
"""A reference inside a text."""


class NoReferenceError(ValueError):
    """A text between ``{{`` and ``}}`` names no figure; the message says what is wrong with it: a word of `PROBLEMS`."""


PROBLEMS = ("statistic", "node", "key", "repeated", "against")
"""Unknown statistic; no node, or one too many; unknown key; a key twice; a comparison without both its groups."""


@dataclass(frozen=True)
class Reference:
    """The name of one figure.

    `node` is an indicator, a dimension, an area, the marker or, of shares, a question; `unit` empty means the whole city or country;
    `period` empty means the last one; `choice` is an answer of a question.
    """

    statistic: str
    node: str = ""
    level: str = CITY_LEVEL
    unit: str = ""
    group: str = EVERYBODY
    against: str = ""
    period: str = ""
    choice: str = ""

    def __str__(self) -> str:
        """As a text writes it: keys in their order, those left out that say nothing."""
        told = [
            f"{one.name}={getattr(self, one.name)}"
            for one in fields(self)[2:]
            if getattr(self, one.name) != one.default
        ]
        return "{{" + " ".join([self.statistic, *([self.node] if self.node else []), *told]) + "}}"


KEY_NAMES = tuple(one.name for one in fields(Reference)[2:])


def parse(text: str) -> Reference:
    """The reference that `text`, from ``{{`` to ``}}``, writes.

    Raises:
        NoReferenceError: it names none; its message is a word of `PROBLEMS`.
    """
    found = PATTERN.fullmatch(text.strip())
    if found is None or found[1] not in STATISTICS:
        raise NoReferenceError("statistic")
    plain: list[str] = []
    keys: dict[str, str] = {}
    for word in found[2].split():
        key, equals, value = word.partition("=")
        if not equals:
            plain.append(word)
        elif key not in KEY_NAMES or not value:
            raise NoReferenceError("key")
        elif key in keys:
            raise NoReferenceError("repeated")
        else:
            keys[key] = value
    if len(plain) != (0 if found[1] in WITHOUT_NODE else 1):
        raise NoReferenceError("node")
    if STATISTICS[found[1]][0] == "differentials" and not (keys.get("group") and keys.get("against")):
        raise NoReferenceError("against")
    return Reference(found[1], *plain, **keys)


@dataclass(frozen=True)
class Cited:
    """A figure that a text cites, with what it rests on.

    `number` is None where there is none to tell, and then `state` says why: nobody measured it (`missing`), too few answered (`few`), or
    it is kept back so that nobody can be recognised (`protected`). `low` and `high` are the ends of its 95 % interval.
    `written` is the number by language, as it stands in a text, its unit included where the unit is a sign or a word (``62 %``,
    ``6,2 puntos``); in a table the unit stands in the head, so `bare` leaves it out.
    """

    reference: Reference
    number: float | None
    state: State
    written: Mapping[str, str]
    bare: Mapping[str, str]
    low: float | None = None
    high: float | None = None
    n: int | None = None
    kind: str = ""
    quality: str = ""
    period: str = ""
    source: str = ""
    verdict: str = ""

    def text(self, lang: str) -> str:
        """The number as a sentence in `lang` writes it; an em dash where there is none."""
        return self.written[lang]

    @property
    def caution(self) -> bool:
        """Whether a page that shows it has to warn: it speaks only of those asked, or a model made it."""
        return self.number is not None and self.kind in CAREFUL


CAREFUL = ("indicative", "modelled")
"""Kinds of figures of which a page that shows them has to warn."""

NOTHING: Mapping[str, str] = dict.fromkeys(LANGUAGES, "—")
"""What is written where there is no number."""

Sentence = tuple["str | Cited", ...]
"""A sentence: words, and the figures that it cites."""


def said(sentence: Sentence, lang: str) -> str:
    """A sentence as plain text."""
    return "".join(one if isinstance(one, str) else one.text(lang) for one in sentence)

"""References in an editor's text: found in the release, or refused with what they could have meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from tejido.errors import Finding
from tejido.reading.book import KEYS, Book
from tejido.reading.references import KEY_NAMES, STATISTICS, Cited, NoReferenceError, Reference, parse
from tejido.report.folder import Spot
from tejido.tables import CITY_LEVEL, COUNTRY_LEVEL

_OWN = re.compile(r"\{\{\s*own\s+(?P<text>.*?)\s*\|\s*(?P<source>.*?)\s*\}\}", re.DOTALL)
_PROBLEMS = {"statistic": "H314", "node": "H315", "key": "H316", "repeated": "H317", "against": "H318"}
_STATES = {"missing": "H321", "few": "H322", "protected": "H323"}
_COLUMNS = {"choice": "class"}
"""Keys that the tables call otherwise."""
_WHOLE = (CITY_LEVEL, COUNTRY_LEVEL)
"""Levels of one unit, which need not be named."""


@dataclass(frozen=True)
class Own:
    """A number of the editor's own, as written, and where it comes from."""

    text: str
    source: str
    spot: Spot


def nearest(name: str, known: Collection[str]) -> str:
    """The names most like a wrong one, as a list in words."""
    return ", ".join(difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.0))


class Lookup:
    """Reads references against the figures of a release."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._known: dict[str, Mapping[str, frozenset[str]]] = {}

    def read(self, text: str, spot: Spot, findings: list[Finding]) -> Cited | Own | None:
        """What ``{{...}}`` stands for; None where it stands for nothing, and then why is among the findings.

        H313 it is never closed, H314-H318 it is not written as a reference is, H319 it names what the release does not know, H320 it does
        not say of which unit, H321-H323 the release has no number there, H324 a number of the editor's own without a source.
        """
        if not text.endswith("}}"):
            findings.append(spot.finding("H313", text=text[:40]))
            return None
        if re.match(r"\{\{\s*own\b", text):
            own = _OWN.fullmatch(text)
            if own is None or not own["text"] or not own["source"]:
                findings.append(spot.finding("H324", text=text))
                return None
            return Own(" ".join(own["text"].split()), " ".join(own["source"].split()), spot)
        found = self._cited(text)
        if isinstance(found, Cited):
            return found
        code, values = found
        findings.append(spot.finding(code, text=" ".join(text.split()), **values))
        return None

    def _cited(self, text: str) -> Cited | tuple[str, Mapping[str, str]]:
        """The figure, or the code of what is wrong with what values."""
        try:
            reference = parse(text)
        except NoReferenceError as problem:
            return _PROBLEMS[str(problem)], self._help(text, str(problem))
        wrong = self._unknown(reference)
        if wrong:
            return wrong
        cited = self.book.look(reference)
        return cited if cited.number is not None else (_STATES[cited.state], {})

    def _help(self, text: str, problem: str) -> Mapping[str, str]:
        words = text.strip("{} \n").split()
        if problem == "statistic":
            return {"nearest": nearest(words[0] if words else "", STATISTICS)}
        return {"keys": ", ".join(KEY_NAMES)} if problem == "key" else {}

    def _unknown(self, reference: Reference) -> tuple[str, Mapping[str, str]] | None:
        """A name that the release does not have."""
        table, _ = STATISTICS[reference.statistic]
        if reference.node and reference.node not in self._nodes(table):
            return "H319", {"name": reference.node, "nearest": nearest(reference.node, self._nodes(table))}
        if reference.level not in _WHOLE and table != "counts" and not reference.unit:
            return "H320", {}
        known = self._names(table)
        for key in KEY_NAMES:
            value, names = getattr(reference, key), known.get(_COLUMNS.get(key, key))
            if value and names and value not in names:
                return "H319", {"name": value, "nearest": nearest(value, names)}
        return None

    def _names(self, table: str) -> Mapping[str, frozenset[str]]:
        """What the release has in each column of a table by which figures are named."""
        if table not in self._known:
            rows = self.book.table("units" if table == "counts" else table)
            names = ("level",) if table == "counts" else KEYS[table]
            self._known[table] = {} if rows is None else {name: frozenset(rows[name].astype(str)) for name in names}
        return self._known[table]

    def _nodes(self, table: str) -> frozenset[str]:
        """What a figure of a table can be of: all that the method names, measured or not, and what the release holds besides."""
        if table in ("scores", "contributions", "counts"):
            return self._scored
        if table == "shares":
            return self._names(table).get("question", frozenset())
        return self._figured | self._names(table).get("indicator", frozenset())

    @cached_property
    def _scored(self) -> frozenset[str]:
        catalogue = self.book.facts.catalogue
        return frozenset([catalogue.root, *catalogue.children, *catalogue.indicators])

    @cached_property
    def _figured(self) -> frozenset[str]:
        country = self.book.country
        return frozenset([*self.book.definitions, *(country.context.indicators if country else ())])

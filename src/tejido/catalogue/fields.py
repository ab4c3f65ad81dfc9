"""Reading one table of a catalogue file: every key asked for by its type, every fault noted, none raised at once."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard, TypeVar

from tejido.catalogue.lines import Locator
from tejido.errors import Finding, finding
from tejido.words import LANGUAGES, Labels

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")

Pair = tuple[float, float]
T = TypeVar("T")


@dataclass
class Document:
    """A file being read: its name inside the catalogue, where its keys stand, and what was found so far."""

    name: str
    locator: Locator | None = None
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, path: tuple[str, ...], **values: object) -> None:
        """Add a finding about the key at `path`."""
        row = self.locator.line(path) if self.locator else None
        self.findings.append(finding(code, file=self.name, row=row, column=".".join(path) or None, **values))


class Table:
    """One table of a `Document`.

    Each reader returns the value, or a stand-in of the right type after noting the fault; whoever reads refuses the whole
    document in the end if anything was noted.
    """

    def __init__(self, data: Mapping[str, object], path: tuple[str, ...], document: Document) -> None:
        self.data = data
        self.path = path
        self.document = document
        self._asked: set[str] = set()

    @property
    def id(self) -> str:
        """The table's own key."""
        return self.path[-1]

    def note(self, code: str, at: str | None = None, **values: object) -> None:
        """Add a finding about the key `at` of this table, or about the table itself."""
        self.document.note(code, (*self.path, at) if at else self.path, **values)

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        self._asked.add(key)
        return key in self.data

    def skip(self, key: str) -> None:
        """Let a key stand that is read elsewhere."""
        self._asked.add(key)

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in sorted(set(self.data) - self._asked):
            self.note("K107", key, known=", ".join(sorted(self._asked)))

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self._get(key, default)
        if isinstance(value, str) and value.strip():
            return value
        return self._wrong("K110", key, "", missing=value is None)

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of the words allowed."""
        value = self.text(key, default)
        if value and value not in allowed:
            self.note("K117", key, value=value, allowed=", ".join(allowed))
        return value

    def identifier(self, key: str, default: str | None = None) -> str:
        """An id: small letters, digits and underscores."""
        value = self.text(key, default)
        if value and not IDENTIFIER.fullmatch(value):
            self.note("K119", key, id=value)
        return value

    def number(self, key: str, default: float | None = None, low: float = -math.inf, high: float = math.inf) -> float:
        """A number from `low` to `high`."""
        value = self._get(key, default)
        if not _is_number(value):
            return self._wrong("K111", key, 0.0, missing=value is None)
        amount = float(value)
        if not low <= amount <= high:
            self.note("K118", key, value=amount, low=low, high=high)
        return amount

    def integer(self, key: str, default: int | None = None, low: int = 0) -> int:
        """A whole number, at least `low`."""
        value = self._get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            return self._wrong("K112", key, low, missing=value is None)
        if value < low:
            self.note("K118", key, value=value, low=low, high=math.inf)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self._get(key, default)
        return value if isinstance(value, bool) else bool(self._wrong("K113", key, False))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none where the key is absent."""
        value = self._get(key, [])
        texts = [one for one in value if isinstance(one, str) and one] if _is_list(value) else []
        if not _is_list(value) or len(texts) < len(value):
            self._wrong("K114", key, None)
        return tuple(texts)

    def pair(self, key: str) -> Pair:
        """Two numbers."""
        value = self._get(key, None)
        found = _pair(value)
        return self._wrong("K115", key, (0.0, 0.0), missing=value is None) if found is None else found

    def pairs(self, key: str) -> tuple[Pair, ...]:
        """A list of pairs of numbers."""
        value = self._get(key, [])
        found = [_pair(one) for one in value] if _is_list(value) else [None]
        if None in found:
            self._wrong("K115", key, None)
        return tuple(pair for pair in found if pair is not None)

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers."""
        value = self._get(key, None)
        found = [float(one) for one in value if _is_number(one)] if _is_list(value) else []
        if not _is_list(value) or len(found) < len(value):
            self._wrong("K156", key, None, missing=value is None)
        return tuple(found)

    def integers(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers from `low` to `high`; none where the key is absent."""
        value = self._get(key, [])
        found = [one for one in value if isinstance(one, int) and not isinstance(one, bool)] if _is_list(value) else []
        if not _is_list(value) or len(found) < len(value):
            self._wrong("K112", key, None)
        for one in found:
            if not low <= one <= high:
                self.note("K118", key, value=one, low=low, high=high)
        return tuple(found)

    def labels(self, key: str, needed: bool = True) -> Labels:
        """The same text in each language; all languages or, where it is not `needed`, no text at all."""
        if not needed and not self.has(key):
            return {}
        table = self.table(key)
        if not table.data:
            return {}
        found = {language: table.text(language) for language in LANGUAGES if table.has(language)}
        for language in LANGUAGES:
            if language not in found:
                self.note("K116", key, language=language)
        table.done()
        return found

    def table(self, key: str, needed: bool = True) -> Table:
        """A table inside this one; an empty one where it is absent."""
        value = self._get(key, None if needed else {})
        inner = value if isinstance(value, Mapping) else self._wrong("K109", key, {}, missing=value is None)
        return Table(inner, (*self.path, key), self.document)

    def tables(self, key: str) -> list[Table]:
        """All tables inside the table `key`, each by its id, in the order of the file."""
        outer = self.table(key, needed=False)
        inner = [outer.table(one) for one in outer.data]
        for table in inner:
            if not IDENTIFIER.fullmatch(table.id):
                table.note("K119", id=table.id)
        return inner

    def rows(self, key: str) -> list[Table]:
        """The tables of an array of tables."""
        value = self._get(key, [])
        rows = [one for one in value if isinstance(one, Mapping)] if _is_list(value) else []
        if not _is_list(value) or len(rows) < len(value):
            self._wrong("K109", key, None)
        return [Table(row, (*self.path, key, str(place)), self.document) for place, row in enumerate(rows)]

    def _get(self, key: str, default: object) -> object:
        self._asked.add(key)
        return self.data.get(key, default)

    def _wrong(self, code: str, key: str, stand_in: T, missing: bool = False) -> T:
        self.note("K106" if missing else code, key, key=key)
        return stand_in


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _pair(value: object) -> Pair | None:
    numbers = [float(one) for one in value if _is_number(one)] if _is_list(value) and len(value) == 2 else []
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None

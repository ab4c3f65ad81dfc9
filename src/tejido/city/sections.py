"""Reading a table of `city.toml` key by key: every wrong, missing or unknown key becomes a finding with its line."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tejido.catalogue.lines import Locator, Path
from tejido.errors import Finding, finding
from tejido.words import Labels


@dataclass
class Book:
    """The file that is read: its name, where its keys stand, and what was found wrong so far."""

    file: str
    locator: Locator
    found: list[Finding] = field(default_factory=list)

    def note(self, code: str, path: Path, /, **values: object) -> None:
        """Record a finding at the line of `path`."""
        column = ".".join(part for part in path if not part.isdigit()) or None
        self.found.append(finding(code, file=self.file, row=self.locator.line(path), column=column, **values))


class Section:
    """One table. Each reading method takes a key, notes what is wrong with it and gives its value or the default;
    `close` notes the keys that nobody asked for.
    """

    def __init__(self, data: Mapping[str, object], path: Path, book: Book) -> None:
        self.data = data
        self.path = path
        self.book = book
        self._asked: set[str] = set()

    def note(self, code: str, at: str | None = None, /, **values: object) -> None:
        """Record a finding at the key `at` of this table, or at the table itself."""
        self.book.note(code, self.path if at is None else (*self.path, at), **values)

    def _take(self, key: str, form: str, fits: type | tuple[type, ...], required: bool) -> object:
        self._asked.add(key)
        value = self.data.get(key)
        if value is None:
            if required:
                self.note("C004", None, key=key)
            return None
        if isinstance(value, bool) is not (fits is bool) or not isinstance(value, fits):
            self.note("C005", key, key=key, expected=form)
            return None
        return value

    def text(self, key: str, required: bool = False) -> str | None:
        """A text; a whole number (a year, a code) is taken as text."""
        value = self._take(key, '"..."', (str, int), required)
        if value is not None and not str(value).strip():
            self.note("C006", key, key=key, value="", allowed="...")
            return None
        return None if value is None else str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self._take(key, "[...]", (str, int, list), False)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if any(not isinstance(one, (str, int)) or isinstance(one, bool) for one in listed):
            self.note("C005", key, key=key, expected="[...]")
            return ()
        return tuple(str(one) for one in listed)

    def number(self, key: str, minimum: float | None = None) -> float | None:
        """A number, at least `minimum`."""
        value = self._take(key, "1.5", (int, float), False)
        if not isinstance(value, int | float):
            return None
        least = -math.inf if minimum is None else minimum
        if math.isfinite(value) and value >= least:
            return float(value)
        self.note("C006", key, key=key, value=value, allowed=f"≥ {least:g}" if math.isfinite(least) else "1.5")
        return None

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers; one number alone is a list of one."""
        value = self._take(key, "[...]", (int, float, list), False)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found = tuple(float(one) for one in listed if isinstance(one, int | float) and not isinstance(one, bool))
        if len(found) < len(listed):
            self.note("C005", key, key=key, expected="[...]")
        return found

    def flag(self, key: str) -> bool:
        """True or false; false where it is not given."""
        return bool(self._take(key, "true", bool, False))

    def day(self, key: str) -> date | None:
        """A day, quoted or not."""
        value = self._take(key, '"2019-05-15"', (str, date), False)
        if not isinstance(value, str):
            return value if isinstance(value, date) else None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.note("C730", key, value=value)
            return None

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """One of the words `allowed`."""
        value = self.text(key)
        words = tuple(allowed)
        if value is None or value in words:
            return value or default
        self.note("C006", key, key=key, value=value, allowed=", ".join(words))
        return default

    def labels(self, key: str, required: bool = False) -> Labels:
        """Names by language, ``{es = "...", en = "..."}``; at least one where required."""
        value = self._take(key, "{...}", dict, required)
        labels = {str(lang): one for lang, one in value.items()} if isinstance(value, dict) else {}
        if (value is not None and not labels) or any(not isinstance(one, str) or not one for one in labels.values()):
            self.note("C005", key, key=key, expected='{es = "...", en = "..."}')
            return {}
        return {lang: str(text) for lang, text in labels.items()}

    def reasons(self, key: str) -> dict[str, str]:
        """A table of texts: indicator -> reason."""
        section = self.table(key)
        if section is None:
            return {}
        return {name: text for name in section.data if (text := section.text(name)) is not None}

    def table(self, key: str) -> Section | None:
        """The table below `key`."""
        value = self._take(key, "{...}", dict, False)
        return Section(value, (*self.path, key), self.book) if isinstance(value, dict) else None

    def tables(self, key: str) -> Iterator[Section]:
        """The tables of an array of tables."""
        value = self._take(key, "[...]", list, False)
        for place, one in enumerate(value if isinstance(value, list) else []):
            if isinstance(one, dict):
                yield Section(one, (*self.path, key, str(place)), self.book)
            else:
                self.note("C005", key, key=key, expected="{...}")

    def close(self) -> None:
        """Note every key that was not asked for, with the nearest known one."""
        for key in self.data:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), 1, 0.7)
                self.note("C003", key, key=key, near=f" ({near[0]}?)" if near else "")

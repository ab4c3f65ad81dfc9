"""Where a key stands in a TOML file: `tomllib` tells values, not places."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_STRINGS = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')

Path = tuple[str, ...]


class Locator:
    """Line numbers, counted from 1, of the tables and keys of a TOML text.

    A path is the keys from the top: ``("indicators", "water", "curve", "knots")``; the entries of an array of tables
    are counted, ``("bands", "0", "low")``.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._statements: dict[Path, list[str]] = {}
        self._read(text.splitlines())

    def line(self, path: Path) -> int | None:
        """Line of the longest known beginning of `path`; None where not even its first key is known."""
        for length in range(len(path), 0, -1):
            known = path[:length]
            if known in self._lines:
                return self._within(known, path[length:])
        return None

    def _read(self, lines: list[str]) -> None:
        table: Path = ()
        counts: dict[Path, int] = {}
        row = 0
        while row < len(lines):
            header, key = _HEADER.match(lines[row]), _KEY.match(lines[row])
            if header:
                table = _keys(header[2])
                if header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, str(counts[table]))
                self._remember(table, row)
            elif key:
                path = (*table, *_keys(key[1]))
                end = _end_of_statement(lines, row)
                self._remember(path, row)
                self._statements[path] = lines[row:end]
                row = end
                continue
            row += 1

    def _remember(self, path: Path, row: int) -> None:
        for length in range(1, len(path) + 1):
            self._lines.setdefault(path[:length], row + 1)

    def _within(self, known: Path, rest: Path) -> int:
        """Line of an inline table's key inside its statement, as far as it can be followed."""
        line = self._lines[known]
        statement = self._statements.get(known, [])
        row = 0
        for key in rest:
            found = re.compile(rf"""(?:^|[{{,\s])["']?{re.escape(key)}["']?\s*=""")
            row = next((at for at in range(row, len(statement)) if found.search(statement[at])), row)
        return line + row


def _keys(dotted: str) -> Path:
    return tuple(part.strip("\"' ") for part in re.findall(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""", dotted))


def _end_of_statement(lines: list[str], start: int) -> int:
    """First row after the statement that begins at `start`: it goes on while brackets or a long string are open."""
    depth, row, long_string = 0, start, ""
    while row < len(lines):
        line = lines[row]
        if not long_string:
            long_string = _opened(line)
            bare = _STRINGS.sub("", line.split(long_string)[0] if long_string else line).split("#")[0]
            depth += sum(bare.count(sign) for sign in "[{") - sum(bare.count(sign) for sign in "]}")
        elif long_string in line:
            long_string = ""
        row += 1
        if depth <= 0 and not long_string:
            break
    return row


def _opened(line: str) -> str:
    """The quotes of a string that begins on this line and does not end on it, or nothing."""
    return next((quotes for quotes in ('"""', "'''") if line.count(quotes) == 1), "")

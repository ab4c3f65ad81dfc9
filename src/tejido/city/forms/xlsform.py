"""Reading an XLSForm workbook: sheets, header variants, types, groups, repeats, choices and labels in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from tejido.city.files import READ_ERRORS
from tejido.city.forms.model import MAIN, Choice, Form, Group, Question
from tejido.errors import Finding, fail, finding
from tejido.words import Labels

HEADERS = {
    "relevance": "relevant", "calculate": "calculation", "list name": "list_name", "value": "name",
    "caption": "label", "command": "type", "repeat count": "repeat_count", "bind::relevant": "relevant",
    "bind::constraint": "constraint", "bind::calculate": "calculation", "bind::required": "required",
    "choice filter": "choice_filter",
}  # fmt: skip
"""Other spellings of the columns that XLSForm allows."""
TYPES = {
    "int": "integer", "string": "text", "gps": "geopoint", "location": "geopoint", "datetime": "dateTime",
    "trigger": "acknowledge", "photo": "image",
}  # fmt: skip
KNOWN = frozenset({
    "integer", "decimal", "range", "text", "select_one", "select_multiple", "rank", "note", "geopoint",
    "geotrace", "geoshape", "start-geopoint", "date", "time", "dateTime", "image", "audio", "video", "file",
    "barcode", "calculate", "acknowledge", "hidden", "xml-external", "csv-external", "start", "end", "today",
    "deviceid", "username", "phonenumber", "email", "simserial", "subscriberid", "audit", "background-audio",
    "background-geopoint",
})  # fmt: skip
_SELECT = re.compile(
    r"(?:add )?(?P<how>select[_ ]?one|select1|select[_ ]multiple|select all that apply|rank)(?:_from_file)?(?: prompt)?"
    r"(?: from| using)?\s+(?P<list>\S.*?)(?P<other>\s+or[_ ]other)?$",
    re.IGNORECASE,
)
_EDGE = re.compile(r"(?P<edge>begin|end)[_ ](?P<kind>group|repeat)\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:label|caption)\s*::?\s*(?P<language>.+)$", re.IGNORECASE)
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z]+)?)\)\s*$")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
"""Word processors turn quotes; pyxform straightens them too."""

__all__ = ["read_form"]


def read_form(path: Path) -> Form:
    """An XLSForm workbook.

    Sheets are read whole with calamine, whatever dimension they declare. Languages are known by the code in brackets
    (``label::Español (es)``), else by their name; a plain ``label`` stands under ``""``.

    Raises:
        TejidoError: E201, E202, the file is not there or no workbook; E301, no sheet `survey`; E302, a column is missing;
            E303, a question without a name; E304, a name twice in a group; E307, groups that do not close.
    """
    sheets = _sheets(path)
    survey = _rows(sheets, "survey", ("type", "name"), path.name)
    if survey is None:
        raise fail("E301", file=path.name, name="survey", sheets=", ".join(sheets) or "—")
    settings = next((row for _, row in _rows(sheets, "settings", (), path.name) or ()), {})
    choices = _choices(_rows(sheets, "choices", ("list_name", "name"), path.name) or [])
    made = _Maker(path.name)
    for number, row in survey:
        made.take(number, row)
    made.close()
    for question in made.questions.values():
        is_own = not (question.list_name.startswith("${") or question.list_name.endswith((".csv", ".xml", ".geojson")))
        if question.is_choice and is_own and question.list_name not in choices:
            made.findings.append(
                finding(
                    "E306", file=path.name, row=question.row, column="type", name=question.name, list=question.list_name
                )
            )
    labels = [question.labels for question in made.questions.values()]
    labels += [group.labels for group in made.groups.values()]
    labels += [choice.labels for some in choices.values() for choice in some]
    languages = tuple(dict.fromkeys(code for one in labels for code in one))
    return Form(
        path.name, settings.get("form_title", ""), languages, made.questions, made.groups, choices,
        made.parents, tuple(made.findings), settings.get("form_id", ""),
    )  # fmt: skip


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    if not path.is_file():
        raise fail("E201", file=path.name)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except READ_ERRORS as problem:
        raise fail("E202", file=path.name, problem=str(problem).replace(str(path), path.name)) from problem


def _rows(
    sheets: Mapping[str, list[list[Any]]], name: str, needed: tuple[str, ...], file: str
) -> list[tuple[int, dict[str, str]]] | None:
    """The filled rows of a sheet with their numbers, by canonical column."""
    sheet = next((rows for title, rows in sheets.items() if title.strip().lower() == name), None)
    if sheet is None:
        return None
    header = [_column(_text(cell)) for cell in sheet[0]] if sheet else []
    missing = [column for column in needed if column not in header]
    if missing:
        raise fail("E302", file=file, row=1, column=missing[0], name=missing[0], sheet=name)
    found = []
    for number, cells in enumerate(sheet[1:], start=2):
        row = {column: text for column, cell in zip(header, cells, strict=False) if column and (text := _text(cell))}
        if row:
            found.append((number, row))
    return found


def _column(title: str) -> str:
    """A column by its canonical name; those of labels as ``label::`` and the language."""
    label = _LABEL.match(title)
    if label:
        code = _CODE.search(label["language"])
        return "label::" + (code[1].lower() if code else label["language"].strip())
    plain = title.strip()
    return HEADERS.get(plain.lower(), plain.lower() if plain.lower() in _PLAIN else plain)


_PLAIN = frozenset({
    "type", "name", "label", "relevant", "constraint", "calculation", "required", "choice_filter",
    "repeat_count", "list_name", "form_title", "form_id", "version", "default_language", "appearance", "default",
    "hint",
})  # fmt: skip


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().translate(_QUOTES)


def _labels(row: Mapping[str, str]) -> Labels:
    named = {column.removeprefix("label::"): text for column, text in row.items() if column.startswith("label::")}
    return ({"": row["label"]} if "label" in row else {}) | named


def _choices(rows: list[tuple[int, dict[str, str]]]) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, list[Choice]] = {}
    for _, row in rows:
        if "list_name" in row and "name" in row:
            columns = {key: text for key, text in row.items() if not key.startswith("label")}
            lists.setdefault(row["list_name"], []).append(Choice(row["name"], _labels(row), columns))
    return {name: tuple(some) for name, some in lists.items()}


@dataclass
class _Maker:
    """The form as it grows row by row."""

    file: str
    questions: dict[str, Question] = field(default_factory=dict)
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    open: list[Group] = field(default_factory=list)
    paths: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, number: int, row: Mapping[str, str]) -> None:
        """One row of the sheet `survey`."""
        kind = " ".join(row.get("type", "").split())
        edge = _EDGE.match(kind)
        if not kind:
            return
        if edge and edge["edge"].lower() == "end":
            self._end(number, edge["kind"].lower())
            return
        name = row.get("name", "")
        if not name:
            raise fail("E303", file=self.file, row=number, column="name", kind=kind)
        path = (*(self.open[-1].path if self.open else ()), name)
        if path in self.paths:
            raise fail("E304", file=self.file, row=number, column="name", name=name)
        self.paths.add(path)
        if edge:
            self._begin(number, edge["kind"].lower(), name, path, row)
        else:
            self._question(number, kind, name, path, row)

    def close(self) -> None:
        """Every group has to be closed by now."""
        if self.open:
            raise fail("E307", file=self.file, row=self.open[-1].row, column="type", name=self.open[-1].name)

    def _table(self) -> str:
        return self.open[-1].table if self.open else MAIN

    def _begin(self, number: int, kind: str, name: str, path: tuple[str, ...], row: Mapping[str, str]) -> None:
        table = self._table()
        if kind == "repeat":
            own = name if name not in self.parents else "/".join(path)
            self.parents[own] = table
            table = own
        group = Group(
            name, "repeat" if kind == "repeat" else "group", path, table, number, _labels(row),
            row.get("relevant", ""), row.get("repeat_count", ""),
        )  # fmt: skip
        self.groups[path] = group
        self.open.append(group)

    def _end(self, number: int, kind: str) -> None:
        if not self.open or self.open[-1].kind != kind:
            raise fail("E307", file=self.file, row=number, column="type", name=kind)
        self.open.pop()

    def _question(self, number: int, kind: str, name: str, path: tuple[str, ...], row: Mapping[str, str]) -> None:
        select = _SELECT.match(kind)
        if select:
            how = select["how"].lower()
            word = "rank" if how == "rank" else "select_multiple" if "multiple" in how or "all" in how else "select_one"
        else:
            word = TYPES.get(kind.lower(), next((one for one in KNOWN if one.lower() == kind.lower()), ""))
            if not word:
                self.findings.append(finding("E305", file=self.file, row=number, column="type", kind=kind, name=name))
        own = name if name not in self.questions else "/".join(path)
        said = {key: row.get(key, "") for key in ("relevant", "constraint", "calculation", "required", "choice_filter")}
        self.questions[own] = Question(
            own, name, word or "text", path, self._table(), number, _labels(row), select["list"] if select else "",
            bool(select and select["other"]), **said,
        )  # fmt: skip

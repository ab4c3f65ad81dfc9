"""Workbooks and exports written as small readable tables: columns parted by |, one row per line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl

FORM = {
    "survey": """
        type              | name   | label::English (en) | label::Español (es) | relevant      | constraint | required | choice_filter
        start             | start  |                     |                     |               |            |          |
        end               | end    |                     |                     |               |            |          |
        begin_group       | door   |                     |                     |               |            |          |
        geopoint          | where  | Where               | Dónde               |               |            |          |
        select_one yn     | yes    | May I ask?          | ¿Puedo preguntar?   |               |            | yes      |
        end_group         | door   |                     |                     |               |            |          |
        begin_repeat      | people |                     |                     | ${yes} = '1'  |            |          |
        integer           | age    | Age                 | Edad                |               | . < 110    | true()   |
        select_multiple w | work   | Work                | Trabajo             | ${age} >= 15  |            |          |
        end_repeat        | people |                     |                     |               |            |          |
        date              | day    | Day                 | Día                 | ${yes} = '1'  |            |          |
        select_one place  | place  | Place               | Lugar               |               |            |          | zone = ${zone}
        text              | zone   | Zone                | Zona                |               |            |          |
        """,
    "choices": """
        list_name | name | label::English (en) | label::Español (es) | zone
        yn        | 1    | Yes                 | Sí                  |
        yn        | 0    | No                  | No                  |
        w         | paid | Paid                | Pagado              |
        w         | home | At home             | En el hogar         |
        w         | none | None                | Ninguno             |
        place     | a    | Ñuble               | Ñuble               | n
        place     | b    | South               | Sur                 | s
        """,
    "settings": """
        form_title | default_language
        Doors      | Español (es)
        """,
}
"""A small form with a group, a repeat, filters and two languages."""


def rows(text: str) -> list[list[str]]:
    """A readable table as rows of cells."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def workbook(path: Path, sheets: dict[str, str]) -> Path:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows(text):
            sheet.append([cell or None for cell in row])
    book.save(path)
    return path


def comma(text: str) -> str:
    """A readable table as CSV; cells hold no commas."""
    return "\n".join(",".join(row) for row in rows(text)) + "\n"


def archive(path: Path, files: dict[str, str]) -> Path:
    """A zip of CSV files."""
    with zipfile.ZipFile(path, "w") as into:
        for name, text in files.items():
            into.writestr(name, comma(text))
    return path

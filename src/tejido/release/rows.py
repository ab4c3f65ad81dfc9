"""Rows of a worksheet as SpreadsheetML (ECMA-376, part 1, 18.3.1), a column at a time.

A city has a million cells and more. Written one by one through a library's cell objects they take minutes; here each
column becomes text at once, and a text that repeats is made only once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

_CHUNK = 5_000
_RISKY = re.compile(r"[=+\-@\t\r#]")
"""How a text begins that a spreadsheet takes for a formula or an error when somebody edits the cell."""


def rows(table: pd.DataFrame, quoted: int) -> Iterator[bytes]:
    """The rows of a table from the second row of a sheet on, in pieces; empty cells are left out.

    Texts are never formulas; `quoted` is the number of the cell style that keeps them so when a reader edits the cell.
    """
    for start in range(0, len(table), _CHUNK):
        piece = table.iloc[start : start + _CHUNK]
        columns = [_cells(piece[name], quoted) for name in piece.columns]
        letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
        lines = []
        for number, row in enumerate(zip(*columns, strict=True), start=start + 2):
            cells = [f'<c r="{letter}{number}"{cell}' for letter, cell in zip(letters, row, strict=True) if cell]
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        yield "".join(lines).encode("utf-8")


def _cells(column: pd.Series, quoted: int) -> list[str]:
    """What follows the address of each cell; nothing where the figure is missing."""
    if pd.api.types.is_float_dtype(column):
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan).tolist()
        return [f"><v>{number!r}</v></c>" if number == number else "" for number in numbers]
    known = {item: _cell(item, quoted) for item in column.dropna().unique().tolist()}
    return [known.get(item, "") for item in column.tolist()]


def _cell(item: object, quoted: int) -> str:
    if isinstance(item, bool):
        return f' t="b"><v>{int(item)}</v></c>'
    if isinstance(item, int | float):
        return f"><v>{item!r}</v></c>"
    text = ILLEGAL_CHARACTERS_RE.sub("", str(item))
    style = f' s="{quoted}"' if _RISKY.match(text) else ""
    return f'{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'

"""The form as an XLSForm workbook, the file that ODK Central and KoboToolbox take."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from tejido.form.layout import Sheets

_WIDTHS = {"label": 48, "hint": 36, "relevant": 40, "constraint": 24, "calculation": 40}
"""Width of columns whose texts are long."""

__all__ = ["write_form"]


def write_form(form: Sheets, out: Path) -> None:
    """Write the sheets `survey`, `choices` and `settings` of an XLSForm; equal forms give equal bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = {"survey": form.survey, "choices": form.choices, "settings": (form.settings,)}
    for name, columns in form.columns.items():
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows[name]:
            sheet.append([row.get(column) or None for column in columns])
        for place, column in enumerate(columns, start=1):
            sheet.cell(1, place).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column.partition("::")[0], 18)
        for line in sheet.iter_rows(min_row=2):
            for cell in line:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "C2" if name == "survey" else "A2"
    frame = BytesIO()
    book.save(frame)
    _without_dates(frame, out)


def _without_dates(frame: BytesIO, out: Path) -> None:
    """The workbook without the moment of its making."""
    with zipfile.ZipFile(frame) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", content)
            part = zipfile.ZipInfo(name)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, content)

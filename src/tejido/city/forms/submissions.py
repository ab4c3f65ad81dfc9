"""Submissions of a form: exports of KoboToolbox and ODK Central as one table for the interviews and one per repeat.

Columns are named like the questions of the form, whatever separator stands between groups; columns that are no question keep
their own name. Reserved columns: `_key` (the submission's id), and in repeats `_parent` (place of the row it hangs from in the
table above, counted from 0; -1 where there is none) and `_position` (its place among its siblings, from 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from tejido.city.forms.columns import Unread, added_by_program, named
from tejido.city.forms.model import MAIN, Form
from tejido.city.forms.sheets import Sheet, sheets
from tejido.city.labels import AnswerLabels
from tejido.errors import Finding, fail, finding

KEY, PARENT, POSITION = "_key", "_parent", "_position"
IDS = ("meta/instanceid", "instanceid", "_uuid", "key", "_submission_id", "__id", "_id", "_index")
"""Columns that name a submission, the surest first, in lower case."""
OWN = ("key", "_index")
"""Columns that name a row for the rows that hang from it: ODK Central's and KoboToolbox's."""
ABOVE = {"parent_key": "key", "_parent_index": "_index", "_submission__id": "_id"}
"""Columns that name the row above, and the column of the table above that they repeat."""

__all__ = ["KEY", "PARENT", "POSITION", "Submissions", "read_submissions"]


@dataclass(frozen=True, eq=False)
class Submissions:
    """The answers of a form: `tables` by name, ``""`` that of the interviews; `parents` says which table each hangs from.

    `places` names each table's file and sheet, `unread` the answers that could not be read as their question wants them.
    """

    file: str
    tables: dict[str, pd.DataFrame]
    parents: dict[str, str]
    places: dict[str, str]
    labels: AnswerLabels
    unread: list[Unread] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_submissions(path: Path, form: Form | None = None) -> Submissions:
    """An export: CSV, Excel (a sheet per repeat), Parquet, SPSS, Stata or a zip of CSV files.

    With `form` numbers are numbers, dates ISO dates, several chosen answers one text of names parted by spaces and points
    ``lat lon alt accuracy``. Without it, columns keep their names and everything is text but the keys.

    Raises:
        TejidoError: E201, E202, E203, E320, the file cannot be read or is empty; E325, nobody answered yet; E321, no column is a question of
            the form.
    """
    read = sheets(path)
    main = next((sheet for sheet in read if not _links(sheet.table)), read[0])
    if not len(main.table):
        raise fail("E325", file=main.file)
    chosen = _matched(read, main, form)
    findings: list[Finding] = []
    tables: dict[str, pd.DataFrame] = {}
    parents: dict[str, str] = {}
    unread: list[Unread] = []
    for name, sheet in chosen.items():
        table, problems = named(sheet.table, form, name) if form else (sheet.table.copy(), [])
        parents |= {name: _parent(name, sheet, chosen, form)} if name != MAIN else {}
        tables[name] = table
        unread += problems
    raw = {name: sheet.table for name, sheet in chosen.items()}
    for name in _downward(parents):
        tables[name] = _keyed(tables[name], name, raw, parents)
    if form:
        findings += _fit(form, tables, chosen, path.name)
        findings += [
            finding("E324", file=sheet.file, name=sheet.name) for sheet in read if sheet not in chosen.values()
        ]
    labels = AnswerLabels.of_form(form) if form else AnswerLabels({}, {})
    return Submissions(
        path.name, tables, parents, {name: sheet.file for name, sheet in chosen.items()}, labels, unread, findings
    )


def _links(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Columns of a repeat that name the row above, as pairs with the column above that they repeat."""
    lower = {str(name).lower(): str(name) for name in table.columns}
    return [(lower[own], above) for own, above in ABOVE.items() if own in lower]


def _matched(read: Sequence[Sheet], main: Sheet, form: Form | None) -> dict[str, Sheet]:
    """Sheets by the name of their table: a repeat's sheet is called like it, or ends so (files of ODK Central)."""
    found = {MAIN: main}
    rest = [sheet for sheet in read if sheet is not main]
    if form is None:
        return found | {sheet.name: sheet for sheet in rest if _links(sheet.table)}
    for repeat in form.parents:
        # Excel cuts the name of a sheet after 31 characters.
        fits = [sheet for sheet in rest if sheet.name == repeat or sheet.name == repeat[:31]]
        fits = fits or [sheet for sheet in rest if sheet.name.endswith((f"-{repeat}", f".{repeat}", f"_{repeat}"))]
        if fits:
            found[repeat] = fits[0]
            rest.remove(fits[0])
    return found


def _parent(name: str, sheet: Sheet, chosen: dict[str, Sheet], form: Form | None) -> str:
    """The table that a repeat hangs from: as the form says, else as the export says."""
    if form:
        return form.parents[name]
    said = next((str(one) for one in sheet.table.columns if str(one).lower() == "_parent_table_name"), None)
    told = str(sheet.table[said].dropna().iloc[0]) if said and sheet.table[said].notna().any() else ""
    return told if told in chosen and told != name else MAIN


def _downward(parents: dict[str, str]) -> list[str]:
    """All tables, each after the one it hangs from."""
    order = [MAIN]
    while len(order) <= len(parents):
        order += [name for name, parent in parents.items() if parent in order and name not in order]
    return order


def _keyed(table: pd.DataFrame, name: str, raw: dict[str, pd.DataFrame], parents: dict[str, str]) -> pd.DataFrame:
    """The table with its reserved columns in front."""
    lower = {str(column).lower().replace("-", "/").replace(".", "/"): str(column) for column in raw[name].columns}
    if name == MAIN:
        own = next((raw[name][lower[one]] for one in IDS if one in lower and raw[name][lower[one]].notna().all()), None)
        key = own.astype("str") if own is not None else pd.Series(np.arange(1, len(table) + 1).astype(str), dtype="str")
        front = pd.DataFrame({KEY: key.to_numpy()})
    else:
        parent = _joined(raw[name], raw[parents[name]])
        position = pd.Series(parent).groupby(parent).cumcount().to_numpy() + 1
        front = pd.DataFrame({PARENT: parent, POSITION: position})
    return pd.concat([front, table.drop(columns=list(front.columns), errors="ignore").reset_index(drop=True)], axis=1)


def _joined(table: pd.DataFrame, above: pd.DataFrame) -> np.ndarray:
    """For every row the place of the row above that its key names; of several with one key the first, -1 for none."""
    upper = {str(column).lower(): str(column) for column in above.columns}
    for column, repeated in _links(table):
        if repeated in upper:
            places = pd.Series(np.arange(len(above)), index=above[upper[repeated]].astype("str").to_numpy())
            places = places[above[upper[repeated]].notna().to_numpy()]
            places = places[~places.index.duplicated()]
            found = table[column].map(places)
            return found.fillna(-1).to_numpy(dtype=np.int64)
    return np.full(len(table), -1, dtype=np.int64)


def _fit(form: Form, tables: dict[str, pd.DataFrame], chosen: dict[str, Sheet], file: str) -> list[Finding]:
    """How well the answers and the form go together."""
    here = {name: {one.id for one in form.questions.values() if one.table == name} for name in tables}
    known = sum(len(here[name] & set(table.columns)) for name, table in tables.items())
    if not known:
        raise fail("E321", file=file, form=form.file)
    more = sum(
        not added_by_program(str(column))
        for name, table in tables.items()
        for column in set(table.columns) - here[name] - {KEY, PARENT, POSITION}
    )
    lost = [
        one.name for one in form.questions.values()
        if (one.is_asked or one.calculation) and (one.table not in tables or one.id not in tables[one.table].columns)
    ]  # fmt: skip
    found = [finding("E322", file=file, count=more)] if more else []
    if lost:
        names = ", ".join(lost[:8]) + (" …" if len(lost) > 8 else "")
        found.append(finding("E323", file=file, form=form.file, count=len(lost), names=names))
    return found

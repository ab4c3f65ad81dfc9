"""The assessment of local policies, as a planner writes it: a table of instruments and a table of criteria, in CSV or a workbook.

In: the files that ``[policies]`` of `city.toml` names. Out: `tables.INSTRUMENTS` and `tables.POLICIES`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

from tejido.catalogue import Catalogue, load
from tejido.catalogue.policies import HIGHEST, questionnaire
from tejido.city.columns import codes
from tejido.city.files import FIRST_ROW, Files, missing_column
from tejido.city.method import catalogue_path
from tejido.city.model import CityConfig, Source
from tejido.city.model_context import Policies
from tejido.errors import TejidoError, finding
from tejido.tables import INSTRUMENTS, POLICIES, Schema

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_BOTH = ("gap", "recommendation")
"""Texts that stand in both languages."""

DIMENSION = "dimension"
"""The heading under which a planner writes a dimension; an empty cell means the whole area, which is then the node."""

_OF_ADOPTION = ("adopted_in", "article", "date")

__all__ = ["read_policies"]


def read_policies(config: CityConfig, files: Files) -> Policies:
    """Both tables; what is wrong is told in `files.found`, and rows at fault are left out.

    Findings: C104 a column is missing, C821 no such instrument, C822 no such word, C823 no dimension of the area, C824 no score, C825 a
    score without its passage, C826 a row stands twice, C827 adopted without where, C828 no date, C829 an empty cell, C830 a text in
    one language only, C831 a status without a recommendation.
    """
    if config.policies is None:
        return Policies()
    try:
        catalogue = load(catalogue_path(config, files.folder))
    except TejidoError:
        return Policies()  # told where the catalogue is read
    file, sheet = config.policies.instruments
    instruments = _Sheet(file, sheet, INSTRUMENTS, ("instrument", "kind", "year", "source"), files)
    instruments.words("kind", questionnaire().kinds)
    instruments.named()
    known = instruments.conformed()
    file, sheet = config.policies.assessments
    assessed = _Sheet(file, sheet, POLICIES, ("instrument", "area", "criterion"), files)
    _check(assessed, set(known["instrument"]), catalogue)
    return Policies(known, assessed.conformed())


def _check(sheet: _Sheet, instruments: Collection[str], catalogue: Catalogue) -> None:
    words, rows = questionnaire(), sheet.rows
    sheet.tell("C821", rows["instrument"].notna() & ~rows["instrument"].isin(list(instruments)), "instrument",
               known=", ".join(sorted(instruments)))  # fmt: skip
    areas = catalogue.children[catalogue.root]
    sheet.words("area", areas)
    sheet.words("criterion", words.criteria)
    sheet.words("status", words.statuses)
    for area in areas:
        below = [one for one in catalogue.children[area] if one in catalogue.nodes]
        wrong = rows["area"].eq(area) & rows[DIMENSION].notna() & ~rows[DIMENSION].isin(below)
        sheet.tell("C823", wrong, DIMENSION, area=area, known=", ".join(below))
    allowed = [str(score) for score in range(HIGHEST + 1)]
    sheet.tell("C824", rows["score"].notna() & ~rows["score"].isin(allowed), "score")
    bare = rows["passage"].isna() | rows["page"].isna()
    sheet.tell("C825", rows["score"].isin(allowed[1:]) & bare, "score")
    unfounded = rows["status"].eq("adopted") & rows[list(_OF_ADOPTION)].isna().any(axis=1)
    sheet.tell("C827", unfounded, "status")
    dated = rows["date"].map(lambda date: date is None or _DATE.fullmatch(date) is not None).astype(bool)
    sheet.tell("C828", ~dated, "date")
    recommended = rows[["recommendation_es", "recommendation_en"]].notna().any(axis=1)
    sheet.tell("C831", rows[["status", *_OF_ADOPTION]].notna().any(axis=1) & ~recommended, "status")
    for text in _BOTH:
        sheet.tell_one_language(text)


class _Sheet:
    """A table being read: `rows` as text with the schema's columns, and which of them are at fault."""

    def __init__(self, file: str, sheet: str | None, schema: Schema, needed: Collection[str], files: Files) -> None:
        self.file, self.schema, self.files = file, schema, files
        frame = files.frame(Source(file, layer=sheet))
        absent = [] if frame is None else [name for name in needed if name not in frame.columns]
        files.found.extend(missing_column(file, name, frame) for name in absent if frame is not None)
        read = pd.DataFrame() if frame is None or absent else frame
        self.first = int(read.attrs.get(FIRST_ROW, 2))
        told = {name: codes(read[name]) if name in read else None for name in map(_heading, schema.names)}
        self.rows = pd.DataFrame(told, index=range(len(read)), dtype=object)
        # An empty line of a spreadsheet is no row.
        self.rows = self.rows[self.rows.notna().any(axis=1)]
        self.wrong = pd.Series(False, index=self.rows.index)
        for name in needed:
            self.tell("C829", self.rows[name].isna(), name)
        self.tell("C826", self.rows.duplicated([_heading(name) for name in schema.key]), schema.key[0])

    def tell(self, code: str, rows: pd.Series[bool], column: str, **values: object) -> None:
        """Note every one of `rows`, and leave it out."""
        self.wrong |= rows
        for place in rows.index[rows]:
            given = self.rows.at[place, column] or "—"
            self.files.found.append(
                finding(code, file=self.file, row=self.first + int(place), column=column, given=given, **values)
            )

    def words(self, column: str, known: Collection[str]) -> None:
        """Note cells that hold none of the words `known`."""
        cells = self.rows[column]
        self.tell("C822", cells.notna() & ~cells.isin(list(known)), column, known=", ".join(known))

    def named(self) -> None:
        """Note rows without a name in any language."""
        self.tell("C829", self.rows[["name_es", "name_en"]].isna().all(axis=1), "name_es")

    def tell_one_language(self, text: str) -> None:
        """Say how many rows have a text in one language and not in the other."""
        half = self.rows[f"{text}_es"].notna() ^ self.rows[f"{text}_en"].notna()
        if half.any():
            row = self.first + int(half.index[half][0])
            self.files.found.append(
                finding("C830", file=self.file, row=row, column=f"{text}_es", count=int(half.sum()), what=f"`{text}`")
            )

    def conformed(self) -> pd.DataFrame:
        """The rows that are sound, as the schema has them."""
        sound = self.rows[~self.wrong]
        if DIMENSION in sound:
            node = sound[DIMENSION].where(sound[DIMENSION].notna(), sound["area"])
            sound = sound.drop(columns=DIMENSION).assign(node=node, score=pd.to_numeric(sound["score"]))
        return self.schema.conform(sound) if len(sound) else self.schema.empty()


def _heading(column: str) -> str:
    """The heading of a column of the schema in the planner's table."""
    return DIMENSION if column == "node" else column

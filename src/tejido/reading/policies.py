"""What a release tells of the assessment of local policies: a matrix of instruments and areas, and the list of gaps.

In: a public release. Out: `PolicyAssessment`, or None where the release has none, as those made before.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from tejido.catalogue import Catalogue
from tejido.catalogue.policies import DOCUMENT, HIGHEST, Questionnaire, questionnaire_from_dict
from tejido.release.readable import Readable
from tejido.words import number, pick, say

__all__ = ["Cell", "Gap", "Instrument", "PolicyAssessment", "policies_of"]


@dataclass(frozen=True)
class Instrument:
    """An instrument that was assessed."""

    id: str
    name: str
    kind: str
    year: str
    source: str


@dataclass(frozen=True)
class Cell:
    """An instrument in an area: the mean and the best of its scores, and with how many of the criteria it was assessed.

    `mean` and `best` are None where nothing was assessed, which is not the same as 0.
    """

    instrument: str
    area: str
    mean: float | None
    best: int | None
    assessed: int
    criteria: int

    def said(self, lang: str) -> str:
        """The cell in words."""
        if self.mean is None:
            return say("not assessed", lang)
        return say(
            "{mean} of {highest} on average, best {best}; {assessed} of {criteria} criteria", lang, highest=HIGHEST,
            mean=number(self.mean, lang, 1), best=self.best, assessed=self.assessed, criteria=self.criteria,
        )  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """What an instrument lacks in an area, the evidence, what is recommended and what became of it; empty texts say nothing."""

    instrument: str
    area: str
    dimension: str
    criterion: str
    score: int | None
    meaning: str
    passage: str
    page: str
    gap: str
    recommendation: str
    status: str
    outcome: str


class PolicyAssessment:
    """The assessment of a release; make one with `policies_of`."""

    def __init__(
        self, instruments: pd.DataFrame, assessments: pd.DataFrame, known: Questionnaire, catalogue: Catalogue
    ) -> None:
        self.questionnaire = known
        self._instruments, self._rows, self._catalogue = instruments, assessments, catalogue

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The areas of the tree, in the catalogue's order."""
        return self._catalogue.children[self._catalogue.root]

    def area_name(self, area: str, lang: str) -> str:
        """What an area is called."""
        return pick(self._catalogue.names_of(area), lang)

    def instruments(self, lang: str) -> list[Instrument]:
        """The instruments, by kind as the questionnaire lists them, then by year and code."""
        order = {kind: place for place, kind in enumerate(self.questionnaire.kinds)}
        rows = self._instruments.assign(_kind=self._instruments["kind"].map(order))
        rows = rows.sort_values(["_kind", "year", "instrument"], kind="stable")
        return [
            Instrument(
                id=str(row["instrument"]),
                name=_text(row, "name", lang),
                kind=pick(self.questionnaire.kinds[str(row["kind"])], lang),
                year=str(row["year"]),
                source=str(row["source"]),
            )
            for row in rows.to_dict("records")
        ]

    def matrix(self) -> list[list[Cell]]:
        """A row per instrument, in the order of `instruments`, and in it a cell per area."""
        scored = self._rows[self._rows["score"].notna()]
        every = len(self.questionnaire.criteria)
        made: dict[tuple[str, str], Cell] = {}
        for (instrument, area), rows in scored.groupby(["instrument", "area"], sort=True):
            scores, criteria = rows["score"].astype("int64"), int(rows["criterion"].nunique())
            cell = Cell(str(instrument), str(area), float(scores.mean()), int(scores.max()), criteria, every)
            made[cell.instrument, cell.area] = cell
        codes = [one.id for one in self.instruments("en")]
        return [
            [made.get((code, area), Cell(code, area, None, None, 0, every)) for area in self.areas] for code in codes
        ]

    def gaps(self, lang: str) -> list[Gap]:
        """Everything that has a gap or a recommendation: lowest scores first, then by instrument, area and criterion."""
        rows = self._rows[
            self._rows[["gap_es", "gap_en", "recommendation_es", "recommendation_en"]].notna().any(axis=1)
        ]
        places = {name: place for place, name in enumerate(one.id for one in self.instruments(lang))}
        areas = {area: place for place, area in enumerate(self.areas)}
        criteria = {name: place for place, name in enumerate(self.questionnaire.criteria)}
        rows = rows.assign(
            _place=rows["instrument"].map(places),
            _area=rows["area"].map(areas),
            _criterion=rows["criterion"].map(criteria),
        ).sort_values(["score", "_place", "_area", "_criterion"], kind="stable", na_position="last")
        names = {one.id: one.name for one in self.instruments(lang)}
        return [self._gap(row, names, lang) for row in rows.to_dict("records")]

    def _gap(self, row: Mapping[Hashable, Any], names: Mapping[str, str], lang: str) -> Gap:
        criterion = self.questionnaire.criteria[str(row["criterion"])]
        score = None if pd.isna(row["score"]) else int(row["score"])
        area, node, status = str(row["area"]), str(row["node"]), _told(row, "status")
        return Gap(
            instrument=names[str(row["instrument"])],
            area=self.area_name(area, lang),
            dimension=self.area_name(node, lang) if node != area else "",
            criterion=pick(criterion.names, lang),
            score=score,
            meaning="" if score is None else pick(criterion.scores[score], lang),
            passage=_told(row, "passage"),
            page=_told(row, "page"),
            gap=_text(row, "gap", lang),
            recommendation=_text(row, "recommendation", lang),
            status=pick(self.questionnaire.statuses[status], lang) if status else "",
            outcome=", ".join(told for name in ("adopted_in", "article", "date") if (told := _told(row, name))),
        )


def policies_of(release: Readable) -> PolicyAssessment | None:
    """The assessment of policies of a release.

    Raises:
        TejidoError: its questionnaire cannot be read (``K1...``).
    """
    told = release.document(DOCUMENT)
    if told is None:
        return None
    tables = release.table("instruments"), release.table("policies")
    return PolicyAssessment(*tables, questionnaire_from_dict(told, DOCUMENT), release.catalogue)


def _told(row: Mapping[Hashable, Any], name: str) -> str:
    return "" if pd.isna(row[name]) else str(row[name])


def _text(row: Mapping[Hashable, Any], name: str, lang: str) -> str:
    """A text in the language, or in the other where it stands in that alone; empty where in neither."""
    told = {one: str(row[f"{name}_{one}"]) for one in ("es", "en") if not pd.isna(row[f"{name}_{one}"])}
    return pick(told, lang) if told else ""

"""The assessment of policies as a text reads it: what was not assessed is not zero, and every gap has its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tejido.catalogue import Catalogue, load
from tejido.catalogue.policies import as_data
from tejido.reading.policies import Cell, PolicyAssessment, policies_of
from tests.city import context


class Opened:
    """As much of a release as the reader asks for."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], document: Mapping[str, Any] | None) -> None:
        self.tables, self.told = tables, document
        self.catalogue: Catalogue = load("basic")

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def document(self, name: str) -> Mapping[str, Any] | None:
        return self.told if name == "policies.json" else None


@pytest.fixture
def assessment(tmp_path: Path) -> PolicyAssessment:
    """That of the village."""
    read = context.policies(tmp_path).policies
    tables = {"instruments": read.instruments, "policies": read.assessments}
    found = policies_of(Opened(tables, as_data()))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_instruments_come_by_kind_with_their_names(assessment: PolicyAssessment):
    told = [(one.id, one.name, one.kind, one.year) for one in assessment.instruments("es")]
    assert told == [
        ("plan", "Plan de la aldea", "plan de desarrollo", "2023"),
        ("fund", "Presupuesto", "presupuesto", "2024"),
    ]


def test_a_cell_is_the_mean_and_the_best_score_and_says_how_many_criteria(assessment: PolicyAssessment):
    matrix = assessment.matrix()
    assert [len(row) for row in matrix] == [5, 5]
    # The plan in housing: 2 for names, 0 for measures.
    assert matrix[0][0] == Cell("plan", "housing", 1.0, 2, 2, 6)
    assert matrix[0][0].said("en") == "1 of 3 on average, best 2; 2 of 6 criteria"
    assert matrix[0][0].said("es") == "1 de 3 en promedio, el mejor 2; 2 de 6 criterios"


def test_what_was_not_assessed_is_not_zero(assessment: PolicyAssessment):
    cells = {(cell.instrument, cell.area): cell for row in assessment.matrix() for cell in row}
    # Health stands in the table without a score, the economy not at all.
    for area in ("health", "economy"):
        assert cells["plan", area] == Cell("plan", area, None, None, 0, 6)
    assert cells["plan", "health"].said("es") == "sin evaluar"


def test_gaps_begin_with_the_lowest_score_and_carry_passage_recommendation_and_outcome(assessment: PolicyAssessment):
    first, second = assessment.gaps("es")
    assert (first.score, first.gap, first.dimension, first.recommendation) == (
        0,
        "No hay",
        "Acceso a servicios básicos e internet",
        "",
    )
    assert first.meaning == "Ninguna medida les llega."
    assert (second.passage, second.page) == ("Niñas y niños de otros países", "7")
    assert (second.recommendation, second.status, second.outcome) == (
        "Nombrar a todas",
        "adoptada",
        "Acuerdo 9, 3, 2025-06-30",
    )
    assert [one.gap for one in assessment.gaps("en")] == ["Nothing", "Children only"]


def test_a_release_without_an_assessment_has_none():
    assert policies_of(Opened({}, None)) is None  # type: ignore[arg-type]

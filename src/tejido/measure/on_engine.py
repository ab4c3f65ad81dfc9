"""Estimates whose sums a data engine makes: `tejido measure --engine`.

In: the placed rows of a survey's table. Out: what `survey.estimate_indicators` gives in memory, to the ninth digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from tejido.catalogue.answers import FromAnswers
from tejido.city import CitySurvey
from tejido.survey.summed import Sampling

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

__all__ = ["estimates_on"]


def estimates_on(
    engine: BaseBackend,
    survey: CitySurvey,
    rows: pd.DataFrame,
    formulas: Mapping[str, FromAnswers],
    place: str,
    planned: bool,
) -> pd.DataFrame:
    """Estimates of `formulas` by the column `place`; only the columns that they need go to the engine.

    Raises:
        TejidoError: as `survey.indicators_on.estimate_indicators_on`.
    """
    from tejido.city.engines import open_table  # Ibis takes half a second to load
    from tejido.survey.indicators_on import estimate_indicators_on

    sampling = Sampling("weight", survey.strata, survey.psu, survey.fpc, survey.spec.lonely)
    asked = {variable for one in formulas.values() for variable in one.variables}
    design = ("weight", survey.strata, *survey.psu, *survey.fpc)
    wanted = [name for name in rows.columns if name in asked | {*design, "household", place}]
    table = open_table(rows[wanted], engine)
    return estimate_indicators_on(table, sampling, formulas, [place], planned=planned, file=survey.spec.id)

"""The surveys of a city folder as plain tables: standard variables, design, group and unit of everybody who answered.

In: a `City`. Out: one `CitySurvey` per declared survey (`read_surveys`).
"""

from tejido.city.model_surveys import QUALITY, AreaModel, CitySurvey, SurveySpec, VariableSpec
from tejido.city.surveys.feeding import formulas, missing_variables
from tejido.city.surveys.read import read_surveys

__all__ = [
    "QUALITY", "AreaModel", "CitySurvey", "SurveySpec", "VariableSpec", "formulas", "missing_variables", "read_surveys",
]  # fmt: skip

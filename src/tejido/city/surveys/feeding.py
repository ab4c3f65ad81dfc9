"""Which indicators a survey feeds, and which variable is missing for the others."""

from __future__ import annotations

from tejido.catalogue.answers import FromAnswers
from tejido.catalogue.model import Catalogue
from tejido.city.config import NAME
from tejido.city.model import CityConfig
from tejido.city.model_surveys import CitySurvey, SurveySpec
from tejido.city.values import unknown_indicator
from tejido.errors import finding

__all__ = ["check_indicators", "formulas", "missing_variables"]


def formulas(survey: CitySurvey, catalogue: Catalogue) -> dict[str, FromAnswers]:
    """The indicators that this survey can feed, in the catalogue's order."""
    return {
        one.id: one.answers
        for one in catalogue.definitions.values()
        if one.answers is not None and not missing_variables(survey, one.answers)
    }


def missing_variables(survey: CitySurvey, formula: FromAnswers) -> tuple[str, ...]:
    """Standard variables that the formula reads and the survey does not have."""
    columns = survey.tables[formula.table].columns
    return tuple(name for name in formula.variables if name not in columns)


def check_indicators(survey: CitySurvey, config: CityConfig, catalogue: Catalogue) -> None:
    """Tell of indicators that the city takes from this survey although the catalogue or the survey does not allow it."""
    spec = survey.spec
    for indicator in _named(spec):
        place = f"surveys.{[one.id for one in config.surveys].index(spec.id)}.indicators"
        known = catalogue.definitions.get(indicator)
        if known is None:
            survey.findings.append(unknown_indicator(indicator, list(catalogue.definitions), place))
        elif known.answers is None:
            survey.findings.append(finding("C606", file=NAME, column=place, indicator=indicator))
        elif lacking := missing_variables(survey, known.answers):
            told = ", ".join(lacking)
            survey.findings.append(finding("C614", file=NAME, column=place, indicator=indicator, variables=told))


def _named(spec: SurveySpec) -> tuple[str, ...]:
    modelled = (one for model in spec.models for one in model.indicators)
    return tuple(dict.fromkeys((*(spec.indicators or ()), *modelled)))

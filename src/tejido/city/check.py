"""Checking a city folder: every problem at once, and what can be measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from tejido.catalogue.lines import Locator
from tejido.catalogue.model import Catalogue
from tejido.city.config import NAME
from tejido.city.measurable import Measurable, measurable
from tejido.city.method import catalogue_for
from tejido.city.model import City, CityConfig
from tejido.city.model_surveys import CitySurvey
from tejido.city.read import collect
from tejido.city.rules import ERRORS, RULES, Reading
from tejido.city.surveys import read_surveys
from tejido.city.values import ReadyMade, ready_made
from tejido.city.who import SurveyRules, rules_of_households
from tejido.errors import Finding, TejidoError

_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Report:
    """What a check found: `findings` (errors first, then by code and place, none twice), one `Measurable` per indicator of the
    marker, and those of the extended marker (`extended`).

    `city` is what could be read, None where that is not enough to go on; `catalogue` by which it would be measured; `surveys`
    those that it declares, `household_rules` what the rule of households decides in them.
    """

    findings: list[Finding]
    indicators: tuple[Measurable, ...]
    city: City | None
    catalogue: Catalogue | None = None
    surveys: tuple[CitySurvey, ...] = ()
    household_rules: tuple[SurveyRules, ...] = ()
    extended: tuple[Measurable, ...] = ()

    @property
    def measurable(self) -> pd.DataFrame:
        """`table` in English."""
        return self.table("en")

    def table(self, lang: str, extended: bool = False) -> pd.DataFrame:
        """One row per indicator of the marker, or of the extended one: `indicator, area, can, source, why_not`, words in `lang`."""
        rows = [
            {
                "indicator": one.indicator, "area": one.area, "can": one.can, "source": one.source_in(lang),
                "why_not": one.why_not_in(lang),
            }
            for one in (self.extended if extended else self.indicators)
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["indicator", "area", "can", "source", "why_not"])


def check_city(folder: Path | str, data: Path | str | None = None, catalogue: Catalogue | None = None) -> Report:
    """Everything that is wrong or worth knowing about a city folder, and what can be measured from it.

    Reads as far as it can and raises nothing about the input. `catalogue` is the one that `city.toml` names where none is
    given; a fault in it is among the findings.
    """
    folder = Path(folder)
    collected = collect(folder, None if data is None else Path(data))
    findings = list(collected.findings)
    if catalogue is None and collected.config is not None:
        catalogue = _catalogue(collected.config, folder, findings)
    if catalogue is None or collected.config is None:
        return Report(_sorted(findings), (), collected.city)
    ready: ReadyMade | None = None
    surveys: tuple[CitySurvey, ...] = ()
    rules: tuple[SurveyRules, ...] = ()
    if collected.city is not None:
        reading = Reading(collected.city, catalogue)
        ready = ready_made(collected.city, catalogue)
        findings.extend(ready.findings)
        for rule in RULES:
            findings.extend(rule(reading))
        surveys = tuple(read_surveys(collected.city, catalogue))
        findings.extend(one for survey in surveys for one in survey.findings)
        rules, without = rules_of_households(surveys, catalogue)
        findings.extend(without)
    findings = _with_lines(findings, folder)
    can = measurable(collected.config, catalogue, collected.city, ready, surveys)
    scored = tuple(one for one in can if one.indicator in catalogue.indicators)
    flexible = tuple(one for one in can if one.indicator not in catalogue.indicators)
    return Report(_sorted(findings), scored, collected.city, catalogue, surveys, rules, flexible)


def faults(city: City, catalogue: Catalogue) -> list[Finding]:
    """The errors in a city that was read: what `check_city` tells as such, and what a measurement therefore refuses."""
    reading = Reading(city, catalogue)
    return _sorted(_with_lines([one for rule in ERRORS for one in rule(reading)], city.folder))


def _catalogue(config: CityConfig, folder: Path, findings: list[Finding]) -> Catalogue | None:
    try:
        return catalogue_for(config, folder)
    except TejidoError as problem:
        findings.extend(problem.findings)
        return None


def _with_lines(findings: list[Finding], folder: Path) -> list[Finding]:
    """Findings about choices in `city.toml` with the line of the key that their column names."""
    locator = Locator((folder / NAME).read_text("utf-8-sig"))
    return [
        replace(one, row=locator.line(tuple(one.column.split("."))))
        if one.file == NAME and one.row is None and one.column is not None
        else one
        for one in findings
    ]


def _sorted(findings: list[Finding]) -> list[Finding]:
    unique = dict.fromkeys(findings)
    return sorted(
        unique, key=lambda one: (_ORDER[one.severity], one.code, one.file or "", one.row or 0, one.column or "")
    )

"""What a city can measure: indicator by indicator, from which source, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tejido.catalogue.asking import asked_for, need
from tejido.catalogue.extended import NEEDS_DEFINITION, Extended, ExtendedIndicator
from tejido.catalogue.model import Catalogue, Definition
from tejido.city.from_places import NEEDS_COLUMN, WALKED, Said, hindrance
from tejido.city.layers import STREETS
from tejido.city.model import City, CityConfig, ValueSpec
from tejido.city.model_surveys import CitySurvey
from tejido.city.surveys import formulas, missing_variables
from tejido.city.values import ReadyMade
from tejido.words import LANGUAGES, pick, say

_NEEDS_ANSWERS = "needs answers to: {needed}"

_FILE, _WALKED, _STRAIGHT = "{source}", "{file}, walked along {streets}", "{file}, straight lines times {detour}"


@dataclass(frozen=True)
class Measurable:
    """Whether an indicator can be measured; `source` and `why_not` are a text to say and what to fill in."""

    indicator: str
    area: str
    can: bool
    source: Said | None = None
    why_not: Said | None = None

    def source_in(self, lang: str) -> str:
        """From what, in `lang`; empty where it cannot be measured."""
        return "" if self.source is None else say(self.source[0], lang, **_worded(self.source[1], lang))

    def why_not_in(self, lang: str) -> str:
        """Why not, in `lang`; empty where it can be measured."""
        return "" if self.why_not is None else say(self.why_not[0], lang, **_worded(self.why_not[1], lang))


def _worded(values: dict[str, object], lang: str) -> dict[str, object]:
    return {key: pick(value, lang) if isinstance(value, dict) else value for key, value in values.items()}


def measurable(
    config: CityConfig,
    catalogue: Catalogue,
    city: City | None,
    ready: ReadyMade | None,
    surveys: Sequence[CitySurvey] = (),
) -> tuple[Measurable, ...]:
    """One entry per indicator of the catalogue, in its order, then those of the extended marker."""
    chosen = {} if city is None else taken(city, catalogue, surveys)
    judged = (_judge(one, config, catalogue, city, ready) for one in catalogue.definitions.values())
    return tuple(_with_surveys(one, config, catalogue, surveys, chosen) for one in judged)


def taken(city: City, catalogue: Catalogue, surveys: Sequence[CitySurvey]) -> dict[str, CitySurvey]:
    """Which survey gives which indicator, in the catalogue's order: the first one that declares it under ``indicators``, else
    the first one without such a list that can feed it, where neither a column nor a place gives it.

    A source without known probabilities gives none, unless the city wrote its reason (``enters_marker``).
    """
    found: dict[str, CitySurvey] = {}
    usable = [one for one in surveys if one.spec.sampling == "probability" or one.spec.enters_marker]
    feeds = {one.spec.id: formulas(one, catalogue) for one in usable}
    given = city.given
    for indicator in catalogue.definitions.values():
        if indicator.id in city.config.omit:
            continue
        able = [one for one in usable if indicator.id in feeds[one.spec.id]]
        asked = [one for one in able if indicator.id in (one.spec.indicators or ())]
        if not asked and indicator.id not in given and not can_measure(city, indicator):
            # A list of indicators says what enters the marker; it does not keep the extended one from what was asked.
            free = indicator.id not in catalogue.indicators
            asked = [one for one in able if free or one.spec.indicators is None]
        if asked:
            found[indicator.id] = asked[0]
    return found


def _with_surveys(
    found: Measurable,
    config: CityConfig,
    catalogue: Catalogue,
    surveys: Sequence[CitySurvey],
    chosen: dict[str, CitySurvey],
) -> Measurable:
    """What the surveys change: they give the indicator, or lack something without which they cannot."""
    if found.indicator in chosen:
        source: Said = ("{survey}, from answers", {"survey": dict(chosen[found.indicator].spec.names)})
        return Measurable(found.indicator, found.area, True, source=source)
    formula = catalogue.definitions[found.indicator].answers
    if found.can or formula is None or found.why_not is None or found.why_not[0] not in (NEEDS_COLUMN, _NEEDS_ANSWERS):
        return found
    for survey in surveys:
        if not (survey.spec.sampling == "probability" or survey.spec.enters_marker):
            why: Said = ("{survey} is indicative: it enters only with the city's reason", {})
        elif lacking := missing_variables(survey, formula):
            known = config.variables
            # What is to be asked says more than what would be made of it.
            asked = [one for one in asked_for(lacking, known, skips=False) if one.id not in survey.variables]
            missing = asked or [known[one] for one in lacking]
            names = {lang: ", ".join(pick(one.names, lang) for one in missing) for lang in LANGUAGES}
            why = ("{survey} did not ask: {variables}", {"variables": names})
        else:
            continue
        return replace(found, why_not=(why[0], {**why[1], "survey": dict(survey.spec.names)}))
    return found


def _judge(
    indicator: Definition, config: CityConfig, catalogue: Catalogue, city: City | None, ready: ReadyMade | None
) -> Measurable:
    area = catalogue.area(indicator.id)
    specs = [spec for spec in config.values if spec.indicator == indicator.id]
    if indicator.id in config.omit:
        why: Said = ("left out by the city: {why}", {"why": config.omit[indicator.id]})
        return Measurable(indicator.id, area, False, why_not=why)
    if city is None:
        return Measurable(indicator.id, area, False, why_not=("the units could not be read", {}))
    if indicator.id in city.given:
        return _from_columns(indicator, area, specs, ready)
    found = _from_places(indicator, area, config, city)
    if found.can or not isinstance(indicator, ExtendedIndicator) or catalogue.extended is None:
        return found
    return replace(found, why_not=_wanting(indicator, catalogue.extended, found.why_not))


def _wanting(one: ExtendedIndicator, extended: Extended, hindered: Said | None) -> Said | None:
    """What an indicator of the extended marker waits for."""
    needed: dict[str, object] = {"needed": dict(need(one, extended))}
    if one.status == NEEDS_DEFINITION:
        return "needs a definition: {needed}", needed
    if hindered is not None and hindered[0] != NEEDS_COLUMN:
        return hindered
    return (_NEEDS_ANSWERS if one.answers is not None else "needs a figure from records: {needed}"), needed


def _from_columns(indicator: Definition, area: str, specs: list[ValueSpec], ready: ReadyMade | None) -> Measurable:
    measured = ready is not None and (
        (ready.values["indicator"] == indicator.id).any() or (ready.parts["indicator"] == indicator.id).any()
    )
    if measured and ready is not None:
        source: Said = ("{source}", {"source": ready.sources[indicator.id]})
        return Measurable(indicator.id, area, True, source=source)
    columns = [
        name for spec in specs for name in (spec.column, *(spec.fraction.numerator if spec.fraction else ())) if name
    ]
    why: Said = ("no usable figure in {columns}", {"columns": ", ".join(columns) or "city.toml"})
    return Measurable(indicator.id, area, False, why_not=why)


def can_measure(city: City, indicator: Definition) -> bool:
    """Whether the city's layers, streets and population allow this indicator, without a column for it."""
    return hindrance(city, indicator) is None


def _from_places(indicator: Definition, area: str, config: CityConfig, city: City) -> Measurable:
    why = hindrance(city, indicator)
    if why is not None:
        return Measurable(indicator.id, area, False, why_not=why)
    role = indicator.compute.role
    if role is None:
        units = (
            "population of the units by group"
            if "group" in indicator.compute.options
            else "population and area of the units"
        )
        return Measurable(indicator.id, area, True, source=(units, {}))
    return Measurable(indicator.id, area, True, source=_layer_source(indicator, config, city, role))


def _layer_source(indicator: Definition, config: CityConfig, city: City, role: str) -> Said:
    spec = config.layers[role]
    file = spec.label or spec.source.file
    other = config.layers.get(str(indicator.compute.options.get("of")))
    if other is not None:
        return _FILE, {"source": f"{file}; {other.label or other.source.file}"}
    if indicator.compute.function not in WALKED:
        return _FILE, {"source": file}
    if city.streets is None or indicator.id in config.territory.straight:
        return _STRAIGHT, {"file": file, "detour": f"{config.territory.detour:g}"}
    return _WALKED, {"file": file, "streets": config.layers[STREETS].label or config.layers[STREETS].source.file}

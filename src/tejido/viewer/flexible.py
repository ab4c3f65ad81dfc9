"""The indicators of each marker as the pages show them: those of the basic one by dimension, those of the extended one by theme."""

from __future__ import annotations

from typing import cast

from tejido.catalogue import Definition, Indicator, variables
from tejido.catalogue.extended import Extended, ExtendedIndicator
from tejido.catalogue.sheet import described
from tejido.catalogue.sheet_extended import described as described_extended
from tejido.reading.facts import Facts
from tejido.reading.measured import Measured
from tejido.words import pick

__all__ = ["Basic", "Flexible"]


class Basic(Measured):
    """The indicators that are scored, in the order of the catalogue."""

    def __init__(self, facts: Facts) -> None:
        leaves = facts.catalogue.indicators
        super().__init__(facts, {area: tuple(leaves[leaf] for leaf in facts.under(area)) for area in facts.areas})
        self.standard = variables()

    def area_name(self, area: str, lang: str) -> str:
        """The name of an area of the marker."""
        return pick(self.facts.name(area), lang)

    def theme(self, one: Definition, lang: str) -> str:
        """The node that holds it."""
        return pick(self.facts.name(self.facts.catalogue.path(one.id)[-2]), lang)

    def described(self, one: Definition, lang: str) -> list[tuple[str, str]]:
        """The rows of its sheet."""
        return described(cast(Indicator, one), self.facts.catalogue, lang)

    def sheet(self, one: Definition, lang: str) -> str:
        """Its place on the page of the basic marker."""
        return f"docs/{lang}/indicators.md#{one.id}"

    def left_out(self, one: Definition, lang: str) -> str:
        """The city's reason."""
        return self.facts.choice("omit", one.id, lang)


class Flexible(Measured):
    """The extended marker. `extended` is that by which the city was measured."""

    def __init__(self, facts: Facts, extended: Extended) -> None:
        self.extended = extended
        themes = {theme: place for place, theme in enumerate(extended.subdimensions)}
        ordered = {
            area: sorted(extended.of_area(area), key=lambda one: themes[one.subdimension]) for area in extended.areas
        }
        super().__init__(facts, ordered)
        self.standard = extended.variables

    def area_name(self, area: str, lang: str) -> str:
        """The name of an area of the extended marker."""
        return pick(self.extended.areas[area], lang)

    def theme(self, one: Definition, lang: str) -> str:
        """Its sub-dimension."""
        return pick(self.extended.subdimensions[cast(ExtendedIndicator, one).subdimension].names, lang)

    def described(self, one: Definition, lang: str) -> list[tuple[str, str]]:
        """The rows of its page in the documentation."""
        return described_extended(cast(ExtendedIndicator, one), self.extended, lang)

    def sheet(self, one: Definition, lang: str) -> str:
        """Its page in the documentation; none of one that the city added."""
        return "" if cast(ExtendedIndicator, one).reason else f"docs/{lang}/indicators/{one.id}.md"

    def left_out(self, one: Definition, lang: str) -> str:
        """The city's reason."""
        return self.extended.omitted.get(one.id, "")

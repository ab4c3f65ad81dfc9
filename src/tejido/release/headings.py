"""What the columns and sheets of an export are called in the reader's language."""

from __future__ import annotations

from tejido.catalogue.model import Catalogue
from tejido.words import pick, say


def headings(lang: str) -> dict[str, str]:
    """Headings of the fixed columns by column id."""
    return {**_of_figures(lang), **_of_the_method(lang)}


def heading(column: str, catalogue: Catalogue, lang: str) -> str:
    """Heading of any column of an export: a fixed one, or ``<node>_<part>`` of a wide table."""
    fixed = headings(lang)
    if column in fixed:
        return fixed[column]
    node, _, part = column.rpartition("_")
    name = pick(catalogue.names_of(node), lang)
    if part == "value":
        return f"{name} ({pick(catalogue.indicators[node].unit_names, lang)})"
    if part == "score":
        return say("{name}: score", lang, name=name)
    return f"{name}: {fixed[part].lower()}"


def sheets(lang: str) -> dict[str, str]:
    """Names of the fixed sheets of a workbook."""
    return {
        "about": say("Read me", lang),
        "areas": say("Areas", lang),
        "values": say("Values", lang),
        "definitions": say("Definitions", lang),
        "sources": say("Sources", lang),
    }


def _of_figures(lang: str) -> dict[str, str]:
    """Columns that say what a figure is and how far to trust it."""
    return {
        "band": say("Band of the score", lang),
        "area_km2": say("Area (km²)", lang),
        "city": say("City", lang),
        "comparable": say("Comparable with other cities", lang),
        "coverage": say("Share measured (0-1)", lang),
        "deff": say("Design effect", lang),
        "df": say("Degrees of freedom", lang),
        "figure": say("Figure", lang),
        "flags": say("Remarks", lang),
        "group": say("Group", lang),
        "high": say("Up to (95 %)", lang),
        "kind": say("Kind", lang),
        "level": say("Level", lang),
        "low": say("From (95 %)", lang),
        "municipality": say("Municipality", lang),
        "n": say("Answers", lang),
        "n_cases": say("Answers with the attribute", lang),
        "n_eff": say("Effective sample size", lang),
        "n_households": say("Households behind", lang),
        "node": say("Id of the figure", lang),
        "node_name": say("What is measured", lang),
        "p_band": say("Probability of the band", lang),
        "parent": say("Lies in", lang),
        "period": say("Period", lang),
        "population": say("Population", lang),
        "quality": say("Quality", lang),
        "rank": say("Place", lang),
        "rank_high": say("Worst place possible", lang),
        "rank_low": say("Best place possible", lang),
        "reason": say("Why there is no score", lang),
        "robust_high": say("Up to, under other methods", lang),
        "robust_low": say("From, under other methods", lang),
        "se": say("Standard error", lang),
        "source": say("Source", lang),
        "support": say("Level at which it was measured", lang),
        "synthetic": say("Synthetic", lang),
        "unit": say("Code", lang),
        "unit_name": say("Unit", lang),
        "what": say("Value or score", lang),
    }


def _of_the_method(lang: str) -> dict[str, str]:
    """Columns that say what is measured and whence it is known."""
    return {
        "about": say("About this file", lang),
        "changed_by_city": say("Curve changed by the city", lang),
        "curve": say("Value → score", lang),
        "curve_source": say("Source of the curve", lang),
        "curve_status": say("Standing of the curve", lang),
        "definition": say("Definition", lang),
        "direction": say("Direction", lang),
        "id": say("Id", lang),
        "indicator": say("Id of the indicator", lang),
        "indicator_name": say("Indicator", lang),
        "measure_unit": say("Measured in", lang),
        "n_figures": say("Figures", lang),
        "name": say("Name", lang),
        "part_of": say("Part of", lang),
        "share_percent": say("Share of the marker (%)", lang),
        "step": say("Step", lang),
        "text": say("Text", lang),
        "universe": say("Counted among", lang),
        "weight_percent": say("Weight beside its siblings (%)", lang),
    }

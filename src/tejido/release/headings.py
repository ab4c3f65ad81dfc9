"""What the columns and sheets of an export are called in the reader's language."""

from __future__ import annotations

from tejido.catalogue.model import Catalogue
from tejido.words import pick, say


def headings(lang: str) -> dict[str, str]:
    """Headings of the fixed columns by column id."""
    return {**_of_figures(lang), **_of_comparisons(lang), **_of_the_method(lang)}


def heading(column: str, catalogue: Catalogue, lang: str) -> str:
    """Heading of any column of an export: a fixed one, or ``<node>_<part>`` of a wide table."""
    fixed = headings(lang)
    if column in fixed:
        return fixed[column]
    node, _, part = column.rpartition("_")
    name = pick(catalogue.names_of(node), lang)
    if part == "value":
        return f"{name} ({pick(catalogue.definitions[node].unit_names, lang)})"
    if part == "score":
        return say("{name}: score", lang, name=name)
    return f"{name}: {fixed[part].lower()}"


def sheets(lang: str) -> dict[str, str]:
    """Names of the fixed sheets of a workbook."""
    return {
        "about": say("Read me", lang),
        "areas": say("Areas", lang),
        "values": say("Values", lang),
        "shares": say("Who people are", lang),
        "differentials": say("Differences", lang),
        "causes": say("Choices of method", lang),
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
        "domain": say("Units merged into", lang),
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
        "rank_robust_high": say("Worst place under other methods", lang),
        "rank_robust_low": say("Best place under other methods", lang),
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


def _of_comparisons(lang: str) -> dict[str, str]:
    """Columns of differences between groups, and of what makes the range of methods."""

    def other(text: str) -> str:
        return say("{heading}, group beside", lang, heading=text)

    low, high = say("From (95 %)", lang), say("Up to (95 %)", lang)
    answers, households = say("Answers", lang), say("Households behind", lang)
    gap, ratio = say("Difference", lang), say("Times", lang)
    alike = say("Difference, groups made alike", lang)
    return {
        "against": say("Beside", lang),
        "cause": say("Choice", lang),
        "family": say("Right", lang),
        "first": say("Share of the range by it alone (0-1)", lang),
        "gap": gap,
        "gap_between": say("Of it, from where each group lives", lang),
        "gap_high": f"{gap}: {high}",
        "gap_low": f"{gap}: {low}",
        "gap_se": f"{gap}: {say('Standard error', lang)}",
        "gap_standardised": alike,
        "gap_standardised_high": f"{alike}: {high}",
        "gap_standardised_low": f"{alike}: {low}",
        "gap_within": say("Of it, between neighbours", lang),
        "high_against": other(high),
        "low_against": other(low),
        "n_against": other(answers),
        "n_households_against": other(households),
        "p": say("Probability by chance alone", lang),
        "p_adjusted": say("Probability, corrected inside the right (Holm)", lang),
        "p_discovery": say("Probability, corrected over all rights (Benjamini-Hochberg)", lang),
        "quality_against": other(say("Quality", lang)),
        "ratio": ratio,
        "ratio_high": f"{ratio}: {high}",
        "ratio_low": f"{ratio}: {low}",
        "said": say("What may be said", lang),
        "se_against": other(say("Standard error", lang)),
        "total": say("Share of the range with its interplay (0-1)", lang),
        "value": say("Figure", lang),
        "value_against": other(say("Figure", lang)),
        "verdict": say("Can it be shown?", lang),
    }


def _of_the_method(lang: str) -> dict[str, str]:
    """Columns that say what is measured and whence it is known."""
    return {
        "about": say("About this file", lang),
        "class": say("Id of the class", lang),
        "class_name": say("Class", lang),
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
        "question": say("Id of the question", lang),
        "question_name": say("Question", lang),
        "share": say("Share of the group (%)", lang),
        "share_percent": say("Share of the marker (%)", lang),
        "step": say("Step", lang),
        "text": say("Text", lang),
        "universe": say("Counted among", lang),
        "weight_percent": say("Weight beside its siblings (%)", lang),
    }

"""The fixed words of the page of the data, for the template and for its script (which fills the braces itself)."""

from __future__ import annotations

from tejido.words import say


def data_words(lang: str) -> dict[str, str]:
    """Words of the page."""
    return {
        "title": say("Data: can I use it?", lang),
        "cite": say("How to name the source", lang),
        "not_in": say("What is not in it", lang),
        "not_in_why": say("No answers of persons or households, no dwellings, no places where somebody was asked. A figure with fewer than 10 "
                          "persons or 5 households behind it is left out, and others with it, so that it cannot be worked out.", lang),
        "empty": say("An empty cell is a figure that is missing or protected. It is never zero.", lang),
        "files": say("Files", lang),
        "by": say("By", lang),
        "units": say("Units", lang),
        "table": say("A row for each unit", lang),
        "figures": say("Each figure with interval and source", lang),
        "definitions": say("What every column means (CSV)", lang),
        "definitions_note": say("Workbooks and GeoJSON files hold the definitions inside; for the CSV files they are a file of their own.", lang),
        "too_many": say("Where a level has more than {limit} figures they are not listed one by one; its files have them.", lang),
        "every": say("Every figure", lang),
        "level": say("By", lang),
        "group": say("For whom", lang),
        "any": say("Any", lang),
        "find": say("Find a place or an indicator", lang),
        "unit": say("Place", lang),
        "name": say("What is measured", lang),
        "value": say("Figure", lang),
        "between": say("Between", lang),
        "score": say("Score", lang),
        "n": say("Answers", lang),
        "quality": say("Quality", lang),
        "source": say("Source", lang),
        "period": say("Period", lang),
        "protected": say("too few people to show", lang),
        "found": say("{shown} of {count} figures listed", lang),
        "nothing": say("No figure fits. Try fewer words or another choice.", lang),
        "more": say("Show more", lang),
        "download": say("Download what is listed (CSV)", lang),
        "failed": say("The table did not arrive. Try again.", lang),
    }  # fmt: skip

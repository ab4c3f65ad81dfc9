"""The fixed words of the pages, once, for the template and for the script (which fills the braces itself)."""

from __future__ import annotations

from tejido.words import say


def page_words(lang: str) -> dict[str, str]:
    """Words of the page that stands without a script."""
    return {
        "synthetic": say("Synthetic city: made up, nothing here is true of a real place.", lang),
        "skip": say("Skip to the map", lang),
        "language": say("Language", lang),
        "areas": say("Area by area", lang),
        "legend": say("Legend", lang),
        "legend_class": say("Class", lang),
        "legend_units": say("Units", lang),
        "legend_people": say("Inhabitants", lang),
        "hardest": say("Where it is hardest to live", lang),
        "easiest": say("Where it is easiest", lang),
        "rank": say("Rank", lang),
        "people": say("Inhabitants", lang),
        "score": say("Score", lang),
        "band": say("Band", lang),
        "missing": say("What is missing, and why", lang),
        "all_there": say("Nothing: every indicator was measured.", lang),
        "indicators": say("What it rests on", lang),
        "indicators_note": say("Each figure of the whole city, with who says so.", lang),
        "indicator": say("Indicator", lang),
        "value": say("Figure", lang),
        "source": say("Source", lang),
        "measured_at": say("Measured for", lang),
        "method": say("How it is made", lang),
        "method_link": say("How it is made, and who decided it", lang),
        "back": say("Back to the city", lang),
        "licence": say("Licence", lang),
        "outline_note": say("Lines: {plural}.", lang),
    }


def method_words(lang: str) -> dict[str, str]:
    """Words of the page about the method."""
    return {
        "intro": say(
            "Every figure is brought to a score between 0 and 100 by a curve that belongs to the indicator. Scores are averaged: "
            "indicators make dimensions, dimensions make areas, areas make the marker. 100 is a city where nobody is left out.",
            lang,
        ),
        "missing": say(
            "What was not measured is not counted as zero. Its weight goes to what stands beside it, and the page says how much "
            "was measured. Below a minimum there is no score.",
            lang,
        ),
        "people": say("Figures behind which stand too few people are not shown.", lang),
        "tree": say("What counts how much", lang),
        "weight": say("Weight in the marker", lang),
        "item": say("What is measured", lang),
        "curve": say("Origin of the curve", lang),
        "fact": say("published", lang),
        "proposal": say("our proposal", lang),
        "version": say("Method {name}, version {version}", lang),
    }


def live_words(lang: str) -> dict[str, str]:
    """Words for the live map; the script fills what stands in braces."""
    return {
        **_control_words(lang),
        **_card_words(lang),
        **_flag_words(lang),
        "thousand": say("thousand", lang),
        "million": say("million", lang),
        "no_data": say("not enough data", lang),
        "protected": say("too few people to show", lang),
        "weak": say("few answers", lang),
        "under": say("under {high}", lang),
        "span": say("{low} to {high}", lang),
        "or_more": say("{low} or more", lang),
        "legend_class": say("Class", lang),
        "legend_units": say("Units", lang),
        "legend_people": say("Inhabitants", lang),
        "lines": say("Lines: {plural}.", lang),
        "synthetic": say("Synthetic city: made up, nothing here is true of a real place.", lang),
        "more_better": say("More is better.", lang),
        "less_better": say("Less is better.", lang),
        "middle_better": say("A middle value is better.", lang),
        "quantiles": say("Each class holds about the same number of {plural}.", lang),
        "map_label": say("Map of {node} by {level}. The table below says the same.", lang),
        "nothing": say("Nothing can be shown for this choice: try another indicator, or everybody.", lang),
        "zoom_in": say("Zoom in", lang),
        "zoom_out": say("Zoom out", lang),
        "map_title": say("Map", lang),
        "wheel": say("Hold Ctrl and scroll to zoom the map", lang),
        "wheel_mac": say("Hold ⌘ and scroll to zoom the map", lang),
        "fingers": say("Use two fingers to move the map", lang),
    }


def _control_words(lang: str) -> dict[str, str]:
    return {
        "show": say("Show", lang),
        "by": say("By", lang),
        "group": say("For whom", lang),
        "as": say("As", lang),
        "as_score": say("score", lang),
        "as_value": say("figure", lang),
        "search": say("Find a place", lang),
        "download": say("Download this table", lang),
        "show_all": say("Show all {count}", lang),
        "found": say("{count} of {total} {plural}", lang),
        "none_found": say("No place has this name.", lang),
        "table_title": say("{node}, by {level}", lang),
        "table_hint": say("Arrow keys move between places; Enter keeps one on the map.", lang),
        "rank": say("Rank", lang),
        "code": say("Code", lang),
        "people": say("Inhabitants", lang),
        "score": say("Score", lang),
        "figure": say("Figure", lang),
        "band": say("Band", lang),
        "coverage": say("Coverage", lang),
        "without_data": say("{name} (no data)", lang),
        "everybody": say("Everybody", lang),
        "origin=rm": say("Refugees and migrants", lang),
        "origin=host": say("Host community", lang),
    }


def _card_words(lang: str) -> dict[str, str]:
    return {
        "pick": say("Point at a place on the map, or at a row of the table, to see its figures.", lang),
        "close": say("Close", lang),
        "inhabitants": say("{people} inhabitants", lang),
        "inhabitants_unknown": say("inhabitants unknown or not shown", lang),
        "of_100": say("of 100", lang),
        "rank_of": say("rank {rank} of {total}", lang),
        "interval": say("between {low} and {high}", lang),
        "covered": say("{share} of the weight was measured here", lang),
        "lost": say("Loses most points to the marker by:", lang),
        "lost_item": say("{points} points less", lang),
        "inside": say("in {parent}", lang),
        "source": say("Source", lang),
        "measured_at": say("measured for each {level}", lang),
        "measured_city": say("one figure for the whole city", lang),
        "local_only": say("Comparable only inside this city.", lang),
        "kind_register": say("census or records", lang),
        "kind_layer": say("measured on the map", lang),
        "kind_design-based": say("survey", lang),
        "kind_calibrated": say("survey, adjusted to known totals", lang),
        "kind_modelled": say("estimated by a model", lang),
        "kind_indicative": say("indicative only", lang),
        "no_score": say("No score", lang),
    }


def _flag_words(lang: str) -> dict[str, str]:
    return {
        "flag_averaged": say("average of its parts", lang),
        "flag_proxy": say("stands in for the indicator", lang),
        "flag_straight_line": say("straight-line distance", lang),
        "flag_smoothed": say("smoothed towards the city's rate", lang),
        "flag_no_slope": say("slope unknown, walked as if level", lang),
        "flag_inherited": say("figure of the larger unit", lang),
        "flag_weak": say("rests on few answers", lang),
    }

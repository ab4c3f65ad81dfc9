"""The fixed words of the pages of units and of rounds."""

from __future__ import annotations

from tejido.words import say


def unit_words(lang: str) -> dict[str, str]:
    """Words of the page of a unit, made in advance or by its script."""
    return {
        "skip": say("Skip to the place", lang),
        "in": say("in", lang),
        "of_100": say("of 100", lang),
        "beside": say("Beside the city and its neighbours", lang),
        "here": say("Here", lang),
        "city": say("City", lang),
        "near": say("Neighbours", lang),
        "all": say("All places", lang),
        "lost_head": say("Points lost", lang),
        "lost_city": say("In the city", lang),
        "indicators": say("What it rests on", lang),
        "behind": say("How far to trust it", lang),
        "figure": say("Figure", lang),
        "who": say("Who lives here", lang),
        "groups": say("Score of each group", lang),
        "differences": say("Differences between groups here", lang),
        "past": say("What changed", lang),
        "round_table": say("Marker and areas in both rounds", lang),
        "said": say("What can be said", lang),
        "rounds_link": say("All changes of the city", lang),
        "held": say("What is not of this place alone, or not told", lang),
        "nothing_held": say("Every figure is of this place alone, and none is held back.", lang),
        "download": say("Download the figures of this place (CSV)", lang),
        "list": say("All places in a list", lang),
        "no_neighbours": say("No other place touches it.", lang),
        "live_title": say("A place of the city", lang),
        "live_none": say("Choose a place in the list of places or on the map.", lang),
        "live_file": say("This page reads its figures from a web server: it stays empty when it is opened as a file.", lang),
        "live_unknown": say("There is no place with this code.", lang),
    }  # fmt: skip


def list_words(lang: str) -> dict[str, str]:
    """Words of the list of units, for the template and for its script (which fills the braces itself)."""
    return {
        "title": say("Places of the city", lang),
        "skip": say("Skip to the list", lang),
        "level": say("Kind of place", lang),
        "find": say("Find a place", lang),
        "found": say("{count} of {total} places", lang),
        "nothing": say("No place has such a name.", lang),
        "inside": say("Part of", lang),
        "change": say("Since {period}", lang),
        "map": say("See the map", lang),
        "download": say("Download what is listed (CSV)", lang),
    }  # fmt: skip


def round_words(lang: str) -> dict[str, str]:
    """Words of the page of rounds."""
    return {
        "title": say("What changed since the round before", lang),
        "skip": say("Skip to the changes", lang),
        "figures": say("Marker and areas", lang),
        "axis": say("Every chart spans the same number of points. Bars show what chance allows; a whole line is a change that can be "
                    "shown, a dashed one is not; without a line the two cannot be compared.", lang),
        "where": say("Where", lang),
        "groups": say("For whom", lang),
        "indicators": say("Indicators", lang),
        "extended": say("Indicators of the extended marker", lang),
        "before": say("Before", lang),
        "after": say("Now", lang),
        "said": say("What can be said", lang),
        "for": say("For the better or the worse", lang),
        "better": say("better", lang),
        "worse": say("worse", lang),
        "how": say("How it is compared", lang),
        "download": say("Download all changes (CSV)", lang),
        "all_places": say("All places in a list", lang),
        "how_text": say("The rounds count as independent samples. A figure of a survey changes by chance too: its change is shown "
                        "where chance alone would hardly make it, after Holm's correction for all changes of the same right that are "
                        "compared in the same place. Where a score has an interval, its error is half the interval divided by 1.96 "
                        "(its longer half where it ends at 0 or 100). Figures of records and of maps have no error of chance: their "
                        "change is as counted.", lang),
    }  # fmt: skip

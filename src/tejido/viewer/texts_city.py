"""The fixed words of the first screen, of the page of words and of an indicator's page."""

from __future__ import annotations

from tejido.words import say


def city_words(lang: str) -> dict[str, str]:
    """Words of the first screen beside those that every page has."""
    return {
        "skip_figures": say("Skip to the figures", lang),
        "skip_list": say("Skip to the list", lang),
        "hardest": say("Where is it hardest to live?", lang),
        "whom": say("For whom?", lang),
        "choose": say("Compare", lang),
        "why": say("Why? What costs most points", lang),
        "why_note": say("Points missing to 100, for the whole city.", lang),
        "why_all": say("All indicators", lang),
        "areas": say("Scores of the areas", lang),
        "difference": say("Difference", lang),
        "scale": say("From 0 to 100. The line on a sign is how far chance could move it.", lang),
        "all_differences": say("All differences: {name}", lang),
        "table": say("The same as a table", lang),
        "area": say("Area", lang),
        "not_tested": say(
            "Two scores that do not meet even at the ends of their intervals are called different.", lang
        ),
    }


def words_words(lang: str) -> dict[str, str]:
    """Words of the page of words."""
    return {
        "title": say("Words explained", lang),
        "lead": say("What the words on these pages mean, in plain language.", lang),
    }


def measure_words(lang: str) -> dict[str, str]:
    """Words of the page of an indicator beside those of `texts_extended.card_words`."""
    return {
        "local": say("Comparable only inside this city.", lang),
        "extended": say("Extended marker", lang),
        "all_title": say("All indicators", lang),
        "list": say("Indicators of the marker", lang),
        "list_note": say("These are scored and make the marker, the same in every city.", lang),
        "score": say("Score", lang),
        "who_missing": say("Who is missing", lang),
        "rounds": say("Past rounds", lang),
        "round": say("Round", lang),
        "rounds_note": say("Whether a change is more than chance stands on the page of the rounds.", lang),
        "rank": say("Rank", lang),
        "download": say("Download this table (CSV)", lang),
        "weight": say("Weight in the marker", lang),
        "no_figure_here": say("no figure", lang),
    }

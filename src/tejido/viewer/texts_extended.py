"""The fixed words of the pages of the extended marker."""

from __future__ import annotations

from tejido.words import say


def list_words(lang: str) -> dict[str, str]:
    """Words of the list of indicators, for the template and for its script (which fills the braces itself)."""
    return {
        "title": say("Extended marker: what explains the score", lang),
        "no_total": say("These figures explain the score and make none: there is no total and no average of them. Each city chooses "
                        "its own, and the sum of unlike things would hide the causes that they show.", lang),
        "none": say("This city was measured without the extended marker.", lang),
        "none_do": say("Measured again with this version of tejido, it has one: every indicator that its data allow.", lang),
        "skip": say("Skip to the list", lang),
        "areas": say("Areas", lang),
        "find": say("Find an indicator", lang),
        "area": say("Area", lang),
        "marker": say("Marker", lang),
        "category": say("Category", lang),
        "filter": say("Filter", lang),
        "figure": say("Figure", lang),
        "gap": say("Difference between groups", lang),
        "all": say("Any", lang),
        "with_figure": say("With a figure", lang),
        "without_figure": say("Without a figure", lang),
        "gap_shown": say("Difference shown", lang),
        "gap_not_shown": say("Compared, and none shown", lang),
        "show_all": say("Show all", lang),
        "found": say("{count} of {total} indicators", lang),
        "nothing": say("No indicator fits. Try fewer words or another choice.", lang),
        "city": say("Whole city", lang),
        "rm": say("Refugees and migrants", lang),
        "host": say("Host community", lang),
        "difference": say("Difference", lang),
        "need": say("What would we need?", lang),
        "need_head": say("What it takes", lang),
        "between": say("between {low} and {high}", lang),
        "download": say("Download what is listed (CSV)", lang),
        "asset": say("an asset", lang),
        "only_units": say("no figure of the whole city", lang),
    }  # fmt: skip


def card_words(lang: str) -> dict[str, str]:
    """Words of the page of an indicator."""
    return {
        "all": say("All indicators", lang),
        "where_in": say("Where in the extended marker", lang),
        "whole": say("The whole city", lang),
        "more_better": say("More is better.", lang),
        "less_better": say("Less is better.", lang),
        "middle_better": say("A middle value is better.", lang),
        "neither_better": say("Neither more nor less is better: it helps to understand the others.", lang),
        "no_figure": say("There is no figure of the whole city.", lang),
        "not_measured": say("This city has no figure of it.", lang),
        "need": say("What would we need to measure this?", lang),
        "below": say("the questions below", lang),
        "form": say("The form that asks it:", lang),
        "groups": say("For whom", lang),
        "not_tested": say("Set side by side, without a test of the difference.", lang),
        "group": say("Group", lang),
        "group_table": say("The figure of each group", lang),
        "answers": say("Answers", lang),
        "trust": say("How far to trust it", lang),
        "where": say("Where", lang),
        "one_figure": say("One figure stands for the whole city, so there is no map.", lang),
        "table": say("The same as a table", lang),
        "asked": say("What is asked", lang),
        "asked_note": say("The questions of tejido's form. Where the figure comes from another source, that source asked its own.", lang),
        "own_question": say("Its questions are not among those of this version of tejido; the city's own files hold them.", lang),
        "follows": say("What follows from the answers", lang),
        "how": say("How it is made", lang),
        "period": say("Of when", lang),
        "support": say("Measured for", lang),
        "sheet": say("Page in the documentation", lang),
        "previous": say("Before it in its area", lang),
        "next": say("After it in its area", lang),
        "skip": say("Skip to the indicator", lang),
    }  # fmt: skip

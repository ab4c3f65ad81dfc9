"""The fixed words of the pages, once, for the template and for the script (which fills the braces itself)."""

from __future__ import annotations

from tejido.viewer.texts_map import map_words
from tejido.words import say
from tejido.words.kinds import kinds


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
        "pages": say("Pages", lang),
        "sure_and_source": say("How sure, and who says so", lang),
        "sure_link": say("How sure are we?", lang),
        "key_chance": say("The line on the bar: chance.", lang),
        "key_method": say("The dots under it: other ways of counting.", lang),
        "otherwise": say("counted otherwise", lang),
        "licence": say("Licence", lang),
        "all_words": say("All words", lang),
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


def difference_words(lang: str) -> dict[str, str]:
    """Words of the pages about differences between groups."""
    return {
        "title": say("Differences between groups", lang),
        "intro": say("The same questions were asked in both groups. A difference is shown only where chance hardly explains it.", lang),
        "none": say("No survey of this city asked several groups the same questions, so nothing can be compared.", lang),
        "none_do": say("A survey that asks refugees, migrants and their hosts the same questions would fill this page.", lang),
        "where": say("Where", lang),
        "mute": say("Too few answers to say anything of: {names}.", lang),
        "right": say("Right", lang),
        "every_right": say("All rights", lang),
        "order": say("In which order", lang),
        "by_right": say("By right", lang),
        "by_size": say("Largest difference first", lang),
        "behind": say("What is behind it", lang),
        "answers": say("Answers: {one} and {other}", lang),
        "few": say("few answers", lang),
        "between": say("between {low} and {high}", lang),
        "table": say("The same as a table", lang),
        "difference": say("Difference", lang),
        "said": say("Can it be shown?", lang),
        "download": say("Download all differences", lang),
        "key": say("The line on either side of a sign is how far chance could move the figure.", lang),
        "size_note": say("Size is counted in points of the score, in which all indicators are alike.", lang),
        "whom": say("Compare", lang),
        "group": say("Group", lang),
        "every_group": say("All groups", lang),
        "every_said": say("All comparisons", lang),
        "only_shown": say("Only where a difference can be shown", lang),
        "found": say("{count} of {total} comparisons", lang),
        "unsaid": say("Not enough answers to say anything: {count}", lang),
        "own": say("Address of this comparison", lang),
        "how": say("Not shown does not mean that there is none: a larger survey may show it. Many comparisons are judged "
                   "together, so that chance alone seldom shows a difference.", lang),
        "versus": say("{one} beside {other}", lang),
        "n_one": say("Answers, {group}", lang),
    }  # fmt: skip


def sure_words(lang: str) -> dict[str, str]:
    """Words of the page about how sure a score is."""
    return {
        "title": say("How sure are we?", lang),
        "lead": say("Two things could make a score another one. They are shown apart and never added up.", lang),
        "chance": say("Chance: who was asked", lang),
        "chance_why": say("A survey asks some of the people. At other doors the answers would be a little different. Asking more "
                          "people makes this smaller.", lang),
        "method": say("Method: how it is counted", lang),
        "method_why": say("Somebody decided how much each part weighs, how parts are averaged, which figure is worth 0 and which "
                          "100, and which indicators enter. Others could have decided otherwise with good reason. Asking more "
                          "people does not make this smaller.", lang),
        "causes": say("What makes most of that difference", lang),
        "key_chance": say("The line on the bar: chance.", lang),
        "key_method": say("The dots under it: other ways of counting.", lang),
        "questions": say("Three questions", lang),
        "pair": say("Two places side by side", lang),
        "one": say("First place", lang),
        "other": say("Second place", lang),
        "ask_band": say("Could the first be in another band?", lang),
        "ask_order": say("Is the first really lower than the second?", lang),
        "ask_method": say("Would another way of counting turn their order?", lang),
        "table": say("All places", lang),
        "place": say("Place", lang),
        "not_in": say("What neither of them holds", lang),
        "not_in_why": say("Wrong answers, people who were never reached and registers out of date are in neither. That is why every "
                          "figure says where it comes from, how many answered, and whether they are few.", lang),
        "no_score": say("The city has no score here, so there is nothing to be sure of yet.", lang),
        "by_chance": say("By chance", lang),
        "by_method": say("Counted otherwise", lang),
        "places": say("Places", lang),
    }  # fmt: skip


def live_words(lang: str) -> dict[str, str]:
    """Words for the live map; the script fills what stands in braces."""
    return {
        **_control_words(lang),
        **_card_words(lang),
        **_flag_words(lang),
        **map_words(lang),
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
        "unit_page": say("All about {name}", lang),
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
        "interval": say("by chance between {low} and {high}", lang),
        "ways": say("counted otherwise between {low} and {high}", lang),
        "rank_range": say("by chance {low} to {high}", lang),
        "column_interval": say("By chance", lang),
        "column_ways": say("Counted otherwise", lang),
        "covered": say("{share} of the weight was measured here", lang),
        "lost": say("Loses most points to the marker by:", lang),
        "lost_item": say("{points} points less", lang),
        "inside": say("in {parent}", lang),
        "source": say("Source", lang),
        "measured_at": say("measured for each {level}", lang),
        "measured_city": say("one figure for the whole city", lang),
        "local_only": say("Comparable only inside this city.", lang),
        **{f"kind_{kind}": word for kind, word in kinds(lang).items()},
        "answers": say("{n} answers", lang),
        "unreliable": say("not enough answers", lang),
        "merged_with": say("one figure for {names} together, since too few people stand behind one of them", lang),
        "value_between": say("between {low} and {high}, by chance", lang),
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
        "flag_apart": say("enters no score", lang),
        "flag_weak": say("rests on few answers", lang),
    }

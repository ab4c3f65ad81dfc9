"""The fixed words of what belongs to a site: its cities, sharing and keeping, downloads."""

from __future__ import annotations

from tejido.words import say


def tool_words(lang: str) -> dict[str, str]:
    """Words of the panel that every page has, for the template and for its scripts."""
    return {
        "rounds": say("Round", lang),
        "cities": say("All cities", lang),
        "tools": say("Share, print, keep", lang),
        "address": say("Address of this view", lang),
        "copy_address": say("Copy the address", lang),
        "copied": say("Copied.", lang),
        "by_hand": say("The browser does not allow copying: the text is marked, copy it with Ctrl+C.", lang),
        "embed": say("To show this view on another page", lang),
        "copy_embed": say("Copy the code", lang),
        "print": say("Print or save as PDF", lang),
        "png": say("Picture (PNG)", lang),
        "svg": say("Picture for editing (SVG)", lang),
        "keep": say("Keep for offline", lang),
        "keeping": say("Keeping: {done} of {all} MB", lang),
        "kept": say("This round is on this device and opens without a network.", lang),
        "not_kept": say("It could not be kept: {reason}. What was visited stays.", lang),
        "no_room": say("this device has no room for it", lang),
        "no_network": say("a file did not arrive", lang),
        "data": say("Data", lang),
        "source": say("Source", lang),
        "made": say("Made with tejido", lang),
        "as_file": say("This page was opened as a file, so the map stands still. The live map needs a web address: put the folder on any web "
                       "host, or run `tejido view` or `python -m http.server` in it.", lang),
        "open_whole": say("Open the whole page", lang),
    }  # fmt: skip


def cities_words(lang: str) -> dict[str, str]:
    """Words of the page of the cities."""
    return {
        "title": say("How inclusive are the cities?", lang),
        "city": say("City", lang),
        "period": say("Round", lang),
        "marker": say("Marker", lang),
        "band": say("Band", lang),
        "measured": say("Indicators measured", lang),
        "weight": say("{share} of the weight", lang),
        "synthetic": say("synthetic", lang),
        "local": say("only inside its city", lang),
        "comparable": say("Comparable", lang),
        "indicative": say("with answers of people not chosen by chance", lang),
        "yes": say("with other cities", lang),
        "may": say("These markers were made by the same fixed method and may be compared, each within its interval. One that rests on few "
                   "indicators says less.", lang),
        "may_not": say("A marker that stands on other figures than the method asks for is not comparable with another city's: it says so in "
                       "its row. Compare such a city with its own past and its own quarters only.", lang),
        "invented": say("Synthetic: {names}. Nobody in its figures exists.", lang),
        "language": say("Language", lang),
        "order": say("A column's head sorts by it.", lang),
    }  # fmt: skip


def offline_words(lang: str) -> dict[str, str]:
    """Words of the page that stands for one that was not kept."""
    return {
        "title": say("This page is not on this device", lang),
        "do": say("There is no network now, and this page was not visited before. Pages that were visited, and rounds that were kept, open.", lang),
    }  # fmt: skip

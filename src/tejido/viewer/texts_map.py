"""The fixed words of the live map's tools: ways of cutting classes, the second map, search, differences, pictures."""

from __future__ import annotations

from tejido.words import say


def map_words(lang: str) -> dict[str, str]:
    """Words for the live map; the script fills what stands in braces."""
    return {
        **_gap_words(lang),
        "cut": say("Classes", lang),
        "cut_alike": say("as many places in each", lang),
        "cut_equal": say("equal steps", lang),
        "cut_published": say("published classes", lang),
        "published": say("Classes published by: {source}.", lang),
        "up_to": say("up to {high}", lang),
        "over": say("over {low}", lang),
        "equal": say("The classes are equally wide.", lang),
        "merged": say("of these, one figure for several places together", lang),
        "ground_source": say("Streets and water: {source}.", lang),
        "compare": say("Compare with a second map", lang),
        "compare_end": say("Close the second map", lang),
        "second_map": say("Second map", lang),
        "on_second": say("{what}, on the second map", lang),
        "round": say("Round", lang),
        "alike": say("Cut both maps alike", lang),
        "find_place": say("Go to a place or street", lang),
        "places": say("Places and streets found", lang),
        "places_found": say("Found: {count}. Arrow keys choose, Enter goes there.", lang),
        "street": say("street", lang),
        "pan_up": say("Move the map up", lang),
        "pan_down": say("Move the map down", lang),
        "pan_left": say("Move the map to the left", lang),
        "pan_right": say("Move the map to the right", lang),
        "save_picture": say("Save the map as a picture", lang),
        "print": say("Print", lang),
        "basemap": say("Map of {host} below", lang),
        "basemap_note": say(
            "If you turn it on, your browser asks {host} for pictures of this part of the city, and that host learns your "
            "address on the network.",
            lang,
        ),
        "basemap_on": say(
            "Your browser asks {host} for these pictures. Over them the colours are paler than in the legend.", lang
        ),
        "basemap_failed": say("{host} does not answer, so its map is missing.", lang),
    }


def _gap_words(lang: str) -> dict[str, str]:
    return {
        "as_gap": say("difference between groups", lang),
        "gap_of": say("{one} beside {other}", lang),
        "gap_alike": say("no difference can be shown with this sample", lang),
        "gap_cannot": say("not enough answers to compare", lang),
        "gap_note": say("The colour says in which group the figure is larger; the stronger the colour, the larger the difference.", lang),
        "gap_less": say("{size} {unit} less", lang),
        "gap_more": say("{size} {unit} more", lang),
        "gap_between": say("between {low} and {high}, so far could chance move it", lang),
        "gap_up_to_less": say("up to {high} {unit} less", lang),
        "gap_between_less": say("{low} to {high} {unit} less", lang),
        "gap_from_less": say("at least {low} {unit} less", lang),
        "gap_up_to_more": say("up to {high} {unit} more", lang),
        "gap_between_more": say("{low} to {high} {unit} more", lang),
        "gap_from_more": say("at least {low} {unit} more", lang),
        "points": say("points", lang),
    }  # fmt: skip

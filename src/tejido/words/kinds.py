"""Where a figure comes from, in a reader's words: the kinds of `tables.VALUES`."""

from __future__ import annotations

from tejido.words import say


def kinds(lang: str) -> dict[str, str]:
    """The words of every kind, by kind."""
    return {
        "register": say("census or records", lang),
        "layer": say("measured on the map", lang),
        "design-based": say("survey", lang),
        "calibrated": say("survey, adjusted to known totals", lang),
        "modelled": say("estimated by a model", lang),
        "indicative": say("indicative only", lang),
        "composed": say("composed by the method", lang),
    }

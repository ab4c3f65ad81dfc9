"""The words of the tables (kinds, qualities, reasons, remarks) as a reader of a workbook understands them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tejido.catalogue.group_names import group_name
from tejido.marker import REASONS
from tejido.marker.sentences import CAUSE_NAMES
from tejido.release.readable import Readable
from tejido.words import pick, say
from tejido.words.kinds import kinds
from tejido.words.sources import source_in_words


def spoken(table: pd.DataFrame, release: Readable, lang: str) -> pd.DataFrame:
    """The table with words instead of codes: level, group, kind, quality, step, band, reason, source, remarks.

    A word that is not known here, such as a finer group, stays as it is.
    """
    levels = {str(level["id"]): pick(level["names"], lang) for level in release.meta["levels"]}
    bands = {band.id: pick(band.names, lang) for band in release.catalogue.bands}
    reasons = {word: say(text, lang) for word, text in REASONS.items()}
    groups = _groups(table, lang)
    words: dict[str, Mapping[str, str]] = {
        "level": levels,
        "support": levels,
        "group": groups,
        "against": groups,
        "verdict": _verdicts(lang),
        "cause": {cause: say(text, lang) for cause, text in CAUSE_NAMES.items()},
        "quality_against": _qualities(lang),
        "kind": kinds(lang),
        "quality": _qualities(lang),
        "step": _steps(lang),
        "band": bands,
        "reason": reasons,
        f"{release.catalogue.root}_band": bands,
        f"{release.catalogue.root}_reason": reasons,
    }
    done = table.copy()
    for name in [name for name in table.columns if name in words]:
        known = words[name]
        done[name] = table[name].map({word: known.get(word, word) for word in table[name].dropna().unique()})
    if "source" in table:
        own = release.meta.get("translations", {})
        sources = {one: source_in_words(str(one), lang, own) for one in table["source"].dropna().unique()}
        done["source"] = table["source"].map(sources)
    if "flags" in table:
        done["flags"] = _remarks(table["flags"], lang)
    return done


def holders(release: Readable, level: str) -> dict[str, str]:
    """Names of the units of the next coarser level by their codes."""
    units = release.table("units")
    place = release.levels.index(level)
    above = units[units["level"] == release.levels[place - 1]] if place else units.iloc[:0]
    return dict(zip(above["unit"], above["name"], strict=True))


def _remarks(flags: pd.Series, lang: str) -> pd.Series:
    known = _flags(lang)
    told = {text: "; ".join(known.get(word, word) for word in str(text).split()) for text in flags.dropna().unique()}
    return flags.map(told)


def _groups(table: pd.DataFrame, lang: str) -> dict[str, str]:
    found = {str(one) for name in ("group", "against") if name in table for one in table[name].unique()}
    return {one: group_name(one, lang) for one in found}


def _verdicts(lang: str) -> dict[str, str]:
    return {
        "shown": say("difference shown", lang),
        "not_shown": say("no difference shown", lang),
        "cannot_be_said": say("nothing can be said", lang),
    }


def _qualities(lang: str) -> dict[str, str]:
    return {
        "not_sampled": say("not from a sample", lang),
        "reliable": say("reliable", lang),
        "weak": say("weak", lang),
        "unreliable": say("unreliable", lang),
        "indicative": say("indicative only", lang),
    }


def _steps(lang: str) -> dict[str, str]:
    return {
        "marker": say("marker", lang),
        "area": say("area", lang),
        "dimension": say("dimension", lang),
        "indicator": say("indicator", lang),
    }


def _flags(lang: str) -> dict[str, str]:
    return {
        "apart": say("enters no score", lang),
        "averaged": say("average of its parts", lang),
        "cells_joined": say("ages or sizes were joined to make the groups alike", lang),
        "few_shared_quarters": say("too few quarters hold both groups", lang),
        "inherited": say("figure of the larger unit", lang),
        "merged": say("several units together, since too few people stand behind one of them", lang),
        "not_standardised": say("the groups could not be made alike", lang),
        "places_unknown": say("some answers have no known quarter", lang),
        "no_slope": say("slope unknown, walked as if level", lang),
        "protected": say("protected", lang),
        "proxy": say("stands in for the indicator", lang),
        "repaired": say("its outline was repaired", lang),
        "shared_out": say("population divided from a larger unit", lang),
        "sliver": say("very thin or small", lang),
        "smoothed": say("drawn towards the city's rate", lang),
        "straight_line": say("straight-line distance", lang),
    }

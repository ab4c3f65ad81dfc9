"""The page that answers: can I use it? Licence, citation, what is not in it, every figure in a table, and the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.viewer import everything
from tejido.viewer.downloads import MOST, File, of, size
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts_data import data_words
from tejido.words import number, pick, say

FILE = "data.html"

__all__ = ["FILE", "data_pages"]


def data_pages(round: Round, lang: str, files: Sequence[File]) -> Iterator[tuple[str, str]]:
    """Name and text of the page in a language; `files` were written by `downloads.write_downloads`."""
    text = data_words(lang)
    choices = everything.levels(round)
    packed = everything.packed(round, CITY_LEVEL, lang) if CITY_LEVEL in choices else None
    yield FILE, render("data.html", round, lang, {
        "text": text,
        "licence": _licence(round, lang),
        "citation": _citation(round, lang),
        "protected": _protected(round, lang),
        "levels": [_level(round, level, files, lang) for level in round.facts.release.levels],
        "definitions": _link(of(files, "", lang)["definitions"], lang),
        "choices": [(level, _plural(round, level, lang)) for level in choices],
        "everybody": say("Everybody", lang),
        "first": [] if packed is None else _first(round, lang),
        "limit": number(MOST, lang, 0),
    }, FILE)  # fmt: skip


def _licence(round: Round, lang: str) -> str:
    licence = str(round.facts.city.get("licence") or "").rstrip(".")
    if licence:
        return say("Yes. The licence is {licence}; say where the figures come from.", lang, licence=licence)
    return say(
        "The city has not said under which licence. Read and quote them; ask the city before you publish them anew.",
        lang,
    )


def _citation(round: Round, lang: str) -> str:
    """How to name the source."""
    facts = round.facts
    city, method = pick(facts.city["names"], lang), pick(facts.catalogue.names, lang)
    program = facts.meta["program"]
    cited = say("{city}: {method} (version {version}), round {period}. Made with {name} {number}. Fingerprint of the method: {mark}.", lang,
                city=city, method=method, version=facts.catalogue.version, period=facts.meta["period"], name=program["name"],
                number=program["version"], mark=facts.catalogue.hash[:12])  # fmt: skip
    return f"{cited} {say('SYNTHETIC: invented figures.', lang)}" if facts.city.get("synthetic") else cited


def _protected(round: Round, lang: str) -> str:
    """Of how many figures too few people are behind."""
    hidden = sum(int(everything.table(round, level)["protected"].sum()) for level in round.facts.release.levels)
    if not hidden:
        return say("No figure of this round had to be left out for that.", lang)
    return say("In this round {count} figures are left out for that; they stand in the table as “too few people to show”.", lang,
               count=number(hidden, lang, 0))  # fmt: skip


def _plural(round: Round, level: str, lang: str) -> str:
    if level == CITY_LEVEL:
        return say("The whole city", lang)
    plural = pick(round.facts.level(level)["plurals"], lang)
    return plural[:1].upper() + plural[1:]


def _level(round: Round, level: str, files: Sequence[File], lang: str) -> dict[str, Any]:
    mine = of(files, level, lang)
    count = int((round.facts.units["level"] == level).sum())
    order = (("units", "CSV"), ("book", "XLSX"), ("map", "GeoJSON"))
    return {
        "name": _plural(round, level, lang),
        "count": number(count, lang, 0),
        "files": [_link(mine[kind], lang) | {"label": label} for kind, label in order],
        "figures": _link(mine["figures"], lang) | {"label": "CSV"} if "figures" in mine else None,
    }


def _link(file: File, lang: str) -> dict[str, str]:
    return {"file": file.name, "size": size(file, lang)}


def _first(round: Round, lang: str) -> list[dict[str, Any]]:
    """The rows that stand in the page itself: everybody in the whole city."""
    packed = everything.packed(round, CITY_LEVEL, lang)
    words = packed["words"]
    everybody = say("Everybody", lang)
    return [
        {
            "unit": words["unit"][unit], "name": words["node"][node], "group": words["group"][group], "measure": words["measure"][node],
            "value": _shown(value, lang), "between": "" if low is None or high is None else f"{_shown(low, lang)}–{_shown(high, lang)}",
            "score": _shown(score, lang), "n": "" if n is None else number(n, lang, 0),
            "quality": "" if quality is None else words["quality"][quality], "source": "" if source is None else words["source"][source],
            "period": "" if period is None else words["period"][period], "hidden": bool(hidden),
        }
        for unit, node, group, quality, source, period, value, low, high, n, score, hidden in packed["rows"]
        if words["group"][group] in (everybody, EVERYBODY)
    ]  # fmt: skip


def _shown(figure: float | None, lang: str) -> str:
    return "" if figure is None else number(figure, lang, 1)

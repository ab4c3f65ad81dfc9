"""The page for planners on how sure a score is: chance and method apart, three questions answered with the city's own figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from tejido.figures import bar_svg, share_svg
from tejido.marker import three_answers
from tejido.marker.sentences import CAUSE_NAMES, band_answer
from tejido.reading import sentences
from tejido.reading.facts import EVERYBODY, Facts, ends, records
from tejido.tables import CITY_LEVEL
from tejido.viewer.render import render
from tejido.viewer.round import Round
from tejido.viewer.texts import sure_words
from tejido.words import number, percent, pick, say

MOST = 60
"""More places than this are compared two by two only for the hardest so many: every pair has its sentences ready made."""
PARTS = ((0.5, "most of it"), (0.2, "a good part of it"), (0.05, "a little of it"), (0.0, "hardly anything"))
"""What a share of the range is called, from its least size on."""


def sure_pages(round: Round, lang: str) -> Iterator[tuple[str, str]]:
    """Name and text of the page and of the answers for every place that a reader may choose."""
    facts = round.facts
    places = _places(facts)
    yield "sure.html", _page(round, places, lang)
    for at, one in enumerate(places):
        yield f"sure/{at}.json", json.dumps(_answers(facts, one, places, lang), ensure_ascii=False)


def _page(round: Round, places: list[dict[str, Any]], lang: str) -> str:
    facts = round.facts
    figure = facts.figure(facts.shown)
    step = None if figure.score is None else sentences.band_step(figure.score, facts)
    return render("sure.html", round, lang, {
        "text": sure_words(lang),
        "level_of": pick(facts.level(facts.ranking_level)["plurals"], lang),
        "node": pick(facts.name(facts.shown), lang),
        "score": None if figure.score is None else sentences.shown_score(figure, lang),
        "bar": Markup(bar_svg(figure.score, step or 0, figure.interval, figure.ways, len(facts.catalogue.bands))),
        "answer": sentences.answer(facts, lang) if facts.shown == facts.catalogue.root else "",
        "chance": sentences.by_chance(figure.interval, lang),
        "method": sentences.by_method(figure.ways, lang),
        "asked": _asked(facts, lang),
        "causes": _causes(facts, lang),
        "questions": _questions(facts, places, lang),
        "places": [{"number": place, "name": one["name"]} for place, one in enumerate(places)],
        "table": [_row(one, facts, lang) for one in places],
        "level": pick(facts.level(facts.ranking_level)["names"], lang).capitalize(),
    }, "sure.html")  # fmt: skip


def _places(facts: Facts) -> list[dict[str, Any]]:
    """Rows of `tables.SCORES` of the units that a reader may choose, with their names, the hardest first."""
    names = facts.units[facts.units["level"] == facts.ranking_level].set_index("unit")["name"]
    rows = facts.scores
    mine = (rows["level"] == facts.ranking_level) & (rows["group"] == EVERYBODY) & (rows["node"] == facts.shown)
    rows = rows[mine & rows["score"].notna()].sort_values(["score", "unit"], kind="stable").head(MOST)
    return [{**row, "name": str(names[row["unit"]])} for row in records(rows)]


def _city(facts: Facts) -> dict[str, Any] | None:
    """The city's row of what is shown; None where it has no score."""
    rows = facts.scores
    mine = (rows["level"] == CITY_LEVEL) & (rows["group"] == EVERYBODY) & (rows["node"] == facts.shown)
    found = records(rows[mine & rows["score"].notna()])
    return found[0] if found else None


def _questions(facts: Facts, places: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    """The three questions about the city and the two places where it is hardest, each with its answer."""
    city = _city(facts)
    name = pick(facts.city["names"], lang)
    found: dict[str, Any] = {
        "city_asked": say("Could {name} be in another band?", lang, name=name),
        "city": "" if city is None else band_answer(city, facts.catalogue, name, lang),
        "pair": [],
    }
    if len(places) > 1:
        answers = _answers(facts, places[0], places, lang)
        found["pair"] = [answers["band"], answers["order"][1], answers["method"][1]]
    return found


def _answers(facts: Facts, one: dict[str, Any], places: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    """What is answered of one place beside every other."""
    told = [
        three_answers(one, other, facts.causes, facts.catalogue, (one["name"], other["name"]), lang) for other in places
    ]
    return {"band": told[0][0], "order": [one[1] for one in told], "method": [one[2] for one in told]}


def _asked(facts: Facts, lang: str) -> str:
    """How many answered, and with how many of the indicators their answers enter."""
    kinds = ("design-based", "calibrated", "modelled", "indicative")
    rows = [facts.city_values[leaf] for leaf in facts.measured(facts.catalogue.root) if leaf in facts.city_values]
    rows = [row for row in rows if row.kind in kinds and pd.notna(row.n)]
    if not rows:
        return say(
            "No figure of the city's score comes from a survey: chance does not enter. That does not make it exact.",
            lang,
        )
    return say("{count} of the {total} indicators measured come from a survey; behind one figure stand up to {n} answers.", lang,
               count=len(rows), total=len(facts.measured(facts.catalogue.root)),
               n=number(float(max(row.n for row in rows)), lang, 0))  # fmt: skip


def _causes(facts: Facts, lang: str) -> list[dict[str, Any]]:
    """What makes the range of the city's score, the largest first: in words, with a bar."""
    rows = facts.causes
    mine = (rows["level"] == CITY_LEVEL) & (rows["group"] == EVERYBODY) & (rows["node"] == facts.shown)
    rows = rows[mine & rows["total"].notna()].sort_values(["total", "cause"], ascending=[False, True], kind="stable")
    found = []
    for cause, share in zip(rows["cause"].astype(str), rows["total"].astype(float), strict=True):
        word = next(name for least, name in PARTS if share >= least or least == 0)
        name = say(CAUSE_NAMES[cause], lang)
        found.append({
            "name": name[:1].upper() + name[1:], "word": say(word, lang),
            "share": percent(min(max(share, 0.0), 1.0), lang), "bar": Markup(share_svg(share)),
        })  # fmt: skip
    return found


def _row(one: dict[str, Any], facts: Facts, lang: str) -> dict[str, Any]:
    """A place in the table: its score with both kinds of doubt, each with the places that it allows."""
    interval = ends(one["low"], one["high"])
    return {
        "name": one["name"],
        "score": sentences.score_text(one["score"], interval, lang),
        "step": sentences.band_step(one["score"], facts),
        "chance": sentences.span(interval, lang, sentences.digits(interval)),
        "chance_rank": _ranks(one, "rank_low", "rank_high", lang),
        "ways": sentences.span(ends(one["robust_low"], one["robust_high"]), lang),
        "ways_rank": _ranks(one, "rank_robust_low", "rank_robust_high", lang),
    }


def _ranks(one: dict[str, Any], first: str, last: str, lang: str) -> str:
    both = ends(one[first], one[last])
    return "" if both is None else number(both[0], lang, 0) if both[0] == both[1] else sentences.span(both, lang)

"""Which is the highest and which the lowest of several scores, and which others the survey cannot tell from them.

In: the facts of a release, a language, how a score is written. Out: sentences. Two scores are told apart where their intervals do not
meet, which asks for more than a test would (Schenker and Gentleman 2001): so nothing is called the strongest that another one may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tejido.reading.facts import Ends, Facts, Figure, ends
from tejido.reading.references import Cited, Sentence, said
from tejido.reading.sentences import inside, shown_score, unit_score
from tejido.words import number, pick, say
from tejido.words.plain import listed_pieces, say_pieces

NAMED = 4
"""So many are named at each end; of more only how many there are."""

AREAS = "It is strongest in {highest} and weakest in {lowest}."
PLACES = "It is hardest in {lowest} and easiest in {highest}."

__all__ = ["hardest", "in_words", "spread"]


@dataclass(frozen=True)
class _One:
    name: str
    score: float
    interval: Ends | None
    written: str | Cited

    def meets(self, other: _One) -> bool:
        """Whether chance could turn their order."""
        (low, high), (from_, to) = (one.interval or (one.score, one.score) for one in (self, other))
        return low <= to and from_ <= high


def spread(facts: Facts, lang: str, written: Callable[[Figure], str | Cited] | None = None) -> list[Sentence]:
    """The strongest and the weakest area; nothing where fewer than two have a score, or all the same one.

    Args:
        facts: what the release says.
        lang: language of the sentences.
        written: how the score of an area stands in them; as plain text where it is left out.
    """
    write = written or (lambda figure: shown_score(figure, lang))
    figures = [(figure, figure.score) for figure in map(facts.figure, facts.areas) if figure.score is not None]
    ones = [
        _One(inside(pick(facts.name(figure.node), lang)), score, figure.interval, write(figure))
        for figure, score in figures
    ]
    return _told(ones, AREAS, lang)


def hardest(
    facts: Facts, lang: str, written: Callable[[Mapping[Any, Any]], str | Cited] | None = None
) -> list[Sentence]:
    """Where it is hardest to live and where easiest, at the level of the ranking; nothing where fewer than two places have a score,
    or all the same one. `written` gets a row of the units (``unit score low high``).
    """
    write = written or (lambda unit: unit_score(unit, lang))
    table = facts.units_with(facts.shown, facts.ranking_level)
    rows = table[table["score"].notna()].sort_values(["score", "unit"], kind="stable").to_dict("records")
    ones = [_One(str(row["name"]), float(row["score"]), ends(row["low"], row["high"]), write(row)) for row in rows]
    return _told(ones, PLACES, lang)


def in_words(sentences: Sequence[Sentence], lang: str) -> str:
    """Sentences one after another, as plain text."""
    return " ".join(said(one, lang) for one in sentences)


def _told(ones: Sequence[_One], text: str, lang: str) -> list[Sentence]:
    ordered = sorted(ones, key=lambda one: one.score)
    if len(ordered) < 2 or ordered[0].score == ordered[-1].score:
        return []
    lowest, highest = ordered[0], ordered[-1]
    if lowest.meets(highest):
        return [_undecided(lowest, highest, lang)]
    low = [one for one in ordered if one.meets(lowest)]
    high = [one for one in reversed(ordered) if one.meets(highest)]
    either = [one for one in low if one in high]
    low, high = ([one for one in side if one not in either] for side in (low, high))
    # The end that stands first in the sentence has more words after it.
    first = text.index("{lowest}") < text.index("{highest}")
    sentences: list[Sentence] = [
        say_pieces(
            text, lang, lowest=_together(low, lang, goes_on=first), highest=_together(high, lang, goes_on=not first)
        )
    ]
    if either:
        names = _listed(either, lang)
        sentences.append(
            say_pieces("By chance the highest or the lowest score could also be that of {names}.", lang, names=names)
        )
    return sentences


def _undecided(lowest: _One, highest: _One, lang: str) -> Sentence:
    return say_pieces(
        "The highest score is that of {highest} and the lowest that of {lowest}, but the survey cannot tell them apart.", lang,
        highest=_scored(highest), lowest=_scored(lowest),
    )  # fmt: skip


def _together(ones: Sequence[_One], lang: str, goes_on: bool) -> Sentence:
    """Those at one end, with what keeps them apart from one of them being called the first."""
    names = _listed(ones, lang)
    if len(ones) == 1:
        return names
    same = all(one.interval is None or one.interval[0] == one.interval[1] for one in ones)
    text = "{names}, which have the same score" if same else "{names}, which the survey cannot tell apart"
    told: Sentence = say_pieces(text, lang, names=names)
    return (*told, ",") if goes_on else told


def _listed(ones: Sequence[_One], lang: str) -> Sentence:
    """As many as a reader takes in, with their scores, and how many more there are."""
    shown = [_scored(one) for one in (ones if len(ones) <= NAMED else ones[: NAMED - 1])]
    more = len(ones) - len(shown)
    return listed_pieces([*shown, *([(say("{count} more", lang, count=number(more, lang, 0)),)] if more else [])], lang)


def _scored(one: _One) -> Sentence:
    return (f"{one.name} (", one.written, ")")

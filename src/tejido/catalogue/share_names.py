"""What the classes of a question are called, those that were joined included.

In: a `Distribution` and the ids that a class is made of. Out: its name in each language.
"""

from __future__ import annotations

from tejido.catalogue.shares import Distribution
from tejido.words import LANGUAGES, Labels, pick, say

MONTHS = 12
"""Of a year."""

__all__ = ["class_names"]


def class_names(question: Distribution, members: tuple[str, ...]) -> Labels:
    """The name of the class that `members` make: of joined ones from where to where they reach, or what they are together."""
    ids = [one.id for one in question.classes]
    named = {one.id: one.names for one in question.classes}
    if len(members) == 1:
        return named[members[0]]
    first, last = ids.index(members[0]), ids.index(members[-1])
    found = {}
    for lang in LANGUAGES:
        texts = [pick(named[one], lang) for one in members]
        if not question.ordered:
            found[lang] = say("other answers: {classes}", lang, classes=", ".join(texts))
        elif question.unit:
            low, end = ("" if at in (0, len(ids)) else _amount(question, at - 1, lang) for at in (first, last + 1))
            found[lang] = _reach(low, end, lang)
        else:
            found[lang] = _span(texts[0] if first else "", texts[-1] if last < len(ids) - 1 else "", lang)
    return found


def _reach(low: str, end: str, lang: str) -> str:
    """Numbers from `low` to below `end`; one of them is open where it is empty."""
    if not low:
        return say("less than {end}", lang, end=end)
    return say("{low} to less than {end}", lang, low=low, end=end) if end else say("{low} and over", lang, low=low)


def _span(first: str, last: str, lang: str) -> str:
    """Classes from the `first` to the `last`; all before or after where one is empty."""
    if not first:
        return say("up to {last}", lang, last=last)
    return (
        say("from {first} to {last}", lang, first=first, last=last)
        if last
        else say("{first} or more", lang, first=first)
    )


def _amount(question: Distribution, bound: int, lang: str) -> str:
    """The lower end of a class in words."""
    amount = question.bounds[bound]
    if question.unit == "months" and amount % MONTHS:
        return say("{count} months", lang, count=f"{amount:g}")
    years = amount / MONTHS if question.unit == "months" else amount
    return say("1 year", lang) if years == 1 else say("{count} years", lang, count=f"{years:g}")

"""What a city lacks to measure an indicator, in words a planner can act on."""

from __future__ import annotations

from dataclasses import dataclass

from tejido.catalogue import Definition
from tejido.catalogue.asking import asked_for, need
from tejido.catalogue.extended import NEEDS_DEFINITION, ExtendedIndicator
from tejido.reading.measured import Measured
from tejido.viewer.flexible import Flexible
from tejido.words import pick, say

__all__ = ["Need", "needed"]


@dataclass(frozen=True)
class Need:
    """`head`: what kind of thing is missing. `lines`: what exactly. `why`: what the city, or the protection rule, says about it."""

    head: str
    lines: tuple[str, ...]
    why: str = ""


def needed(measured: Measured, one: Definition, lang: str) -> Need:
    """What it takes to have a figure of an indicator that has none."""
    reason = measured.left_out(one, lang)
    why = say("The city leaves it out: “{reason}”", lang, reason=reason) if reason else ""
    if one.id in measured.tried:
        few = say("It was measured, but too few answers or too few people stand behind it to show it.", lang)
        return Need(say("More answers", lang), (), few)
    if isinstance(one, ExtendedIndicator) and one.status == NEEDS_DEFINITION:
        return Need(say("A definition", lang), (pick(one.lacking, lang),), why)
    if one.answers is not None and not one.data_needed:
        known = measured.variables(one)
        if known is None:
            return Need(say("The questions that the city added", lang), (), why)
        asked = asked_for(one.answers.variables, known, skips=False)
        lines = tuple(pick(each.question.text, lang) for each in asked if each.question)
        return Need(say("To ask in a survey", lang), lines, why)
    if isinstance(one, ExtendedIndicator) and isinstance(measured, Flexible):
        text = pick(need(one, measured.extended), lang)
    else:
        text = pick(one.data_needed or one.definitions, lang)
    head = say("A record", lang) if one.compute.role is None else say("A map layer", lang)
    return Need(head, (text[:1].upper() + text[1:],), why)

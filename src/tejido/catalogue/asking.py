"""From what an indicator reads to the questions that must be asked for it, and to what a city needs in order to measure it.

In: names of variables, or an indicator of the extended marker. Out: the questions, each once, and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tejido.catalogue.extended import NEEDS_DEFINITION, Extended, ExtendedIndicator
from tejido.catalogue.variables import Variable
from tejido.words import LANGUAGES, Labels, pick

__all__ = ["asked_for", "closure", "need"]


def closure(names: Iterable[str], known: Mapping[str, Variable], *, skips: bool = True) -> frozenset[str]:
    """The variables of that `names`, all that they follow from and, with `skips`, all on which their being asked depends."""
    found: set[str] = set()
    waiting = [name for name in names if name in known]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        one = known[name]
        waiting += [other for other in one.derived_from if other in known]
        if skips:
            waiting += [condition.variable for condition in one.asked if condition.variable in known]
    return frozenset(found)


def asked_for(names: Iterable[str], known: Mapping[str, Variable], *, skips: bool = True) -> tuple[Variable, ...]:
    """The variables with a question that `names` follow from, in the order of `known`.

    What is asked itself is not derived from anything else.
    """
    needed = closure(names, known, skips=skips)
    return tuple(one for name, one in known.items() if name in needed and one.question is not None)


def need(one: ExtendedIndicator, extended: Extended) -> Labels:
    """What a city needs to measure an indicator, in each language: the questions, the layer, the record, or a definition."""
    if one.status == NEEDS_DEFINITION:
        return one.lacking
    if one.data_needed:
        return one.data_needed
    if one.answers is not None:
        questions = asked_for(one.answers.variables, extended.variables, skips=False)
        return {
            lang: "; ".join(pick(each.question.text, lang) for each in questions if each.question) for lang in LANGUAGES
        }
    roles = [role for role in (one.compute.role, one.compute.options.get("of")) if isinstance(role, str)]
    if roles:
        return {lang: ", ".join(pick(extended.roles[role].names, lang) for role in roles) for lang in LANGUAGES}
    return one.definitions

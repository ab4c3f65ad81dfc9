"""The extended marker as pages: one for each indicator, and the list of all of them.

In: an `Extended` and a language. Out: Markdown, the texts of
``docs/<language>/indicators/<id>.md`` and of the list in ``docs/<language>/extended.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from tejido.catalogue.asking import closure
from tejido.catalogue.extended import NEEDS_DEFINITION, Extended, ExtendedIndicator
from tejido.catalogue.groups import groups
from tejido.catalogue.in_words import computed, from_answers, met, variable_name
from tejido.catalogue.loader import load
from tejido.catalogue.map_classes import classes_in_words
from tejido.catalogue.sheet import DIRECTIONS
from tejido.catalogue.variables import NO, YES, Variable
from tejido.tables import LEAST_FOR_RARE
from tejido.words import number, pick, say

SOURCES = {
    "survey": "Questions",
    "perception": "Questions of opinion",
    "territory": "Maps",
    "administrative": "Records",
}
"""What a figure is made from, by the kind of its source."""

SHAPES = {
    "points": "points",
    "lines": "lines",
    "polygons": "polygons",
    "any": "points, lines or polygons",
    "feed": "timetables",
}

ASKED_OF = {
    "households": "each household",
    "persons": "each person of the household",
    "adults": "one adult of the household, drawn by chance",
}

__all__ = ["SOURCES", "derivation", "described", "index", "page", "question_rows"]


def page(one: ExtendedIndicator, extended: Extended, lang: str) -> str:
    """The page of an indicator: what it is, how it is made, what is asked for it, and where it comes from."""
    known = extended.variables
    lines = [f"# {pick(one.names, lang)}", "", pick(one.definitions, lang), ""]
    lines += [f"- **{name}:** {text}" for name, text in described(one, extended, lang)]
    needed = closure(one.answers.variables if one.answers else (), known)
    asked = [variable for name, variable in known.items() if name in needed and variable.question]
    derived = [variable for name, variable in known.items() if name in needed and variable.derived_from]
    if asked:
        lines += ["", f"## {say('What is asked', lang)}", ""]
        lines += [line for variable in asked for line in _question(variable, extended, lang, known)]
    if derived:
        lines += ["", f"## {say('What follows from the answers', lang)}", ""]
        lines += [f"- {derivation(variable, lang, known)}" for variable in derived]
    lines += ["", f"[{say('All indicators of the extended marker', lang)}](../extended.md)"]
    return "\n".join(lines) + "\n"


def described(one: ExtendedIndicator, extended: Extended, lang: str) -> list[tuple[str, str]]:
    """All that is said of an indicator beside its name, definition and questions: pairs of a heading and a Markdown text."""
    rows = [*_what(one, extended, lang), *_how(one, extended, lang), *_whence(one, extended, lang)]
    return [(name, text) for name, text in rows if text]


def _what(one: ExtendedIndicator, extended: Extended, lang: str) -> Iterator[tuple[str, str]]:
    theme = f"{pick(extended.areas[one.area], lang)}, {pick(extended.subdimensions[one.subdimension].names, lang)}"
    universe = extended.universes.get(one.universe)
    yield say("Its id", lang), f"`{one.id}`"
    yield say("Area and theme", lang), theme
    yield say("Category", lang), pick(extended.categories[one.category], lang)
    yield say("Filter", lang), pick(extended.filters[one.filter], lang)
    yield say("Whom or what it counts", lang), pick(universe.names, lang) if universe else ""
    yield say("It is measured in", lang), pick(one.unit_names, lang)
    yield say("Possible values", lang), _range(*one.possible, lang)
    yield say("Which way is better", lang), _direction(one, lang)
    yield say("Classes of its maps", lang), classes_in_words(one.map_classes, lang)
    yield say("For whom it can be told apart", lang), "; ".join(_group(name, extended, lang) for name in one.groups)
    if one.asset:
        yield say("An asset", lang), say("It tells what people and places bring, not what they lack.", lang)
    if one.rare:
        told = "Records of places with fewer than {least} inhabitants are not published: there they point at persons."
        yield say("To protect people", lang), say(told, lang, least=number(LEAST_FOR_RARE, lang))


def _how(one: ExtendedIndicator, extended: Extended, lang: str) -> Iterator[tuple[str, str]]:
    yield say("Made from", lang), say(SOURCES[one.source_kind], lang)
    if one.status == NEEDS_DEFINITION:
        yield say("What it lacks before it can be measured", lang), pick(one.lacking, lang)
        return
    if one.answers is None or one.compute.role:
        yield say("How it is computed", lang), computed(one, lang)
    yield say("From answers", lang), from_answers(one.answers, lang, extended.variables)
    for name in (one.compute.role, one.compute.options.get("of")):
        if isinstance(name, str):
            role = extended.roles[name]
            yield say("Layer needed", lang), f"{pick(role.names, lang)} (`{role.id}`: {say(SHAPES[role.shape], lang)})"
    yield say("Data needed", lang), pick(one.data_needed, lang) if one.data_needed else ""


def _whence(one: ExtendedIndicator, extended: Extended, lang: str) -> Iterator[tuple[str, str]]:
    yield say("Method after", lang), one.source
    yield say("Sustainable Development Goals", lang), ", ".join(one.sdg)
    yield say("New Urban Agenda, paragraphs", lang), ", ".join(one.nua)
    yield say("Global Compact for Migration, objectives", lang), ", ".join(map(str, one.gcm))
    told = "a name that the programme published" if one.provenance == "fact" else "our proposal"
    yield say("Where it comes from", lang), say(told, lang)
    listed = [extended.listed[code] for code in one.listed]
    yield say("In the list of names", lang), "; ".join(f"{name.code} {pick(name.names, lang)}" for name in listed)
    yield say("Also called", lang), "; ".join(pick(names, lang) for names in one.aliases)
    yield say("Why the city adds it", lang), one.reason


def _range(low: float, high: float, lang: str) -> str:
    ends = {"low": number(low, lang, 2), "high": number(high, lang, 2)}
    if math.isfinite(low) and math.isfinite(high):
        return say("from {low} to {high}", lang, **ends)
    return say("from {low}", lang, **ends) if math.isfinite(low) else ""


def _direction(one: ExtendedIndicator, lang: str) -> str:
    context = "neither: it helps to understand the others"
    return say(context if one.direction == "context" else DIRECTIONS[one.direction], lang)


def _group(name: str, extended: Extended, lang: str) -> str:
    """A dimension by which people are told apart: by the six questions of the Washington Group, a definition of groups, or a
    variable.
    """
    if name == "disability":
        return say("Disability", lang)
    defined = next((one.names for one in groups().definitions.values() if one.dimension == name), None)
    return pick(defined, lang) if defined else variable_name(name, lang, extended.variables).capitalize()


def _question(variable: Variable, extended: Extended, lang: str, known: Mapping[str, Variable]) -> Iterator[str]:
    """A question as it is put, with what is told of it."""
    if variable.question is not None:
        yield f"- **{pick(variable.question.text, lang)}** (`{variable.id}`)"
        yield from (f"  - {name}: {text}" for name, text in question_rows(variable, extended, lang, known))


def question_rows(
    variable: Variable, extended: Extended, lang: str, known: Mapping[str, Variable]
) -> list[tuple[str, str]]:
    """What is told of a question: its answers, of whom it is asked and what it follows, as pairs of a heading and a Markdown text;
    none where nothing is asked.
    """
    question = variable.question
    if question is None:
        return []
    instrument = extended.instruments[question.instrument]
    of = say(ASKED_OF[variable.table], lang)
    if variable.asked:
        of = say("{whom}, where {when}", lang, whom=of, when=met(variable.asked, lang, known))
    rows = [
        (say("Note for who asks", lang), pick(question.hint, lang) if question.hint else ""),
        (say("Answers", lang), _answers(variable, lang)),
        (say("Asked of", lang), of),
        (say("Follows", lang), f"{pick(instrument.names, lang)} ({instrument.source})"),
        (
            say("Sensitive", lang),
            say("it may be left unanswered, and the form says so", lang) if question.sensitive else "",
        ),
    ]
    return [(name, text) for name, text in rows if text]


def _answers(variable: Variable, lang: str) -> str:
    if variable.kind == "number":
        low, high = variable.possible or (-math.inf, math.inf)
        limits = _range(low, high, lang)
        whole = variable.question is not None and variable.question.whole
        return f"{say('a whole number' if whole else 'a number', lang)} {limits}".strip()
    shown = variable.categories if variable.kind == "category" else dict.fromkeys((YES, NO))
    return "; ".join(pick(variable.categories[category], lang) for category in shown if category != variable.outside)


def derivation(variable: Variable, lang: str, known: Mapping[str, Variable]) -> str:
    """How a variable follows from others, in words."""
    name = f"**{pick(variable.names, lang)}** (`{variable.id}`)"

    def named(ids: tuple[str, ...]) -> str:
        return ", ".join(variable_name(one, lang, known) for one in ids)

    times = say(", times {times}", lang, times=number(variable.times, lang, 6)) if variable.times != 1 else ""
    if variable.cut:
        return say("{name}: the classes of {of}.", lang, name=name, of=named((variable.cut,)))
    if variable.divided:
        over, under = (named((one,)) for one in variable.divided)
        return say("{name}: {over} divided by {under}{times}.", lang, name=name, over=over, under=under, times=times)
    if variable.counted:
        return say("{name}: how many of these hold: {of}.", lang, name=name, of=named(variable.counted))
    if variable.summed:
        return say("{name}: the sum of {of}{times}.", lang, name=name, of=named(variable.summed), times=times)
    rules = "; ".join(
        say("{then} where {when}", lang, then=_category(variable, rule.then, lang), when=met(rule.when, lang, known))
        for rule in variable.rules
    )
    if variable.otherwise is None:
        return f"{name}: {rules}."
    otherwise = _category(variable, variable.otherwise, lang)
    return say("{name}: {rules}; otherwise {then}.", lang, name=name, rules=rules, then=otherwise)


def _category(variable: Variable, category: str, lang: str) -> str:
    return f"*{pick(variable.categories[category], lang)}*"


def index(extended: Extended, lang: str) -> str:
    """The list of all indicators by area and theme, each linked to its page; then the published names that indicators of the
    basic marker answer to.
    """
    waiting = [one for one in extended.indicators.values() if one.status == NEEDS_DEFINITION]
    counts = {
        "all": len(extended.indicators), "names": len(extended.listed), "facts": sum(one.fact for one in extended.listed.values()),
        "waiting": len(waiting),
    }  # fmt: skip
    text = (
        "{all} indicators answer, with those of the basic marker, to the {names} names of the published list, {facts} of which are "
        "the programme's own. Still without a definition: {waiting}."
    )
    lines = [say(text, lang, **counts), *([""] if waiting else [])]
    lines += [f"- [{pick(one.names, lang)}](indicators/{one.id}.md): {pick(one.lacking, lang)}" for one in waiting]
    for area, names in extended.areas.items():
        lines += ["", f"### {pick(names, lang)}"]
        for theme in (one for one in extended.subdimensions.values() if one.area == area):
            members = [one for one in extended.of_area(area) if one.subdimension == theme.id]
            lines += ["", f"#### {pick(theme.names, lang)}", "", *_members(members, extended, lang)]
    lines += ["", f"### {say('Names that the basic marker answers to', lang)}", ""]
    basic = load("basic").indicators
    lines += [
        f"- {name.code} {pick(name.names, lang)}: [{pick(basic[name.indicator].names, lang)}](indicators.md#{name.indicator})"
        for name in extended.listed.values()
        if name.indicator in basic
    ]
    return "\n".join(lines) + "\n"


def _members(members: list[ExtendedIndicator], extended: Extended, lang: str) -> Iterator[str]:
    heads = ("Indicator", "id", "Category", "Unit of measure", "Made from")
    yield f"| {' | '.join(say(head, lang) for head in heads)} |"
    yield "|---|---|---|---|---|"
    for one in members:
        cells = (
            f"[{pick(one.names, lang)}](indicators/{one.id}.md)", f"`{one.id}`", pick(extended.categories[one.category], lang),
            pick(one.unit_names, lang), say(SOURCES[one.source_kind], lang),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"

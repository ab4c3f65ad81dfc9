"""The form as rows of its sheets: the visit, consent, who lives here, the modules, the adult drawn, the closing.

In: a `Choice`. Out: `Sheets`, plain rows that `workbook` writes. Questions are called like variables, answers like categories, so
that answers need no mapping.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tejido.catalogue import Variable
from tejido.catalogue.form_names import CODE, COMPLETE, CONSENT, NO_ANSWER, PERSON, POINT, PREFIX, RESULT, SELECTED
from tejido.catalogue.variables import ADULT, NO, YES, Asking
from tejido.form.choice import Choice
from tejido.form.conditions import Logic, numeral
from tejido.form.modules import DRAWN, MODULES, group_name, in_order
from tejido.words import LANGUAGES, Labels, say

NAMES: Labels = {"es": "español (es)", "en": "English (en)"}
"""Languages as ODK writes them."""

_CONSENT = (
    "We ask how people live in this city, those who were born here and those who came from elsewhere, so that the city can "
    "plan better. Taking part is voluntary: you may leave out any question and stop at any time, and nothing you receive "
    "depends on it. We write down no names. The answers are kept apart from the address and are shown only as figures of "
    "many homes together. The card that we leave with you says whom to ask."
)
"""What is read before anything is asked."""
_HELP = (
    "Thank you. Before you leave, hand over the list of services of the city: protection from violence, health, papers, "
    "asylum, housing, food. Whoever asked for help gets it, whatever they answered."
)
"""What the interviewer does at the end."""

_YES_NO, _RESULTS, _AGREED = "yes_no", "visit_result", "consent"
_CALCULATED = "calculate"
_VISIT = {
    COMPLETE: "Somebody answers now", "refused": "Nobody wants to answer", "absent": "Nobody is at home",
    "other": "Something else, or the interview was broken off",
}  # fmt: skip
_TEXTS = ("label", "hint", "constraint_message", "required_message")
_PLAIN = ("relevant", "constraint", "required", "calculation", "repeat_count", "sensitive", "instrument")

Row = Mapping[str, str]
"""Cells of a row by column."""

__all__ = ["NAMES", "Row", "Sheets", "sheets"]


@dataclass(frozen=True)
class Sheets:
    """The rows of the three sheets of an XLSForm, each with its columns in order."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """Columns of each sheet."""
        texts = tuple(f"{text}::{NAMES[lang]}" for text in _TEXTS for lang in LANGUAGES)
        labels = tuple(f"label::{NAMES[lang]}" for lang in LANGUAGES)
        return {
            "survey": ("type", "name", *texts, *_PLAIN),
            "choices": ("list_name", "name", *labels),
            "settings": tuple(self.settings),
        }


def sheets(choice: Choice) -> Sheets:
    """The form that asks a choice. Its id is told by its questions, its version by everything in it.

    Raises:
        TejidoError: F106, whether a question is asked rests on something that no form can know.
    """
    lists = _Lists(choice.variables)
    survey = tuple(_survey(choice, lists))
    choices = tuple(lists.rows())
    return Sheets(
        survey,
        choices,
        {
            "form_title": " · ".join(say("Household survey", lang) for lang in LANGUAGES),
            "form_id": f"{PREFIX}{_hash([one.id for one in choice.variables])}",
            "version": _hash([survey, choices]),
            "default_language": NAMES["es"],
            "instance_name": f"${{{CODE}}}",
        },
    )


def _hash(item: object) -> str:
    return hashlib.sha256(json.dumps(item, ensure_ascii=False).encode()).hexdigest()[:10]


class _Lists:
    """Lists of answers: variables with the same answers share one, called by the words that their names have in common."""

    def __init__(self, variables: Iterable[Variable]) -> None:
        self._names: dict[str, str] = {}
        self._lists: dict[str, Mapping[str, Labels]] = {}
        sharing: dict[str, list[str]] = {}
        for one in variables:
            if one.kind != "number":
                sharing.setdefault(_answers(one), []).append(one.id)
        for answers, ids in sharing.items():
            words = [word for word in ids[0].split("_") if all(word in other.split("_") for other in ids)]
            taken = {_YES_NO, _RESULTS, _AGREED, *self._names.values()}
            wanted = ("_".join(words), *ids, f"{ids[0]}_answers")
            self._names[answers] = next(name for name in wanted if name and name not in taken)

    def of(self, one: Variable) -> str:
        """The list of a variable's answers, to which the one of those who do not answer is added."""
        name = _YES_NO if one.kind == "flag" else self._names[_answers(one)]
        return self.name(name, {**one.categories, NO_ANSWER: _said("Does not know or prefers not to answer")})

    def name(self, name: str, answers: Mapping[str, Labels]) -> str:
        """The list of these answers under this name."""
        self._lists[name] = answers
        return name

    def rows(self) -> Iterator[Row]:
        """The sheet of choices."""
        for name, answers in self._lists.items():
            for answer, labels in answers.items():
                yield {"list_name": name, "name": answer, **_in_languages("label", labels)}


def _survey(choice: Choice, lists: _Lists) -> Iterator[Row]:
    yield {"type": "start", "name": "start"}
    yield {"type": "end", "name": "end"}
    yield from _visit(lists)
    yield _begin("interview", relevant=f"${{{CONSENT}}} = '{YES}'")
    yield _row(
        "geopoint",
        POINT,
        "Where the dwelling is",
        "Stand at the door. The point stays with the analysts and is never published.",
    )
    logic: dict[Asking, Logic] = {table: Logic(choice.known, table) for table in ("households", "persons", "adults")}
    decided = {one.id: logic[one.table].reads(one) for one in choice.variables}
    parts = in_order(choice.variables, decided)
    tables = [table for _, table, _ in parts]
    first, last = tables.index("persons"), len(tables) - tables[::-1].index("persons")
    for module, table, questions in parts[:first]:
        yield from _module(module, table, questions, logic[table], lists)
    yield from _roster(parts[first:last], logic["persons"], lists)
    rest = parts[last:]
    for module, table, questions in rest:
        if table == "households":
            yield from _module(module, table, questions, logic[table], lists)
    own = [(module, questions) for module, table, questions in rest if table == "adults"]
    if own:
        yield from _drawn({name for _, some in own for one in some for name in decided[one.id]}, choice)
        for module, questions in own:
            yield from _module(module, "adults", questions, logic["adults"], lists)
        yield _end("drawn")
    yield _end("interview")
    yield _row("note", "help_told", _HELP)


def _visit(lists: _Lists) -> Iterator[Row]:
    """The dwelling's code, how the visit went, and consent."""
    results = lists.name(_RESULTS, {key: _said(text) for key, text in _VISIT.items()})
    agreed = lists.name(_AGREED, {YES: _said("Yes, agrees"), NO: _said("No, does not agree")})
    yield _begin("visit", _said("The visit"))
    yield _row("text", CODE, "Code of the dwelling", "As the list of the sample has it. No names.", required="yes")
    yield _row("text", "unit_code", "Code of the neighbourhood or block", "Only where no point can be taken.")
    yield _row(f"select_one {results}", RESULT, "What happened at this visit?", required="yes")
    yield _row(
        "note",
        "consent_told",
        _CONSENT,
        relevant=f"${{{RESULT}}} = '{COMPLETE}'",
    )
    yield _row(
        f"select_one {agreed}",
        CONSENT,
        "Do you agree to take part?",
        "An adult of the household answers.",
        relevant=f"${{{RESULT}}} = '{COMPLETE}'",
        required="yes",
    )
    yield _end("visit")


def _roster(parts: list[tuple[str, Asking, list[Variable]]], logic: Logic, lists: _Lists) -> Iterator[Row]:
    """The persons of the household, as many as it has, each by their line; nobody's name is asked."""
    yield {
        "type": "begin_repeat",
        "name": PERSON,
        "repeat_count": "${size}",
        **_in_languages("label", _said("Person")),
    }
    yield _calculated("line", "position(..)")
    for module, _, questions in parts:
        yield from _module(module, "persons", questions, logic, lists)
    yield _calculated("grown_line", f"if(${{age}} >= {ADULT}, ${{line}}, '')")
    yield {"type": "end_repeat", "name": PERSON}


def _drawn(read: set[str], choice: Choice) -> Iterator[Row]:
    """The adult who answers for themself: drawn by the next birthday (Salmon and Nichols 1983), and what is known of them."""
    yield _calculated("grown_lines", "join(' ', ${grown_line})")
    selected = f"${{{SELECTED}}}"
    there = "normalize-space(${grown_lines}) != ''"
    yield {
        **_row("integer", SELECTED, "Number of the person who answers now for themself",
               "Numbers of those of 18 years or more: {lines}. Take the one whose birthday comes next; if they are not in, agree on another hour.",
               relevant=there, constraint="selected(${grown_lines}, .)", required="yes", lines="${grown_lines}"),
        **_in_languages("constraint_message", _said("This is not the number of a person of 18 years or more.")),
    }  # fmt: skip
    for one in choice.variables:
        if one.id in read and one.table == "persons":
            yield _calculated(f"{DRAWN}{one.id}", f"indexed-repeat(${{{one.id}}}, ${{{PERSON}}}, ${{{SELECTED}}})")
    yield _begin("drawn", _said("The person drawn, person {line}", line=selected), f"{selected} != ''")


def _module(module: str, table: Asking, questions: list[Variable], logic: Logic, lists: _Lists) -> Iterator[Row]:
    title = _said(MODULES[module])
    if table == "persons":
        # Nobody's name is asked: line and age tell the interviewer of whom they speak.
        whose = _said("Person {line}, aged {age}", line="${line}", age="${age}")
        first = _said("Person {line}", line="${line}")
        title = first if module == "roster" else {lang: f"{whose[lang]}: {text}" for lang, text in title.items()}
    yield _begin(group_name(table, module), title)
    for one in questions:
        yield _question(one, logic.relevant(one), lists)
    yield _end(group_name(table, module))


def _question(one: Variable, relevant: str, lists: _Lists) -> Row:
    """A variable as it is asked."""
    assert one.question is not None
    asked = one.question
    number = one.kind == "number"
    needed = one.id in ("size", "age") or not number
    parts = [asked.hint] if asked.hint else []
    if asked.sensitive:
        parts.append(_said("Sensitive: ask in private. Nobody has to answer."))
    if not needed:
        parts.append(_said("Leave it empty if they do not know or prefer not to answer."))
    found = {
        "type": ("integer" if asked.whole else "decimal") if number else f"select_one {lists.of(one)}",
        "name": one.id,
        **_in_languages("label", asked.text),
        **_in_languages("hint", {lang: " ".join(part[lang] for part in parts) for lang in LANGUAGES}),
        "relevant": relevant,
        "sensitive": "yes" if asked.sensitive else "",
        "instrument": asked.instrument,
        **(_needed() if needed else {}),
        **(_range(one) if number else {}),
    }
    return found


def _answers(one: Variable) -> str:
    return json.dumps(one.categories)


def _range(one: Variable) -> Row:
    """The numbers that can be."""
    low, high = one.possible or (-math.inf, math.inf)
    parts = [f". {sign} {numeral(end)}" for sign, end in ((">=", low), ("<=", high)) if math.isfinite(end)]
    if not parts:
        return {}
    if math.isfinite(high):
        told = _said("A number from {low} to {high}.", low=numeral(low), high=numeral(high))
    else:
        told = _said("A number of {low} or more.", low=numeral(low))
    return {"constraint": " and ".join(parts), **_in_languages("constraint_message", told)}


def _row(
    kind: str,
    name: str,
    label: str,
    hint: str = "",
    *,
    relevant: str = "",
    constraint: str = "",
    required: str = "",
    **values: str,
) -> Row:
    """A row of the frame; texts are English sources."""
    return {
        "type": kind, "name": name, **_in_languages("label", _said(label)),
        **(_in_languages("hint", _said(hint, **values)) if hint else {}),
        "relevant": relevant, "constraint": constraint, **(_needed() if required else {}),
    }  # fmt: skip


def _needed() -> Row:
    return {"required": "yes", **_in_languages("required_message", _said("Without this answer the form cannot go on."))}


def _begin(name: str, label: Labels | None = None, relevant: str = "") -> Row:
    return {"type": "begin_group", "name": name, **_in_languages("label", label or {}), "relevant": relevant}


def _end(name: str) -> Row:
    return {"type": "end_group", "name": name}


def _calculated(name: str, calculation: str) -> Row:
    return {"type": _CALCULATED, "name": name, "calculation": calculation}


def _said(text: str, **values: str) -> Labels:
    return {lang: say(text, lang, **values) for lang in LANGUAGES}


def _in_languages(column: str, labels: Labels) -> dict[str, str]:
    return {f"{column}::{NAMES[lang]}": labels[lang] for lang in LANGUAGES if labels.get(lang)}

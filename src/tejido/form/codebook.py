"""The form and its variables described in DDI Codebook 2.5, the standard of data archives.

Source: DDI Alliance, DDI-Codebook 2.5 XML schema (2012), field-level documentation; elements stand in the order of the schema.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from tejido.catalogue import Variable
from tejido.catalogue.asking import closure
from tejido.catalogue.form_names import NO_ANSWER
from tejido.catalogue.in_words import met
from tejido.catalogue.variables import Asking
from tejido.form.choice import Choice
from tejido.form.conditions import numeral
from tejido.form.layout import Sheets
from tejido.words import LANGUAGES, Labels, pick, say

SPACE = "ddi:codebook:2_5"
_SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_XML = "http://www.w3.org/XML/1998/namespace"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

FILES: Mapping[Asking, str] = {
    "households": "Households",
    "persons": "Persons",
    "adults": "Adults drawn to answer for themselves",
}
"""The tables of answers by whom they hold; English sources."""

_COUNTED: Mapping[Asking, str] = {
    "households": "Every household", "persons": "Every person of the household", "adults": "One person of 18 years or more of each household",
}  # fmt: skip

_DRAWN = (
    "In each dwelling one adult answers for the household and its persons; one person of 18 years or more, the one whose "
    "birthday comes next, answers for themself."
)
"""Who answers."""

__all__ = ["SPACE", "codebook", "write_codebook"]


def write_codebook(choice: Choice, form: Sheets, out: Path) -> None:
    """Write the codebook as XML in UTF-8; equal forms give equal bytes."""
    root = codebook(choice, form)
    ET.indent(root)
    out.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def codebook(choice: Choice, form: Sheets) -> ET.Element:
    """The study, a file for each table, and a variable for everything asked or derived: labels, question, universe, answers."""
    ET.register_namespace("", SPACE)
    ET.register_namespace("xsi", _XSI)
    root = ET.Element(_tag("codeBook"), {"version": "2.5", f"{{{_XSI}}}schemaLocation": f"{SPACE} {_SCHEMA}"})
    _study(root, choice, form)
    shown = _shown(choice)
    tables = [table for table in FILES if any(one.table == table for one in shown)]
    for table in tables:
        file = _add(_add(root, "fileDscr", ID=f"file_{table}"), "fileTxt")
        for lang in LANGUAGES:
            _add(file, "fileName", say(FILES[table], lang), lang)
    data = _add(root, "dataDscr")
    for one in shown:
        _variable(data, one, choice)
    return root


def _shown(choice: Choice) -> list[Variable]:
    """Everything asked, and what the indicators fed read that follows from it."""
    read = {name for one in choice.fed if one.answers for name in one.answers.variables}
    derived = closure(read, choice.known, skips=False)
    asked = {one.id for one in choice.variables}
    return [one for name, one in choice.known.items() if name in asked or (name in derived and one.derived_from)]


def _study(root: ET.Element, choice: Choice, form: Sheets) -> None:
    study = _add(root, "stdyDscr")
    title = _add(_add(study, "citation"), "titlStmt")
    first, *others = LANGUAGES
    _add(title, "titl", say("Household survey", first), first)
    for lang in others:
        _add(title, "parTitl", say("Household survey", lang), lang)
    _add(title, "IDNo", form.settings["form_id"], agency="tejido")
    info = _add(study, "stdyInfo")
    for lang in LANGUAGES:
        _add(
            info,
            "abstract",
            say(
                "What people are asked to measure how inclusive a city is for refugees, migrants and their hosts.", lang
            ),
            lang,
        )
    method = _add(_add(study, "method"), "dataColl")
    for lang in LANGUAGES:
        told = say(
            _DRAWN,
            lang,
        )
        _add(method, "sampProc", told, lang)
    for lang in LANGUAGES:
        _add(method, "collMode", say("Interview at home with a form on a tablet or a telephone", lang), lang)
    for lang in LANGUAGES:
        _add(method, "resInstru", say("XLSForm, version {version}", lang, version=form.settings["version"]), lang)


def _variable(data: ET.Element, one: Variable, choice: Choice) -> None:
    """One variable; the order of what it holds is that of the schema's type `varType`."""
    interval = {"intrvl": "contin" if one.kind == "number" else "discrete"}
    found = _add(data, "var", ID=f"V_{one.id}", name=one.id, files=f"file_{one.table}", **interval)
    _labelled(found, "labl", one.names)
    if one.question is not None:
        for lang in LANGUAGES:
            question = _add(found, "qstn", None, lang)
            if one.question.hint:
                _add(question, "preQTxt", pick(one.question.hint, lang), lang)
            _add(question, "qstnLit", pick(one.question.text, lang), lang)
    if one.possible is not None:
        ends = {
            name: numeral(end) for name, end in zip(("min", "max"), one.possible, strict=True) if math.isfinite(end)
        }
        _add(_add(found, "valrng"), "range", **ends)
    for lang in LANGUAGES:
        whom = say(_COUNTED[one.table], lang)
        asked = met(one.asked, lang, choice.known).replace("*", "")
        _add(found, "universe", f"{whom}: {asked}" if asked else whom, lang)
    _answers(found, one)
    _labelled(found, "concept", {"en": one.source})
    if one.derived_from:
        derivation = _add(found, "derivation")
        for lang in LANGUAGES:
            names = ", ".join(pick(choice.known[name].names, lang) for name in one.derived_from)
            _add(derivation, "drvdesc", say("Follows from: {names}", lang, names=names), lang)
    _add(found, "varFormat", type="numeric" if one.kind == "number" else "character")


def _answers(found: ET.Element, one: Variable) -> None:
    for value, names in one.categories.items():
        category = _add(found, "catgry")
        _add(category, "catValu", value)
        _labelled(category, "labl", names)
    if one.question is not None and one.kind != "number":
        category = _add(found, "catgry", missing="Y")
        _add(category, "catValu", NO_ANSWER)
        told = {lang: say("Does not know or prefers not to answer", lang) for lang in LANGUAGES}
        _labelled(category, "labl", told)


def _labelled(parent: ET.Element, tag: str, labels: Labels) -> None:
    for lang in _languages(labels):
        _add(parent, tag, labels[lang], lang)


def _languages(labels: Labels) -> Iterable[str]:
    return [lang for lang in LANGUAGES if lang in labels]


def _add(parent: ET.Element, tag: str, text: str | None = None, lang: str = "", **attributes: str) -> ET.Element:
    spoken = {f"{{{_XML}}}lang": lang} if lang else {}
    found = ET.SubElement(parent, _tag(tag), {**attributes, **spoken})
    found.text = text
    return found


def _tag(name: str) -> str:
    return f"{{{SPACE}}}{name}"

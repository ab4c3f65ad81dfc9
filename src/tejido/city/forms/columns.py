"""Columns of an export as answers: whose question each one is, and its answers in the form that the question wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tejido.city.columns import numbers
from tejido.city.forms.model import DATES, NUMBERS, POINTS, TIMES, Form, Question

_ONE_SEPARATOR = str.maketrans({".": "/", "-": "/"})
PARTS = ("latitude", "longitude", "altitude", "precision", "accuracy")
YES = ("1", "True", "TRUE", "true", "1.0")

_LOGICAL = {
    "true": "true", "verdadero": "true", "1": "true", "1.0": "true",
    "false": "false", "falso": "false", "0": "false", "0.0": "false",
}  # fmt: skip
"""What a spreadsheet makes of `true` and `false`: its own logical values, in the words of its language or as figures."""

_ADDED = {
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__",
    "_version_", "_tags", "_index", "_attachments", "_geolocation", "_xform_id_string", "_bamboo_dataset_id",
    "_parent_table_name", "_parent_index", "formhub/uuid", "submissiondate", "key", "parent_key", "submitterid",
    "submittername", "attachmentspresent", "attachmentsexpected", "status", "reviewstate", "deviceid", "edits",
    "formversion", "instanceid", "instancename", "__id",
}  # fmt: skip
"""Columns that KoboToolbox and ODK Central add to every export, as `_plain` writes them."""
_ADDED_STARTS = ("_submission__", "__system/", "__submissions/", "meta/", "set/of/")

__all__ = ["Unread", "added_by_program", "named"]


@dataclass(frozen=True, eq=False)
class Unread:
    """Rows (places in the table) whose answer to `question` is not of the kind that it wants; they are missing there."""

    table: str
    question: str
    rows: np.ndarray


def named(raw: pd.DataFrame, form: Form, table: str) -> tuple[pd.DataFrame, list[Unread]]:
    """The columns of one table under the names of the form's questions, with their types; others follow as they are."""
    titles = {_plain(str(name)): str(name) for name in reversed(list(raw.columns))}
    found: dict[str, pd.Series] = {}
    used: set[str] = set()
    problems = []
    for question in form.questions.values():
        if question.table != table:
            continue
        spellings = _spellings(question, form)
        whole = next((titles[one] for one in spellings if one in titles), None)
        parts = _parts(question, form, spellings, titles)
        used |= {*parts.values()} | ({whole} if whole else set())
        if whole is None and not parts:
            continue
        text = raw[whole] if whole else _together(question, raw, parts)
        if question.type == "select_one":
            text = _yes_or_no(text, {one.name for one in form.options(question)})
        found[question.id], wrong = _typed(question, text)
        if wrong.any():
            problems.append(Unread(table, question.id, np.flatnonzero(wrong)))
    rest = {name: raw[name] for name in raw.columns if name not in used and name not in found}
    return pd.DataFrame(found | rest, index=raw.index), problems


def added_by_program(title: str) -> bool:
    """Whether a column is one that KoboToolbox or ODK Central adds by itself: nobody asked it, and nobody misses it."""
    plain = _plain(title)
    return plain in _ADDED or plain.startswith(_ADDED_STARTS)


def _plain(title: str) -> str:
    """A title with one separator and in lower case: programs differ in both."""
    return title.translate(_ONE_SEPARATOR).lower()


def _spellings(question: Question, form: Form) -> list[str]:
    """How a title may name a question: its whole path, its path inside its repeat, its own name."""
    repeat = next((group.path for group in reversed(form.around(question)) if group.kind == "repeat"), ())
    ways = ["/".join(question.path), "/".join(question.path[len(repeat) :])]
    return [_plain(way) for way in dict.fromkeys([*ways, *([question.name] if question.id == question.name else [])])]


def _parts(question: Question, form: Form, spellings: Sequence[str], titles: dict[str, str]) -> dict[str, str]:
    """Columns that hold a part of the answer: one chosen answer each, or one number of a point."""
    if question.type == "select_multiple":
        options = [choice.name for choice in form.options(question)] + (["other"] if question.other else [])
        return _first(options, [(f"{one}/", f"{one}_") for one in spellings], titles)
    if question.type in POINTS:
        return _first(PARTS, [_point_ways(one) for one in spellings], titles)
    return {}


def _point_ways(spelling: str) -> tuple[str, ...]:
    """ODK Central writes ``group-x-Latitude``, KoboToolbox ``group/_x_latitude``."""
    group, _, name = spelling.rpartition("/")
    return (f"{spelling}/", f"{group}/_{name}_" if group else f"_{name}_", f"_{name}_")


def _first(parts: Iterable[str], ways: Sequence[tuple[str, ...]], titles: dict[str, str]) -> dict[str, str]:
    starts = [start for some in ways for start in some]
    found = {}
    for part in parts:
        title = next((titles[start + _plain(part)] for start in starts if start + _plain(part) in titles), None)
        if title:
            found[part] = title
    return found


def _together(question: Question, raw: pd.DataFrame, parts: dict[str, str]) -> pd.Series:
    """One column from several."""
    joined: np.ndarray = np.full(len(raw), "", dtype=object)
    if question.type in POINTS:
        accuracy = parts.get("precision") or parts.get("accuracy")
        columns = [parts.get("latitude"), parts.get("longitude"), parts.get("altitude"), accuracy]
        for place, name in enumerate(columns):
            part = raw[name].fillna("0").to_numpy(dtype=object) if name else "0"
            joined = joined + (" " if place else "") + part
        if parts.keys() >= {"latitude", "longitude"}:
            joined[(raw[parts["latitude"]].isna() | raw[parts["longitude"]].isna()).to_numpy()] = ""
    else:
        for option, title in parts.items():
            chosen = raw[title].isin(YES).to_numpy()
            joined[chosen] += option + " "
        joined = np.array([one.rstrip() for one in joined], dtype=object)
    return pd.Series(pd.array([one or None for one in joined], dtype="str"), index=raw.index)


def _yes_or_no(text: pd.Series, options: set[str]) -> pd.Series:
    """Where `true` and `false` are the answers of a list, they are read as a spreadsheet writes them when it saves the export."""
    if not options >= {"true", "false"}:
        return text
    folded = text.str.strip().str.casefold().map(_LOGICAL)
    return text.where(text.isin(options) | folded.isna(), folded)


def _typed(question: Question, text: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Answers in the type of the question, and where one is not of that type."""
    if question.type in NUMBERS:
        figures = _numbers(text)
        return figures, (figures.isna() & text.notna()).to_numpy()
    if question.type in DATES | TIMES:
        length = 10 if question.type in DATES else 19
        ok = text.str.fullmatch(r"\d{4}-\d{2}-\d{2}([T ].*)?").fillna(False).to_numpy(dtype=bool)
        short = text.str.slice(0, 10) if length == 10 else text.str.replace(" ", "T", n=1)
        return short.where(ok), ~ok & text.notna().to_numpy()
    if question.type in POINTS:
        ok = text.str.fullmatch(r"-?\d+(\.\d+)?( -?\d+(\.\d+)?){1,3}").fillna(False).to_numpy(dtype=bool)
        return text.where(ok), ~ok & text.notna().to_numpy()
    return text, np.zeros(len(text), dtype=bool)


def _numbers(text: pd.Series) -> pd.Series:
    """As numbers, also with a decimal comma; Arrow reads a clean column ten times faster than pandas."""
    try:
        cast = pc.cast(pa.array(text, from_pandas=True), pa.float64())
        return pd.Series(cast.to_numpy(zero_copy_only=False), index=text.index)
    except pa.ArrowInvalid:
        return pd.Series(numbers(text).values, index=text.index)

"""How an indicator comes from answers, read from its entry: conditions and their parts, each held against the variables.

In: the table ``[indicators.ID.answers]`` of a catalogue file, or any table with conditions. Out: `FromAnswers`, `Condition`.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Mapping
from typing import cast, get_args

from tejido.catalogue.answers import Condition, FromAnswers, Statistic
from tejido.catalogue.fields import Table
from tejido.catalogue.variables import TABLES, Asking, Variable, variables

PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "share": (("of",), ()),
    "mean": (("value",), ()),
    "median": (("value",), ()),
    "gini": (("value",), ()),
    "ratio": (("over",), ("of",)),
    "gap": (("one", "other"), ("of", "value")),
    "diversity": (("classes",), ()),
}
"""What each statistic is made of beside `among` and `scale`: the parts it needs, and those it may have."""

_PARTS = ("of", "over", "value", "one", "other", "classes")

__all__ = ["PARTS", "conditions", "from_answers"]


def from_answers(
    table: Table, function: str, classes: int | None, known: Mapping[str, Variable] | None = None
) -> FromAnswers:
    """The formula of an indicator whose value is otherwise made by `function` over columns, with `classes` where it has them, over
    the variables `known` (the standard ones by default).

    Notes K601 to K609 on what does not fit.
    """
    known = variables() if known is None else known
    rows = cast(Asking, table.choice("table", TABLES))
    statistic = cast(Statistic, table.choice("statistic", get_args(Statistic)))
    found = FromAnswers(
        table=rows,
        statistic=statistic,
        among=conditions(table, "among", rows, known),
        of=conditions(table, "of", rows, known),
        over=conditions(table, "over", rows, known),
        value=_named(table, "value", rows, ("number",), known),
        one=conditions(table, "one", rows, known),
        other=conditions(table, "other", rows, known),
        classes=_named(table, "classes", rows, ("category",), known),
        scale=table.number("scale", 1.0),
    )
    if not 0 < found.scale < math.inf:
        table.note("K609", "scale", value=found.scale)
    _check_parts(table, statistic)
    if function in PARTS and statistic in PARTS and statistic != function:
        table.note("K608", "statistic", statistic=statistic, function=function)
    counted = known[found.classes].categories if found.classes and found.classes in known else {}
    if counted and classes is not None and len(counted) != classes:
        table.note("K607", "classes", variable=found.classes, count=len(counted), classes=classes)
    table.done()
    return found


def conditions(table: Table, key: str, rows: str, known: Mapping[str, Variable] | None = None) -> tuple[Condition, ...]:
    """The conditions under `key`, a list of ``{variable = ..., values = [...]}`` or ``{variable = ..., low = , high = }``,
    over the variables of `rows` (``persons`` may use those of their household, ``adults`` also their own as persons).
    """
    known = variables() if known is None else known
    return tuple(_condition(row, rows, known) for row in table.rows(key))


def _condition(row: Table, rows: str, known: Mapping[str, Variable]) -> Condition:
    name = row.text("variable")
    values = row.texts("values")
    low, high = (row.number(key) if row.has(key) else None for key in ("low", "high"))
    row.done()
    variable = _variable(row, "variable", name, rows, known)
    if variable is not None:
        bounded = low is not None or high is not None
        if (variable.kind == "number") != bounded or bool(values) == bounded:
            row.note("K604", variable=name, kind=variable.kind)
        for value in values:
            if variable.kind != "number" and value not in variable.categories:
                row.note("K602", "values", variable=name, value=value, known=", ".join(variable.categories))
        if low is not None and high is not None and low > high:
            row.note("K118", "low", value=low, low=-math.inf, high=high)
    return Condition(name, values, low, high)


def _named(table: Table, key: str, rows: str, kinds: Collection[str], known: Mapping[str, Variable]) -> str | None:
    """A variable named by itself, of one of the `kinds`."""
    if not table.has(key):
        return None
    name = table.text(key)
    variable = _variable(table, key, name, rows, known)
    if variable is not None and variable.kind not in kinds:
        table.note("K606", key, variable=name, kind=variable.kind, wanted=" / ".join(kinds))
    return name


def _variable(table: Table, key: str, name: str, rows: str, known: Mapping[str, Variable]) -> Variable | None:
    if name and name not in known:
        near = difflib.get_close_matches(name, list(known), 1, 0.6)
        table.note("K601", key, variable=name, near=f" ({near[0]}?)" if near else "")
    elif name and TABLES.index(known[name].table) > TABLES.index(rows if rows in TABLES else "adults"):
        table.note("K605", key, variable=name)
    return known.get(name)


def _check_parts(table: Table, statistic: str) -> None:
    """Each statistic has the parts it is made of, no others; a gap is of a share or of a mean."""
    needed, optional = PARTS.get(statistic, (_PARTS, ()))
    given = [key for key in _PARTS if table.data.get(key)]
    wrong = [key for key in given if key not in (*needed, *optional)]
    missing = [key for key in needed if key not in given]
    halves = statistic == "gap" and ("of" in given) == ("value" in given)
    if statistic in PARTS and (wrong or missing or halves):
        form = ", ".join(needed) + (" + of | value" if statistic == "gap" else "")
        table.note("K603", statistic=statistic, form=form, given=", ".join(given) or "—")

"""The functions that forms call: those of XPath 1.0 and of ODK's XForms that need nothing but their arguments.

Source: the ODK XForms specification, section "XPath functions"; behaviour checked against `@getodk/xforms-engine`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

import numpy as np

from tejido.city.forms.values import EPOCH, Flags, Nodes, Value, as_moment, as_number, either, mapped, number

Argument = Value | Nodes
Plain = Callable[..., Value]

__all__ = ["AGGREGATES", "PLAIN", "compare", "logic", "single"]


def single(value: Argument) -> Value:
    """One value per row: of several nodes the first."""
    return value.first() if isinstance(value, Nodes) else value


def compare(sign: str, left: Argument, right: Argument) -> Value:
    """``=``, ``!=``, ``<`` and so on by XPath 1.0 section 3.4: true where any of several nodes makes it true."""
    if isinstance(right, Nodes) and not isinstance(left, Nodes):
        turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        return compare(turned.get(sign, sign), right, left)
    if isinstance(left, Nodes) and left.value is not None:
        other = single(right)
        if other.size > 1:
            per_place = np.full(left.size, -1, dtype=np.int64)
            per_place[left.own] = np.arange(len(left.own))
            other = other.take(per_place[left.member])
        found = compare(sign, left.value, other)
        return Value("flag", left.seen(left.any(np.broadcast_to(found.flags(), left.member.shape))), left.unknown())
    one, two = single(left), single(right)
    if sign in ("=", "!="):
        if "flag" in (one.kind, two.kind):
            same: Any = one.flags() == two.flags()
        elif "number" in (one.kind, two.kind):
            same = one.numbers() == two.numbers()
        else:
            same = one.texts() == two.texts()
        same = np.asarray(same, dtype=np.bool_)
        return Value("flag", same if sign == "=" else ~same, either(one, two))
    how = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[sign]
    return Value("flag", how(one.numbers(), two.numbers()), either(one, two))


def logic(sign: str, one: Value, two: Value) -> Value:
    """``and`` and ``or`` where something may be unknown (Kleene): false and unknown is false, true or unknown is true."""
    a, b = np.broadcast_arrays(one.flags(), two.flags())
    found = a & b if sign == "and" else a | b
    hidden = either(one, two)
    if hidden is None:
        return Value("flag", found)
    settles = sign == "or"
    certain: Flags = np.zeros(found.shape, dtype=np.bool_)
    for value, flags in ((one, a), (two, b)):
        known = True if value.unknown is None else ~value.unknown
        certain = certain | ((flags == settles) & known)
    return Value("flag", np.where(certain, settles, found), np.broadcast_to(hidden, found.shape) & ~certain)


def _made(kind: Literal["text", "number", "flag"], function: Callable[..., Any], *arguments: Value) -> Value:
    found = mapped(function, *(one.texts() for one in arguments))
    dtype: Any = {"text": object, "number": np.float64, "flag": np.bool_}[kind]
    return Value(kind, found.astype(dtype), either(*arguments))


def _texts(function: Callable[..., str]) -> Plain:
    return lambda *arguments: _made("text", function, *arguments)


def _counts(function: Callable[..., float]) -> Plain:
    return lambda *arguments: _made("number", function, *arguments)


def _tests(function: Callable[..., bool]) -> Plain:
    return lambda *arguments: _made("flag", function, *arguments)


def _numeric(function: Callable[..., Any]) -> Plain:
    return lambda *arguments: Value("number", function(*(one.numbers() for one in arguments)), either(*arguments))


def _if(condition: Value, then: Value, other: Value) -> Value:
    kind = then.kind if then.kind == other.kind else "text"
    data = {"text": Value.texts, "number": Value.numbers, "flag": Value.flags}[kind]
    chosen = np.where(condition.flags(), data(then), data(other))
    hidden = [np.False_ if one.unknown is None else one.unknown for one in (condition, then, other)]
    unknown = hidden[0] | np.where(condition.flags(), hidden[1], hidden[2])
    return Value(kind, chosen, np.broadcast_to(unknown, chosen.shape) if np.any(unknown) else None)


def _round(value: Any, digits: Any = 0.0) -> Any:
    scale = 10.0**digits
    return np.copysign(np.floor(np.abs(value) * scale + 0.5) / scale, value)


def _part(value: str, start: str, end: str = "") -> str:
    """Characters from `start`, counted from 0, up to but not including `end`; negative ones count from the end."""
    first, last = as_number(start), as_number(end) if end else math.inf
    if math.isnan(first) or math.isnan(last):
        return ""
    return value[int(first) : None if math.isinf(last) else int(last)]


def _substring(value: str, start: str, count: str = "") -> str:
    """XPath's own, counted from 1."""
    first, length = as_number(start), as_number(count) if count else float(len(value) + 1)
    if math.isnan(first) or math.isnan(length):
        return ""
    begin = math.floor(first + 0.5)
    return value[max(begin - 1, 0) : max(begin + math.floor(length + 0.5) - 1, 0)]


def _at(value: str, place: str) -> str:
    chosen, which = value.split(), as_number(place)
    return chosen[int(which)] if which == which and 0 <= which < len(chosen) else ""


def _translate(value: str, old: str, new: str) -> str:
    table = {ord(one): (new[place] if place < len(new) else None) for place, one in reversed(list(enumerate(old)))}
    return value.translate(table)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _date(value: str) -> str:
    days = as_number(value)
    if not 0 < EPOCH + days < dt.date.max.toordinal():
        return ""
    return dt.date.fromordinal(EPOCH + math.floor(days)).isoformat()


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def _format(value: str, pattern: str) -> str:
    moment = as_moment(_date(value) if as_moment(value) is None else value)
    if moment is None:
        return ""
    parts = {
        "%Y": f"{moment.year:04d}", "%y": f"{moment.year % 100:02d}", "%m": f"{moment.month:02d}", "%n": str(moment.month),
        "%b": _MONTHS[moment.month - 1], "%d": f"{moment.day:02d}", "%e": str(moment.day), "%H": f"{moment.hour:02d}",
        "%h": str(moment.hour), "%M": f"{moment.minute:02d}", "%S": f"{moment.second:02d}",
        "%3": f"{moment.microsecond // 1000:03d}", "%a": _DAYS[moment.weekday()],
    }  # fmt: skip
    return re.sub("%.", lambda found: parts.get(found[0], found[0]), pattern)


def _coalesce(*values: Value) -> Value:
    return _made("text", lambda *texts: next((one for one in texts if one), ""), *values)


PLAIN: dict[str, tuple[int, int, Plain]] = {
    "true": (0, 0, lambda: Value("flag", np.array([True]))),
    "false": (0, 0, lambda: Value("flag", np.array([False]))),
    "not": (1, 1, lambda one: Value("flag", ~one.flags(), one.unknown)),
    "boolean": (1, 1, lambda one: Value("flag", one.flags(), one.unknown)),
    "boolean-from-string": (1, 1, _tests(lambda one: one in ("1", "true"))),
    "if": (3, 3, _if),
    "coalesce": (2, 2, _coalesce),
    "string": (1, 1, lambda one: Value("text", one.texts(), one.unknown)),
    "concat": (1, 99, _texts(lambda *parts: "".join(parts))),
    "string-length": (1, 1, _counts(len)),
    "normalize-space": (1, 1, _texts(lambda one: " ".join(one.split()))),
    "translate": (3, 3, _texts(_translate)),
    "contains": (2, 2, _tests(lambda one, part: part in one)),
    "starts-with": (2, 2, _tests(lambda one, part: one.startswith(part))),
    "ends-with": (2, 2, _tests(lambda one, part: one.endswith(part))),
    "substring-before": (2, 2, _texts(lambda one, part: one[: max(one.find(part), 0)])),
    "substring-after": (2, 2, _texts(lambda one, part: one[one.find(part) + len(part) :] if part in one else "")),
    "substr": (2, 3, _texts(_part)),
    "substring": (2, 3, _texts(_substring)),
    "regex": (2, 2, _tests(lambda one, pattern: _pattern(pattern).search(one) is not None)),
    "selected": (2, 2, _tests(lambda chosen, one: one.strip() in chosen.split())),
    "selected-at": (2, 2, _texts(_at)),
    "count-selected": (1, 1, _counts(lambda chosen: len(chosen.split()))),
    "number": (1, 1, _numeric(lambda one: one)),
    "int": (1, 1, _numeric(np.trunc)),
    "round": (1, 2, _numeric(_round)),
    "floor": (1, 1, _numeric(np.floor)),
    "ceiling": (1, 1, _numeric(np.ceil)),
    "abs": (1, 1, _numeric(np.abs)),
    "pow": (2, 2, _numeric(np.power)),
    "date": (1, 1, _texts(_date)),
    "date-time": (1, 1, _texts(lambda one: one if as_moment(one) else _date(one))),
    "decimal-date-time": (1, 1, _numeric(lambda one: one)),
    "format-date": (2, 2, _texts(_format)),
    "format-date-time": (2, 2, _texts(_format)),
}
"""Functions by name: fewest and most arguments, and what they do with one value per row each."""


def _sum(nodes: Nodes) -> Value:
    assert nodes.value is not None
    there = nodes.member >= 0
    amounts = np.broadcast_to(nodes.value.numbers(), nodes.member.shape)[there]
    return Value("number", nodes.seen(np.bincount(nodes.member[there], amounts, nodes.size)), nodes.unknown())


def _count(nodes: Nodes, filled: bool) -> Value:
    there = nodes.member >= 0
    if filled and nodes.value is not None:
        there = there & (nodes.value.texts() != "")
    counted = np.bincount(nodes.member[there], minlength=nodes.size).astype(np.float64)
    return Value("number", nodes.seen(counted), nodes.unknown() if filled else None)


def _extreme(nodes: Nodes, how: np.ufunc, start: float) -> Value:
    assert nodes.value is not None
    there = nodes.member >= 0
    found = np.full(nodes.size, start)
    how.at(found, nodes.member[there], np.broadcast_to(nodes.value.numbers(), nodes.member.shape)[there])
    return Value("number", nodes.seen(np.where(np.isinf(found), np.nan, found)), nodes.unknown())


def _join(sign: str, nodes: Nodes) -> Value:
    assert nodes.value is not None
    parts: list[list[str]] = [[] for _ in range(nodes.size)]
    for place, part in zip(nodes.member, np.broadcast_to(nodes.value.texts(), nodes.member.shape), strict=True):
        if place >= 0:
            parts[place].append(part)
    joined = np.empty(nodes.size, dtype=object)
    joined[:] = [sign.join(some) for some in parts]
    return Value("text", nodes.seen(joined), nodes.unknown())


def _total(*values: Argument) -> Value:
    [one] = values
    return _sum(one) if isinstance(one, Nodes) else Value("number", one.numbers(), one.unknown)


def _number_of(*values: Argument) -> Value:
    [one] = values
    return _count(one, False) if isinstance(one, Nodes) else number(1.0)


def _filled(*values: Argument) -> Value:
    [one] = values
    if isinstance(one, Nodes):
        return _count(one, True)
    return Value("number", (one.texts() != "").astype(np.float64), one.unknown)


def _least(*values: Argument) -> Value:
    return _ends(np.minimum, math.inf, values)


def _most(*values: Argument) -> Value:
    return _ends(np.maximum, -math.inf, values)


def _ends(how: np.ufunc, start: float, values: tuple[Argument, ...]) -> Value:
    found = [_extreme(one, how, start) if isinstance(one, Nodes) else one for one in values]
    amount = found[0].numbers()
    for other in found[1:]:
        amount = how(amount, other.numbers())
    return Value("number", amount, either(*found))


def _joined(*values: Argument) -> Value:
    sign = single(values[0])
    if len(values) == 2 and isinstance(values[1], Nodes):
        return _join(str(sign.texts()[0]), values[1])
    return _made("text", lambda mark, *parts: mark.join(parts), sign, *map(single, values[1:]))


AGGREGATES: dict[str, tuple[int, int, Callable[..., Value]]] = {
    "sum": (1, 1, _total), "count": (1, 1, _number_of), "count-non-empty": (1, 1, _filled), "min": (1, 99, _least),
    "max": (1, 99, _most), "join": (2, 99, _joined),
}  # fmt: skip
"""Functions that look at all rows of a repeat together."""

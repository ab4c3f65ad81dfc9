"""The logic of a form over its answers: which questions were asked, what is computed, what breaks a constraint.

In: a form and its submissions. Out: per question an array over the rows of its table. Evaluated over columns, each question
once. What cannot be known (a function that is not read here, a column that the export left out, chance) is `UNKNOWN`, and is
told in `findings`; it never counts as skipped.

Answers to questions that were not asked are empty to all others, and what is computed is taken from the file where it stands
there: so it was when the interview was made. The clock is never read: `today()` and `now()` are the moment that is given, else
the end (or start) of each interview.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from tejido.city.forms import expression as xp
from tejido.city.forms import values as v
from tejido.city.forms.functions import AGGREGATES, PLAIN, Argument, compare, logic, single
from tejido.city.forms.model import MAIN, Form, Group, Question
from tejido.city.forms.submissions import PARENT, POSITION, Submissions
from tejido.errors import Finding, finding

NO, YES, UNKNOWN = 0, 1, -1
Asked = npt.NDArray[np.int8]
CHANCE = ("random", "uuid")
"""Functions whose result only the device knew."""
CONTEXTUAL = {"position": 1, "indexed-repeat": 3, "jr:choice-name": 2, "once": 1, "today": 0, "now": 0}
"""Functions that depend on where they stand, with their number of arguments."""

__all__ = ["NO", "UNKNOWN", "YES", "Asked", "Evaluation"]


@dataclass(frozen=True)
class _Scope:
    """Where an expression stands: the question or group, the column of the form it is in, and a choice's own columns."""

    place: Question | Group
    column: str
    choice: Mapping[str, str] = field(default_factory=dict)


class _UnknownError(Exception):
    """A part of an expression that cannot be known."""


class Evaluation:
    """The answers of a form under its own logic; `lang` is the language of `jr:choice-name`."""

    def __init__(
        self, form: Form, submissions: Submissions, *, today: dt.date | None = None, now: dt.datetime | None = None,
        lang: str = "",
    ) -> None:  # fmt: skip
        self.form, self.tables, self.file = form, submissions.tables, submissions.file
        self._now = now or (dt.datetime.combine(today, dt.time()) if today else None)
        self._lang = lang
        self._asked: dict[tuple[str, ...], Asked] = {}
        self._answers: dict[str, v.Value] = {}
        self._open: set[object] = set()
        self._found: dict[tuple[object, ...], Finding] = {}
        self._names: dict[str, Question | Group | None] = {}

    @property
    def findings(self) -> list[Finding]:
        """What could not be evaluated, each once, in the order in which it was met."""
        return list(self._found.values())

    def rows(self, table: str) -> int:
        """Rows of a table."""
        return len(self.tables[table]) if table in self.tables else 0

    def asked(self, place: Question | Group) -> Asked:
        """Whether a question or group was asked, by row of its table: `YES`, `NO` or `UNKNOWN`."""
        if place.path not in self._asked:
            around = self.form.around(place)
            if (place.path, "asked") in self._open:
                raise self._circle(place)
            self._open.add((place.path, "asked"))
            try:
                own = self.true(place, "relevant", place.relevant) if place.relevant else None
            finally:
                self._open.discard((place.path, "asked"))
            found = np.full(self.rows(place.table), YES, dtype=np.int8) if own is None else own
            if around:
                outer = self.asked(around[-1])
                if around[-1].table != place.table:
                    outer = outer[self._up(place.table, around[-1].table)]
                found = np.where((found == NO) | (outer == NO), NO, np.minimum(found, outer)).astype(np.int8)
            self._asked[place.path] = found
        return self._asked[place.path]

    def true(self, place: Question | Group, column: str, text: str, choice: Mapping[str, str] | None = None) -> Asked:
        """An expression of `column` at this place as `YES`, `NO` or `UNKNOWN` by row."""
        found = self.value(place, column, text, choice)
        flags = np.broadcast_to(found.flags(), self.rows(place.table)).astype(np.int8)
        if found.unknown is not None:
            flags[np.broadcast_to(found.unknown, flags.shape)] = UNKNOWN
        return flags

    def value(
        self, place: Question | Group, column: str, text: str, choice: Mapping[str, str] | None = None
    ) -> v.Value:
        """What an expression gives, by row of the place's table."""
        try:
            tree = xp.parse(text)
        except xp.UnreadableError as problem:
            if problem.function:
                self._tell("E309", place, column, function=problem.function)
            else:
                self._tell("E308", place, column, problem=str(problem))
            return v.unknown()
        # What is no number and what is infinite are values like others in XPath.
        with np.errstate(all="ignore"):
            return single(self._made(tree, _Scope(place, column, choice or {})))

    def answer(self, question: Question) -> v.Value:
        """A question's answers as others see them: recorded, else computed; empty where it was not asked."""
        if question.id not in self._answers:
            if question.id in self._open:
                raise self._circle(question)
            self._open.add(question.id)
            try:
                found = self._recorded(question)
                skipped = self.asked(question) == NO
            finally:
                self._open.discard(question.id)
            if skipped.any():
                found = found.take(np.where(skipped, -1, np.arange(len(skipped))))
            self._answers[question.id] = found
        return self._answers[question.id]

    def recorded(self, question: Question) -> v.Value | None:
        """What the file holds, asked or not; None where it has no such column."""
        table = self.tables.get(question.table)
        if table is None or question.id not in table.columns:
            return None
        column = table[question.id]
        if pd.api.types.is_numeric_dtype(column):
            return v.Value.answers(column.to_numpy(dtype=np.float64))
        return v.Value.written(column.astype(object).where(column.notna(), "").to_numpy(dtype=object))

    def _recorded(self, question: Question) -> v.Value:
        found = self.recorded(question)
        if found is None and question.calculation:
            found = self.value(question, "calculation", question.calculation)
            # Another expression reads a node: it holds text, and none where a number could not be computed.
            if found.kind == "number":
                numbers = found.numbers()
                found = v.Value.answers(np.trunc(numbers) if question.type == "integer" else numbers, found.unknown)
            else:
                found = v.Value.written(found.texts(), found.unknown)
        if found is None:
            self._tell("E311", question, "name")
            return v.unknown()
        return found

    def _tell(self, code: str, place: Question | Group, column: str, **values: object) -> None:
        told = finding(code, file=self.form.file, row=place.row, column=column, name=place.name, **values)
        self._found.setdefault((code, place.path, column, *values.values()), told)

    def _circle(self, place: Question | Group) -> _UnknownError:
        self._tell("E312", place, "relevant")
        return _UnknownError()

    def _made(self, node: xp.Node, scope: _Scope) -> Argument:
        """A part of an expression; what cannot be known becomes unknown here, so that `and` and `or` can still decide."""
        try:
            return self._evaluated(node, scope)
        except _UnknownError:
            return v.unknown()

    def _evaluated(self, node: xp.Node, scope: _Scope) -> Argument:
        if isinstance(node, xp.Literal):
            return v.number(node.value) if isinstance(node.value, float) else v.text(node.value)
        if isinstance(node, xp.Here):
            # A question's own answer, even where it should not have been asked: a constraint is about what was written.
            found = self.recorded(scope.place) if isinstance(scope.place, Question) else None
            return v.unknown() if found is None else found
        if isinstance(node, xp.Ref):
            return self._node(self._named(node.name, scope), scope)
        if isinstance(node, xp.Path):
            return self._path(node, scope)
        if isinstance(node, xp.Minus):
            of = single(self._made(node.of, scope))
            return v.Value("number", -of.numbers(), of.unknown)
        if isinstance(node, xp.Binary):
            return self._binary(node, scope)
        return self._call(node, scope)

    def _binary(self, node: xp.Binary, scope: _Scope) -> v.Value:
        left, right = self._made(node.left, scope), self._made(node.right, scope)
        if node.sign in ("and", "or"):
            return logic(node.sign, single(left), single(right))
        if node.sign in ("=", "!=", "<", "<=", ">", ">="):
            return compare(node.sign, left, right)
        one, two = single(left), single(right)
        how = {"+": np.add, "-": np.subtract, "*": np.multiply, "div": np.divide, "mod": np.fmod}[node.sign]
        return v.Value("number", how(one.numbers(), two.numbers()), v.either(one, two))

    def _call(self, node: xp.Call, scope: _Scope) -> Argument:
        known = PLAIN.get(node.name) or AGGREGATES.get(node.name)
        fewest, most = (known[0], known[1]) if known else (CONTEXTUAL.get(node.name, -1),) * 2
        if node.name in CHANCE:
            raise _UnknownError
        if not fewest <= len(node.arguments) <= most:
            self._tell("E309", scope.place, scope.column, function=node.name)
            raise _UnknownError
        if known:
            return self._plain(node, [self._made(one, scope) for one in node.arguments], scope)
        if node.name == "position":
            return self._position(node.arguments[0], scope)
        if node.name == "indexed-repeat":
            return self._indexed(node, scope)
        if node.name == "jr:choice-name":
            return self._choice_name(node, scope)
        if node.name == "once":
            return self._made(node.arguments[0], scope)
        return self._moment(scope, node.name == "today")

    def _plain(self, node: xp.Call, arguments: list[Argument], scope: _Scope) -> Argument:
        """A function that needs nothing but its arguments; one that cannot take them is told."""
        rows_only = any(isinstance(one, v.Nodes) and one.value is None for one in arguments)
        try:
            if node.name in PLAIN:
                return PLAIN[node.name][2](*map(single, arguments))
            if not rows_only or node.name == "count":
                return AGGREGATES[node.name][2](*arguments)
        except re.error:
            # The pattern is one that this machine's dialect of regular expressions does not read.
            pass
        self._tell("E309", scope.place, scope.column, function=node.name)
        raise _UnknownError

    def _named(self, name: str, scope: _Scope) -> Question | Group:
        if name not in self._names:
            self._names[name] = self.form.named(name.removeprefix("last-saved#"))
        found = None if name.startswith("last-saved#") else self._names[name]
        if found is None:
            self._tell("E310", scope.place, scope.column, other=name)
            raise _UnknownError
        return found

    def _path(self, node: xp.Path, scope: _Scope) -> Argument:
        if len(node.steps) == 1 and not node.absolute and node.steps[0] in scope.choice:
            return v.text(scope.choice[node.steps[0]])
        steps = list(node.steps[1:]) if node.absolute else list(scope.place.path)
        for step in () if node.absolute else node.steps:
            if step == "..":
                del steps[-1:]
            else:
                steps.append(step)
        found = self.form.at(tuple(steps))
        if found is None:
            self._tell("E310", scope.place, scope.column, other="/".join(node.steps))
            raise _UnknownError
        return self._node(found, scope)

    def _node(self, found: Question | Group, scope: _Scope) -> Argument:
        """What `found` holds for every row of the scope's table: one answer, or those of the rows of a repeat."""
        table = scope.place.table
        own_repeat = isinstance(found, Group) and found.kind == "repeat"
        if found.table in self.form.above(table) and not own_repeat:
            value = self.answer(found) if isinstance(found, Question) else v.text("")
            return value if found.table == table else value.take(self._up(table, found.table))
        if found.table not in self.tables:
            raise _UnknownError
        top = self.form.parents[found.table] if own_repeat else found.table
        return self._nodes(found, table, next(one for one in self.form.above(top) if one in self.form.above(table)))

    def _nodes(self, found: Question | Group, table: str, common: str) -> v.Nodes:
        value = self.answer(found) if isinstance(found, Question) else None
        return v.Nodes(value, self._up(found.table, common), self._up(table, common), self.rows(common))

    def _up(self, table: str, upper: str) -> v.Places:
        """For every row of a table the row of an upper table it hangs from; -1 for none."""
        place = np.arange(self.rows(table))
        while table != upper:
            parent = self.tables[table][PARENT].to_numpy(dtype=np.int64)
            place = np.where(place >= 0, parent[place], -1) if len(parent) else place
            table = self.form.parents[table]
        return place

    def _position(self, node: xp.Node, scope: _Scope) -> v.Value:
        if not isinstance(node, xp.Path) or node.absolute or set(node.steps) != {".."}:
            self._tell("E309", scope.place, scope.column, function="position")
            raise _UnknownError
        path = scope.place.path[: len(scope.place.path) - len(node.steps)]
        group = self.form.groups.get(path)
        if group is None or group.kind != "repeat":
            return v.number(1.0)
        place = self._up(scope.place.table, group.table)
        return v.Value.answers(self.tables[group.table][POSITION].to_numpy(dtype=np.float64)[place])

    def _indexed(self, node: xp.Call, scope: _Scope) -> v.Value:
        """The answer of one row of a repeat by its position."""
        wanted, repeat = (
            self._named(one.name, scope) if isinstance(one, xp.Ref) else None for one in node.arguments[:2]
        )
        if not isinstance(wanted, Question) or not isinstance(repeat, Group) or wanted.table != repeat.table:
            self._tell("E309", scope.place, scope.column, function="indexed-repeat")
            raise _UnknownError
        if wanted.table not in self.tables:
            raise _UnknownError
        index = single(self._made(node.arguments[2], scope))
        parent = self.form.parents[repeat.table]
        own = self._up(scope.place.table, parent)
        order = pd.MultiIndex.from_frame(self.tables[wanted.table][[PARENT, POSITION]])
        places = np.broadcast_to(np.nan_to_num(index.numbers(), nan=-1), own.shape)
        first = ~order.duplicated()
        rows = np.flatnonzero(first)[order[first].get_indexer(pd.MultiIndex.from_arrays([own, places]))]
        rows[order[first].get_indexer(pd.MultiIndex.from_arrays([own, places])) < 0] = -1
        found = self.answer(wanted).take(rows)
        hidden = v.either(found, index)
        return found if hidden is None else _with(found, np.broadcast_to(hidden, own.shape))

    def _choice_name(self, node: xp.Call, scope: _Scope) -> v.Value:
        value = single(self._made(node.arguments[0], scope))
        named = node.arguments[1]
        name = str(named.value).strip(" ${}") if isinstance(named, xp.Literal) else ""
        question = self._named(name.rpartition("/")[2], scope)
        if not isinstance(question, Question):
            raise _UnknownError
        names = {
            one.name: one.labels.get(self._lang) or next(iter(one.labels.values()), one.name)
            for one in self.form.options(question)
        }
        return v.Value("text", v.mapped(lambda one: names.get(one, ""), value.texts()), value.unknown)

    def _moment(self, scope: _Scope, day: bool) -> v.Value:
        """Now or today: as given, else the end or the start of the interview."""
        if self._now is not None:
            return v.text(self._now.date().isoformat() if day else self._now.isoformat(timespec="milliseconds"))
        kinds = {question.type: question for question in reversed(list(self.form.questions.values()))}
        recorded = [self.recorded(kinds[kind]) for kind in ("end", "start", "today") if kind in kinds]
        texts = [one.texts() for one in recorded if one is not None]
        if not texts:
            raise _UnknownError
        found = texts[0]
        for other in texts[1:]:
            found = np.where(found == "", other, found)
        if day:
            found = v.mapped(lambda one: one[:10], found)
        return v.Value("text", found, np.asarray(found == "", dtype=np.bool_)).take(self._up(scope.place.table, MAIN))


def _with(value: v.Value, hidden: v.Flags) -> v.Value:
    return v.Value("text", value.texts(), hidden)

"""Skip logic: from conditions of the catalogue to XPath over the answers of a form.

In: conditions over standard variables, and of whom the question is asked. Out: an expression that is true where all of them are
known to hold. What follows from other answers is traced back to what is asked, with the same three-valued logic (Kleene 1952) by
which answers are read: a refused or skipped question decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tejido.catalogue import Variable
from tejido.catalogue.answers import Condition
from tejido.catalogue.variables import Asking
from tejido.errors import fail
from tejido.form.modules import DRAWN

NEVER = "false()"

__all__ = ["Logic", "numeral"]


@dataclass(frozen=True)
class Logic:
    """Expressions for a question asked of `table`, over the variables `known`."""

    known: Mapping[str, Variable]
    table: Asking

    def relevant(self, one: Variable) -> str:
        """When `one` is asked; empty where it always is.

        Raises:
            TejidoError: F106, a condition rests on something that no form can know.
        """
        found = _all([self.true(condition) for condition in one.asked])
        return _bare(found)

    def reads(self, one: Variable) -> frozenset[str]:
        """The questions on whose answers it hangs whether `one` is asked."""
        found: set[str] = set()
        waiting = [condition.variable for condition in one.asked]
        while waiting:
            variable = self.known[waiting.pop()]
            if variable.id in found:
                continue
            found.add(variable.id)
            waiting += variable.derived_from
            # What a skipped question counts as is known only by what decided that it was skipped.
            if variable.question is None or variable.outside is not None:
                waiting += [condition.variable for condition in variable.asked]
        return frozenset(name for name in found if self.known[name].question is not None)

    def true(self, condition: Condition) -> str:
        """Where the condition is known to hold."""
        one = self.known[condition.variable]
        if one.kind != "number":
            return self._is(one, condition.values)
        self._refuse_unasked(one)
        low = [] if condition.low is None else [f"{self._name(one)} >= {numeral(condition.low)}"]
        high = [] if condition.high is None else [f"{self._name(one)} <= {numeral(condition.high)}"]
        return _all([*low, *high])

    def false(self, condition: Condition) -> str:
        """Where the condition is known not to hold."""
        one = self.known[condition.variable]
        if one.kind != "number":
            return self._is(one, [value for value in one.categories if value not in condition.values])
        self._refuse_unasked(one)
        low = [] if condition.low is None else [f"{self._name(one)} < {numeral(condition.low)}"]
        high = [] if condition.high is None else [f"{self._name(one)} > {numeral(condition.high)}"]
        return _any([*low, *high])

    def _is(self, one: Variable, values: Collection[str]) -> str:
        """Where a category or flag is known to be one of the `values`."""
        unasked = _any([self.false(condition) for condition in one.asked])
        skipped = unasked if one.outside in values else NEVER
        if one.question is not None:
            return _any([*(f"{self._name(one)} = '{value}'" for value in values), skipped])
        if one.rules:
            made = self._by_rules(one, values)
        elif one.cut and self.known[one.cut].question is not None:
            made = self._by_classes(one, values)
        else:
            raise fail("F106", column=one.id, variable=one.id)
        guard = "" if unasked == NEVER else f"not({_bare(unasked)})"
        return _any([_all([guard, made]), skipped])

    def _by_rules(self, one: Variable, values: Collection[str]) -> str:
        found, before = [], ""
        for rule in one.rules:
            if rule.then in values:
                found.append(_all([before, *(self.true(condition) for condition in rule.when)]))
            before = _all([before, _any([self.false(condition) for condition in rule.when])])
        if one.otherwise in values:
            found.append(before)
        return _any(found)

    def _by_classes(self, one: Variable, values: Collection[str]) -> str:
        assert one.cut is not None
        name = self._name(self.known[one.cut])
        lows: list[float | None] = [None, *one.bounds]
        highs: list[float | None] = [*one.bounds, None]
        return _any(
            [
                _all(
                    [
                        "" if low is None else f"{name} >= {numeral(low)}",
                        "" if high is None else f"{name} < {numeral(high)}",
                    ]
                )
                for value, low, high in zip(one.categories, lows, highs, strict=True)
                if value in values
            ]
        )

    def _name(self, one: Variable) -> str:
        """What the question of `one` is called from where this one stands."""
        drawn = self.table == "adults" and one.table == "persons"
        return f"${{{DRAWN}{one.id}}}" if drawn else f"${{{one.id}}}"

    def _refuse_unasked(self, one: Variable) -> None:
        if one.question is None:
            raise fail("F106", column=one.id, variable=one.id)


def numeral(value: float) -> str:
    """A number as XPath writes it: never with an exponent."""
    return str(int(value)) if value == int(value) else format(value, "f").rstrip("0")


def _all(parts: Sequence[str]) -> str:
    """All of these, in brackets where they are several; an empty part always holds."""
    told = list(dict.fromkeys(part for part in parts if part))
    if NEVER in told:
        return NEVER
    return f"({' and '.join(told)})" if len(told) > 1 else "".join(told)


def _bare(text: str) -> str:
    """Without the brackets around the whole: nothing else begins with one."""
    return text[1:-1] if text.startswith("(") else text


def _any(parts: Sequence[str]) -> str:
    """One of these, in brackets where they are several."""
    told = list(dict.fromkeys(part for part in parts if part != NEVER))
    if "" in told or not told:
        return NEVER if not told else ""
    return f"({' or '.join(told)})" if len(told) > 1 else told[0]

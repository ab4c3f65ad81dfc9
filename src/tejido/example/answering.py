"""What everybody in the example city answers to the standard questions, so that a sample's figure has a truth to be held against.

In: a table of the truth, and ``data/answers_*.toml``, which says with which chances each question is answered. Out: an answer of
every household, person and adult to every question that is put to them, by the conditions under which the catalogue asks it.
Each question has its own random stream: one more changes no other answer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from tejido.catalogue import Variable
from tejido.catalogue.answers import Condition
from tejido.catalogue.variables import YES, Asking
from tejido.city.surveys.derived import in_order
from tejido.example.chance import Flags, Floats, Ints, pick, stream

Entry = Mapping[str, Any]
Reply = pd.Series
"""Answers by row: a category (missing where it was not asked), or a float."""

ALL = "all"
_SETTINGS = ("by", "as", "codes", "hardship", "sd", "spread", "of", "silent")
"""What an entry holds beside its cases."""

__all__ = ["Answered", "answer", "chances"]


@cache
def chances(table: Asking) -> Mapping[str, Entry]:
    """How the questions of a table are answered, by variable."""
    text = files("tejido.example").joinpath("data", f"answers_{table}.toml").read_text("utf-8")
    found: Mapping[str, Entry] = tomllib.loads(text)[table]
    return found


@dataclass
class Answered:
    """The `replies` of the rows of a table; `above` are those of the table that these rows belong to, `place` the row there."""

    truth: pd.DataFrame
    above: Answered | None = None
    place: Ints | None = None
    replies: dict[str, Reply] = field(default_factory=dict)
    _keys: dict[str, tuple[Ints, list[str]]] = field(default_factory=dict)

    def reply(self, name: str) -> Reply | None:
        """What was answered to `name`, here or above; None where nobody was asked."""
        if name in self.replies or self.above is None or self.place is None:
            return self.replies.get(name)
        found = self.above.reply(name)
        return None if found is None else found.take(self.place).set_axis(self.truth.index)

    def keys(self, column: str) -> tuple[Ints, list[str]]:
        """The values of a column of the truth as the data file writes them, and which of them each row has (-1: none)."""
        if column not in self._keys:
            codes, values = pd.factorize(self.truth[column])
            named = [str(one).lower() if isinstance(one, (bool, np.bool_)) else str(one) for one in values]
            self._keys[column] = np.asarray(codes, dtype=np.int64), named
        return self._keys[column]

    def meets(self, conditions: tuple[Condition, ...]) -> Flags:
        """The rows that are known to meet all conditions."""
        met = np.ones(len(self.truth), dtype=np.bool_)
        for one in conditions:
            reply = self.reply(one.variable)
            if reply is None:
                return np.zeros(len(met), dtype=np.bool_)
            low, high = (end if end is not None else sign * np.inf for end, sign in ((one.low, -1), (one.high, 1)))
            met &= (reply.isin(one.values) if one.values else reply.between(low, high)).to_numpy(dtype=np.bool_)
        return met


def answer(seed: int, asked: Answered, table: Asking, known: Mapping[str, Variable]) -> Answered:
    """Ask the rows of `asked` the questions of `table` among the variables `known`; its replies are filled and given back."""
    entries = chances(table)
    gates = {condition.variable for one in known.values() for condition in one.asked}
    for variable in in_order(known, table):
        if variable.id in entries:
            rng = stream(seed, f"answer: {variable.id}")
            made = _replied(asked, variable, entries[variable.id], rng)
        elif variable.rules and variable.id in gates:
            made = _followed(asked, variable)
        else:
            continue
        asked.replies[variable.id] = made.where(asked.meets(variable.asked)) if variable.asked else made
    return asked


def _replied(asked: Answered, variable: Variable, entry: Entry, rng: np.random.Generator) -> Reply:
    if "as" in entry:
        return _taken(asked, variable, entry)
    codes, values = asked.keys(entry.get("by", "origin"))
    # Where a value has no case of its own: everybody's, else any, for then the question is not put to these rows. The last is for
    # rows without a value (-1).
    usual = entry.get(ALL, next(case for key, case in entry.items() if key not in _SETTINGS))
    cases = [*(entry.get(value, usual) for value in values), usual]
    tilt = float(entry.get("hardship", 0.0)) * asked.truth["hardship"].to_numpy()
    if variable.kind == "number":
        return _number(asked, variable, entry, cases, codes, tilt, rng)
    if variable.kind == "flag":
        odds = logit(np.array(cases, dtype=float) / 100.0)
        no = rng.random(len(codes)) >= expit(odds[codes] + tilt)
        return _categories(no.astype(np.int64), variable, asked)
    weights = np.array([[float(case.get(one, 0.0)) for one in variable.categories] for case in cases])
    steps = np.linspace(-0.5, 0.5, weights.shape[1])
    return _categories(pick(rng, weights[codes] * np.exp(np.outer(tilt, steps))), variable, asked)


def _number(
    asked: Answered,
    variable: Variable,
    entry: Entry,
    cases: list[Any],
    codes: Ints,
    tilt: Floats,
    rng: np.random.Generator,
) -> Reply:
    """A number: one of a table, around a mean, or a part of another amount."""
    noise = rng.normal(size=len(codes))
    if isinstance(cases[0], dict):
        amounts = np.array(sorted({float(one) for case in cases for one in case}))
        weights = np.array([[float(case.get(f"{one:g}", 0.0)) for one in amounts] for case in cases])
        made = amounts[pick(rng, weights[codes])]
    elif "spread" in entry:
        made = np.array(cases, dtype=float)[codes] * np.exp(tilt + float(entry["spread"]) * noise)
    else:
        made = np.array(cases, dtype=float)[codes] + tilt + float(entry["sd"]) * noise
    if "of" in entry:
        made = made * asked.truth[entry["of"]].to_numpy()
    low, high = variable.possible or (-np.inf, np.inf)
    decimals = 0 if variable.question is None or variable.question.whole else 2
    return pd.Series(np.clip(np.round(made, decimals), low, high), index=asked.truth.index)


def _taken(asked: Answered, variable: Variable, entry: Entry) -> Reply:
    """The answer that the truth has already."""
    if variable.kind == "number":
        return pd.Series(asked.truth[entry["as"]].to_numpy(dtype=float, na_value=np.nan), index=asked.truth.index)
    codes, values = asked.keys(entry["as"])
    categories, renamed = list(variable.categories), entry.get("codes", {})
    places = [categories.index(named) if (named := renamed.get(one, one)) in categories else -1 for one in values]
    return _categories(np.array([*places, -1])[codes], variable, asked)


def _followed(asked: Answered, variable: Variable) -> Reply:
    """What follows by rules from answers that nobody withholds."""
    names = list(variable.categories)
    made = np.full(len(asked.truth), names.index(variable.otherwise) if variable.otherwise else -1)
    for rule in reversed(variable.rules):
        made[asked.meets(rule.when)] = names.index(rule.then)
    return _categories(made, variable, asked)


def _categories(codes: Ints, variable: Variable, asked: Answered) -> Reply:
    names = list(variable.categories)
    assert variable.kind != "flag" or names[0] == YES
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names)), index=asked.truth.index)

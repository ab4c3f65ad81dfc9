"""The questions whose answers are told as shares of a group: who the people are, how they came, what they intend.

In: ``data/shares.toml`` and the standard variables, or ``shares.json`` of a release. Out: `Distribution` objects, complete in
themselves: whoever shows the shares needs nothing else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tejido.catalogue.answers import Condition
from tejido.catalogue.variables import Asking, Variable, variables
from tejido.words import Labels

DOCUMENT = "shares.json"
"""The file of a release with the questions of its table of shares; one without shares has none."""

OTHER = "other"
"""The class of unordered answers that small ones join first."""

JOIN, PART = "+", ":"
"""In a class of the table: between classes that were joined (``60_69+70_over``), and after the part (``f:60_69``)."""

__all__ = [
    "DOCUMENT",
    "JOIN",
    "OTHER",
    "PART",
    "Class",
    "Distribution",
    "distributions",
    "from_plain",
    "label",
    "plain",
    "split",
]


@dataclass(frozen=True)
class Class:
    """One class: the categories (`values`) of the variable that belong to it, and its names."""

    id: str
    names: Labels
    values: tuple[str, ...]


@dataclass(frozen=True)
class Distribution:
    """How a group divides among `classes` of the answers to `variable` of `table`.

    `text` is the question as it is asked, empty where the answer follows from others; `among` the conditions that must hold;
    `parts` the classes of a second variable `by`, which tell every class apart once more (women and men in a pyramid).
    `ordered` classes that too few stand behind join their neighbours, others join `OTHER`. `groups` are canonical. Where the classes
    are those of a number, `bounds` are the lower ends of all but the first, in `unit` (``years`` or ``months``).
    """

    id: str
    names: Labels
    universe: Labels
    text: Labels
    table: Asking
    variable: str
    ordered: bool
    groups: tuple[str, ...]
    classes: tuple[Class, ...]
    source: str
    by: str | None = None
    parts: tuple[Class, ...] = ()
    among: tuple[Condition, ...] = ()
    bounds: tuple[float, ...] = ()
    unit: str | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """Every standard variable that it reads, each once."""
        named = (self.variable, *((self.by,) if self.by else ()), *(one.variable for one in self.among))
        return tuple(dict.fromkeys(named))


@cache
def distributions() -> Mapping[str, Distribution]:
    """Every question by id, in the order in which they are told."""
    text = files("tejido.catalogue").joinpath("data", "shares.toml").read_text("utf-8")
    known = variables()
    return {name: _resolved(name, entry, known) for name, entry in tomllib.loads(text).items()}


def label(members: Iterable[str], part: str | None = None) -> str:
    """A class as the table names it, from the ids that it is made of."""
    joined = JOIN.join(members)
    return joined if part is None else f"{part}{PART}{joined}"


def split(name: str) -> tuple[str | None, tuple[str, ...]]:
    """The part and the ids of a class of the table: `label` turned round."""
    part, sign, joined = name.rpartition(PART)
    return (part if sign else None), tuple(joined.split(JOIN))


def plain(questions: Iterable[Distribution]) -> dict[str, Any]:
    """The questions as JSON writes them, by id."""
    return {one.id: asdict(one) for one in questions}


def from_plain(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Distribution]:
    """The questions that `plain` told.

    Raises:
        TypeError: an entry has a key that no question has, or lacks one.
    """
    return {name: _made(entry) for name, entry in data.items()}


def _resolved(name: str, entry: Mapping[str, Any], known: Mapping[str, Variable]) -> Distribution:
    """An entry of the data file with what its variables tell of it."""
    variable = known[entry["variable"]]
    by = known[entry["by"]] if "by" in entry else None
    told = {
        "id": name,
        "table": variable.table,
        "text": variable.question.text if variable.question else {},
        "source": variable.source,
        "classes": _categories(variable),
        "parts": _categories(by) if by else (),
        "bounds": variable.bounds,
    }
    return _made({**told, **entry})


def _categories(variable: Variable) -> list[dict[str, Any]]:
    return [{"id": one, "names": names, "values": (one,)} for one, names in variable.categories.items()]


def _made(entry: Mapping[str, Any]) -> Distribution:
    found = {key: tuple(_class(one) for one in entry.get(key, ())) for key in ("classes", "parts")}
    among = tuple(Condition(**{**one, "values": tuple(one.get("values", ()))}) for one in entry.get("among", ()))
    return Distribution(**{**entry, **found, "among": among, **_tuples(entry)})


def _tuples(entry: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {key: tuple(entry[key]) for key in ("groups", "bounds")}


def _class(entry: Mapping[str, Any]) -> Class:
    return Class(**{**entry, "values": tuple(entry["values"])})

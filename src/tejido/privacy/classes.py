"""Classes of a distribution that may be told: those that too few people stand behind are joined.

Global recoding (Hundepool et al. 2012, Statistical Disclosure Control, section 3.2.3), by the threshold rule: a frequency table's cells
are its classes in every group that is told, and all groups have the same classes, so that neither a class nor the difference of
two groups is of fewer people than the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import pandas as pd

from tejido.privacy.rule import Rule

Members = tuple[str, ...]
"""The ids of the classes that are told as one."""

Passes = Callable[[Members], bool]
"""Whether classes may be told as one."""

__all__ = ["Members", "Passes", "enough_behind", "joined_in_order", "joined_together", "runs"]


def enough_behind(answers: pd.DataFrame, cells: Iterable[str], rule: Rule) -> Passes:
    """The rule for classes: enough persons and households of every one of the `cells` stand behind them.

    Args:
        answers: a row per person, unweighted: ``class``, ``cell`` (the group, and the part of it), ``household``.
        cells: all that are told, those that nobody is in included.
        rule: the thresholds.
    """
    persons = answers.groupby(["cell", "class"]).size().to_dict()
    homes = {key: frozenset(found) for key, found in answers.groupby(["cell", "class"])["household"]}
    every = tuple(cells)

    def passes(members: Members) -> bool:
        for cell in every:
            keys = [(cell, one) for one in members]
            households = frozenset().union(*(homes.get(key, frozenset()) for key in keys))
            if sum(persons.get(key, 0) for key in keys) < rule.persons or len(households) < rule.households:
                return False
        return True

    return passes


def runs(classes: Sequence[str]) -> list[Members]:
    """All that can be told as one of classes in order: each, and each with the neighbours that follow."""
    last = len(classes)
    return [tuple(classes[start:end]) for start in range(last) for end in range(start + 1, last + 1)]


def joined_in_order(classes: Sequence[str], passes: Passes) -> list[Members]:
    """Ordered classes, neighbours joined until all pass, as few as can be; of equal ways the one that keeps the first classes apart.

    Empty where not even two classes can be told: a single one says that all are alike.
    """
    last = len(classes)
    most: list[list[Members] | None] = [*([None] * last), []]
    for start in reversed(range(last)):
        for end in range(start + 1, last + 1):
            after, first = most[end], tuple(classes[start:end])
            known = most[start]
            if after is not None and (known is None or len(after) + 1 > len(known)) and passes(first):
                most[start] = [first, *after]
    found = most[0] or []
    return found if len(found) > 1 else []


def joined_together(
    classes: Sequence[str], passes: Passes, size: Callable[[str], int], catch_all: Collection[str] = ()
) -> list[Members]:
    """Unordered classes, those that fail told as one, which stands last.

    A class that fails is never alone in it, or what is told of it would be its own: the `catch_all` (other answers) joins it,
    else the smallest by `size` that passes, and more until all of them together pass. Empty where fewer than two are left.
    """
    alone = [one for one in classes if passes((one,))]
    hidden = [one for one in classes if one not in alone]
    if not hidden:
        return [(one,) for one in classes] if len(classes) > 1 else []
    hidden += [one for one in alone if one in catch_all]
    alone = sorted((one for one in alone if one not in hidden), key=size)
    while alone and (len(hidden) < 2 or not passes(_in_order_of(classes, hidden))):
        hidden.append(alone.pop(0))
    together = _in_order_of(classes, hidden)
    if not alone or not passes(together):
        return []
    return [*((one,) for one in classes if one in alone), together]


def _in_order_of(classes: Sequence[str], some: Collection[str]) -> Members:
    return tuple(one for one in classes if one in some)

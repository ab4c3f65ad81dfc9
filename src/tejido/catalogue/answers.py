"""How an indicator comes from answers: conditions over standard variables, as data of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Statistic = Literal["share", "mean", "ratio", "gap", "diversity", "median", "gini"]


@dataclass(frozen=True)
class Condition:
    """A row counts where `variable` is one of `values`, or a number from `low` to `high` (both included; None is open).

    A row whose variable is missing is neither in nor out: it has no answer.
    """

    variable: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class FromAnswers:
    """One indicator over the standard variables of `table` (``households``, ``persons`` or ``adults``), among the rows of `among`.

    * ``share``: rows that meet all of `of`, per `scale` of those among whom it is asked (100 for per cent).
    * ``mean``, ``median``: of the number `value`; ``gini``: the Gini index of `value`, from 0 to 1 (times `scale`).
    * ``ratio``: rows that meet `of` (all, where empty) over rows that meet `over`; times `scale`.
    * ``gap``: the share (`of`) or mean (`value`) of the rows that meet `one`, over that of those that meet `other`.
    * ``diversity``: Shannon entropy in nats over the categories of `classes` (Shannon 1948).
    """

    table: Literal["households", "persons", "adults"]
    statistic: Statistic
    among: tuple[Condition, ...] = ()
    of: tuple[Condition, ...] = ()
    over: tuple[Condition, ...] = ()
    value: str | None = None
    one: tuple[Condition, ...] = ()
    other: tuple[Condition, ...] = ()
    classes: str | None = None
    scale: float = 1.0

    @property
    def variables(self) -> tuple[str, ...]:
        """Every standard variable that the formula reads, each once."""
        lists = (self.among, self.of, self.over, self.one, self.other)
        named = (one for one in (self.value, self.classes) if one is not None)
        return tuple(dict.fromkeys((*(one.variable for some in lists for one in some), *named)))

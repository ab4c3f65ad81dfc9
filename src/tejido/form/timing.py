"""How long an interview takes: the seconds of each question times how often it is put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tejido.catalogue import Variable
from tejido.catalogue.variables import Asking
from tejido.form.modules import MODULES

FRAME = 90.0
"""Seconds of a visit beside its questions: presenting oneself, consent, the point, drawing the adult, taking leave."""

PEOPLE = 3.5
"""Persons of a household, where nothing else is said."""

PART_ASKED = 0.5
"""Share of those to whom a question with a condition is put, usually: a rule of thumb, since nobody has answered yet."""

__all__ = ["FRAME", "PART_ASKED", "PEOPLE", "Duration", "by_module", "duration"]


@dataclass(frozen=True)
class Duration:
    """Seconds of one household: `longest` where every question is put to everybody, `usual` with those skipped."""

    longest: float
    usual: float

    @property
    def minutes(self) -> tuple[float, float]:
        """Usual and longest, in minutes."""
        return self.usual / 60, self.longest / 60


def duration(variables: Iterable[Variable], people: float = PEOPLE, frame: float = FRAME) -> Duration:
    """The time of a household of `people` persons, one of whom is drawn to answer for themself.

    A question of the household or of the adult is put once, one of persons to each of them. Usually a question with a condition
    is put to half (`PART_ASKED`) of those. `frame` are the seconds beside the questions.
    """
    longest = usual = frame
    for one in variables:
        if one.question is not None:
            seconds = one.question.seconds * _times(one.table, people)
            longest += seconds
            usual += seconds * (PART_ASKED if one.asked else 1.0)
    return Duration(longest, usual)


def by_module(variables: Iterable[Variable], people: float = PEOPLE) -> Mapping[str, tuple[int, Duration]]:
    """Questions and time of every module that has any, in the order of the form, without the frame."""
    found: dict[str, list[Variable]] = {module: [] for module in MODULES}
    for one in variables:
        if one.question is not None:
            found[one.question.module].append(one)
    return {module: (len(some), duration(some, people, 0.0)) for module, some in found.items() if some}


def _times(table: Asking, people: float) -> float:
    return people if table == "persons" else 1.0

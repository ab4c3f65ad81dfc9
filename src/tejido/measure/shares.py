"""Who the people are: how the groups divide among the classes of a question, as far as a survey tells it and people stay protected.

In: a `Sample` and what may be published. Out: `tables.SHARES`. The classes are joined until enough people stand behind each in
every group that is told (`privacy.classes`) and until each share is precise enough to be told; all groups have the same ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import pandas as pd

from tejido import tables
from tejido.catalogue.shares import DOCUMENT, OTHER, Distribution, distributions, label, plain
from tejido.errors import Finding, finding
from tejido.measure.answered import ORIGIN, Sample
from tejido.measure.levels import Nest
from tejido.privacy import Rule
from tejido.privacy.classes import Members, Passes, enough_behind, joined_in_order, joined_together, runs
from tejido.privacy.listed import Crossing, told
from tejido.survey.columns import Rows
from tejido.survey.indicative import INDICATIVE, as_indicative
from tejido.survey.quality import UNRELIABLE
from tejido.survey.shares import Divided, estimate_shares
from tejido.tables import CITY_LEVEL, EVERYBODY
from tejido.tables.flags import PROTECTED

__all__ = ["first_told", "questions_of", "shares_of", "withheld_notes"]


def first_told(made: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The shares of all surveys: each question by the first of them that tells it, else by the first that asked it."""
    kept: dict[str, pd.DataFrame] = {}
    for table in made:
        for question, rows in table.groupby("question", sort=False):
            before = kept.get(str(question))
            if before is None or (before["share"].isna().all() and rows["share"].notna().any()):
                kept[str(question)] = rows
    return tables.SHARES.gather(kept.values())


def withheld_notes(shares: pd.DataFrame) -> list[Finding]:
    """A note (A243) per group with the questions that are not told of it, so that nothing vanishes silently."""
    hidden = shares[shares["share"].isna()]
    return [
        finding("A243", group=str(group), names=", ".join(sorted(set(rows["question"]))))
        for group, rows in hidden.groupby("group", sort=True)
    ]


def questions_of(shares: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The file of a release with the questions that a table of shares tells of, by its name; none where it tells of none."""
    there = set(shares["question"])
    asked = plain(one for one in distributions().values() if one.id in there)
    return {DOCUMENT: asked} if asked else {}


def shares_of(
    sample: Sample, listed: Sequence[Crossing], nest: Nest, rule: Rule, source: str, known: Collection[str] = ()
) -> pd.DataFrame:
    """The shares of every question that the survey asked, but for those `known` from another.

    Groups are told where the list of crossings allows those by origin for the whole city. Everybody are all whose group is known,
    or what is told of everybody less what is told of the groups would be of the few whose group is not.
    """
    by_origin = CITY_LEVEL in told(listed, nest.shown).get((ORIGIN,), ())
    made = []
    for question in distributions().values():
        if question.id in known or not _asked(sample, question):
            continue
        groups = [one for one in question.groups if one == EVERYBODY or by_origin]
        dividing = _Dividing(sample, question, rule)
        present = [one for one in groups if dividing.answers(one)]
        if present:
            made.append(_told(dividing, present))
    rows = [
        one.assign(
            period=sample.survey.spec.period, level=CITY_LEVEL, unit=str(nest.codes(CITY_LEVEL)[0]), source=source,
            kind=INDICATIVE if sample.indicative else "design-based",
        )
        for one in made
    ]  # fmt: skip
    return tables.SHARES.gather(rows)


def _asked(sample: Sample, question: Distribution) -> bool:
    rows = sample.tables.get(question.table)
    return rows is not None and set(question.variables) <= set(rows.columns)


def _told(dividing: _Dividing, groups: Sequence[str]) -> pd.DataFrame:
    """The rows of a question. Where the groups cannot be told side by side everybody is told alone: with one of the groups beside it
    the other could be had by subtraction.
    """
    joined = dividing.joined(groups)
    if joined:
        return dividing.rows(joined, groups)
    alone = dividing.joined([EVERYBODY]) if EVERYBODY in groups and len(groups) > 1 else []
    hidden = [one for one in groups if not alone or one != EVERYBODY]
    rows = [dividing.withheld(hidden, protected=not dividing.enough(groups))]
    if alone:
        rows.insert(0, dividing.rows(alone, [EVERYBODY]))
    return pd.concat(rows, ignore_index=True)


@dataclass(frozen=True, eq=False)
class _Dividing:
    """One question of one survey while its classes are joined."""

    sample: Sample
    question: Distribution
    rule: Rule

    def answers(self, group: str) -> bool:
        """Whether anybody of a group answered."""
        return bool(self._divided[group].answered.any())

    def joined(self, groups: Sequence[str]) -> list[Members]:
        """The classes that are told of all of `groups`; none where fewer than two can be."""
        return self._joined(groups, lambda members: self._counts(groups)(members) and self._precise(groups, members))

    def enough(self, groups: Sequence[str]) -> bool:
        """Whether enough people stand behind some classes of all of `groups`, however precise they are."""
        return bool(self._joined(groups, self._counts(groups)))

    def rows(self, joined: Sequence[Members], groups: Sequence[str]) -> pd.DataFrame:
        """The shares of `groups` in the classes `joined`, with the columns of `tables.SHARES` that a question knows."""
        found = pd.concat([self._share(group, members) for group in groups for members in joined], ignore_index=True)
        names = [label(members, part) for members, part in zip(found["members"], found["part"], strict=True)]
        kept = found[["group", "se", "low", "high", "n", "n_households", "quality"]]
        return kept.assign(question=self.question.id, share=found["estimate"], flags=None, **{"class": names})

    def withheld(self, groups: Sequence[str], *, protected: bool) -> pd.DataFrame:
        """A row of each of `groups` that tells no share: all classes as one."""
        whole = label(one.id for one in self.question.classes)
        rows = pd.DataFrame({"group": list(groups), "question": self.question.id, "class": whole})
        return rows.assign(quality=UNRELIABLE, flags=PROTECTED if protected else None)

    def _joined(self, groups: Sequence[str], passes: Passes) -> list[Members]:
        classes = [one.id for one in self.question.classes]
        if self.question.ordered:
            return joined_in_order(classes, passes)
        size = pd.concat([self._divided[group].classes for group in groups]).value_counts()
        return joined_together(classes, passes, lambda one: int(size.get(one, 0)), (OTHER,))

    def _counts(self, groups: Sequence[str]) -> Passes:
        """The rule for people, in every part of every group."""
        if tuple(groups) not in self._rules:
            answers = [self._cells(group) for group in groups]
            cells = [label([group], part) for group in groups for part in self._parts]
            self._rules[tuple(groups)] = enough_behind(pd.concat(answers), cells, self.rule)
        return self._rules[tuple(groups)]

    @cached_property
    def _rules(self) -> dict[tuple[str, ...], Passes]:
        return {}

    def _cells(self, group: str) -> pd.DataFrame:
        """The answers of a group, by its parts."""
        divided = self._divided[group]
        cells = divided.groups if divided.parts is None else divided.parts.map(lambda part: label([group], part))
        rows = pd.DataFrame({"class": divided.classes, "cell": cells, "household": divided.households})
        return rows[divided.answered]

    def _precise(self, groups: Sequence[str], members: Members) -> bool:
        """Whether all shares of a class are good enough to be told."""
        return all(bool((self._share(group, members)["quality"] != UNRELIABLE).all()) for group in groups)

    def _share(self, group: str, members: Members) -> pd.DataFrame:
        """The shares of some classes told as one in every part of a group."""
        if (group, members) not in self._shares:
            classes = [one.id for one in self.question.classes]
            single = [(one,) for one in classes]
            # All that can be asked of classes in order are asked in one pass.
            likely = runs(classes) if self.question.ordered else single
            self._estimate(group, likely if members in likely else [members])
        return self._shares[group, members]

    def _estimate(self, group: str, sets: Sequence[Members]) -> None:
        sample, table = self.sample, self.question.table
        planned = sample.planned(CITY_LEVEL, group)
        found = estimate_shares(sample.designs[table], self._divided[group], sets, self._parts, planned=planned)
        found = as_indicative(found) if sample.indicative else found
        for members, rows in found.groupby("members", sort=False):
            self._shares[group, cast(Members, members)] = rows

    @cached_property
    def _shares(self) -> dict[tuple[str, Members], pd.DataFrame]:
        return {}

    @cached_property
    def _divided(self) -> Mapping[str, Divided]:
        """The answers of each group, those of people outside the question's universe and those that are no class left out."""
        rows = self.sample.tables[self.question.table]
        inside, _ = Rows(rows).all_hold(self.question.among)
        values = {value: one.id for one in self.question.classes for value in one.values}
        classes = rows[self.question.variable].map(values).where(inside)
        known = rows[ORIGIN].notna() if rows[ORIGIN].notna().any() else pd.Series(True, index=rows.index)
        canonical = (ORIGIN + "=" + rows[ORIGIN].astype("str")).where(rows[ORIGIN].notna())
        of_group = {
            group: pd.Series(group, index=rows.index).where(known if group == EVERYBODY else canonical == group)
            for group in self.question.groups
        }
        parts = rows[self.question.by] if self.question.by else None
        return {group: Divided(classes, parts, named, rows["household"]) for group, named in of_group.items()}

    @cached_property
    def _parts(self) -> tuple[str | None, ...]:
        return tuple(one.id for one in self.question.parts) or (None,)

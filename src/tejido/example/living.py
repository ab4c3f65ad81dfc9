"""A second household survey of the example city, asked in the words of the catalogue: what the extended marker needs.

In: blocks and people. Out: what everybody would answer (`everybody_answers`), and the households and persons of a sample by the same
design as the other survey's (`visit`). One adult of each household is drawn by chance and answers for themself; their answers stand
in the row of the household. Columns are called like the standard variables, so that nothing has to be mapped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.catalogue import Variable
from tejido.catalogue.variables import Asking
from tejido.example.answering import Answered, answer, chances
from tejido.example.blocks import Blocks
from tejido.example.chance import Flags, stream
from tejido.example.people import People
from tejido.example.survey import Survey, draw, sampling_frame

ADULT = 18
ANOTHER = 1_000
"""Added to the seed of the first survey's sample: another one is drawn."""
DRAWN = 160
"""Block groups in the sample."""
SILENT, SENSITIVE = 0.01, 0.05
"""Share of those asked who do not answer a question, and one that people may prefer not to answer."""
AGE_GROUPS = ("0_4", "5_14", "15_24", "25_44", "45_64", "65_over")

__all__ = ["ADULT", "Living", "everybody_answers", "visit"]


@dataclass(frozen=True)
class Living:
    """What everybody answers: households and persons in the order of `People`, adults those persons of 18 and over."""

    households: Answered
    persons: Answered
    adults: Answered


def everybody_answers(seed: int, people: People, known: Mapping[str, Variable]) -> Living:
    """The answers of all households, persons and adults to the questions among the variables `known`."""
    house = people.persons["household"].to_numpy()
    heads = people.persons.loc[people.persons["role"] == "head"].set_index("household")["origin"]
    homes = people.households.assign(origin=heads.reindex(people.households.index))
    of_homes = answer(seed, Answered(homes), "households", known)
    shared = people.households[["hardship", "water", "sanitation", "fears_eviction"]]
    groups = pd.cut(people.persons["age"], [-1, 4, 14, 24, 44, 64, 200], labels=list(AGE_GROUPS))
    truth = people.persons.join(shared, on="household").assign(age_group=groups)
    of_persons = answer(seed, Answered(truth, of_homes, house), "persons", known)
    grown = np.flatnonzero((people.persons["age"] >= ADULT).to_numpy())
    of_adults = answer(seed, Answered(truth.iloc[grown], of_persons, grown), "adults", known)
    return Living(of_homes, of_persons, of_adults)


def visit(seed: int, blocks: Blocks, people: People, living: Living, known: Mapping[str, Variable]) -> Survey:
    """Draw households, and an adult in each, and take down what they answer."""
    frame = sampling_frame(blocks, people.households)
    drawn = draw(seed + ANOTHER, frame, people.households, DRAWN).sort_index()
    homes = drawn.assign(
        block=people.households["block"], origin=living.households.truth["origin"],
        household_id=[f"L{number + 1:04d}" for number in range(len(drawn))],
    )  # fmt: skip
    persons = people.persons[["household", "origin"]].join(homes["household_id"], on="household", how="inner")
    within = persons.groupby("household_id").cumcount() + 1
    persons["person_id"] = persons["household_id"] + "-" + within.map("{:02d}".format)
    chosen = _one_each(seed, persons, living.adults.truth.index)
    homes["selected_person"] = persons.loc[chosen, "person_id"].set_axis(persons.loc[chosen, "household"])
    of_homes = _told(seed, living.households, homes.index, "households", known)
    own = _told(seed, living.adults, chosen, "adults", known).set_axis(persons.loc[chosen, "household"], axis=0)
    keys = ["household_id", "stratum", "psu", "fpc", "psu_households", "weight", "block", "origin", "selected_person"]
    of_persons = _told(seed, living.persons, persons.index, "persons", known)
    return Survey(
        homes[keys].join(of_homes).join(own).reset_index(drop=True),
        persons[["person_id", "household_id", "origin"]].join(of_persons).reset_index(drop=True),
    )


def _one_each(seed: int, persons: pd.DataFrame, adults: pd.Index[int]) -> pd.Index[int]:
    """The adult of each household who is asked, every one with the same chance."""
    there = persons.loc[persons.index.isin(adults)]
    luck = pd.Series(stream(seed, "the adult who is asked").random(len(there)), index=there.index)
    first: pd.Index[int] = pd.Index(luck.groupby(there["household"]).idxmin())
    return first


def _told(
    seed: int, answered: Answered, rows: pd.Index[int], table: Asking, known: Mapping[str, Variable]
) -> pd.DataFrame:
    """The answers of the rows interviewed to what is asked, without those that they kept to themselves; who keeps one is not
    asked what would follow from it.
    """
    found: dict[str, pd.Series] = {}
    kept: dict[str, Flags] = {}
    for name, replies in answered.replies.items():
        variable = known[name]
        sources = [*variable.derived_from, *(condition.variable for condition in variable.asked)]
        silent = np.zeros(len(rows), dtype=np.bool_)
        for source in sources:
            silent |= kept.get(source, silent)
        entry = chances(table).get(name, {})
        usual = 0.0 if "as" in entry else SENSITIVE if variable.question and variable.question.sensitive else SILENT
        share = entry["silent"] / 100.0 if "silent" in entry else usual
        kept[name] = silent | (stream(seed, f"kept to themselves: {name}").random(len(rows)) < share)
        if variable.question is not None:
            found[name] = _plain(replies.loc[rows].mask(kept[name]))
    return pd.DataFrame(found, index=rows)


def _plain(replies: pd.Series) -> pd.Series:
    """Whole numbers as such, although some are missing."""
    numbers = pd.api.types.is_float_dtype(replies) and (replies.dropna() % 1 == 0).all()
    return replies.astype("Int64") if numbers else replies

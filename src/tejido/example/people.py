"""The people of the example city: every household and every person, from which all its figures are counted.

In: the blocks and their society. Out: `households` and `persons`, the whole truth of the city. Codes:

* origin: `rm` refugees and migrants (born abroad, foreign citizenship, and their children born here without the citizenship of
  the country), `host` everybody else, returnees among them (after the groups of EGRISS 2018);
* kind of household: `rm` all members are refugees or migrants, `host` none, `mixed` both;
* education 1-9: none, preschool, some primary, primary, some secondary, secondary, technical, university, postgraduate;
* ethnicity 1-5: indigenous, Afro-descendant, mestizo, white, other; activity: `child` (under 15), `employed`, `unemployed`, `inactive`.

Labour figures lean on the region's: 87.8 % of the Venezuelans interviewed in Ecuador (round 4) worked informally, 53 % of those
interviewed in Peru in 2018 were men (IOM, Displacement Tracking Matrix). The rest are choices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tejido.example.blocks import Blocks
from tejido.example.chance import Flags, Floats, Ints, pick, stream

YEARS = np.array([0, 0, 3, 6, 9, 12, 14, 16, 18])
"""Years of schooling of the nine levels of education."""

SIZES = {
    "host": [0.13, 0.21, 0.23, 0.21, 0.12, 0.06, 0.03, 0.01],
    "rm": [0.12, 0.20, 0.24, 0.22, 0.12, 0.06, 0.03, 0.01],
    "mixed": [0.0, 0.22, 0.26, 0.24, 0.15, 0.08, 0.04, 0.01],
}
KINDS = ("host", "mixed", "rm")
MIXED = 0.22
"""Share of the households with refugees or migrants that also have members of the host community."""


@dataclass(frozen=True)
class People:
    """`households` (index 0..n-1; block as position in the table of blocks) and `persons` (household as position)."""

    households: pd.DataFrame
    persons: pd.DataFrame


def populate(seed: int, blocks: Blocks, society: pd.DataFrame) -> People:
    """Everybody in the city; the same seed gives the same people."""
    households = _households(seed, society)
    persons = _members(seed, households)
    persons["education"] = _education(seed, persons, households)
    possible = np.maximum(persons["age"].to_numpy() - 5, 0)
    persons["schooling_years"] = np.minimum(YEARS[persons["education"].to_numpy() - 1], possible)
    _work(seed, persons, households)
    households["block"] = blocks.table["code"].to_numpy()[households["place"]]
    return People(households, persons)


def _households(seed: int, society: pd.DataFrame) -> pd.DataFrame:
    rng = stream(seed, "households")
    place = np.repeat(np.arange(len(society)), society["households"])
    first = np.r_[0, np.cumsum(society["households"])[:-1]]
    within = np.arange(len(place)) - first[place]
    share = society["arrivals"].to_numpy()
    arrived = np.floor(share * society["households"].to_numpy() + rng.random(len(society)))
    with_rm = within < arrived[place]
    kind = np.where(with_rm, np.where(rng.random(len(place)) < MIXED, 1, 2), 0)
    sizes = np.array([SIZES[KINDS[k]] for k in range(3)])
    hardship = (
        society["hardship"].to_numpy()[place]
        + 0.75 * rng.normal(size=len(place))
        + 0.35 * (kind == 2)
        + 0.15 * (kind == 1)
    )
    tilt = np.exp(np.outer(0.09 * hardship, np.arange(8)))
    ethnicity = 1 + pick(rng, society[[f"eth_{k}" for k in range(1, 6)]].to_numpy()[place])
    return pd.DataFrame({
        "place": place,
        "kind": np.array(KINDS)[kind],
        "size": 1 + pick(rng, sizes[kind] * tilt),
        "hardship": hardship,
        "ethnicity": ethnicity,
    })  # fmt: skip


def _members(seed: int, households: pd.DataFrame) -> pd.DataFrame:
    """One row per person: role, sex, age, origin."""
    rng = stream(seed, "members")
    size = households["size"].to_numpy()
    house = np.repeat(np.arange(len(households)), size)
    position = np.arange(len(house)) - np.r_[0, np.cumsum(size)[:-1]][house]
    kind = households["kind"].to_numpy()[house]
    arrived = households["kind"].to_numpy() == "rm"
    couple = rng.random(len(size)) < np.where(size > 1, 0.7, 0.0)
    role = np.where(position == 0, 0, np.where((position == 1) & couple[house], 1, 2))
    role = np.where((role == 2) & (rng.random(len(house)) < 0.26), 3, role)
    woman_heads = rng.random(len(size)) < np.where(couple, 0.3, np.where(arrived, 0.48, 0.62))
    woman = rng.random(len(house)) < np.where(kind == "host", 0.51, 0.47)
    woman = np.where(role == 0, woman_heads[house], np.where(role == 1, ~woman_heads[house], woman))
    head_age = np.where(arrived, rng.normal(36, 10, len(size)), rng.normal(48, 15, len(size))).clip(19, 92)
    age = _ages(rng, role, head_age[house])
    return pd.DataFrame({
        "household": house,
        "role": np.array(["head", "partner", "child", "other"])[role],
        "sex": np.where(woman, "f", "m"),
        "age": age,
        "origin": _origin(rng, kind, role, position, size[house]),
        "ethnicity": households["ethnicity"].to_numpy()[house],
    })  # fmt: skip


def _ages(rng: np.random.Generator, role: Ints, head: Floats) -> Ints:
    """Ages in completed years: partners near the head's, children 18 years younger or more, others of any age."""
    partner = head + rng.normal(-1.0, 4.5, len(head))
    child = rng.random(len(head)) * np.clip(head - 18.0, 1.0, 34.0)
    other = rng.choice(np.array([8.0, 22.0, 30.0, 45.0, 66.0, 76.0]), len(head)) + rng.uniform(-6, 6, len(head))
    age = np.select([role == 0, role == 1, role == 2], [head, np.maximum(partner, 17.0), child], other)
    return np.asarray(np.clip(np.floor(age), 0, 99), dtype=np.int64)


def _origin(rng: np.random.Generator, kind: Floats, role: Ints, position: Ints, size: Ints) -> list[str]:
    """Mixed households: the head or the partner (or the second member) is a refugee or migrant, children belong to the host
    community in half of them.
    """
    head_arrived = rng.random(len(kind)) < 0.5
    rm = np.where(position == 0, True, (position != 1) & head_arrived)
    return [str(one) for one in np.where(kind == "rm", "rm", np.where((kind == "mixed") & rm, "rm", "host"))]


def _education(seed: int, persons: pd.DataFrame, households: pd.DataFrame) -> Ints:
    """Level 1-9 by age, hardship of the household and a little by sex and origin."""
    rng = stream(seed, "education")
    house = persons["household"].to_numpy()
    age = persons["age"].to_numpy()
    woman = (persons["sex"] == "f").to_numpy()
    shared = rng.normal(size=len(households))[house]
    gap = np.where(age >= 45, -0.30, 0.02) - 0.16 * households["hardship"].to_numpy()[house]
    talent = 0.25 - 0.78 * households["hardship"].to_numpy()[house] + 0.5 * shared + 0.7 * rng.normal(size=len(age))
    talent += np.where(woman, gap, 0.0) + 0.45 * (persons["origin"] == "rm").to_numpy() - 0.022 * (age - 40.0)
    limits = np.array([-2.9, -2.7, -1.7, -1.0, -0.35, 0.85, 1.45, 2.5])
    level = 1 + np.searchsorted(limits, talent)
    reached = np.select(
        [age < 4, age < 6, age < 12, age < 18, age < 22], [1, 2, 3, np.minimum(level, 5), np.minimum(level, 7)], level
    )
    return np.asarray(np.maximum(reached, np.where(age >= 6, 1, 0)), dtype=np.int64)


def _work(seed: int, persons: pd.DataFrame, households: pd.DataFrame) -> None:
    """Adds activity and informal: who works, looks for work, and works without protection."""
    rng = stream(seed, "work")
    hardship = households["hardship"].to_numpy()[persons["household"].to_numpy()]
    age = persons["age"].to_numpy()
    woman = (persons["sex"] == "f").to_numpy()
    rm = (persons["origin"] == "rm").to_numpy()
    years = persons["schooling_years"].to_numpy()
    active = rng.random(len(age)) < _participation(age, woman, rm, years)
    odds = -2.85 + 0.30 * hardship + 1.0 * (age < 25) + woman * (0.28 + 0.20 * hardship) + 0.35 * rm
    unemployed = active & (rng.random(len(age)) < 1 / (1 + np.exp(-odds)))
    odds = 0.15 + 0.75 * hardship - 0.10 * (years - 10) + 0.15 * woman + 1.9 * rm + 0.35 * (age < 25)
    informal = active & ~unemployed & (rng.random(len(age)) < 1 / (1 + np.exp(-odds)))
    activity = np.select([age < 15, unemployed, active], ["child", "unemployed", "employed"], "inactive")
    persons["activity"] = activity
    persons["informal"] = informal


def _participation(age: Ints, woman: Flags, rm: Flags, years: Ints) -> Floats:
    """Probability of working or looking for work: from 15 on, highest between 25 and 54."""
    by_age = np.select(
        [age < 15, age < 18, age < 25, age < 55, age < 65, age < 75], [0, 0.13, 0.6, 0.9, 0.66, 0.28], 0.08
    )
    return np.asarray(np.clip(by_age * (np.where(woman, 0.70, 0.98) + 0.05 * rm + 0.006 * (years - 10)), 0, 1))

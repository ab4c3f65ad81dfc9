"""A household survey of the example city, drawn from its people by a stratified two-stage design.

In: blocks and people. Out: the households and persons interviewed, with weights.

* Strata: the districts, each parted in block groups with few and with many households of refugees or migrants.
* First stage: block groups (about 45 households), by simple random sampling without replacement; those with many refugees
  or migrants twice as densely.
* Second stage: 12 households in each, about one in ten of whom does not answer (more often the well-off).
* Weight: number of block groups / drawn x households in the group / answering, then brought to the stratum's households
  (ratio adjustment; Saerndal, Swensson and Wretman 1992, chapter 7). `fpc` is the number of block groups in the stratum.

A missing answer is an empty cell, never a code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from tejido.example import plane
from tejido.example.blocks import Blocks
from tejido.example.chance import Floats, Ints, logistic, round_to_total, stream
from tejido.example.people import People

GROUP_SIZE = 45
DRAWN = 222
"""Block groups in the sample."""
TAKEN = 12
"""Households drawn in each."""
MANY = 0.18
"""Share of households with refugees or migrants from which a block group belongs to the denser stratum."""
LEAST = 6
"""A stratum has at least so many block groups, else it is joined with the other of its district."""

UNANSWERED = {
    "income": 0.13, "rent": 0.06, "good_relations": 0.03, "fears_eviction": 0.04, "rooms": 0.005,
    "age": 0.006, "education": 0.015, "arrival_year": 0.04, "status": 0.06, "informal": 0.03, "insured": 0.02,
    "underpaid": 0.05, "discriminated": 0.05, "takes_part": 0.03, "stays": 0.04, "attends_school": 0.01,
}  # fmt: skip
"""Share of those asked who do not answer, by question."""
NO_PLACE = 0.015
"""Share of households that did not want their place taken down."""

HOUSEHOLD_COLUMNS = (
    "household_id", "stratum", "psu", "fpc", "psu_households", "weight", "block", "lon", "lat", "kind", "origin", "size", "rooms",
    "adequate", "water", "sanitation", "electricity", "internet", "waste_collected", "tenure", "rent", "income", "fears_eviction",
    "good_relations",
)  # fmt: skip
PERSON_COLUMNS = (
    "person_id", "household_id", "stratum", "psu", "fpc", "weight", "role", "sex", "age", "origin", "birth", "citizenship",
    "arrival_year", "returnee", "status", "ethnicity", "education", "schooling_years", "attends_school", "activity", "informal",
    "underpaid", "insured", "discriminated", "takes_part", "stays",
)  # fmt: skip


@dataclass(frozen=True)
class Survey:
    """The two tables as an enumerator's office would hand them over."""

    households: pd.DataFrame
    persons: pd.DataFrame


def interview(seed: int, blocks: Blocks, people: People) -> Survey:
    """Draw the sample and take down the answers."""
    frame = sampling_frame(blocks, people.households)
    answered = draw(seed, frame, people.households)
    households = people.households.join(answered, how="inner").sort_index()
    households.insert(0, "household_id", [f"H{number + 1:04d}" for number in range(len(households))])
    heads = people.persons.loc[people.persons["role"] == "head"].set_index("household")["origin"]
    households["origin"] = heads.reindex(households.index)
    spots = _spots(seed, blocks, households["place"].to_numpy())
    households["lon"], households["lat"] = spots[:, 0], spots[:, 1]
    carried = households[["household_id", "stratum", "psu", "fpc", "weight"]]
    persons = people.persons.join(carried, on="household", how="inner").sort_index()
    within = persons.groupby("household_id").cumcount() + 1
    persons["person_id"] = persons["household_id"] + "-" + within.map("{:02d}".format)
    return Survey(
        _unanswered(seed, households, "household")[list(HOUSEHOLD_COLUMNS)].reset_index(drop=True),
        _unanswered(seed, _applies(persons), "person")[list(PERSON_COLUMNS)].reset_index(drop=True),
    )


def sampling_frame(blocks: Blocks, households: pd.DataFrame) -> pd.DataFrame:
    """The block group (`psu`) and stratum of each household, in the order of the households."""
    place = households["place"].to_numpy()
    neighbourhood = blocks.table["neighbourhood"].to_numpy()[place]
    within = households.groupby(neighbourhood).cumcount().to_numpy()
    total = households.groupby(neighbourhood)["size"].transform("size").to_numpy()
    groups = np.maximum(np.round(total / GROUP_SIZE), 1)
    first = pd.Series(within).groupby(place).transform("first").to_numpy()
    number = np.minimum(first * groups // total, groups - 1).astype(np.int64)
    frame = pd.DataFrame({"psu": [f"{name}-G{one + 1:02d}" for name, one in zip(neighbourhood, number, strict=True)]})
    frame["district"] = blocks.table["district"].to_numpy()[place]
    share = (households["kind"] != "host").groupby(frame["psu"]).transform("mean")
    frame["stratum"] = frame["district"] + np.where(share >= MANY, "-many", "-few")
    groups_in = frame.groupby("stratum")["psu"].transform("nunique")
    small = frame.loc[groups_in < LEAST, "district"].unique()
    joined = frame["district"].isin(small)
    frame.loc[joined, "stratum"] = frame.loc[joined, "district"] + "-all"
    return frame


def draw(seed: int, frame: pd.DataFrame, households: pd.DataFrame, groups: int = DRAWN) -> pd.DataFrame:
    """Design columns and weight of the households that answered, by position; `frame` is the `sampling_frame`, of whose block groups
    so many are drawn.
    """
    rng = stream(seed, "sample")
    sizes = frame.groupby(["stratum", "psu"], sort=True).size()
    strata = sizes.index.get_level_values(0).unique()
    counts = sizes.groupby(level=0).size().loc[strata].to_numpy()
    wanted = sizes.groupby(level=0).sum().loc[strata].to_numpy().astype(np.float64) * np.where(
        strata.str.endswith("-many"), 2.0, 1.0
    )
    drawn = np.minimum(round_to_total(wanted, groups), counts)
    positions = frame.groupby("psu").indices
    taken, clusters = [], []
    answers = rng.random(len(frame)) < logistic(2.35 + 0.25 * households["hardship"].to_numpy())
    for stratum, listed, number in zip(strata, counts, drawn, strict=True):
        psus = sizes.loc[stratum].index.to_numpy()
        for psu in np.sort(rng.choice(psus, size=number, replace=False)):
            inside = positions[psu]
            asked = np.sort(rng.choice(inside, size=min(TAKEN, len(inside)), replace=False))
            taken.append(asked[answers[asked]])
            clusters.append((stratum, psu, listed, len(inside), listed / number * len(inside) / max(len(taken[-1]), 1)))
    columns = ["stratum", "psu", "fpc", "psu_households", "weight"]
    every = pd.DataFrame(clusters, columns=columns)
    sample = every.loc[np.repeat(every.index, [len(one) for one in taken])].set_axis(np.concatenate(taken))
    of_stratum = sizes.groupby(level=0).sum()
    ratio = sample["stratum"].map(of_stratum) / sample.groupby("stratum")["weight"].transform("sum")
    return sample.assign(weight=(sample["weight"] * ratio).round(6))


def _spots(seed: int, blocks: Blocks, place: Ints) -> Floats:
    """A random place inside the block of each household, in degrees; some did not want it taken down."""
    rng = stream(seed, "places of interviews")
    shapes = blocks.metres[place]
    low = shapely.bounds(shapes)
    spots = np.full((len(place), 2), np.nan)
    left = np.arange(len(place))
    while len(left):
        box = low[left]
        tried = box[:, :2] + rng.random((len(left), 2)) * (box[:, 2:] - box[:, :2])
        inside = shapely.contains_xy(shapes[left], tried)
        spots[left[inside]] = tried[inside]
        left = left[~inside]
    degrees = plane.degrees(spots)
    degrees[rng.random(len(place)) < NO_PLACE] = np.nan
    return degrees


def _applies(persons: pd.DataFrame) -> pd.DataFrame:
    """Questions on informal work go to the employed only."""
    told = persons["informal"].astype("boolean").mask(persons["activity"] != "employed")
    return persons.assign(informal=told)


def _unanswered(seed: int, table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Takes answers out at the rates of `UNANSWERED`; refugees and migrants answer a little less on status and discrimination."""
    done = table.copy()
    arrived = (table["origin"] == "rm").to_numpy()
    for question, share in UNANSWERED.items():
        if question in done.columns:
            rate = share * np.where(arrived & np.isin(question, ["status", "discriminated"]), 1.6, 1.0)
            silent = stream(seed, f"silent: {kind} {question}").random(len(done)) < rate
            done[question] = _nullable(done[question]).mask(silent)
    if "schooling_years" in done.columns:
        done["schooling_years"] = done["schooling_years"].astype("Int64").mask(done["education"].isna())
    return done


def _nullable(column: pd.Series) -> pd.Series:
    """The column with a type that can miss, so that a missing whole number stays a whole number in the file."""
    if pd.api.types.is_bool_dtype(column):
        return column.astype("boolean")
    return column.astype("Int64") if pd.api.types.is_integer_dtype(column) else column

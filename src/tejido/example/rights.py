"""What only a survey asks: where people were born, their papers, and the rights they reach or miss.

In: the people. Out: columns added to persons and households, for everybody in the city, so that an estimate can be held
against the truth. Where the region has figures, these lean on them (`RATES`; IOM, Displacement Tracking Matrix, where no
other is named); the share of the host community, and everything else, is a choice of ours.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tejido.example.chance import Flags, Floats, logistic, pick, stream
from tejido.example.people import People

YEAR = 2024

RATES = {
    "regular": 0.28,  # Ecuador, round 9: 28 % regular, 72 % irregular
    "uninsured": 0.958,  # Ecuador, round 4: 95.8 % without health insurance
    "underpaid": 0.20,  # Ecuador, round 4: 20 % unpaid or underpaid
    "stays": 0.93,  # Ecuador, round 9: 93 % intend to stay
    "good_relations": 0.67,  # UNHCR, 460 households on the coast: 67 % good relations
    "applied_for_asylum": 0.29,  # UNHCR, the same: 29 % had applied for asylum
    "recognised": 0.14,  # UNHCR, the same: 14 % of them recognised as refugees
}
STILL_WAITING = 0.25
"""Share of those not recognised whose claim is still open, and who are regular as long as it is."""
STATUSES = ("refugee", "asylum_seeker", "residence_permit", "irregular")


def ask(seed: int, people: People) -> None:
    """Adds to persons: birth, citizenship, arrival_year, returnee, status, attends_school, insured, underpaid,
    discriminated, takes_part, stays; to households: rent, fears_eviction, good_relations.
    """
    persons, households = people.persons, people.households
    hardship = households["hardship"].to_numpy()[persons["household"].to_numpy()]
    _origin(seed, persons, people)
    _school_and_work(seed, persons, hardship)
    _life(seed, persons, hardship)
    _home(seed, households)


def _origin(seed: int, persons: pd.DataFrame, people: People) -> None:
    """Birth, citizenship, year of arrival and status, in the terms of the recommendations on refugee statistics (EGRISS 2018)."""
    rng = stream(seed, "origin")
    rm = (persons["origin"] == "rm").to_numpy()
    age = persons["age"].to_numpy()
    house = persons["household"].to_numpy()
    since = np.minimum(np.round(rng.gamma(3.0, 1.7, len(people.households))), 14)[house]
    born_here = rm & (age < since)
    returnee = ~rm & (age > 12) & (rng.random(len(age)) < 0.012)
    arrived = np.where((rm & ~born_here) | returnee, YEAR - np.minimum(since, age), np.nan)
    persons["birth"] = np.where(rm & ~born_here, "abroad", "here")
    persons["citizenship"] = np.where(rm, "foreign", "national")
    persons["arrival_year"] = pd.array(arrived).astype("Int64")
    persons["returnee"] = returnee
    refugee = RATES["applied_for_asylum"] * RATES["recognised"]
    waiting = RATES["applied_for_asylum"] * (1 - RATES["recognised"]) * STILL_WAITING
    weights = np.array([refugee, waiting, RATES["regular"] - refugee - waiting, 1 - RATES["regular"]])
    status = np.array(STATUSES)[pick(rng, np.tile(weights, (len(people.households), 1)))][house]
    persons["status"] = np.where(rm & ~born_here, status, np.where(rm, "born_here", "citizen"))


def _school_and_work(seed: int, persons: pd.DataFrame, hardship: Floats) -> None:
    rng = stream(seed, "school and work")
    rm = (persons["origin"] == "rm").to_numpy()
    age = persons["age"].to_numpy()
    attends = logistic(3.1 - 0.45 * hardship - 1.25 * rm - 0.16 * np.maximum(age - 11, 0))
    persons["attends_school"] = _asked((age >= 5) & (age < 18), rng.random(len(age)) < attends)
    employed = (persons["activity"] == "employed").to_numpy()
    formal = employed & ~persons["informal"].to_numpy()
    covered = np.where(
        rm, np.where(formal, 0.16, 1 - RATES["uninsured"]), np.where(formal, 0.93, logistic(0.35 - 0.4 * hardship))
    )
    persons["insured"] = rng.random(len(age)) < covered
    below = np.where(rm, RATES["underpaid"], logistic(-2.6 + 0.3 * hardship))
    persons["underpaid"] = _asked(employed, rng.random(len(age)) < below)


def _life(seed: int, persons: pd.DataFrame, hardship: Floats) -> None:
    rng = stream(seed, "life together")
    rm = (persons["origin"] == "rm").to_numpy()
    adult = (persons["age"] >= 18).to_numpy()
    persons["discriminated"] = _asked(adult, rng.random(len(rm)) < logistic(-2.2 + 0.1 * hardship + 1.55 * rm))
    persons["takes_part"] = _asked(adult, rng.random(len(rm)) < logistic(-1.5 + 0.1 * hardship - 0.75 * rm))
    persons["stays"] = _asked(adult & rm, rng.random(len(rm)) < RATES["stays"])


def _asked(whom: Flags, yes: Flags) -> pd.Series:
    """An answer where the question applies, missing elsewhere."""
    return pd.Series(np.where(yes, True, False), dtype="boolean").mask(~whom)


def _home(seed: int, households: pd.DataFrame) -> None:
    """Monthly rent (0 is no answer: those who own have none), fear of eviction, relations with the neighbours."""
    rng = stream(seed, "home")
    number = len(households)
    rm = (households["kind"] != "host").to_numpy()
    rents = (households["tenure"] == "rented").to_numpy()
    rent = households["income"].to_numpy() * rng.uniform(0.18, 0.40, number) * np.where(rm, 1.22, 1.0)
    households["rent"] = np.where(rents, np.round(rent), np.nan)
    fear = logistic(-3.0 + 1.5 * rents + 1.1 * rm + 1.6 * (households["tenure"] == "no_title").to_numpy())
    households["fears_eviction"] = rng.random(number) < fear
    households["good_relations"] = rng.random(number) < np.where(rm, RATES["good_relations"], 0.82)

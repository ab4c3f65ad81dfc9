"""The census of the example city: exact counts of its people per block, by column.

In: the truth. Out: a table with one row per unit. `COLUMNS` says what each column counts, for the folder's code book.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tejido.example.chance import Flags, Ints
from tejido.example.dwellings import TENURES
from tejido.example.people import People

AGES = (0, 5, 15, 25, 45, 65)
"""Lower ends of the six age groups."""

PLAIN_COLUMNS = {
    "population": "Residents",
    "pop_rm": "Refugees and migrants",
    "pop_host": "Residents of the host community, returnees among them",
    "households": "Households",
    "hh_rm": "Households whose members are all refugees or migrants",
    "hh_mixed": "Households of refugees or migrants with members of the host community",
    "dwellings": "Occupied dwellings",
    "dw_adequate": "Dwellings with walls, floor and roof of durable material",
    "dw_water": "Dwellings with improved water on the premises",
    "dw_sanitation": "Dwellings with improved sanitation of their own",
    "dw_electricity": "Dwellings with electricity",
    "dw_internet": "Dwellings with internet access",
    "dw_waste_uncollected": "Dwellings without regular waste collection",
    "hh_enough_space": "Households with at most 3 persons per habitable room",
    "years_women_25": "Completed years of schooling, women of 25 and over, summed",
    "women_25": "Women of 25 and over",
    "years_men_25": "Completed years of schooling, men of 25 and over, summed",
    "men_25": "Men of 25 and over",
    "working_age": "Persons of 15 and over",
    "employed": "Employed persons",
    "informal": "Informally employed persons",
    "labour_force": "Employed and unemployed persons",
    "unemployed": "Unemployed persons",
    "labour_force_15_24": "Labour force aged 15 to 24",
    "unemployed_15_24": "Unemployed aged 15 to 24",
    "labour_force_women": "Labour force, women",
    "unemployed_women": "Unemployed women",
    "labour_force_men": "Labour force, men",
    "unemployed_men": "Unemployed men",
}
CLASS_COLUMNS = {
    "income": tuple(f"income_{k}" for k in range(1, 7)),
    "education": tuple(f"education_{k}" for k in range(1, 10)),
    "age": tuple(f"age_{low}" for low in AGES),
    "ethnicity": tuple(f"ethnicity_{k}" for k in range(1, 6)),
    "tenure": tuple(f"tenure_{name}" for name in TENURES),
}
CLASS_WORDS = {
    "income": "Residents in households of income class {name} of 6",
    "education": "Residents with educational level {name} of 9",
    "age": "Residents from this age up to the next group: {name}",
    "ethnicity": "Residents of ethnic class {name} of 5",
    "tenure": "Households by tenure: {name}",
}


def columns() -> dict[str, str]:
    """Every column of the census and what it counts, in order."""
    found = dict(PLAIN_COLUMNS)
    for family, names in CLASS_COLUMNS.items():
        found |= {name: CLASS_WORDS[family].format(name=name.removeprefix(f"{family}_")) for name in names}
    return found


def count(people: People, unit: Ints, units: int, origin: str | None = None) -> pd.DataFrame:
    """Counts per unit (rows 0..units-1) of everybody, or of the people of one `origin`.

    `unit` gives the unit of each household. Of the people of an origin, households and dwellings count where the head is of
    that origin.
    """
    persons, households = people.persons, people.households
    head = persons.loc[persons["role"] == "head"].set_index("household")["origin"].reindex(households.index)
    of_homes = np.ones(len(households), bool) if origin is None else (head == origin).to_numpy()
    of_persons = np.ones(len(persons), bool) if origin is None else (persons["origin"] == origin).to_numpy()
    place = unit[persons["household"].to_numpy()]
    counted: dict[str, Ints] = {}
    for source, where, chosen in ((_of_persons(people), place, of_persons), (_of_homes(households), unit, of_homes)):
        for name, amount in source.items():
            sums = np.bincount(where, weights=np.where(chosen, amount, 0), minlength=units)
            counted[name] = sums.round().astype(np.int64)
    return pd.DataFrame(counted)[list(columns())]


def _of_persons(people: People) -> Mapping[str, Flags | Ints]:
    p = people.persons
    woman, man = (p["sex"] == "f").to_numpy(), (p["sex"] == "m").to_numpy()
    age, years = p["age"].to_numpy(), p["schooling_years"].to_numpy()
    employed, unemployed = (p["activity"] == "employed").to_numpy(), (p["activity"] == "unemployed").to_numpy()
    force, adult, young = employed | unemployed, age >= 25, (age >= 15) & (age < 25)
    found: dict[str, Flags | Ints] = {
        "population": np.ones(len(p), bool),
        "pop_rm": (p["origin"] == "rm").to_numpy(),
        "pop_host": (p["origin"] == "host").to_numpy(),
        "years_women_25": years * (woman & adult),
        "women_25": woman & adult,
        "years_men_25": years * (man & adult),
        "men_25": man & adult,
        "working_age": age >= 15,
        "employed": employed,
        "informal": p["informal"].to_numpy(),
        "labour_force": force,
        "unemployed": unemployed,
        "labour_force_15_24": force & young,
        "unemployed_15_24": unemployed & young,
        "labour_force_women": force & woman,
        "unemployed_women": unemployed & woman,
        "labour_force_men": force & man,
        "unemployed_men": unemployed & man,
    }
    income = people.households["income_class"].to_numpy()[p["household"].to_numpy()]
    group = np.searchsorted(AGES, age, side="right")
    for family, classes in (
        ("income", income),
        ("education", p["education"].to_numpy()),
        ("age", group),
        ("ethnicity", p["ethnicity"].to_numpy()),
    ):
        found |= {name: classes == number for number, name in enumerate(CLASS_COLUMNS[family], start=1)}
    return found


def _of_homes(h: pd.DataFrame) -> Mapping[str, Flags | Ints]:
    every = np.ones(len(h), bool)
    found: dict[str, Flags | Ints] = {
        "households": every,
        "hh_rm": (h["kind"] == "rm").to_numpy(),
        "hh_mixed": (h["kind"] == "mixed").to_numpy(),
        "dwellings": every,
        "dw_waste_uncollected": ~h["waste_collected"].to_numpy(),
        "hh_enough_space": ~h["crowded"].to_numpy(),
    }
    found |= {
        f"dw_{name}": h[name].to_numpy() for name in ("adequate", "water", "sanitation", "electricity", "internet")
    }
    return found | {f"tenure_{name}": (h["tenure"] == name).to_numpy() for name in TENURES}


def stratum(households: pd.DataFrame, units: int) -> Ints:
    """Most frequent stratum of the dwellings of each block, the lower of equals; 0 where nobody lives."""
    table = np.zeros((units, 7), dtype=np.int64)
    np.add.at(table, (households["place"].to_numpy(), households["cadastral_stratum"].to_numpy()), 1)
    return np.asarray(np.argmax(table, axis=1), dtype=np.int64)

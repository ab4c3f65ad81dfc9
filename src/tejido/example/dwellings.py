"""The dwellings of the example city: what each is built of and which services reach it.

In: households and blocks. Out: columns added to the households. One household lives in each dwelling.
The city's averages lie near published ones: 85 % adequate dwellings and 58 % with internet (Barranquilla, UN-Habitat).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tejido.example.chance import Flags, Floats, Ints, logistic, pick, stream

TENURES = ("owned", "owned_paying", "rented", "lent", "no_title")

ODDS = {
    # column: log-odds at average hardship and half way out, per unit of hardship, per way from centre to edge, for rm
    "adequate": (2.35, -0.95, -1.1, -0.35),
    "water": (3.30, -0.65, -2.6, -0.10),
    "sanitation": (2.55, -0.75, -2.7, -0.15),
    "electricity": (4.60, -0.60, -1.2, -0.10),
    "internet": (0.55, -1.05, -0.9, -0.40),
    "waste_collected": (2.90, -0.60, -2.4, 0.0),
}


def furnish(seed: int, households: pd.DataFrame, away: Floats, ethnic_tenure: Floats) -> None:
    """Adds rooms, crowded, adequate, water, sanitation, electricity, internet, waste_collected, tenure, cadastral_stratum, income,
    income_class to `households`, in place. `away` and `ethnic_tenure` are per block (a surface that tilts tenure).
    """
    place = households["place"].to_numpy()
    hardship = households["hardship"].to_numpy()
    rm = (households["kind"] == "rm").to_numpy()
    out = away[place] - 0.53
    for column, (base, poor, far, arrived) in ODDS.items():
        rng = stream(seed, column)
        local = 0.35 * rng.normal(size=len(away))[place]
        chance = logistic(base + poor * hardship + far * out + arrived * rm + local)
        households[column] = rng.random(len(place)) < chance
    households["rooms"] = _rooms(seed, households["size"].to_numpy(), hardship, rm)
    households["crowded"] = households["size"] > 3 * households["rooms"]
    households["tenure"] = np.array(TENURES)[_tenure(seed, hardship, rm, out, ethnic_tenure[place])]
    _means(seed, households, hardship, rm)


def _rooms(seed: int, size: Ints, hardship: Floats, rm: Flags) -> Ints:
    rng = stream(seed, "rooms")
    rooms = 2.15 + 0.20 * size - 0.62 * hardship - 0.55 * rm + 0.8 * rng.normal(size=len(size))
    return np.clip(np.round(rooms), 1, 9).astype(np.int64)


def _tenure(seed: int, hardship: Floats, rm: Flags, out: Floats, surface: Floats) -> Ints:
    rng = stream(seed, "tenure")
    odds = np.column_stack([
        0.9 + 0.3 * out - 2.6 * rm,
        -0.7 - 0.7 * hardship - 2.4 * rm,
        0.3 - 1.0 * out + 0.2 * surface + 1.5 * rm,
        -1.2 + 0.1 * hardship,
        -2.2 + 0.75 * hardship + 1.6 * out + 0.3 * surface + 0.3 * rm,
    ])  # fmt: skip
    return pick(rng, np.exp(odds))


def _means(seed: int, households: pd.DataFrame, hardship: Floats, rm: Flags) -> None:
    """Official stratum of the dwelling 1-6, monthly income and its six classes (equal parts of the city's households)."""
    rng = stream(seed, "means")
    stratum = 3.15 - 1.15 * hardship + 0.35 * rng.normal(size=len(rm))
    households["cadastral_stratum"] = np.clip(np.round(stratum), 1, 6).astype(np.int64)
    log_income = 6.55 - 0.42 * hardship - 0.30 * rm + 0.08 * households["size"] + 0.62 * rng.normal(size=len(rm))
    households["income"] = np.round(np.exp(log_income), 0)
    limits = np.quantile(households["income"], np.arange(1, 6) / 6)
    households["income_class"] = 1 + np.searchsorted(limits, households["income"], side="left")

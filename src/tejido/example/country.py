"""UNHCR's tables about the country of the example city, all invented, in the shape in which one downloads them.

In: the last year. Out: tables by the names that ``[country]`` of `city.toml` gives them.
"""

from __future__ import annotations

import math

import pandas as pd

CODE, NAME = "XXX", "Tejidolandia"
ORIGINS = {
    "QMA": ("Hilandia", 182_000, 2018.6), "QMB": ("Ovillania", 24_000, 2016.4), "QMC": ("Rueca", 9_500, 2020.3),
    "QMD": ("Lanaria", 4_200, 2017.8), "QME": ("Husania", 1_900, 2021.0), "QMF": ("Bobinia", 620, 2019.2), "QMG": ("Canilla", 9, 2019.5),
}  # fmt: skip
"""Codes of countries that ISO 3166 leaves to users; name, people in the end, and the year in which half of them had come."""

FIRST = 2015
SILENT = {"population": 2020, "applications": 2019}
"""Years without a report."""

SHARES = {"Refugees under UNHCR's mandate": 0.23, "Asylum-seekers": 0.34}
"""The rest is in need of international protection otherwise; nobody counted it before `OTHERS_FROM`."""
OTHERS, OTHERS_FROM = "Other people in need of international protection", 2018

AGES = {"0 - 4": 0.09, "5 - 11": 0.13, "12 - 17": 0.11, "18 - 59": 0.62, "60": 0.05}
WOMEN = 0.52

OUTCOMES = {
    "Recognized decisions": 0.31,
    "Complementary protection": 0.22,
    "Rejected decisions": 0.29,
    "Otherwise closed": 0.18,
}

__all__ = ["tables"]


def tables(last: int) -> dict[str, pd.DataFrame]:
    """The four tables from `FIRST` to the year `last`."""
    years = range(FIRST, last + 1)
    made = {
        "population": _population,
        "applications": _applications,
        "decisions": _decisions,
        "demographics": _demographics,
    }
    return {
        name: pd.DataFrame([row for year in years if SILENT.get(name) != year for row in rows(year)])
        for name, rows in made.items()
    }


def _arrived(origin: str, year: int) -> float:
    """People of an origin at the end of a year: few, then many within some years, then hardly more."""
    _, most, middle = ORIGINS[origin]
    return most / (1 + math.exp(-(year + 0.5 - middle) / 0.9))


def _told(amount: float) -> str:
    """A count as UNHCR publishes it: to five, small ones kept back."""
    count = round(amount)
    return str(count) if count == 0 else "*" if count < 5 else str(5 * round(count / 5))


def _head(year: int, origin: str) -> dict[str, object]:
    name = NAME if origin == CODE else ORIGINS[origin][0]
    return {
        "Year": year, "Country of origin": name, "Country of origin (ISO)": origin, "Country of asylum": NAME,
        "Country of asylum (ISO)": CODE,
    }  # fmt: skip


def _population(year: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for origin in ORIGINS:
        people = _arrived(origin, year)
        shares = {name: _told(share * people) for name, share in SHARES.items()}
        rest = _told((1 - sum(SHARES.values())) * people) if year >= OTHERS_FROM else "-"
        rows.append({
            **_head(year, origin), **shares, "IDPs of concern to UNHCR": "0", OTHERS: rest,
            "Stateless persons": _told(0.0004 * people), "Host community": "0", "Others of concern": "0",
        })  # fmt: skip
    displaced, hosts = 61_000 - 2_900 * (year - FIRST), 12_000 + 1_500 * (year - FIRST)
    rows.append({
        **_head(year, CODE), **dict.fromkeys(SHARES, "0"), "IDPs of concern to UNHCR": _told(displaced), OTHERS: "-",
        "Stateless persons": "0", "Host community": _told(hosts), "Others of concern": _told(hosts / 9),
    })  # fmt: skip
    return rows


def _applied(origin: str, year: int) -> float:
    """First applications of a year: from the people who came in it."""
    return 0.45 * max(_arrived(origin, year) - _arrived(origin, year - 1), 0)


def _procedure(year: int, origin: str, stage: str) -> dict[str, object]:
    return {
        **_head(year, origin),
        "Authority": "G",
        "Application type": stage,
        "Stage of procedure": "FI",
        "Cases / Persons": "P",
    }


def _applications(year: int) -> list[dict[str, object]]:
    # Appeals, which are no new applications, stand in rows of their own.
    return [
        {**_procedure(year, origin, stage), "applied": _told(share * _applied(origin, year))}
        for origin in ORIGINS
        for stage, share in (("N", 1.0), ("A", 0.12))
    ]


def _decisions(year: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for origin in ORIGINS:
        decided = 0.5 * _applied(origin, year) + 0.3 * _applied(origin, year - 1)
        head = _procedure(year, origin, "N")
        del head["Application type"]
        rows.append({**head, **{name: _told(share * decided) for name, share in OUTCOMES.items()}})
    return rows


def _demographics(year: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for origin in ORIGINS:
        people = sum(SHARES.values()) * _arrived(origin, year)
        sexes = {"Female": WOMEN, "Male": 1 - WOMEN}
        counts = {
            f"{sex} {age}": _told(share * part * people) for sex, share in sexes.items() for age, part in AGES.items()
        }
        rows.append({**_head(year, origin), **counts})
    return rows

"""Estimates by hand: loops over the rows of the exported files, nothing of tejido's.

A row is what one household, person or adult said. What was not asked, refused or not known is None, and a row whose answer cannot be
known has no part in a share. Definitions follow the published indicators, written once more here.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

Truth = bool | None


class Row(dict[str, str]):
    """The answers of one household, person or adult, with its weight."""

    weight = 0.0

    def said(self, name: str, *answers: str) -> Truth:
        return None if self[name] in ("", "no_answer") else self[name] in answers

    def number(self, name: str) -> float:
        return float(self[name]) if self[name] else math.nan


def rows_of(archive: Path, weights: Path) -> dict[str, list[Row]]:
    """Households, persons and adults: those who agreed, with weights; an adult stands for all adults of the home."""
    with zipfile.ZipFile(archive) as files:
        homes, people = (
            list(csv.DictReader(io.StringIO(files.read(name).decode()))) for name in ("survey.csv", "survey-person.csv")
        )
    drawn_with = {
        one["household_code"]: float(one["weight"]) for one in csv.DictReader(io.StringIO(weights.read_text("utf-8")))
    }
    found: dict[str, list[Row]] = {"households": [], "persons": [], "adults": []}
    members = defaultdict(list)
    for one in people:
        members[one["PARENT_KEY"]].append(_plain(one))
    for one in homes:
        home = _plain(one)
        if home["consent"] != "true" or home["result"] != "complete":
            continue
        home.weight = drawn_with[home["household_code"]]
        found["households"].append(home)
        grown = [person for person in members[one["KEY"]] if person.number("age") >= 18]
        for line, person in enumerate(members[one["KEY"]], start=1):
            whole = Row({**home, **person})
            whole.weight = home.weight
            found["persons"].append(whole)
            if str(line) == home["selected_person"]:
                adult = Row(whole)
                adult.weight = home.weight * len(grown)
                found["adults"].append(adult)
    return found


def _plain(row: dict[str, str]) -> Row:
    """Names of questions without those of their groups."""
    return Row({name.rpartition("-")[2]: answer for name, answer in row.items()})


def share(rows: Iterable[Row], whom: Callable[[Row], Truth], what: Callable[[Row], Truth]) -> float:
    """Per cent of those asked who are known to be it, among those of whom it is known."""
    top = bottom = 0.0
    for row in rows:
        if whom(row) is True and what(row) is not None:
            bottom += row.weight
            top += row.weight if what(row) else 0.0
    return 100 * top / bottom


def mean(rows: Iterable[Row], whom: Callable[[Row], Truth], amount: Callable[[Row], float]) -> float:
    told = [(row.weight, amount(row)) for row in rows if whom(row) is True and not math.isnan(amount(row))]
    return sum(weight * value for weight, value in told) / sum(weight for weight, _ in told)


def entropy(rows: Iterable[Row], kind: Callable[[Row], str | None]) -> float:
    """Shannon's, in nats."""
    parts: dict[str, float] = defaultdict(float)
    for row in rows:
        if kind(row) is not None:
            parts[str(kind(row))] += row.weight
    whole = sum(parts.values())
    return -sum(part / whole * math.log(part / whole) for part in parts.values())


def both(*parts: Truth) -> Truth:
    """And: one that fails decides, whatever the others."""
    return False if False in parts else None if None in parts else True


def either(*parts: Truth) -> Truth:
    """Or: one that holds decides."""
    return True if True in parts else None if None in parts else False


def unless(part: Truth) -> Truth:
    return None if part is None else not part


def activity(row: Row) -> str | None:
    """What the ILO's questions make of a person: employed, unemployed, inactive; of those under 15 nothing."""
    if row.number("age") < 15:
        return "under_age"
    if row.said("worked", "true") is not False:
        return "employed" if row.said("worked", "true") else None
    if row.said("absent_from_job", "true") is not False:
        return "employed" if row.said("absent_from_job", "true") else None
    searching = both(row.said("looked_for_work", "true"), row.said("available_for_work", "true"))
    return None if searching is None else "unemployed" if searching else "inactive"


def active(row: Row) -> Truth:
    return None if activity(row) is None else activity(row) in ("employed", "unemployed")


def works(row: Row) -> Truth:
    return None if activity(row) is None else activity(row) == "employed"


def aged(low: float, high: float = 200.0) -> Callable[[Row], Truth]:
    return lambda row: low <= row.number("age") <= high


def water(row: Row) -> str | None:
    """JMP: improved and on the premises, or not."""
    source = row["water_source"]
    if source in ("", "no_answer"):
        return None
    if source in ("piped_dwelling", "piped_yard"):
        return "at_home"
    if source in ("unprotected_well", "unprotected_spring", "surface", "other"):
        return "worse"
    if row["water_location"] in ("", "no_answer"):
        return None
    return "at_home" if row["water_location"] in ("dwelling", "yard") else "worse"


def toilet(row: Row) -> str | None:
    """JMP: improved and the household's own, improved but shared, or worse."""
    if row["toilet"] in ("", "no_answer"):
        return None
    if row["toilet"] in ("none", "flush_open", "pit_open", "bucket", "hanging", "other"):
        return "worse"
    shared = row.said("toilet_shared", "true")
    return None if shared is None else "shared" if shared else "own"


def informal(row: Row) -> Truth:
    """ILO: by pension, else leave and sick leave, of employees; by registration of those on their own account; family always."""
    if row.said("employment_status", "family_worker") is not False:
        return row.said("employment_status", "family_worker")
    if row["employment_status"] == "employee":
        if row["employer_pension"] in ("paid", "not_paid"):
            return row["employer_pension"] == "not_paid"
        if row["employer_pension"] == "no_answer":
            return None
        return unless(both(row.said("paid_leave", "true"), row.said("paid_sick_leave", "true")))
    return unless(row.said("business_registered", "true"))


def everybody(row: Row) -> Truth:
    return True


def abroad(row: Row) -> Truth:
    return row.said("birth", "abroad")


def is_woman(row: Row) -> Truth:
    return row.said("sex", "f")


def amount(name: str) -> Callable[[Row], float]:
    return lambda row: row.number(name)


def content(name: str) -> Callable[[Row], Truth]:
    return lambda row: row.said(name, "very_satisfied", "satisfied")


def yes(name: str) -> Callable[[Row], Truth]:
    return lambda row: row.said(name, "true")

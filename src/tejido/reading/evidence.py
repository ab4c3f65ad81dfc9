"""How far a figure can be trusted, in a reader's words: its kind, how many answered, whether they are few."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tejido.catalogue import Definition
from tejido.reading.facts import Facts
from tejido.reading.measured import Measured
from tejido.tables import CITY_LEVEL
from tejido.tables.flags import APART
from tejido.words import number, percent, pick, say
from tejido.words.kinds import kinds


def evidence(value: Any, lang: str) -> list[str]:
    """What stands behind a row of `tables.VALUES`: kind, answers, few answers."""
    said = [kinds(lang)[str(value.kind)]]
    if pd.notna(value.n):
        said.append(say("{n} answers", lang, n=number(float(value.n), lang, 0)))
    if value.quality == "weak":
        said.append(say("few answers", lang))
    return said


def below(rows: pd.DataFrame, lang: str) -> list[str]:
    """How the figures of units differ in kind from the city's: put together with neighbours, or made by a model. `rows` are those
    of an indicator at the finest level.
    """
    said = []
    if (rows["domain"].notna() & (rows["domain"] != CITY_LEVEL)).any():
        said.append(say("some places together with their neighbours, where few answered or live", lang))
    if (rows["kind"] == "modelled").any():
        said.append(say("in smaller places estimated by a model", lang))
    return said


def told_apart(facts: Facts, leaf: str, lang: str) -> str:
    """A figure that enters no score because those asked were not chosen by chance; empty where there is none."""
    value = facts.city_values.get(leaf)
    if value is None or pd.isna(value.value) or APART not in str(value.flags).split():
        return ""
    unit = pick(facts.catalogue.indicators[leaf].unit_names, lang)
    return say("Of {n} people asked, who were not chosen by chance: {value} ({unit}). It enters no score.", lang,
               n=number(float(value.n), lang, 0), value=number(float(value.value), lang, 1), unit=unit)  # fmt: skip


def coverage(measured: Measured, one: Definition, lang: str) -> list[str]:
    """Who is missing from the figures of units, a sentence each: how many places have one, of whom the rest are, why."""
    table = measured.units.get(one.id)
    if table is None:
        return [say("It was measured for the whole city at once: of no place alone is it known.", lang)]
    plural = pick(measured.facts.level(measured.drawn[one.id][0])["plurals"], lang)
    has = table["value"].notna()
    people = table["population"].where(~has).sum() / table["population"].sum() if table["population"].sum() else 0.0
    counts = {"count": number(int(has.sum()), lang, 0), "total": number(len(table), lang, 0), "plural": plural}
    said = [say("{count} of {total} {plural} have a figure.", lang, **counts)]
    if not has.all():
        said.append(say("In the others live {share} of the inhabitants.", lang, share=percent(people, lang)))
    hidden, shared = int(table["protected"].sum()), int(table["merged"].sum())
    if hidden:
        said.append(say("Kept back so that nobody can be recognised: {count}.", lang, count=number(hidden, lang, 0)))
    if shared:
        said.append(
            say(
                "Sharing one figure with neighbours, because few answered or live in one of them: {count}.",
                lang,
                count=number(shared, lang, 0),
            )
        )
    row = measured.city(one)
    if row is not None and pd.notna(row.n):
        said.append(
            say(
                "A survey reaches people who live in dwellings: not those in the street, in shelters or in institutions.",
                lang,
            )
        )
    return said

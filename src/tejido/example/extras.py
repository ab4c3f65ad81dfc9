"""Writing what the extended marker needs into the example's folders.

In: the city and a folder. Out: registers, areas, street lamps, air, timetables and the city's own indicator (`write_layers`, once); of
each round the figures from records and the survey of living conditions (`write_round`); with the truth, what everybody answers.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pandas as pd

from tejido.catalogue import variables_with
from tejido.example import cityfile, cityfile_context, ground, records, register, timetable
from tejido.example.blocks import Blocks
from tejido.example.cityfile_extended import AREAS, ENVIRONMENT, FEED, LAMPS, OWN, PLACES
from tejido.example.files import named, write_csv, write_geojson, write_parquet, write_text
from tejido.example.living import everybody_answers, visit
from tejido.example.people import People
from tejido.example.streets import Streets

__all__ = ["write_answers", "write_layers", "write_round"]


def write_layers(
    seed: int, streets: Streets, blocks: Blocks, society: pd.DataFrame, people: People, folder: Path
) -> None:
    """Everything that does not change between rounds."""
    write_csv(register.registered(seed, streets, blocks, society), folder / PLACES)
    write_csv(register.lamps(seed, streets, blocks, society), folder / LAMPS)
    write_csv(ground.environment(seed, blocks, society), folder / ENVIRONMENT)
    write_geojson(ground.areas(seed, streets, blocks, society, people), folder / AREAS)
    timetable.write_feed(seed, 2024, folder / FEED)
    write_text(files("tejido.example").joinpath("data", "own.toml").read_text("utf-8"), folder / OWN)


def write_round(
    seed: int, sample: int, blocks: Blocks, people: People, folder: Path, of: cityfile.Round, own: Path
) -> None:
    """The records, the survey, the country's tables and the policy assessment of a round, whose `sample` is a seed; `own` is the file of
    the city's own indicator.
    """
    known = variables_with([own])
    cityfile_context.write(folder, of.period, not of.base)
    write_csv(records.table(0 if of.base == "" else 1, of.period), folder / of.records)
    taken = visit(sample, blocks, people, everybody_answers(seed, people, known), known)
    write_csv(taken.households, folder / of.living_households)
    write_csv(taken.persons, folder / of.living_persons)


def write_answers(seed: int, people: People, own: Path, folder: Path) -> None:
    """What everybody would answer, by household and by person: the truth of the survey of living conditions."""
    living = everybody_answers(seed, people, variables_with([own]))
    homes = pd.DataFrame(living.households.replies).assign(origin=living.households.truth["origin"])
    persons = pd.DataFrame(living.persons.replies | {"origin": people.persons["origin"]})
    adults = pd.DataFrame(living.adults.replies).reindex(persons.index)
    write_parquet(homes.rename_axis("household").reset_index(), named(folder, "answers_households", "parquet"))
    keyed = persons.join(adults).assign(household=people.persons["household"])
    write_parquet(keyed.rename_axis("person").reset_index(), named(folder, "answers_persons", "parquet"))

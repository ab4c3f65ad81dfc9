"""Who lives where: refugees and migrants, and what is worse or better at the edge, on the raw columns."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

WORSE_AT_THE_EDGE = {
    "water": ("dw_water", "dwellings", -1),
    "sanitation": ("dw_sanitation", "dwellings", -1),
    "adequate dwellings": ("dw_adequate", "dwellings", -1),
    "internet": ("dw_internet", "dwellings", -1),
    "uncollected waste": ("dw_waste_uncollected", "dwellings", 1),
    "informal work": ("informal", "employed", 1),
    "schooling of women": ("years_women_25", "women_25", -1),
}


def dissimilarity(first: pd.Series, second: pd.Series) -> float:
    """Duncan and Duncan (1955)."""
    return float(0.5 * (first / first.sum() - second / second.sum()).abs().sum())


def test_refugees_and_migrants_are_8_to_20_percent_of_the_people(blocks):
    assert 0.08 < blocks["pop_rm"].sum() / blocks["population"].sum() < 0.20


def test_refugees_and_migrants_live_clustered(blocks):
    """Between blocks and, so that it is no accident of small numbers, between neighbourhoods too."""
    assert 0.25 < dissimilarity(blocks["pop_rm"], blocks["pop_host"]) < 0.5
    wider = blocks.groupby("neighbourhood")[["pop_rm", "pop_host"]].sum()
    assert 0.25 < dissimilarity(wider["pop_rm"], wider["pop_host"]) < 0.5


@pytest.mark.parametrize("what", WORSE_AT_THE_EDGE)
def test_it_is_worse_at_the_edge(blocks, away, what):
    part, whole, sign = WORSE_AT_THE_EDGE[what]
    share = (blocks[part] / blocks[whole]).where(blocks["households"] >= 5)
    assert sign * share.corr(away) > 0.25


def test_air_is_better_at_the_edge(blocks, away):
    assert blocks["pm10"].corr(away) < -0.5


def test_thefts_are_fewer_at_the_edge(folder, blocks, away):
    thefts = gpd.read_file(folder / "thefts_synthetic.geojson").to_crs(blocks.crs)
    counted = thefts.sjoin(blocks[["neighbourhood", "geometry"]], predicate="within")["neighbourhood"].value_counts()
    people = blocks.groupby("neighbourhood")["population"].sum()
    rate = counted.reindex(people.index).fillna(0) / people
    assert rate.corr(away.groupby(blocks["neighbourhood"]).mean()) < -0.5


def test_people_without_homes_are_missing_and_not_zero(blocks):
    """Parks: nobody lives there, so no stratum either (0 is its declared code for none); works have too few to be shown."""
    empty = blocks[blocks["population"] == 0]
    assert 10 <= len(empty) <= 40
    assert (empty["stratum"] == 0).all()
    assert (blocks.loc[blocks["population"] > 0, "stratum"] > 0).all()
    assert blocks["households"].between(1, 4).sum() == 6


def test_ages_roles_and_households_are_possible(persons, households):
    heads = persons[persons["role"] == "head"]
    assert heads["household"].is_unique and len(heads) == len(households)
    assert heads["age"].min() >= 18 and persons["age"].between(0, 99).all()
    assert (persons.groupby("household").size().to_numpy() == households["size"].to_numpy()).all()
    children = persons[persons["role"] == "child"].merge(
        heads[["household", "age"]], on="household", suffixes=("", "_head")
    )
    assert (children["age_head"] - children["age"] >= 17).all()
    assert (persons.loc[persons["age"] < 15, "activity"] == "child").all()
    assert not persons.loc[persons["activity"] != "employed", "informal"].any()


def test_mixed_households_hold_both_and_the_others_one_origin(persons, households):
    origins = persons.groupby("household")["origin"].nunique().to_numpy()
    kind = households["kind"].to_numpy()
    assert (origins[kind != "mixed"] == 1).all()
    assert (origins[kind == "mixed"] == 2).all()
    assert 300 < (kind == "mixed").sum() < 900


def test_schooling_fits_the_age(persons):
    """Nobody has completed more years than there were since the sixth birthday."""
    late = persons["schooling_years"] > np.maximum(persons["age"] - 5, 0)
    assert not late.any()

"""The household survey: design, weights, gaps and missing answers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def homes(folder) -> pd.DataFrame:
    return pd.read_csv(folder / "survey_households_synthetic.csv")


@pytest.fixture(scope="module")
def members(folder) -> pd.DataFrame:
    return pd.read_csv(folder / "survey_persons_synthetic.csv")


def mean(table: pd.DataFrame, column: str, chosen: pd.Series) -> float:
    known = chosen & table[column].notna()
    return float(np.average(table.loc[known, column].astype(float), weights=table.loc[known, "weight"]))


def test_about_2400_households_answer(homes):
    assert 2_300 < len(homes) < 2_500


def test_weights_sum_to_the_households_of_the_city_and_of_each_stratum(homes, households):
    assert homes["weight"].sum() == pytest.approx(18_000, rel=0.01)
    assert (homes["weight"] > 0).all()


def test_block_groups_are_drawn_from_each_stratum_without_replacement(homes):
    drawn = homes.groupby("stratum").agg(psus=("psu", "nunique"), fpc=("fpc", "first"), fpcs=("fpc", "nunique"))
    assert (drawn["fpcs"] == 1).all()
    assert (drawn["psus"] >= 2).all() and (drawn["psus"] <= drawn["fpc"]).all()
    assert len(drawn) >= 8
    assert homes.groupby("psu")["stratum"].nunique().eq(1).all()
    assert homes.groupby("psu").size().le(12).all()


def test_strata_with_many_refugees_and_migrants_are_drawn_more_densely(homes):
    drawn = homes.groupby("stratum")["psu"].nunique() / homes.groupby("stratum")["fpc"].first()
    many = drawn.index.str.endswith("-many")
    assert drawn[many].mean() > 1.5 * drawn[~many].mean()


def test_persons_are_the_members_of_the_households_interviewed(homes, members):
    sizes = members.groupby("household_id").size()
    assert (sizes.loc[homes["household_id"]].to_numpy() == homes["size"].to_numpy()).all()
    assert members["person_id"].is_unique
    joined = members.merge(homes, on="household_id", suffixes=("", "_home"))
    assert (joined["weight"] == joined["weight_home"]).all() and (joined["psu"] == joined["psu_home"]).all()


def test_estimates_lie_near_the_truth(homes, members, households, persons):
    """Within four standard errors of a simple random sample times a design effect of 2 (hand rule of thumb)."""
    for column in ("water", "internet", "adequate"):
        true = households[column].mean()
        error = np.sqrt(2 * true * (1 - true) / len(homes))
        assert abs(mean(homes, column, homes["weight"] > 0) - true) < 4 * error
    share = np.average(members["origin"] == "rm", weights=members["weight"])
    assert abs(share - (persons["origin"] == "rm").mean()) < 0.03


def test_all_kinds_of_households_are_there(homes):
    counts = homes["kind"].value_counts()
    assert counts["host"] > 1_000 and counts["rm"] > 200 and counts["mixed"] > 60


@pytest.mark.parametrize(
    ("question", "sign"),
    [
        ("informal", 1),
        ("underpaid", 1),
        ("discriminated", 1),
        ("insured", -1),
        ("takes_part", -1),
        ("attends_school", -1),
    ],
)
def test_gaps_between_refugees_and_migrants_and_hosts_have_the_sign_of_the_sources(members, question, sign):
    rm = members["origin"] == "rm"
    assert sign * (mean(members, question, rm) - mean(members, question, ~rm)) > 0.05


def test_figures_of_refugees_and_migrants_lie_near_those_cited(members):
    """IOM, Displacement Tracking Matrix, Ecuador: informal 87.8 %, without insurance 95.8 %, underpaid 20 % (round 4),
    irregular 72 %, intend to stay 93 % (round 9); Peru: 53 % men (round 4)."""
    rm = members["origin"] == "rm"
    abroad = rm & (members["birth"] == "abroad")
    assert mean(members, "informal", rm) == pytest.approx(0.878, abs=0.06)
    assert 1 - mean(members, "insured", rm) == pytest.approx(0.958, abs=0.04)
    assert mean(members, "underpaid", rm) == pytest.approx(0.20, abs=0.07)
    assert mean(members, "stays", rm) == pytest.approx(0.93, abs=0.04)
    irregular = members.assign(irregular=(members["status"] == "irregular").where(members["status"].notna()))
    assert mean(irregular, "irregular", abroad) == pytest.approx(0.72, abs=0.08)
    men = members.assign(man=members["sex"] == "m")
    assert mean(men, "man", rm & (members["age"] >= 18)) == pytest.approx(0.53, abs=0.05)


def test_some_answers_are_missing_and_none_is_a_code(homes, members):
    assert 0.08 < homes["income"].isna().mean() < 0.18
    adults = members["age"] >= 18
    assert 0.02 < members.loc[adults, "discriminated"].isna().mean() < 0.10
    for table in (homes, members):
        assert (
            not table.drop(columns=["income", "rent"], errors="ignore")
            .isin([999, 9999, -99, "999", "NA", "nan"])
            .any(axis=None)
        )


def test_questions_go_only_to_those_they_are_for(members):
    assert members.loc[members["activity"] != "employed", ["informal", "underpaid"]].isna().all(axis=None)
    assert members.loc[(members["age"] < 5) | (members["age"] >= 18), "attends_school"].isna().all()
    assert members.loc[members["origin"] == "host", "stays"].isna().all()


def test_interviews_lie_inside_their_block_and_few_have_no_place(homes, blocks):
    placed = homes.dropna(subset=["lon", "lat"])
    assert 0.005 < 1 - len(placed) / len(homes) < 0.03
    spots = gpd.points_from_xy(placed["lon"], placed["lat"], crs="EPSG:4326").to_crs(blocks.crs)
    own = gpd.GeoSeries(blocks.geometry.loc[placed["block"]].to_numpy(), crs=blocks.crs)
    assert own.buffer(0.05).contains(gpd.GeoSeries(spots)).all()

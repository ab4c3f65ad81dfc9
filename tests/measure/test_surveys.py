"""What answers become: figures of units, of merged units and of the whole city, gaps between groups, scores with intervals.

The survey is described in `interviews`.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tejido.catalogue import load
from tejido.measure import measure_city
from tejido.release import Release, open_release
from tejido.survey.sentences import sentence
from tests.measure import interviews
from tests.measure.interviews import ASKED, SURVEY

CITY = 100 * (10 * 40 + 10 * 120 + 30 * 225 + 20 * 10) / (10 * 320 + 30 * 300 + 20 * 20)  # 67.86 %


def measured(folder: Path, lines: list[str] | None = None, **more: str) -> Release:
    base = more.pop("base", None)
    measure_city(interviews.write(folder / "city", lines, **more), folder / "release", base=base)
    return open_release(folder / "release")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return measured(tmp_path_factory.mktemp("surveyed"))


def figure(release: Release, level: str, unit: str, group: str = "all", indicator: str = "internet") -> pd.Series:
    values = release.table("values").set_index(["indicator", "level", "unit", "group"])
    return values.loc[(indicator, level, unit, group)]


def scored(release: Release, level: str, unit: str, group: str = "all", node: str = "internet") -> pd.Series:
    return release.table("scores").set_index(["node", "level", "unit", "group"]).loc[(node, level, unit, group)]


def gap(release: Release, level: str = "city", unit: str = "HAM") -> pd.Series:
    return release.table("differentials").set_index(["level", "unit", "group", "indicator"]).loc[
        (level, unit, "origin=rm", "internet")
    ]  # fmt: skip


def test_how_many_cases_there_were_stays_with_the_analyst(release: Release) -> None:
    public = release.public().table("values")
    asked = public[public["n"].notna()]
    assert len(asked) and asked["n_cases"].isna().all()


def test_of_the_finest_units_answers_tell_nothing_unless_the_city_says_so(tmp_path: Path) -> None:
    release = measured(tmp_path, more='\n[publish]\nanswers = "district"\n')
    # 320 answers of a1 would be enough. It has the figure of its district, which stands together with B and its 20.
    one = figure(release, "block", "a1")
    assert (one["support"], one["value"]) == ("district", pytest.approx(CITY))


def test_a_block_with_enough_answers_has_its_own_figure(release: Release) -> None:
    one = figure(release, "block", "a1")
    # 40 of 160 and 120 of 160: 50 %; each household stands for ten.
    assert (one["value"], one["n"], one["n_cases"], one["n_households"]) == (pytest.approx(50), 320, 160, 320)
    assert one["population"] == pytest.approx(3_200)
    assert (one["kind"], one["quality"], one["support"]) == ("design-based", "reliable", "block")
    assert one["low"] < 50 < one["high"]
    assert pd.isna(one["domain"]) and pd.isna(one["flags"])
    assert figure(release, "block", "a2")["value"] == pytest.approx(75)


def test_the_error_of_a_block_s_figure_is_that_of_its_clusters(release: Release) -> None:
    # Ultimate clusters among the 128 of the sample, those of other blocks counting 0: of a1 the clusters of 5 deviate from
    # 50 % by yes - 2.5 = -2.5, -0.5, -2.5, +0.5 (rm) and +2.5, +0.5, +2.5, -0.5 (host): squares 13 per four, 8 x 2 times.
    squares = 2 * 8 * (6.25 + 0.25 + 6.25 + 0.25)
    assert figure(release, "block", "a1")["se"] == pytest.approx(100 * np.sqrt(128 / 127 * squares) / 320)


def test_the_city_s_figure_weighs_every_household(release: Release) -> None:
    assert figure(release, "city", "HAM")["value"] == pytest.approx(CITY)
    assert figure(release, "city", "HAM")["population"] == pytest.approx(12_600)


def test_a_district_with_few_answers_is_told_together_with_its_neighbour(release: Release) -> None:
    # District B has 20 answers: with A it is the whole city, and the universe is shared by people, 40,000 and 20,000.
    for code, people in (("A", 40_000), ("B", 20_000)):
        one = figure(release, "district", code)
        assert one["value"] == pytest.approx(CITY)
        assert (one["domain"], one["flags"]) == ("A+", "merged")
        assert one["population"] == pytest.approx(12_600 * people / 60_000)


def test_blocks_whose_district_cannot_be_told_have_the_city_s_figure(release: Release) -> None:
    one = figure(release, "block", "b1")
    assert one["value"] == pytest.approx(CITY)
    assert (one["domain"], one["flags"]) == ("city", "merged")
    assert one["population"] == pytest.approx(12_600 * 20_000 / 60_000)
    assert one["n"] == 640


def test_a_block_with_few_answers_joins_its_neighbour(tmp_path: Path) -> None:
    few = (("a1", "host", 4, interviews.HALVED, 10), *ASKED[2:])
    release = measured(tmp_path, interviews.rows(few))
    # (10 x 10 + 30 x 225) of (10 x 20 + 30 x 300).
    for code in ("a1", "a2"):
        assert figure(release, "block", code)["value"] == pytest.approx(100 * 6_850 / 9_200)
        assert figure(release, "block", code)["domain"] == "a1+"
        assert figure(release, "block", code)["n"] == 320


def test_blocks_and_districts_with_fewer_answers_than_the_city_asks_for_are_not_told_alone(tmp_path: Path) -> None:
    # Neither the 320 of a1 nor the 300 of a2 are 400, nor the 20 of district B: with the 620 of A they are the whole city.
    release = measured(tmp_path, more="\n[publish]\npersons = 400\n")
    for code in ("a1", "a2"):
        one = figure(release, "block", code)
        assert (one["value"], one["n"], one["support"]) == (pytest.approx(CITY), 640, "district")
    assert figure(release, "district", "A")["domain"] == "A+"
    assert release.public().table("values")["n"].dropna().min() >= 400


def test_figures_of_districts_hold_in_their_blocks(tmp_path: Path) -> None:
    # Places are known as districts alone; enough is asked in B, so that each has its own figure.
    survey = SURVEY.replace(
        'x = "east"\ny = "north"\ncrs = "EPSG:32618"', 'unit = {level = "district", column = "block"}'
    )
    asked = [*ASKED[:3], ("b1", "host", 60, interviews.HALVED, 20)]
    lines = [
        line.replace(",a1,", ",A,").replace(",a2,", ",A,").replace(",b1,", ",B,") for line in interviews.rows(asked)
    ]
    release = measured(tmp_path, lines, survey=survey)
    one = figure(release, "block", "a2")
    assert one["value"] == pytest.approx(100 * 8_350 / 12_200)
    assert (one["support"], one["flags"]) == ("district", "inherited")
    # 12,200 households of A by people, 30,000 of 40,000.
    assert one["population"] == pytest.approx(12_200 * 0.75)
    assert figure(release, "district", "B")["value"] == pytest.approx(50)


def test_a_group_s_universe_is_shared_by_where_the_group_lives(release: Release) -> None:
    # 160 of rm, all in a1: the city's figure for both blocks; 1,600 homes shared by 2,000 and 400 of the group.
    for code, people in (("a1", 2_000), ("a2", 400)):
        one = figure(release, "block", code, "origin=rm")
        assert one["value"] == pytest.approx(25)
        assert one["population"] == pytest.approx(1_600 * people / 2_400)


def test_answers_without_places_tell_of_the_city_alone(tmp_path: Path) -> None:
    survey = SURVEY.replace('x = "east"\ny = "north"\ncrs = "EPSG:32618"\n', "")
    release = measured(tmp_path, survey=survey)
    assert figure(release, "city", "HAM")["value"] == pytest.approx(CITY)
    assert (figure(release, "block", "a1")["value"], figure(release, "block", "a1")["support"]) == (
        pytest.approx(CITY), "city",
    )  # fmt: skip
    assert set(release.table("differentials")["level"]) == {"city"}


def test_answers_are_told_at_coarser_base_levels_too(tmp_path: Path) -> None:
    release = measured(tmp_path, base="district")
    assert figure(release, "district", "A")["value"] == pytest.approx(CITY)
    assert set(release.table("values")["level"]) == {"city", "district"}
    assert scored(release, "city", "HAM")["low"] < CITY < scored(release, "city", "HAM")["high"]


def test_scores_of_answers_have_an_interval_and_those_of_counts_have_none(release: Release) -> None:
    one = scored(release, "block", "a1")
    assert one["low"] < one["score"] < one["high"]
    assert pd.isna(scored(release, "block", "a1", node="improved_water")["low"])
    assert scored(release, "block", "a1")["p_band"] > 0


def test_the_city_s_score_is_the_average_of_its_blocks_and_its_interval_as_wide_as_its_figure_s(
    release: Release,
) -> None:
    # Internet scores its own share: 50 in a1, 75 in a2, the city's in b1, by their universes 3,200, 9,000 and 4,200. Its
    # interval is nearly that of the figure: 500 replicates know an error to 3 %, and b1 repeats what the others say.
    value, score = figure(release, "city", "HAM"), scored(release, "city", "HAM")
    assert score["score"] == pytest.approx((3_200 * 50 + 9_000 * 75 + 4_200 * CITY) / 16_400)
    assert score["high"] - score["low"] == pytest.approx(value["high"] - value["low"], rel=0.15)


def test_the_gap_is_told_from_both_sides_and_its_sentence_names_who_has_less(release: Release) -> None:
    one = gap(release)
    hosts = 100 * (1_200 + 6_750 + 200) / (1_600 + 9_000 + 400)
    assert one["value"] == pytest.approx(25)
    assert one["value_against"] == pytest.approx(hosts)
    assert one["gap"] == pytest.approx(25 - hosts)
    assert one["verdict"] == "shown"
    assert (one["n"], one["n_against"]) == (160, 480)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_with_the_opposite_sign_planted_gap_verdict_and_sentence_turn(
    release: Release, tmp_path: Path, lang: str
) -> None:
    turned = measured(tmp_path, interviews.rows(opposite=True))
    before, after = gap(release), gap(turned)
    assert after["gap"] == pytest.approx(-before["gap"])
    assert after["verdict"] == before["verdict"] == "shown"
    indicator = load("basic").indicators["internet"]
    first, second = (sentence(row.to_dict() | {"group": "origin=rm"}, indicator, lang) for row in (before, after))
    assert first != second
    less, more = {"en": ("less", "more"), "es": ("menos", "más")}[lang]
    assert less in first and less not in second, (first, second)
    assert more in second and more not in first, (first, second)


def test_ten_times_the_weights_change_no_figure_but_how_many_there_are(release: Release, tmp_path: Path) -> None:
    heavier = measured(tmp_path, interviews.rows(times=10))
    one, ten = (each.table("values").query("indicator == 'internet'") for each in (release, heavier))
    assert ten["population"].to_numpy() == pytest.approx(10 * one["population"].to_numpy(), nan_ok=True)
    for name in ("value", "se", "low", "high", "df", "n"):
        assert ten[name].to_numpy(float, na_value=np.nan) == pytest.approx(
            one[name].to_numpy(float, na_value=np.nan), nan_ok=True
        ), name


def test_the_order_of_answers_changes_no_byte(release: Release, tmp_path: Path) -> None:
    other = measured(tmp_path, random.Random(3).sample(interviews.rows(), len(interviews.rows())))
    for path in sorted(release.path.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (other.path / path.relative_to(release.path)).read_bytes(), path.name


def test_points_and_replicates_are_private(release: Release) -> None:
    lines = [line.split(",") for line in interviews.rows()]
    private = {path.stem: pq.read_table(path).to_pandas() for path in (release.path / "private").iterdir()}
    assert set(private) == {"survey_homes_points", "survey_homes_cells", "survey_homes_replicates"}
    assert len(private["survey_homes_points"]) == len(lines)
    assert len(private["survey_homes_replicates"]) == 500
    homes, places = {line[0] for line in lines}, {float(cell) for line in lines for cell in line[4:6]}
    files = [path for path in (release.path / "public").rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        assert b"home-" not in path.read_bytes(), path.name
        if path.suffix == ".parquet":
            table = pq.read_table(path).to_pandas()
            cells = {cell for name in table for cell in table[name] if isinstance(cell, str | float)}
            assert not cells & (homes | places), path.name
            assert not any("survey" in str(name) or "cell" in str(name) for name in table), path.name


def test_public_gaps_stand_on_enough_people_of_both_groups(tmp_path: Path) -> None:
    # Of the 160 households of the group two thirds are asked for, and 161 is one more than there are.
    release = measured(tmp_path, more="\n[publish]\nhouseholds = 161\n")
    assert gap(release)["gap"] < 0
    shown = release.public().table("differentials").set_index(["level", "group"]).loc[[("city", "origin=rm")]]
    assert pd.isna(shown["gap"]).all() and pd.isna(shown["n"]).all() and pd.isna(shown["value_against"]).all()
    assert set(shown["verdict"]) == {"cannot_be_said"}
    assert set(shown["flags"].str.contains("protected")) == {True}

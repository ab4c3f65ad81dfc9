"""Odd but possible surveys: indicative ones, several, empty ones, designs that cannot be, answers that nobody gave."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.city import read_city
from tejido.errors import Finding, TejidoError
from tejido.measure import measure
from tejido.measure.values import catalogue_of
from tejido.release import Contents
from tests.measure import interviews
from tests.measure.interviews import ASKED, SURVEY
from tests.measure.test_surveys import CITY

INDICATIVE = SURVEY.replace('weight = "w"\npsu = "cluster"\n', 'sampling = "indicative"\n')
OTHER = INDICATIVE.replace('id = "homes"', 'id = "others"').replace("homes.csv", "others.csv")
REASON = 'enters_marker = "it is all there is"\n\n[surveys.variables]'


def measured(folder: Path, lines: list[str] | None = None, **more: str) -> tuple[Contents, list[Finding]]:
    """What is measured, without a release being written."""
    others = more.pop("others", None)
    city_folder = interviews.write(folder / "city", lines, **more)
    if others is not None:
        (city_folder / "others.csv").write_text(others, "utf-8")
    city = read_city(city_folder)
    return measure(city, catalogue_of(city))


def internet(contents: Contents, group: str = "all", public: bool = False) -> pd.DataFrame:
    values = (contents.public_tables if public else contents.tables)["values"]
    chosen = values[(values["indicator"] == "internet") & (values["group"] == group)]
    return chosen.set_index(["level", "unit"])


def score(contents: Contents, group: str = "all") -> pd.Series:
    scores = contents.tables["scores"].set_index(["level", "unit", "group", "node"])
    return scores.loc[("city", "HAM", group, "internet")]


def text(lines: list[str]) -> str:
    return "\n".join([interviews.HEAD, *lines]) + "\n"


def test_an_indicative_survey_is_told_apart_and_never_scored(tmp_path: Path) -> None:
    contents, _ = measured(tmp_path, survey=INDICATIVE)
    city = internet(contents).loc[("city", "HAM")]
    # Everybody counts the same: 40 + 120 + 225 + 10 of 640.
    assert city["value"] == pytest.approx(100 * 395 / 640)
    assert (city["kind"], city["quality"], city["flags"], city["n"]) == ("indicative", "indicative", "apart", 640)
    assert city[["se", "low", "high", "df", "deff", "n_eff", "population"]].isna().all()
    assert pd.isna(score(contents)["score"])
    gaps = contents.tables["differentials"]
    assert set(gaps["verdict"]) == {"cannot_be_said"}
    assert gaps[["gap_se", "gap_low", "gap_high", "p"]].isna().all(axis=None)
    assert gaps["gap"].notna().all()
    assert "survey_homes_replicates" not in contents.private
    assert contents.meta["choices"]["indicative"] == {}


def test_groups_that_an_indicative_survey_alone_tells_of_have_figures_but_no_score(tmp_path: Path) -> None:
    # Hosts are counted by nobody else. Who happened to be asked says nothing of how many of them live where.
    contents, _ = measured(tmp_path, survey=INDICATIVE)
    hosts = internet(contents, "origin=host", public=True)
    assert hosts.loc[("city", "HAM"), "value"] == pytest.approx(100 * 355 / 480)
    assert "origin=host" not in set(contents.tables["scores"]["group"])
    assert "origin=rm" in set(contents.tables["scores"]["group"])


def test_with_the_city_s_reason_it_is_scored_without_an_interval(tmp_path: Path) -> None:
    contents, _ = measured(tmp_path, survey=INDICATIVE.replace("[surveys.variables]", REASON))
    assert "apart" not in str(internet(contents).loc[("city", "HAM"), "flags"])
    assert score(contents)["score"] > 0
    assert pd.isna(score(contents)["low"])
    assert score(contents, "origin=host")["score"] > score(contents, "origin=rm")["score"]
    assert contents.meta["choices"]["indicative"] == {"homes": "it is all there is"}


def test_of_two_surveys_of_one_question_the_one_drawn_by_chance_is_told(tmp_path: Path) -> None:
    # The indicative one stands first in the file, and its answers are the opposite.
    opposite = text(interviews.rows(opposite=True))
    contents, _ = measured(tmp_path, survey=OTHER + SURVEY, others=opposite)
    city = internet(contents).loc[("city", "HAM")]
    assert (city["value"], city["kind"]) == (pytest.approx(CITY), "design-based")
    gaps = contents.tables["differentials"]
    assert set(gaps["source"]) == {"Encuesta de hogares"}
    assert set(gaps["kind"]) == {"design-based"}
    assert {"survey_homes_points", "survey_others_points"} <= set(contents.private)


def test_what_a_small_survey_cannot_tell_another_may(tmp_path: Path) -> None:
    small = [line for line in interviews.rows() if line.startswith("home-3")]  # 20 households of b1
    contents, _ = measured(tmp_path, small, survey=SURVEY + OTHER, others=text(interviews.rows()))
    city = internet(contents).loc[("city", "HAM")]
    assert (city["value"], city["kind"]) == (pytest.approx(100 * 395 / 640), "indicative")


def test_what_nobody_can_tell_is_said_to_be_unreliable_once(tmp_path: Path) -> None:
    small = [line for line in interviews.rows() if line.startswith("home-3")]
    contents, _ = measured(tmp_path, small)
    city = internet(contents).loc[("city", "HAM")]
    assert pd.isna(city["value"])
    assert city["quality"] == "unreliable"
    assert score(contents)["reason"] == "no_data"
    assert contents.tables["differentials"].empty


def test_a_named_indicator_is_told_by_its_survey_for_groups_too(tmp_path: Path) -> None:
    # Both could tell of groups; the second one is named for the indicator, which the first would only fill in.
    named = SURVEY.replace("[surveys.variables]", 'indicators = ["internet"]\n\n[surveys.variables]')
    named = named.replace('id = "homes"', 'id = "others"').replace("homes.csv", "others.csv")
    contents, _ = measured(
        tmp_path, survey=SURVEY + named.replace("Survey of homes", "Named").replace("Encuesta de hogares", "Nombrada"),
        others=text(interviews.rows(opposite=True)),
    )  # fmt: skip
    for group in ("all", "origin=rm"):
        assert set(internet(contents, group)["source"]) == {"Nombrada"}, group
    assert internet(contents, "origin=rm").loc[("city", "HAM"), "value"] == pytest.approx(75)


def test_the_survey_s_period_stands_beside_its_figures(tmp_path: Path) -> None:
    contents, _ = measured(tmp_path, survey=SURVEY.replace('period = "2024"', 'period = "2022"'))
    assert set(internet(contents)["period"]) == {"2022"}
    assert set(contents.tables["differentials"]["period"]) == {"2022"}
    assert set(contents.tables["scores"]["period"]) == {"2024"}


def test_a_question_that_nobody_answered_leaves_its_indicator_missing(tmp_path: Path) -> None:
    contents, _ = measured(tmp_path, [f"{line.rpartition(',')[0]}," for line in interviews.rows()])
    assert score(contents)["reason"] == "no_data"
    assert contents.tables["differentials"].empty


def test_a_survey_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TejidoError, match="C103"):
        measured(tmp_path, [])


def test_a_stratum_with_one_cluster_stops_the_measurement_and_names_the_remedy(tmp_path: Path) -> None:
    survey = SURVEY.replace('psu = "cluster"', 'psu = "cluster"\nstratum = "block"')
    lines = [line for line in interviews.rows() if not line.startswith("home-3") or line.startswith("home-300")]
    with pytest.raises(TejidoError) as refused:
        measured(tmp_path, lines, survey=survey)
    assert [(one.code, one.file) for one in refused.value.findings] == [("E113", "homes.csv")]
    assert "lonely" in refused.value.findings[0].remedy("en")
    contents, _ = measured(
        tmp_path / "again", lines, survey=survey.replace("[surveys.v", 'lonely = "certainty"\n\n[surveys.v')
    )
    assert internet(contents).loc[("block", "a1"), "value"] == pytest.approx(50)


def test_persons_alone_are_enough(tmp_path: Path) -> None:
    survey = SURVEY.replace('households = "homes.csv"', 'persons = "homes.csv"\nperson = "line"')
    survey = survey.replace(
        'internet = "net"',
        'activity = {column = "net", values = {true = "employed"}, otherwise = "inactive"}\nrole = {column = "line", values = {1 = "reference"}}',
    )
    city = interviews.write(tmp_path / "city", survey=survey)
    head, *lines = (city / "homes.csv").read_text("utf-8").splitlines()
    (city / "homes.csv").write_text("\n".join([head + ",line", *(f"{line},1" for line in lines)]), "utf-8")
    read = read_city(city)
    contents, _ = measure(read, catalogue_of(read))
    values = contents.tables["values"].set_index(["indicator", "level", "unit", "group"])["value"]
    assert values[("employment", "city", "HAM", "all")] == pytest.approx(CITY)
    assert values[("employment", "block", "a1", "all")] == pytest.approx(50)


def test_migrants_who_all_live_in_homes_of_hosts_have_figures_as_persons_and_none_as_households(tmp_path: Path) -> None:
    survey = SURVEY.replace(
        'group = "origin"', 'persons = "people.csv"\nperson = "line"\ngroup = "who"\nrule = "reference"'
    )
    survey += 'activity = {column = "work", values = {yes = "employed"}, otherwise = "inactive"}\n'
    survey += 'role = {column = "line", values = {1 = "reference"}, otherwise = "other"}\n'
    city = interviews.write(tmp_path / "city", survey=survey)
    homes = [line.partition(",")[0] for line in interviews.rows()]
    people = [f"{home},1,host,yes\n{home},2,rm,{('yes', 'no')[place // 5 % 2]}" for place, home in enumerate(homes)]
    (city / "people.csv").write_text("home,line,who,work\n" + "\n".join(people) + "\n", "utf-8")
    read = read_city(city)
    contents, _ = measure(read, catalogue_of(read))
    values = contents.tables["values"].set_index(["indicator", "level", "group"])["value"]
    assert set(contents.tables["values"].query("indicator == 'internet'")["group"]) == {"all", "origin=host"}
    # Clusters of five homes take turns, and there are as many of every weight that say yes as that say no.
    assert values[("employment", "city", "origin=rm")] == pytest.approx(50)


def test_an_omitted_indicator_is_not_told_by_a_survey_either(tmp_path: Path) -> None:
    contents, _ = measured(tmp_path, more='\n[omit]\ninternet = "everybody has it"\n')
    assert internet(contents).empty
    assert contents.tables["differentials"].empty


def test_a_survey_at_fault_stops_the_measurement(tmp_path: Path) -> None:
    with pytest.raises(TejidoError, match="C104"):
        measured(tmp_path, survey=SURVEY.replace('weight = "w"', 'weight = "ww"'))


def test_a_design_with_clusters_in_two_stages_gives_an_interval(tmp_path: Path) -> None:
    two = SURVEY.replace('psu = "cluster"', 'psu = ["block", "cluster"]\nlonely = "adjust"')
    contents, _ = measured(tmp_path, interviews.rows(ASKED), survey=two)
    # Three blocks are few first-stage clusters: 2 degrees of freedom carry no figure.
    assert pd.isna(internet(contents).loc[("city", "HAM"), "value"])

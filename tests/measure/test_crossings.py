"""Women and men, ages, disability, and their crossings with origin, in a survey whose figures can be worked out by hand.

In each of the 640 homes of `interviews` live a woman of 40, who is calm where there is internet, a man of 70, who is calm where
there is none, and a child of 10, calm like him, whose sex was not written down.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tejido.catalogue import load_extended
from tejido.city import read_city, read_surveys
from tejido.measure import measure
from tejido.measure.answered import Sample
from tejido.measure.crossings import Crossed, crossed, reference_of
from tejido.measure.pipeline import nest_of
from tejido.measure.values import catalogue_of
from tejido.privacy import Rule
from tejido.privacy.listed import Crossing, told
from tejido.release import Contents
from tests.measure import interviews
from tests.measure.test_adults import INDICATOR, SHARE

PERSONS = 'persons = "people.csv"\nperson = "line"\nplanned = ["city", "district", "origin"]\n'
TEXT = interviews.SURVEY.replace('household = "home"\n', 'household = "home"\n' + PERSONS)
TEXT += 'sex = "sex"\nage = "age"\ncalm = "calm"\nglad = "glad"\n'
FLAG = '[persons.{id}]\nkind = "flag"\nnames = {{es = "{id}", en = "{id}"}}\nsource = "ours"\n'

# Weighted calm women: a1 rm 10 x 40, a1 host 10 x 120, a2 30 x 225, b1 20 x 10; of 10 x 320 + 30 x 300 + 20 x 20 women.
WOMEN = 100 * (400 + 1_200 + 6_750 + 200) / 12_600
HOST_WOMEN = 100 * (1_200 + 6_750 + 200) / 11_000


def write(folder: Path) -> Path:
    interviews.write(folder, survey=TEXT, more='[extended]\nadd = ["own.toml"]\n')
    people = ["home,line,sex,age,calm,glad"]
    for line in interviews.rows():
        home, net = line.split(",")[0], line.split(",")[-1]
        other = "false" if net == "true" else "true"
        people += [f"{home},1,f,40,{net},{net}", f"{home},2,m,70,{other},{other}", f"{home},3,,10,{other},{other}"]
    (folder / "people.csv").write_text("\n".join(people) + "\n", "utf-8")
    theme = next(iter(load_extended().subdimensions))
    own = "".join(FLAG.format(id=one) for one in ("calm", "glad"))
    for id_, formula in (
        ("calm", SHARE.format(variable="calm")),
        ("glad", SHARE.format(variable="glad")),
        ("age_mean", 'statistic = "mean"\nvalue = "age"'),
    ):
        made = INDICATOR.format(id=f"own_{id_}", theme=theme, table="persons", unit="percent", formula=formula)
        own += made.replace(
            "[indicators.own_glad.answers]", 'groups = ["origin", "sex"]\n[indicators.own_glad.answers]'
        )
    (folder / "own.toml").write_text(own, "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("crossed") / "city")


@pytest.fixture(scope="module")
def contents(folder: Path) -> Contents:
    city = read_city(folder)
    return measure(city, catalogue_of(city), "district")[0]


def asked(folder: Path, listed: tuple[Crossing, ...]) -> Crossed:
    city = read_city(folder)
    catalogue = catalogue_of(city)
    nest = nest_of(city)
    sample = Sample.of(read_surveys(city, catalogue)[0], catalogue, nest)
    wanted = {by: set(sample.indicators) for by in told(listed, nest.shown)}
    return crossed(sample, catalogue, nest, listed, wanted, Rule(), "survey")


def figure(
    values: pd.DataFrame, group: str, level: str = "city", unit: str = "HAM", indicator: str = "own_calm"
) -> pd.Series:
    return values.set_index(["indicator", "level", "unit", "group"]).loc[(indicator, level, unit, group)]


def gap(contents: Contents, group: str) -> pd.Series:
    rows = contents.tables["differentials"].set_index(["indicator", "level", "group"])
    return rows.loc[("own_calm", "city", group)]


def test_every_group_of_the_list_has_its_figure(contents: Contents) -> None:
    values = contents.tables["values"]
    for group, share in {
        "sex=f": WOMEN, "sex=m": 100 - WOMEN, "age=30-59": WOMEN, "age=60+": 100 - WOMEN, "age=0-14": 100 - WOMEN,
        "origin=rm;sex=f": 25.0, "origin=rm;sex=m": 75.0, "origin=host;sex=f": HOST_WOMEN, "age=60+;origin=rm": 75.0,
    }.items():  # fmt: skip
        assert figure(values, group)["value"] == pytest.approx(share), group


def test_the_groups_of_a_dimension_and_those_not_told_apart_are_everybody(contents: Contents) -> None:
    values = contents.tables["values"]
    for name in ("n", "population"):
        whole = figure(values, "all")[name]
        children = figure(values, "age=0-14")[name]
        assert figure(values, "sex=f")[name] + figure(values, "sex=m")[name] + children == pytest.approx(whole)
        ages = [figure(values, f"age={one}")[name] for one in ("0-14", "30-59", "60+")]
        assert sum(ages) == pytest.approx(whole)
    # A woman in each of 640 homes, which stand for 12,600.
    assert (figure(values, "sex=f")["n"], figure(values, "sex=f")["population"]) == (640, pytest.approx(12_600))


def test_the_error_of_a_group_s_figure_is_that_of_its_clusters(contents: Contents) -> None:
    # Ultimate clusters (Saerndal, Swensson and Wretman 1992, 4.6): the linearised sums of 128 clusters around their mean.
    sums: dict[str, float] = {}
    for line in interviews.rows():
        _, weight, cluster, *_, net = line.split(",")
        sums[cluster] = sums.get(cluster, 0.0) + float(weight) * ((net == "true") - WOMEN / 100) / 12_600
    mean = sum(sums.values()) / len(sums)
    variance = len(sums) / (len(sums) - 1) * sum((one - mean) ** 2 for one in sums.values())
    assert len(sums) == 128
    assert figure(contents.tables["values"], "sex=f")["se"] == pytest.approx(100 * variance**0.5)


def test_a_district_tells_what_its_answers_carry_and_is_not_merged(contents: Contents) -> None:
    values = contents.tables["values"]
    one = figure(values, "sex=f", "district", "A")
    # 400 + 1,200 + 6,750 of 12,200 women.
    assert one["value"] == pytest.approx(100 * 8_350 / 12_200)
    few = figure(values, "sex=f", "district", "B")
    assert pd.isna(few["value"]) and few["quality"] == "unreliable" and pd.isna(few["domain"])


def test_groups_are_compared_with_their_reference_all_else_equal(contents: Contents) -> None:
    women, old = gap(contents, "sex=f"), gap(contents, "age=60+")
    assert (women["against"], women["gap"]) == ("sex=m", pytest.approx(2 * WOMEN - 100))
    assert (old["against"], old["gap"]) == ("age=30-59", pytest.approx(100 - 2 * WOMEN))
    both = gap(contents, "origin=rm;sex=f")
    assert (both["against"], both["gap"]) == ("origin=host;sex=f", pytest.approx(25 - HOST_WOMEN))
    groups = set(contents.tables["differentials"]["group"])
    assert groups.isdisjoint({"sex=m", "age=30-59", "origin=host;sex=f"})


@pytest.mark.parametrize(
    ("group", "against"),
    [
        ("sex=f", "sex=m"), ("sex=m", None), ("disability=yes", "disability=no"), ("age=0-14", "age=30-59"),
        ("age=60+;origin=rm", "age=60+;origin=host"), ("age=60+;origin=host", None),
        ("disability=yes;sex=f", "disability=no;sex=f"), ("age=60+;sex=f", "age=60+;sex=m"),
    ],
)  # fmt: skip
def test_a_crossing_is_compared_along_its_leading_dimension(group: str, against: str | None) -> None:
    assert reference_of(group) == against


def test_an_indicator_is_not_told_by_what_its_entry_leaves_out_or_it_measures_itself(contents: Contents) -> None:
    values = contents.tables["values"]
    groups = {one: {str(group) for group in rows["group"]} for one, rows in values.groupby("indicator")}
    assert {"sex=f", "origin=rm;sex=m"} <= groups["own_glad"]
    assert not any("age" in group for group in groups["own_glad"])
    assert "sex=f" in groups["own_age_mean"]
    assert not any("age" in group for group in groups["own_age_mean"])
    # Households have an origin, but no sex and no age.
    assert groups["internet"] == {"all", "origin=rm", "origin=host"}


def test_only_groups_by_origin_have_scores(contents: Contents) -> None:
    # Values of women stand at the base level here, and still enter no score.
    assert set(contents.tables["scores"]["group"]) == {"all", "origin=rm", "origin=host"}


def test_what_the_list_does_not_name_is_not_measured(folder: Path) -> None:
    made = asked(folder, (Crossing(("sex",), finest="city"),))
    assert set(made.values["group"]) == {"sex=f", "sex=m"}
    assert set(made.values["level"]) == {"city"}


def test_what_a_survey_did_not_ask_is_told(folder: Path) -> None:
    [note] = asked(folder, (Crossing(("disability",)), Crossing(("sex",)))).findings
    assert (note.code, note.severity) == ("A242", "note")
    assert "disability" in note.what("en")
    assert asked(folder, (Crossing(("sex",)),)).findings == []


def test_a_crossing_may_be_told_at_one_level_only(folder: Path) -> None:
    made = asked(folder, (replace(Crossing(("sex",)), coarsest="district", finest="district"),))
    assert set(made.values["level"]) == set(made.gaps["level"]) == {"district"}

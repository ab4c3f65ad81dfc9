"""Adults' answers, medians and figures of people at risk in a measurement, by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.catalogue import load_extended
from tejido.city import read_city
from tejido.city.engines import start_engine
from tejido.errors import TejidoError
from tejido.measure import measure
from tejido.measure.values import catalogue_of
from tejido.release import Contents
from tests.measure import interviews
from tests.measure.interviews import SURVEY

PERSONS = """persons = "people.csv"
person = "line"
selected = "drawn"
planned = ["block"]
"""
TEXT = SURVEY.replace('household = "home"\n', 'household = "home"\n' + PERSONS)
TEXT += 'age = "age"\nlgbtiq = "lgbtiq"\ntrusts = "trusts"\nincome = "income"\n'

INDICATOR = """
[indicators.{id}]
names = {{es = "{id}", en = "{id}"}}
definitions = {{es = "{id}", en = "{id}"}}
subdimension = "{theme}"
category = "quality"
filter = "diversity"
source_kind = "perception"
measure_unit = "{unit}"
direction = "context"
reason = "for the test"
[indicators.{id}.answers]
table = "{table}"
{formula}
"""
OWN = """
[adults.trusts]
kind = "flag"
names = {es = "confía", en = "trusts"}
source = "ours"

[persons.proud]
kind = "flag"
names = {es = "orgullo", en = "proud"}
source = "ours"
rules = [{when = [{variable = "lgbtiq", values = ["true"]}], then = "true"}]
otherwise = "false"
"""
SHARE = 'statistic = "share"\nof = [{{variable = "{variable}", values = ["true"]}}]\nscale = 100'


def own(theme: str) -> str:
    made = [
        ("trust", "adults", "percent", SHARE.format(variable="trusts")),
        ("proud", "persons", "percent", SHARE.format(variable="proud")),
        ("income", "households", "currency_per_month", 'statistic = "median"\nvalue = "income"'),
    ]
    return OWN + "".join(
        INDICATOR.format(id=f"own_{one}", theme=theme, table=table, unit=unit, formula=formula)
        for one, table, unit, formula in made
    )


def write(folder: Path, survey: str = TEXT) -> Path:
    """The hamlet's 640 households, every one with two adults, of whom the first was drawn, and a child.

    The drawn adult trusts where the household has internet, is LGBTIQ+ where it has not. The 300 households
    of a2 earn 1 to 300, spread over all clusters.
    """
    homes = [line.split(",") for line in interviews.rows()]
    interviews.write(folder, survey=survey, more='[extended]\nadd = ["own.toml"]\n')
    head = interviews.HEAD + ",drawn,trusts,income"
    rows = [
        ",".join([*cells, "1", cells[-1], str(n % 5 * 60 + int(cells[2].split("-")[2]) + 1)])
        for n, cells in enumerate(homes)
    ]
    (folder / "homes.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    people = ["home,line,age,lgbtiq"]
    for cells in homes:
        at_risk = "false" if cells[-1] == "true" else "true"
        people += [f"{cells[0]},1,40,{at_risk}", f"{cells[0]},2,41,false", f"{cells[0]},3,7,false"]
    (folder / "people.csv").write_text("\n".join(people) + "\n", "utf-8")
    theme = next(iter(load_extended().subdimensions))
    (folder / "own.toml").write_text(own(theme), "utf-8")
    return folder


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    folder = write(tmp_path_factory.mktemp("adults") / "city")
    city = read_city(folder)
    return measure(city, catalogue_of(city))[0]


def rows(contents: Contents, indicator: str, group: str = "all") -> pd.DataFrame:
    values = contents.tables["values"]
    return values[(values["indicator"] == indicator) & (values["group"] == group)].set_index(["level", "unit"])


def test_adults_answers_become_figures_of_units_and_groups(contents: Contents):
    everybody = rows(contents, "own_trust")
    # In a1 25 % of 160 households (weight 10) and 75 % of 160 have internet, and so trust; two adults in each.
    assert everybody.loc[("block", "a1"), "value"] == pytest.approx(50)
    assert everybody.loc[("block", "a1"), "population"] == pytest.approx(2 * 10 * 320)
    assert rows(contents, "own_trust", "origin=rm").loc[("city", "HAM"), "value"] == pytest.approx(25)


def test_the_gap_in_adults_answers_is_told_with_the_households_behind_it(contents: Contents):
    gaps = contents.tables["differentials"].set_index(["level", "indicator"])
    told = gaps.loc[("city", "own_trust")]
    # Hosts: (1,200 + 6,750 + 200) of (1,600 + 9,000 + 400) households.
    assert told["gap"] == pytest.approx(25 - 100 * 8150 / 11000)
    assert (told["n"], told["n_households"], told["verdict"]) == (160, 160, "shown")


def test_figures_of_lgbtiq_people_are_told_of_the_city_alone_whatever_follows_from_them(contents: Contents):
    assert set(rows(contents, "own_proud").index.get_level_values("level")) == {"city"}
    gaps = contents.tables["differentials"]
    assert set(gaps.loc[gaps["indicator"] == "own_proud", "level"]) == {"city"}
    assert len(set(rows(contents, "own_trust").index.get_level_values("level"))) > 1


def test_a_model_of_such_figures_below_the_city_is_refused(tmp_path: Path):
    model = '[[surveys.model]]\nindicators = ["own_proud"]\nlevel = "block"\n\n[surveys.variables]'
    folder = write(tmp_path / "city", TEXT.replace("[surveys.variables]", model))
    city = read_city(folder)
    with pytest.raises(TejidoError) as refused:
        measure(city, catalogue_of(city))
    assert [one.code for one in refused.value.findings] == ["E408"]


def test_medians_are_measured_and_an_engine_says_that_it_left_them_to_memory(tmp_path: Path, contents: Contents):
    # Half of the 300 households earn 150 at most.
    assert rows(contents, "own_income").loc[("block", "a2"), "value"] == 150
    folder = write(tmp_path / "city")
    city = read_city(folder)
    with start_engine("duckdb") as engine:
        again, findings = measure(city, catalogue_of(city), engine=engine)
    [told] = [one for one in findings if one.code == "E704"]
    assert "own_income" in str(dict(told.values)["names"])
    for indicator in ("own_income", "own_trust"):
        figures = rows(again, indicator)[["value", "se"]]
        assert figures.to_numpy() == pytest.approx(rows(contents, indicator)[["value", "se"]].to_numpy(), nan_ok=True)

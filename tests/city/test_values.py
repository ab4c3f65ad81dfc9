"""Ready-made values: from columns to figures in the indicator's own measure, once, where they were measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.catalogue import load
from tejido.city import ReadyMade, read_city, ready_made
from tests.city import village
from tests.city.village import Feature

BASIC = load("basic")


def made(folder: Path, line: str, table: str = "values.block", **columns: list[object]) -> ReadyMade:
    """The ready-made values of a village whose blocks have `columns`, declared by one line."""

    def change(blocks: list[Feature]) -> None:
        for place, block in enumerate(blocks):
            block["properties"] |= {name: figures[place] for name, figures in columns.items()}

    toml = village.TOML.split("[values.block]")[0] + f'[{table}]\nsource = "Census"\n{line}\n'
    return ready_made(read_city(village.write(folder, toml, change)), BASIC)


def values(ready: ReadyMade) -> dict[str, float]:
    return dict(zip(ready.values["unit"], ready.values["value"], strict=True))


def told(ready: ReadyMade) -> list[str]:
    return [one.code for one in ready.findings]


def test_a_no_data_code_is_missing_and_not_a_figure(tmp_path: Path):
    ready = made(tmp_path, 'internet = {column = "a", no_data = [999]}', a=[999, *range(11)])
    assert "b11" not in values(ready)
    assert values(ready)["b12"] == 0
    assert told(ready) == ["C308"]


def test_a_share_without_becomes_a_share_with(tmp_path: Path):
    ready = made(tmp_path, 'sanitation = {column = "a", invert = 100, no_data = [999]}', a=[8.5, 999] + [0] * 10)
    assert values(ready)["b11"] == 91.5
    assert "b12" not in values(ready)


def test_people_per_km2_become_people_per_hectare(tmp_path: Path):
    ready = made(tmp_path, 'residential_density = {column = "a", scale = 0.01}', a=[4810.0] * 12)
    assert values(ready)["b11"] == pytest.approx(48.1)
    assert set(ready.values["kind"]) == {"layer"}


def test_a_repeated_figure_is_given_once_where_it_was_measured(tmp_path: Path):
    ready = made(tmp_path, 'internet = {column = "a", support = "zone"}', a=[40.0] * 4 + [50.0] * 4 + [60.0] * 4)
    assert values(ready) == {"1": 40.0, "2": 50.0, "3": 60.0}
    assert set(ready.values["level"]) == set(ready.values["support"]) == {"zone"}


def test_a_repeated_figure_that_differs_is_an_error_and_missing(tmp_path: Path):
    ready = made(tmp_path, 'internet = {column = "a", support = "zone"}', a=[40.0] * 3 + [41.0] + [50.0] * 8)
    assert "C304" in told(ready)
    assert values(ready) == {"2": 50.0, "3": 50.0}


def test_counts_become_parts_that_can_be_summed(tmp_path: Path):
    ready = made(
        tmp_path, 'improved_water = {numerator = ["a", "b"], denominator = "c"}', a=[3] * 12, b=[4] * 12, c=[10] * 12
    )
    block = ready.parts[ready.parts["unit"] == "b11"].set_index("part")["amount"]
    assert block.to_dict() == {"numerator": 7.0, "denominator": 10.0}
    assert ready.values.empty


def test_a_part_larger_than_the_whole_is_told_and_missing(tmp_path: Path):
    ready = made(tmp_path, 'improved_water = {numerator = "a", denominator = "b"}', a=[11] + [5] * 11, b=[10] * 12)
    assert "C312" in told(ready)
    assert "b11" not in set(ready.parts["unit"])


def test_inverted_counts_count_the_others(tmp_path: Path):
    ready = made(
        tmp_path, 'improved_water = {numerator = "a", denominator = "b", invert = 100}', a=[3] * 12, b=[10] * 12
    )
    assert ready.parts.set_index(["unit", "part"])["amount"]["b11", "numerator"] == 7


def test_a_gap_has_two_fractions(tmp_path: Path):
    line = (
        'gender_gap_schooling = {numerator = "yw", denominator = "w", against = {numerator = "ym", denominator = "m"}}'
    )
    ready = made(tmp_path, line, yw=[90] * 12, w=[10] * 12, ym=[80] * 12, m=[10] * 12)
    assert set(ready.parts["part"]) == {"numerator", "denominator", "against_numerator", "against_denominator"}


def test_a_diversity_has_one_part_per_class(tmp_path: Path):
    ready = made(tmp_path, 'diversity_age = {classes = ["a", "b"]}', a=[1] * 12, b=[2] * 12)
    assert set(ready.parts["part"]) == {"class:a", "class:b"}


def test_classes_for_what_is_no_diversity_are_refused(tmp_path: Path):
    assert told(made(tmp_path, 'internet = {classes = ["a", "b"]}', a=[1] * 12, b=[2] * 12)) == ["C020"]


def test_shares_of_one_base_are_divided_but_not_summed(tmp_path: Path):
    # 3 % of working age seek work, 60 % take part in the labour market: 5 % of the labour force is unemployed
    line = 'unemployment = {numerator = "a", denominator = "b", of_shares = true}'
    ready = made(tmp_path, line, a=[3.0] * 12, b=[60.0] * 12)
    assert values(ready)["b11"] == pytest.approx(5)
    assert ready.parts.empty


def test_a_city_wide_figure_stands_at_the_city(tmp_path: Path):
    ready = made(tmp_path, "life_expectancy = {value = 77.3, period = 2021}", table="values.city")
    assert ready.values[["level", "unit", "value", "source"]].values.tolist() == [["city", "VIL", 77.3, "Census, 2021"]]


def test_a_figure_out_of_the_possible_range_is_told_and_missing(tmp_path: Path):
    # Shannon's entropy cannot be negative
    ready = made(tmp_path, 'land_use_diversity = {column = "a"}', a=[-0.03] + [0.5] * 11)
    assert told(ready) == ["C306"]
    assert len(values(ready)) == 11


def test_a_rounding_error_at_the_end_of_the_range_stands(tmp_path: Path):
    assert len(values(made(tmp_path, 'internet = {column = "a"}', a=[100 + 1e-12] * 12))) == 12


def test_a_negative_count_is_an_error(tmp_path: Path):
    ready = made(tmp_path, 'improved_water = {numerator = "a", denominator = "b"}', a=[-1] + [5] * 11, b=[10] * 12)
    assert "C315" in told(ready)


def test_a_proxy_is_flagged(tmp_path: Path):
    ready = made(tmp_path, 'unemployment = {column = "a", proxy = "per person"}', a=[4.0] * 12)
    assert set(ready.values["flags"]) == {"proxy"}
    assert ready.proxies == {"unemployment"}


def test_an_unknown_indicator_is_an_error(tmp_path: Path):
    assert told(made(tmp_path, 'internt = {column = "a"}', a=[4.0] * 12)) == ["C008"]


def test_a_rate_made_of_columns_is_per_100_000(tmp_path: Path):
    ready = made(tmp_path, 'homicide_rate = {numerator = "a", denominator = "b"}', a=[1] * 12, b=[5000] * 12)
    assert set(ready.parts["part"]) == {"numerator", "denominator"}


def test_omitted_indicators_are_not_read(tmp_path: Path):
    toml = village.TOML + '\n[omit]\ninternet = "not asked"\n'
    ready = ready_made(read_city(village.write(tmp_path, toml)), BASIC)
    assert set(ready.parts["indicator"]) == {"improved_water"}
    assert ready.values.empty

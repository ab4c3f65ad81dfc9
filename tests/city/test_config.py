"""`city.toml`: what it says becomes a `CityConfig`, and what is wrong in it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.city.config import read_config
from tejido.city.config_values import canonical_group
from tejido.city.model import CityConfig, Fraction
from tests.city import village
from tests.city.interviews import SURVEY


def read(folder: Path, text: str) -> tuple[CityConfig | None, list[str]]:
    (folder / "city.toml").write_text(text, "utf-8")
    config, found = read_config(folder)
    return config, [f"{one.code}:{one.row}" for one in found]


def test_a_plain_folder_is_read_without_a_word(tmp_path: Path):
    config, found = read(tmp_path, village.TOML)
    assert found == []
    assert config is not None
    assert [level.id for level in config.levels] == ["zone", "block"]
    assert config.level("block").population.columns == ("people",)


def test_levels_without_plural_use_their_name(tmp_path: Path):
    config, _ = read(tmp_path, village.TOML)
    assert config.level("zone").plurals == {"en": "zone", "es": "zona"}


def test_a_value_inherits_source_and_period_of_its_table(tmp_path: Path):
    text = village.TOML.replace('source = "Census"', 'source = "Census"\nperiod = 2010')
    config, _ = read(tmp_path, text)
    assert {(spec.source, spec.period) for spec in config.values} == {("Census", "2010")}


def test_a_share_of_counts_is_a_fraction(tmp_path: Path):
    config, _ = read(tmp_path, village.TOML)
    water = next(spec for spec in config.values if spec.indicator == "improved_water")
    assert water.fraction == Fraction(("water",), ("homes",))


def test_values_of_a_group_carry_the_group(tmp_path: Path):
    text = village.TOML + '\n[values.block.groups."origin=rm"]\ninternet = {column = "net_rm"}\n'
    config, found = read(tmp_path, text)
    assert found == []
    assert [(spec.indicator, spec.group) for spec in config.values if spec.group != "all"] == [
        ("internet", "origin=rm")
    ]


def test_a_window_s_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path):
    plain, _ = read(tmp_path, village.TOML)
    (tmp_path / "city.toml").write_bytes(b"\xef\xbb\xbf" + village.TOML.replace("\n", "\r\n").encode())
    assert read_config(tmp_path) == (plain, [])


def test_a_folder_without_city_toml_is_told(tmp_path: Path):
    assert [one.code for one in read_config(tmp_path)[1]] == ["C001"]


def test_broken_toml_names_the_line(tmp_path: Path):
    assert read(tmp_path, '[city]\ncode = "VIL\n')[1] == ["C002:2"]


@pytest.mark.parametrize(
    ("line", "spoiled", "told"),
    [
        ('code = "VIL"', "", "C004:1"),
        ('country = "PAN"', "country = true", "C005:4"),
        ('id = "block"', 'id = "zone"', "C010:17"),
        ('internet = {column = "net"}', "internet = {value = 3}", "C011:32"),
        ('internet = {column = "net"}', 'internet = {column = "net", proxi = "why"}', "C003:32"),
        ('internet = {column = "net"}', 'internet = {numerator = "net", invert = 50}', "C017:32"),
        ("[values.block]", '[values.zone]\ninternet = {column = "net", source = "x"}\n[values.block]', "C018:34"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, line: str, spoiled: str, told: str):
    assert line in village.TOML
    assert told in read(tmp_path, village.TOML.replace(line, spoiled))[1]


def test_a_survey_is_declared_beside_the_levels_and_takes_the_period_of_the_round(tmp_path: Path):
    config, told = read(tmp_path, village.TOML + SURVEY.replace('period = "2024"\n', ""))
    assert told == [] and config is not None
    (survey,) = config.surveys
    assert (survey.id, survey.period, survey.psu, survey.unit) == ("homes", "2024", ("cluster",), ("block", "block"))
    assert survey.variables["water"].values == {"1": "improved_on_premises", "2": "surface"}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [("origin=rm", "origin=rm"), ("sex=f;origin=rm", "origin=rm;sex=f"), ("refugees", None), ("origin = rm", None)],
)
def test_a_group_has_one_form(written: str, canonical: str | None):
    assert canonical_group(written) == canonical


def test_a_city_may_protect_more_than_the_rule_but_never_less(tmp_path: Path):
    stricter, told = read(tmp_path, village.TOML + "[publish]\npersons = 30\nhouseholds = 10\n")
    assert stricter is not None
    assert (stricter.publish.persons, stricter.publish.households, told) == (30, 10, [])
    laxer, told = read(tmp_path, village.TOML + "[publish]\npersons = 3\n")
    assert laxer is not None
    assert laxer.publish.persons == 10
    assert [one.split(":")[0] for one in told] == ["C006"]


def test_what_is_written_in_one_language_is_translated_in_the_folder(tmp_path: Path):
    text = village.TOML + '\n[translations]\n"Census" = {es = "Censo"}\n'
    config, found = read(tmp_path, text)
    assert (found, config.translations) == ([], {"Census": {"es": "Censo"}})


def test_a_translation_of_what_stands_nowhere_is_told_with_its_line(tmp_path: Path):
    text = village.TOML + '\n[translations]\n"Censsus" = {es = "Censo"}\n'
    _, found = read(tmp_path, text)
    assert found == [f"C023:{text.count(chr(10))}"]

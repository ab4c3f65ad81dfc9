"""The example's country and policies: synthetic by name, with a year left out and counts kept back, and known outcomes in its second round."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.city.config import read_config
from tejido.city.country import read_country_tables
from tejido.city.files import Files
from tejido.city.policies import read_policies
from tejido.example import cityfile_context, country
from tests.city import village


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A folder for each round, of which only the context is written."""
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder, period, first in zip(folders, ("2024", "2026"), (True, False), strict=True):
        settings = village.TOML.replace('country = "PAN"', 'country = "XXX"')
        (folder / "city.toml").write_text(settings + cityfile_context.text(period, first), "utf-8")
        cityfile_context.write(folder, period, first)
    return folders


def test_every_file_says_in_its_name_and_in_a_column_that_it_is_synthetic(rounds: list[Path]):
    for folder in rounds:
        files = sorted(folder.glob("*.csv"))
        assert len(files) == 6
        assert all("synthetic" in file.name and pd.read_csv(file)["synthetic"].all() for file in files)


def test_the_same_round_is_written_byte_for_byte_again(rounds: list[Path], tmp_path: Path):
    cityfile_context.write(tmp_path, "2026", False)
    for file in rounds[1].glob("*.csv"):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_both_rounds_are_read_without_an_error_and_the_second_knows_two_years_more(rounds: list[Path]):
    last = []
    for folder in rounds:
        config, findings = read_config(folder)
        assert config is not None
        files = Files(folder, None, findings)
        counts, policies = read_country_tables(config, files), read_policies(config, files)
        assert {one.code for one in findings} == {"C808"}
        assert len(policies.instruments) == 5 and len(policies.assessments) == 40
        last.append(int(counts["year"].max()))
    assert last == [2023, 2025]


def test_a_year_is_left_out_small_counts_are_kept_back_and_the_rest_ends_in_0_or_5():
    people = country.tables(2025)["population"]
    assert sorted(set(range(2015, 2026)) - set(people["Year"])) == [2020]
    told = people["Asylum-seekers"]
    assert (told == "*").any()
    assert (pd.to_numeric(told[told != "*"]) % 5 == 0).all()


def test_what_became_of_the_recommendations_is_known_in_the_second_round(rounds: list[Path]):
    status = [pd.read_csv(next(folder.glob("policy_assessments*")))["status"].value_counts() for folder in rounds]
    assert status[0]["adopted"] == 2
    assert status[1]["adopted"] == 8 and status[1]["rejected"] == 2

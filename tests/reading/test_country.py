"""The national context as a text reads it: years in order, gaps left open, "at least" where counts are lacking."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tejido.measure.country import country_document
from tejido.reading.country import Country, Point, country_of
from tests.city import context


class Opened:
    """As much of a release as the reader asks for."""

    def __init__(self, values: pd.DataFrame, document: Mapping[str, Any] | None) -> None:
        self.values, self.named = values, document

    def table(self, name: str) -> pd.DataFrame:
        return {"values": self.values}[name]

    def document(self, name: str) -> Mapping[str, Any] | None:
        return self.named if name == "country.json" else None


def of(folder: Path, text: str = context.POPULATION, table: str = "population") -> Country:
    """The context of a country with one table."""
    read = context.country(folder, text, table)
    found = country_of(Opened(read.values, country_document(read.config, read.counts, read.values)))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_series_has_every_year_once_and_a_year_nobody_told_of_is_open(tmp_path: Path):
    series = of(tmp_path).series("country_refugees", "es")
    assert series is not None
    assert series.points == (Point(2021, 400.0), Point(2022, None), Point(2023, 500.0))
    assert (series.first.year, series.last.year) == (2021, 2023)
    assert (series.name, series.unit, series.who) == ("Personas refugiadas", "personas", "De todos los países")


def test_a_sum_without_the_counts_kept_back_says_at_least_and_a_rate_does_not(tmp_path: Path):
    series = of(tmp_path).series("country_asylum_seekers", "en")
    assert series is not None and series.points[0] == Point(2021, 40.0, at_least=True)
    table = "year,coo_iso,coa_iso,dec_recognized,dec_other,dec_rejected\n2023,VEN,PAN,30,20,50\n2023,NIC,PAN,*,0,0\n"
    rate = of(tmp_path / "decisions", table, "decisions").series("country_protection_rate", "en")
    assert rate is not None and rate.points == (Point(2023, 50.0),)


def test_where_all_is_kept_back_the_last_year_known_is_an_earlier_one(tmp_path: Path):
    table = "year,coo_iso,coa_iso,stateless\n2022,VEN,PAN,15\n2023,VEN,PAN,*\n"
    series = of(tmp_path, table).series("country_stateless", "en")
    assert series is not None
    assert series.points == (Point(2022, 15.0), Point(2023, None)) and series.last.year == 2022


def test_origins_come_with_the_largest_first_and_in_the_reader_s_language(tmp_path: Path):
    table = "year,coo_iso,coo_name,coa_iso,refugees\n2023,HTI,Haiti,PAN,10\n2023,CUB,Cuba,PAN,30\n2023,QMA,Hilandia,PAN,20\n"
    country = of(tmp_path, table)
    assert [one.who for one in country.by_origin("country_displaced", "es")] == ["Cuba", "Hilandia", "Haití"]
    assert [one.last.value for one in country.by_origin("country_displaced", "es")] == [30.0, 20.0, 10.0]
    assert country.name("es") == "Panamá"


def test_sex_and_age_come_in_the_order_of_a_pyramid(tmp_path: Path):
    table = "year,coo_iso,coa_iso,m_60,f_0_4,f_60\n2023,VEN,PAN,5,20,10\n"
    series = of(tmp_path, table, "demographics").by_group("country_by_sex_and_age", "es")
    assert [(one.who, one.last.value) for one in series] == [
        ("Niñas de hasta 4 años", 20.0), ("Mujeres de 60 años y más", 10.0), ("Hombres de 60 años y más", 5.0),
    ]  # fmt: skip


def test_what_was_not_measured_is_no_series(tmp_path: Path):
    country = of(tmp_path)
    assert country.series("country_asylum_applications", "en") is None
    assert "country_asylum_applications" not in country.indicators
    assert country.years == (2021, 2023)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_indicator_and_group_has_a_name_in_the_language(tmp_path: Path, lang: str):
    known = of(tmp_path).context
    for one in known.indicators.values():
        assert one.names[lang] and one.definitions[lang] and known.units[one.unit][lang]
        assert all(group == "all" or known.groups[group][lang] for group in one.groups)


def test_a_release_without_a_country_has_no_context():
    assert country_of(Opened(pd.DataFrame(), None)) is None  # type: ignore[arg-type]

"""UNHCR's tables as they are downloaded: read as they stand, what is hidden is missing and not zero, what is wrong is told with its row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido.city.config import read_config
from tejido.measure.country import country_document
from tests.city import context, village
from tests.city.context import POPULATION, Read


def told(read: Read, indicator: str, group: str = "all") -> dict[str, tuple[float, str | None]]:
    """Value and flags by year; -1 where the value is missing."""
    values = read.values
    rows = values[(values["indicator"] == indicator) & (values["group"] == group)]
    flags = rows["flags"].astype(object).where(rows["flags"].notna(), None)
    return dict(zip(rows["period"], zip(rows["value"].fillna(-1.0), flags, strict=True), strict=True))


def test_the_people_of_all_origins_are_summed_and_a_year_without_rows_has_none(tmp_path: Path):
    read = context.country(tmp_path)
    # 2021: 100 from Nicaragua and 300 from Venezuela; nothing is told of 2022; the people from Panama in Costa Rica are not here.
    assert told(read, "country_refugees") == {"2021": (400.0, None), "2023": (500.0, None)}


def test_a_count_that_is_kept_back_is_missing_and_the_sum_says_that_it_lacks_it(tmp_path: Path):
    read = context.country(tmp_path)
    assert told(read, "country_asylum_seekers") == {"2021": (40.0, "partial"), "2023": (60.0, None)}
    assert told(read, "country_displaced") == {"2021": (440.0, "partial"), "2023": (560.0, None)}
    assert read.codes() == [("C808", None, None)]


def test_where_every_count_is_kept_back_there_is_no_figure_but_a_sign(tmp_path: Path):
    only = "\n".join([POPULATION.split("\n")[0], POPULATION.split("\n")[3], ""])
    assert told(context.country(tmp_path, only), "country_stateless") == {"2023": (-1.0, "partial")}
    # Nobody from elsewhere and some kept back: "at least none" would say nothing.
    none = only + "2023,Nicaragua,NIC,Panama,PAN,0,0,0,0\n"
    assert told(context.country(tmp_path, none), "country_stateless") == {"2023": (-1.0, "partial")}


def test_displaced_inside_the_country_are_those_who_come_from_it_and_are_in_it(tmp_path: Path):
    assert told(context.country(tmp_path), "country_internally_displaced") == {"2023": (75.0, None)}


def test_the_largest_origins_are_told_by_their_code_and_named_in_both_languages(tmp_path: Path):
    read = context.country(tmp_path)
    assert told(read, "country_displaced", "country_of_origin=VEN") == {
        "2021": (300.0, "partial"),
        "2023": (560.0, None),
    }
    document = country_document(read.config, read.counts, read.values)
    assert document["origins"] == {"VEN": {"es": "Venezuela", "en": "Venezuela"}}
    assert document["country"] == {"code": "PAN", "names": {"es": "Panamá", "en": "Panama"}}


def test_the_source_names_the_table_and_its_first_and_last_year(tmp_path: Path):
    values = context.country(tmp_path, more='source = "ACNUR"\n').values
    assert set(values["source"]) == {"ACNUR (unhcr.csv, 2021-2023)"}
    assert (
        set(values["level"]) == {"country"} and set(values["unit"]) == {"PAN"} and set(values["kind"]) == {"register"}
    )


APPLICATIONS = """\
Year,Country of origin (ISO),Country of asylum (ISO),Authority,Application type,Stage of procedure,Cases / Persons,applied
2023,VEN,PAN,G,N,FI,P,"1,250"
2023,VEN,PAN,G,A,AR,P,300
2023,NIC,PAN,G,N,FI,P,50
2023,CUB,PAN,G,N,FI,C,70
"""


def test_only_first_applications_of_persons_count_and_cases_are_told(tmp_path: Path):
    read = context.country(tmp_path, APPLICATIONS, "applications")
    assert told(read, "country_asylum_applications") == {"2023": (1300.0, None)}
    assert read.codes() == [("C807", None, "Cases / Persons")]


DECISIONS = """\
Year,Country of origin (ISO),Country of asylum (ISO),Cases / Persons,Recognized decisions,Complementary protection,Rejected decisions,Otherwise closed
2023,VEN,PAN,P,30,10,40,900
2023,NIC,PAN,P,10,0,10,0
2024,NIC,PAN,P,0,0,0,5
"""


def test_the_recognition_rate_is_of_decisions_on_the_merits_and_missing_where_there_were_none(tmp_path: Path):
    read = context.country(tmp_path, DECISIONS, "decisions")
    # UNHCR's total recognition rate: (40 recognised + 10 complementary) / (40 + 10 + 50 rejected) = 50 %; closed ones do not count.
    assert told(read, "country_protection_rate") == {"2023": (50.0, None)}
    assert told(read, "country_decisions_closed") == {"2023": (900.0, None), "2024": (5.0, None)}


def test_sex_and_age_are_groups_of_one_indicator(tmp_path: Path):
    table = "year,coo_iso,coa_iso,f_0_4,m_60\n2023,VEN,PAN,20,5\n2023,NIC,PAN,10,*\n"
    read = context.country(tmp_path, table, "demographics")
    assert told(read, "country_by_sex_and_age", "age=0-4;sex=f") == {"2023": (30.0, None)}
    assert told(read, "country_by_sex_and_age", "age=60+;sex=m") == {"2023": (5.0, "partial")}


def test_a_column_that_is_empty_for_a_year_was_not_counted_then(tmp_path: Path):
    table = (
        "year,coo_iso,coa_iso,refugees,oip\n2017,VEN,PAN,10,\n2017,NIC,PAN,5,-\n2018,VEN,PAN,20,30\n2018,NIC,PAN,5,\n"
    )
    read = context.country(tmp_path, table)
    assert told(read, "country_other_protection") == {"2018": (30.0, "partial")}
    assert told(read, "country_displaced") == {"2017": (15.0, None), "2018": (55.0, "partial")}


def test_windows_line_ends_semicolons_letters_with_marks_and_lines_above_change_nothing(tmp_path: Path):
    text = POPULATION.replace(",", ";").replace("Nicaragua", "España").replace("\n", "\r\n")
    above = "Extracted from the UNHCR Refugee Population Statistics Database\r\n\r\n"
    plain, other = context.country(tmp_path / "a"), context.country(tmp_path / "b", (above + text).encode("cp1252"))
    pd.testing.assert_frame_equal(plain.values, other.values)
    assert set(other.counts["origin_name"]) >= {"España"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POPULATION.replace("Country of asylum (ISO)", "Destination"), ("C801", None, None)),
        (POPULATION.split("Refugees")[0].strip(",") + "\n2021,Nicaragua,NIC,Panama,PAN\n", ("C802", None, None)),
        (POPULATION.replace("2023,Venezuela", "23,Venezuela"), ("C803", 4, "Year")),
        (POPULATION.replace("500", "5oo"), ("C804", 4, "Refugees under UNHCR's mandate")),
        ("Sacado el 3 de mayo\n" + POPULATION.replace("500", "-500"), ("C804", 5, "Refugees under UNHCR's mandate")),
        (POPULATION.replace("PAN", "PRY"), ("C805", None, None)),
        (POPULATION + "2023,Panama,PAN,Panama,PAN,0,0,75,0\n", ("C806", 7, None)),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_where_it_stands(
    tmp_path: Path, text: str, expected: tuple[str, int | None, str | None]
):
    assert [one for one in context.country(tmp_path, text).codes() if one[0] != "C808"] == [expected]


def test_an_empty_file_is_told_and_gives_no_figure(tmp_path: Path):
    read = context.country(tmp_path, b"")
    assert ("C103", None, None) in read.codes()
    assert read.values.empty


def test_a_section_that_names_no_table_and_an_unknown_key_are_told(tmp_path: Path):
    # `[country]` stands on line 35 of `city.toml`.
    assert context.country(tmp_path, table="poblacion").codes() == [
        ("C003", 36, "country.poblacion"),
        ("C004", 35, "country"),
    ]


def test_no_level_of_units_may_be_called_country(tmp_path: Path):
    (tmp_path / "city.toml").write_text(village.TOML.replace('id = "zone"', 'id = "country"'), "utf-8")
    assert "C010" in {one.code for one in read_config(tmp_path)[1]}

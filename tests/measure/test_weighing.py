"""Weights of the hamlet's survey, worked by hand from the file of outcomes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tejido import survey
from tejido.errors import TejidoError
from tejido.measure.weighing import Weighing, weigh, write_weights
from tests.measure import hamlet

SAMPLE = """
format = 1
city = "HAM"
level = "block"
seed = 1
synthetic = true
[[units]]
code = "a1"
stratum = "all"
role = "main"
release = 0
probability = 0.25
[[units]]
code = "b1"
stratum = "all"
role = "main"
release = 0
probability = 0.5
[[units]]
code = "a2"
stratum = "all"
role = "certain"
release = 0
probability = 1.0
[[points]]
code = "P0001"
unit = "a1"
per_km2 = 250.0
probability = 0.2
"""

FIELD = """household,psu,listed,outcome,kept
01,a1,20,1.1,
02,a1,20,1.2,
03,b1,30,1.1,
04,b1,30,2.11,
05,b1,30,4.1,
06,a2,90,1.1,0.5
07,a2,90,3.10,
08,a2,90,2.20,
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "sample.toml").write_text(SAMPLE, "utf-8")
    return hamlet.write(tmp_path / "city")


def weighed(city: Path, field: str = FIELD, **words):
    file = city.parent / "field.csv"
    file.write_text(field, "utf-8")
    return weigh(city, city.parent / "sample", file, Weighing(**words))


def code_of(call) -> str:
    with pytest.raises(TejidoError) as told:
        call()
    return told.value.findings[0].code


def test_every_step_is_worked_by_hand(city):
    """a1: 4 x 20/2 = 40 each. b1: 2 x 30/3 = 20 each. a2: 1 x 90/3 = 30, and 60 for the one of two kept.

    In the stratum 40, 40, 20, 20, 20, 60, 30 (unknown), 30: the unknown 30 goes to 230: x 260/230. Eligible 210 x 260/230,
    answered 160 x 260/230: x 210/160. So 01 weighs 40 x 260/230 x 210/160 = 59.348.
    """
    table = weighed(city).table.set_index("household")
    assert table["w1_design"].tolist() == [4, 4, 2, 2, 2, 1, 1, 1]
    assert table["w2_listing"].tolist() == [40, 40, 20, 20, 20, 60, 30, 30]
    assert table.loc["01", "w3_eligibility"] == pytest.approx(40 * 260 / 230)
    assert table.loc["01", "weight"] == pytest.approx(40 * 260 / 230 * 210 / 160)
    assert table["weight"].sum() == pytest.approx(210 * 260 / 230)
    assert table.index[table["weight"].isna()].tolist() == ["04", "05", "07", "08"]
    assert table["synthetic"].all()


def test_a_certain_unit_becomes_a_stratum_whose_households_are_the_sampling_units(city):
    table = weighed(city).table.set_index("household")
    assert table.loc["06", ["stratum", "sampling_unit"]].tolist() == ["certain a2", "06"]
    assert table.loc["01", ["stratum", "sampling_unit"]].tolist() == ["all", "a1"]


def test_the_report_has_a_line_per_step_rates_and_sums_that_stay(city):
    """Complete 2 + partial 1, refusal 1, no contact 1, unknown 1, not eligible 1 and one complete more: RR1 = 3/7."""
    report = weighed(city).report
    assert report["steps"][0]["step"] == "w1_design"
    assert [line["n"] for line in report["steps"]] == [8, 8, 7, 4, 4, 4]
    assert report["rates"]["RR1"] == pytest.approx(3 / 7)
    assert report["outcomes"]["not_eligible"] == 1
    assert all(abs(off) < 1e-12 for off in report["checks"].values())


def test_trimming_cuts_the_largest_weight_and_keeps_the_sum(city):
    plain, cut = weighed(city).table, weighed(city, trim="1.2").table
    assert cut["weight"].max() < plain["weight"].max()
    assert cut["weight"].sum() == pytest.approx(plain["weight"].sum())


def test_calibrated_weights_reach_their_totals_from_the_answers(city):
    (city.parent / "answers.csv").write_text("household,size\n01,2\n02,3\n03,4\n06,1\n", "utf-8")
    totals = lambda design, rows, file: survey.calibrate(design, rows, {"1": 150.0, "size": 400.0}, file=file)  # noqa: E731
    table = weighed(city, answers=city.parent / "answers.csv", calibrated=totals).table.dropna(subset="weight")
    assert table["weight"].sum() == pytest.approx(150)
    assert (table["weight"] * [2, 3, 4, 1]).sum() == pytest.approx(400)


def test_answers_that_are_not_there_are_told_and_repeated_ones_refused(city):
    answers = city.parent / "answers.csv"
    answers.write_text("household,size\n01,2\n02,3\n03,4\n", "utf-8")
    assert [one.code for one in weighed(city, answers=answers).findings] == ["E614"]
    answers.write_text("household,size\n01,2\n01,3\n", "utf-8")
    assert code_of(lambda: weighed(city, answers=answers)) == "E608"
    answers.write_text("home,size\n01,2\n", "utf-8")
    assert code_of(lambda: weighed(city, answers=answers)) == "E205"


def test_households_around_points_weigh_the_inverse_of_the_points_expected_near_them(city):
    field = "household,psu,listed,outcome\n1,P0001,3,1.1\n2,P0001,3,1.1\n3,P0001,3,1.1\n"
    assert weighed(city, field).table["weight"].tolist() == [5.0, 5.0, 5.0]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("outcome,kept", "result,kept", "E602"), ("01,a1", ",a1", "E102"), ("02,a1", "02,z9", "E603"),
        ("02,a1,20,1.2", "02,a1,20,7", "E607"), ("02,a1", "01,a1", "E608"), ("02,a1,20", "02,a1,21", "E609"),
        ("03,b1,30", "03,b1,", "E609"), ("06,a2,90,1.1,0.5", "06,a2,90,1.1,1.5", "E613"), ("02,a1,20", "02,P0001,20", "E615"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_outcomes_is_told_with_its_code(city, old: str, new: str, code: str):
    assert code_of(lambda: weighed(city, FIELD.replace(old, new))) == code


def test_a_household_listed_fewer_than_drawn_is_refused_with_its_row(city):
    with pytest.raises(TejidoError) as told:
        weighed(city, FIELD.replace(",b1,30", ",b1,2"))
    assert (told.value.findings[0].code, told.value.findings[0].row) == ("E609", 4)


def test_the_sample_of_another_city_is_refused(city):
    plan = city.parent / "sample" / "sample.toml"
    plan.write_text(SAMPLE.replace("HAM", "QUI"), "utf-8")
    assert code_of(lambda: weighed(city)) == "E617"


def test_weights_and_their_report_are_written_once_without_zeros_for_what_is_missing(city, tmp_path: Path):
    made = weighed(city)
    out = tmp_path / "weights.csv"
    assert [path.name for path in write_weights(made, out)] == ["weights.csv", "weights.report.json"]
    assert pd.read_csv(out)["weight"].isna().sum() == 4
    assert json.loads((tmp_path / "weights.report.json").read_text("utf-8"))["households"] == 8
    assert code_of(lambda: write_weights(made, out)) == "E509"
    assert code_of(lambda: write_weights(made, tmp_path / "no" / "w.csv")) == "E616"

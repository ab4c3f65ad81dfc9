"""The California school samples give the figures that every textbook prints (Lumley 2010, chapters 2, 3 and 7)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tejido import survey


@pytest.fixture
def api(shared_data: Path) -> Path:
    folder = shared_data / "surveys" / "api"
    if not folder.is_dir():
        pytest.skip("the California school samples are not here: surveys/api of the shared data")
    return folder


def figure(design: survey.Design, table: pd.DataFrame, asked: list[survey.Statistic]) -> tuple[float, float, float]:
    row = survey.estimate(design, table, asked).iloc[0]
    return row["estimate"], row["se"], row["deff"]


def test_the_simple_random_sample(api: Path):
    table = pd.read_csv(api / "apisrs.csv")
    design = survey.design(table, "pw", fpc=["fpc"])
    assert figure(design, table, survey.mean("api00"))[:2] == pytest.approx((656.58, 9.2497), abs=5e-5, rel=1e-5)
    assert figure(design, table, survey.total("enroll"))[:2] == pytest.approx((3_621_074, 169_520), abs=0.6)


def test_the_stratified_sample(api: Path):
    table = pd.read_csv(api / "apistrat.csv")
    design = survey.design(table, "pw", "stype", fpc=["fpc"])
    assert figure(design, table, survey.mean("api00")) == pytest.approx((662.2874, 9.4089, 1.2045), abs=5e-5)
    assert figure(design, table, survey.total("enroll"))[:2] == pytest.approx((3_687_178, 114_642), abs=0.6)


def test_the_sample_of_districts(api: Path):
    table = pd.read_csv(api / "apiclus1.csv")
    design = survey.design(table, "pw", psu=["dnum"], fpc=["fpc"])
    assert figure(design, table, survey.mean("api00")) == pytest.approx((644.17, 23.542, 9.3459), abs=5e-3)
    assert figure(design, table, survey.total("enroll"))[:2] == pytest.approx((3_404_940, 932_235), abs=0.6)


def test_the_sample_of_districts_and_schools(api: Path):
    table = pd.read_csv(api / "apiclus2.csv")
    design = survey.design(table, "pw", psu=["dnum", "snum"], fpc=["fpc1", "fpc2"])
    assert figure(design, table, survey.mean("api00"))[:2] == pytest.approx((670.81, 30.099), abs=5e-3)
    assert figure(design, table, survey.total("enroll"))[:2] == pytest.approx((2_639_273, 799_638), abs=0.6)


def test_the_sample_of_districts_post_stratified_by_school_type(api: Path):
    table = pd.read_csv(api / "apiclus1.csv")
    totals = pd.DataFrame({"stype": ["E", "H", "M"], "schools": [4421, 755, 1018]})
    design = survey.poststratify(survey.design(table, "pw", psu=["dnum"], fpc=["fpc"]), table, ["stype"], totals)
    assert figure(design, table, survey.total("enroll"))[:2] == pytest.approx((3_680_893, 406_293), abs=0.6)
    assert figure(design, table, survey.mean("api00"))[:2] == pytest.approx((642.31, 23.921), abs=5e-3)

"""`tejido measure --engine`: the engines' figures are those of memory."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.city import read_city, read_surveys
from tejido.city.engines import start_engine
from tejido.cli import main
from tejido.measure import measure
from tejido.measure.answered import Sample, level_column
from tejido.measure.pipeline import nest_of
from tejido.measure.values import catalogue_of
from tejido.release import Contents, open_release
from tests.measure import interviews

NUMBERS = ["value", "se", "low", "high", "df", "n", "n_cases", "n_households", "n_eff", "deff", "population"]


def agree(one: Contents, other: Contents) -> int:
    """Whether the values agree to the ninth digit and in every word; how many of them come from answers."""
    first, second = one.tables["values"], other.tables["values"]
    words = [name for name in first if name not in NUMBERS]
    pd.testing.assert_frame_equal(first[words], second[words])
    for name in NUMBERS:
        numbers, others = (table[name].to_numpy(np.float64, na_value=np.nan) for table in (first, second))
        np.testing.assert_allclose(numbers, others, rtol=1e-9, atol=1e-12, err_msg=name)
    return int((first["kind"] == "design-based").sum())


def test_duckdb_gives_the_example_s_values_of_memory(example_folder: Path) -> None:
    read = read_city(example_folder)
    # One survey and the marker that is scored: the other asks for figures of the same kinds, three times as many.
    config = replace(read.config, surveys=read.config.surveys[:1])
    example = replace(read, config=config, records=read.records.iloc[:0])
    catalogue = replace(catalogue_of(read), extended=None)
    memory, _ = measure(example, catalogue, "neighbourhood")
    with start_engine("duckdb") as running:
        engine, _ = measure(example, catalogue, "neighbourhood", engine=running)
    assert agree(memory, engine) > 500


def test_spark_gives_the_hamlet_s_estimates_of_memory(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="Apache Spark is not installed (pip install 'tejido[spark]')")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here, which Apache Spark needs")
    hamlet = read_city(interviews.write(tmp_path / "city"))
    catalogue, nest = catalogue_of(hamlet), nest_of(hamlet)
    (survey,) = read_surveys(hamlet, catalogue)
    told = []
    with start_engine("spark") as running:
        for engine in (None, running):
            sample = Sample.of(survey, catalogue, nest, engine)
            place = sample.tables["households"][level_column("block")]
            told.append(sample.estimates(["internet"], "origin=host", place, planned=False))
    assert told[0]["unit"].tolist() == ["a1", "a2", "b1"]
    pd.testing.assert_frame_equal(*told, check_dtype=False, rtol=1e-9, atol=1e-12)


def test_the_command_measures_with_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    city = interviews.write(tmp_path / "city")
    words = ["tejido", "measure", str(city), "--out", str(tmp_path / "release"), "--engine", "duckdb", "--json"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert capsys.readouterr().err == ""
    values = open_release(tmp_path / "release").table("values").set_index(["indicator", "level", "unit", "group"])
    assert values.loc[("internet", "block", "a1", "all"), "value"] == pytest.approx(50)

"""Tables inside engines: what they read, that Spark gives the figures of memory, and what is said where it is not there."""

from __future__ import annotations

import builtins
import shutil
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.engines.persons import ANSWERS, write
from tejido import survey
from tejido.city.answers import read
from tejido.city.engines import open_table, start_engine
from tejido.errors import TejidoError
from tejido.survey.aggregates import add_up, items_of
from tejido.survey.summed import Sampling, differential_sums, estimate_sums
from tests.survey.alike import same

DESIGN = Sampling("weight", "stratum", ("psu",), ("fpc",))
ASKED = survey.proportion("insured", "sex", "activity=employed") + survey.mean("age") + survey.total("schooling_years")
ASKED += survey.ratio("schooling_years", "age")


@pytest.fixture(scope="module")
def persons(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example city's survey of persons as Parquet."""
    path = tmp_path_factory.mktemp("persons") / "persons.parquet"
    read(example_folder / "survey_persons_synthetic.csv").to_parquet(path)
    return path


def agrees(path: Path, engine: str) -> None:
    """Estimates and differentials of an engine are those of memory."""
    table, by = pd.read_parquet(path), ["sex", "origin"]
    design = survey.design(table, "weight", "stratum", ["psu"], ["fpc"])
    with start_engine(engine) as running:  # type: ignore[arg-type]
        rows = open_table(path, running)
        sums = add_up(rows, DESIGN, items_of(rows, ASKED), by, household="household_id")
    same(survey.estimate(design, table, ASKED, by, household="household_id"), estimate_sums(sums))
    same(survey.differential(design, table, ASKED, "origin", "rm", "host", by), differential_sums(sums, "rm", "host"))


def test_duckdb_gives_the_figures_of_memory_on_the_survey_of_the_example(persons: Path):
    agrees(persons, "duckdb")


def test_spark_gives_the_figures_of_memory_on_the_survey_of_the_example(persons: Path, capfd):
    pytest.importorskip("pyspark", reason="Apache Spark is not installed (pip install 'tejido[spark]')")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here, which Apache Spark needs")
    agrees(persons, "spark")
    assert capfd.readouterr().err == ""


@pytest.mark.long
@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_engines_agree_with_memory_on_a_million_persons(engine: str, tmp_path: Path):
    write(tmp_path / "persons.parquet", 1_000_000)
    table, asked, by = pd.read_parquet(tmp_path / "persons.parquet"), survey.proportion(*ANSWERS), ["grp", "unit"]
    design = survey.design(table, "w", "stratum", ["psu"])
    with start_engine(engine) as running:  # type: ignore[arg-type]
        rows = open_table(tmp_path / "persons.parquet", running)
        sums = add_up(rows, Sampling("w", "stratum", ("psu",)), items_of(rows, asked), by)
    same(survey.estimate(design, table, asked, by), estimate_sums(sums))


@pytest.mark.parametrize("kind", ["parquet", "csv", "table"])
def test_duckdb_reads_parquet_itself_and_takes_other_kinds_from_memory(kind: str, tmp_path: Path):
    table = pd.DataFrame({"code": ["01", "02", None], "y": [1.0, None, 0.0]})
    source: Path | pd.DataFrame = table
    if kind != "table":
        source = tmp_path / f"a.{kind}"
        table.to_parquet(source) if kind == "parquet" else table.to_csv(source, index=False)
    with start_engine("duckdb") as running:
        rows = open_table(source, running, as_codes=["code"])
        assert rows.count().execute() == 3
        assert (rows["y"].count().execute(), rows["code"].max().execute()) == (2, "02")


@pytest.mark.parametrize(("name", "content", "code"), [("no.parquet", None, "E201"), ("bad.parquet", b"no", "E202")])
def test_a_file_that_is_not_there_or_broken_is_named_with_its_code(name, content, code, tmp_path: Path):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with start_engine("duckdb") as running, pytest.raises(TejidoError) as raised:
        open_table(tmp_path / name, running)
    assert [(one.code, one.file) for one in raised.value.findings] == [(code, name)]


def test_without_pyspark_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("pyspark"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(TejidoError, match="E905") as raised, start_engine("spark"):
        pass
    assert "tejido[spark]" in raised.value.findings[0].remedy("en")


def test_without_java_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    pytest.importorskip("pyspark", reason="Apache Spark is not installed (pip install 'tejido[spark]')")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(TejidoError, match="E906"), start_engine("spark"):
        pass


def test_a_parquet_file_is_opened_without_reading_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pd.DataFrame({"y": [1.0, 0.0]}).to_parquet(tmp_path / "a.parquet")
    monkeypatch.setattr(pd, "read_parquet", lambda *_, **__: pytest.fail("the rows were read into memory"))
    with start_engine("duckdb") as running:
        assert open_table(tmp_path / "a.parquet", running)["y"].sum().execute() == 1

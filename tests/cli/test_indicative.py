"""A source without known probabilities: `tejido estimate --unweighted` tells what was found among those asked, and no more."""

from __future__ import annotations

import io
import json
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from tejido.survey import household_groups
from tests.cli.conftest import Command
from tests.survey.golden import GOLDEN

PEOPLE = GOLDEN / "people.csv"

# Six people who walked into an office. Of the four women three have water, of the two men one.
WALKED_IN = (
    "id,sex,water,rooms,born\n1,f,1,2,abroad\n2,f,1,4,abroad\n3,f,1,3,here\n4,f,0,1,here\n5,m,1,2,abroad\n6,m,0,,here\n"
)
NEVER = {"estimate", "se", "low", "high", "df", "deff", "n_eff", "cv", "p", "population"}


@pytest.fixture
def run(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("COLUMNS", "120")
    return partial(command, "estimate")


@pytest.fixture
def walked_in(tmp_path: Path) -> Path:
    (tmp_path / "walked_in.csv").write_text(WALKED_IN, "utf-8")
    return tmp_path / "walked_in.csv"


def test_values_come_with_n_and_nothing_that_speaks_of_others(run: Command, walked_in: Path):
    words = ("--proportion", "water", "--mean", "rooms", "--by", "sex", "--format", "json")
    status, out, err = run(walked_in, "--unweighted", *words)
    rows = json.loads(out)
    assert (status, "E209" in err) == (0, True)
    told = [(r["statistic"], r["domain"]["sex"], r["value"], r["n"], r["n_cases"]) for r in rows]
    assert told == [
        ("mean", "f", 2.5, 4, 4), ("mean", "m", 2, 1, 1),  # (2 + 4 + 3 + 1) / 4; the sixth gave no rooms
        ("proportion", "f", 0.75, 4, 3), ("proportion", "m", 0.5, 2, 1),
    ]  # fmt: skip
    assert all((row["kind"], row["quality"]) == ("indicative", "indicative") for row in rows)
    assert not NEVER & {key for row in rows for key in row}


def test_a_gap_is_a_gap_and_its_n_and_cannot_be_said(run: Command, walked_in: Path):
    out = run(
        walked_in, "--unweighted", "--proportion", "water", "--differential", "born=abroad,here", "--format", "json"
    )[1]
    gap = json.loads(out)[-1]
    assert gap["domain"] == {"born": "abroad - here"}
    assert gap["value"] == pytest.approx(3 / 3 - 1 / 3)
    assert (gap["n"], gap["verdict"]) == (6, "cannot_be_said")
    assert not NEVER & set(gap)


@pytest.mark.parametrize(
    ("lang", "said", "never"),
    [("en", "Share among those asked", "stimat"), ("es", "Proporción entre las personas consultadas", "stima")],
)
def test_people_are_told_a_share_among_those_asked_in_their_language(
    run: Command, walked_in: Path, lang: str, said: str, never: str
):
    words = ("--proportion", "water", "--mean", "rooms", "--total", "rooms", "--differential", "born=abroad,here")
    _, out, err = run(walked_in, "--unweighted", *words, "--lang", lang)
    assert said in out
    assert never not in out + err


def test_csv_has_the_same_columns(run: Command, walked_in: Path):
    out = run(walked_in, "--unweighted", "--proportion", "water", "--by", "born", "--format", "csv")[1]
    table = pd.read_csv(io.StringIO(out))
    assert list(table.columns) == ["statistic", "variable", "born", "value", "n", "n_cases", "kind", "quality"]


@pytest.mark.parametrize(
    "design",
    [
        ("--strata", "stratum"), ("--psu", "cluster"), ("--fpc", "n_clusters"), ("--method", "JK1"),
        ("--rake", "zone=z.csv"), ("--lonely", "adjust"),
    ],
)  # fmt: skip
def test_a_source_without_probabilities_has_no_design(run: Command, design: tuple[str, str]):
    status, _, err = run(PEOPLE, "--unweighted", *design, "--mean", "age", "--lang", "en")
    assert (status, "E401" in err, design[0] in err, "--weight 1" in err) == (1, True, True, True)


def test_a_self_weighting_sample_is_asked_with_a_constant_weight(run: Command, tmp_path: Path):
    words = ("--strata", "stratum", "--psu", "cluster", "--mean", "age", "--format", "json")
    constant = json.loads(run(PEOPLE, "--weight", "1", *words)[1])
    pd.read_csv(PEOPLE).assign(same=1).to_csv(tmp_path / "same.csv", index=False)
    assert constant == json.loads(run(tmp_path / "same.csv", "--weight", "same", *words)[1])
    assert constant[0]["se"] > 0


@pytest.mark.parametrize("weight", ["0", "-1", "inf", "nothing"])
def test_a_weight_that_is_neither_column_nor_size_is_no_weight(run: Command, weight: str):
    status, _, err = run(PEOPLE, f"--weight={weight}", "--mean", "age")
    assert (status, "E101" in err) == (1, True)


@pytest.fixture(scope="module")
def bogota(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The labour-force survey's folder, and a file that says who was born in Venezuela (code 3 of the country of birth)."""
    folder = shared_data / "surveys" / "geih_bogota"
    if not folder.is_dir():
        pytest.skip("the labour-force survey of Bogotá is not among the shared data")
    born = pd.read_parquet(folder / "migration.parquet", columns=["id", "year", "nacio_otro_pais"])
    born["born"] = (born["nacio_otro_pais"] == 3).map({True: "venezuela", False: "other"})
    file = tmp_path_factory.mktemp("bogota") / "born.parquet"
    born[["id", "year", "born"]].to_parquet(file)
    return folder, file


def test_bogota_runs_as_indicative_with_n_and_shares_of_those_born_in_venezuela(
    run: Command, bogota: tuple[Path, Path]
):
    folder, born = bogota
    words = ("--join", f"{born}:id,year", "--proportion", "afiliado_seguridad_s=1", "--by", "born")
    status, out, _ = run(folder / "generales.parquet", *words, "--unweighted", "--format", "json")
    rows = {row["domain"]["born"]: row for row in json.loads(out)}
    people = pd.read_parquet(folder / "generales.parquet").merge(pd.read_parquet(born), on=["id", "year"])
    answered = people.dropna(subset=["afiliado_seguridad_s"])
    shares = (answered["afiliado_seguridad_s"] == 1).groupby(answered["born"]).mean()
    assert status == 0
    assert (len(people), int((people["born"] == "venezuela").sum())) == (80_886, 4_059)
    for group, row in rows.items():
        assert row["value"] == pytest.approx(shares[group], rel=1e-12)
        assert (row["n"], row["quality"]) == (int((answered["born"] == group).sum()), "indicative")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_nothing_of_bogota_is_called_an_estimate(run: Command, bogota: tuple[Path, Path], form: str, lang: str):
    folder, born = bogota
    words = ("--join", f"{born}:id,year", "--mean", "edad", "--differential", "born=venezuela,other")
    _, out, err = run(folder / "generales.parquet", *words, "--unweighted", "--format", form, "--lang", lang)
    assert "80886" in out.replace(",", "").replace(".", "").replace("\u202f", "").replace("\xa0", "")
    assert "stima" not in (out + err).lower()
    assert "indicativ" in out


def test_in_bogota_47_of_100_households_with_a_member_born_in_venezuela_are_mixed(bogota: tuple[Path, Path]):
    folder, born = bogota
    people = pd.read_parquet(folder / "generales.parquet", columns=["id", "year", "vivienda", "hogar"])
    people = people.merge(pd.read_parquet(born), on=["id", "year"])
    people["home"] = people.groupby(["vivienda", "hogar"]).ngroup()
    found = household_groups(people, "home", "mixed", group="born", one="venezuela", other="other").value_counts()
    assert found.to_dict() == {"other": 27_846, "venezuela": 826, "mixed": 733}
    assert round(100 * found["mixed"] / (found["mixed"] + found["venezuela"])) == 47

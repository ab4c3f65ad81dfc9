"""`tejido estimate --engine`: the figures of memory, and what an engine does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.test_estimate import DESIGN, PEOPLE, run  # noqa: F401

ASKED = ("--mean", "age", "--proportion", "water", "zone", "--ratio", "rent/income", "--by", "sex")


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    table = pd.read_csv(PEOPLE)
    table.loc[3, "sex"] = None
    table.to_parquet(tmp_path / "people.parquet")
    return tmp_path / "people.parquet"


def told(out: str) -> list[dict]:
    """Figures with nine digits."""
    return json.loads(out, parse_float=lambda text: float(f"{float(text):.9g}"))


@pytest.mark.parametrize("weight", [DESIGN, ("--weight", "2")])
def test_duckdb_tells_what_memory_tells(run, parquet: Path, weight):  # noqa: F811
    words = (*weight, *ASKED, "--differential", "grp=1,0", "--format", "json")
    status, out, err = run(parquet, *words)
    engine = run(parquet, *words, "--engine", "duckdb")
    assert (status, engine[0]) == (0, 0)
    assert told(engine[1]) == told(out)
    assert len(told(out)) == 2 * 6 * 2  # two sexes x six figures, and their gaps
    assert engine[2] == err  # one row has no sex


@pytest.mark.parametrize(
    "words",
    [
        ("--unweighted", "--mean", "age"),
        (*DESIGN, "--mean", "age", "--method", "JKn"),
        (*DESIGN, "--mean", "age", "--poststratify", "sex=sexes.csv"),
        (*DESIGN, "--mean", "age", "--join", "other.csv:home"),
    ],
)
def test_what_needs_the_rows_in_memory_is_refused_by_name(run, parquet: Path, tmp_path: Path, words):  # noqa: F811
    status, out, err = run(parquet, *words, "--engine", "duckdb")
    assert (status != 0, out) == (True, "")
    assert "E904" in err
    assert next(word for word in words if word.startswith("--") and word not in (*DESIGN, "--mean")) in err

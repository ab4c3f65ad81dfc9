"""`tejido show` on a release with a survey: what is sure and what may be said, without breaking a line of 80 letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tejido.cli import main
from tejido.release import write
from tests.release import sample


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The made-up town: its marker between 33 and 37 by chance, 30.5 to 31.5 counted otherwise."""
    found = sample.surveyed()
    scores = sample.scores()
    town = (scores["unit"] == "town") & (scores["node"] == "marker")
    ends = {"low": 33.0, "high": 37.0, "robust_low": 30.5, "robust_high": 31.5}
    scores = scores.assign(**{name: np.where(town, end, np.nan) for name, end in ends.items()})
    values = sample.values().assign(n=np.nan, low=np.nan, high=np.nan)
    water = (values["unit"] == "town") & (values["indicator"] == "water")
    values.loc[water, ["n", "low", "high", "quality", "kind"]] = [1234, 60.0, 76.5, "weak", "design-based"]
    tables = {**found.tables, "scores": scores, "values": values}
    return write(sample.contents(meta=found.meta, tables=tables, public_tables=tables), tmp_path / "town")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Runs a command in a terminal of 80 letters; gives the lines it printed."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words: object) -> list[str]:
        monkeypatch.setattr("sys.argv", ["tejido", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return capsys.readouterr().out.splitlines()

    return call


@pytest.mark.parametrize("lang", ["es", "en"])
def test_chance_and_other_ways_of_counting_are_two_columns_in_a_line_of_80(narrow, release: Path, lang: str) -> None:
    lines = narrow("show", release, "--lang", lang)
    decimal = "," if lang == "es" else "."
    marker = next(line for line in lines if line.strip().startswith("Inclu"))
    # Whole where the ends are more than two points apart, one decimal where they are nearer.
    assert "33–37" in marker
    assert f"30{decimal}5–31{decimal}5" in marker
    assert max(map(len, lines)) <= 80


def test_without_a_survey_there_are_no_such_columns(narrow, tmp_path: Path) -> None:
    plain = write(sample.contents(), tmp_path / "plain")
    assert not any("By chance" in line or "otherwise" in line for line in narrow("show", plain, "--lang", "en"))


def test_a_figure_from_answers_tells_its_interval_how_many_answered_and_that_they_are_few(
    narrow, release: Path
) -> None:
    said = " ".join(" ".join(narrow("show", release, "--unit", "town", "--lang", "en")).split())
    assert "60–76.5" in said
    assert "1,234" in said
    assert "few answers" in said


def test_differences_are_sentences_right_by_right(narrow, release: Path) -> None:
    said = " ".join(narrow("show", release, "--differences", "--lang", "en"))
    assert (
        "Housing - Water: among refugees and migrants it is 60%, 15.5 points less than in the host community"
        in " ".join(said.split())
    )
    spanish = " ".join(" ".join(narrow("show", release, "--differences", "--unit", "a", "--lang", "es")).split())
    assert "Agua: no se puede decir nada" in spanish
    nothing = " ".join(narrow("show", release, "--differences", "--unit", "b", "--lang", "en"))
    assert "No survey asked several groups the same questions here." in nothing


def test_people_who_were_not_chosen_by_chance_are_told_of_above_every_table(narrow, release: Path) -> None:
    for more in ([], ["--unit", "a"], ["--differences"]):
        assert "Nobody else asked them." in " ".join(" ".join(narrow("show", release, "--lang", "en", *more)).split())

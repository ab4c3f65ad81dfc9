"""What was published of a round before is known to its gate, and only of that round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tejido.city import CityConfig, read_city
from tejido.errors import TejidoError
from tejido.measure import measure_city
from tejido.measure.gate import Gate
from tests.measure import hamlet, interviews


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hamlet in `city`, measured in `release`."""
    folder = tmp_path_factory.mktemp("gate")
    measure_city(hamlet.write(folder / "city"), folder / "release")
    return folder


def config(place: Path, **changed: str) -> CityConfig:
    """The hamlet's, which names its own public folder as an earlier one."""
    found = read_city(place / "city").config
    return replace(found, publish=replace(found.publish, earlier=("release/public",)), **changed)


def test_residents_that_were_published_before_are_known(place: Path) -> None:
    known = Gate.of(config(place), place).known
    assert {unit for level, unit in known.units if level == "district"} == {"A", "B"}


def test_of_units_that_were_published_together_nothing_is_known_of_each(tmp_path: Path) -> None:
    # District B answers too little to stand alone: both districts have one figure.
    measure_city(interviews.write(tmp_path / "city"), tmp_path / "release")
    told = read_city(tmp_path / "city").config
    earlier = replace(told, publish=replace(told.publish, earlier=("release/public",)))
    known = {unit for indicator, level, unit, group in Gate.of(earlier, tmp_path).known.figures
             if (indicator, level, group) == ("internet", "district", "all")}  # fmt: skip
    assert known == {"A+"}


@pytest.mark.parametrize("other", [{"code": "elsewhere"}, {"period": "1999"}])
def test_an_earlier_folder_of_another_city_or_round_is_refused(place: Path, other: dict[str, str]) -> None:
    with pytest.raises(TejidoError) as caught:
        Gate.of(config(place, **other), place)
    assert [found.code for found in caught.value.findings] == ["A250"]

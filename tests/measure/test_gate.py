"""What was published of a round before is known to its gate, and only of that round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tejido.city import CityConfig, read_city
from tejido.errors import TejidoError
from tejido.measure import measure_city
from tejido.measure.gate import Gate
from tests.measure import hamlet


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


@pytest.mark.parametrize("other", [{"code": "elsewhere"}, {"period": "1999"}])
def test_an_earlier_folder_of_another_city_or_round_is_refused(place: Path, other: dict[str, str]) -> None:
    with pytest.raises(TejidoError) as caught:
        Gate.of(config(place, **other), place)
    assert [found.code for found in caught.value.findings] == ["A250"]

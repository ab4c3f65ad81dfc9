"""What `check` calls an error stops the measurement, with the same finding and without a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from tejido.city import check_city
from tejido.errors import TejidoError
from tejido.measure import measure_city
from tests.measure import hamlet

LAYER = "[values.block]"
LEVEL = 'population = "people"'

FAULTS = {
    "land use without its classes": (LAYER, f'[layers.land_use]\nfile = "blocks.geojson"\n\n{LAYER}', "C412"),
    "slopes that are no slopes": (LEVEL, f'{LEVEL}\nslope = "district"', "T501"),
    "a column of slopes that is not there": (LEVEL, f'{LEVEL}\nslope = "steepness"', "C104"),
    "thefts that are areas": (LAYER, f'[layers.theft]\nfile = "blocks.geojson"\n\n{LAYER}', "C411"),
    "public space that is points": (LAYER, f'[layers.public_space]\nfile = "schools.geojson"\n\n{LAYER}', "C411"),
    "a curve without a slope": (LAYER, f'[curves.internet]\nknots = [[0, 0], [0, 9]]\nreason = "x"\n\n{LAYER}', "K131"),
    "classes of a share": ("improved_water = {", "improved_water = {possible_classes = 3, ", "K152"),
    "a group that nobody counted": (
        "[values.city]", '[values.block.groups."origin=host"]\nmean_schooling = {column = "years"}\n\n[values.city]', "M102",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_check_calls_an_error_stops_the_measurement(tmp_path: Path, fault: str) -> None:
    line, spoiled, code = FAULTS[fault]
    assert line in hamlet.SETTINGS
    city = hamlet.write(tmp_path / "city", settings=hamlet.SETTINGS.replace(line, spoiled))
    assert code in [one.code for one in check_city(city).findings if one.severity == "error"]
    with pytest.raises(TejidoError) as refused:
        measure_city(city, tmp_path / "release")
    assert code in [one.code for one in refused.value.findings]
    assert not (tmp_path / "release").exists()

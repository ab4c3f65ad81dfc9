"""Classes of a map that somebody published: what an entry may say, how a release keeps them, how they are said."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tejido.catalogue import as_dict, extended_as_dict, extended_from_dict, from_dict, load, load_extended
from tejido.catalogue.map_classes import class_spans
from tejido.catalogue.sheet import described
from tejido.errors import TejidoError
from tests.catalogue.test_extended_files import OWN, findings, line_of, written

CLASSES = """
[indicators.home_garden.map_classes]
limits = [10, 50]
names = [{ es = "pocos", en = "few" }, { es = "bastantes", en = "some" }, { es = "muchos", en = "many" }]
source = { es = "Ministerio de Huertas, 2020, p. 3", en = "Ministry of Gardens, 2020, p. 3" }
"""


# World Health Organization, Global air quality guidelines, 2021, table 0.1, annual means in µg/m³: guideline, targets 4 to 1.
@pytest.mark.parametrize(("id_", "limits"), [("pm10", (15, 20, 30, 50, 70)), ("pm25", (5, 10, 15, 25, 35))])
def test_particles_are_mapped_by_the_guideline_and_the_interim_targets_of_the_world_health_organization(
    id_: str, limits: tuple[int, ...]
):
    one = (load().indicators | load_extended().indicators)[id_]
    assert one.map_classes is not None
    assert one.map_classes.limits == limits
    assert one.map_classes.up_to, "a guideline is met by reaching it"
    assert one.map_classes.names[0]["en"] == "WHO guideline met"


def test_all_published_classes_name_their_source_in_every_language():
    told = [one.map_classes for one in (load().indicators | load_extended().indicators).values() if one.map_classes]
    assert len(told) >= 5
    for classes in told:
        assert set(classes.source) == {"es", "en"}
        assert all(classes.source.values())


def test_a_citys_own_indicator_may_carry_published_classes(tmp_path: Path):
    one = load_extended([written(tmp_path, OWN + CLASSES)]).indicators["home_garden"].map_classes
    assert one is not None
    assert (one.limits, one.up_to) == ((10, 50), False)
    assert [name["es"] for name in one.names] == ["pocos", "bastantes", "muchos"]
    assert one.source["en"] == "Ministry of Gardens, 2020, p. 3"


@pytest.mark.parametrize(("old", "new", "code"), [
    ("[10, 50]", '["10", "50"]', "K156"),
    ("[10, 50]", "[50, 10]", "K157"),
    ("[10, 50]", "[]", "K157"),
    ("[10, 50]", "[1, 2, 3, 4, 5, 6]", "K157"),
    # A share of households lies between 0 and 100: above 100 there is no class.
    ("[10, 50]", "[10, 100]", "K158"),
    (', { es = "muchos", en = "many" }', "", "K159"),
    ('en = "Ministry', 'xx = "Ministry', "K116"),
    ("limits = [10, 50]\n", "", "K106"),
])  # fmt: skip
def test_what_is_wrong_with_published_classes_is_told_with_its_line(tmp_path: Path, old: str, new: str, code: str):
    text = OWN + CLASSES.replace(old, new)
    found = {one.code: one for one in findings(tmp_path, text)}
    assert code in found
    assert (found[code].row or 0) >= line_of(text, "[indicators.home_garden.map_classes]")


def test_a_release_keeps_published_classes():
    basic, extended = load(), load_extended()
    assert from_dict(json.loads(json.dumps(as_dict(basic)))) == basic
    assert extended_from_dict(json.loads(json.dumps(extended_as_dict(extended)))) == extended


def test_a_release_made_before_classes_were_published_is_read_as_it_was():
    told = as_dict(load())
    for one in told["indicators"]:  # type: ignore[attr-defined]
        one.pop("map_classes", None)
    content = {key: value for key, value in told.items() if key != "hash"}
    # The fingerprint as that release states it: SHA-256 of its sorted, compact JSON.
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    told["hash"] = hashlib.sha256(written.encode()).hexdigest()
    assert from_dict(told).indicators["pm10"].map_classes is None
    with pytest.raises(TejidoError, match="K154"):
        from_dict(told | {"version": "another"})


@pytest.mark.parametrize(("limits", "up_to", "lang", "said"), [
    ([2.5, 10], False, "en", ["under 2.5", "2.5 to 10", "10 or more"]),
    ([2.5, 10], True, "es", ["hasta 2,5", "de 2,5 a 10", "más de 10"]),
    # Of a percentage nothing is above 100 and nothing below 0.
    ([40, 100], False, "en", ["under 40", "40 to 100", "100"]),
    ([0, 40], True, "es", ["0", "de 0 a 40", "más de 40"]),
])  # fmt: skip
def test_classes_are_said_without_values_that_cannot_be(limits: list[float], up_to: bool, lang: str, said: list[str]):
    assert class_spans(limits, lang, up_to, (0, 100)) == said


def test_the_sheet_of_an_indicator_tells_the_classes_of_its_maps_and_whose_they_are():
    told = dict(described(load().indicators["pm10"], load(), "en"))["Classes of its maps"]
    assert told.startswith("WHO guideline met (up to 15); interim target 4 (15 to 20);")
    assert told.endswith("no target met (over 70). WHO, Global air quality guidelines, 2021, table 0.1: annual mean")

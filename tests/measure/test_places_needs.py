"""What a function over places asks of a city, and what it says where the city does not have it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest

from tejido.catalogue.model import Compute
from tejido.city import check_city, read_city
from tejido.city.from_places import hindrance
from tejido.city.model import City
from tejido.measure.pipeline import nest_of
from tejido.measure.places.counted import weight_per_person
from tejido.measure.places.covered import area_mean
from tejido.measure.places.shared import Places
from tests.measure import hamlet, layered


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return read_city(layered.write(tmp_path_factory.mktemp("needs")))


def why_not(city: City, function: str, role: str | None = None, **options: float | str) -> tuple[str, object] | None:
    found = hindrance(city, layered.indicator("asked", Compute(function, role, options)))
    return None if found is None else (found[0], found[1].get("role", found[1].get("group")))


def test_a_city_with_the_layers_can_measure_everything(city: City) -> None:
    judged = {name: hindrance(city, layered.indicator(name, one)) for name, one in layered.MEASURES.items()}
    assert {name: why for name, why in judged.items() if why is not None} == {}


def test_a_layer_that_is_not_there_is_asked_for_the_second_like_the_first(city: City) -> None:
    asked = "needs the layer {role}, or a column"
    assert why_not(city, "people_under", "landslide") == (asked, "landslide")
    assert why_not(city, "feature_share", "ramp", of="bus_stop") == (asked, "bus_stop")
    assert why_not(replace(city, streets=None), "intersections", "streets") == (asked, "streets")


def test_a_layer_of_another_shape_is_no_answer(city: City) -> None:
    wrong = "the layer {role} has no {shape}"
    assert why_not(city, "area", "kiosk") == (wrong, "kiosk")
    assert why_not(city, "people_under", "streets") == (wrong, "streets")
    assert why_not(city, "length_per_area", "flood") == (wrong, "flood")
    assert why_not(city, "length_share", "cycleway", of="kiosk") == (wrong, "kiosk")
    # What counts places takes any shape.
    assert why_not(city, "points_per_area", "flood") is None


def test_a_mean_needs_its_column_of_values_and_a_mixture_its_classes(city: City) -> None:
    assert why_not(city, "area_mean", "flood") == ("the layer {role} names no column of values (weight)", "flood")
    # Streets are read as pieces of line, of which nothing more is known.
    assert why_not(city, "area_mean", "streets") == ("the layer {role} names no column of values (weight)", "streets")
    assert why_not(city, "diversity", "flood") == ("the layer {role} names no column of classes (class)", "flood")


def test_segregation_needs_the_group_to_be_counted_unit_by_unit(city: City) -> None:
    assert why_not(city, "segregation", group="sex=f") == (
        "needs how many people of {group} live in each unit",
        "sex=f",
    )


def test_without_residents_nothing_is_said_of_them_but_still_of_the_ground(city: City) -> None:
    nobody = {level: units.assign(population=float("nan")) for level, units in city.units.items()}
    empty = replace(city, units={level: gpd.GeoDataFrame(units) for level, units in nobody.items()})
    assert why_not(empty, "people_near", "kiosk", metres=500.0) == ("the units have no population", None)
    assert why_not(empty, "points_per_area", "kiosk") is None


def test_a_layer_drawn_in_other_shapes_than_its_role_is_told(tmp_path: Path) -> None:
    layer = '\n[layers.informal_settlement]\nfile = "schools.geojson"\n'
    report = check_city(hamlet.write(tmp_path, settings=hamlet.SETTINGS + layer))
    told = [dict(one.values) for one in report.findings if one.code == "C413"]
    assert told == [{"role": "informal_settlement", "shape": "polygons"}]


def with_layer(city: City, role: str, layer: gpd.GeoDataFrame) -> City:
    return replace(city, layers={**city.layers, role: layer})


def test_a_layer_far_from_the_city_says_nothing_of_it_but_how_far_its_places_are(city: City) -> None:
    kiosks = city.layers["kiosk"]
    far = with_layer(city, "kiosk", kiosks.set_geometry(kiosks.translate(xoff=30_000.0)))
    told = ("nothing of the layer {role} lies within {km} km of the city", "kiosk")
    assert why_not(far, "points_per_area", "kiosk") == told
    assert why_not(far, "weight_per_person", "kiosk", per=1000.0) == told
    assert why_not(far, "distance_nearest", "kiosk") is None
    near = with_layer(city, "kiosk", kiosks.set_geometry(kiosks.translate(xoff=10_000.0)))
    assert why_not(near, "points_per_area", "kiosk") is None


def test_a_layer_whose_weights_are_all_unreadable_or_negative_is_not_counted_as_nothing(city: City) -> None:
    told = ("the layer {role} has no weight that is a count", "kiosk")
    for value in (float("nan"), -1.0):
        layer = city.layers["kiosk"].assign(weight=0.0, value=value)
        assert why_not(with_layer(city, "kiosk", layer), "weight_per_person", "kiosk", per=1000.0) == told
        assert why_not(with_layer(city, "kiosk", layer), "rate", "kiosk", per=1000.0) == told
        # Counted one by one they are still there.
        assert why_not(with_layer(city, "kiosk", layer), "points_per_area", "kiosk") is None


def test_what_a_layer_cannot_have_measured_is_left_out_of_the_mean_and_told(city: City) -> None:
    # Decibels: 60 in a1, 40 in the east of a2; nobody measured b1, which the file says as -999.
    layer = city.layers["noise"]
    wrong = with_layer(city, "noise", layer.assign(value=layer["value"].fillna(-999.0)))
    places = Places(wrong, nest_of(wrong))
    found = area_mean(places, layered.indicator("noise", Compute("area_mean", "noise"))).values
    assert found is not None
    assert found.dropna().to_dict() == {"a1": 60.0, "a2": 40.0}
    told = [dict(one.values) for one in places.findings if one.code == "A224"]
    assert [(one["role"], one["count"], one["total"]) for one in told] == [("noise", 1, 3)]


def test_a_unit_with_a_place_of_unknown_weight_has_no_sum(city: City) -> None:
    layer = city.layers["kiosk"]
    unread = layer["weight"] == 10
    changed = with_layer(
        city, "kiosk", layer.assign(value=layer["weight"].mask(unread), weight=layer["weight"].mask(unread, 0.0))
    )
    asked = layered.indicator("seats", Compute("weight_per_person", "kiosk", {"per": 1000.0}))
    parts = weight_per_person(Places(changed, nest_of(changed)), asked).parts
    assert parts is not None
    # The kiosk of 10 seats lies in a1; of the 30 on the border half are a2's.
    assert parts["numerator"].isna().to_dict() == {"a1": True, "a2": False, "b1": False, "b2": False}
    assert parts["numerator"].dropna().to_dict() == {"a2": 15, "b1": 0, "b2": 0}

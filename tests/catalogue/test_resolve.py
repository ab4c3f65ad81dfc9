"""A city's choices, and what they do to comparability and to the hash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tejido.catalogue import as_dict, from_dict, listing, load, resolve
from tejido.errors import TejidoError

BASIC = load("basic")
CPI = load(Path(__file__).parent / "data" / "cpi.toml")
WATER = {"knots": [[50, 0], [100, 100]], "reason": "the national target"}


def codes(caught: pytest.ExceptionInfo[TejidoError]) -> list[str]:
    return [one.code for one in caught.value.findings]


def test_another_curve_marks_the_indicator_as_changed_and_changes_the_hash() -> None:
    city = resolve(BASIC, {"improved_water": WATER})
    assert city.changed == {"improved_water"}
    assert city.hash != BASIC.hash
    assert city.indicators["improved_water"].curve.source == "the national target"
    assert city.indicators["improved_water"].curve.status == "proposal"
    # The example of 93 is scored anew: (93 - 50) / 50
    assert city.indicators["improved_water"].example.score == 86


def test_the_same_curve_written_again_changes_nothing_that_is_comparable() -> None:
    same = resolve(BASIC, {"improved_water": {"knots": [[0, 0], [100, 100]], "reason": "as it was"}})
    assert same.changed == frozenset()
    assert same.hash == BASIC.hash


def test_a_new_curve_keeps_the_transform_that_it_does_not_name() -> None:
    city = resolve(BASIC, {"theft_rate": {"knots": [[10, 100], [5000, 0]], "reason": "own range"}})
    assert city.indicators["theft_rate"].curve.transform == "root4"


def test_observed_bounds_are_a_curve_of_the_city_alone() -> None:
    city = resolve(BASIC, {"theft_rate": {"observed": [100, 1], "reason": "no national range"}})
    assert city.changed == {"theft_rate"}
    assert city.indicators["theft_rate"].curve.knots == ()


def test_no_choice_leaves_the_catalogue_as_it_was() -> None:
    assert resolve(BASIC) == BASIC


def test_the_order_of_choices_does_not_matter() -> None:
    one = resolve(BASIC, omit={"pm10": "no stations", "internet": "not asked"})
    other = resolve(BASIC, omit={"internet": "not asked", "pm10": "no stations"})
    assert one.hash == other.hash


def test_what_is_omitted_stays_in_the_tree_with_its_reason() -> None:
    city = resolve(BASIC, omit={"pm10": "no stations"})
    assert city.omitted == {"pm10": "no stations"}
    assert "pm10" in city.indicators
    assert city.share("solid_waste") == BASIC.share("solid_waste")


def test_six_classes_of_tenure_raise_the_maximum_and_stay_comparable() -> None:
    city = resolve(BASIC, classes={"diversity_tenure": 6})
    assert city.indicators["diversity_tenure"].classes == 6
    assert round(city.indicators["diversity_tenure"].possible[1], 2) == 1.79
    assert city.changed == frozenset()


def test_all_faults_of_the_choices_are_told_at_once() -> None:
    with pytest.raises(TejidoError) as caught:
        resolve(
            BASIC,
            curves={
                "no_such": WATER,
                "improved_water": {"knots": [[0, 0], [1, 1]]},
                "sanitation": {"knots": [[100, 0], [50, 100]], "reason": "because"},
                "internet": {"knots": [[0, 100], [100, 0]], "reason": "because"},
            },
            classes={"pm10": 4, "diversity_age": 1},
            omit={"electricity": "  "},
        )
    assert sorted(codes(caught)) == ["K118", "K131", "K136", "K150", "K151", "K151", "K152"]
    assert {one.file for one in caught.value.findings} == {"city.toml"}


@pytest.mark.parametrize(
    "catalogue",
    [
        BASIC,
        CPI,
        resolve(BASIC, {"theft_rate": {"observed": [100, 1], "reason": "a"}}, {"diversity_tenure": 6}, {"pm10": "b"}),
    ],
)
def test_a_catalogue_written_as_json_is_read_back_equal(catalogue: object) -> None:
    text = json.dumps(as_dict(catalogue), sort_keys=True, allow_nan=False)  # type: ignore[arg-type]
    assert from_dict(json.loads(text)) == catalogue


def test_a_catalogue_changed_after_it_was_written_is_refused() -> None:
    data = json.loads(json.dumps(as_dict(BASIC)))
    data["nodes"][1]["weight"] = 2.0
    with pytest.raises(TejidoError) as caught:
        from_dict(data)
    assert codes(caught) == ["K154"]


@pytest.mark.parametrize("data", [{}, {"nodes": 3}, {**as_dict(BASIC), "more": 1}])
def test_what_is_no_catalogue_is_refused_without_a_traceback(data: dict[str, object]) -> None:
    with pytest.raises(TejidoError) as caught:
        from_dict(data)
    assert codes(caught) == ["K155"]


def test_the_listing_names_every_indicator_with_its_area_and_dimension() -> None:
    rows = {str(row["id"]): row for row in listing(BASIC)}
    assert len(rows) == 35
    assert rows["life_expectancy"] == {
        "id": "life_expectancy",
        "tier": "basic",
        "area": "health",
        "dimension": "life_expectancy",
        "name": {"es": "Esperanza de vida al nacer", "en": "Life expectancy at birth"},
        "measure_unit": "years",
        "direction": "higher",
        "status": "defined",
        "listed": [],
    }
    assert len({row["dimension"] for row in rows.values()}) == 14


def test_an_indicator_directly_under_an_area_has_no_dimension(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "data" / "cpi.toml").read_text("utf-8")
    flat = text.replace(
        '[indicators.street_land]\nparent = "street_connectivity"',
        '[indicators.street_land]\nparent = "infrastructure"',
    )
    (tmp_path / "flat.toml").write_text(flat, "utf-8")
    rows = {row["id"]: row for row in listing(load(tmp_path / "flat.toml"))}
    assert (rows["street_land"]["area"], rows["street_land"]["dimension"]) == ("infrastructure", None)
    assert rows["street_density"]["dimension"] == "street_connectivity"

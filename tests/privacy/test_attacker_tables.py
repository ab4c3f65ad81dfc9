"""The attacker on small towns: what of a hidden block or group each kind of equation gives away, counted by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from tejido.catalogue import load
from tejido.tables import DIFFERENTIALS, SCORES, UNITS, VALUES, Schema
from tests.privacy.attacker.attack import attack, attack_weights
from tests.privacy.attacker.public_folder import Folder, Pair

CATALOGUE = load()
RESIDENTS = {"a": 60.0, "b": 33.0, "c": 7.0}
Rows = Iterable[dict[str, Any]]


def town(residents: dict[str, float | None], values: Rows = (), gaps: Rows = (), scores: Rows = ()) -> Folder:
    """A city of 100 people, its one district and blocks."""
    counted = {("city", "T"): 100.0, ("district", "D"): 100.0} | {
        ("block", name): count for name, count in residents.items()
    }
    parents = {"city": None, "district": "T", "block": "D"}
    units = [{"level": level, "unit": unit, "name": unit, "parent": parents[level], "population": count, "area_km2": 1.0}
             for (level, unit), count in counted.items()]  # fmt: skip
    return Folder(
        made(UNITS, units),
        made(VALUES, values),
        made(SCORES, scores),
        made(DIFFERENTIALS, gaps),
        ("city", "district", "block"),
    )


def made(schema: Schema, rows: Rows) -> pd.DataFrame:
    found = [{"period": "2024", "group": "all"} | row for row in rows] if schema is not UNITS else list(rows)
    return schema.conform(pd.DataFrame(found)) if found else schema.empty()


def value(level: str, unit: str, indicator: str, told: float | None, size: float | None, **rest: Any) -> dict[str, Any]:
    row = {"level": level, "unit": unit, "indicator": indicator, "value": told, "population": size, "support": level}
    return (
        row
        | {
            "kind": "register",
            "quality": "not_sampled",
            "source": "test",
            "flags": None if told is not None else "protected",
        }
        | rest
    )


def finds(*pairs: Pair) -> list[tuple[str, str, str, float, float]]:
    found = [(one.what, one.unit, one.group, round(one.low, 3), round(one.high, 3)) for one in attack(pairs, CATALOGUE)]
    return sorted(found)


def test_a_lone_hidden_block_is_what_the_district_has_more_than_the_others():
    assert finds(Pair(town(RESIDENTS | {"c": None}), town(RESIDENTS))) == [("universe", "c", "all", 7, 7)]


def test_two_hidden_blocks_of_forty_people_keep_their_secret():
    assert finds(Pair(town(RESIDENTS | {"b": None, "c": None}), town(RESIDENTS))) == []


def test_an_earlier_folder_that_shows_one_of_them_gives_the_other_away():
    now = Pair(town(RESIDENTS | {"b": None, "c": None}), town(RESIDENTS))
    before = Pair(town(RESIDENTS), town(RESIDENTS))
    assert finds(now, before) == []
    before = Pair(town(RESIDENTS | {"c": None}), town(RESIDENTS))
    assert finds(now, before) == [("universe", "c", "all", 7, 7)]


def noise(of: dict[str, float], mean: float | None) -> list[dict[str, Any]]:
    """Dust in the air of every block, and its mean by residents in the district: a figure of a place, which is not hidden."""
    rows = [value("block", name, "pm10", dust, RESIDENTS[name], kind="layer") for name, dust in of.items()]
    return [*rows, value("district", "D", "pm10", mean, 100.0, kind="layer", support="block", flags="averaged")]


def test_a_mean_weighed_by_residents_is_one_more_equation_in_them():
    # 60 x 10 + 33 x 20 + 7 x 40 = 1,540: with b + c = 40 and 20 b + 40 c = 940 follows c = 7.
    whole = town(RESIDENTS, noise({"a": 10, "b": 20, "c": 40}, 15.4))
    shown = whole.values.assign(population=whole.values["population"].mask(whole.values["unit"].isin(["b", "c"])))
    public = Folder(
        town(RESIDENTS | {"b": None, "c": None}).units, shown, whole.scores, whole.differentials, whole.levels
    )
    assert set(finds(Pair(public, whole))) == {("universe", "c", "all", 7, 7)}


def test_a_mean_by_other_weights_says_nothing_of_residents():
    whole = town(RESIDENTS, noise({"a": 10, "b": 20, "c": 40}, 16.0))
    shown = whole.values.assign(population=whole.values["population"].mask(whole.values["unit"].isin(["b", "c"])))
    public = Folder(
        town(RESIDENTS | {"b": None, "c": None}).units, shown, whole.scores, whole.differentials, whole.levels
    )
    assert finds(Pair(public, whole)) == []


def asked(group: str, unit: str, n: float | None, **rest: Any) -> dict[str, Any]:
    told = {"group": group, "n": n, "n_households": n, "kind": "design-based", "quality": "reliable"} | rest
    return value("district" if unit in "DE" else "city", unit, "electricity", 50.0 if n else None, None, **told)


def test_everybody_less_the_hosts_are_the_refugees_and_migrants():
    parts = {"all": 30, "origin=host": 22, "origin=rm": 8}
    whole = town(RESIDENTS, [asked(group, "T", n) for group, n in parts.items()])
    public = town(RESIDENTS, [asked(group, "T", None if group == "origin=rm" else n) for group, n in parts.items()])
    assert ("asked", "T", "origin=rm", 8, 8) in finds(Pair(public, whole))
    safe = town(RESIDENTS, [asked(group, "T", n if group == "all" else None) for group, n in parts.items()])
    assert finds(Pair(safe, whole)) == []


def test_merged_units_and_a_comparison_of_one_of_them_overlap():
    # In D and E together 12 were asked; a comparison tells that 10 of them in D: two in E.
    def folder(e: float | None) -> Folder:
        merged = [asked("origin=rm", unit, 12, domain="D+", flags="merged", population=30.0) for unit in "DE"]
        sides = {
            "quality": "reliable",
            "quality_against": "reliable",
            "family": "x",
            "verdict": "shown",
            "kind": "design-based",
        }
        gaps = [
            {"level": "district", "unit": unit, "group": "origin=rm", "against": "origin=host", "indicator": "electricity", "n": n,
             "n_households": n, "value": 50.0 if n else None, "source": "test", **sides}
            for unit, n in (("D", 10), ("E", e))
        ]  # fmt: skip
        two = town(RESIDENTS, merged, gaps)
        extra = {"level": "district", "unit": "E", "name": "E", "parent": "T", "population": 50.0, "area_km2": 1.0}
        units = UNITS.conform(pd.concat([two.units, pd.DataFrame([extra])], ignore_index=True))
        return Folder(units, two.values, two.scores, two.differentials, two.levels)

    assert ("asked", "E", "origin=rm", 2, 2) in finds(Pair(folder(None), folder(2)))


def test_a_hidden_share_is_found_where_the_rest_of_the_district_is_told():
    # 8 of 20 homes in a and b, 10 of 24 in the district: 2 of the 4 in c. With b hidden too, of 10 in a: 10 - 4 = 6 of 14.
    homes = {"a": (40.0, 10.0), "b": (40.0, 10.0), "c": (50.0, 4.0)}

    def folder(hidden: str) -> Folder:
        rows = [
            value("block", name, "electricity", None if name in hidden else told, size)
            for name, (told, size) in homes.items()
        ]
        return town(RESIDENTS, [*rows, value("district", "D", "electricity", 10 / 24 * 100, 24.0)])

    assert finds(Pair(folder("c"), folder(""))) == [("value", "c", "all", 50, 50)]
    # c has between none and all 4 of them: 100 points.
    assert finds(Pair(folder("bc"), folder(""))) == []


def test_scores_of_a_group_that_are_as_many_as_its_blocks_tell_where_it_lives():
    # Means of two places' scores leave 20, 3 and 2 people in the blocks one direction, t x (20, 3, 2), and the 40 residents of a
    # allow no more than t = 2: at most 4 in c.
    residents, people = {"a": 40.0, "b": 25.0, "c": 35.0}, {"a": 20.0, "b": 3.0, "c": 2.0}
    points = {"pm10": {"a": 10, "b": 50, "c": 90}, "distance_school": {"a": 30, "b": 80, "c": 20}}

    def score(level: str, unit: str, group: str, node: str, told: float) -> dict[str, Any]:
        return {
            "level": level,
            "unit": unit,
            "group": group,
            "node": node,
            "score": told,
            "coverage": 1.0,
            "comparable": True,
        }

    of_all = [score("block", name, "all", node, told) for node, of in points.items() for name, told in of.items()]
    means = {node: sum(people[name] * told for name, told in of.items()) / 25 for node, of in points.items()}
    of_group = [score("district", "D", "origin=rm", node, told) for node, told in means.items()]
    counted = [
        {"level": "block", "unit": name, "group": "origin=rm", "population": count} for name, count in people.items()
    ]
    counted += [
        {**row, "group": "origin=host", "population": residents[row["unit"]] - row["population"]} for row in counted
    ]

    def weights(scores: Rows) -> list[tuple[str, float, float]]:
        told = town(residents, scores=scores)
        found = attack_weights([Pair(told, told, pd.DataFrame(counted))], CATALOGUE)
        return [(one.unit, round(one.low, 2), round(one.high, 2)) for one in found if one.group == "origin=rm"]

    assert weights(of_all + of_group) == [("c", 0, 4)]
    assert weights(of_all) == []

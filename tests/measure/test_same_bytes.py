"""The same city gives the same release, byte for byte, and its figures hold together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from tejido.measure import measure_city
from tejido.release import Release, open_release, verify
from tests.measure import example_city, interviews


@pytest.fixture(scope="module")
def release(example_release: Release) -> Release:
    return example_release


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    first, second = content(one), content(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def test_two_runs_give_byte_equal_releases(tmp_path: Path) -> None:
    city = interviews.write(tmp_path / "city")
    for name in ("once", "again"):
        measure_city(city, tmp_path / name)
    assert differing(tmp_path / "once", tmp_path / "again") == []
    assert verify(open_release(tmp_path / "again")) == []


def test_the_order_of_rows_changes_no_byte(example_folder: Path, release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(example_folder, folder, ignore=shutil.ignore_patterns("truth", "round2"))
    assert example_city.shuffle_rows(folder) >= 12
    measure_city(folder, tmp_path / "release")
    assert differing(release.path, tmp_path / "release") == []


def test_contributions_sum_to_what_is_missing_from_100_in_every_unit(release: Release) -> None:
    scores = release.table("scores")
    keys = ["level", "unit", "group"]
    marker = scores[(scores["node"] == release.catalogue.root) & scores["score"].notna()].set_index(keys)["score"]
    contributions = release.table("contributions")
    indicators = contributions[contributions["node"].isin(list(release.catalogue.indicators))]
    lost = indicators.groupby(keys)["points"].sum()
    assert len(marker) > 1_000
    assert (lost.reindex(marker.index) - (100 - marker)).abs().max() < 1e-9


def test_the_children_of_every_node_lose_what_it_loses(release: Release) -> None:
    catalogue = release.catalogue
    wide = release.table("contributions").pivot(index=["level", "unit", "group"], columns="node", values="points")
    for node, children in catalogue.children.items():
        if node != catalogue.root:
            known = [child for child in children if child in wide]
            assert (wide[known].sum(axis=1) - wide[node].fillna(0.0)).abs().max() < 1e-9, node


def test_the_public_scores_are_the_analysts(release: Release) -> None:
    keys = ["level", "unit", "group", "node"]
    public = release.public().table("scores").set_index(keys)["score"]
    assert public.equals(release.table("scores").set_index(keys)["score"].reindex(public.index))


def test_no_public_figure_about_people_rests_on_fewer_than_ten_of_them(release: Release) -> None:
    public = release.public()
    values, units = public.table("values"), release.table("units")
    about = {one.id for one in public.catalogue.indicators.values() if one.about == "people"}
    shown = values[values["indicator"].isin(about) & values["value"].notna()]
    people = units.set_index(["level", "unit"])["population"]
    own = shown[shown["support"] == shown["level"]]
    behind = own.assign(people=people.reindex(pd.MultiIndex.from_frame(own[["level", "unit"]])).to_numpy())
    # The people of a protected unit are those of all its members.
    place = ["period", "level", "group", "indicator", behind["domain"].fillna(behind["unit"]).rename("place")]
    assert behind.groupby(place)["people"].sum().min() >= 10
    counted = public.table("units")["population"].dropna()
    assert ((counted == 0) | (counted >= 10)).all()


def test_how_many_of_a_group_live_in_a_small_unit_is_in_no_public_row(release: Release) -> None:
    public = release.public()
    for name in ("values", "scores", "contributions"):
        of_groups = public.table(name)[public.table(name)["group"] != "all"]
        # What UNHCR publishes of the whole country tells of nobody in the city.
        assert set(of_groups["level"]) - {"country"} == {"city", "district"}, name
    assert "block" in set(release.table("values").query("group == 'origin=rm'")["level"])


def test_no_public_row_of_a_protected_block_counts_anybody(release: Release) -> None:
    public = release.public()
    units, values = public.table("units"), public.table("values")
    protected = units[units["flags"].fillna("").str.contains("protected")]
    assert len(protected) > 0
    rows = values[values["level"].eq("block") & values["unit"].isin(protected["unit"])]
    assert rows["population"].isna().all()

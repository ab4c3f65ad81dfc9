"""The example's size and form: what the issue asks of it, measured on its files."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tests.example.conftest import METRES


def read(folder, name) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / f"{name}_synthetic.geojson").to_crs(METRES)


def test_there_are_1200_blocks_in_64_neighbourhoods_8_districts_and_2_municipalities(blocks):
    assert len(blocks) == 1200
    assert blocks.index.is_unique
    assert [blocks[level].nunique() for level in ("neighbourhood", "district", "municipality")] == [64, 8, 2]


def test_about_60000_people_live_in_18000_households(blocks):
    assert abs(blocks["population"].sum() - 60_000) < 1_500
    assert blocks["households"].sum() == 18_000
    assert (blocks["pop_rm"] + blocks["pop_host"] == blocks["population"]).all()


def test_a_coarser_unit_is_exactly_the_union_of_its_blocks(folder, blocks):
    for level, file in (("neighbourhood", "neighbourhoods"), ("district", "districts")):
        units = read(folder, file).set_index("code").geometry
        parts = blocks.dissolve(level).geometry
        rest = shapely.symmetric_difference(units.to_numpy(), parts.loc[units.index].to_numpy())
        assert shapely.area(rest).max() < 1e-3
        assert np.isclose(units.area.sum(), blocks.area.sum(), rtol=1e-9)


def test_each_district_lies_in_one_municipality_and_each_neighbourhood_in_one_district(blocks):
    assert (blocks.groupby("district")["municipality"].nunique() == 1).all()
    assert (blocks.groupby("neighbourhood")["district"].nunique() == 1).all()


def test_blocks_are_valid_and_do_not_overlap(blocks):
    assert blocks.is_valid.all()
    assert np.isclose(shapely.union_all(blocks.geometry.to_numpy()).area, blocks.area.sum(), rtol=1e-9)


def test_the_river_is_crossed_by_three_bridges_and_by_nothing_else_on_foot(folder):
    streets, river = read(folder, "streets"), read(folder, "water").union_all()
    crossing = streets[streets.intersects(river) & (streets["kind"] != "motorway")]
    assert list(crossing["kind"]) == ["bridge"] * 3


def test_without_the_bridges_the_streets_fall_into_two_banks(folder):
    streets = read(folder, "streets")
    walked = streets[~streets["kind"].isin(["motorway", "bridge"])]
    ends = np.round(shapely.get_coordinates(walked.geometry.to_numpy()), 1)
    corners, at = np.unique(ends, axis=0, return_inverse=True)
    pairs = at.reshape(-1, 2)
    graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(len(corners), len(corners)))
    _, bank = connected_components(graph, directed=False)
    sizes = np.sort(np.bincount(bank))[::-1]
    assert len(sizes) == 2
    assert sizes[1] > 200


def test_streets_have_avenues_and_dead_ends(folder):
    counts = read(folder, "streets")["kind"].value_counts()
    assert counts["avenue"] > 200 and counts["cul_de_sac"] > 30 and counts["country_road"] > 10


def test_there_are_slopes_of_all_classes_up_to_strong(blocks):
    """Classes by the limits that the territory room uses (3, 7, 12, 25 %)."""
    classes = np.searchsorted([3, 7, 12, 25], blocks["slope_percent"], side="right")
    assert (np.bincount(classes, minlength=4)[:4] > 50).all()


def test_there_are_facilities_of_every_kind_and_other_layers(folder):
    expected = {
        "hospitals": 3, "health_centres": 11, "schools": 34, "culture": 8, "commerce": 210, "thefts": 640, "homicides": 14,
        "water": 1,
    }  # fmt: skip
    assert {name: len(read(folder, name)) for name in expected} == expected
    assert set(read(folder, "public_space")["kind"]) == {"park", "square", "riverside"}
    assert set(read(folder, "hazard")["hazard"]) == {"flood", "landslide"}


def test_land_use_covers_every_block_with_five_classes(folder, blocks):
    use = read(folder, "land_use")
    assert set(use["use"]) == {"residential", "commerce", "industry", "facilities", "green"}
    covered = use.area.groupby(use["block"]).sum()
    assert np.allclose(covered.loc[blocks.index], blocks.area, rtol=1e-3)

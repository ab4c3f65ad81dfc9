"""Real layers, where they lie beside the repository: figures that were counted by others."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tejido.territory import crs, destinations, nearest_straight, network, overlay, points, walk

pytestmark = pytest.mark.filterwarnings("ignore:Several features with id")


def in_metres(path: Path) -> gpd.GeoDataFrame:
    layer = gpd.read_file(path)
    return layer.to_crs(crs.choose(layer.to_crs("EPSG:4326").geometry))


@pytest.mark.parametrize(("layer", "total", "outside", "several"), [("health", 482, 21, 8), ("school", 213, 27, 0)])
def test_points_outside_every_barrio_of_cucuta_are_told_and_the_others_counted_once(
    shared_data: Path, layer: str, total: int, outside: int, several: int
) -> None:
    folder = shared_data / "cities" / "cucuta"
    barrios = in_metres(folder / "barrios.geojson").assign(unit=lambda rows: rows.index.astype(str))
    found = overlay.count_points(barrios, in_metres(folder / f"{layer}_points.geojson").to_crs(barrios.crs))
    assert (found.outside, found.several) == (outside, several)
    assert found.counts.sum() == pytest.approx(total - outside)


def test_schools_outside_every_barrio_of_cucuta_still_serve(shared_data: Path) -> None:
    folder = shared_data / "cities" / "cucuta"
    barrios = in_metres(folder / "barrios.geojson").assign(unit=lambda rows: rows.index.astype(str))
    schools = in_metres(folder / "school_points.geojson").to_crs(barrios.crs)
    inside = schools[schools.intersects(barrios.union_all())]
    start = walk.begin(points.representing(barrios), None, 500, detour=1.3)
    with_all, with_inside = walk.to_nearest(start, schools).distance, walk.to_nearest(start, inside).distance
    assert len(inside) == 213 - 27
    assert (with_all <= with_inside).all() and (with_all < with_inside).any()


def test_limas_streets_are_222_pieces_and_all_of_surquillo_walks_to_a_hospital_on_them(shared_data: Path) -> None:
    folder = shared_data / "cities" / "lima"
    rows = pd.read_csv(folder / "street_segments.csv")
    ends = {end: gpd.GeoSeries.from_xy(rows[f"x{end}"], rows[f"y{end}"], crs="EPSG:4326") for end in (1, 2)}
    ends = {end: place.to_crs("EPSG:32718") for end, place in ends.items()}
    net = network.build(pd.DataFrame({f"{axis}{end}": getattr(ends[end], axis) for end in (1, 2) for axis in "xy"}))
    assert net.component.max() + 1 == 222

    districts = in_metres(folder / "districts.geojson")
    surquillo = districts[districts["DISTRITO"] == "Surquillo"].union_all()
    hexagons = in_metres(folder / "hexagons.geojson").assign(unit=lambda table: table["GRID_ID"])
    hexagons = hexagons[shapely.contains(surquillo, hexagons.representative_point().to_numpy())]
    table = pd.read_csv(folder / "hospitals_peru.csv")
    hospitals = gpd.GeoDataFrame(geometry=gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326"))
    start = walk.begin(points.representing(hexagons), net, 500, detour=1.3)
    walked = walk.to_nearest(start, hospitals.to_crs("EPSG:32718")).distance
    straight = nearest_straight(start.places, destinations.of(hospitals.to_crs("EPSG:32718")), 1.0)
    assert len(walked) == 19 and np.isfinite(walked).all()
    # In a grid of streets the way is at most the square root of 2 times the straight line, on average 4 / pi = 1.27.
    assert 1.15 < np.median(walked / straight) < 1.4

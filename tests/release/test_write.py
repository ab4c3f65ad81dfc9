"""A release is written whole or not at all, never over another, and equal contents give equal bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from tejido.catalogue.model import Catalogue
from tejido.errors import TejidoError
from tejido.release import open_release, refuse_existing, write, writer
from tejido.tables import DIFFERENTIALS, SchemaError
from tests.release import sample


def code(caught: pytest.ExceptionInfo[TejidoError]) -> str:
    return caught.value.findings[0].code


def contents_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_holds_its_tables_its_maps_and_a_public_part_complete_in_itself(town: Path) -> None:
    own = {"release.json", "catalogue.json"}
    own |= {f"tables/{name}.parquet" for name in ("units", "values", "scores", "contributions")}
    own |= {f"geometry/{level}.parquet" for level in ("city", "district", "block")}
    assert set(contents_of(town)) == own | {f"public/{name}" for name in own}


def test_equal_contents_give_equal_bytes(tmp_path: Path) -> None:
    once, again = write(sample.contents(), tmp_path / "one"), write(sample.contents(), tmp_path / "two")
    assert contents_of(once) == contents_of(again)


def test_the_order_of_rows_leaves_no_trace(tmp_path: Path) -> None:
    straight = sample.contents()
    mixed = replace(
        straight,
        tables={name: table.sample(frac=1, random_state=5) for name, table in straight.tables.items()},
        public_tables={name: table.sample(frac=1, random_state=6) for name, table in straight.public_tables.items()},
        geometry={level: frame.sample(frac=1, random_state=7) for level, frame in reversed(straight.geometry.items())},
    )
    assert contents_of(write(straight, tmp_path / "one")) == contents_of(write(mixed, tmp_path / "two"))


def test_the_last_digits_of_a_sum_leave_no_trace(tmp_path: Path) -> None:
    # 0.1 + 0.2 differs from 0.3 in the sixteenth digit.
    figures = [{"a1": 0.1 + 0.2}, {"a1": 0.3}]
    files = [write_with_values(tmp_path / str(place), one) for place, one in enumerate(figures)]
    assert files[0] == files[1]


def write_with_values(out: Path, figures: dict[str, float]) -> dict[str, bytes]:
    tables = {**sample.contents().tables, "values": sample.values(figures)}
    return contents_of(write(sample.contents(tables=tables, public_tables=tables), out))


def test_a_release_says_nothing_of_when_or_where_it_was_written_but_its_receipt_does(tmp_path: Path) -> None:
    town = write(sample.contents(), tmp_path / "town", seconds=1.234)
    inside = b"".join(contents_of(town).values())
    receipt = json.loads((tmp_path / "town.receipt.json").read_text("utf-8"))
    assert receipt["seconds"] == 1.23
    assert receipt["when"][:4].encode() + b"-" not in inside
    assert str(tmp_path).encode() not in inside
    assert os.uname().nodename.encode() not in inside


def test_a_second_write_into_the_same_folder_is_refused_and_the_first_stays(town: Path) -> None:
    before = contents_of(town)
    with pytest.raises(TejidoError) as caught:
        write(sample.contents(), town)
    assert code(caught) == "R101"
    assert contents_of(town) == before


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_whatever_stands_there_is_refused_before_any_work(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "town")
    with pytest.raises(TejidoError) as caught:
        refuse_existing(tmp_path / "town")
    assert code(caught) == "R101"


def test_a_place_inside_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TejidoError) as caught:
        refuse_existing(tmp_path / "file" / "town")
    assert code(caught) == "R102"


def test_a_failure_on_the_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "_save", full_disk)
    with pytest.raises(TejidoError) as caught:
        write(sample.contents(), tmp_path / "town")
    assert code(caught) == "R110"
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_by_the_next_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    stale = tmp_path / f".town.partial-{gone.stdout.strip()}"
    alive = tmp_path / f".town.partial-{os.getppid()}"
    for folder in (stale, alive):
        folder.mkdir()
    write(sample.contents(), tmp_path / "town")
    assert not stale.exists()
    assert alive.exists()


def test_the_public_part_tells_the_names_of_inputs_but_neither_hashes_nor_folders_nor_findings(town: Path) -> None:
    meta = open_release(town, "public").meta
    assert meta["inputs"] == {"blocks.csv": None, "city.toml": None}
    assert meta["findings"] == {"R101": 2}


def test_what_analysts_may_add_to_the_description_is_not_public(tmp_path: Path) -> None:
    meta = {**sample.meta(), "people": ["a name"]}
    town = write(sample.contents(meta=meta), tmp_path / "town")
    assert open_release(town).meta["people"] == ["a name"]
    assert "people" not in open_release(town, "public").meta


def test_a_level_that_is_not_published_is_in_no_public_file(tmp_path: Path) -> None:
    whole = sample.contents()
    coarse = {name: table[table["level"] != "block"] for name, table in whole.public_tables.items()}
    release = open_release(write(sample.contents(public_tables=coarse), tmp_path / "town"), "public")
    assert release.levels == ["city", "district"]
    assert (release.meta["base"], release.meta["measured_at"]) == ("district", "block")
    assert not (release.path / "geometry" / "block.parquet").exists()


def test_private_tables_stay_out_of_the_public_part(tmp_path: Path) -> None:
    rows = sample.units()[["unit", "population"]]
    town = write(sample.contents(private={"answers": rows}), tmp_path / "town")
    assert [name for name in contents_of(town) if "answers" in name] == ["private/answers.parquet"]


def test_a_protected_figure_that_still_stands_in_a_public_table_stops_the_release(tmp_path: Path) -> None:
    whole = sample.contents()
    leaking = {**whole.public_tables, "values": whole.tables["values"].assign(flags="smoothed protected")}
    with pytest.raises(SchemaError, match="protected and still hold 'value'"):
        write(sample.contents(public_tables=leaking), tmp_path / "town")
    assert list(tmp_path.iterdir()) == []


def test_a_protected_comparison_that_still_stands_in_a_public_table_stops_the_release(tmp_path: Path) -> None:
    row = {
        "period": "2024", "level": "district", "unit": "A", "group": "origin=rm", "against": "origin=host", "indicator": "internet",
        "quality": "reliable", "quality_against": "reliable", "n": 9, "family": "x", "verdict": "cannot_be_said",
        "kind": "design-based", "source": "test", "flags": "protected",
    }  # fmt: skip
    gaps = DIFFERENTIALS.conform(pd.DataFrame([row]))
    whole = sample.contents()
    tables = {
        "tables": {**whole.tables, "differentials": gaps},
        "public_tables": {**whole.public_tables, "differentials": gaps},
    }
    with pytest.raises(SchemaError, match="differentials are protected and still hold 'n'"):
        write(sample.contents(**tables), tmp_path / "town")


@pytest.mark.parametrize("table", ["values", "scores", "contributions"])
def test_a_public_table_that_tells_of_a_level_that_is_not_public_stops_the_release(tmp_path: Path, table: str) -> None:
    whole = sample.contents()
    coarse = {name: one if name == table else one[one["level"] != "block"] for name, one in whole.public_tables.items()}
    with pytest.raises(SchemaError, match=f"public {table} tell of level 'block'"):
        write(sample.contents(public_tables=coarse), tmp_path / "town")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has permissions of this kind")
def test_what_is_private_opens_for_nobody_but_who_wrote_it(tmp_path: Path) -> None:
    town = write(sample.contents(private={"points": sample.units()[["unit"]]}), tmp_path / "town")
    assert (town / "private").stat().st_mode & 0o777 == 0o700


def test_counts_of_people_by_part_are_never_public(tmp_path: Path) -> None:
    whole = sample.contents()
    with pytest.raises(SchemaError, match="may not hold 'parts'"):
        write(sample.contents(public_tables={**whole.public_tables, "parts": sample.units()}), tmp_path / "town")


def test_an_infinite_figure_stops_the_release(tmp_path: Path) -> None:
    tables = {**sample.contents().tables, "values": sample.values({"a1": np.inf})}
    with pytest.raises(SchemaError, match="infinite"):
        write(sample.contents(tables=tables), tmp_path / "town")


def test_a_map_that_lacks_a_unit_stops_the_release(tmp_path: Path) -> None:
    maps = sample.geometry()
    with pytest.raises(SchemaError, match="each of its units once"):
        write(sample.contents(geometry={**maps, "block": maps["block"].iloc[1:]}), tmp_path / "town")


def test_an_input_named_by_its_place_on_a_disk_stops_the_release(tmp_path: Path) -> None:
    for name in ("/home/somebody/census.csv", "../census.csv", "C:\\data\\census.csv"):
        with pytest.raises(SchemaError, match="not a name inside the city folder"):
            write(sample.contents(meta={**sample.meta(), "inputs": {name: "0"}}), tmp_path / "town")


def test_polygons_are_written_in_longitude_and_latitude_and_neighbours_keep_their_edge(town: Path) -> None:
    blocks = open_release(town).geometry("block").set_index("unit").geometry
    assert blocks.crs == "EPSG:4326"
    # 700,000 m east and 870,000 m north in UTM zone 18 N is near Cúcuta, at 73.186 W and 7.867 N.
    assert blocks["a1"].bounds[:2] == pytest.approx((-73.186, 7.867), abs=0.001)
    assert blocks["a1"].intersection(blocks["a2"]).length == pytest.approx(100 / 110_600, rel=0.01)
    assert blocks.is_valid.all()


def test_a_map_opens_as_geoparquet_in_other_programs(town: Path) -> None:
    frame = gpd.read_parquet(town / "geometry" / "block.parquet")
    assert frame["unit"].tolist() == sample.BLOCKS
    assert frame.crs.to_authority() == ("OGC", "CRS84")


def test_the_method_comes_back_as_it_was_written(town: Path) -> None:
    method: Catalogue = open_release(town).catalogue
    assert method == sample.catalogue()

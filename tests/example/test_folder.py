"""What the example writes: the same bytes each time, openly synthetic, and never over something else."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tejido.errors import TejidoError
from tejido.example import SEED, write_example
from tejido.example.folder import STEPS, make_town
from tejido.example.streets import draw
from tejido.words import say

TEXTS = {"city.toml", "README.md", "LEEME.md"}


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_second_run_in_another_process_place_and_hash_order_gives_the_same_bytes(folder, tmp_path):
    program = "import sys, pathlib; from tejido.example import write_example; write_example(pathlib.Path(sys.argv[1]), truth=True)"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    again = tmp_path / "elsewhere" / "another name"
    subprocess.run([sys.executable, "-c", program, str(again)], check=True, env=environment, cwd=tmp_path)
    assert hashes(again) == hashes(folder)


def test_without_truth_the_rest_is_the_same_and_progress_rises_from_nothing_to_all(folder, tmp_path):
    told: list[tuple[float, str]] = []
    write_example(tmp_path / "city", progress=lambda share, step: told.append((share, step)))
    without = {name: mark for name, mark in hashes(folder).items() if not name.startswith("truth")}
    assert hashes(tmp_path / "city") == without
    shares = [share for share, _ in told]
    assert shares[0] == 0.0 and shares[-1] == 1.0 and shares == sorted(shares)
    assert all(step for _, step in told[:-1])


def test_another_seed_gives_another_city():
    assert not np.array_equal(draw(SEED).segments, draw(5).segments)


def test_the_steps_of_the_work_have_spanish_names():
    assert all(say(step, "es") != step for step in STEPS)


def test_every_data_file_says_synthetic_in_its_name_and_in_a_column(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name in TEXTS:
            continue
        assert "synthetic" in path.name
        if path.suffix == ".csv":
            assert (pd.read_csv(path, usecols=["synthetic"])["synthetic"]).all()
        elif path.suffix == ".parquet":
            assert pd.read_parquet(path, columns=["synthetic"])["synthetic"].all()
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                assert b"synthetic" in archive.read("agency.txt")
        elif path.suffix == ".toml":
            assert "Synthetic: no such city" in path.read_text("utf-8")
        elif path.suffix == ".geojson":
            features = json.loads(path.read_text("utf-8"))["features"]
            assert features and all(one["properties"]["synthetic"] is True for one in features)
        else:
            assert json.loads(path.read_text("utf-8"))["synthetic"] is True


def test_city_toml_and_the_readmes_say_synthetic_in_both_languages(folder):
    for place in (folder, folder / "round2"):
        city = tomllib.loads((place / "city.toml").read_text("utf-8"))["city"]
        assert city["synthetic"] is True
        assert "synthetic" in city["name"]["en"] and "sintética" in city["name"]["es"]
    assert "synthetic" in (folder / "README.md").read_text("utf-8")
    assert "sintética" in (folder / "LEEME.md").read_text("utf-8")


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(TejidoError) as refused:
        write_example(tmp_path)
    assert [one.code for one in refused.value.findings] == ["X101"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(TejidoError) as refused:
        write_example(tmp_path / "file" / "city")
    assert [one.code for one in refused.value.findings] == ["X102"]


def test_the_city_lies_in_the_open_pacific(folder):
    """86.9 to 87.1 degrees west, 1.9 to 2.1 south: the nearest islands end at 89.2, the coast begins at 81.1 degrees west."""
    for feature in json.loads((folder / "districts_synthetic.geojson").read_text("utf-8"))["features"]:
        for lon, lat in feature["geometry"]["coordinates"][0]:
            assert -87.1 < lon < -86.9 and -2.1 < lat < -1.9


def test_a_disk_that_fills_up_leaves_no_half_city(tmp_path, monkeypatch):
    def full(*_):
        assert list(tmp_path.rglob("*.geojson"))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tejido.example.folder._write_units", full)
    monkeypatch.setattr("tejido.example.folder.make_town", cache(make_town))
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        with pytest.raises(TejidoError) as refused:
            write_example(tmp_path / name)
        assert [one.code for one in refused.value.findings] == ["X102"]
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["empty"]

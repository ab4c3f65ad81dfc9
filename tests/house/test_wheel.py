"""What is installed elsewhere is whole: the program, its data, its texts, the page's files and the licence."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.repository import SOURCE, files

FETCHED = (SOURCE / "viewer" / "static" / "vendor", SOURCE / "report" / "fonts")
"""Where third-party files lie that are fetched and not committed."""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names inside a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return archive.namelist()


def test_the_wheel_holds_every_file_of_the_package(wheel: list[str]):
    package = {file.relative_to("src").as_posix() for file in files() if file.parts[:2] == ("src", "tejido")}
    assert package - set(wheel) == set()


def test_the_wheel_holds_the_front_end_files_and_the_fonts_that_were_fetched(wheel: list[str]):
    fetched = {
        file.relative_to(SOURCE.parent).as_posix() for folder in FETCHED for file in folder.rglob("*") if file.is_file()
    }
    assert fetched - set(wheel) == set()


def test_the_wheel_holds_the_licence_and_nothing_beside_the_package(wheel: list[str]):
    assert any(name.endswith("/licenses/LICENSE") for name in wheel)
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"tejido"}

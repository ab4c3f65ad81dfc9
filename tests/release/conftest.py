"""A written release of the made-up town."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tejido.release import write
from tests.release import sample


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the town's release, to be read only."""
    return write(sample.contents(), tmp_path_factory.mktemp("releases") / "town")


@pytest.fixture
def town(written: Path, tmp_path: Path) -> Path:
    """A copy of it, which a test may damage."""
    return shutil.copytree(written, tmp_path / "town")

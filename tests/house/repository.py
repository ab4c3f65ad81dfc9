"""What the tests about the repository share: its tracked files and its rooms."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tejido"


@cache
def files() -> tuple[Path, ...]:
    """Every file that git tracks or would track, relative to the repository's folder, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return tuple(sorted(Path(line) for line in set(listed.stdout.splitlines()) if (ROOT / line).is_file()))


@cache
def rooms() -> tuple[str, ...]:
    """The rooms that are built: the packages directly under ``tejido``."""
    return tuple(sorted(folder.parent.name for folder in SOURCE.glob("*/__init__.py")))


@cache
def storeys() -> tuple[tuple[str, ...], ...]:
    """The rooms by storey, top first, as the import contract in pyproject.toml has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return tuple(tuple(room.strip(" ()") for room in layer.split("|")) for layer in layers)

"""The repository is whole and clean: a licence, one test command, locks without addresses, nothing of other people's data."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.house.repository import ROOT, files

# Written apart, so that this file does not hold what it looks for.
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "/tmp/" + "plan", "/" + "opt/pypi"]
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "registry." + "npmjs", "npmjs" + ".org/", "index" + "-url"]
SWITCHES_OFF_ADDRESSES = "tools/lock.py"
TEXT = {
    "",
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".json",
    ".js",
    ".mjs",
    ".css",
    ".html",
    ".po",
    ".sh",
    ".yml",
    ".yaml",
    ".svg",
}


def text_files() -> list[tuple[str, str]]:
    """Every text file with its content."""
    return [(str(file), (ROOT / file).read_text("utf-8")) for file in files() if file.suffix in TEXT]


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    assert [(name, word) for name, text in text_files() for word in MACHINE_PATHS if word in text] == []


def test_no_file_names_the_address_of_a_package_registry():
    named = [(name, word) for name, text in text_files() for word in REGISTRIES if word in text]
    assert [one for one in named if one[0] != SWITCHES_OFF_ADDRESSES] == []


def test_nothing_is_left_to_do_in_the_code():
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")
    code = [(name, text) for name, text in text_files() if name.endswith((".py", ".js", ".mjs"))]
    assert [name for name, text in code if words.search(text)] == []


def test_the_licence_is_the_european_union_public_licence():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text


def test_a_build_machine_runs_make_test_and_nothing_else():
    script = [line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert script == ["set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("lock", ["dev.txt", "run.txt", "uv.txt"])
def test_every_locked_package_has_a_version_and_a_hash(lock: str):
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "==" not in package or "--hash=sha256:" not in package] == []


def test_no_tracked_file_is_a_copy_of_the_real_cities_data(shared_data: Path):
    by_size = defaultdict(list)
    for file in files():
        by_size[(ROOT / file).stat().st_size].append(ROOT / file)
    same = []
    for other in sorted(path for path in shared_data.rglob("*") if path.is_file() and path.stat().st_size > 0):
        content = digest(other) if other.stat().st_size in by_size else ""
        same += [(file.name, other.name) for file in by_size.get(other.stat().st_size, []) if digest(file) == content]
    assert same == []


def digest(file: Path) -> str:
    """The hash of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()

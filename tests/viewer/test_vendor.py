"""Third-party files come only in the bytes that were pinned, and land only where they belong."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tools import vendor


def tarball(files: dict[str, bytes]) -> bytes:
    """A package as npm packs it: everything under package/."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A made-up package of one file and one folder."""
    monkeypatch.setattr(vendor, "REPO", tmp_path)
    files = [["dist/map.js", "map.js"], ["lib/", "lib/"]]
    return {"name": "@made/up", "version": "1.0.0", "integrity": "sha512-x", "into": "static", "files": files}


def test_the_files_named_and_no_others_are_unpacked_and_then_stay(package: dict[str, Any], tmp_path: Path):
    assert vendor.stamp(package) is None
    vendor.unpack(package, tarball({"dist/map.js": b"map", "lib/a/b.js": b"b", "README.md": b"no"}))
    found = {
        file.relative_to(tmp_path / "static").as_posix() for file in (tmp_path / "static").rglob("*") if file.is_file()
    }
    assert found == {"map.js", "lib/a/b.js", ".made-up.json"}
    assert vendor.stamp(package) == vendor.wanted(package)


def test_a_file_that_has_gone_or_another_version_is_fetched_again(package: dict[str, Any], tmp_path: Path):
    vendor.unpack(package, tarball({"dist/map.js": b"map", "lib/b.js": b"b"}))
    assert vendor.stamp(package) != vendor.wanted({**package, "version": "1.0.1"})
    (tmp_path / "static" / "map.js").unlink()
    assert vendor.stamp(package) is None


def test_a_package_without_a_file_that_is_named_is_refused(package: dict[str, Any]):
    with pytest.raises(ValueError, match=r"dist/map\.js"):
        vendor.unpack(package, tarball({"lib/b.js": b"b"}))
    assert vendor.stamp(package) is None


def test_a_package_that_would_write_outside_its_folder_is_refused(package: dict[str, Any], tmp_path: Path):
    with pytest.raises(ValueError, match="outside"):
        vendor.unpack(package, tarball({"dist/map.js": b"map", "lib/../../../evil.js": b"evil"}))
    assert not (tmp_path.parent / "evil.js").exists()


def test_other_bytes_than_those_pinned_are_refused(package: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    def pack(command: list[str], cwd: str, **_: object) -> None:
        (Path(cwd) / "made-up-1.0.0.tgz").write_bytes(b"something else")

    monkeypatch.setattr(vendor, "npm", lambda: ["npm"])
    monkeypatch.setattr(vendor.subprocess, "run", pack)
    with pytest.raises(ValueError, match="the manifest says sha512-x"):
        vendor.download(package)

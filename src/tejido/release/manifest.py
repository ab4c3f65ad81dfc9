"""The list of files that a release carries in ``release.json``, and whether a folder still agrees with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from tejido.errors import Finding, finding

MANIFEST = "release.json"

Files = Mapping[str, Mapping[str, object]]
"""Per file (path inside the release, with slashes) its ``bytes`` and ``sha256``."""


def entry(content: bytes) -> dict[str, object]:
    """What the manifest says about a file with this content."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def present(folder: Path) -> set[str]:
    """Files of a release folder, its manifest left out; hidden files (of a file manager, say) do not count."""
    found = set()
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            found.add(inside.as_posix())
    return found - {MANIFEST}


def differences(folder: Path, files: Files, full: bool) -> list[Finding]:
    """Files that are missing, changed, or not on the list, in the order of their names.

    Without `full` only presence and size are compared (a few milliseconds); with it, every byte through its SHA-256.
    """
    found = present(folder)
    wrong = []
    for name in sorted(found | set(files)):
        if name not in found:
            wrong.append(finding("R107", file=name))
        elif name not in files:
            wrong.append(finding("R109", file=name))
        elif not _agrees(folder / name, files[name], full):
            wrong.append(finding("R108", file=name))
    return wrong


def unchanged(content: bytes, listed: Mapping[str, object]) -> bool:
    """Whether `content` is what the manifest lists."""
    return entry(content) == {"bytes": listed["bytes"], "sha256": listed["sha256"]}


def _agrees(path: Path, listed: Mapping[str, object], full: bool) -> bool:
    """Whether a file has the size listed and, if every byte is to be looked at, the hash."""
    return path.stat().st_size == listed["bytes"] and (not full or unchanged(path.read_bytes(), listed))

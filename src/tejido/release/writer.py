"""Writing a release: whole or not at all, never over another, equal contents as equal bytes."""

from __future__ import annotations

import contextlib
import errno
import glob
import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tejido.catalogue import as_dict, extended_as_dict
from tejido.errors import fail
from tejido.release import ground
from tejido.release.contents import Contents, check, public_meta
from tejido.release.manifest import MANIFEST, entry
from tejido.release.parquet import geometry_bytes, plain_bytes, table_bytes
from tejido.release.rounding import rounded_json
from tejido.tables import CONTRACT, SCHEMAS

PARTIAL = ".partial-"
"""Between the name and the process number of a folder that is still being written."""

_REMOVED = ".removed-"


def refuse_existing(out: Path) -> None:
    """Stop before any work where something already stands at `out`; remove what killed runs left beside it.

    Raises:
        TejidoError: R101 something is there, R102 the folder that would hold the release is not.
    """
    if out.exists() or out.is_symlink():
        raise fail("R101", file=out.name)
    parent = out.absolute().parent
    if parent.exists() and not parent.is_dir():
        raise fail("R102", file=parent.name)
    _sweep(out)


def write(contents: Contents, out: Path, seconds: float | None = None) -> Path:
    """Write a release to the folder `out`, and beside it a receipt of when that was and how many `seconds` it took.

    Everything is written and flushed to disk in a hidden folder beside `out`, ``release.json`` last; one rename then makes
    the release appear. A process that is killed leaves at most that hidden folder, which nobody can open and the next
    write removes. The folder ``private`` opens only for whoever wrote it.

    Raises:
        TejidoError: R101 something stands at `out`, R102 its parent is not a folder, R110 it cannot be written there,
            R130 a level has the name of the ground's file.
        SchemaError: the contents do not fit together (a defect of the program).
    """
    refuse_existing(out)
    if ground.NAME in contents.geometry:
        raise fail("R130", level=ground.NAME)
    check(contents)
    out = out.absolute()
    staging = out.with_name(f".{out.name}{PARTIAL}{os.getpid()}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging.mkdir()
        description = _fill(contents, staging)
        _publish(staging, out)
    except OSError as problem:
        raise fail("R110", file=out.name, reason=problem.strerror or str(problem)) from problem
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _receipt(out, description, seconds)
    return out


def _fill(contents: Contents, staging: Path) -> bytes:
    """Write all files into the staging folder; gives the content of its ``release.json``."""
    # The method is written as it was resolved: rounding a city's own curve would no longer give the catalogue's hash.
    method = _json_bytes(as_dict(contents.catalogue))
    shapes = {
        f"geometry/{level}.parquet": geometry_bytes(contents.geometry[level]) for level in sorted(contents.geometry)
    }
    under = (
        {} if contents.ground is None or contents.ground.empty else {ground.FILE: ground.ground_bytes(contents.ground)}
    )
    tables = {_file(name): table_bytes(table, SCHEMAS[name]) for name, table in sorted(contents.tables.items())}
    methods = {"catalogue.json": method}
    if contents.catalogue.extended is not None:
        methods["extended.json"] = _json_bytes(extended_as_dict(contents.catalogue.extended))
    methods |= {name: _json_bytes(data) for name, data in sorted(contents.documents.items())}
    own = {**methods, **shapes, **under, **tables}

    published = {f"geometry/{level}.parquet" for level in contents.public_tables["units"]["level"].unique()}
    public = {**methods, **under, **{name: shapes[name] for name in shapes if name in published}}
    for name, table in sorted(contents.public_tables.items()):
        same = table is contents.tables[name]
        public[_file(name)] = tables[_file(name)] if same else table_bytes(table, SCHEMAS[name])
    public[MANIFEST] = _manifest("public", public_meta(contents), public)

    own |= {f"private/{name}.parquet": plain_bytes(table) for name, table in sorted(contents.private.items())}
    own |= {f"public/{name}": content for name, content in public.items()}
    description = _manifest("analyst", {**contents.meta, "measured_at": contents.meta["base"]}, own)

    if contents.private:
        (staging / "private").mkdir(mode=0o700)
    for name, content in own.items():
        _save(staging / name, content)
    _save(staging / MANIFEST, description)
    for folder in [*sorted(path for path in staging.rglob("*") if path.is_dir()), staging]:
        _flush_folder(folder)
    return description


def _file(table: str) -> str:
    return f"tables/{table}.parquet"


def _manifest(audience: str, meta: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    listed = {name: entry(files[name]) for name in sorted(files)}
    inputs = {name: meta["inputs"][name] for name in sorted(meta["inputs"])}
    whole = {**meta, "inputs": inputs, "contract": CONTRACT, "audience": audience, "files": listed}
    # Inside an entry the order stays: the first language of a name is the one to fall back on.
    return _json_bytes(rounded_json({key: whole[key] for key in sorted(whole)}))


def _json_bytes(item: Any) -> bytes:
    text = json.dumps(item, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8")


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut, not only the files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _publish(staging: Path, out: Path) -> None:
    """The one step that makes the release appear."""
    try:
        staging.rename(out)
    except OSError as problem:
        if problem.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
            raise fail("R101", file=out.name) from problem
        raise
    _flush_folder(out.parent)


def _receipt(out: Path, description: bytes, seconds: float | None) -> None:
    """When and how long, beside the release: inside it a clock would make equal inputs unequal."""
    receipt = {
        "release": out.name,
        "release_json_sha256": entry(description)["sha256"],
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": None if seconds is None else round(seconds, 2),
    }
    out.with_name(f"{out.name}.receipt.json").write_bytes(_json_bytes(receipt))


def _sweep(out: Path) -> None:
    """Remove the staging folders for `out` whose process is gone."""
    parent, name = out.absolute().parent, out.name
    for stale in sorted(parent.glob(f".{glob.escape(name)}{PARTIAL}*")):
        number = stale.name.rpartition("-")[2]
        if number.isdigit() and (int(number) == os.getpid() or not _alive(int(number))):
            # Renamed before it is emptied: were its writer alive in another container after all, it would fail at its own
            # rename instead of publishing a folder that is being emptied.
            with contextlib.suppress(OSError):
                stale.rename(stale.with_name(f".{name}{_REMOVED}{number}-{os.getpid()}"))
    for doomed in sorted(parent.glob(f".{glob.escape(name)}{_REMOVED}*")):
        shutil.rmtree(doomed, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True

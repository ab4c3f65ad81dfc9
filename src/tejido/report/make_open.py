"""What is done with a profile's folder: checking it, accepting its text, building its documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tejido.errors import Finding, refuse_errors
from tejido.release import open_release
from tejido.report.check import check
from tejido.report.folder import BUILT, PROFILE, WRITTEN, read_folder, read_text
from tejido.report.folder_new import path_from, refuse_full
from tejido.report.inserts import INSERTS
from tejido.report.make import Draft
from tejido.report.make_files import Format, refuse_there, write_document, write_slides
from tejido.report.story import Insert
from tejido.report.written import read_written, write_written, written_now

Progress = Callable[[float, str], None]


def open_draft(path: Path, release: Path | None = None, inserts: Mapping[str, Insert] = INSERTS) -> Draft:
    """A profile by its folder, with the figures of its release or of another.

    Raises:
        TejidoError: those of `read_folder` and of `open_release`.
    """
    folder = read_folder(path)
    return Draft(folder, open_release(release or folder.release, audience="public"), inserts)


def findings_of(path: Path, release: Path | None = None, inserts: Mapping[str, Insert] = INSERTS) -> list[Finding]:
    """Everything that `report.check` finds in a profile, told of its own release or of another."""
    draft = open_draft(path, release, inserts)
    return check(draft, read_written(draft.folder))


def accept_text(path: Path, release: Path | None = None, inserts: Mapping[str, Insert] = INSERTS) -> None:
    """Remember what the figures say now; with another release the profile is of that one from here on."""
    draft = open_draft(path, release, inserts)
    text = write_written(written_now(draft))
    if release is not None:
        settings = read_text(path, PROFILE)
        line = f"release = {path_from(release, path)}"
        _save(path / PROFILE, re.sub(r"^release\s*=.*$", lambda _: line, settings, count=1, flags=re.MULTILINE))
    _save(path / WRITTEN, text)


def build_all(
    path: Path,
    formats: Sequence[Format],
    languages: Sequence[str],
    out: Path | None = None,
    replace: bool = False,
    progress: Progress = lambda share, step: None,
    inserts: Mapping[str, Insert] = INSERTS,
) -> tuple[list[Path], list[Finding]]:
    """Make the documents of a profile, in every format and every language asked for (by default all of the profile).

    Returns the files, and the warnings that `check` has of what was built.

    Raises:
        TejidoError: every error that `check` finds in those languages, H306 a file that is there, those of the renderers.
    """
    draft = open_draft(path, inserts=inserts)
    spoken = list(dict.fromkeys(languages)) or list(draft.folder.settings.languages)
    files = {
        (format_, lang): out or path / BUILT / f"profile.{lang}.{format_}" for format_ in formats for lang in spoken
    }
    for file in files.values():
        refuse_there(file, replace)
    found = check(draft, read_written(draft.folder), spoken)
    refuse_errors(found)
    for done, ((format_, lang), file) in enumerate(files.items()):
        progress((1 + done) / (1 + len(files)), "")
        write_document(draft.document(lang), format_, file)
    return list(files.values()), [one for one in found if one.severity != "error"]


def build_slides(path: Path, lang: str, out: Path, inserts: Mapping[str, Insert] = INSERTS) -> list[Path]:
    """Make every picture of a profile as large as a slide, into a folder of its own; returns the files.

    Raises:
        TejidoError: every error that `check` finds in this language, H304 `out` holds something, those of `render_slides`.
    """
    refuse_full(out)
    draft = open_draft(path, inserts=inserts)
    refuse_errors(check(draft, read_written(draft.folder), [lang]))
    return write_slides(draft.document(lang), out)


def _save(file: Path, text: str) -> None:
    """Write a file in one step, so that no reader finds half of it."""
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text(text, "utf-8", newline="\n")
    draft.replace(file)

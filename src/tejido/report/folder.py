"""The editor's folder of a profile: what is in it, read and held to its form.

::

    DIR/profile.toml                  of which release it tells, title, authors, licence, languages
    DIR/chapters/1-context.es.md      the text of a chapter in each language, side by side
    DIR/recommendations.toml          what was decided on each recommendation, and why
    DIR/written.json                  what the figures said when the text was last read (`report.written`)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tejido.errors import Finding, TejidoError, fail, finding, refuse_errors
from tejido.report.decisions import VERDICTS, Decision, Decisions
from tejido.report.outline import outline
from tejido.words import LANGUAGES, Labels

PROFILE, RECOMMENDATIONS, WRITTEN, CHAPTERS, BUILT = (
    "profile.toml", "recommendations.toml", "written.json", "chapters", "built",
)  # fmt: skip
"""Names in the folder; `BUILT` is where documents are put where nobody says otherwise."""

_FORM: Mapping[str, type] = {
    "release": str, "title": dict, "subtitle": dict, "authors": list, "licence": str, "contact": str, "languages": list,
}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """What ``profile.toml`` says. `release` is a path from the folder; `languages` are those in which the profile is written."""

    release: str
    title: Labels
    subtitle: Labels
    authors: tuple[str, ...]
    licence: str
    contact: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """A place in a text: its file, its line and, where it is known, its column, both counted from 1."""

    file: str
    row: int | None = None
    column: int | None = None

    def finding(self, code: str, **values: object) -> Finding:
        """Something found here."""
        return finding(code, file=self.file, row=self.row, column=str(self.column) if self.column else None, **values)


@dataclass(frozen=True)
class Source:
    """The text of a chapter in one language, and the name of its file inside the folder."""

    chapter: str
    lang: str
    file: str
    text: str


@dataclass(frozen=True)
class Folder:
    """A profile's folder as it was read."""

    path: Path
    settings: Settings
    sources: tuple[Source, ...]
    decisions: Decisions

    @property
    def release(self) -> Path:
        """Where the release lies of which the profile tells."""
        return self.path / self.settings.release

    def of(self, lang: str) -> list[Source]:
        """The chapters in one language, in order."""
        return [one for one in self.sources if one.lang == lang]


def read_folder(path: Path) -> Folder:
    """Read a profile's folder.

    Raises:
        TejidoError: H301 it is none, H302 a file that is no TOML, H303 a setting that is missing or of another kind, H305 a chapter
            without one of the languages, H308 text that is not UTF-8, H365-H367 a decision that cannot be read.
    """
    if not (path / PROFILE).is_file():
        raise fail("H301", file=path.name)
    settings = _settings(_toml(path, PROFILE))
    return Folder(path, settings, tuple(_sources(path, settings.languages)), _decisions(path))


def chapter_file(place: int, chapter: str, lang: str) -> str:
    """The name of a chapter's text inside the folder."""
    return f"{CHAPTERS}/{place}-{chapter}.{lang}.md"


def read_text(path: Path, file: str) -> str:
    """A text of the folder, its lines ended as everywhere.

    Raises:
        TejidoError: H308 it is not UTF-8.
    """
    content = (path / file).read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise fail("H308", file=file, row=content[: problem.start].count(b"\n") + 1) from problem
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _toml(path: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path, file))
    except tomllib.TOMLDecodeError as problem:
        raise fail("H302", file=file, reason=str(problem)) from problem


def _settings(told: Mapping[str, Any]) -> Settings:
    """The settings, every key of its kind."""
    wrong = [key for key, kind in _FORM.items() if not isinstance(told.get(key), kind)]
    wrong += [key for key in told if key not in _FORM]
    for key in ("authors", "languages"):
        if key not in wrong and not all(isinstance(one, str) for one in told[key]):
            wrong.append(key)
    if "languages" not in wrong and (not told["languages"] or set(told["languages"]) - set(LANGUAGES)):
        wrong.append("languages")
    if not wrong:
        wrong = [key for key in ("title", "subtitle") if not _in_all(told[key], told["languages"])]
    refuse_errors([finding("H303", file=PROFILE, column=key, key=key, keys=", ".join(_FORM)) for key in wrong])
    lists = {key: tuple(dict.fromkeys(told[key])) for key in ("authors", "languages")}
    return Settings(**{**told, **lists})


def _in_all(labels: Mapping[str, Any], languages: list[str]) -> bool:
    """Whether a text is told in every language of the profile."""
    return all(isinstance(labels.get(lang), str) and labels[lang] for lang in languages)


def _sources(path: Path, languages: tuple[str, ...]) -> Iterator[Source]:
    """The chapters that are there, in the outline's order; a chapter that is there in one language must be there in all."""
    lacking: list[Finding] = []
    for place, chapter in enumerate(outline()):
        files = {lang: chapter_file(place, chapter.id, lang) for lang in languages}
        there = [lang for lang, file in files.items() if (path / file).is_file()]
        lacking += [finding("H305", file=file) for lang, file in files.items() if there and lang not in there]
        for lang in there:
            yield Source(chapter.id, lang, files[lang], read_text(path, files[lang]))
    refuse_errors(lacking)


def _decisions(path: Path) -> Decisions:
    """What was decided; nothing where the file was taken away."""
    if not (path / RECOMMENDATIONS).is_file():
        return Decisions()
    made: dict[str, Decision] = {}
    found: list[Finding] = []
    for id_, told in _toml(path, RECOMMENDATIONS).items():
        try:
            made[id_] = _decision(id_, told)
        except TejidoError as problem:
            found += problem.findings
    refuse_errors(found)
    return Decisions(made)


def _decision(id_: str, told: Any) -> Decision:
    if not isinstance(told, dict) or set(told) - {"decision", "reason", "text"}:
        raise fail("H366", file=RECOMMENDATIONS, column=id_, id=id_)
    verdict = told.get("decision", "proposed")
    if verdict not in VERDICTS:
        raise fail("H365", file=RECOMMENDATIONS, column=id_, found=verdict, known=", ".join(VERDICTS))
    labels = {part: told.get(part, {}) for part in ("reason", "text")}
    for part, said in labels.items():
        if not isinstance(said, dict) or not all(
            lang in LANGUAGES and isinstance(one, str) for lang, one in said.items()
        ):
            raise fail("H367", file=RECOMMENDATIONS, column=id_, id=id_, part=part)
    # An empty text is one that nobody has written yet.
    kept = {part: {lang: one.strip() for lang, one in said.items() if one.strip()} for part, said in labels.items()}
    return Decision(verdict, kept["reason"], kept["text"])

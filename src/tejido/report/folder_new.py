"""Beginning a profile: the editor's folder as a release gives it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tejido.errors import fail
from tejido.reading.book import Book
from tejido.reading.facts import Facts
from tejido.release import open_release
from tejido.report.chapter_recommendations import proposed
from tejido.report.decisions import Decisions
from tejido.report.folder import CHAPTERS, PROFILE, RECOMMENDATIONS, WRITTEN, chapter_file, read_folder
from tejido.report.inserts import INSERTS
from tejido.report.make import Draft
from tejido.report.outline import Chapter, outline, skeleton
from tejido.report.story import Insert, Story
from tejido.report.written import write_written, written_now
from tejido.words import LANGUAGES, Labels, pick, say

READ_ME = {"es": "LEEME.md", "en": "README.md"}
Progress = Callable[[float, str], None]


def new_folder(
    release: Path,
    out: Path,
    lang: str,
    inserts: Mapping[str, Insert] = INSERTS,
    progress: Progress = lambda share, step: None,
) -> None:
    """Write the folder of a new profile of the public part of a release: whole, or not at all.

    Args:
        release: the folder of a release, or its ``public``.
        out: a folder that is not there yet, or is empty.
        lang: the language of the notes in its settings.
        inserts: the parts that are written from a release, by name.
        progress: is told the share that is done, and the step.

    Raises:
        TejidoError: H304 `out` holds something; those of `open_release`.
    """
    refuse_full(out)
    opened = open_release(release, audience="public")
    progress(0.1, "")
    story = Story(Book(Facts(opened)), lang, Decisions())
    told = frozenset(name for name, insert in inserts.items() if insert(story))
    progress(0.6, "")
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.absolute().parent) as place:
        draft = Path(place) / "profile"
        for file, text in _files(story, told, path_from(release, out)):
            (draft / file).parent.mkdir(parents=True, exist_ok=True)
            (draft / file).write_text(text, "utf-8", newline="\n")
        written = written_now(Draft(read_folder(draft), opened, inserts))
        (draft / WRITTEN).write_text(write_written(written), "utf-8", newline="\n")
        if out.exists():
            out.rmdir()
        draft.rename(out)
    progress(1.0, "")


def refuse_full(out: Path) -> None:
    """Stop before any work where a folder holds something already.

    Raises:
        TejidoError: H304.
    """
    if out.is_symlink() or (out.exists() and not (out.is_dir() and not any(out.iterdir()))):
        raise fail("H304", file=out.name)


def _files(story: Story, told: frozenset[str], release: str) -> Iterator[tuple[str, str]]:
    """Every file of the folder by its name, but ``written.json``."""
    yield PROFILE, _profile(release, story)
    for place, chapter in enumerate(outline()):
        if _worth(chapter, told):
            for lang in LANGUAGES:
                yield chapter_file(place, chapter.id, lang), skeleton(chapter, lang, told)
    yield RECOMMENDATIONS, _recommendations(story)
    for lang, file in READ_ME.items():
        yield file, _read_me(lang)


def _worth(chapter: Chapter, told: frozenset[str]) -> bool:
    """Whether a chapter has an insert that tells something, or a section that is the editor's alone."""
    return any(not section.inserts or told & set(section.inserts) for section in chapter.sections)


def _profile(release: str, story: Story) -> str:
    lines = [
        f"# {story.say('What the cover says, and of which release the profile tells.')}",
        f"# {story.say('Path of the release from this folder; `tejido profile check --release NEW --accept` changes it.')}",
        f"release = {release}",
        f"title = {_labels({lang: say('Human Mobility Profile', lang) for lang in LANGUAGES})}",
        f"subtitle = {_labels({lang: say('Who lives here, which rights are met, what can be done', lang) for lang in LANGUAGES})}",
        f"# {story.say('A line of the cover each, such as the name of the municipality.')}",
        "authors = []",
        f"# {story.say('Under which licence the document is, if any; that of the data stands in the annex.')}",
        'licence = ""',
        'contact = ""',
        f"# {story.say('Take a language out as long as nobody writes it: then it is neither checked nor built.')}",
        f"languages = [{', '.join(map(_quoted, LANGUAGES))}]",
    ]
    return "\n".join(lines) + "\n"


def _recommendations(story: Story) -> str:
    """A table for each recommendation that this release calls for, with help in the language of its user."""
    lines = [
        f"# {story.say('Decide on each recommendation: proposed, accepted, changed or rejected.')}",
        f"# {story.say('A change needs its text and a reason, a rejection a reason, in each language. The reason stays in the profile.')}",
        "",
    ]
    for one in proposed(story):
        lines += [
            f"# {pick(one.action.names, story.lang)}: {pick(one.action.do, story.lang)}",
            f"[{one.action.id}]",
            'decision = "proposed"',
            f"reason = {_labels(dict.fromkeys(LANGUAGES, ''))}",
            f"text = {_labels(dict.fromkeys(LANGUAGES, ''))}",
            "",
        ]
    return "\n".join(lines)


def _read_me(lang: str) -> str:
    told = [
        say("The text of the profile lies in {folder}, a file for each chapter and language. Write between the lines; the parts in double "
            "square brackets are written from the release.", lang, folder=f"`{CHAPTERS}/`"),
        say("Write no figure by hand: write its reference, and it is looked up. A number that is not of the release needs its source.", lang),
        say("Decide on the recommendations in {file}.", lang, file=f"`{RECOMMENDATIONS}`"),
        say("Look at what `tejido profile check` finds, then make the document with `tejido profile build`.", lang),
    ]  # fmt: skip
    example = "`{{value employment group=origin=rm}}` · `{{own 7.24 | R4V, 2023}}`"
    return "\n\n".join([f"# {say('The folder of a Human Mobility Profile', lang)}", *told, example]) + "\n"


def path_from(release: Path, folder: Path) -> str:
    """The path of a release from a profile's folder, as its settings write it."""
    return _quoted(Path(os.path.relpath(release.resolve(), folder.resolve())).as_posix())


def _quoted(text: str) -> str:
    """A text as TOML has it: its basic strings hold what JSON's hold."""
    return json.dumps(text, ensure_ascii=False)


def _labels(labels: Labels) -> str:
    return "{ " + ", ".join(f"{lang} = {_quoted(text)}" for lang, text in labels.items()) + " }"

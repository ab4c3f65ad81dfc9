"""What the figures said when an editor last read the text: written down, and compared with a release.

``written.json`` holds, for each figure that the text cites, its number, its interval and what it says of a difference; for each insert
its figures; and for each part of a chapter the hash of its text in each language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tejido.errors import Finding, fail, finding
from tejido.reading.book import Book
from tejido.reading.references import OF_DIFFERENTIALS, Cited
from tejido.report.blocks import cites
from tejido.report.folder import WRITTEN, Folder, read_text
from tejido.report.make import Draft
from tejido.report.markdown import Section
from tejido.report.markdown_inline import Mention

CLOSE = 1e-9
"""Numbers nearer to each other than this, as a part of them, are the same."""


@dataclass(frozen=True)
class Said:
    """What a figure said. `gap` is the difference of the pair that it belongs to, of a figure of two groups; None of any other."""

    number: float
    written: Mapping[str, str]
    low: float | None = None
    high: float | None = None
    verdict: str = ""
    gap: float | None = None


@dataclass(frozen=True)
class Written:
    """What was accepted: figures cited by their reference, those of inserts by insert and reference, hashes of texts by chapter."""

    period: str = ""
    figures: Mapping[str, Said] = field(default_factory=dict)
    inserts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    texts: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)


def written_now(draft: Draft) -> Written:
    """What the text and the release say now. Figures without a number are not in it."""
    lang = draft.folder.settings.languages[0]
    mentions = [mention for one in draft.folder.settings.languages for mention in mentions_of(draft, one)]
    figures = {str(one.cited.reference): said_of(one.cited, draft.book) for one in mentions}
    chapters = draft.chapters(lang)
    inserts = {name: insert_figures(draft, name) for one in chapters for part in one.sections for name in part.inserts}
    return Written(str(draft.book.facts.meta["period"]), figures, inserts, texts_of(draft))


def write_written(written: Written) -> str:
    """As ``written.json`` has it."""
    return json.dumps(asdict(written), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_written(folder: Folder) -> Written:
    """What was accepted last; nothing where nothing was.

    Raises:
        TejidoError: H307 the file is not as it was written.
    """
    if not (folder.path / WRITTEN).is_file():
        return Written()
    try:
        told: dict[str, Any] = json.loads(read_text(folder.path, WRITTEN))
        figures = {name: Said(**one) for name, one in told["figures"].items()}
        return replace(Written(**told), figures=figures)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as problem:
        raise fail("H307", file=WRITTEN) from problem


def mentions_of(draft: Draft, lang: str) -> Iterator[Mention]:
    """Every figure that the editor's text cites in one language, in order."""
    for chapter in draft.chapters(lang):
        for section in chapter.sections:
            for run in section.runs:
                yield from run.mentions


def said_of(cited: Cited, book: Book) -> Said:
    """What a figure says now."""
    assert cited.number is not None, "a figure without a number says nothing"
    gap = None
    if cited.reference.statistic in OF_DIFFERENTIALS:
        gap = book.look(replace(cited.reference, statistic="gap")).number
    return Said(cited.number, dict(cited.written), cited.low, cited.high, cited.verdict, gap)


def insert_figures(draft: Draft, insert: str) -> Mapping[str, float]:
    """The figures that an insert cites."""
    blocks = draft.told(insert, draft.folder.settings.languages[0])
    found = (one.cited for one in cites(blocks))
    return {str(one.reference): one.number for one in found if one.number is not None}


def texts_of(draft: Draft) -> Mapping[str, list[dict[str, str]]]:
    """The hashes of the sections of each chapter that has as many in every language."""
    languages = draft.folder.settings.languages
    found: dict[str, list[dict[str, str]]] = {}
    for chapters in zip(*(draft.chapters(lang) for lang in languages), strict=True):
        if len({len(one.sections) for one in chapters}) == 1:
            sections = zip(*(one.sections for one in chapters), strict=True)
            told = [dict(zip(languages, map(text_hash, pair), strict=True)) for pair in sections]
            found[chapters[0].source.chapter] = told
    return found


def text_hash(section: Section) -> str:
    """A hash of the editor's text in a section: line ends, spaces, comments and inserts make no difference."""
    text = "\n".join(" ".join(run.written.split()) for run in section.runs)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changed(draft: Draft, written: Written, lang: str) -> Iterator[Finding]:
    """The sentences whose figure is another than when they were written.

    H351 the figure lies within the interval that it had, H352 outside it, H353 its direction or what can be said of it is another, H354
    it had no interval; H355 the figures of an insert beside the editor's words are others.
    """
    for mention in mentions_of(draft, lang):
        before = written.figures.get(str(mention.cited.reference))
        if before is not None:
            yield from _changed(mention, before, said_of(mention.cited, draft.book), lang)
    for chapter in draft.chapters(lang):
        for section in chapter.sections:
            # An insert says its own figures anew; only words that somebody wrote beside it can be out of step.
            beside = any(not isinstance(part.what, str) for part in section.parts)
            for part in section.parts:
                if beside and isinstance(part.what, str) and part.what in written.inserts:
                    yield from _insert(draft, part.what, written, chapter.source.file, part.row)


def _changed(mention: Mention, before: Said, now: Said, lang: str) -> Iterator[Finding]:
    if _same(before.number, now.number) and before.verdict == now.verdict:
        return
    spot = mention.spot
    yield finding(
        _kind(before, now), file=spot.file, row=spot.row, column=str(spot.column), reference=str(mention.cited.reference),
        before=before.written[lang], after=now.written[lang], sentence=mention.sentence,
    )  # fmt: skip


def _kind(before: Said, now: Said) -> str:
    turned = _sign(before.number) != _sign(now.number) or _sign(before.gap) != _sign(now.gap)
    if turned or before.verdict != now.verdict:
        return "H353"
    if before.low is None or before.high is None:
        return "H354"
    return "H351" if before.low <= now.number <= before.high else "H352"


def _insert(draft: Draft, insert: str, written: Written, file: str, row: int) -> Iterator[Finding]:
    before, now = written.inserts[insert], insert_figures(draft, insert)
    others = [name for name in now if name not in before or not _same(before[name], now[name])]
    others += [name for name in before if name not in now]
    if others:
        yield finding("H355", file=file, row=row, insert=insert, count=len(others), first=others[0])


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))


def _sign(value: float | None) -> int:
    return 0 if value is None else (value > 0) - (value < 0)

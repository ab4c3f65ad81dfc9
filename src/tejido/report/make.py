"""From an editor's folder and a release to the document in each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from tejido.reading.book import Book
from tejido.reading.facts import Facts
from tejido.release.readable import Readable
from tejido.report.balance import Balance
from tejido.report.blocks import Block, Cover, Document, Heading, PageBreak, Picture, Table, Text
from tejido.report.folder import Folder
from tejido.report.inserts import INSERTS
from tejido.report.look import frame_words
from tejido.report.maps import plate_of
from tejido.report.markdown import ChapterText, Section, read_chapter
from tejido.report.markdown_references import Lookup
from tejido.report.numbering import flat
from tejido.report.story import Insert, Story
from tejido.words import pick, say

SUMMARY = "summary"
"""The chapter that becomes the page before the table of contents."""


class Draft:
    """A profile as its folder and a public release make it; every part is made when it is first asked for, and once.

    Raises:
        TejidoError: V102, V103 the release is not one for everybody.
    """

    def __init__(self, folder: Folder, release: Readable, inserts: Mapping[str, Insert] = INSERTS) -> None:
        self.folder = folder
        self.inserts = inserts
        self.book = Book(Facts(release))
        self._balance = Balance(self.book)
        self._lookup = Lookup(self.book)
        self._chapters: dict[str, tuple[ChapterText, ...]] = {}
        self._told: dict[tuple[str, str], tuple[Block, ...]] = {}

    @cached_property
    def stories(self) -> Mapping[str, Story]:
        """What the inserts are written from, by language."""
        languages = self.folder.settings.languages
        return {lang: Story(self.book, lang, self.folder.decisions, self._balance) for lang in languages}

    def chapters(self, lang: str) -> tuple[ChapterText, ...]:
        """The chapters as the editor wrote them."""
        if lang not in self._chapters:
            self._chapters[lang] = tuple(read_chapter(one, self._lookup) for one in self.folder.of(lang))
        return self._chapters[lang]

    def told(self, insert: str, lang: str) -> tuple[Block, ...]:
        """What an insert gives; nothing where the release has nothing to say, or nobody knows the insert."""
        if (insert, lang) not in self._told:
            made = self.inserts[insert](self.stories[lang]) if insert in self.inserts else ()
            self._told[insert, lang] = made
        return self._told[insert, lang]

    def document(self, lang: str) -> Document:
        """The whole document in one language."""
        facts, settings = self.book.facts, self.folder.settings
        parts = {one.source.chapter: tuple(self._blocks(one, lang)) for one in self.chapters(lang)}
        summary = tuple(one for one in parts.pop(SUMMARY, ()) if not isinstance(one, Heading))
        blocks = _anchored((*summary, *(block for one in parts.values() for block in one)))
        city, period = pick(facts.city["names"], lang), str(facts.meta["period"])
        return Document(
            lang=lang,
            cover=Cover(
                pick(settings.title, lang), pick(settings.subtitle, lang), city, period, tuple(self._lines(lang)),
                next(iter(plate_of(self.stories[lang], facts.shown, "cover-map")), None),
            ),
            summary=blocks[: len(summary)],
            blocks=blocks[len(summary) :],
            running=f"{city} · {period}",
            mark=say("Synthetic data: the city and its people are invented", lang) if facts.city.get("synthetic") else "",
            caution=say("Shows figures of people who were not chosen by chance, or figures made by a model: read them with care.", lang),
            words=frame_words(lang),
        )  # fmt: skip

    def _lines(self, lang: str) -> Iterator[str]:
        """The small lines of the cover: who wrote it, its licence, whom to ask, what it was made from."""
        settings, meta = self.folder.settings, self.book.facts.meta
        yield from settings.authors
        if settings.licence:
            yield say("Licence: {licence}", lang, licence=settings.licence)
        if settings.contact:
            yield say("Contact: {contact}", lang, contact=settings.contact)
        yield say("Made from the public release of the round {period} with tejido {version}", lang,
                  period=str(meta["period"]), version=str(meta["program"]["version"]))  # fmt: skip

    def _blocks(self, chapter: ChapterText, lang: str) -> Iterator[Block]:
        """The blocks of a chapter. A heading under which nothing stands yet is left out."""
        sections = [(one, tuple(self._parts(one, lang))) for one in chapter.sections]
        for place, (section, blocks) in enumerate(sections):
            if section.heading is None or _filled(sections[place:]):
                if section.heading is not None:
                    yield section.heading
                yield from blocks

    def _parts(self, section: Section, lang: str) -> Iterator[Block]:
        caption = section.heading.text if section.heading else ""
        for one in section.parts:
            if isinstance(one.what, str):
                yield from self.told(one.what, lang)
            elif isinstance(one.what, Table):
                # Markdown has no captions: a table is called as the section in which it stands.
                yield replace(one.what, caption=(Text(caption),))
            else:
                yield one.what


def _filled(sections: list[tuple[Section, tuple[Block, ...]]]) -> bool:
    """Whether anything stands under the first of the sections, or under a heading below it."""
    first = sections[0][0].heading
    for section, blocks in sections:
        below = section.heading is not None and first is not None and section.heading.level > first.level
        if section.heading is not first and not below:
            return False
        if any(not isinstance(block, PageBreak) for block in blocks):
            return True
    return False


def _anchored(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks, each heading of the editor's with an anchor of its own: what an insert has named keeps its name."""
    taken = Counter(one.anchor for one in flat(blocks) if isinstance(one, Picture | Table))
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            taken[block.anchor] += 1
            number = taken[block.anchor]
            block = replace(block, anchor=block.anchor if number == 1 else f"{block.anchor}-{number}")
        found.append(block)
    return tuple(found)

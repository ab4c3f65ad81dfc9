"""Whether the languages of a profile say the same: headings, inserts, figures and the editor's own numbers side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tejido.errors import Finding, finding
from tejido.report.check_number_words import number_words
from tejido.report.check_numerals import numerals
from tejido.report.folder import Spot
from tejido.report.make import Draft
from tejido.report.markdown import ChapterText, Section
from tejido.report.written import Written, texts_of

_LACKING = "—"


def side_by_side(draft: Draft, languages: Sequence[str]) -> Iterator[Finding]:
    """Compare each language with the first, chapter by chapter.

    H331 other headings, H332 other inserts, H333 other figures, H336 other numbers of the editor's own, each in a section of its own;
    H335 more paragraphs in one than in the other.
    """
    first, *others = languages
    for lang in others:
        for one, other in zip(draft.chapters(first), draft.chapters(lang), strict=True):
            yield from _chapter(one, other)


def _chapter(one: ChapterText, other: ChapterText) -> Iterator[Finding]:
    levels = [[section.heading.level if section.heading else 0 for section in text.sections] for text in (one, other)]
    if levels[0] != levels[1]:
        place = _first_difference(*levels)
        row = other.sections[place].row if place < len(other.sections) else None
        yield finding(
            "H331", file=other.source.file, row=row, other=one.source.file, count=len(levels[0]), found=len(levels[1])
        )
        return
    for mine, its in zip(one.sections, other.sections, strict=True):
        yield from _section(mine, its, one.source.file, other)


def _section(one: Section, other: Section, file: str, text: ChapterText) -> Iterator[Finding]:
    spot = Spot(text.source.file, other.row)
    for code, mine, its in (
        ("H332", list(one.inserts), list(other.inserts)),
        ("H333", _references(one), _references(other)),
        ("H336", _owns(one, _language(file)), _owns(other, text.source.lang)),
    ):
        if mine != its:
            at = _first_difference(mine, its)
            wanted, found = (side[at] if at < len(side) else _LACKING for side in (mine, its))
            yield spot.finding(code, other=file, wanted=wanted, found=found)
    paragraphs = [len([run for run in section.runs if run.inline]) for section in (one, other)]
    if paragraphs[0] != paragraphs[1]:
        yield spot.finding("H335", other=file, count=paragraphs[0], found=paragraphs[1])


def _language(file: str) -> str:
    return file.split(".")[-2]


def _references(section: Section) -> list[str]:
    return [str(mention.cited.reference) for run in section.runs for mention in run.mentions]


def _owns(section: Section, lang: str) -> list[str]:
    """The editor's own numbers, as numbers: 7,24 millones and 7.24 million are one, la mitad and half too."""
    return [_as_number(own.text, lang) for run in section.runs for own in run.owns]


def _as_number(text: str, lang: str) -> str:
    found = (*numerals(text, lang), *number_words(text, lang))
    return " ".join(f"{one.value:.10g}{'%' if one.percent else ''}" for one in found)


def _first_difference(one: Sequence[object], other: Sequence[object]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (mine, its) in pairs if mine != its), min(len(one), len(other)))


def lagging(draft: Draft, written: Written, languages: Sequence[str]) -> Iterator[Finding]:
    """H334: the text of a section is another than when it was last accepted in one language, and the same in another."""
    now = texts_of(draft)
    for chapter, sections in now.items():
        texts = {lang: one for lang in languages for one in draft.chapters(lang) if one.source.chapter == chapter}
        for lang in languages:
            for other in languages:
                accepted: dict[str, set[str]] = defaultdict(set)
                for pair in written.texts.get(chapter, ()):
                    if lang in pair and other in pair:
                        accepted[pair[lang]].add(pair[other])
                for place, pair in enumerate(sections):
                    if lang != other and pair[other] not in accepted.get(pair[lang], {pair[other]}):
                        behind, ahead = texts[lang], texts[other]
                        yield finding("H334", file=behind.source.file, row=behind.sections[place].row,
                                      other=ahead.source.file, line=ahead.sections[place].row)  # fmt: skip

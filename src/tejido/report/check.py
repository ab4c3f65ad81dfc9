"""What is wrong with a profile, in a text, between its languages, in its decisions, and since its figures changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tejido.errors import Finding, TejidoError, finding
from tejido.report.chapter_recommendations import proposed
from tejido.report.check_languages import lagging, side_by_side
from tejido.report.check_numbers import Numbers
from tejido.report.folder import RECOMMENDATIONS, Spot
from tejido.report.make import Draft
from tejido.report.markdown import ChapterText
from tejido.report.markdown_references import nearest
from tejido.report.render_check import refuse_broken
from tejido.report.rights import actions
from tejido.report.written import Written, changed

PAGE = "page"
"""The insert that may stand as often as one likes."""


def check(draft: Draft, written: Written, languages: Sequence[str] = ()) -> list[Finding]:
    """Everything that is to be looked at before a profile is published, in the order of its files.

    Args:
        draft: the profile and the release of which it tells.
        written: what its figures said when the text was last read.
        languages: those that are checked; by default all of the profile.
    """
    asked = tuple(languages) or draft.folder.settings.languages
    found: list[Finding] = []
    for lang in asked:
        numbers = Numbers(draft, lang)
        for chapter in draft.chapters(lang):
            found += [*chapter.findings, *numbers.typed_by_hand(chapter)]
        found += [*_inserts(draft, lang), *changed(draft, written, lang)]
    if len(asked) > 1:
        found += [*side_by_side(draft, asked), *lagging(draft, written, asked)]
    found += _decisions(draft, asked)
    if not any(one.severity == "error" for one in found):
        found += _unreadable(draft, asked)
    return list(dict.fromkeys(found))


def _inserts(draft: Draft, lang: str) -> Iterator[Finding]:
    """H325 an insert that nobody knows, H327 one that stands twice, H328 one of which the release has nothing to say."""
    times: Counter[str] = Counter()
    for chapter in draft.chapters(lang):
        for insert, row in _placed(chapter):
            spot = Spot(chapter.source.file, row)
            times[insert] += 1
            if insert not in draft.inserts:
                yield spot.finding("H325", insert=insert, nearest=nearest(insert, draft.inserts))
            elif times[insert] > 1 and insert != PAGE:
                yield spot.finding("H327", insert=insert)
            elif not draft.told(insert, lang):
                yield spot.finding("H328", insert=insert)


def _placed(chapter: ChapterText) -> Iterator[tuple[str, int]]:
    for section in chapter.sections:
        for part in section.parts:
            if isinstance(part.what, str):
                yield part.what, part.row


def _decisions(draft: Draft, languages: Sequence[str]) -> Iterator[Finding]:
    """H361 a recommendation that nobody knows, H362 one that this release does not call for, H363 a decision without a reason, H364 a
    change without its text.
    """
    known = {one.id for one in actions()}
    called = {one.action.id for one in proposed(draft.stories[languages[0]])}
    for id_, decision in draft.folder.decisions.made.items():
        if id_ not in known:
            yield finding("H361", file=RECOMMENDATIONS, column=id_, id=id_, nearest=nearest(id_, known))
            continue
        if id_ not in called:
            yield finding("H362", file=RECOMMENDATIONS, column=id_, id=id_)
        needs = {"reason": decision.verdict in ("changed", "rejected"), "text": decision.verdict == "changed"}
        for part, code in (("reason", "H363"), ("text", "H364")):
            lacking = [lang for lang in languages if lang not in getattr(decision, part)]
            if needs[part] and lacking:
                yield finding(code, file=RECOMMENDATIONS, column=id_, id=id_, languages=", ".join(lacking))


def _unreadable(draft: Draft, languages: Sequence[str]) -> Iterator[Finding]:
    """What no format could show: broken links, skipped levels."""
    for lang in languages:
        try:
            refuse_broken(draft.document(lang))
        except TejidoError as problem:
            yield from problem.findings

"""The chapters of the Human Mobility Profile and what stands in each before an editor has touched it.

A chapter's text is Markdown: headings, the editor's words with references to figures, and inserts, a line ``[[name]]`` each, where a
part written from the release stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tejido.report.rights import rights
from tejido.words import LANGUAGES, Labels, pick, say


@dataclass(frozen=True)
class Section:
    """A part of a chapter: its heading by language (empty: none), the inserts in it, what the editor may add (by language; empty:
    nothing is asked), whether it begins on a new page.
    """

    headings: Labels
    inserts: tuple[str, ...]
    hints: Labels = field(default_factory=dict)
    new_page: bool = False


@dataclass(frozen=True)
class Chapter:
    """A chapter: its id (the name of its file) and its sections; a chapter with none of its inserts told is left out."""

    id: str
    headings: Labels
    sections: tuple[Section, ...]


def _both(text: str) -> Labels:
    return {lang: say(text, lang) for lang in LANGUAGES}


def outline() -> tuple[Chapter, ...]:
    """The chapters in order. The summary has no headings: it is one page."""
    # Each right has a page of its own.
    by_right = tuple(
        Section(
            right.names, (f"right {right.id}",), _both("What does the community say about this right?"), new_page=True
        )
        for right in rights()
    )
    return (
        Chapter("summary", _both("On one page"), (Section({}, ("summary",)),)),
        Chapter("context", _both("National context"), (
            Section(_both("People on the move"), ("stocks", "flows", "demography")),
            Section(_both("The law"), (), _both("Which laws and policies of the country matter here, and what do they allow?")),
            Section(_both("Local policies, assessed"), ("policies",)),
        )),
        Chapter("city", _both("The city as a host community"), (
            Section(_both("How inclusive the city is"), ("marker", "areas"), _both("What would people of the city add to this?")),
            Section(_both("Where it is hardest to live"), ("places", "lost")),
            Section(_both("Who lives here"), ("people", "pyramid", "schooling")),
            Section(_both("Ways here and plans"), ("journeys",), _both("What did people tell in workshops about their way?")),
        )),
        Chapter("rights", _both("Access to rights"), (Section({}, ("rights",)), *by_right)),
        Chapter("recommendations", _both("Recommendations"), (
            Section(_both("The largest gaps"), ("gaps",)),
            Section(_both("What the city can build on"), ("assets",)),
            Section(_both("What can be done"), ("recommendations",), _both("Decide on each proposal in recommendations.toml.")),
        )),
        Chapter("annexes", _both("Annexes"), (
            Section(_both("How this was measured"), ("method",)),
            Section(_both("What is missing"), ("missing",)),
            Section(_both("Words"), ("glossary",)),
            Section(_both("Every figure"), ("figures",)),
        )),
    )  # fmt: skip


def skeleton(chapter: Chapter, lang: str, told: frozenset[str]) -> str:
    """The Markdown of a chapter before an editor has touched it; inserts that the release has nothing for (not in `told`) are left out
    with their sections.
    """
    lines = [f"# {pick(chapter.headings, lang)}", ""]
    for section in chapter.sections:
        inserts = [one for one in section.inserts if one in told]
        if section.inserts and not inserts:
            continue
        lines += ["[[page]]", ""] if section.new_page else []
        lines += [f"## {pick(section.headings, lang)}", ""] if section.headings else []
        for insert in inserts:
            lines += [f"[[{insert}]]", ""]
        lines += [f"<!-- {pick(section.hints, lang)} -->", ""] if section.hints else []
    return "\n".join(lines)

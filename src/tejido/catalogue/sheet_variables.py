"""The standard variables as a page: what each asks, its answers, and by which standard.

In: a language. Out: Markdown, the text of ``docs/<language>/variables.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tejido.catalogue.variables import Variable, variables
from tejido.words import pick, say

TABLES = {"households": "Of households", "persons": "Of persons", "adults": "Of one adult of the household"}

__all__ = ["variables_page"]


def variables_page(lang: str) -> str:
    """A table per kind of row: id, what it asks, the answers it knows, the standard."""
    known = variables()
    lines = [
        f"# {say('Standard variables', lang)}", "",
        say(
            "What a household or a person is asked, whatever a survey calls it. A city says in `[surveys.variables]` which of "
            "its columns is which; indicators and groups are defined over them.", lang,
        ),
    ]  # fmt: skip
    for table, title in TABLES.items():
        lines += [
            "",
            f"## {say(title, lang)}",
            "",
            f"| id | {say('what it says', lang)} | {say('answers', lang)} | {say('standard', lang)} |",
        ]
        lines += ["|---|---|---|---|", *(_row(one, lang) for one in known.values() if one.table == table)]
    return "\n".join(lines) + "\n"


def _row(one: Variable, lang: str) -> str:
    return f"| `{one.id}` | {pick(one.names, lang)} | {'; '.join(_answers(one, lang))} | {one.source} |"


def _answers(one: Variable, lang: str) -> Iterator[str]:
    if one.derived_from and one.divided is None:
        yield say("follows from `{variable}`", lang, variable="`, `".join(one.derived_from))
    if one.divided is not None:
        yield say("`{over}` divided by `{under}`", lang, over=one.divided[0], under=one.divided[1])
    elif one.possible is not None:
        low, high = one.possible
        text = "a number from {low} to {high}" if math.isfinite(high) else "a number from {low}"
        yield say(text, lang, low=f"{low:g}", high=f"{high:g}")
    yield from (f"`{category}` {pick(names, lang)}" for category, names in one.categories.items())

"""The columns of a release's tables as they stand in its page of the documentation, told from the schemas themselves."""

from __future__ import annotations

from tejido.tables import CONTRACT, SCHEMAS, Schema
from tejido.words import say

START, END = "<!-- columns -->", "<!-- /columns -->"
"""Between these marks the page is generated."""


def renewed(page: str, lang: str) -> str:
    """The page with what stands between the marks made anew.

    Raises:
        ValueError: the page does not have both marks once.
    """
    before, rest = page.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n\n{markdown(lang)}{END}{after}"


def markdown(lang: str) -> str:
    """Every table with its columns, in Markdown."""
    lines = [say("Contract {number}.", lang, number=CONTRACT), ""]
    for schema in SCHEMAS.values():
        lines += [f"### `{schema.name}`", "", say(schema.doc, lang), "", *_columns(schema, lang), ""]
    return "\n".join(lines)


def _columns(schema: Schema, lang: str) -> list[str]:
    kinds = {
        "text": say("text", lang),
        "number": say("number", lang),
        "count": say("whole number", lang),
        "flag": say("yes or no", lang),
    }
    head = [say("column", lang), say("type", lang), say("may be empty", lang), say("what it holds", lang)]
    rows = [f"| {' | '.join(head)} |", "|---|---|---|---|"]
    for column in schema.columns:
        name = f"**`{column.name}`**" if column.name in schema.key else f"`{column.name}`"
        empty = "" if column.required else say("yes", lang)
        rows.append(f"| {name} | {kinds[column.kind]} | {empty} | {say(column.doc, lang)} |")
    return rows

"""The report of `tejido protect`: the risk before and after, and what was lost, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from tejido.cli.tables import findings_json
from tejido.errors import Finding
from tejido.privacy.sharing import Shared, Wanted
from tejido.words import number, percent, say

__all__ = ["as_data", "as_text", "in_short"]


def as_data(done: Shared, wanted: Wanted, points: Mapping[str, int] | None, found: list[Finding]) -> dict[str, Any]:
    """The report for programs."""
    return {
        "records": done.after.records, "k": wanted.k, "keys": list(wanted.keys), "important": list(wanted.important),
        "before": asdict(done.before), "after": asdict(done.after),
        "lost": {name: asdict(one) for name, one in done.lost.items()},
        "dropped": list(wanted.drop), "of_household": list(done.of_household),
        "points": None if points is None else dict(points), "findings": findings_json(found),
    }  # fmt: skip


def in_short(done: Shared, wanted: Wanted, lang: str) -> Iterator[str]:
    """What somebody wants to know first."""
    cells = {name: one.suppressed for name, one in done.lost.items() if one.suppressed}
    yield say(
        "By {keys} every row looks like at least {k} rows, a missing answer being any answer.", lang,
        keys=", ".join(wanted.keys), k=number(wanted.k, lang, 0),
    )  # fmt: skip
    yield say(
        "Expected to be recognised by somebody who has a register of everybody: {before} of {rows} people before, {after} now.",
        lang, before=number(done.before.expected, lang, 1), after=number(done.after.expected, lang, 1),
        rows=number(done.after.records, lang, 0),
    )  # fmt: skip
    yield say(
        "Answers suppressed: {count} of {all}. {each}", lang, count=number(sum(cells.values()), lang, 0),
        all=number(done.after.records * len(wanted.keys), lang, 0),
        each="; ".join(f"{name}: {number(count, lang, 0)}" for name, count in cells.items()),
    ).strip()  # fmt: skip


def as_text(done: Shared, wanted: Wanted, points: Mapping[str, int] | None, name: str, lang: str) -> str:
    """The report for people, in Markdown."""
    parts = [
        "# " + say("{file}: what was protected, and what that cost", lang, file=name),
        "\n\n".join(in_short(done, wanted, lang)),
        "## " + say("Risk", lang),
        _table([["", say("before", lang), say("now", lang)], *_risk_rows(done, wanted, lang)]),
        "## " + say("What was lost", lang),
        _table([_loss_heads(lang), *_loss_rows(done, lang)]),
        "\n".join(f"- {line}" for line in _notes(done, wanted, points, lang)),
        "## " + say("What this does not do", lang),
        "\n".join(f"- {line}" for line in _limits(points, lang)),
    ]
    return "\n\n".join(parts) + "\n"


def _table(rows: list[list[str]]) -> str:
    """A table in Markdown: the first row is its head, all columns but the first are figures."""
    head, *body = rows
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *body]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _risk_rows(done: Shared, wanted: Wanted, lang: str) -> Iterator[list[str]]:
    both = (done.before, done.after)

    def row(title: str, *figures: str) -> list[str]:
        return [title, *figures]

    yield row(say("people expected to be recognised", lang), *(number(one.expected, lang, 1) for one in both))
    yield row(say("the same, of all", lang), *(percent(one.expected / one.records, lang, 2) for one in both))
    yield row(say("largest risk of one person", lang), *(percent(one.largest, lang, 1) for one in both))
    for k in done.before.fewer_than:
        title = say("rows that look like fewer than {k}", lang, k=k)
        yield row(title, *(number(one.fewer_than[k], lang, 0) for one in both))
    title = say("complete rows that look like fewer than {k} complete rows", lang, k=wanted.k)
    yield row(title, *(number(one.bare[wanted.k], lang, 0) for one in both))
    yield row(say("rows that three keys or fewer tell apart", lang), *(number(one.special, lang, 0) for one in both))
    if wanted.household is not None:
        title = say("households expected to be recognised by one of their members", lang)
        yield row(title, *(number(one.households, lang, 1) for one in both))
    if wanted.sensitive is not None:
        title = say("rows like which all gave one answer to {sensitive}", lang, sensitive=wanted.sensitive)
        yield row(title, *(number(one.alike, lang, 0) for one in both))
        title = say("least diversity of {sensitive} (entropy)", lang, sensitive=wanted.sensitive)
        yield row(title, *(number(one.least_diverse, lang, 2) for one in both))


def _loss_heads(lang: str) -> list[str]:
    return [say("column", lang), say("rows changed", lang), say("suppressed", lang), say("information kept", lang)]


def _loss_rows(done: Shared, lang: str) -> Iterator[list[str]]:
    for name, one in done.lost.items():
        yield [name, number(one.rows, lang, 0), number(one.suppressed, lang, 0), percent(one.kept, lang, 1)]


def _notes(done: Shared, wanted: Wanted, points: Mapping[str, int] | None, lang: str) -> Iterator[str]:
    if wanted.drop:
        yield say("Left out: {columns}.", lang, columns=", ".join(wanted.drop))
    shared = [name for name in done.of_household if done.lost[name].suppressed]
    if shared:
        columns = ", ".join(shared)
        yield say(
            "Suppressed for the whole household, as its members have it in common: {columns}.", lang, columns=columns
        )
    if points is not None:
        gone = points["outside"] + points["no_room"] + points["suppressed"]
        yield say(
            "Points displaced: {moved}. Points left out: {gone}.", lang, moved=number(points["moved"], lang, 0),
            gone=number(gone, lang, 0),
        )  # fmt: skip
    yield say("Rows are in the order of their answers, and households have new numbers.", lang)


def _limits(points: Mapping[str, int] | None, lang: str) -> Iterator[str]:
    yield say("It protects against somebody who knows the keys, not against one who knows other answers too.", lang)
    yield say("It does not change weights, strata and sampling units, which may tell a place.", lang)
    yield say("It does not keep anybody from learning an answer that all who look alike have in common.", lang)
    if points is not None:
        yield say("Displaced points alone protect nobody.", lang)

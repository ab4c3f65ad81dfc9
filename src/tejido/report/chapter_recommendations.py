"""Recommendations: the largest gaps, what the city can build on, and what governments can do about the one with the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tejido.catalogue import Definition
from tejido.reading.grammar import tell
from tejido.reading.measured import PAIR
from tejido.reading.references import Sentence
from tejido.report.balance import LEVEL, Asset, Gap
from tejido.report.blocks import Block, Bullets, Callout, Cell, Inline, Paragraph, Table, Text
from tejido.report.rights import Action, actions, rights
from tejido.report.story import Story
from tejido.words import pick
from tejido.words.plain import listed

MOST_GAPS, MOST_ASSETS = 10, 12
EVIDENCE = 3
"""How many gaps stand as evidence beside a recommendation."""
KEYS = {"group": PAIR[0], "against": PAIR[1]}


@dataclass(frozen=True)
class Recommendation:
    """An action with the gaps that it would narrow, the one that weighs most first, and the asset that it builds on, if there is one."""

    action: Action
    gaps: tuple[Gap, ...]
    asset: Asset | None


def gaps(story: Story) -> tuple[Block, ...]:
    """The largest gaps, ranked by what is sure of their size and by how many people they touch."""
    found = story.balance.gaps[:MOST_GAPS]
    if not found:
        return (story.note("No difference in which refugees and migrants are worse off can be shown with this round."),)
    cells = story.heads("Gap", "Refugees and migrants", "Host community", "Difference", "At least", "How many it speaks of",
                        figures=range(1, 6))  # fmt: skip
    rows = tuple(_gap_row(story, gap) for gap in found)
    caption = story.say("The largest gaps: by the size that is sure, times the part of the people whom it touches")
    note = story.say("At least: the end of the 95 % interval that lies nearer to no difference. In the ranking a share counts by its points of a "
                     "hundred, any other figure by how many per cent of the hosts' figure it differs.")  # fmt: skip
    first = found[0]
    return (
        story.paragraph(story.gap(first.row, first.one), lead=True),
        Table((Text(caption),), cells, rows, "gaps-table", (Text(note),), (2.8, 1.7, 1.7, 1.5, 1.4, 2)),
    )


def _gap_row(story: Story, gap: Gap) -> tuple[Cell, ...]:
    near = "gap_low" if abs(gap.row["gap_low"]) < abs(gap.row["gap_high"]) else "gap_high"
    cited = [story.cite(statistic, gap.one.id, **KEYS) for statistic in ("of", "against", "gap", near)]
    people = story.cite("people", gap.one.id, group=PAIR[0])
    kind = story.say("households" if gap.households else "persons") if people.number is not None else ""
    return (
        story.cell(story.name_and_unit(gap.one)),
        *(story.cell(one) for one in cited),
        Cell((*story.inline((people,)), Text(f" {kind}")), numeric=True),
    )


def assets(story: Story) -> tuple[Block, ...]:
    """What the city can build on, by kind, each with its figure."""
    found = story.balance.assets
    if not found:
        return (story.note("This round measured nothing that the city could build on."),)
    blocks: list[Block] = []
    for kind, text in _KINDS.items():
        mine = [one for one in found if one.kind == kind][:MOST_ASSETS]
        if mine:
            # The margin of "level" is a choice of the method, and no figure of the city.
            title = story.say(text, margin=story.number(LEVEL))
            items = tuple(story.inline(_asset(story, one)) for one in mine)
            blocks.append(Callout("asset", title, (Bullets(items),)))
    return tuple(blocks)


_KINDS = {
    "above": "Refugees and migrants are better off than their hosts",
    "level": "They stand level with their hosts: no more than {margin} points of a hundred can part them",
    "unused": "Ability that lies unused",
    "given": "What people and places already give",
}


def _asset(story: Story, asset: Asset) -> Sentence:
    """The figure of an asset; of one where both groups were compared, the comparison."""
    if asset.kind == "above" and asset.row is not None:
        return story.gap(asset.row, asset.one)
    if asset.kind == "level":
        other = story.cite("against", asset.one.id, **KEYS)
        name = pick(asset.one.names, story.lang)
        return story.tell("{name}: among refugees and migrants it is {value}, among their hosts {other}.",
                          name=name, value=asset.cited, other=other)  # fmt: skip
    return tell(asset.cited, asset.one, story.lang)


def proposed(story: Story) -> list[Recommendation]:
    """A recommendation for each action some gap of this city calls for: those with the gaps that weigh most first."""
    at_hand: dict[str, Asset] = {}
    for asset in story.balance.assets:
        at_hand.setdefault(asset.one.id, asset)
    found = []
    for action in actions():
        mine = tuple(gap for gap in story.balance.gaps if gap.one.id in action.gaps)
        if mine:
            narrowed = {gap.one.id for gap in mine}
            found_assets = (at_hand[one] for one in action.assets if one in at_hand and one not in narrowed)
            found.append(
                Recommendation(action, mine, next(found_assets, None) or _of_right(story, action.right, narrowed))
            )
    # The gaps of each stand in their order already: those without a weight last.
    order = {gap.one.id: place for place, gap in enumerate(story.balance.gaps)}
    return sorted(found, key=lambda one: order[one.gaps[0].one.id])


def _of_right(story: Story, right: str, narrowed: set[str]) -> Asset | None:
    of_right = (asset for asset in story.balance.assets if asset.right is not None and asset.right.id == right)
    return next((asset for asset in of_right if asset.one.id not in narrowed), None)


def recommendations(story: Story) -> tuple[Block, ...]:
    """What can be done, each with its evidence, its asset, who can act and what the editor decided."""
    found = proposed(story)
    if not found:
        return (
            story.note(
                "Without gaps that can be shown nothing is recommended here; what the editor adds stands above."
            ),
        )
    return tuple(block for one in found for block in _recommended(story, one))


def _recommended(story: Story, one: Recommendation) -> Iterator[Block]:
    decision = story.decisions.on(one.action.id)
    names = {right.id: right.names for right in rights()}
    title = f"{pick(names[one.action.right], story.lang)}: {pick(one.action.names, story.lang)}"
    verdict = {"proposed": "proposed by the figures, not yet decided on", "accepted": "accepted", "changed": "changed by the editor",
               "rejected": "rejected"}[decision.verdict]  # fmt: skip
    text = pick(decision.text, story.lang) if decision.text else pick(one.action.do, story.lang)
    blocks: list[Block] = [Paragraph((Text(text),))]
    blocks.append(Bullets(tuple(_evidence(story, one))))
    closing: list[Text] = [Text(story.say("Decision: {verdict}.", verdict=story.say(verdict)), strong=True)]
    if decision.reason:
        closing.append(Text(" " + story.say("Reason: {reason}", reason=pick(decision.reason, story.lang))))
    yield Callout("recommendation", title, (*blocks, Paragraph(tuple(closing))))


def _evidence(story: Story, one: Recommendation) -> Iterator[Inline]:
    """The gaps that it narrows, the asset that it uses, who can act."""
    for gap in one.gaps[:EVIDENCE]:
        yield (Text(story.say("Gap:") + " ", strong=True), *story.inline(short(story, gap.one)))
    more = [pick(gap.one.names, story.lang) for gap in one.gaps[EVIDENCE:]]
    if more:
        yield (
            Text(story.say("Other gaps that it would narrow:") + " ", strong=True),
            Text(f"{listed(more, story.lang)}."),
        )
    if one.asset is not None:
        told = asset_told(story, one.asset)
        yield (Text(story.say("Builds on:") + " ", strong=True), *story.inline(told))
    who = {
        "municipal": "the municipality",
        "national": "the national government",
        "both": "the municipality and the national government",
    }
    yield (Text(story.say("Who can act:") + " ", strong=True), Text(story.say(who[one.action.government]) + "."))


def asset_told(story: Story, asset: Asset) -> Sentence:
    """An asset in one sentence."""
    return short(story, asset.one) if asset.kind == "above" else _asset(story, asset)


def short(story: Story, one: Definition) -> Sentence:
    """A comparison in one sentence."""
    of, against, size = (story.cite(statistic, one.id, **KEYS) for statistic in ("of", "against", "gap"))
    return story.tell("{name}: {of} among refugees and migrants, {against} among their hosts ({gap}).",
                      name=pick(one.names, story.lang), of=of, against=against, gap=size)  # fmt: skip

"""The report on one page: how inclusive the city is, for whom it is harder, what it can build on, what can be done."""

from __future__ import annotations

from tejido.report.blocks import Block, Bullets, Callout, Paragraph, Text
from tejido.report.chapter_city import marker, places_lead
from tejido.report.chapter_recommendations import asset_told, proposed, short
from tejido.report.rights import rights
from tejido.report.story import Story
from tejido.words import pick

GAPS, ASSETS, ACTIONS = 4, 4, 3


def summary(story: Story) -> tuple[Block, ...]:
    """One page."""
    found, assets = story.balance.gaps[:GAPS], story.balance.assets[:ASSETS]
    blocks: list[Block] = [marker(story)[0]]
    where = places_lead(story)
    if where:
        blocks.append(story.paragraph(*where))
    if found:
        gaps = Bullets(tuple(story.inline(short(story, one.one)) for one in found))
        blocks.append(Callout("gap", story.say("The largest gaps"), (gaps,)))
    if assets:
        told = Bullets(tuple(story.inline(asset_told(story, one)) for one in assets))
        blocks.append(Callout("asset", story.say("What the city can build on"), (told,)))
    if not story.balance.rows:
        text = "No survey of this round asked refugees and migrants and their hosts alike: of differences between them nothing can be said."
        blocks.append(Paragraph((Text(story.say(text)),)))
    actions = [one for one in proposed(story) if story.decisions.on(one.action.id).verdict != "rejected"][:ACTIONS]
    if actions:
        names = {right.id: pick(right.names, story.lang) for right in rights()}
        items = tuple((Text(f"{names[one.action.right]}: {pick(one.action.names, story.lang)}."),) for one in actions)
        blocks.append(Callout("recommendation", story.say("What can be done first"), (Bullets(items),)))
    return tuple(blocks)

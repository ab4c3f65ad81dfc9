"""Templates, and what every page shows whatever it is about: the city, the languages, the other pages, what to beware of."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tejido.reading.facts import Facts
from tejido.viewer import inline
from tejido.viewer.glossary import Terms
from tejido.viewer.round import ASSETS, Round
from tejido.viewer.texts import page_words
from tejido.viewer.texts_site import tool_words
from tejido.words import LANGUAGES, pick, say

PAGES = (
    "index.html",
    "units.html",
    "differences.html",
    "indicators.html",
    "rounds.html",
    "sure.html",
    "method.html",
    "data.html",
)
"""The pages that every page leads to, in order."""

EMBED = "embed"
"""What stands behind the ? of a page's address where a page of others holds it in a frame: then it shows its view and nothing else."""
EMBED_SCRIPT = (
    f'if(new URLSearchParams(location.search).has("{EMBED}"))document.documentElement.classList.add("{EMBED}")'
)
"""Stands in the page itself, so that what a frame has no room for is gone before anything is painted."""

RUNNING = "running.css"
"""The name of the style made by `running`, in the folder of a language."""


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("tejido.viewer"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["policy"] = Markup(inline.PLACE)
    made.globals["embed_script"] = Markup(EMBED_SCRIPT)
    return made


def render(template: str, round: Round, lang: str, values: dict[str, Any], file: str = "index.html") -> str:
    """A page as HTML; `file` is its name inside the language's folder, which the other language's page shares. A page in a folder
    of its own belongs to the page of that folder's name. A template gets `up`, `here`, `site` and `assets`: the way from the page to the
    language's folder, the round's, the site's and that of style and scripts, each empty or with a slash at its end; and `term`, which
    explains a word where it stands (`glossary.Terms`).
    """
    facts = round.facts
    names = (say("The city", lang), say("Place by place", lang), say("Differences between groups", lang), say("Indicators", lang),
             say("Rounds", lang), say("How sure are we?", lang), say("How it is made", lang), say("Data", lang))  # fmt: skip
    place = round.city
    folder, inside, _ = file.partition("/")
    up = "../" * file.count("/")
    site = f"{up}../../../"
    assets, bands, sheet = f"{site}{ASSETS}/", len(facts.catalogue.bands), Markup(running(round, lang))
    page = _templates().get_template(template).render(
        lang=lang, languages=LANGUAGES, city=pick(facts.city["names"], lang), city_info=facts.city,
        note=pick(facts.city["note"], lang) if facts.city.get("note") else "", period=facts.meta["period"],
        words=page_words(lang), page_file=file, term=Terms(lang, up),
        up=up, here=f"{up}../", site=site, assets=assets, bands=bands,
        section=f"{folder}.html" if inside else file, pages=list(zip(PAGES, names, strict=True)),
        indicative=indicative(facts, lang), tools=tool_words(lang), several=len(round.cities) > 1 or len(round.rounds) > 1,
        rounds=[{"period": one.meta["period"], "page": f"{site}{place.folder(one)}/{lang}/{file}", "here": one is facts}
                for one in round.rounds],
        inline=inline, running=sheet,
        **values,
    )  # fmt: skip
    ours = {EMBED_SCRIPT, inline.letters(), inline.scripts(), inline.screen(bands, assets), inline.paper() + sheet}
    # Only the page of the live map may ask for a map of others.
    return inline.with_policy(page, ours, round.basemap.host if round.basemap and file == PAGES[0] else "")


def running(round: Round, lang: str) -> str:
    """The style that puts city, round, licence and page number on every sheet of paper."""
    facts = round.facts
    head = f"{pick(facts.city['names'], lang)} · {facts.meta['period']} · tejido"
    licence = str(facts.city.get("licence") or "").rstrip(".")
    foot = [f"{page_words(lang)['licence']}: {licence}"] if licence else []
    foot += [page_words(lang)["synthetic"]] if facts.city.get("synthetic") else []
    return (
        f"@page {{ @top-left {{ content: {_quoted(head)}; font: 8pt sans-serif; }} "
        f"@bottom-left {{ content: {_quoted(' · '.join(foot))}; font: 8pt sans-serif; }} "
        '@bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }\n'
    )


def _quoted(text: str) -> str:
    """A text as CSS has it."""
    return '"' + re.sub(r'["\\\n<]', lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'


def plain(template: str, values: dict[str, Any]) -> str:
    """A page of the site that is of no single round."""
    return inline.with_policy(_templates().get_template(template).render(**values))


def write(path: Path, content: str | bytes) -> None:
    """A file as it goes into the site; texts as UTF-8, their lines ended alike on every machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def indicative(facts: Facts, lang: str) -> list[str]:
    """Per survey without known probabilities that enters the marker: that it does, and the city's reason."""
    return [
        say("Indicative: figures of “{survey}” come from people who were not chosen by chance. They enter the marker because "
            "the city says: “{reason}”", lang, survey=survey, reason=reason)
        for survey, reason in facts.indicative(lang).items()
    ]  # fmt: skip

"""The catalogue as a page: its tree with every weight, and a sheet for each indicator.

In: a `Catalogue` and a language. Out: Markdown, the text of ``docs/<language>/indicators.md`` for the basic marker.
"""

from __future__ import annotations

from collections.abc import Iterator

from tejido.catalogue.in_words import computed, from_answers
from tejido.catalogue.map_classes import classes_in_words
from tejido.catalogue.model import Catalogue, Curve, Indicator, Node
from tejido.catalogue.variables import variables
from tejido.words import number, percent, pick, say

DIRECTIONS = {
    "higher": "the more, the better",
    "lower": "the less, the better",
    "band": "best in the middle",
    "context": "not scored",
}

TRANSFORMS = {
    "none": "Straight lines between these points, level outside them.",
    "sqrt": "Straight lines between the square roots of these points, level outside them.",
    "root4": "Straight lines between the fourth roots of these points, level outside them.",
    "ln": "Straight lines between the logarithms of these points, level outside them.",
}

ORIGINS = {"fact": "Published: {source}.", "proposal": "Our proposal, based on {source}."}

OWN = "tejido"
"""The source that a curve of the shipped catalogue names where no publication stands behind it."""

__all__ = ["DIRECTIONS", "described", "markdown"]


def markdown(catalogue: Catalogue, lang: str) -> str:
    """The page of a catalogue in `lang`: tree and weights, bands, then every indicator under its area and dimension."""
    lines = [
        f"# {pick(catalogue.names, lang)}",
        "",
        say(
            "This page is made from the catalogue `{id}`, version {version}.",
            lang,
            id=catalogue.id,
            version=catalogue.version,
        ),
        "",
        say("Source: {source}.", lang, source=catalogue.source),
        "",
        f"## {say('The tree and its weights', lang)}",
        "",
        *_weights(catalogue, lang),
        "",
        *_tree(catalogue, catalogue.root, lang, 0),
        "",
        f"## {say('The bands', lang)}",
        "",
        *(f"- {_band(catalogue, place, lang)}" for place in range(len(catalogue.bands))),
    ]
    for node in catalogue.nodes.values():
        lines += _section(catalogue, node, lang)
    return "\n".join(lines) + "\n"


def _weights(catalogue: Catalogue, lang: str) -> Iterator[str]:
    """The weights said aloud: whether they are equal, and which indicator weighs most and least."""
    given = [
        *(node.weight for node in catalogue.nodes.values()),
        *(one.weight for one in catalogue.indicators.values()),
    ]
    if set(given) == {1.0}:
        yield say("Inside each node all weigh the same. So an indicator that has few beside it weighs much:", lang)
    else:
        yield say("Each weighs as its node says. Of the whole:", lang)
    shares = {one: catalogue.share(one) for one in catalogue.indicators}
    yield ""
    for share in dict.fromkeys((max(shares.values()), min(shares.values()))):
        # Products of equal weights in another order may differ in the last digit.
        names = [pick(catalogue.names_of(one), lang) for one in shares if abs(shares[one] - share) < 1e-9]
        yield f"- {_share(share, lang)}: {', '.join(names)}"
    yield ""
    yield say(
        "What was not measured gives its weight to the others of its node. Under the share of its weight that stands as "
        "“needs”, a node has no score.",
        lang,
    )


def _tree(catalogue: Catalogue, item: str, lang: str, depth: int) -> Iterator[str]:
    name, share = pick(catalogue.names_of(item), lang), _share(catalogue.share(item), lang)
    node = catalogue.nodes.get(item)
    if node is None:
        yield f"{'  ' * depth}- [{name}](#{item}): {share}"
        return
    yield f"{'  ' * depth}- **{name}**: {share}{_needs(node, lang)}"
    for child in catalogue.children[item]:
        yield from _tree(catalogue, child, lang, depth + 1)


def _needs(node: Node, lang: str) -> str:
    needs = percent(node.minimum_coverage, lang)
    if node.minimum_children > 1:
        return say("; needs {share} and {count} parts", lang, share=needs, count=node.minimum_children)
    return say("; needs {share}", lang, share=needs) if node.minimum_coverage else ""


def _band(catalogue: Catalogue, place: int, lang: str) -> str:
    band = catalogue.bands[place]
    low = number(band.low, lang, 0)
    if place == 0:
        return say("{name}: {low} and over", lang, name=pick(band.names, lang), low=low)
    above = number(catalogue.bands[place - 1].low, lang, 0)
    return say("{name}: {low} to under {high}", lang, name=pick(band.names, lang), low=low, high=above)


def _section(catalogue: Catalogue, node: Node, lang: str) -> Iterator[str]:
    """A heading for the node, its definition, and the sheets of the indicators directly below it."""
    depth = len(catalogue.path(node.id))
    if depth > 1:
        yield ""
        yield f"{'#' * min(depth, 4)} {pick(node.names, lang)}"
        if node.definitions:
            yield ""
            yield pick(node.definitions, lang)
    for child in catalogue.children[node.id]:
        if child in catalogue.indicators:
            yield from _sheet(catalogue, catalogue.indicators[child], lang, min(depth + 1, 5))


def described(one: Indicator, catalogue: Catalogue, lang: str) -> list[tuple[str, str]]:
    """All that is said of an indicator beside its name and definition: pairs of a heading and a Markdown text."""
    universe = catalogue.universe(one.universe)
    rows = [
        (say("Its id", lang), f"`{one.id}`"),
        (say("It is measured in", lang), pick(one.unit_names, lang)),
        (say("Whom or what it counts", lang), pick(universe.names, lang) if universe else ""),
        (say("Which way is better", lang), say(DIRECTIONS[one.direction], lang)),
        (say("Weight in the whole", lang), _share(catalogue.share(one.id), lang)),
        (say("How it is computed", lang), computed(one, lang)),
        (say("From answers", lang), from_answers(one.answers, lang, variables())),
        (say("Data needed", lang), pick(one.data_needed, lang) if one.data_needed else ""),
        (say("How it scores", lang), _curve(one, lang)),
        (say("Where the curve comes from", lang), _origin(one.curve, lang)),
        (say("Worked example", lang), _example(one, lang)),
        (say("Classes of its maps", lang), classes_in_words(one.map_classes, lang)),
        (say("Sustainable Development Goals", lang), ", ".join(one.sdg)),
        (say("Columns in the public viewers", lang), ", ".join(f"`{column}`" for column in one.viewer_columns)),
    ]
    return [(name, text) for name, text in rows if text]


def _sheet(catalogue: Catalogue, one: Indicator, lang: str, depth: int) -> Iterator[str]:
    yield ""
    yield f'<a id="{one.id}"></a>'
    yield ""
    yield f"{'#' * depth} {pick(one.names, lang)}"
    yield ""
    yield pick(one.definitions, lang)
    yield ""
    yield from (f"- **{name}:** {text}" for name, text in described(one, catalogue, lang))


def _curve(one: Indicator, lang: str) -> str:
    curve = one.curve
    if curve.observed:
        low, high = (number(points, lang, 2) for points in curve.observed)
        text = "The smallest value in the city scores {low}, the largest {high}: comparable inside this city only."
        return say(text, lang, low=low, high=high)
    knots = "; ".join(f"{number(value, lang, 2)} → {number(points, lang, 2)}" for value, points in curve.knots)
    parts = [f"{knots}.", say(TRANSFORMS[curve.transform], lang)]
    if curve.over_maximum:
        parts.insert(
            0, say("The value is first divided by its largest possible one, ln {classes}.", lang, classes=one.classes)
        )
    return " ".join(parts)


def _origin(curve: Curve, lang: str) -> str:
    """Whether the curve is published or proposed, by whom, and why; what tejido itself proposes names no one else."""
    basis = f" {pick(curve.basis, lang)}" if curve.basis else ""
    if curve.source == OWN:
        return say("Our proposal.", lang) + basis
    return say(ORIGINS[curve.status], lang, source=curve.source) + basis


def _example(one: Indicator, lang: str) -> str:
    value, points = number(one.example.value, lang, 2), number(one.example.score, lang, 2)
    return say("{value} scores {points}", lang, value=value, points=points)


def _share(share: float, lang: str) -> str:
    return percent(share, lang, 2)

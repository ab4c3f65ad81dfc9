"""The words that pages and reports explain, each with its explanation; the texts are those of the language files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tejido.words import say

TERMS: Mapping[str, tuple[str, str]] = {
    "marker": (
        "Marker",
        ("One number from 0 to 100 that says how inclusive a place is: the average of its areas, from housing to public space. "
        "100 is a city where nobody is left out."),
    ),
    "score": (
        "Score",
        ("A figure brought to a scale from 0 to 100, so that unlike things can stand beside each other. 100 is the best that can be "
        "expected, 0 the worst; the scale of each indicator is on its page."),
    ),
    "area": ("Area", "One of the parts that make the marker, such as health. It is the average of its dimensions."),
    "dimension": ("Dimension", "A theme inside an area, such as basic services. It is the average of its indicators."),
    "indicator": ("Indicator", "One thing that is measured, such as the share of households with piped water."),
    "weight": (
        "Weight",
        ("How much a part counts in the marker. All weights together make 100%. What was not measured gives its weight to what stands "
        "beside it."),
    ),
    "coverage": (
        "Coverage",
        ("How much of the marker could be measured, by weight. 62% means: the indicators that were measured make up 62% of the marker "
        "and the other 38% are missing. Missing is not counted as zero. The lower the coverage, the less the score says of the whole."),
    ),
    "interval": (
        "By chance",
        ("A survey asks some of the people. If others had been asked, the figure would be a little different. In 95 of 100 such "
        "surveys the range between these two numbers would hold the true figure."),
    ),
    "robust": (
        "Counted otherwise",
        ("Somebody decided what counts how much. Others could have decided otherwise with good reason: this is the range in which the "
        "score would then lie."),
    ),
    "band": (
        "Band",
        "A name for a stretch of the scale, from very weak to very solid. It says in a word what the number means.",
    ),
    "rank": ("Rank", "The place in a list from the highest score to the lowest. Where scores are close, chance may change it."),
    "contribution": (
        "Points lost",
        ("What is missing to 100, shared out among the indicators. An indicator that loses 4 points would raise the marker by 4 if it "
        "reached its best value and all else stayed the same."),
    ),
    "comparable": (
        "Comparable",
        ("Two scores may be set side by side only if they were made in the same way. Where another figure stands in for an indicator, "
        "or another scale is used, a score can be compared only inside its city."),
    ),
    "proxy": (
        "Substitute",
        "Another figure that stands in for an indicator that could not be measured, because it tells nearly the same.",
    ),
    "hosts": (
        "Host community",
        "People who live in the city and are neither refugees nor migrants in this measurement.",
    ),
    "refugees_migrants": (
        "Refugees and migrants",
        ("People who came from another country: refugees, people who ask for asylum, other people in need of international "
        "protection, and migrants. They are counted by country of birth, citizenship and arrival, as the United Nations recommend."),
    ),
    "disability": (
        "Persons with disabilities",
        ("People who cannot see, hear, walk, remember, care for themselves or make themselves understood, or only with much "
        "difficulty: the six questions of the Washington Group."),
    ),
    "difference": (
        "Difference between groups",
        ("The same figure for two groups, side by side. It is shown only where chance hardly explains it. Not shown does not mean that "
        "there is none: a larger survey may show it."),
    ),
    "place_part": (
        "Where people live",
        ("Groups may differ because they live in different quarters, or they may differ inside the same quarters. The page says how "
        "much is the one and how much the other."),
    ),
    "quality": (
        "Few answers",
        ("A mark for figures that rest on few answers or vary much: they give an idea and no more. Figures with still fewer are not "
        "shown."),
    ),
    "protected": (
        "Too few people to show",
        ("A figure of very few people could tell something about one of them. It is kept back, and sometimes a second one with it, so "
        "that nobody can work it out."),
    ),
    "merged": (
        "Together with neighbours",
        ("Too few people answered or live in one place to show a figure of it alone. So it was put together with places beside it, and "
        "they share one figure."),
    ),
    "missing": (
        "Not enough data",
        "Nobody measured it here, or too little of it. That is not a zero: nothing is known.",
    ),
    "extended": (
        "Extended marker",
        "Many more indicators that help to understand the marker. Each city chooses its own, so that there is no total of them.",
    ),
    "synthetic": ("Synthetic", "Made up, to show how things work. Nothing of it is true of a real place."),
}  # fmt: skip
"""The word and its explanation, in the order of the page of words."""


def explained(ids: Iterable[str], lang: str) -> list[dict[str, str]]:
    """Words with their explanations."""
    return [{"id": one, "name": say(TERMS[one][0], lang), "text": say(TERMS[one][1], lang)} for one in ids]

"""Why there is no score: the words that stand in `scores.reason`, and what they say to a reader.

The number of a reason is its place in `WORDS`. Where the units inside a larger one have different reasons, the larger one
tells the highest.
"""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "no_population": "Nobody lives here, or nobody knows how many do.",
    "no_universe": "Nobody here belongs to the people or homes that this is about.",
    "no_spread": "All units have the same figure here, so that none can be placed above another.",
    "no_data": "There are no data about this here.",
    "omitted": "The city leaves this out and says why in its folder.",
    "protected": "Too few people stand behind this figure to show it.",
    "too_little_measured": "This was measured for too few of the people here.",
    "low_coverage": "Too few of the things that make up this score were measured here.",
    "too_few_children": "Too few parts of this score could be formed here.",
}
"""Each reason's English source text, to be passed through `tejido.words.say`."""

WORDS = ("", *REASONS)
"""Reasons by number; 0 is "there is a score"."""

NUMBERS: Mapping[str, int] = {word: number for number, word in enumerate(WORDS)}

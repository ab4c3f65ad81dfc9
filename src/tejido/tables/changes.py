"""The table of what changed between two rounds of a city: made when it is asked for, and in no release."""

from __future__ import annotations

from tejido.tables import Column, Schema

_TEXTS = (
    ("earlier", "Period of the earlier round"),
    ("later", "Period of the later round"),
    ("level", "Level of the unit"),
    ("unit", "Code of the unit, the same in both rounds"),
    ("group", "Group of people"),
    ("what", "`score` or `value`"),
    ("node", "Node of the catalogue's tree, or an indicator of either marker"),
)
_NUMBERS = (
    ("before", "Figure of the earlier round"),
    ("before_low", "Lower end of its 95 % interval"),
    ("before_high", "Upper end"),
    ("after", "Figure of the later round"),
    ("after_low", "Lower end of its 95 % interval"),
    ("after_high", "Upper end"),
    ("change", "`after` minus `before`"),
    ("se", "Standard error of the change, both rounds taken as independent"),
    ("low", "Lower end of the 95 % interval of the change"),
    ("high", "Upper end"),
    ("p", "Probability of a change as large or larger if there were none"),
    ("p_adjusted", "The same after Holm's correction inside `family`"),
)

CHANGES = Schema(
    "changes",
    "What changed between two rounds: both figures, the change, and what may be said of it.",
    (
        *(Column(name, "text", doc) for name, doc in _TEXTS),
        *(Column(name, "number", doc, required=False) for name, doc in _NUMBERS),
        Column("compared", "count", "How many changes of the family were tested here together"),
        Column("family", "text", "The right it belongs to: an area of the catalogue; of areas and the marker the marker"),
        Column("basis", "text", "`sampled` where chance moves it, `counted` where no sample enters"),
        Column("verdict", "text", "`shown`, `not_shown` or `cannot_be_said`"),
        Column("breaks", "text", "Why it cannot be said: words of `release.rounds.BREAKS`, parted by spaces", required=False),
    ),
    ("level", "unit", "group", "what", "node"),
)  # fmt: skip

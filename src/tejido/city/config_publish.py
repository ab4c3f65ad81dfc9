"""`[publish]` of `city.toml`: the rule that a city may raise, and the list of what may be published."""

from __future__ import annotations

from collections.abc import Sequence

from tejido.city.model import Publish
from tejido.city.sections import Section
from tejido.privacy.listed import DIMENSIONS, Crossing
from tejido.tables import CITY_LEVEL


def read_publish(root: Section, levels: Sequence[str]) -> Publish:
    """The section, or what holds without one. `levels` are the ids of the declared levels, coarse to fine."""
    section = root.table("publish")
    if section is None:
        return Publish()
    # A city may ask for more people behind a figure than the rule, never for fewer.
    plain = Publish()
    persons, households = section.number("persons", plain.persons), section.number("households", plain.households)
    finest, answers = _level(section, "finest", levels), _level(section, "answers", levels)
    crossings = tuple(one for part in section.tables("crossings") for one in _crossing(part, levels))
    # An empty list is a choice too: nothing of any group.
    none = section.data.get("crossings") == []
    earlier = section.texts("earlier")
    section.close()
    return Publish(
        int(persons or plain.persons), int(households or plain.households), finest,
        crossings if crossings or none else plain.crossings, answers, earlier,
    )  # fmt: skip


def _crossing(section: Section, levels: Sequence[str]) -> list[Crossing]:
    """One line of the list; none where it cannot be read, which is then noted."""
    by = section.texts("by")
    if not by:
        section.note("C004", "by", key="by")
    unknown = [one for one in by if one not in DIMENSIONS]
    for one in unknown:
        section.note("C006", "by", key="by", value=one, allowed=", ".join(DIMENSIONS))
    coarsest, finest = _level(section, "coarsest", levels), _level(section, "finest", levels)
    steps = [CITY_LEVEL, *levels]
    if coarsest and finest and steps.index(coarsest) > steps.index(finest):
        section.note(
            "C006", "coarsest", key="coarsest", value=coarsest, allowed=", ".join(steps[: steps.index(finest) + 1])
        )
    section.close()
    return [] if unknown or not by else [Crossing(tuple(sorted(set(by))), coarsest or CITY_LEVEL, finest)]


def _level(section: Section, key: str, levels: Sequence[str]) -> str | None:
    """A level by its id, where the key stands."""
    level = section.text(key)
    if level is not None and level not in [CITY_LEVEL, *levels]:
        section.note("C007", key, level=level, known=", ".join(levels))
        return None
    return level

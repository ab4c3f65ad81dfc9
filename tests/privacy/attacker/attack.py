"""The attack: which hidden counts and shares an outsider can say too closely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tejido.catalogue.model import Catalogue
from tejido.tables import EVERYBODY
from tests.privacy.attacker.bounds import EVERYTHING, Block, Interval, blocks_of
from tests.privacy.attacker.equations import Cell, Equations
from tests.privacy.attacker.public_folder import RESIDENTS, Pair, has
from tests.privacy.attacker.rules import system_of

HOUSEHOLDS = 5
"""Fewest households that may be told."""

WIDE, POINTS = 10.0, 20.0
"""How wide an interval must be: of a count, and of a share in percentage points."""

NAMES = {"U": "universe", "n": "asked", "c": "cases", "h": "households", "T": "numerator", "v": "value"}


@dataclass(frozen=True)
class Recovered:
    """A hidden number that an outsider can say too closely: between `low` and `high`, by equations of these `kinds`."""

    what: str
    level: str
    unit: str
    group: str
    about: str
    low: float
    high: float
    truth: float
    kinds: tuple[str, ...]


def shares(catalogue: Catalogue) -> dict[str, float]:
    """The indicators that are a share of their universe, with the value that stands for all of it."""
    found = {}
    for one in catalogue.definitions.values():
        if one.answers is not None and one.answers.statistic == "share":
            found[one.id] = one.answers.scale
        elif one.compute.function == "share":
            found[one.id] = one.possible[1]
    return found


def safe_count(low: float, high: float) -> bool:
    """An interval that says little: it holds 0 or 1 and reaches 10, or is 10 wide."""
    return (low <= 1 + 1e-6 and high >= WIDE - 1e-6) or high - low >= WIDE - 1e-6


def attack(pairs: Sequence[Pair], catalogue: Catalogue) -> list[Recovered]:
    """Everything that an outsider who holds all the public folders can say too closely."""
    equations = Equations(pairs, shares(catalogue))
    blocks = blocks_of(system_of(equations, list(pairs)))
    found = list(_counts(equations, blocks))
    found += _shares(equations, blocks, _only_unreliable(pairs))
    found += [
        Recovered("value", level, unit, group, about, 0, 0, 0, ("row",))
        for level, group, about, unit in equations.known.leaks
    ]
    return found


def _only_unreliable(pairs: Sequence[Pair]) -> set[tuple[str, str, str, str]]:
    """Level, unit, group and indicator of figures left out for their quality alone, on enough people and households."""
    found: set[tuple[str, str, str, str]] = set()
    for pair in pairs:
        for table, group, side in ((pair.whole.values, "group", ""), (pair.whole.differentials, "group", ""),
                                   (pair.whole.differentials, "against", "_against")):  # fmt: skip
            enough = (table[f"n{side}"] >= 10) & (table[f"n_households{side}"] >= 5)
            rows = table[enough & (table[f"quality{side}"] == "unreliable")]
            found |= set(rows[["level", "unit", group, "indicator"]].itertuples(index=False, name=None))
        public = pair.public.values
        rows = public[has(public["flags"], "protected")]
        found -= set(rows[["level", "unit", "group", "indicator"]].itertuples(index=False, name=None))
    return found


def _counts(equations: Equations, blocks: dict[Cell, Block]) -> Iterator[Recovered]:
    """Counts: universes, asked, cases, households, and of a share those who have it."""
    exposed = _most_exposed(equations)
    for cell, block in blocks.items():
        measure, _, _, about, _ = cell
        truth = equations.system.truth.get(cell, np.nan)
        scale = equations.scales.get(about.split("|")[0], np.nan) if measure == "T" else 1.0
        if np.isnan(scale) or (measure == "T" and _told_of_all(equations, cell)):
            continue
        if _is_unlisted(equations, cell) and cell not in exposed:
            continue
        if _may_be_told(equations, cell, truth / scale) or safe_count(*(one / scale for one in block.seen(cell))):
            continue
        low, high = (one / scale for one in block.between(cell))
        # Of a count that even the analyst's tables do not hold, only a small one is a find.
        if np.isnan(truth) and low >= WIDE:
            continue
        if not safe_count(low, high):
            yield _recovered(equations, cell, NAMES[measure], (low, high), truth / scale, block)


def _may_be_told(equations: Equations, cell: Cell, truth: float) -> bool:
    """Whether the rule lets a count be told, which is then no secret even where it is not shown; of those with an attribute
    those without it are a count too."""
    measure, level, group, about, place = cell
    whole = {"c": "n", "T": "U"}.get(measure)
    rest = equations.truth_of((whole, level, group, about))[place] - truth if whole else np.inf
    return truth >= (HOUSEHOLDS if measure == "h" else WIDE) and not rest < WIDE


def _shares(
    equations: Equations, blocks: dict[Cell, Block], allowed: set[tuple[str, str, str, str]]
) -> Iterator[Recovered]:
    """Values: shares must stay 20 points wide; other ratios a tenth of themselves (the p % rule, Hundepool et al. 2012, 4.2)."""
    for cell, block in blocks.items():
        measure, level, group, about, place = cell
        if measure != "T" or _told_of_all(equations, cell) or _is_unlisted(equations, cell):
            continue
        key = (level, str(equations.codes[level][place]), group, about.split("|")[0])
        if key in allowed:
            continue
        truth = float(equations.truth_of(("v", level, group, about))[place])
        scale = equations.scales.get(key[3])
        wide = (0.1 * abs(truth) if scale is None else scale * POINTS / 100) * (1 - 1e-6)
        low, high = _ratio(equations, cell, blocks, wide)
        if high - low < wide:
            yield _recovered(equations, cell, NAMES["v"], (low, high), truth, block)


def _ratio(equations: Equations, cell: Cell, blocks: dict[Cell, Block], wide: float) -> Interval:
    """The least and the most of a hidden value: its sum over its universe, whichever of the two is known; or as much of this
    interval as is `wide`."""
    _, level, group, about, place = cell
    block = blocks[cell]
    told, terms = equations.expressed(("U", level, group, about), place)
    if not terms:
        seen = block.seen(cell)
        low, high = seen if seen[1] - seen[0] >= wide * told else block.between(cell)
        return (low / told, high / told) if told else EVERYTHING
    (universe,) = terms
    if universe in block.place:
        seen = block.seen(cell, universe)
        return seen if seen[1] - seen[0] >= wide else block.ratio(cell, universe)
    low, high = block.between(cell)
    least, most = blocks[universe].between(universe) if universe in blocks else EVERYTHING
    return (low / most if most else 0.0), (high / least if least else np.inf)


def _told_of_all(equations: Equations, cell: Cell) -> bool:
    """Whether a larger unit or a group that holds these people is told to be wholly one thing, on twenty or more: then so are they."""
    _, level, group, about, place = cell
    scale = equations.scales.get(about.split("|")[0])
    for above in equations.levels[: equations.levels.index(level) + 1]:
        at = place if above == level else int(equations.holders[level, above][place])
        for one in {group, EVERYBODY}:
            value = equations.known_of(("v", above, one, about))[at] if at >= 0 else np.nan
            if value in (0.0, scale) and _people(equations, above, one, about, [at]) >= 20:
                return True
    together = [
        one
        for one in equations.known.domains
        if (one.level, one.group, one.about) == cell[1:4] and place in one.members
    ]
    return any(
        _people(equations, level, group, about, list(one.members)) >= 20 and one.told.get("v") in (0.0, scale)
        for one in together
    )


def _people(equations: Equations, level: str, group: str, about: str, inside: list[int]) -> float:
    """The people behind a figure of units together: its universe, or where that counts homes the residents."""
    counts = [equations.truth_of(("U", level, group, name))[inside].sum() for name in (about, RESIDENTS)]
    return float(np.nanmax([0.0, *counts]))


def _is_unlisted(equations: Equations, cell: Cell) -> bool:
    """Whether nothing of this group is told at this level."""
    return (cell[1], cell[2]) not in equations.listed


def _most_exposed(equations: Equations) -> set[Cell]:
    """Of counts at levels where the group is not told at all: the smallest inside each of the coarsest units, not nothing."""
    part, found = equations.levels[1], dict[tuple[str, ...], tuple[float, Cell]]()
    for cell, truth in equations.system.truth.items():
        level, place = cell[1], cell[4]
        if 0 < truth < WIDE and _is_unlisted(equations, cell) and (level, part) in equations.holders:
            inside = (*cell[:4], str(equations.holders[level, part][place]))
            found[inside] = min(found.get(inside, (WIDE, cell)), (truth, cell))
    return {cell for _, cell in found.values()}


def _recovered(equations: Equations, cell: Cell, what: str, found: Interval, truth: float, block: Block) -> Recovered:
    _, level, group, about, place = cell
    unit = str(equations.codes[level][place])
    return Recovered(what, level, unit, group, about, *found, truth, tuple(sorted(block.kinds)))

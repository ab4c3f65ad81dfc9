"""The attack: which hidden counts and shares an outsider can say too closely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tejido.catalogue.model import Catalogue
from tejido.tables import EVERYBODY
from tests.privacy.attacker.bounds import EVERYTHING, Block, Interval, blocks_of
from tests.privacy.attacker.equations import Cell, Equations
from tests.privacy.attacker.public_folder import MEASURES, RESIDENTS, Pair, has
from tests.privacy.attacker.rules import system_of, weights_of

HOUSEHOLDS = 5
"""Fewest households that may be told."""

WIDE, POINTS = 10.0, 20.0
"""How wide an interval must be: of a count, and of a share in percentage points."""

NAMES = {"U": "universe", "n": "asked", "c": "cases", "h": "households", "v": "value"}


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


def homes(catalogue: Catalogue) -> frozenset[str]:
    """The indicators whose universe counts dwellings or households."""
    known = {one.id: catalogue.universe(one.universe) for one in catalogue.definitions.values()}
    return frozenset(name for name, universe in known.items() if universe is not None and universe.counts != "persons")


def attack(pairs: Sequence[Pair], catalogue: Catalogue) -> Iterator[Recovered]:
    """Everything that an outsider who holds all the public folders can say too closely, of what the rule forbids to tell.

    What the rule lets be told, and is not shown only so that the rest cannot be had, is no find: were it known, what it hides would
    be found itself.
    """
    equations = Equations(pairs, shares(catalogue), homes(catalogue))
    blocks = blocks_of(system_of(equations, pairs))
    for level, group, about, unit in equations.known.leaks:
        yield Recovered("value", level, unit, group, about, 0, 0, 0, ("row",))
    for cell, block in blocks.items():
        yield from _count(equations, cell, block)
    yield from _shares(equations, blocks, _only_unreliable(pairs))


def attack_weights(pairs: Sequence[Pair], catalogue: Catalogue) -> list[Recovered]:
    """How many of a group live in a base unit, which the scores of groups are weighed by: the smallest count of each coarsest unit."""
    equations = Equations(pairs, shares(catalogue), homes(catalogue))
    blocks = blocks_of(weights_of(equations, pairs))
    exposed = sorted(_most_exposed(equations))
    return [one for cell in exposed if cell in blocks for one in _count(equations, cell, blocks[cell])]


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


def _count(equations: Equations, cell: Cell, block: Block) -> Iterator[Recovered]:
    """A count: a universe, asked, cases or households. Those who have what a share tells are judged by the share."""
    truth = equations.system.truth.get(cell, np.nan)
    if cell[0] == "T" or _count_may_be_told(equations, cell, truth) or safe_count(*block.seen(cell)):
        return
    low, high = block.seen(cell)[0], block.most(cell)
    if not safe_count(low, high):
        low = block.least(cell)
    # Of a count that even the analyst's tables do not hold, only a small one is a find.
    if not safe_count(low, high) and (np.isfinite(truth) or low < WIDE):
        yield _recovered(equations, cell, NAMES[cell[0]], (low, high), truth, block)


def _least(equations: Equations, cell: Cell) -> float:
    """The fewest of what a cell counts that the rule lets be told."""
    measure, about = cell[0], cell[3].split("|")[0]
    return HOUSEHOLDS if measure == "h" or (measure == "U" and about in equations.homes) else WIDE


def _count_may_be_told(equations: Equations, cell: Cell, truth: float) -> bool:
    """Whether the rule lets a count be told: nobody, or enough; of those with an attribute those without it are a count too."""
    measure, level, group, about, place = cell
    rest = float(equations.truth_of(("n", level, group, about))[place]) - truth if measure == "c" else 0.0
    return not 0 < rest < WIDE and (truth <= 0 or truth >= _least(equations, cell))


def _value_may_be_told(equations: Equations, cell: Cell) -> bool:
    """Whether the rule lets a value be told: enough residents, universe, asked and households, and of a share that answers tell
    enough on either side, or nobody; wholly one thing only what twenty are."""
    _, level, group, about, place = cell
    numbers = {name: float(equations.truth_of((name, level, group, about))[place]) for name in MEASURES}
    people = float(equations.truth_of(("U", level, group, RESIDENTS))[place])
    few = numbers["U"] < _least(equations, ("U", *cell[1:])) or numbers["n"] < WIDE or numbers["h"] < HOUSEHOLDS
    value, scale = numbers["v"], equations.scales.get(about.split("|")[0])
    if few or people < WIDE:
        return False
    if scale is None or np.isnan(value):
        return True
    side = min(value, scale - value) / scale
    asked, stands_for = np.isfinite(numbers["n"]), side * (numbers["U"] if np.isfinite(numbers["U"]) else numbers["n"])
    return not (asked and 0 < stands_for < WIDE) and (
        side > 0 or _people(equations, level, group, about, [place]) >= 20
    )


def _shares(
    equations: Equations, blocks: dict[Cell, Block], allowed: set[tuple[str, str, str, str]]
) -> Iterator[Recovered]:
    """Values: shares must stay 20 points wide; other ratios a tenth of themselves (the p % rule, Hundepool et al. 2012, 4.2)."""
    for cell, block in blocks.items():
        measure, level, group, about, place = cell
        if measure != "T" or _value_may_be_told(equations, cell):
            continue
        key = (level, str(equations.codes[level][place]), group, about.split("|")[0])
        if key in allowed or _told_of_all(equations, cell):
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


def _most_exposed(equations: Equations) -> set[Cell]:
    """The smallest count of a group's people inside each of the coarsest units, not nobody."""
    part, base, found = equations.levels[1], equations.levels[-1], dict[tuple[str, int], tuple[float, Cell]]()
    for cell, truth in equations.system.truth.items():
        if cell[1] == base and cell[2] != EVERYBODY and 0 < truth < WIDE:
            inside = (cell[2], int(equations.holders[base, part][cell[4]]))
            found[inside] = min(found.get(inside, (WIDE, cell)), (truth, cell))
    return {cell for _, cell in found.values()}


def _recovered(equations: Equations, cell: Cell, what: str, found: Interval, truth: float, block: Block) -> Recovered:
    _, level, group, about, place = cell
    unit = str(equations.codes[level][place])
    return Recovered(what, level, unit, group, about, *found, truth, tuple(sorted(block.kinds)))

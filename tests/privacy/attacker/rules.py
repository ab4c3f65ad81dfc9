"""The kinds of equations: each takes `Equations` and adds its rows."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from tejido.tables import CITY_LEVEL, EVERYBODY
from tests.privacy.attacker.equations import EXACT, Equations, System, classes_of
from tests.privacy.attacker.public_folder import RESIDENTS, Domain, Floats, Folder, Pair, Series

ROUNDED = 2e-8
"""Scores have eight decimals; a mean and what it is made of are both rounded."""

COUNTS = ("U", "n", "c", "h")

Term = tuple[float, Series, int]


def system_of(equations: Equations, pairs: Sequence[Pair]) -> System:
    """All that the outsider can write down of what is told."""
    hidden = equations.hidden()
    over_units(equations, hidden)
    over_groups(equations, hidden)
    of_means(equations)
    of_domains(equations)
    of_bounds(equations, hidden)
    for pair in pairs:
        of_scores(equations, pair.public, {EVERYBODY})
    return equations.system


def weights_of(equations: Equations, pairs: Sequence[Pair]) -> System:
    """What the scores of groups say of how many of each live in the base units, of which nothing is told."""
    groups = {series[2] for series in equations.truth.arrays if series[3] == RESIDENTS} - {EVERYBODY}
    equations.known.listed |= {(level, group) for level in equations.levels for group in groups}
    people = [("U", level, group, RESIDENTS) for level in equations.levels for group in sorted(groups)]
    over_units(equations, people)
    over_groups(equations, people, {RESIDENTS})
    for pair in pairs:
        of_scores(equations, pair.public, groups)
    return equations.system


def over_units(equations: Equations, hidden: list[Series]) -> None:
    """Parts of a place sum to it: for every count that is hidden in a unit, or in one around it, or inside it."""
    for measure, group, about in sorted({(one[0], one[2], one[3]) for one in hidden}):
        told = [level for level in equations.levels if (level, group) in equations.listed]
        there = [level for level in told if equations.exists(level, group, about).any()]
        for above, level in pairwise(there):
            whole, part = (measure, above, group, about), (measure, level, group, about)
            for place, members, domains in _instances(equations, whole, part):
                parts: list[Term] = [(-1.0, part, member) for member in members]
                told = sum(one.told.get(measure, np.nan) for one in domains)
                if np.isfinite(told):
                    equations.add([(1.0, whole, place), *parts], "units", told, told)


def _instances(equations: Equations, whole: Series, part: Series) -> Iterator[tuple[int, list[int], list[Domain]]]:
    """Units of a level with the units (and merged units) inside them, of a count that is the sum over these everywhere."""
    holder = equations.holders[part[1], whole[1]]
    domains = [one for one in equations.truth.domains if (one.level, one.group, one.about) == part[1:]]
    inside = np.isin(np.arange(len(holder)), [member for one in domains for member in one.members])
    numbers = np.where(inside, 0.0, equations.truth_of(part))
    sums, total = np.zeros((2, len(equations.codes[whole[1]])))
    there = equations.exists(*part[1:]) & (holder >= 0)
    np.add.at(sums, holder[there], numbers[there])
    across = set()
    for one in domains:
        over = {int(holder[member]) for member in one.members}
        across |= over if len(over) > 1 else set()
        told = (
            one.told.get(part[0], np.nan) if part[0] != "T" else one.told.get("v", np.nan) * one.told.get("U", np.nan)
        )
        sums[min(over)] += told
    total = equations.truth_of(whole)
    known = np.isfinite(sums) & np.isfinite(total)
    known[[place for place in across if place >= 0]] = False
    same = np.abs(sums - total) <= EXACT * np.maximum(np.abs(sums), np.abs(total)) + 1e-6
    # A sum is one everywhere or nowhere; in single units it may be so by chance.
    if not same[known].all():
        return
    unknown = np.isnan(equations.known_of(part)) & there & ~inside
    wanted = np.isnan(equations.known_of(whole)) & np.isfinite(total)
    wanted[np.unique(holder[unknown])] = True
    for place in np.flatnonzero(wanted & known).tolist():
        here = np.flatnonzero(there & (holder == place) & ~inside).tolist()
        yield place, here, [one for one in domains if holder[one.members[0]] == place]


def over_groups(equations: Equations, hidden: list[Series], only: Container[str] | None = None) -> None:
    """The classes of a dimension are all people, or no more than all; of everything, or `only` of some."""
    present: dict[str, set[str]] = {}
    for series in equations.truth.arrays:
        present.setdefault(series[3], set()).add(series[2])
    secret: dict[str, set[str]] = {}
    for measure, _, group, _ in hidden:
        secret.setdefault(group, set()).add(measure)
    for about, groups in sorted(present.items()):
        if len(groups) == 1 or (only is not None and about not in only):
            continue
        for rest, members in classes_of(groups):
            for measure in sorted(set[str]().union(*(secret.get(one, ()) for one in (rest, *members)))):
                if (measure, rest, about) in equations.ties:
                    continue
                _of_classes(equations, measure, about, rest, members)


def _of_classes(equations: Equations, measure: str, about: str, rest: str, members: tuple[str, ...]) -> None:
    wholes, parts = [], []
    for level in equations.levels:
        wholes.append(equations.truth_of((measure, level, rest, about)))
        parts.append([equations.truth_of((measure, level, group, about)) for group in members])
    whole, summed = np.concatenate(wholes), np.concatenate([np.sum(part, axis=0) for part in parts])
    known = np.isfinite(whole) & np.isfinite(summed)
    slack = EXACT * np.abs(whole[known]) + 1e-5
    if not known.any() or (whole[known] - summed[known] < -slack).any():
        return
    exact = bool((np.abs(whole[known] - summed[known]) <= slack).all())
    # Answers left out move sums of values either way, a census and a survey differ, and a household may be of both groups.
    if (not exact and measure in "TU") or (measure == "h" and not _of_homes(equations, rest, about)):
        return
    for level in equations.levels:
        if any((level, group) not in equations.listed for group in (rest, *members)):
            continue
        series = [(measure, level, group, about) for group in (rest, *members)]
        there = np.array([equations.exists(*one[1:]) for one in series])
        unknown = np.any(
            [exists & np.isnan(equations.known_of(one)) for exists, one in zip(there, series, strict=True)], axis=0
        )
        # Where a class was not told apart its people are among all, but no number says how many.
        unknown &= there.all(axis=0) if exact else there[0] & there[1:].any(axis=0)
        for place in np.flatnonzero(unknown).tolist():
            terms: list[Term] = [(1.0, series[0], place), *((-1.0, one, place) for one in series[1:])]
            equations.add(terms, "groups", 0.0, 0.0 if exact else np.inf)


def _of_homes(equations: Equations, group: str, about: str) -> bool:
    """Whether those asked are households, which are of one group each."""
    pairs = [(equations.truth_of((one, level, group, about)) for one in "nh") for level in equations.levels]
    return all(np.array_equal(asked, homes, equal_nan=True) for asked, homes in pairs)


def of_means(equations: Equations) -> None:
    """The value of a larger unit is the mean of those inside, weighed by their universes, wherever that is so."""
    for measure, level, group, about in sorted(equations.truth.arrays):
        if measure != "v" or (level, group) not in equations.listed:
            continue
        part = ("v", level, group, about)
        hidden = equations.exists(level, group, about) & np.isnan(equations.known_of(("T", *part[1:])))
        for above in equations.levels[: equations.levels.index(level)] if hidden.any() else ():
            holder = equations.holders[level, above]
            mean = equations.known_of(("v", above, group, about))
            measured = np.isfinite(equations.truth_of(part))
            larger = [place for place in np.unique(holder[hidden & (holder >= 0)]).tolist() if np.isfinite(mean[place])]
            inside = {place: np.flatnonzero((holder == place) & measured) for place in larger}
            # Means are weighed by true counts everywhere or nowhere; in single units it may look so by chance.
            if all(_is_weighed(equations, part[1:], inside[place], float(mean[place])) for place in larger):
                for place in larger:
                    _mean(equations, part[1:], inside[place], float(mean[place]))


def _is_weighed(equations: Equations, of: tuple[str, str, str], inside: np.ndarray, mean: float) -> bool:
    sums, weights = equations.truth_of(("T", *of))[inside], equations.truth_of(("U", *of))[inside]
    exact = abs(sums.sum() - mean * weights.sum()) <= EXACT * abs(mean) * weights.sum()
    return bool(np.isfinite(sums).all() and exact)


def _mean(equations: Equations, of: tuple[str, str, str], inside: np.ndarray, mean: float) -> None:
    terms: list[Term] = [(1.0, ("T", *of), place) for place in inside.tolist()]
    equations.add([*terms, *((-mean, ("U", *of), place) for place in inside.tolist())], "means")


def of_domains(equations: Equations) -> None:
    """What is told of merged units together is the sum of theirs, and their value its ratio."""
    for one in equations.known.domains:
        there = equations.exists(one.level, one.group, one.about)[list(one.members)]
        if not there.all() or not all(_is_sum(equations, one, measure) for measure in COUNTS if measure in one.told):
            continue
        of = (one.level, one.group, one.about)
        for measure in COUNTS:
            if measure in one.told:
                number = one.told[measure]
                equations.add([(1.0, (measure, *of), place) for place in one.members], "domains", number, number)
        if "v" in one.told and _is_mean(equations, one):
            terms: list[Term] = [(1.0, ("T", *of), place) for place in one.members]
            equations.add([*terms, *((-one.told["v"], ("U", *of), place) for place in one.members)], "domains")


def _is_sum(equations: Equations, one: Domain, measure: str) -> bool:
    known = equations.truth_of((measure, one.level, one.group, one.about))[list(one.members)]
    return bool(np.isnan(known).any() or abs(known.sum() - one.told[measure]) <= EXACT * abs(one.told[measure]) + 1e-6)


def _is_mean(equations: Equations, one: Domain) -> bool:
    """Whether the value of units together is the mean of theirs, weighed by their universes; a share is."""
    of, inside = (one.level, one.group, one.about), list(one.members)
    sums, weights = equations.truth_of(("T", *of))[inside], equations.truth_of(("U", *of))[inside]
    if np.isnan(sums).any():
        return one.about in equations.shares
    return bool(abs(sums.sum() - one.told["v"] * weights.sum()) <= EXACT * abs(one.told["v"]) * weights.sum() + 1e-6)


def of_bounds(equations: Equations, hidden: list[Series]) -> None:
    """Those with the attribute are some of those asked, households no more than persons, a share no more than all, and a
    universe of persons no more than the people."""
    for measure, level, group, about in hidden:
        larger = {
            "c": ("n", 1.0),
            "h": ("n", 1.0),
            "T": ("U", equations.scales.get(about.split("|")[0], 0.0)),
            "U": ("P", 1.0),
        }
        if measure == "n":
            continue
        by, scale = larger[measure]
        whole = (by, level, group, about) if by != "P" else ("U", level, group, RESIDENTS)
        mine, all_ = equations.truth_of((measure, level, group, about)), equations.truth_of(whole)
        both = np.isfinite(mine) & np.isfinite(all_)
        if not scale or whole == (measure, level, group, about) or not both.any():
            continue
        if (mine[both] <= scale * all_[both] * (1 + EXACT)).all():
            unknown = np.isnan(equations.known_of((measure, level, group, about))) & equations.exists(
                level, group, about
            )
            for place in np.flatnonzero(unknown & equations.exists(*whole[1:])).tolist():
                terms: list[Term] = [(scale, whole, place), (-1.0, (measure, level, group, about), place)]
                equations.add(terms, "bounds", 0.0, np.inf)


def of_scores(equations: Equations, public: Folder, groups: Collection[str]) -> None:
    """A larger unit's score is the mean of the scores inside, weighed by how many of the group live in each unit."""
    base = public.levels[-1]
    scores = public.scores[["level", "unit", "group", "node", "score"]].dropna(subset="score")
    scores = scores[scores["group"].isin({EVERYBODY, *groups})]
    unknown = {
        group: _unknown_weights(equations, base, group) if group in groups else [] for group in scores["group"].unique()
    }
    for node, rows in scores.groupby("node"):
        table = {
            (str(key[0]), str(key[1])): part.set_index("unit")["score"]
            for key, part in rows.groupby(["level", "group"])
        }
        for (level, group), larger in table.items():
            below = table.get((base, group), table.get((base, EVERYBODY)))
            abouts = [about for about in unknown[group] if about == RESIDENTS or about.split("|")[0] == node]
            parts = table.get((public.levels[1], group), pd.Series(dtype=float))
            # The city's score is the mean of its parts', and says no more where each of these has one.
            told_by_parts = level == CITY_LEVEL and len(parts) == len(equations.codes[public.levels[1]])
            if level == base or below is None or told_by_parts:
                continue
            points = below.reindex(equations.codes[base]).to_numpy()
            holder = equations.holders[base, level]
            for about in abouts:
                places = zip(equations.codes[level].get_indexer(larger.index), larger, strict=True)
                means = [((holder == place) & np.isfinite(points), points - score) for place, score in places]
                _of_weights(equations, ("U", base, group, about), means)


def _unknown_weights(equations: Equations, level: str, group: str) -> list[str]:
    """What a hidden weight of a unit may be of: people, or an indicator's universe."""
    counts = [one for one in equations.truth.arrays if one[:3] == ("U", level, group)]
    return sorted(
        one[3] for one in counts if (np.isfinite(equations.truth_of(one)) & np.isnan(equations.known_of(one))).any()
    )


def _of_weights(equations: Equations, series: Series, means: list[tuple[np.ndarray, Floats]]) -> None:
    """The weighted distances from a mean sum to nothing, if these are the weights: of every mean over units of which some are hidden."""
    weight, unknown = np.nan_to_num(equations.truth_of(series)), np.isnan(equations.known_of(series))
    chosen = [(scored & (weight > 0), apart) for scored, apart in means if (scored & (weight > 0) & unknown).any()]
    if all(abs((apart[at] * weight[at]).sum()) <= 1e-9 * 100 * weight[at].sum() for at, apart in chosen):
        for at, apart in chosen:
            equations.add(
                [(float(apart[place]), series, int(place)) for place in np.flatnonzero(at)],
                "scores",
                loose=ROUNDED * weight[at].sum(),
            )

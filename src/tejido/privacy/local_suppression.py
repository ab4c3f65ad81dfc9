"""Local suppression: of rare combinations of keys as few answers are taken out as make every row look like k rows.

The goal and the preference among keys are those of `localSuppression` in sdcMicro (Templ, Kowarik and Meindl 2015, Journal of
Statistical Software 67(4)); the search is ours: it works on combinations instead of rows and on sets of keys instead of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tejido.errors import fail
from tejido.privacy.frequencies import MISSING, Floats, Ints, classes, coded, matching

MOST_KEYS = 12
"""So many keys at most: every set of them may have to be tried."""

MOST_LOOKS = 1_000_000_000
"""So many times at most one combination is compared with another to give answers back: some seconds."""


@dataclass(frozen=True)
class Suppressed:
    """The table without the answers that were taken out, how many of each key, and the keys that are of the household."""

    table: pd.DataFrame
    cells: dict[str, int]
    of_household: tuple[str, ...]


def suppress(
    table: pd.DataFrame, keys: Sequence[str], k: int, *, important: Sequence[str] = (), household: str | None = None
) -> Suppressed:
    """Take answers out until at least `k` rows could be each row, a missing key being any answer.

    Rows with the same keys are treated alike, so that the order of rows is of no account. With `household` a key in which all
    members of every household agree is of the household: where one member loses it all do, as the others would give it away.

    Args:
        table: A row per person.
        keys: Names of the key variables.
        k: The least number of rows that look alike.
        important: Keys that lose as few answers as can be, the most important first; after them come the others, those with
            the fewest different answers first, which takes the fewest cells in all.
        household: Column that names the household of each row.

    Raises:
        TejidoError: P201, there are fewer than `k` rows; P216, there are more than `MOST_KEYS` keys.
    """
    if len(table) < k:
        raise fail("P201", count=len(table), k=k)
    if len(keys) > MOST_KEYS:
        raise fail("P216", count=len(keys), most=MOST_KEYS)
    codes = coded(table, keys)
    hidden = _hidden(codes, _order(codes, keys, important), k)
    shared: list[str] = []
    if household is not None:
        home = pd.factorize(table[household])[0]
        for place, key in enumerate(keys):
            if _is_of_household(codes[:, place], home):
                shared.append(key)
                lost = home[hidden[:, place] & (home >= 0)]
                hidden[:, place] |= np.isin(home, lost) & (codes[:, place] != MISSING)
    masked = {key: table[key].mask(hidden[:, place]) for place, key in enumerate(keys)}
    cells = {key: int(hidden[:, place].sum()) for place, key in enumerate(keys)}
    return Suppressed(table.assign(**masked), cells, tuple(shared))


def _order(codes: Ints, keys: Sequence[str], important: Sequence[str]) -> list[int]:
    """The places of the keys, the most important first."""
    first = [keys.index(key) for key in important]
    kinds = codes.max(axis=0, initial=MISSING)
    return first + sorted((place for place in range(len(keys)) if place not in first), key=lambda place: kinds[place])


def _hidden(codes: Ints, order: list[int], k: int) -> NDArray[np.bool_]:
    """The cells to take out, `order` telling the columns from the most important to the least."""
    found = classes(codes[:, order])
    made = _hide(found.codes, found.sizes, k)
    made = _give_back(found.codes, made, found.sizes, k)
    hidden = np.empty(codes.shape, dtype=np.bool_)
    hidden[:, order] = (made != found.codes)[found.of_row]
    return hidden


def _hide(codes: Ints, sizes: Floats, k: int) -> Ints:
    """The combinations with `MISSING` where an answer is taken out; it never makes another combination rarer."""
    made = codes.copy()
    alike = matching(made, made, sizes)
    for some in _sets_of_keys(codes.shape[1]):
        rare = np.flatnonzero(alike < k)
        if not len(rare):
            break
        tried = rare[(made[rare][:, some] != MISSING).all(axis=1)]
        without = made[tried]
        without[:, some] = MISSING
        enough = matching(without, made, sizes) >= k
        tried, without = tried[enough], without[enough]
        needed = _needed(without, alike[tried], sizes[tried], k)
        made[tried[needed]] = without[needed]
        alike[rare] = matching(made[rare], made, sizes)
    return made


def _give_back(codes: Ints, made: Ints, sizes: Floats, k: int) -> Ints:
    """What was taken out and need not have been, because of what was taken out after it: the most important keys first.

    Left undone where `MOST_LOOKS` would not do: some more answers are then lost than need be, and nobody is less protected.
    """
    if int((made != codes).sum()) * len(made) > MOST_LOOKS:
        return made
    # A column at a time is looked through, and is quickest where its cells lie side by side and are small.
    made = np.asfortranarray(made, dtype=np.int32)
    free = np.asfortranarray(made == MISSING)
    alike = matching(made.astype(np.int64), made.astype(np.int64), sizes)
    for key in range(codes.shape[1]):
        for row in np.flatnonzero(free[:, key] & (codes[:, key] != MISSING)):
            apart = ~free[:, key] & (made[:, key] != codes[row, key])
            for other in np.flatnonzero(~free[row]):
                apart &= free[:, other] | (made[:, other] == made[row, other])
            if alike[row] - sizes[apart].sum() >= k and (alike[apart] - sizes[row] >= k).all():
                alike[row] -= sizes[apart].sum()
                alike[apart] -= sizes[row]
                made[row, key], free[row, key] = codes[row, key], False
    return made.astype(np.int64)


def _sets_of_keys(count: int) -> Iterator[list[int]]:
    """Sets of keys to take out: the fewest first, and of these the least important first."""
    for size in range(1, count + 1):
        yield from (list(some) for some in combinations(range(count - 1, -1, -1), size))


def _needed(without: Ints, alike: Floats, sizes: Floats, k: int) -> Ints:
    """Which of the combinations have to lose their keys so that all of them have `k` like them.

    Those that are the same without these keys help each other: one that loses them could be all the others. So the rarest go
    first, and no more once those that are left have enough.
    """
    group = classes(without).of_row if len(without) else np.empty(0, dtype=np.int64)
    order = np.lexsort((np.arange(len(without)), alike, group))
    before = np.cumsum(sizes[order]) - sizes[order]
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    gained = before - np.repeat(before[starts], np.diff(starts, append=len(order)))
    return order[alike[order] + gained < k].astype(np.int64)


def _is_of_household(code: Ints, home: Ints) -> bool:
    """Whether all members of every household who have an answer have the same one, and some household has two such members."""
    told = (code != MISSING) & (home >= 0)
    pairs = np.unique(np.column_stack([home[told], code[told]]), axis=0)
    homes = len(np.unique(pairs[:, 0]))
    return len(pairs) == homes < int(told.sum())

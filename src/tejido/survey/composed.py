"""Statistics that are smooth functions of several shares or means: women/men ratios and Shannon's diversity.

Their variance is the delta method's: the influences of the parts, weighted by the function's slopes at the estimates, add up
to one influence, whose sum over clusters varies as that of any other statistic (Binder 1983; Wolter 2007, chapter 6). All
covariances between the parts are in it, and calibrated designs work as with any total.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tejido.survey.answers import Group
from tejido.survey.design import Design
from tejido.survey.distribution import RANKED, ranked
from tejido.survey.linear import Linear, influence, linear, replicated
from tejido.survey.sums import Cells, Floats, Ints

__all__ = ["compose", "entropy", "measured", "quotient", "row_influence", "slopes_at"]

Slopes = Callable[[Floats, Floats], Floats]


def quotient(parts: Floats) -> Floats:
    """The first of two parts (..., 2) over the second; NaN where the second is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = parts[..., 0] / parts[..., 1]
    return np.where(np.isfinite(found), found, np.nan)


def entropy(shares: Floats) -> Floats:
    """Shannon's entropy in nats, -sum p ln p over the classes (..., k): 0 where all are alike, ln k where all classes are as
    large (Shannon 1948). Classes with nobody add nothing. In small samples it falls short by about (k - 1) / 2n (Miller 1955).
    """
    found: Floats = -(shares * np.log(np.where(shares > 0, shares, 1.0))).sum(axis=-1)
    return found + 0.0  # not minus zero


def _quotient_slopes(parts: Floats, value: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack([1 / parts[..., 1], -value / parts[..., 1]], axis=-1)


def _entropy_slopes(shares: Floats, value: Floats) -> Floats:
    return np.where(shares > 0, -1 - np.log(np.where(shares > 0, shares, 1.0)), 0.0)


_FUNCTIONS: dict[str, tuple[Callable[[Floats], Floats], Slopes]] = {
    "gap": (quotient, _quotient_slopes),
    "diversity": (entropy, _entropy_slopes),
}


def measured(design: Design, cells: Cells, group: Group, level: float = 0.95) -> Linear:
    """The sums behind the estimates of a group, whether asked directly, made of other statistics, or of the whole distribution
    (medians have intervals of this `level`).
    """
    if group.atoms is None:
        return linear(design, cells, group)
    if group.statistics[0].kind in RANKED:
        return ranked(design, cells, group, level)
    atoms = linear(design, cells, group.atoms)
    found = compose(group, atoms)
    domain = np.append(cells.domain, cells.domains)[cells.of_row]
    slopes = np.vstack([slopes_at(group, atoms), np.zeros((1, atoms.estimate.shape[1]))])
    z = _joined(row_influence(atoms, domain), slopes[domain])
    return replace(found, group=replace(group, y=z, x=np.zeros_like(z)))


def compose(group: Group, atoms: Linear) -> Linear:
    """A statistic from the sums of its parts. A ``gap`` speaks of the rows of both its parts, and its cases are those of the
    part with fewer, since the weaker side decides how far it can be trusted; a ``diversity`` of the rows with a class.
    """
    cells = atoms.cells
    value, _ = _FUNCTIONS[group.statistics[0].kind]
    top = _joined(influence(atoms), slopes_at(group, atoms)[cells.domain])
    n, population, cases = atoms.n[:, :1], atoms.population[:, :1], atoms.n[:, :1]
    if group.statistics[0].kind == "gap":
        n, population = atoms.n.sum(axis=1, keepdims=True), atoms.population.sum(axis=1, keepdims=True)
        cases = atoms.cases.min(axis=1, keepdims=True)
    present = np.asarray(atoms.present.any(axis=1, keepdims=True))
    estimate, ones = value(atoms.estimate)[:, None], np.ones((cells.domains, 1))

    def again(design: Design) -> Floats:
        return value(replicated(design, atoms))

    return Linear(group, cells, top, None, present, estimate, ones, n, cases, population, again=again)


def slopes_at(group: Group, atoms: Linear) -> Floats:
    """Slopes of the function at the estimates of its parts (domains, parts)."""
    value, slopes = _FUNCTIONS[group.statistics[0].kind]
    return slopes(atoms.estimate, value(atoms.estimate))


def _joined(influences: Floats, slopes: Floats) -> Floats:
    """Influences (k, parts) times slopes, summed (k, 1). What the function does not depend on (slope 0) may be unknown."""
    with np.errstate(invalid="ignore"):
        joined: Floats = np.where(slopes == 0, 0.0, influences * slopes).sum(axis=1, keepdims=True)
    return joined


def row_influence(found: Linear, domain: Ints) -> Floats:
    """Influence (n, v) of every row, per unit of its weight, on the estimate of its `domain` (n,); 0 outside all domains."""
    group = found.group
    if found.again is not None:
        return group.y
    inside = (domain < found.cells.domains)[:, None]
    estimate, size = (
        np.vstack([one, np.ones((1, one.shape[1]))])[domain] for one in (found.estimate, found.denominator)
    )
    if group.x is not None:
        below = group.x
    else:
        below = np.ones(group.y.shape)
        if group.gaps:
            below[:, group.gaps] = group.known
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (group.y - estimate * below) / size
    return np.where(inside & ((group.y != 0) | (below != 0)), share, 0.0)

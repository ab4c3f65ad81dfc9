"""The marker counted straight from every person and household, without the rooms that `measure` uses.

Values are counted by block (by neighbourhood where the example publishes them there), scored by the catalogue's knots,
averaged over the city by those they are about, and brought together by plain means of equal weights.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tejido.catalogue.model import Catalogue

TRANSFORMS = {"none": lambda x: x, "root4": lambda x: x**0.25, "ln": np.log, "sqrt": np.sqrt}


def score(catalogue: Catalogue, indicator: str, values: pd.Series) -> pd.Series:
    """Scores by the indicator's knots."""
    curve = catalogue.indicators[indicator].curve
    places = np.array([place for place, _ in curve.knots], dtype=float)
    turn = TRANSFORMS[curve.transform]
    if curve.over_maximum:
        values = values / np.log(catalogue.indicators[indicator].classes or 5)
    clipped = values.clip(places[0], places[-1])
    found = np.interp(turn(clipped), turn(places), [points for _, points in curve.knots])
    return pd.Series(found, index=values.index).where(values.notna())


def _share(part: pd.Series, whole: pd.Series, unit: pd.Series, per: float = 100.0) -> tuple[pd.Series, pd.Series]:
    down = whole.astype(float).groupby(unit).sum()
    return per * part.astype(float).groupby(unit).sum() / down, down


def _entropy(classes: pd.Series, unit: pd.Series) -> tuple[pd.Series, pd.Series]:
    counts = pd.crosstab(unit, classes)
    share = counts.div(counts.sum(axis=1), axis=0)
    return -(share * np.log(share.where(share > 0))).sum(axis=1), counts.sum(axis=1).astype(float)


def of_households(h: pd.DataFrame) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Per indicator its values by block and those they are about."""
    every = pd.Series(True, index=h.index)
    shares = {
        "adequate_dwellings": h["adequate"], "improved_water": h["water"], "sanitation": h["sanitation"],
        "electricity": h["electricity"], "internet": h["internet"], "solid_waste": ~h["waste_collected"],
        "sufficient_living_space": h["size"] <= 3 * h["rooms"],
    }  # fmt: skip
    found = {name: _share(part, every, h["block"]) for name, part in shares.items()}
    return found | {"diversity_tenure": _entropy(h["tenure"], h["block"])}


def of_persons(p: pd.DataFrame, h: pd.DataFrame) -> dict[str, tuple[pd.Series, pd.Series]]:
    """The same for indicators about persons, by block."""
    works, adult = p["activity"] == "employed", p["age"] >= 25
    groups = pd.cut(p["age"], [-1, 4, 14, 24, 44, 64, 200], labels=False)
    income = h.set_index("household")["income_class"].reindex(p["household"]).set_axis(p.index)
    found = {
        "employment": _share(works, p["age"] >= 15, p["block"]),
        "mean_schooling": _share(p["schooling_years"].where(adult, 0), adult, p["block"], per=1.0),
    }
    classes = {"age": groups, "education": p["education"], "ethnicity": p["ethnicity"], "income": income}
    return found | {f"diversity_{name}": _entropy(of, p["block"]) for name, of in classes.items()}


def of_neighbourhoods(p: pd.DataFrame) -> dict[str, pd.Series]:
    """Per indicator that the example publishes by neighbourhood, its values there."""
    unit = p["block"].str.rsplit("-", n=1).str[0]
    force = p["activity"].isin(["employed", "unemployed"])
    looks, young = p["activity"] == "unemployed", p["age"].between(15, 24)
    adult, woman, works = p["age"] >= 25, p["sex"] == "f", p["activity"] == "employed"
    years = p["schooling_years"]
    rate = {sex: _share(looks & of, force & of, unit)[0] for sex, of in (("f", woman), ("m", ~woman))}
    mean = {sex: years[adult & of].groupby(unit).mean() for sex, of in (("f", woman), ("m", ~woman))}
    return {
        "economic_dependency": _share(p["age"] >= 0, works, unit, per=1.0)[0],
        "informal_employment": _share(p["informal"], works, unit)[0],
        "unemployment": _share(looks, force, unit)[0],
        "youth_unemployment": _share(looks & young, force & young, unit)[0],
        "gender_gap_unemployment": rate["f"] / rate["m"],
        "gender_gap_schooling": mean["f"] / mean["m"],
    }


def universes(p: pd.DataFrame) -> dict[str, pd.Series]:
    """Whom the indicators published by neighbourhood are about, counted by neighbourhood."""
    unit = p["block"].str.rsplit("-", n=1).str[0]
    force = p["activity"].isin(["employed", "unemployed"]).astype(float)
    young = p["age"].between(15, 24)
    works = (p["activity"] == "employed").astype(float).groupby(unit).sum()
    return {
        "economic_dependency": (p["age"] >= 0).astype(float).groupby(unit).sum(),
        "informal_employment": works,
        "unemployment": force.groupby(unit).sum(),
        "youth_unemployment": force.where(young, 0).groupby(unit).sum(),
        "gender_gap_unemployment": force.groupby(unit).sum(),
        "gender_gap_schooling": (p["age"] >= 25).astype(float).groupby(unit).sum(),
    }


def city_scores(catalogue: Catalogue, p: pd.DataFrame, h: pd.DataFrame) -> dict[str, float]:
    """Scores of the whole city of every indicator about people that the census gives."""
    found = {}
    for name, (values, about) in (of_households(h) | of_persons(p, h)).items():
        found[name] = _mean(score(catalogue, name, values), about)
    wider = universes(p)
    for name, values in of_neighbourhoods(p).items():
        found[name] = _mean(score(catalogue, name, values), wider[name])
    return found


def tree(catalogue: Catalogue, leaves: dict[str, float]) -> dict[str, float]:
    """Every node above the indicators as the mean of its children."""
    found = dict(leaves)

    def climb(node: str) -> float:
        if node not in found:
            found[node] = float(np.mean([climb(child) for child in catalogue.children[node]]))
        return found[node]

    climb(catalogue.root)
    return found


def _mean(scores: pd.Series, about: pd.Series) -> float:
    known = scores.notna()
    return float(np.average(scores[known], weights=about[known]))

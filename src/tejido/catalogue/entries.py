"""From the tables of catalogue files to the objects of the model, each entry checked by itself."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal, cast, get_args

from tejido.catalogue.curve import score, transformable
from tejido.catalogue.fields import Table
from tejido.catalogue.formulas import from_answers
from tejido.catalogue.map_classes import map_classes_of
from tejido.catalogue.model import Band, Compute, Curve, Direction, Example, Indicator, Mean, Node, Transform, Universe

Options = Mapping[str, type[bool] | type[float] | type[str]]
Counts = Literal["persons", "households", "dwellings"]

FUNCTIONS: Mapping[str, tuple[bool, Options]] = {
    "share": (False, {}),
    "ratio": (False, {"per": float}),
    "mean": (False, {}),
    "gap": (False, {}),
    "diversity": (False, {}),
    "given": (False, {}),
    "density": (False, {}),
    "distance_nearest": (True, {"slope": bool}),
    "space_per_person": (True, {"metres": float}),
    "rate": (True, {"per": float}),
    "share_under": (True, {}),
    "share_within": (True, {"metres": float}),
    "people_under": (True, {}),
    "people_near": (True, {"metres": float}),
    "points_per_area": (True, {}),
    "points_per_length": (True, {"of": str}),
    "feature_share": (True, {"of": str}),
    "weight_per_person": (True, {"per": float}),
    "area": (True, {}),
    "area_per_person": (True, {}),
    "area_mean": (True, {}),
    "length_per_area": (True, {}),
    "length_per_person": (True, {"per": float}),
    "length_share": (True, {"of": str}),
    "intersections": (True, {}),
    "reach": (True, {"minutes": float, "mode": str}),
    "headway": (True, {"start": float, "end": float}),
    "segregation": (False, {"group": str}),
}
"""The functions that `measure` knows: whether each needs a layer's role, and its options with their types."""

NEEDED = {
    ("space_per_person", "metres"), ("share_within", "metres"), ("rate", "per"), ("people_near", "metres"), ("points_per_length", "of"),
    ("feature_share", "of"), ("weight_per_person", "per"), ("length_per_person", "per"), ("length_share", "of"), ("reach", "minutes"),
    ("reach", "mode"), ("headway", "start"), ("headway", "end"), ("segregation", "group"),
}  # fmt: skip
"""Options without which a function does not know what to measure."""

SDG = re.compile(r"([1-9]|1[0-7])\.([1-9][0-9]?|[a-d])(\.[1-9][0-9]?)?")

EXAMPLE_TOLERANCE = 0.005
"""Examples are written with two decimals."""

__all__ = ["FUNCTIONS", "band", "compute_of", "curve_of", "indicator", "node", "sdg_of", "universe"]


def node(table: Table) -> Node:
    """A node of the tree above the indicators."""
    found = Node(
        id=table.id,
        parent=table.text("parent") if table.has("parent") else None,
        names=table.labels("names"),
        mean=cast(Mean, table.choice("mean", get_args(Mean), "arithmetic")),
        weight=_weight(table),
        minimum_coverage=table.number("minimum_coverage", 0.0, 0.0, 1.0),
        minimum_children=table.integer("minimum_children", 1, low=1),
        names_short=table.labels("names_short", needed=False) or None,
        definitions=table.labels("definitions", needed=False),
        listed=table.identifier("listed") if table.has("listed") else None,
    )
    table.done()
    return found


def universe(table: Table) -> Universe:
    """Whom or what indicators count."""
    counts = cast(Counts, table.choice("counts", get_args(Counts)))
    found = Universe(id=table.id, names=table.labels("names"), counts=counts)
    table.done()
    return found


def band(table: Table) -> Band:
    """A band of scores."""
    found = Band(id=table.identifier("id"), low=table.number("low", low=0.0, high=100.0), names=table.labels("names"))
    table.done()
    return found


def indicator(table: Table) -> Indicator:
    """An indicator, with its curve tried on its own worked example."""
    classes = table.integer("classes", low=2) if table.has("classes") else None
    direction = cast(Direction, table.choice("direction", get_args(Direction)))
    noted = len(table.document.findings)
    curve = curve_of(table.table("curve"), direction)
    sound = len(table.document.findings) == noted
    compute = compute_of(table.table("compute"))
    possible = _possible(table, curve, classes)
    found = Indicator(
        id=table.id,
        parent=table.text("parent"),
        names=table.labels("names"),
        definitions=table.labels("definitions"),
        measure_unit=table.text("measure_unit"),
        unit_names=table.labels("unit_names"),
        direction=direction,
        universe=table.text("universe"),
        about=cast(Literal["people", "place"], table.choice("about", ("people", "place"))),
        possible=possible,
        curve=curve,
        compute=compute,
        example=_example(table.table("example"), curve, classes, sound),
        sdg=sdg_of(table),
        weight=_weight(table),
        classes=classes,
        tier=cast(Literal["basic", "extended"], table.choice("tier", ("basic", "extended"), "basic")),
        status=table.text("status", "defined"),
        data_needed=table.labels("data_needed"),
        viewer_columns=table.texts("viewer_columns"),
        answers=from_answers(table.table("answers"), compute.function, classes) if table.has("answers") else None,
        map_classes=map_classes_of(table, possible),
    )
    if (classes is None) == (curve.over_maximum or found.compute.function == "diversity"):
        table.note("K135", "classes" if classes else None)
    if found.tier == "extended" or direction == "context":
        table.note("K144")
    table.done()
    return found


def curve_of(table: Table, direction: Direction) -> Curve:
    """A score curve, which must go the way that `direction` says."""
    observed = table.pair("observed") if table.has("observed") else None
    curve = Curve(
        transform=cast(Transform, table.choice("transform", get_args(Transform), "none")),
        knots=table.pairs("knots"),
        source=table.text("source"),
        status=cast(Literal["fact", "proposal"], table.choice("status", ("fact", "proposal"))),
        observed=observed,
        over_maximum=table.flag("over_maximum"),
        basis=table.labels("basis", needed=False),
    )
    table.done()
    if observed is not None:
        if curve.knots:
            table.note("K134")
        _check_scores(table, "observed", observed)
        if observed[0] == observed[1]:
            table.note("K137", "observed")
        _check_direction(table, "observed", observed, direction)
    elif "knots" not in table.data:
        table.note("K134")
    elif isinstance(table.data["knots"], list | tuple) and len(curve.knots) == len(table.data["knots"]):
        _check_knots(table, curve, direction)
    return curve


def _check_knots(table: Table, curve: Curve, direction: Direction) -> None:
    places = [value for value, _ in curve.knots]
    scores = tuple(points for _, points in curve.knots)
    if len(places) < 2:
        table.note("K130", "knots")
        return
    for before, after in pairwise(places):
        if not before < after:
            table.note("K131", "knots", before=before, after=after)
    for value in places:
        if math.isinf(value):
            table.note("K118", "knots", value=value, low=-math.inf, high=math.inf)
        elif not transformable(value, curve.transform):
            table.note("K133", "knots", value=value, transform=curve.transform)
    _check_scores(table, "knots", scores)
    _check_direction(table, "knots", scores, direction)


def _check_scores(table: Table, key: str, scores: tuple[float, ...]) -> None:
    for points in scores:
        if not 0 <= points <= 100:
            table.note("K132", key, score=points)


def _check_direction(table: Table, key: str, scores: tuple[float, ...], direction: Direction) -> None:
    """`higher` never falls, `lower` never rises, `band` rises to its best and then falls."""
    steps = [after - before for before, after in pairwise(scores)]
    best = scores.index(max(scores))
    fits = {
        "higher": all(step >= 0 for step in steps),
        "lower": all(step <= 0 for step in steps),
        "band": all(step >= 0 for step in steps[:best]) and all(step <= 0 for step in steps[best:]),
    }
    if not fits.get(direction, True):
        table.note("K136", key, direction=direction)


def _weight(table: Table) -> float:
    weight = table.number("weight", 1.0)
    if not 0 < weight < math.inf:
        table.note("K138", "weight", value=weight)
        return 1.0
    return weight


def _possible(table: Table, curve: Curve, classes: int | None) -> tuple[float, float]:
    """The values that can be; those of a diversity follow from its number of classes."""
    if curve.over_maximum and classes:
        if table.has("possible"):
            table.note("K139", "possible")
        return diversity_range(classes)
    low, high = table.pair("possible")
    if not low < high and table.has("possible"):
        table.note("K143", "possible", low=low, high=high)
    return low, high


def diversity_range(classes: int) -> tuple[float, float]:
    """From 0 to ln k nats, the latter rounded up, so that no sum of rounded shares lies above it."""
    return 0.0, math.ceil(math.log(classes) * 1e6) / 1e6


def compute_of(table: Table) -> Compute:
    """How a value is made from columns or places, with the options that its function knows."""
    function = table.choice("function", FUNCTIONS)
    role = table.identifier("role") if table.has("role") else None
    needs_role, known = FUNCTIONS.get(function, (False, {}))
    if needs_role and role is None:
        table.note("K141", function=function)
    given = table.table("options", needed=False)
    options: dict[str, float | str | bool] = {}
    for key, kind in known.items():
        if given.has(key) or (function, key) in NEEDED:
            options[key] = given.flag(key) if kind is bool else given.text(key) if kind is str else given.number(key)
    if function in FUNCTIONS:
        given.done()
    table.done()
    return Compute(function=function, role=role, options=options)


def _example(table: Table, curve: Curve, classes: int | None, sound: bool) -> Example:
    found = Example(
        value=table.number("value"),
        score=table.number("score", low=0.0, high=100.0),
        classes=table.integer("classes", low=2) if table.has("classes") else classes,
        observed=table.pair("observed") if table.has("observed") else None,
    )
    table.done()
    if curve.observed is not None and found.observed is None:
        table.note("K145")
    elif sound and _usable(curve, found):
        made = float(score([found.value], curve, found.classes, found.observed)[0])
        if not abs(made - found.score) <= EXAMPLE_TOLERANCE:
            table.note("K142", "score", value=found.value, expected=found.score, made=round(made, 4))
    return found


def _usable(curve: Curve, example: Example) -> bool:
    """Whether a curve without faults can be tried on the example."""
    if curve.over_maximum and example.classes is None:
        return False
    return example.observed is None or transformable(example.observed[0], curve.transform)


def sdg_of(table: Table) -> tuple[str, ...]:
    """Goals, targets or indicators of the 2030 Agenda."""
    tags = table.texts("sdg")
    for tag in tags:
        if not SDG.fullmatch(tag):
            table.note("K146", "sdg", tag=tag)
    return tags

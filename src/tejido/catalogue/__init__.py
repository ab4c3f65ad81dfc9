"""The method as data: areas, dimensions, indicators, curves, labels and sources.

In: catalogue files (TOML) and a city's choices. Out: a `Catalogue`, validated, with the hash of what was resolved, and
scores of single values by its curves. Any index that is a tree with indicators as leaves is a catalogue: another
country's index is another file.
"""

from tejido.catalogue.curve import score
from tejido.catalogue.loader import load, shipped
from tejido.catalogue.model import (
    Band,
    Catalogue,
    Compute,
    Curve,
    Example,
    Indicator,
    Node,
    Universe,
)
from tejido.catalogue.plain import as_dict, listing
from tejido.catalogue.reading import from_dict
from tejido.catalogue.resolve import resolve
from tejido.catalogue.variables import Variable, variables

__all__ = [
    "Band", "Catalogue", "Compute", "Curve", "Example", "Indicator", "Node", "Universe", "Variable",
    "as_dict", "from_dict", "listing", "load", "resolve", "score", "shipped", "variables",
]  # fmt: skip

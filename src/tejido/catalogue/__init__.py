"""The method as data: areas, dimensions, indicators, curves, labels and sources.

In: catalogue files (TOML) and a city's choices. Out: a `Catalogue`, validated, with the hash of what was resolved, and
scores of single values by its curves. Any index that is a tree with indicators as leaves is a catalogue: another
country's index is another file.
"""

from tejido.catalogue.curve import score
from tejido.catalogue.extended import Extended, ExtendedIndicator
from tejido.catalogue.extended_files import load_extended, variables_with
from tejido.catalogue.loader import load, shipped
from tejido.catalogue.model import (
    Band,
    Catalogue,
    Compute,
    Curve,
    Definition,
    Example,
    Indicator,
    MapClasses,
    Node,
    Universe,
)
from tejido.catalogue.plain import as_dict, extended_as_dict, listing
from tejido.catalogue.reading import extended_from_dict, from_dict
from tejido.catalogue.resolve import resolve
from tejido.catalogue.variables import Variable, variables

__all__ = [
    "Band", "Catalogue", "Compute", "Curve", "Definition", "Example", "Extended", "ExtendedIndicator", "Indicator", "MapClasses", "Node", "Universe",
    "Variable", "as_dict", "extended_as_dict", "extended_from_dict", "from_dict", "listing", "load", "load_extended", "resolve",
    "score", "shipped", "variables", "variables_with",
]  # fmt: skip

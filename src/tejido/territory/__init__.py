"""Territory: from places and streets to figures of units.

In: units, layers and streets as plain tables in a projected reference system (metres), and parts of figures as
`tables.PARTS`. Out: points, walking distances, catchments, areas, lengths, counts, rates, diversities and formulas as arrays and
series by unit. Nothing here reads a file or knows an indicator: pure functions, the same output for the same input.
"""

from tejido.territory import (
    catchment,
    covered,
    crs,
    destinations,
    diversity,
    features,
    formulas,
    lines,
    network,
    overlay,
    points,
    rates,
    segregation,
    slope,
    walk,
)
from tejido.territory.neighbours import neighbours
from tejido.territory.network import Nearest, Network, Snapped
from tejido.territory.straight import nearest_straight, within_straight

__all__ = [
    "Nearest", "Network", "Snapped", "catchment", "covered", "crs", "destinations", "diversity", "features", "formulas", "lines",
    "nearest_straight", "neighbours", "network", "overlay", "points", "rates", "segregation", "slope", "walk", "within_straight",
]  # fmt: skip

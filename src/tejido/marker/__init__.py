"""The Urban Inclusion Marker: values become scores, scores become dimensions, areas and the marker.

In: the tables `VALUES` and `UNITS`, a resolved catalogue, and how many people of each group live in each unit. Out: the
tables `SCORES` and `CONTRIBUTIONS` for every unit, level and group, with coverage, comparability and the reason for every
score that is missing. Pure functions on tables; no file is read here.
"""

from tejido.marker.measuring import Marker, measure_marker, span
from tejido.marker.reasons import REASONS

__all__ = ["REASONS", "Marker", "measure_marker", "span"]

"""The Urban Inclusion Marker: values become scores, scores become dimensions, areas and the marker.

In: the tables `VALUES` and `UNITS`, a resolved catalogue, and how many people of each group live in each unit. Out: the
tables `SCORES` and `CONTRIBUTIONS` for every unit, level and group, with coverage, comparability and the reason for every
score that is missing; how far chance in a sample (`intervals`) and other ways of counting (`robustness`) would move them.
Pure functions on tables; no file is read here.
"""

from tejido.marker.drawn import Draws, check_draws
from tejido.marker.intervals import intervals
from tejido.marker.measuring import Marker, measure_marker
from tejido.marker.prepared import span
from tejido.marker.reasons import REASONS
from tejido.marker.robustness import Robustness, robustness
from tejido.marker.sentences import three_answers

__all__ = [
    "REASONS",
    "Draws",
    "Marker",
    "Robustness",
    "check_draws",
    "intervals",
    "measure_marker",
    "robustness",
    "span",
    "three_answers",
]

"""The one pipeline from a city folder to a release.

In: a city folder (and where its data lie). Out: a release on disk (`measure_city`), or its `Contents` (`measure`), by the
order sources, values, quality label, protection, marker, release.
"""

from tejido.measure.pipeline import measure, measure_city
from tejido.measure.steps import STEPS

__all__ = ["STEPS", "measure", "measure_city"]

"""The city folder and every file reader: layers, streets, tables become plain tables here.

In: a folder with ``city.toml`` and its files. Out: a `City` in one projected reference system (`read_city`), its ready-made
figures as tables (`ready_made`), or a report of every problem and of what can be measured (`check_city`).
"""

from tejido.city.check import Report, check_city, faults
from tejido.city.from_places import FROM_PLACES
from tejido.city.ground import street_lines
from tejido.city.measurable import can_measure, taken
from tejido.city.method import catalogue_for, resolved
from tejido.city.model import City, CityConfig, ValueSpec
from tejido.city.nest import group_people, units_table
from tejido.city.read import read_city
from tejido.city.surveys import CitySurvey, SurveySpec, formulas, read_surveys
from tejido.city.values import ReadyMade, ready_made
from tejido.tables import CITY_LEVEL

__all__ = [
    "CITY_LEVEL", "FROM_PLACES", "City", "CityConfig", "CitySurvey", "ReadyMade", "Report", "SurveySpec", "ValueSpec",
    "can_measure", "catalogue_for", "check_city", "faults", "formulas", "group_people", "read_city", "read_surveys",
    "ready_made", "resolved", "street_lines", "taken", "units_table",
]  # fmt: skip

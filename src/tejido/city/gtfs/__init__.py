"""Public transport timetables: GTFS feeds (gtfs.org, reference of GTFS Schedule), read tolerantly.

In: a zip or a folder of GTFS. Out: a `Feed` of plain tables with a finding for every fault, whose row is left out while the
work goes on, and every call of every trip of one day of service, runs by frequency written out.
"""

from tejido.city.gtfs.calendar import days_of, service_day
from tejido.city.gtfs.day import calls_on
from tejido.city.gtfs.feed import read_feed
from tejido.city.gtfs.model import Feed

__all__ = ["Feed", "calls_on", "days_of", "read_feed", "service_day"]

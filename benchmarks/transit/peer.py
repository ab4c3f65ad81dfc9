"""The peer's side of the benchmark: gtfs-kit reads a feed and counts the trips of every stop on a day.

Takes the feed, the day and a file to write; prints the seconds of reading and of counting.
"""

import sys
import time
import warnings

import gtfs_kit  # type: ignore[import-not-found]

warnings.simplefilter("ignore")
source, day, out = sys.argv[1:]
began = time.perf_counter()
feed = gtfs_kit.read_feed(source, dist_units="km")
read = time.perf_counter()
stops = feed.compute_stop_stats([day], headway_start_time="14:00:00", headway_end_time="16:00:00")
done = time.perf_counter()
stops[["stop_id", "num_trips"]].dropna().to_csv(out, index=False)
print(read - began, done - read)

"""The peer's side of the benchmark: pandana in an environment of its own, told on standard input when to run.

Reads the graph and the places from a folder, builds, prints the seconds, then answers each line ``run`` with the seconds of
one run; the distances of the last run lie in the same folder.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandana  # type: ignore[import-not-found]
import pandas as pd


def main(folder: Path) -> None:
    given = np.load(folder / "graph.npz")
    far = float(given["far"])
    start = time.perf_counter()
    network = pandana.Network(
        pd.Series(given["nodes"][:, 0]),
        pd.Series(given["nodes"][:, 1]),
        pd.Series(given["tail"]),
        pd.Series(given["head"]),
        pd.DataFrame({"metres": given["length"]}),
        twoway=True,
    )
    print("built", time.perf_counter() - start, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        found = []
        for kind, places in enumerate(given["places"]):
            x, y = pd.Series(places[:, 0]), pd.Series(places[:, 1])
            network.set_pois(str(kind), far, 1, x, y)
            found.append(network.nearest_pois(far, str(kind), num_pois=1)[1].to_numpy())
        seconds = time.perf_counter() - start
        np.save(folder / "peer.npy", np.stack(found))
        print("ran", seconds, flush=True)


main(Path(sys.argv[1]))

"""Nearest facility on foot: 10 kinds of 300 places each from every node of a street-like graph of 100,000 nodes.

Our own search, SciPy's Dijkstra as it comes, and the peer (pandana, whose Python is the first argument) run in turns inside
one run, on the same graph and the same places; their distances are compared first. Places stand on nodes, because the peer
moves them there. Building the graph is timed apart: it is done once per city.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from tejido.territory import network
from tools.results import machine, today, write_section

Floats = NDArray[np.float64]
Run = Callable[[], tuple[float, Floats]]

SIDE, STEP, GONE = 320, 100.0, 0.2
KINDS, PLACES, RUNS, GOAL = 10, 300, 5, 0.2
SEED = 20240131
ALIKE = 0.5
"""Metres by which the peer may differ: it adds up single-precision lengths."""


def street_like() -> pd.DataFrame:
    """Segments of a grid of about 320 x 320 junctions, 100 m apart and shifted at random, without a fifth of its streets."""
    rng = np.random.default_rng(SEED)
    grid = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE), indexing="ij"), axis=-1).reshape(-1, 2) * STEP
    nodes = np.round(grid + rng.uniform(-STEP / 4, STEP / 4, grid.shape), 1)
    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    tail = np.concatenate([number[:-1].ravel(), number[:, :-1].ravel()])
    head = np.concatenate([number[1:].ravel(), number[:, 1:].ravel()])
    kept = rng.random(len(tail)) >= GONE
    tail, head = tail[kept], head[kept]
    graph = csr_array((np.ones(len(tail)), (tail, head)), shape=(len(nodes), len(nodes)))
    piece = connected_components(graph, directed=False)[1]
    whole = piece[tail] == np.bincount(piece).argmax()
    ends = np.hstack([nodes[tail[whole]], nodes[head[whole]]])
    return pd.DataFrame(ends, columns=["x1", "y1", "x2", "y2"])


def timed(work: Callable[[], Floats]) -> tuple[float, Floats]:
    """Seconds of one run and what came of it."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def plain(net: network.Network) -> csr_array:
    """The graph as SciPy takes it, without anything prepared."""
    ends = (np.concatenate([net.tail, net.head]), np.concatenate([net.head, net.tail]))
    return csr_array((np.concatenate([net.length, net.length]), ends), shape=(len(net.nodes),) * 2)


class Peer:
    """The peer's process: built once, then run on request."""

    def __init__(self, python: str, folder: Path) -> None:
        self.folder = folder
        command = [python, str(Path(__file__).with_name("peer.py")), str(folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.build = self._answer("built")

    def run(self) -> tuple[float, Floats]:
        """Seconds and distances of one run."""
        assert self.process.stdin is not None
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        seconds = self._answer("ran")
        found: Floats = np.load(self.folder / "peer.npy")
        return seconds, found

    def close(self) -> None:
        """End the peer's process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def _answer(self, word: str) -> float:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(word + " "):
                return float(line.split()[1])
        raise RuntimeError("the peer ended without an answer")


def prepare(folder: Path, net: network.Network, places: Floats, far: float) -> None:
    """Lay the graph and the places where the peer reads them."""
    file = folder / "graph.npz"
    np.savez(file, nodes=net.nodes, tail=net.tail, head=net.head, length=net.length, places=places, far=far)


def compare(python: str | None) -> str:
    """Run all in turns and say in Markdown what came of it."""
    streets = street_like()
    start = time.perf_counter()
    net = network.build(streets)
    built = time.perf_counter() - start
    chosen = np.random.default_rng(SEED + 1).choice(len(net.nodes), (KINDS, PLACES), replace=False)
    origins = network.snap(net, net.nodes, 1.0)
    graph = plain(net)

    def ours() -> Floats:
        return np.stack([network.nearest(net, origins, net.nodes[kind], 1.0).distance for kind in chosen])

    def scipy() -> Floats:
        return np.stack([dijkstra(graph, indices=kind, min_only=True) for kind in chosen])

    runs: dict[str, Run] = {"tejido": lambda: timed(ours), "SciPy": lambda: timed(scipy)}
    builds = {"tejido": built}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The peer's search grows with the distance it looks to: it is told the smallest that finds everything.
        far = float(np.ceil(ours().max())) + 1
        prepare(folder, net, net.nodes[chosen], far)
        peer = Peer(python, folder) if python else None
        if peer:
            builds["pandana"], runs["pandana"] = peer.build, peer.run
        seconds, worst = in_turns(runs)
        if peer:
            peer.close()
    return report(f"{len(net.nodes):,} nodes ({len(net.tail):,} edges)", builds, seconds, worst)


def in_turns(runs: dict[str, Run]) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Seconds of every run, and how far the distances of the others are from ours.

    Raises:
        RuntimeError: the distances differ by more than rounding explains.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    worst: dict[str, float] = {}
    for turn in range(RUNS):
        found = {}
        for name, run in runs.items():
            spent, found[name] = run()
            seconds[name].append(spent)
            print(f"turn {turn + 1} of {RUNS}: {name} {spent:.3f} s", file=sys.stderr, flush=True)
        for name, same in found.items():
            if name == "tejido":
                continue
            worst[name] = max(worst.get(name, 0.0), float(np.abs(found["tejido"] - same).max()))
            if not worst[name] <= (ALIKE if name == "pandana" else 1e-6):
                raise RuntimeError(f"{name} finds other distances: up to {worst[name]} m apart")
    return seconds, worst


def report(graph: str, builds: dict[str, float], seconds: dict[str, list[float]], worst: dict[str, float]) -> str:
    """The section of RESULTS.md."""
    own = statistics.median(seconds["tejido"])
    rows = []
    for name, runs in seconds.items():
        middle = statistics.median(runs)
        apart = f"{worst[name]:.1g} m" if name in worst else "-"
        build = f"{builds[name]:.1f} s" if name in builds else "-"
        spread = f"{min(runs):.3f} to {max(runs):.3f}"
        rows.append(f"| {name} | {middle:.3f} s | {spread} | {middle / own:.1f} | {build} | {apart} |")
    table = "\n".join(rows)
    verdict = "met" if own <= GOAL else "not met"
    alone = "" if "pandana" in seconds else "\n\nThe peer was not there: run `benchmarks/nearest/run.sh` for it."
    return f"""{today()}; {machine()}; {KINDS} kinds x {PLACES} places, from each of {graph}; median of {RUNS} runs in turns; load of the \
machine at the end {os.getloadavg()[1]:.1f}, this benchmark included.

| | all {KINDS} kinds | range (s) | times ours | build, once | largest difference |
|---|---:|---:|---:|---:|---:|
{table}

Goal {GOAL} s: {verdict}.{alone}"""


if __name__ == "__main__":
    text = compare(sys.argv[1] if len(sys.argv) > 1 else None)
    write_section("nearest", text)
    print(text)

"""A survey of the hamlet, a hundred times as many people as it has, whose figures can be worked out by hand.

Five households of every cluster say whether they have internet; clusters of a kind take turns by a pattern:

    mostly  5 3 5 2   15 of 20, 75 %        seldom  0 2 0 3   5 of 20, 25 %        halved  4 1 4 1   10 of 20, 50 %

block   group   clusters   households   with internet   weight
a1      rm         32         160        40  (25 %)       10
a1      host       32         160       120  (75 %)       10
a2      host       60         300       225  (75 %)       30
b1      host        4          20        10  (50 %)       20
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.measure import hamlet

MOSTLY, SELDOM, HALVED = (5, 3, 5, 2), (0, 2, 0, 3), (4, 1, 4, 1)

Cluster = tuple[str, str, int, tuple[int, ...], float]
"""Block, group, number of clusters, how many of five say yes in one after the other, weight."""

ASKED: tuple[Cluster, ...] = (
    ("a1", "rm", 32, SELDOM, 10), ("a1", "host", 32, MOSTLY, 10), ("a2", "host", 60, MOSTLY, 30), ("b1", "host", 4, HALVED, 20),
)  # fmt: skip

BLOCKS = {
    code: {
        name: 100 * value if name in ("people", "rm", "dwellings", "water") else value for name, value in row.items()
    }
    for code, row in hamlet.BLOCKS.items()
}

SURVEY = """
[[surveys]]
id = "homes"
name = {en = "Survey of homes", es = "Encuesta de hogares"}
period = "2024"
households = "homes.csv"
household = "home"
weight = "w"
psu = "cluster"
group = "origin"
x = "east"
y = "north"
crs = "EPSG:32618"

[surveys.variables]
internet = "net"
"""

HEAD = "home,w,cluster,origin,east,north,block,net"


def rows(asked: Sequence[Cluster] = ASKED, opposite: bool = False, times: float = 1) -> list[str]:
    """A line per household; `opposite` turns every answer, `times` multiplies the weights."""
    found = []
    for number, (block, group, clusters, pattern, weight) in enumerate(asked):
        place = list(hamlet.BLOCKS).index(block)
        for cluster in range(clusters):
            for one in range(5):
                code = f"home-{number}{cluster:02d}{one}"
                # Somewhere in the block, nowhere twice.
                east = hamlet.ORIGIN[0] + 200 * place + 20 + 2 * cluster + 0.125 * one
                north = hamlet.ORIGIN[1] + 31 + 20 * number + 0.375 * one
                yes = (one < pattern[cluster % len(pattern)]) is not opposite
                net = "true" if yes else "false"
                found.append(f"{code},{weight * times},{block}-{number}-{cluster},{group},{east},{north},{block},{net}")
    return found


def write(folder: Path, lines: Sequence[str] | None = None, *, survey: str = SURVEY, more: str = "") -> Path:
    """The hamlet with its survey, whose answers are told block by block; `more` stands before the first table of surveys."""
    told = "" if "answers =" in more else 'answers = "block"\n'
    more = more.replace("[publish]\n", f"[publish]\n{told}") if "[publish]" in more else f"{more}\n[publish]\n{told}"
    hamlet.write(folder, settings=hamlet.SETTINGS + more + survey, blocks=BLOCKS)
    (folder / "homes.csv").write_text("\n".join([HEAD, *(rows() if lines is None else lines)]) + "\n", "utf-8")
    return folder

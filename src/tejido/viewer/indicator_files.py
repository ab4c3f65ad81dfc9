"""The figures of an indicator's units as a file to take home, with its definition in every row."""

from __future__ import annotations

import csv
import io

from tejido.catalogue import Definition
from tejido.reading.facts import records
from tejido.reading.measured import Measured
from tejido.viewer.differences import file_name, written
from tejido.words import pick

COLUMNS = (
    "synthetic", "indicator", "name", "definition", "measure_unit", "period", "source", "level", "unit", "unit_name", "population",
    "value", "n", "few_answers", "shared_with_neighbours", "protected",
)  # fmt: skip

__all__ = ["unit_file"]


def unit_file(measured: Measured, one: Definition, lang: str) -> tuple[str, str] | None:
    """Name and text of the file; None where no unit has a figure of its own."""
    drawn = measured.drawn.get(one.id)
    if drawn is None:
        return None
    facts = measured.facts
    common = [
        bool(facts.city.get("synthetic")), one.id, pick(one.names, lang), pick(one.definitions, lang), pick(one.unit_names, lang),
        measured.periods[one.id], "; ".join(measured.sources[one.id]), drawn[0],
    ]  # fmt: skip
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in records(measured.units[one.id].sort_values("unit", kind="stable")):
        own = [row[name] for name in ("unit", "name", "population", "value", "n", "weak", "merged", "protected")]
        writer.writerow([written(cell) for cell in (*common, *own)])
    # The mark at the start tells spreadsheets that accents are UTF-8.
    return file_name(facts, one.id), "\ufeff" + stream.getvalue()

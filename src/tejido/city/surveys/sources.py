"""The files of a survey as they came: tables of households and persons, or the submissions of a form taken apart.

In: what `city.toml` declares. Out: a frame per table; what cannot be read is told, never raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from tejido.catalogue import Variable
from tejido.catalogue.form_names import PERSON
from tejido.city import answers
from tejido.city.files import Files, hash_rows
from tejido.city.forms import KEY, MAIN, quality_report, read_form, read_submissions, roster, summary
from tejido.city.model import Source
from tejido.city.model_surveys import SurveySpec
from tejido.city.surveys.faults import Table
from tejido.city.surveys.standard import by_name, interviewed, is_ours, of_our_form
from tejido.errors import TejidoError, finding

_STATISTICAL = (".dta", ".sav")

__all__ = ["frame_of", "raw_tables"]


def raw_tables(
    spec: SurveySpec, files: Files, known: Mapping[str, Variable]
) -> tuple[SurveySpec, dict[Table, pd.DataFrame]]:
    """The declared tables, rows numbered from 0 as they stand in their files; none at all where one of the files cannot be read.
    And the declaration, with what a form of tejido and the names of columns tell of it.
    """
    if spec.submissions is not None:
        try:
            spec, read = _of_form(spec, files)
        except TejidoError as problem:
            files.found.extend(problem.findings)
            return spec, {}
    else:
        named: dict[Table, str | None] = {"households": spec.households, "persons": spec.persons}
        frames = {table: frame_of(name, files) for table, name in named.items() if name is not None}
        read = {table: frame.reset_index(drop=True) for table, frame in frames.items() if frame is not None}
        read = read if len(read) == len(frames) else {}
    spec = by_name(spec, read, known) if spec.standard else spec
    if read and spec.submissions is not None and not spec.variables:
        files.found.append(finding("C611", file=spec.submissions, survey=spec.id))
    return spec, read


def _of_form(spec: SurveySpec, files: Files) -> tuple[SurveySpec, dict[Table, pd.DataFrame]]:
    """Households and, where the form lists them in a repeat, persons; flags of the form's own rules are told as findings."""
    found = {name: files.path(name) for name in (spec.submissions, spec.form) if name is not None}
    absent = [name for name, path in found.items() if path is None]
    files.found.extend(finding("C101", file=name) for name in absent)
    paths = [path for path in found.values() if path is not None]
    if len(paths) < 2 or spec.submissions is None:
        return spec, {}
    form = read_form(paths[1])
    read = read_submissions(paths[0], form)
    files.found.extend([*form.findings, *read.findings, *summary(quality_report(read, form))])
    ours = is_ours(form)
    if read.parents:
        homes, people = roster(read, form, spec.roster or ((PERSON,) if ours else None))
        tables: dict[Table, pd.DataFrame] = {"households": homes, "persons": people}
    else:
        tables = {"households": read.tables[MAIN].rename(columns={KEY: "household"})}
    for table, frame in tables.items():
        files.hashes[f"{spec.submissions}#{table}"] = hash_rows(frame)
    if not ours:
        return spec, tables
    kept, left_out = interviewed(tables, spec.submissions)
    files.found.extend(left_out)
    return of_our_form(spec, kept), kept


def frame_of(name: str, files: Files) -> pd.DataFrame | None:
    """A table of answers or of weights as it came; None where it cannot be read, which is told."""
    if Path(name).suffix.lower() not in _STATISTICAL:
        return files.frame(Source(name))
    path = files.path(name)
    if path is None:
        files.found.append(finding("C101", file=name))
        return None
    try:
        frame = answers.read(path)
    except TejidoError as problem:
        files.found.extend(problem.findings)
        return None
    files.hashes[name] = hash_rows(frame)
    return frame

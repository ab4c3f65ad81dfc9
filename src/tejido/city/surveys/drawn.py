"""How the households were drawn, where a table of its own tells it: weights are made after the interviews.

In: a table by household, such as ``tejido weights`` writes, and the interviews. Out: the interviews with its columns.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tejido.catalogue.form_names import CODE
from tejido.city.columns import codes
from tejido.city.files import Files, missing_column
from tejido.city.model_surveys import SurveySpec
from tejido.city.surveys.faults import Faults, Table
from tejido.city.surveys.rows import UNMATCHED, design_columns
from tejido.city.surveys.sources import frame_of
from tejido.errors import finding

_NAMED: tuple[tuple[str, ...], ...] = (("weight",), ("stratum",), ("sampling_unit", "psu"), ("fpc",))
"""Columns of weight, stratum, sampling unit and population, where the city names none; of several the first that is there."""

__all__ = ["with_design"]


def with_design(
    spec: SurveySpec, raw: dict[Table, pd.DataFrame], files: Files, faults: Faults
) -> tuple[SurveySpec, dict[Table, pd.DataFrame]]:
    """The declaration with the columns of the table `design`, and the files with these columns; no files where it cannot be used.

    Interviews of households that the table does not have are flagged and left out, as are several of one household.
    """
    frame = frame_of(spec.design, files) if spec.design is not None and raw else None
    if spec.design is None or not raw:
        return spec, raw
    design = spec.design
    home: Table = "households" if "households" in raw else "persons"
    rows = raw[home]
    own = CODE if spec.submissions is not None and CODE in rows.columns else spec.household
    if frame is None or own not in rows.columns:
        return spec, raw if frame is not None else {}
    key = next((name for name in (own, spec.household, "household") if name in frame.columns), None)
    if key is None:
        # Weights by the code of the dwelling can only be joined to answers that hold that code.
        by_code = CODE in frame.columns
        file = (faults.files[home] if by_code else "") or design
        faults.found.append(missing_column(file, CODE if by_code else own, rows if by_code else frame))
        return spec, {}
    keys = codes(frame[key])
    twice = keys.notna() & keys.duplicated()
    if twice.any():
        faults.found.append(finding("C658", file=design, column=key, count=int(twice.sum())))
        return spec, {}
    spec = _named(spec, frame)
    nowhere = [one for one in design_columns(spec).values() if one not in frame.columns and one not in rows.columns]
    if nowhere:
        faults.found.extend(missing_column(design, column, frame) for column in nowhere)
        return spec, {}
    asked = codes(rows[own])
    taken = [column for column in design_columns(spec).values() if column in frame.columns]
    told = frame.loc[keys.notna(), taken].set_axis(keys[keys.notna()], axis=0)
    joined = rows.assign(**{column: asked.map(told[column]) for column in taken})
    faults.tell(UNMATCHED, home, ~asked.isin(told.index), own, fatal=True, design=design)
    if own != spec.household:
        faults.tell("C627", home, asked.notna() & asked.duplicated(keep=False), own, fatal=True)
    return spec, {**raw, home: joined}


def _named(spec: SurveySpec, frame: pd.DataFrame) -> SurveySpec:
    """The declaration with the usual names where the city gives none."""
    weight, stratum, psu, fpc = (next((one for one in names if one in frame.columns), None) for names in _NAMED)
    return replace(
        spec,
        weight=spec.weight or weight or "weight",
        stratum=spec.stratum or stratum,
        psu=spec.psu or ((psu,) if psu else ()),
        fpc=spec.fpc or ((fpc,) if fpc else ()),
    )

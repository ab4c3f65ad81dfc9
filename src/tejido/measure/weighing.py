"""Weights of a survey from its sample and what came of it in the field.

In: the folder of a sample, the file of outcomes (a row per household drawn), the options. Out: a table of the same rows with
a column per step and the columns of the design, and a report.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tejido import survey
from tejido.city.answers import header, read
from tejido.city.config import read_config
from tejido.errors import Finding, fail, finding, refuse_errors
from tejido.measure.sample_files import read_plan
from tejido.survey import outcomes, weighting
from tejido.survey.selection import CERTAIN
from tejido.survey.sums import Floats

NEEDED = ("household", "psu", "listed", "outcome")

Calibrated = Callable[[survey.Design, pd.DataFrame, str], survey.Design]
"""Brings a design to known totals: design, table, name of the file for messages."""

__all__ = ["NEEDED", "Weighed", "Weighing", "weigh", "write_weights"]


@dataclass(frozen=True)
class Weighed:
    """`table`: household, psu, outcome, stratum, a column per step, `weight`; `report`: plain data, as written to JSON."""

    table: pd.DataFrame
    report: dict[str, object]
    findings: list[Finding]


@dataclass(frozen=True)
class Weighing:
    """What was asked for.

    `answers`: a row per household, with columns to calibrate on. `cells`: columns inside whose values nonresponse is made up
    for; the strata unless said. `propensity`: columns of a model of response, whose fifths are the cells. `trim`: rule of
    `weighting.cap_of`. `calibrated`: the last step; `codes` are the columns that it reads as categories.
    """

    answers: Path | None = None
    cells: Sequence[str] = ()
    propensity: Sequence[str] = ()
    trim: str | None = None
    calibrated: Calibrated | None = None
    codes: Sequence[str] = ()


def weigh(city: Path, sample: Path, file: Path, options: Weighing) -> Weighed:
    """The weights of the households interviewed.

    Args:
        city: folder of the city of which the sample was drawn.
        sample: folder made by ``tejido sample``.
        file: outcomes with the columns `NEEDED` (`psu` is the code of a unit or a point; `listed` the households counted
            there; `outcome` a code of the AAPOR), and if it has them ``drawn`` (households drawn in the unit, where not all
            have a row) and ``kept`` (share of such households interviewed after screening).
        options: what else.

    Raises:
        TejidoError: E601-E617.
    """
    name = file.name
    units, points, plan = read_plan(sample)
    _same_city(city, plan, sample)
    table = _rows(file, options)
    around = _around_points(table, points, name)
    psus = points if around else units
    first, found = weighting.design_weights(psus, sorted(table["psu"].unique()), all_visited=around, file=name)
    kind = outcomes.kinds(table["outcome"], name)
    steps: dict[str, Floats] = {"w1_design": table["psu"].map(first).to_numpy(dtype=np.float64)}
    steps["w2_listing"] = weighting.listing(steps["w1_design"], *_second_stage(table, name))
    stratum = table["psu"].map(psus.set_index("code")["stratum"]).astype("str")
    cell = _cell(table, options.cells, stratum)
    steps["w3_eligibility"], told = weighting.eligibility(steps["w2_listing"], kind, cell, name)
    found += told
    classes = weighting.propensity_classes(table, options.propensity, kind) if options.propensity else cell
    steps["w4_nonresponse"], told = weighting.nonresponse(steps["w3_eligibility"], kind, classes, name)
    found += told
    cap = weighting.cap_of(steps["w4_nonresponse"], options.trim) if options.trim else None
    steps["w5_trimmed"] = steps["w4_nonresponse"] if cap is None else weighting.trimmed(steps["w4_nonresponse"], cap)
    known = _with_answers(table, kind, options, found)
    steps["w6_calibrated"] = _calibrated(steps["w5_trimmed"], known, options.calibrated, options.answers or file)
    made = table[["household", "psu", "outcome"]].assign(**_design_columns(table, psus, stratum), **steps)
    made["weight"] = steps["w6_calibrated"]
    if plan["synthetic"]:
        made["synthetic"] = True
    report: dict[str, object] = {
        "city": plan["city"], "level": plan["level"], "seed": plan["seed"], "households": len(table),
        "outcomes": {one: int((kind == one).sum()) for one in outcomes.KINDS},
        "rates": outcomes.rates(kind), "rates_weighted": outcomes.rates(kind, steps["w2_listing"]),
        "trim": {"rule": options.trim, "cap": cap}, "calibrated": options.calibrated is not None,
        "steps": [weighting.summary(step, weight) for step, weight in steps.items()],
        "checks": _checks(steps, kind),
    }  # fmt: skip
    return Weighed(made, {key: _plain(value) for key, value in report.items()}, found)


def _same_city(city: Path, plan: Mapping[str, object], sample: Path) -> None:
    """A sample of another city has other units, be their codes alike or not."""
    config, found = read_config(city)
    refuse_errors(found)
    assert config is not None, "a city.toml without errors gives a configuration"
    if config.code != plan["city"]:
        raise fail("E617", file=sample.name, sample=plan["city"], city=config.code)


def _rows(file: Path, options: Weighing) -> pd.DataFrame:
    """The outcomes, their codes as text: 2.10 must not become 2.1."""
    names = header(file)
    for name in (*NEEDED, *options.cells, *options.propensity):
        if name not in names:
            raise fail("E602", file=file.name, column=name, name=name, needed=", ".join(NEEDED))
    table = read(file, None, ["household", "psu", "outcome", *options.cells, *options.propensity])
    for name in ("household", "psu"):
        if table[name].isna().any():
            row = int(np.flatnonzero(table[name].isna().to_numpy())[0]) + 2
            raise fail("E102", file=file.name, row=row, column=name, name=name, count=int(table[name].isna().sum()))
    table["psu"] = table["psu"].astype("str")
    twice = table["household"].duplicated().to_numpy()
    if twice.any():
        row = int(np.flatnonzero(twice)[0]) + 2
        raise fail("E608", file=file.name, row=row, column="household", count=int(twice.sum()))
    return table


def _around_points(table: pd.DataFrame, points: pd.DataFrame, file: str) -> bool:
    """Whether the households were found around points; those of units are another sample of the same people."""
    around = table["psu"].isin(points["code"]).to_numpy()
    if around.any() and not around.all():
        raise fail("E615", file=file, row=int(np.flatnonzero(around != around[0])[0]) + 2, column="psu")
    return bool(around.any())


def _second_stage(table: pd.DataFrame, file: str) -> tuple[Floats, Floats, Floats]:
    """Households listed and drawn in the unit of each row, and the share kept after screening."""
    listed = _numbers(table["listed"])
    drawn = table.groupby("psu")["household"].transform("size").to_numpy(dtype=np.float64)
    if "drawn" in table.columns:
        drawn = np.maximum(_numbers(table["drawn"]), drawn)
    first = pd.Series(listed).groupby(table["psu"].to_numpy()).transform("first").to_numpy()
    wrong = ~((listed == first) & (listed >= drawn))
    if wrong.any():
        raise fail("E609", file=file, row=int(np.flatnonzero(wrong)[0]) + 2, column="listed")
    kept = np.ones(len(table))
    if "kept" in table.columns:
        kept = _numbers(table["kept"].fillna(1))
        wrong = ~((kept > 0) & (kept <= 1))
        if wrong.any():
            raise fail("E613", file=file, row=int(np.flatnonzero(wrong)[0]) + 2, column="kept")
    return listed, drawn, kept


def _numbers(column: pd.Series) -> Floats:
    values: Floats = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
    return values


def _cell(table: pd.DataFrame, cells: Sequence[str], stratum: pd.Series) -> pd.Series:
    if not cells:
        return stratum
    joined: pd.Series = table[list(cells)].astype("str").agg(" / ".join, axis=1)
    return joined


def _design_columns(table: pd.DataFrame, psus: pd.DataFrame, stratum: pd.Series) -> dict[str, pd.Series]:
    """Strata and sampling units for the variance: a certain unit is a stratum whose households are the sampling units."""
    sure = table["psu"].map(psus.set_index("code")["role"] == CERTAIN).to_numpy(dtype=np.bool_)
    household = table["household"].astype("str")
    return {
        "stratum": stratum.mask(sure, CERTAIN + " " + table["psu"]),
        "sampling_unit": table["psu"].mask(sure, household),
    }


def _with_answers(table: pd.DataFrame, kind: pd.Series, options: Weighing, found: list[Finding]) -> pd.DataFrame:
    """The rows interviewed, with the columns of their answers."""
    interviewed, answers = table[kind.isin(outcomes.RESPONDED)], options.answers
    if answers is None:
        return interviewed
    added = read(answers, None, ["household", *options.codes])
    if "household" not in added.columns:
        raise fail("E205", file=answers.name, column="household", name="household")
    added = added[["household", *(one for one in added.columns if one not in table.columns)]]
    twice = added["household"].duplicated().to_numpy()
    if twice.any():
        raise fail(
            "E608", file=answers.name, row=int(np.flatnonzero(twice)[0]) + 2, column="household", count=int(twice.sum())
        )
    texts = added["household"].astype("str")
    lost = ~interviewed["household"].astype("str").isin(texts)
    if lost.any():
        found.append(finding("E614", file=answers.name, count=int(lost.sum())))
    keyed = (
        added.drop(columns="household")
        .set_axis(pd.Index(texts), axis=0)
        .reindex(interviewed["household"].astype("str"))
    )
    return pd.concat([interviewed, keyed.set_axis(interviewed.index, axis=0)], axis=1)


def _calibrated(weight: Floats, interviewed: pd.DataFrame, calibrated: Calibrated | None, file: Path) -> Floats:
    if calibrated is None:
        return weight
    rows = interviewed.assign(weight=weight[interviewed.index.to_numpy()])
    made = np.full(len(weight), np.nan)
    made[interviewed.index.to_numpy()] = calibrated(survey.design(rows, "weight"), rows, file.name).weight
    return made


def _checks(steps: dict[str, Floats], kind: pd.Series) -> dict[str, float]:
    """By how much each step that only moves weights changed their sum, as a share; 0 but for rounding."""
    eligible = kind.isin(outcomes.ELIGIBLE).to_numpy()
    pairs = {
        "w3_eligibility": (np.nansum(steps["w3_eligibility"]), steps["w2_listing"].sum()),
        "w4_nonresponse": (np.nansum(steps["w4_nonresponse"]), np.nansum(steps["w3_eligibility"][eligible])),
        "w5_trimmed": (np.nansum(steps["w5_trimmed"]), np.nansum(steps["w4_nonresponse"])),
    }
    return {step: float(after / before - 1) for step, (after, before) in pairs.items()}


def write_weights(weighed: Weighed, out: Path) -> list[Path]:
    """Write the weights as CSV (a weight that a household has not is an empty cell) and the report beside them as JSON.

    Raises:
        TejidoError: E509 a file is there already, E616 there is no folder for it.
    """
    files = {
        out: weighed.table.to_csv(index=False, lineterminator="\n"),
        out.with_suffix(".report.json"): json.dumps(weighed.report, ensure_ascii=False, indent=1) + "\n",
    }
    if not out.absolute().parent.is_dir():
        raise fail("E616", file=out.absolute().parent.name)
    for file in files:
        if file.exists() or file.is_symlink():
            raise fail("E509", file=file.name)
    for file, text in files.items():
        draft = file.with_name(f".{file.name}.partial-{os.getpid()}")
        draft.write_bytes(text.encode())
        draft.rename(file)
    return list(files)


def _plain(item: object) -> object:
    """JSON knows no figure that is none."""
    if isinstance(item, dict):
        return {key: _plain(value) for key, value in item.items()}
    if isinstance(item, list):
        return [_plain(value) for value in item]
    return None if isinstance(item, float) and not np.isfinite(item) else item

"""What was asked of a survey on the command line, read and done."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pandas as pd
import typer

from tejido import survey
from tejido.city.answers import header, plain_codes, read_joined
from tejido.city.engines import Engine
from tejido.cli.by_form import FormAnswers
from tejido.cli.known import known_totals, parts
from tejido.cli.on_engine import Gaps, Task, on_engine
from tejido.errors import Finding, fail, finding
from tejido.survey import no_answer
from tejido.words import say

__all__ = ["Request", "figures"]


@dataclass(frozen=True)
class Request:
    """The words of one `tejido estimate`."""

    file: Path
    lang: str
    join: Sequence[str]
    weight: str | None
    unweighted: bool
    strata: str | None
    psu: str | None
    fpc: str | None
    replicates: str | None
    method: str | None
    calibration: Mapping[str, Sequence[str]]
    bounds: str | None
    statistics: Mapping[str, Sequence[str]]
    by: Sequence[str]
    differential: Sequence[str]
    lonely: str
    engine: Engine = "memory"
    form: Path | None = None
    missing: Sequence[str] = ()

    def wrong(self, text: str) -> typer.BadParameter:
        """The command was not understood: `text` (English source) says why."""
        return typer.BadParameter(say(text, self.lang))


def figures(request: Request) -> tuple[pd.DataFrame, Gaps, list[Finding]]:
    """The estimates, the differentials with what they compare, and what was found on the way; without weights the values and
    gaps among those asked.

    Raises:
        BadParameter: the options do not go together.
        TejidoError: the file is at fault.
    """
    _understood(request)
    joins = [_join(request, word) for word in request.join]
    by_form = FormAnswers.read(request.file, request.form) if request.form else None
    names = by_form.names if by_form else list(
        dict.fromkeys([*header(request.file), *(name for path, _ in joins for name in header(path))])
    )  # fmt: skip
    constant = _constant(request, names)
    by = _listed(request.by, names)
    asked = _asked(request, names, by_form)
    compared = [_comparison(request, word) for word in request.differential]
    replicates = fnmatch.filter(names, request.replicates) if request.replicates else []
    if request.replicates and not replicates:
        raise fail("E207", file=request.file.name, pattern=request.replicates)
    known = known_totals(request.calibration, request.bounds, request.lang)
    psu, fpc = parts(request.psu), parts(request.fpc)
    codes = {*by, *(group for group, _, _ in compared), *psu, *known.columns}
    codes |= {request.strata} if request.strata else set()
    used = {name for one in asked for name in (one.column, one.column.rpartition("=")[0], str(one.denominator))}
    wanted = codes | used | {*fpc, *replicates, *known.numeric} | ({request.weight} if request.weight else set())
    name = request.file.name
    needed = [*codes, *fpc, *known.numeric, *filter(None, [request.weight]), *_columns(asked, names)]
    _there(name, needed, names)
    if request.engine != "memory":
        weight, each = (None, constant) if constant else (request.weight, 1.0)
        lonely = cast(survey.Lonely, request.lonely)
        task = Task(
            request.file, weight, each, request.strata, psu, fpc, lonely, asked, by, compared, wanted, codes
        )  # fmt: skip
        return on_engine(task, request.engine)
    if by_form:
        numeric = {*fpc, *replicates, *known.numeric, str(request.weight)}
        table, found = by_form.rows(wanted, codes, numeric)
    else:
        table, found = read_joined(request.file, joins, wanted, codes)
    if constant is not None:
        table[request.weight] = constant
    table, told = _answered(
        request, table, {*by, *(group for group, _, _ in compared)}, _columns(asked, names),
        {request.weight, request.strata, *psu, *fpc, *replicates},
    )  # fmt: skip
    found += told
    answers = survey.prepare(table, asked, name)
    if table.empty:
        raise fail("E208", file=name)
    for column in by:
        if table[column].isna().any():
            found.append(finding("E210", file=name, column=column, name=column, count=int(table[column].isna().sum())))
    if request.unweighted:
        found.append(finding("E209", file=name))
        return *_among_those_asked(table, answers, by, compared, name), found
    design = _design(request, table, psu, fpc, replicates)
    design = known.applied(design, table, name)
    if (design.weight < 0).any():
        found.append(finding("E213", file=name, count=int((design.weight < 0).sum())))
    estimates = survey.estimate(design, table, answers, by, file=name)
    gaps = [(pair, survey.differential(design, table, answers, *pair, by, file=name)) for pair in compared]
    return estimates, gaps, found


def _answered(
    request: Request, table: pd.DataFrame, groups: set[str], columns: list[str], design: set[str | None]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The table without the codes of `--missing` in its `groups` and `columns`, but never in those of the `design`; without a
    form, what looks like such a code.
    """
    name = request.file.name
    found: list[Finding] = []
    if request.missing:
        asked = [one for one in [*columns, *sorted(groups)] if one not in design]
        table, found = no_answer.without(table, asked, request.missing, name)
        for one in groups - design:
            table[one] = plain_codes(table[one])
    return table, found if request.form else found + no_answer.suspicions(table, columns, name)


def _among_those_asked(
    table: pd.DataFrame, answers: survey.Answers, by: list[str], compared: list[tuple[str, str, str]], file: str
) -> tuple[pd.DataFrame, Gaps]:
    """Values and gaps of a source without known probabilities."""
    gaps = [(pair, survey.describe_gap(table, answers, *pair, by, file=file)) for pair in compared]
    return survey.describe(table, answers, by, file=file), gaps


def _constant(request: Request, names: list[str]) -> float | None:
    """The weight that every row has (``--weight 1``), where it is a number and no column; it is added to the `names`."""
    if request.weight is None or request.weight in names:
        return None
    try:
        value = float(request.weight)
    except ValueError:
        return None
    if not 0 < value < float("inf"):
        return None
    names.append(request.weight)
    return value


def _columns(asked: Sequence[survey.Statistic], names: Sequence[str]) -> list[str]:
    """The columns that statistics read; ``V=ANSWER`` reads V."""
    found = []
    for one in asked:
        base, sign, _ = one.column.rpartition("=")
        found.append(base if sign and one.column not in names and base in names else one.column)
        found += [one.denominator] if one.denominator else []
    return found


def _there(file: str, columns: Sequence[str], names: Sequence[str]) -> None:
    """Stop at the first column that is in no file, naming those that look alike."""
    for name in sorted(set(columns) - set(names)):
        survey.there(name, names, file)


def _understood(request: Request) -> None:
    """Refuse what does not go together."""
    if (request.weight is None) != request.unweighted:
        raise request.wrong("Give either --weight COLUMN or --unweighted.")
    if request.unweighted:
        _refuse_design(request)
    if request.engine != "memory":
        _refuse_rows(request)
    if request.form and request.join:
        raise request.wrong("--form reads the repeats of a file itself: leave --join out.")
    if not any(request.statistics.values()):
        raise request.wrong("Say what to estimate: --mean, --proportion, --total, --ratio or --quantile.")
    if request.replicates and (request.method is None or request.weight is None):
        raise request.wrong("--replicates needs --weight and --method.")


def _refuse_rows(request: Request) -> None:
    """What needs the rows in memory does not go with an engine."""
    given = {
        "--join": request.join, "--unweighted": request.unweighted, "--replicates": request.replicates,
        "--method": request.method, "--form": request.form, "--missing": request.missing,
        **{f"--{kind}": words for kind, words in request.calibration.items()},
    }  # fmt: skip
    options = [option for option, word in given.items() if word]
    if options:
        raise fail("E904", file=request.file.name, options=", ".join(options))


def _refuse_design(request: Request) -> None:
    """A source without known probabilities has no design, and no population to calibrate it to."""
    given = {
        "--strata": request.strata, "--psu": request.psu, "--fpc": request.fpc, "--replicates": request.replicates,
        "--method": request.method, **{f"--{kind}": words for kind, words in request.calibration.items()},
        "--lonely": request.lonely != "fail",
    }  # fmt: skip
    options = [option for option, word in given.items() if word]
    if options:
        raise fail("E401", file=request.file.name, options=", ".join(options))


def _design(
    request: Request, table: pd.DataFrame, psu: list[str], fpc: list[str], replicates: list[str]
) -> survey.Design:
    name, method = request.file.name, cast(survey.Method, request.method)
    if replicates:
        return survey.replicate_design(table, str(request.weight), replicates, method, request.strata, file=name)
    lonely = cast(survey.Lonely, request.lonely)
    made = survey.design(table, request.weight, request.strata, psu, fpc, lonely, name)
    return survey.replicate(made, method, file=name) if request.method else made


def _listed(words: Sequence[str], names: Sequence[str]) -> list[str]:
    """Columns as typed: a word that is no column may be several, parted by commas."""
    found: list[str] = []
    for word in words:
        found += [word] if word in names else parts(word)
    return list(dict.fromkeys(found))


def _asked(request: Request, names: Sequence[str], by_form: FormAnswers | None) -> list[survey.Statistic]:
    """The statistics, in the order mean, proportion, total, ratio, quantile."""
    words = request.statistics
    shares = _listed(words["proportion"], names)
    asked = survey.mean(*_listed(words["mean"], names))
    asked += survey.proportion(*(by_form.spread(shares) if by_form else shares))
    asked += survey.total(*_listed(words["total"], names))
    for word in _listed(words["ratio"], ()):
        top, sign, below = word.partition("/")
        if not (top and sign and below):
            raise request.wrong("A ratio is written NUM/DEN.")
        asked += survey.ratio(top, below)
    column = ""
    for word in _listed(words["quantile"], ()):
        named, sign, share = word.rpartition(":")
        column = named if sign else column
        try:
            value = float(share)
        except ValueError:
            value = -1.0
        if not column or not 0 < value < 1:
            raise request.wrong("A quantile is written V:Q, with Q between 0 and 1.")
        asked += survey.quantile(column, value)
    return asked


def _join(request: Request, word: str) -> tuple[Path, list[str]]:
    path, sign, keys = word.rpartition(":")
    if not (path and sign and parts(keys)):
        raise request.wrong("--join is written FILE:KEY or FILE:KEY,KEY.")
    return Path(path), parts(keys)


def _comparison(request: Request, word: str) -> tuple[str, str, str]:
    group, sign, values = word.partition("=")
    pair = parts(values)
    if not (group and sign and len(pair) == 2):
        raise request.wrong("--differential is written G=a,b.")
    return group, pair[0], pair[1]

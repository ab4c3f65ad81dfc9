"""A release for other programs: GeoPackage for maps, CSV for anything, XLSX for spreadsheets.

Every file says what is synthetic and for whom it is, and every figure in it carries source, period, kind, quality and the
level at which it was measured. Equal releases give equal files.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyogrio

from tejido.errors import fail
from tejido.release import tidy
from tejido.release.divided import shares
from tejido.release.reader import Release
from tejido.release.workbook import write_workbook

_GDAL_ERRORS = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError, pyogrio.errors.FieldError,
)  # fmt: skip
"""What GDAL says where a file cannot be written, at whatever step the disk gives out."""

_STANDING_DATE = "1970-01-01T00:00:00.000Z"
"""GeoPackage demands a date of change for every layer; a clock there would make equal releases unequal files."""


def export(release: Release, format: str, out: Path, lang: str) -> list[Path]:
    """Write a release to the file `out` for other programs; gives the files written.

    ``gpkg``: a layer per level with a row per unit (what `tidy.wide` gives for everybody), and without geometry the tables
    ``values``, ``scores``, ``definitions``, ``sources`` and ``about``; ``differentials``, ``shares`` and ``causes`` where there are any.
    ``csv``: values and scores, a figure per row, and beside it ``<name>.definitions.csv`` and, where there are any,
    ``<name>.differentials.csv``. ``xlsx``: a workbook. Names and definitions are in `lang`. The file appears only when it is
    whole.

    Raises:
        TejidoError: R120 unknown format, R124 the name has another ending, R122 no folder for it, R121 a file is there,
            R123 too many rows for a worksheet, R110 it cannot be written.
    """
    if format not in _WRITERS:
        raise fail("R120", format=format, formats=", ".join(_WRITERS))
    suffix = f".{format}"
    if out.suffix.lower() != suffix:
        raise fail("R124", file=out.name, format=format, suffix=suffix)
    if not out.absolute().parent.is_dir():
        raise fail("R122", file=out.absolute().parent.name)
    files = [out]
    if format == "csv":
        files += [out.with_suffix(f".{name}.csv") for name in _beside(release)]
    for file in files:
        _refuse(file)
    drafts = [file.with_name(f".{file.stem}.partial-{os.getpid()}{file.suffix}") for file in files]
    try:
        _WRITERS[format](release, drafts, lang)
        for draft, file in reversed(list(zip(drafts, files, strict=True))):
            _refuse(file)
            draft.rename(file)
    except (OSError, *_GDAL_ERRORS) as problem:
        reason = getattr(problem, "strerror", None) or type(problem).__name__
        raise fail("R110", file=out.name, reason=reason) from problem
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    return files


def _refuse(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise fail("R121", file=file.name)


def _write_csv(release: Release, drafts: list[Path], lang: str) -> None:
    long = pd.concat([tidy.figures(release, what, lang) for what in ("value", "score")], ignore_index=True)
    others = (_BESIDE[name](release, lang) for name in _beside(release))
    for table, draft in zip((long, *others), drafts, strict=True):
        # The mark at the start tells spreadsheets that accents are UTF-8.
        disarmed(table).to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")


_BESIDE = {"definitions": tidy.definitions, "differentials": tidy.differentials}


def _beside(release: Release) -> list[str]:
    """The files beside a CSV of figures: definitions, and differences between groups where there are any."""
    compared = "differentials" in release.tables and len(release.table("differentials")) > 0
    return [name for name in _BESIDE if name != "differentials" or compared]


def disarmed(table: pd.DataFrame) -> pd.DataFrame:
    """Texts that a spreadsheet would run as a formula, kept as text by an apostrophe before them."""
    done = table.copy()
    for name in done.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in done.dtypes]]:
        risky = done[name].astype("str").str.match(r"[=+\-@\t\r]").fillna(False).astype(bool)
        if risky.any():
            done[name] = done[name].mask(risky, "'" + done[name].astype("str"))
    return done


def _write_gpkg(release: Release, drafts: list[Path], lang: str) -> None:
    draft = drafts[0]
    with standing_gdal():
        for level in release.levels:
            if f"geometry/{level}.parquet" not in release.files:
                continue
            units = tidy.wide(release, level).query("group == 'all'").drop(columns="group")
            layer = release.geometry(level).merge(_plain(units), on="unit", how="left", validate="one_to_one")
            layer = layer[[*(name for name in layer.columns if name != "geometry"), "geometry"]]
            pyogrio.write_dataframe(
                layer, draft, layer=level, driver="GPKG", append=draft.exists(), promote_to_multi=True
            )
        tables = {
            "values": tidy.figures(release, "value", lang),
            "scores": tidy.figures(release, "score", lang),
            "definitions": tidy.definitions(release, lang),
            "sources": tidy.sources(release, lang),
            "about": tidy.about(release, lang),
        }
        compared = {
            "differentials": tidy.differentials(release, lang), "shares": shares(release, lang),
            "causes": tidy.causes(release, lang),
        }  # fmt: skip
        tables |= {name: table for name, table in compared.items() if len(table)}
        for name, table in tables.items():
            pyogrio.write_dataframe(_plain(table), draft, layer=name, driver="GPKG", append=draft.exists())


@contextlib.contextmanager
def standing_gdal() -> Iterator[None]:
    """GDAL's settings while a GeoPackage is written: a standing date, and no waiting for the disk after every table (the
    file is a draft until it is whole).
    """
    wanted = {"OGR_CURRENT_DATE": _STANDING_DATE, "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    before = {name: pyogrio.get_gdal_config_option(name) for name in wanted}
    pyogrio.set_gdal_config_options(wanted)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Columns of types that a GeoPackage has: text, numbers, and yes or no where it is always known (else 1, 0, empty)."""
    done = {}
    for name, cells in table.items():
        if pd.api.types.is_bool_dtype(cells.infer_objects().dropna()) and cells.notna().any():
            done[name] = cells.astype("float64") if cells.isna().any() else cells.astype(bool)
        elif pd.api.types.is_numeric_dtype(cells):
            done[name] = cells.astype("float64") if cells.isna().any() else cells
        else:
            done[name] = cells.astype("str").astype(object).where(cells.notna(), None)
    return pd.DataFrame(done)


def _write_xlsx(release: Release, drafts: list[Path], lang: str) -> None:
    write_workbook(release, drafts[0], lang)


_WRITERS: dict[str, Callable[[Release, list[Path], str], None]] = {
    "gpkg": _write_gpkg,
    "csv": _write_csv,
    "xlsx": _write_xlsx,
}

FORMATS = tuple(_WRITERS)
"""Formats of export by their names, which are also the files' endings."""

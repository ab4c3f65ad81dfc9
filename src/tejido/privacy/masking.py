"""Coarser answers, so that fewer people stand out: top and bottom coding, classes, rounding, recoding; and direct identifiers.

In: a column, out: the column with coarser answers; a missing answer stays missing. Methods after Hundepool et al. (2012),
"Statistical disclosure control", chapter 3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.privacy.frequencies import Floats

_WORDS = """name names firstname lastname fullname surname nombre nombres apellido apellidos phone telephone telefono tel
celular movil mobile whatsapp email mail correo address direccion domicilio passport pasaporte cedula dni curp rfc rut ssn
imei uuid guid instanceid deviceid username submitter interviewer enumerator encuestador encuestadora birthdate dob
lat latitude latitud lon lng longitude longitud gps geopoint coordinates coordenadas"""
_IDENTIFYING = frozenset(_WORDS.split())
"""Words in the name of a column that holds who or where somebody is."""

_PHRASES = (
    "id number",
    "document number",
    "numero documento",
    "date of birth",
    "fecha nacimiento",
    "fecha de nacimiento",
)


def identifying(columns: Iterable[str]) -> list[str]:
    """The columns whose names say that they tell directly who or where somebody is, in their order."""
    return [name for name in columns if _tells_who(name)]


def _tells_who(name: str) -> bool:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+", plain)
    return bool(words) and (
        words[-1] == "id" or not _IDENTIFYING.isdisjoint(words) or any(one in " ".join(words) for one in _PHRASES)
    )


def amounts(column: pd.Series) -> Floats:
    """The column as numbers, NaN where it is missing.

    Raises:
        TejidoError: P209, an answer is no number.
    """
    found = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = np.isnan(found) & column.notna().to_numpy()
    if wrong.any():
        name = str(column.name)
        raise fail("P209", row=int(wrong.argmax()) + 2, column=name, name=name, count=int(wrong.sum()))
    return found


def bound(column: pd.Series, share: float, *, top: bool) -> float:
    """The answer beyond which at most this `share` (0 to 1) of the rows lies, above it or (not `top`) below it."""
    told = amounts(column)
    kinds, counts = np.unique(told[~np.isnan(told)], return_counts=True)
    if not len(kinds):
        return float("nan")
    beyond = counts.sum() - np.cumsum(counts) if top else np.cumsum(counts) - counts
    kept = kinds[beyond <= share * counts.sum() + 1e-9]
    return float(kept[0] if top else kept[-1])


def capped(column: pd.Series, *, top: float | None = None, bottom: float | None = None) -> pd.Series:
    """The column in which what lies above `top` is `top` and what lies below `bottom` is `bottom`."""
    return _as_before(
        column, np.clip(amounts(column), -np.inf if bottom is None else bottom, np.inf if top is None else top)
    )


def rounded(column: pd.Series, base: float) -> pd.Series:
    """The column rounded to the nearest multiple of `base`; halfway between two it is the larger."""
    return _as_before(column, np.floor(amounts(column) / base + 0.5) * base)


def grouped(column: pd.Series, starts: Sequence[float]) -> pd.Series:
    """The column as classes that begin at `starts`: ``<15``, ``15-24``, ``25+`` where it holds whole numbers, ``15-<25`` else."""
    told = amounts(column)
    cuts = np.asarray(sorted(starts), dtype=np.float64)
    known = ~np.isnan(told)
    whole = bool((told[known] % 1 == 0).all() and (cuts % 1 == 0).all())
    names = [f"<{cuts[0]:g}"]
    for low, high in pairwise(cuts.tolist()):
        last = f"{high - 1:g}" if whole else f"<{high:g}"
        names.append(f"{low:g}" if last == f"{low:g}" else f"{low:g}-{last}")
    names.append(f"{cuts[-1]:g}+")
    place = np.searchsorted(cuts, np.where(known, told, cuts[0]), side="right")
    made = pd.Series(np.array(names, dtype=object)[place], index=column.index, name=column.name, dtype="str")
    return made.where(known)


def recoded(column: pd.Series, answers: Mapping[str, str]) -> tuple[pd.Series, list[str]]:
    """The column with the answers that `answers` names replaced (others stay), and those named that nobody gave."""
    written = column.astype("str")
    unused = sorted(set(answers) - set(written.dropna().unique()))
    return written.map(lambda one: answers.get(one, one), na_action="ignore").astype("str"), unused


def information_kept(before: pd.Series, after: pd.Series) -> float:
    """How much of what a column told it still tells: the mutual information of both over the entropy of the first.

    1 where nothing was lost, 0 where nothing is left or was there (entropy as a measure of loss: Willenborg and de Waal 2001,
    "Elements of statistical disclosure control", chapter 6).
    """
    old, new = pd.factorize(before)[0] + 1, pd.factorize(after)[0] + 1
    both = old.astype(np.int64) * (int(new.max(initial=0)) + 1) + new
    known = _entropy(old)
    return (known + _entropy(new) - _entropy(both)) / known if known > 0 else 0.0


def _entropy(codes: np.ndarray) -> float:
    share = np.unique(codes, return_counts=True)[1] / max(len(codes), 1)
    return float(-(share * np.log(share)).sum())


def _as_before(column: pd.Series, told: Floats) -> pd.Series:
    """Whole numbers stay whole numbers."""
    made = pd.Series(told, index=column.index, name=column.name)
    whole = made.dropna() % 1 == 0
    if not whole.all() or pd.api.types.is_float_dtype(column):
        return made
    return made.astype("Int64") if made.isna().any() else made.astype("int64")

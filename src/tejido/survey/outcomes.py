"""How the field went: outcome codes of the AAPOR and the rates made from them.

In: the outcome of every household of the sample. Out: what kind each is, and response, cooperation, refusal and contact
rates with the names that the standard gives them (AAPOR, Standard Definitions, 10th edition 2023; in-person households).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from tejido.errors import fail
from tejido.survey.sums import Floats

COMPLETE, PARTIAL, REFUSAL, NO_CONTACT, OTHER = "complete", "partial", "refusal", "no_contact", "other"
UNKNOWN_DWELLING, UNKNOWN, NOT_ELIGIBLE = "unknown_dwelling", "unknown", "not_eligible"

KINDS = (COMPLETE, PARTIAL, REFUSAL, NO_CONTACT, OTHER, UNKNOWN_DWELLING, UNKNOWN, NOT_ELIGIBLE)
RESPONDED = (COMPLETE, PARTIAL)
ELIGIBLE = (COMPLETE, PARTIAL, REFUSAL, NO_CONTACT, OTHER)
UNDECIDED = (UNKNOWN_DWELLING, UNKNOWN)

_BY_START = {
    "1.1": COMPLETE, "1.2": PARTIAL, "2.1": REFUSAL, "2.2": NO_CONTACT, "2.": OTHER, "3.1": UNKNOWN_DWELLING, "3.": UNKNOWN,
    "4.": NOT_ELIGIBLE,
}  # fmt: skip
_FORM = re.compile(r"[1-4]\.\d{1,3}")

__all__ = ["ELIGIBLE", "KINDS", "NOT_ELIGIBLE", "RESPONDED", "UNDECIDED", "kinds", "rates"]


def kinds(codes: pd.Series, file: str | None = None) -> pd.Series:
    """The kind of every outcome code, such as 1.1 (complete interview), 2.11 (refusal) or 3.18.

    The digit before the point and the first after it decide; 2.9 and the like are `other`.

    Raises:
        TejidoError: E607, an outcome is missing or is no code of the standard.
    """
    text = codes.astype("str").str.strip().where(codes.notna(), "")
    found = text.map({code: _kind(code) for code in text.unique()})
    if found.isna().any():
        row = int(np.flatnonzero(found.isna().to_numpy())[0])
        count = int(found.isna().sum())
        raise fail("E607", file=file, row=row + 2, column=str(codes.name), outcome=text.iloc[row] or "-", count=count)
    return found


def _kind(code: str) -> str | None:
    if not _FORM.fullmatch(code):
        return None
    return next((kind for start, kind in _BY_START.items() if code.startswith(start)), None)


def rates(kind: pd.Series, weight: Floats | None = None) -> dict[str, float]:
    """RR1-RR6, COOP1-COOP4, REF1-REF3, CON1-CON3 and `e`, each a share (NaN where nobody is below the line).

    `e`, the share of the undecided that is taken as eligible, is that among the decided (the proportional method).
    With `weight` (n,) the rates are weighted by the design.
    """
    counted = pd.Series(np.ones(len(kind)) if weight is None else weight, index=kind.index).groupby(kind).sum()
    i, p, r, nc, o, uh, uo, ne = (float(counted.get(name, 0.0)) for name in KINDS)
    unknown, eligible = uh + uo, i + p + r + nc + o
    e = _share(eligible, eligible + ne)
    every, likely = eligible + unknown, eligible + (e * unknown if unknown else 0.0)
    talked = i + p + r + o
    return {
        "RR1": _share(i, every), "RR2": _share(i + p, every), "RR3": _share(i, likely), "RR4": _share(i + p, likely),
        "RR5": _share(i, eligible), "RR6": _share(i + p, eligible),
        "COOP1": _share(i, talked), "COOP2": _share(i + p, talked), "COOP3": _share(i, i + p + r), "COOP4": _share(i + p, i + p + r),
        "REF1": _share(r, every), "REF2": _share(r, likely), "REF3": _share(r, eligible),
        "CON1": _share(talked, every), "CON2": _share(talked, likely), "CON3": _share(talked, eligible), "e": e,
    }  # fmt: skip


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")

"""The shares of the groups as a table of an export: a row per class, with the names of question and class."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.share_names import class_names
from tejido.catalogue.shares import Distribution, split
from tejido.release.readable import Readable
from tejido.tables import SHARES
from tejido.words import pick

__all__ = ["shares"]

_FIRST = ["city", "synthetic", "period", "level", "unit", "group", "question", "question_name", "class", "class_name"]


def shares(release: Readable, lang: str) -> pd.DataFrame:
    """How every group divides among the classes of every question; empty where no survey asked."""
    if SHARES.name not in release.tables:
        return SHARES.empty()
    table = release.table(SHARES.name)
    city = release.meta["city"]
    asked = [release.questions[str(one)] for one in table["question"]]
    named = table.assign(
        city=city["code"],
        synthetic=bool(city.get("synthetic", False)),
        question_name=[pick(one.names, lang) for one in asked],
        class_name=[_name(one, str(which), lang) for one, which in zip(asked, table["class"], strict=True)],
    )
    return named[[*_FIRST, *(name for name in table.columns if name not in _FIRST)]].reset_index(drop=True)


def _name(question: Distribution, which: str, lang: str) -> str:
    """The name of a class, that of the part of the group before it."""
    part, members = split(which)
    name = pick(class_names(question, members), lang)
    parts = {one.id: pick(one.names, lang) for one in question.parts}
    return name if part is None else f"{parts[part]}: {name}"

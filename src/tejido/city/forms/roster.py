"""Households and persons from the roster of a form."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tejido.city.forms.model import MAIN, Form
from tejido.city.forms.submissions import KEY, PARENT, POSITION, Submissions
from tejido.errors import fail

__all__ = ["roster"]


def roster(
    submissions: Submissions, form: Form | None = None, repeat: str | Sequence[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row per household and one per person.

    Args:
        submissions: the answers.
        form: their form; without it the repeats are those of the file.
        repeat: the repeat that lists the persons, or several that list the same persons in the same order, as forms that
            first ask for names have them; without it the only one there is.

    Returns:
        households (`household`, then the answers of the interview) and persons (`household`, `person` counted from 1, then
        the answers of the repeats). Where an id stands twice, each interview is a household of its own: `household` is then
        told apart by ``#2`` and so on. Rows that hang from no interview are in no household (`quality_report` flags them).

    Raises:
        TejidoError: E333, it is not clear which repeat lists the persons.
    """
    parents = form.parents if form else submissions.parents
    top = [name for name, parent in parents.items() if parent == MAIN and name in submissions.tables]
    names = [repeat] if isinstance(repeat, str) else list(repeat) if repeat else top if len(top) == 1 else []
    if not names or not set(names) <= set(top):
        raise fail("E333", file=submissions.file, names=", ".join(top) or "—")
    main = submissions.tables[MAIN]
    again = main.groupby(KEY).cumcount().to_numpy() + 1
    household = pd.Series(
        [key if time == 1 else f"{key}#{time}" for key, time in zip(main[KEY], again, strict=True)], dtype="str"
    )
    households = main.drop(columns=KEY)
    households.insert(0, "household", household.to_numpy())
    persons: pd.DataFrame | None = None
    for name in names:
        table = submissions.tables[name]
        table = table[table[PARENT] >= 0]
        if persons is None:
            persons = table
        else:
            fresh = [
                column for column in table.columns if column not in persons.columns or column in (PARENT, POSITION)
            ]
            persons = persons.merge(table[fresh], on=[PARENT, POSITION], how="outer", validate="1:1")
    assert persons is not None
    persons = persons.sort_values([PARENT, POSITION], kind="stable").reset_index(drop=True)
    front = pd.DataFrame(
        {"household": household.to_numpy()[persons[PARENT].to_numpy()], "person": persons[POSITION].to_numpy()}
    )
    return households, pd.concat([front, persons.drop(columns=[PARENT, POSITION])], axis=1)

"""Who is who in the example city: the classes made from the answers are those by which its people were made."""

from __future__ import annotations

import pandas as pd

from tejido.catalogue.groups import groups
from tejido.survey import compared_groups, not_asked, person_groups

MOBILITY = groups().definition("mobility")


def test_the_answers_give_everybody_the_group_by_which_the_person_was_made(persons: pd.DataFrame):
    answers = persons[["birth", "citizenship"]].assign(returnee=persons["returnee"].map({True: "true", False: "false"}))
    classes = person_groups(answers, MOBILITY)
    assert (compared_groups(classes, MOBILITY) == persons["origin"]).all()
    assert (classes[persons["returnee"]] == "returnee").all()
    assert (classes[(persons["origin"] == "rm") & (persons["birth"] == "here")] == "child").all()
    assert [one.column for one in not_asked(answers, MOBILITY)] == ["previous_residence", "parents_birth"]

"""The generator of answers: whom it asks, that each question has its own chance, and that its data fit the catalogue."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tejido.catalogue import variables
from tejido.catalogue.variables import TABLES, Asking
from tejido.example import answering
from tejido.example.answering import Answered, answer, chances

SEED = 7
HOMES = 4_000

OWN = {"in_communal_kitchen"}
"""The variable that the example brings itself."""


def town(**columns: object) -> pd.DataFrame:
    """Households of hosts of average hardship, some of refugees and migrants."""
    rng = np.random.default_rng(1)
    plain = {
        "hardship": rng.normal(size=HOMES), "origin": np.where(np.arange(HOMES) % 4 == 0, "rm", "host"), "size": 3, "rooms": 2,
        "electricity": True, "internet": np.arange(HOMES) % 2 == 0, "tenure": np.where(np.arange(HOMES) % 3 == 0, "rented", "owned"),
        "income": 800.0, "adequate": True, "water": True, "sanitation": True, "waste_collected": True,
    }  # fmt: skip
    return pd.DataFrame(plain | columns)


def asked(**columns: object) -> dict[str, pd.Series]:
    return answer(SEED, Answered(town(**columns)), "households", variables()).replies


@pytest.mark.parametrize("table", TABLES)
def test_every_question_with_chances_is_a_question_of_the_catalogue_and_has_its_answers(table: Asking):
    known = variables()
    for name, entry in chances(table).items():
        if name in OWN:
            continue
        variable = known[name]
        assert variable.table == table
        cases = [case for key, case in entry.items() if isinstance(case, dict) and key != "codes"]
        if variable.kind == "category":
            assert {one for case in cases for one in case} <= set(variable.categories), name
            assert set(entry.get("codes", {}).values()) <= set(variable.categories), name


def test_a_question_is_put_to_those_to_whom_the_catalogue_puts_it_and_to_all_of_them():
    replies = asked()
    rents = replies["tenure"] == "rented"
    assert (replies["rental_contract"].notna() == rents).all()
    assert (replies["title_document"].notna() == ~rents).all()
    assert (replies["internet_fixed"].notna() == (replies["internet"] == "true")).all()
    assert replies["mortgage_debt"].isna().all()


def test_shares_are_those_of_the_data_file():
    """Tenants with a written contract at hardship 0: 49 % of hosts, 27 % of refugees and migrants; 4 sd of a share among 1,000
    are 6 points."""
    replies = asked(hardship=0.0, tenure="rented")
    rm = town()["origin"] == "rm"
    yes = replies["rental_contract"] == "true"
    assert 100 * yes[~rm].mean() == pytest.approx(49, abs=6)
    assert 100 * yes[rm].mean() == pytest.approx(27, abs=6)


def test_hardship_tilts_answers_together():
    poor, rich = asked(hardship=1.5), asked(hardship=-1.5)
    for name in ("food_skipped", "below_poverty_line", "coping_cut_health_education"):
        assert (poor[name] == "true").mean() > 2 * (rich[name] == "true").mean()
    assert poor["dwelling_area"].mean() < rich["dwelling_area"].mean()


def test_another_question_changes_no_other_answer(monkeypatch: pytest.MonkeyPatch):
    before = asked()
    fewer = {name: entry for name, entry in chances("households").items() if name not in ("food_worried", "kitchen")}
    monkeypatch.setattr(answering, "chances", lambda table: fewer)
    after = asked()
    assert set(before) - set(after) == {"food_worried", "kitchen"}
    for name, replies in after.items():
        assert replies.equals(before[name]), name


def test_amounts_are_parts_of_income_and_numbers_stay_in_their_range():
    replies = asked(income=1_000.0, tenure="rented")
    # 29 % of the income on a log scale with a spread of 0.22: the median is 290.
    assert replies["housing_payment"].median() == pytest.approx(290, rel=0.03)
    known = variables()
    for name, made in replies.items():
        if known[name].possible is not None:
            assert made.dropna().between(*known[name].possible).all(), name

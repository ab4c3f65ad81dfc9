"""The attacker on the example: what both rounds tell him, and what he has with the gate's second half off."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from tejido.city import read_city
from tejido.measure.gate import Gate
from tejido.measure.pipeline import measure, nest_of
from tejido.measure.values import catalogue_of
from tejido.release import Release
from tests.privacy.attacker.attack import attack, attack_weights
from tests.privacy.attacker.public_folder import Folder, Pair


@pytest.fixture(scope="module")
def people(example_folder: Path) -> pd.DataFrame:
    """How many of each group live in every unit, as counted."""
    return nest_of(read_city(example_folder)).people


def test_the_attacker_recovers_nothing_from_the_public_folders_of_both_rounds(
    example_release: Release, example_second: Release
):
    pairs = [Pair.read(example_release.path), Pair.read(example_second.path)]
    assert list(attack(pairs, example_release.catalogue)) == []


def test_the_scores_of_groups_do_not_tell_the_attacker_where_few_live(example_release: Release, people: pd.DataFrame):
    pair = Pair.read(example_release.path, people)
    assert attack_weights([pair], example_release.catalogue) == []


def test_without_complementary_suppression_the_attacker_recovers_what_was_hidden(example_folder: Path):
    city = read_city(example_folder)
    catalogue = catalogue_of(city)
    made, _ = measure(city, catalogue, gate=Gate.of(city.config, city.folder, complementary=False))
    levels = tuple(level["id"] for level in made.meta["levels"])
    sides = [Folder(*(tables[name] for name in ("units", "values", "scores", "differentials")), levels)
             for tables in (made.public_tables, made.tables)]  # fmt: skip
    found = list(islice(attack([Pair(*sides)], catalogue), 100))
    assert len(found) == 100
    assert {one.level for one in found} >= {"block", "district"}
    # He is right: what he says lies around the truth.
    assert all(one.low - 1e-3 <= one.truth <= one.high + 1e-3 for one in found if one.truth == one.truth)

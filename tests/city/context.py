"""Small tables of a country and of policies beside the village, for tests to change by a word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tejido.city.config import read_config
from tejido.city.country import read_country_tables
from tejido.city.files import Files
from tejido.city.model import CityConfig
from tejido.city.model_context import Policies
from tejido.city.policies import read_policies
from tejido.errors import Finding
from tejido.measure.country import country_values
from tests.city import village

POPULATION = """\
Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),Refugees under UNHCR's mandate,Asylum-seekers,IDPs of concern to UNHCR,Stateless persons
2021,Nicaragua,NIC,Panama,PAN,100,40,0,0
2021,Venezuela,VEN,Panama,PAN,300,*,0,*
2023,Venezuela,VEN,Panama,PAN,500,60,0,*
2023,Panama,PAN,Costa Rica,CRI,25,5,0,0
2023,Panama,PAN,Panama,PAN,0,0,75,0
"""  # noqa: E501

INSTRUMENTS = """\
instrument,name_es,name_en,kind,year,source
plan,Plan de la aldea,Village plan,development_plan,2023,Acuerdo 1 de 2023
fund,Presupuesto,Budget,budget,2024,Decreto 2 de 2023
"""

ASSESSMENTS = """\
instrument,area,dimension,criterion,score,passage,page,gap_es,gap_en,recommendation_es,recommendation_en,status,adopted_in,article,date
plan,housing,,names,2,"Niñas y niños de otros países",7,Solo niñez,Children only,Nombrar a todas,Name everybody,adopted,Acuerdo 9,3,2025-06-30
plan,housing,basic_services,measures,0,,,No hay,Nothing,,,,,,
plan,health,,names,,,,,,,,,,,
fund,housing,,budget,3,Rubro propio,12,,,,,,,,
"""

POLICIES = '\n[policies]\ninstruments = "instruments.csv"\nassessments = "assessments.csv"\n'


@dataclass(frozen=True)
class Read:
    """What a folder says of its country and policies, and what was found wrong."""

    config: CityConfig
    counts: pd.DataFrame
    policies: Policies
    found: list[Finding]

    @property
    def values(self) -> pd.DataFrame:
        """The country's figures as a release has them."""
        return country_values(self.config, self.counts)

    def codes(self) -> list[tuple[str, int | None, str | None]]:
        """Code, row and column of each finding."""
        return [(one.code, one.row, one.column) for one in self.found]


def country(folder: Path, text: str | bytes = POPULATION, table: str = "population", more: str = "") -> Read:
    """The village with one table about its country."""
    folder.mkdir(exist_ok=True)
    (folder / "unhcr.csv").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read(folder, f'\n[country]\n{table} = "unhcr.csv"\n{more}')


def policies(folder: Path, assessments: str = ASSESSMENTS, instruments: str = INSTRUMENTS) -> Read:
    """The village with an assessment of its policies."""
    folder.mkdir(exist_ok=True)
    (folder / "instruments.csv").write_text(instruments, "utf-8")
    (folder / "assessments.csv").write_text(assessments, "utf-8")
    return read(folder, POLICIES)


def read(folder: Path, section: str) -> Read:
    """A folder whose `city.toml` has a section more; of the village's own files none is read."""
    folder.mkdir(exist_ok=True)
    (folder / "city.toml").write_text(village.TOML + section, "utf-8")
    config, findings = read_config(folder)
    assert config is not None
    files = Files(folder, None, findings)
    return Read(config, read_country_tables(config, files), read_policies(config, files), findings)

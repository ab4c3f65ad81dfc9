"""What `city.toml` of the example says of its country and of the assessment of its policies.

In: a round. Out: pieces of the text of the file, and the files that they name.
"""

from __future__ import annotations

from pathlib import Path

from tejido.example import country, policies
from tejido.example.files import write_csv

TABLES = ("population", "applications", "decisions", "demographics")

SPANISH = {
    "Synthetic air model": "Modelo sintético del aire",
    "Synthetic audit of public space": "Auditoría sintética del espacio público",
    "Synthetic cadastre": "Catastro sintético",
    "Synthetic census": "Censo sintético",
    "Synthetic map of areas": "Mapa sintético de zonas",
    "Synthetic map of hazards": "Mapa sintético de amenazas",
    "Synthetic map of public space": "Mapa sintético del espacio público",
    "Synthetic map of water": "Mapa sintético de cuerpos de agua",
    "Synthetic police records": "Registros sintéticos de la policía",
    "Synthetic register of health centres": "Registro sintético de centros de salud",
    "Synthetic register of hospitals": "Registro sintético de hospitales",
    "Synthetic register of lamps": "Registro sintético de luminarias",
    "Synthetic register of libraries": "Registro sintético de bibliotecas",
    "Synthetic register of places": "Registro sintético de lugares",
    "Synthetic register of schools": "Registro sintético de escuelas",
    "Synthetic register of shops": "Registro sintético de comercios",
    "Synthetic satellite": "Satélite sintético",
    "Synthetic streets": "Calles sintéticas",
    "Synthetic survey of streets": "Relevamiento sintético de calles",
    "Synthetic tables in the shape of UNHCR's": "Tablas sintéticas con la forma de las del ACNUR",
    "Synthetic timetables": "Horarios sintéticos",
    "Synthetic vital statistics": "Estadísticas vitales sintéticas",
}
"""Who says the figures of the example, for readers of Spanish."""

__all__ = ["text", "translations", "write"]


def _files(period: str, first: bool) -> dict[str, str]:
    year = "" if first else f"_{period}"
    return {
        **{table: f"unhcr_{table}{year}_synthetic.csv" for table in TABLES},
        "instruments": f"policy_instruments{year}_synthetic.csv",
        "assessments": f"policy_assessments{year}_synthetic.csv",
    }


def text(period: str, first: bool) -> str:
    """``[country]`` and ``[policies]``."""
    files = _files(period, first)
    tables = "\n".join(f'{table} = "{files[table]}"' for table in TABLES)
    return f"""[country]
name = {{es = "{country.NAME} (sintética)", en = "{country.NAME} (synthetic)"}}
source = "Synthetic tables in the shape of UNHCR's"
{tables}

[policies]
instruments = "{files["instruments"]}"
assessments = "{files["assessments"]}"
"""


def translations() -> str:
    """``[translations]``: the Spanish names of the sources."""
    return "\n".join(
        ["[translations]", *(f'"{english}" = {{es = "{spanish}"}}' for english, spanish in SPANISH.items()), ""]
    )


def write(folder: Path, period: str, first: bool) -> None:
    """The files of a round: the country's tables up to the year before it, and the assessment."""
    files = _files(period, first)
    for table, rows in country.tables(int(period) - 1).items():
        write_csv(rows, folder / files[table])
    write_csv(policies.instruments(), folder / files["instruments"])
    write_csv(policies.assessments(0 if first else 1), folder / files["assessments"])

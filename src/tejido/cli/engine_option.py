"""`--engine`, wherever figures are summed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tejido.cli.app import told


class EngineName(StrEnum):
    """Who does the sums."""

    memory = "memory"
    duckdb = "duckdb"
    spark = "spark"


EngineOption = Annotated[
    EngineName,
    typer.Option("--engine", help=told("Who adds up: memory, or duckdb or spark for files larger than that.")),
]

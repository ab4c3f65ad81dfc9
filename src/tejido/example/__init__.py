"""The example city: a whole city folder, openly synthetic, simulated from every person in it.

In: an empty folder and a seed. Out: the files of a city folder in two rounds, a household survey, and on demand the truth
behind them. Nothing of it describes a real place; every file says so.

Streets, blocks and people come from named random streams (`chance`), so that the same seed gives the same bytes.
"""

from __future__ import annotations

from tejido.example.chance import SEED
from tejido.example.folder import write_example

__all__ = ["SEED", "write_example"]

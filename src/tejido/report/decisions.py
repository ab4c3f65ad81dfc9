"""What the editor decided on each recommendation: accepted, changed or rejected, and why. The reason stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from tejido.words import Labels

Verdict = Literal["proposed", "accepted", "changed", "rejected"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Decision:
    """What became of a recommendation. `text` takes the place of the proposal where it was changed; `reason` says why, by language."""

    verdict: Verdict = "proposed"
    reason: Labels = field(default_factory=dict)
    text: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Decisions:
    """The decisions by the recommendation's id (`rights.Action.id`); what nobody decided on is proposed."""

    made: Mapping[str, Decision] = field(default_factory=dict)

    def on(self, id_: str) -> Decision:
        """The decision on one recommendation."""
        return self.made.get(id_, Decision())

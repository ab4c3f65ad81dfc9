"""Names of the frame of every form that tejido makes: room `form` writes them, room `city` knows its answers by them.

Questions are called like standard variables and choices like their categories; these are the names around them.
"""

from __future__ import annotations

PREFIX = "tejido_"
"""Begins the id of the form."""

PERSON = "person"
"""The repeat that lists the persons of the household."""

CODE = "household_code"
"""The dwelling's code in the sample."""

POINT = "dwelling_point"
"""Where the dwelling is."""

SELECTED = "selected_person"
"""The line of the adult drawn to answer for themself."""

RESULT, COMPLETE = "result", "complete"
"""How the visit went, and the choice of those who answered."""

CONSENT = "consent"
"""Whether they agreed to take part."""

NO_ANSWER = "no_answer"
"""The choice of those who refuse or do not know."""

__all__ = ["CODE", "COMPLETE", "CONSENT", "NO_ANSWER", "PERSON", "POINT", "PREFIX", "RESULT", "SELECTED"]

"""The parts of the chapters that are written from the release, by name."""

from __future__ import annotations

from collections.abc import Mapping

from tejido.report.story import Insert

INSERTS: Mapping[str, Insert] = {}

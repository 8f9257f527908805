"""All differences between the versions, for a program that follows the briefing."""

from __future__ import annotations

from typing import Any

from briefing.exports.catalogue import Exporting, export
from briefing.versions.history import steps
from briefing.versions.wording import differences


@export("changes.json", media="application/json", about="What changed in each version, newest first, with the reasons.")
def changes_json(exporting: Exporting) -> list[dict[str, Any]]:
    """Return one object a version: number, day, and every change with the sentence that describes it."""
    return [
        {
            "version": step.version,
            "released": step.released.isoformat() if step.released else None,
            **differences(step.changes, step.reasons, step.ledger),
        }
        for step in steps(exporting.ledger, exporting.releases)
    ]

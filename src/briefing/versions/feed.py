"""A feed of changes that readers can follow (Atom, RFC 4287): one entry a version, newest first.

Dates are those of the releases and nothing is taken from the clock, so the same releases give the
same bytes. Unreleased changes are no news yet and stay out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from briefing.model.ledger import Ledger, Release
from briefing.versions.address import identifier
from briefing.versions.edition import NO_DAY, Edition, newest_date
from briefing.versions.history import DRAFT, FIRST_VERSION, Step, sentences, steps, unchanged
from briefing.versions.numbering import by_record
from briefing.versions.wording import name_of

NAME = "changes.xml"


def feed_bytes(ledger: Ledger, edition: Edition, releases: Sequence[Release]) -> bytes:
    """Return the feed; without a release it has no entry and carries the day of the newest article."""
    released = [step for step in steps(ledger, releases) if step.version != DRAFT]
    return render(
        Path(__file__).with_name("changes.xml.jinja"),
        id=identifier(edition, "change", "all"),
        title=edition.title,
        author=edition.author or f"The editors of “{edition.title}”",
        site=edition.site,
        file=NAME,
        updated=max((step.released for step in released if step.released), default=newest_date(ledger) or NO_DAY),
        entries=[_entry(step, edition) for step in released],
    )


def render(template: Path, **values: object) -> bytes:
    """Return a template filled with values: every text is escaped, and loses what XML 1.0 cannot hold."""
    environment = Environment(
        loader=FileSystemLoader(template.parent), autoescape=True, undefined=StrictUndefined,
        keep_trailing_newline=True, finalize=_printable,
    )  # fmt: skip
    return environment.get_template(template.name).render(values).encode("utf-8", "replace")


def _entry(step: Step, edition: Edition) -> dict[str, Any]:
    records = () if step.is_first else by_record(step.changes)
    return {
        "id": identifier(edition, "change", step.version),
        "title": f"Version {step.version}",
        "version": step.version,
        "day": step.released or NO_DAY,
        "note": FIRST_VERSION if step.is_first else "" if records else unchanged([step]),
        "changes": [
            (name_of(changes[0], step.ledger), sentences(changes, step.ledger), step.why(changes[0].id))
            for changes in records
        ],
    }


def _printable(value: object) -> object:
    """Return a text without the control characters that XML 1.0 cannot hold; anything else as it is."""
    if not isinstance(value, str):
        return value
    kept = "".join(character if character.isprintable() else " " for character in value)
    return type(value)(kept)

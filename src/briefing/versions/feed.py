"""A feed of changes that readers can follow (Atom, RFC 4287): one entry a version, newest first.

Dates are those of the releases and nothing is taken from the clock, so the same releases give the
same bytes. Unreleased changes are no news yet and stay out.
"""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from briefing.model.ledger import Ledger, Release
from briefing.versions.address import identifier
from briefing.versions.edition import Edition
from briefing.versions.history import DRAFT, FIRST_VERSION, Step, steps
from briefing.versions.numbering import most_important
from briefing.versions.wording import describe

NAME = "changes.xml"
ATOM, XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
ET.register_namespace("", ATOM)


def write_feed(folder: Path, ledger: Ledger, edition: Edition, releases: Sequence[Release], site: str = "") -> Path:
    """Write the feed into the folder of the HTML book and return its path."""
    path = folder / NAME
    path.write_bytes(feed_bytes(ledger, edition, releases, site))
    return path


def feed_bytes(ledger: Ledger, edition: Edition, releases: Sequence[Release], site: str = "") -> bytes:
    """Return the feed; without a release it has no entry and carries the day of the newest source."""
    released = [step for step in steps(ledger, releases) if step.version != DRAFT]
    days = [step.released for step in released if step.released]
    sources = [a.published for a in ledger.articles] + [o.published for o in ledger.origins]
    days = days or [day for day in sources if day] or [dt.date(1970, 1, 1)]
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", identifier(edition, "change", "all", site))
    _add(feed, "title", f"{edition.title} What changed")
    _add(feed, "updated", _stamp(max(days)))
    _add(_add(feed, "author"), "name", f"The editors of “{edition.title}”")
    if site:
        _add(feed, "link", rel="self", type="application/atom+xml", href=f"{site}/{NAME}")
        _add(feed, "link", rel="alternate", type="text/html", href=f"{site}/")
    for step in released:
        _entry(feed, step, edition, site)
    ET.indent(feed, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(feed, 'unicode')}\n".encode()


def _entry(feed: ET.Element, step: Step, edition: Edition, site: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", identifier(edition, "change", step.version, site))
    _add(entry, "title", f"Version {step.version}")
    _add(entry, "updated", _stamp(step.released or dt.date(1970, 1, 1)))
    if site:
        _add(entry, "link", rel="alternate", type="text/html", href=f"{site}/v{step.version}/")
    content = _add(entry, "content", type="xhtml")
    holder = ET.SubElement(content, f"{{{XHTML}}}div")
    if step.is_first:
        ET.SubElement(holder, f"{{{XHTML}}}p").text = FIRST_VERSION
        return
    listed = ET.SubElement(holder, f"{{{XHTML}}}ul")
    for change in most_important(step.changes, len(step.changes.changes), each=True):
        why = f" Why: {step.why(change)}" if step.why(change) else ""
        ET.SubElement(listed, f"{{{XHTML}}}li").text = _printable(describe(change, step.ledger) + why)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = None if text is None else _printable(text)
    return child


def _stamp(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _printable(text: str) -> str:
    """Return `text` without the control characters that XML 1.0 cannot hold."""
    return "".join(character if character.isprintable() else " " for character in text)

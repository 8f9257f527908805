"""A catalogue of records as one build makes it, without a build."""

from __future__ import annotations

from briefing.book.html.records import Catalogue
from briefing.model.ledger import Ledger, Release
from briefing.versions.edition import Edition
from briefing.versions.history import histories


def catalogue_of(ledger: Ledger, releases: tuple[Release, ...] = (), version: str = "") -> Catalogue:
    """Return the catalogue of a ledger as the release `version`, or as a draft."""
    edition = Edition(
        version=version or "0.0.0+draft",
        digest="0" * 64,
        commit="unknown",
        as_of="",
        title=ledger.title,
        subtitle="",
        status="release" if version else "draft",
    )
    return Catalogue(ledger, edition, histories(releases, ledger))

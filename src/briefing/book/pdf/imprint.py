"""What both PDFs say of themselves: edition, keywords that `briefing verify` reads, and the attached data."""

from __future__ import annotations

from briefing.book.pdf.literals import array, string
from briefing.exports.csv_package import csv_bytes
from briefing.exports.sheets import sheets
from briefing.model.digest import ledger_json
from briefing.model.ledger import Ledger
from briefing.model.words import counted
from briefing.versions.edition import Edition
from briefing.versions.verify import LEDGER_NAME, keywords

CLAIMS_NAME = "claims.csv"


def imprint(edition: Edition, ledger: Ledger, language: str) -> str:
    """Return the edition as a Typst dictionary."""
    words = {
        "title": edition.title,
        "subtitle": edition.subtitle,
        "version": edition.version,
        "digest": edition.digest,
        "as-of": edition.as_of,
        "language": language,
        "description": f"Version {edition.version}. Articles {edition.as_of}. Evidence {edition.digest}.",
    }
    facts = array([array([string(name), string(value)]) for name, value in _facts(edition, ledger)])
    named = array([string(word) for word in keywords(edition)])
    body = "".join(f"{name}:{string(value)}," for name, value in words.items())
    return f"({body}facts:{facts},keywords:{named})"


def attachments(ledger: Ledger) -> dict[str, bytes]:
    """Return the data that goes with the pages: the claims as in the data exports, the whole ledger as digested."""
    claims = next(sheet for sheet in sheets(ledger) if sheet.name == "claims")
    return {
        CLAIMS_NAME: csv_bytes(claims),
        LEDGER_NAME: ledger_json(ledger).encode("utf-8", "surrogatepass"),
    }


def attach() -> str:
    """Return the Typst that attaches them."""
    kinds = (
        (CLAIMS_NAME, "text/csv", "The claims, one row each"),
        (LEDGER_NAME, "application/json", "The evidence ledger; its SHA-256 is the evidence digest"),
    )
    return "".join(
        f'#pdf.attach({string(name)},relationship:"data",mime-type:{string(kind)},description:{string(what)})\n'
        for name, kind, what in kinds
    )


def _facts(edition: Edition, ledger: Ledger) -> list[tuple[str, str]]:
    origins = ledger.origins_of([claim.id for claim in ledger.standing])
    counts = {"claim": len(ledger.standing), "article": len(ledger.articles), "origin": len(origins)}
    rests = ", ".join(counted(number, noun) for noun, number in counts.items())
    return [
        ("Version", edition.version),
        ("Articles", edition.as_of),
        ("Rests on", rests),
        ("Evidence digest", edition.digest),
        ("Commit", edition.commit),
    ]

"""What both PDFs say of themselves: edition, dates, rights and addresses, and the data attached to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sphinx.config import Config

from briefing.book.pdf.literals import call, value
from briefing.exports.csv_package import LICENCE, csv_bytes
from briefing.exports.sheets import sheets
from briefing.model.digest import ledger_json
from briefing.model.ledger import Ledger
from briefing.model.words import counted, sentence
from briefing.reading.profile import origin_count
from briefing.versions.edition import Edition
from briefing.versions.verify import LEDGER_NAME, keywords

RIGHTS = f"Words and codes of the project: {LICENCE['title']}, {LICENCE['path']}. Articles: as said of each."
ATTACHED = {
    "claims.csv": ("text/csv", "The claims, one row each"),
    LEDGER_NAME: ("application/json", "The evidence ledger; its SHA-256 is the evidence digest"),
}


def attachments(ledger: Ledger) -> dict[str, bytes]:
    """Return the data that goes with the pages: the claims as in the data exports, the whole ledger as digested."""
    claims = next(sheet for sheet in sheets() if sheet.name == "claims")
    whole = ledger_json(ledger).encode("utf-8", "surrogatepass")
    return dict(zip(ATTACHED, (csv_bytes(claims, ledger), whole), strict=True))


def source_of(template: str, imprint: Mapping[str, object], body: Iterable[str]) -> str:
    """Return the Typst source of a PDF: its template, what it says of itself, the data attached, and its body."""
    lines = [
        f'#import "{template}.typ": *\n#import "look.typ": *',
        f"#let edition = {value(imprint)}",
        f"#show: body => {template}(edition, body)",
        *(f"#{call('attached', name, *what)}" for name, what in ATTACHED.items()),
        *(f"#{part}" for part in body),
    ]
    return "\n".join([*lines, ""])


def imprint(edition: Edition, ledger: Ledger, config: Config) -> dict[str, Any]:
    """Return what the whole book says of itself, as values for its template."""
    said = (f"{edition.stamp}.", f"Articles {edition.as_of}.", RIGHTS, edition.site, f"{edition.digest}.")
    contact = str(config.briefing_contact)
    origins = origin_count(ledger, {article for claim in ledger.standing for article in claim.articles})
    counts = {"claim": len(ledger.standing), "article": len(ledger.articles), "origin": origins}
    facts = {
        "Edition": edition.stamp,
        "Articles": sentence(edition.as_of),
        "Rests on": ", ".join(counted(number, noun) for noun, number in counts.items()),
        "Author": edition.author,
        "Contact": contact,
        "Address": edition.site,
        "Rights": RIGHTS,
        "Evidence digest": edition.digest,
        "Commit": edition.commit,
    }
    return {
        "name": edition.title,
        "title": edition.title,
        "subtitle": edition.subtitle,
        "stamp": edition.stamp,
        "version": edition.version,
        "digest": edition.digest,
        "as-of": f"Articles {edition.as_of}; not updated since",
        "author": edition.author,
        "site": edition.site,
        # A contact that begins with the author says both.
        "signed": contact if contact.startswith(edition.author) else ". ".join(filter(None, (edition.author, contact))),
        "paper": str(config.briefing_paper),
        "language": edition.language,
        "description": " ".join(filter(None, said)),
        "facts": [fact for fact in facts.items() if fact[1]],
        "keywords": keywords(edition),
    }

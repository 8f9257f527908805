"""What both PDFs say of themselves: edition, dates, rights and addresses, and the data attached to them."""

from __future__ import annotations

from sphinx.config import Config

from briefing.book.pdf.literals import array, string
from briefing.exports.csv_package import LICENCE, csv_bytes
from briefing.exports.sheets import sheets
from briefing.model.digest import ledger_json
from briefing.model.ledger import Ledger
from briefing.model.words import counted, sentence
from briefing.reading.profile import origin_count
from briefing.versions.edition import Edition
from briefing.versions.verify import LEDGER_NAME, keywords

CLAIMS_NAME = "claims.csv"
PAPERS = ("a4", "us-letter")
RIGHTS = f"Words and codes of the project: {LICENCE['title']}, {LICENCE['path']}. Articles: as said of each."


def imprint(edition: Edition, ledger: Ledger, config: Config, title: str) -> str:
    """Return what a PDF of this title carries, as a Typst dictionary."""
    said = {
        "name": edition.title,
        "title": title,
        "subtitle": edition.subtitle,
        "stamp": edition.stamp,
        "version": edition.version,
        "digest": edition.digest,
        "as-of": f"Articles {edition.as_of}; not updated since",
        "author": edition.author,
        "site": edition.site,
        "contact": str(config.briefing_contact),
        "paper": str(config.briefing_paper),
        "language": edition.language,
        "description": " ".join(
            filter(
                None, (f"{edition.stamp}.", f"Articles {edition.as_of}.", RIGHTS, edition.site, f"{edition.digest}.")
            )
        ),
    }
    facts = array([array([string(name), string(value)]) for name, value in _facts(edition, ledger, config) if value])
    named = array([string(word) for word in keywords(edition)])
    body = "".join(f"{name}:{string(value)}," for name, value in said.items())
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
    attached = (
        (CLAIMS_NAME, "text/csv", "The claims, one row each"),
        (LEDGER_NAME, "application/json", "The evidence ledger; its SHA-256 is the evidence digest"),
    )
    return "".join(f"#attached({','.join(map(string, what))})\n" for what in attached)


def _facts(edition: Edition, ledger: Ledger, config: Config) -> list[tuple[str, str]]:
    origins = origin_count(ledger, {article for claim in ledger.standing for article in claim.articles})
    counts = {"claim": len(ledger.standing), "article": len(ledger.articles), "origin": origins}
    return [
        ("Edition", edition.stamp),
        ("Articles", sentence(edition.as_of)),
        ("Rests on", ", ".join(counted(number, noun) for noun, number in counts.items())),
        ("Author", edition.author),
        ("Contact", str(config.briefing_contact)),
        ("Address", edition.site),
        ("Rights", RIGHTS),
        ("Evidence digest", edition.digest),
        ("Commit", edition.commit),
    ]


def head_lines(edition: Edition, config: Config) -> list[str]:
    """Return what stands at the head of the brief: dates, author, contact, the address of the whole book."""
    signed = ". ".join(filter(None, (edition.author, str(config.briefing_contact))))
    whole = f"The whole book, with every source: {edition.site}" if edition.site else ""
    return list(filter(None, (f"{edition.stamp}. Articles {edition.as_of}; not updated since.", signed, whole)))

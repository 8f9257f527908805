"""What the records themselves say in a PDF: edition, rights and addresses before and behind the chapters, and data.

The appendices are a glossary of the coding, and what is known of each source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sphinx.config import Config

from briefing.book.core.vocabularies import vocabularies
from briefing.book.pdf.literals import Code, block, call, in_language, value, words
from briefing.exports.csv_package import LICENCE, csv_bytes
from briefing.exports.sheets import sheets
from briefing.model.digest import ledger_json
from briefing.model.fields import field_words
from briefing.model.ledger import Ledger
from briefing.model.sources import Article, Origin
from briefing.model.words import counted, date_words, sentence
from briefing.reading.profile import origin_count
from briefing.versions.edition import Edition
from briefing.versions.verify import LEDGER_NAME, keywords

RIGHTS = f"Words and codes of the project: {LICENCE['title']}, {LICENCE['path']}. Articles: as said of each."
#: What the templates take from the edition as it is.
SAID = ("title", "subtitle", "stamp", "digest", "commit", "author", "site", "language")
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
    contact = str(config.briefing_contact)
    origins = origin_count(ledger, {article for claim in ledger.standing for article in claim.articles})
    counts = {"claim": len(ledger.standing), "article": len(ledger.articles), "origin": origins}
    return {
        **{name: getattr(edition, name) for name in SAID},
        "articles": sentence(edition.as_of),
        "as-of": f"Articles {edition.as_of}; not updated since",
        "rests-on": ", ".join(counted(number, noun) for noun, number in counts.items()),
        "contact": contact,
        # A contact that begins with the author says both.
        "signed": contact if contact.startswith(edition.author) else ". ".join(filter(None, (edition.author, contact))),
        "rights": RIGHTS,
        "paper": str(config.briefing_paper),
        "description": f"{edition.stamp}. Articles {edition.as_of}. {RIGHTS}",
        "keywords": keywords(edition),
    }


def appendices(ledger: Ledger, level: int) -> list[Code]:
    """Return the appendices that there is something to say in, as chapters of a level."""
    glossary = [
        call("glossary", level + 1, v.title, [(words(term.label), words(term.meaning)) for term in v.terms])
        for v in vocabularies(ledger, "glossary")
    ]
    chapters = {
        "Glossary of the coding": [call("two-columns", glossary)] if glossary else [],
        "Articles and origins": [*map(_article, ledger.articles), *map(_origin, ledger.origins)],
    }
    return [block(call("chapter", level, title), *parts) for title, parts in chapters.items() if parts]


def _article(article: Article) -> Code:
    dated = date_words(article.published) if article.published else f"undated ({article.published_basis.rstrip('.')})"
    title = in_language(article.language, words(article.title))
    head = block(words(f"{article.publisher}. “"), title, words(f"”, {dated}."))
    told = {heading: getattr(article, name) for name, heading in field_words("source").items() if name != "taken_basis"}
    return _entry(head, article.url, {**told, "Digest of the text": article.sha256[:12]})


def _origin(origin: Origin) -> Code:
    by = ", ".join(filter(None, (origin.publisher, origin.author, origin.dateline)))
    dated = date_words(origin.published) if origin.published else "no date known"
    told = {"Text held here": "yes" if origin.held else "no", "What follows": origin.note}
    return _entry(words(f"{by}. “{origin.title}”, {dated}."), origin.url, told)


def _entry(head: Code, address: str | None, told: Mapping[str, str | None]) -> Code:
    """Return a source, its address, and a line for each thing that is known of it, after its label."""
    known = (words(f"{label}: {said.rstrip('.')}.") for label, said in told.items() if said)
    web = [call("web-link", address, words(address))] if address else []
    return call("reference-entry", head, *web, *(call("quiet", line) for line in known))

"""How to cite the briefing, or one claim of it: title, version, evidence digest, how far the articles go, address.

An address is given when `_config.yml` names the site (`briefing_site_url`); without one, names are
URNs, so that feeds and linked data have stable identifiers all the same.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from briefing.model.records import Claim
from briefing.model.sources import Article
from briefing.versions.address import identifier, slug
from briefing.versions.edition import Edition

SHORT = 12
ROOT_MESSAGE = (
    "Cite the version that you read: every page, PDF and claim carries its citation with version and evidence digest, "
    "and the data of each version hold a CITATION.cff of their own."
)
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&%#_"},
}


class Citation(NamedTuple):
    """A citation as a reader copies it: one line of plain text, and a BibTeX entry."""

    text: str
    bibtex: str


def cite_briefing(edition: Edition) -> Citation:
    """Return the citation of this version of the briefing."""
    address = identifier(edition, "briefing") if edition.site else ""
    fields = {"title": edition.title, **_common(edition), "url": address}
    text = f"{_ended(edition.title)} {_stamp(edition)}{f' {address}' if address else ''}"
    return Citation(text, bibtex("misc", slug(edition.title), fields))


def cite_claim(edition: Edition, claim: Claim) -> Citation:
    """Return the citation of one claim in this version, and says so when it was withdrawn."""
    address = identifier(edition, "claim", claim.id) if edition.site else ""
    withdrawn = " Withdrawn." if claim.withdrawn else ""
    title = f"{claim.id}: {claim.statement}"
    fields = {"title": title, "howpublished": f"Claim in: {edition.title}", **_common(edition), "url": address}
    text = (
        f"“{_ended(claim.statement)}” Claim {claim.id} in: {_ended(edition.title)} {_stamp(edition)}{withdrawn}"
        f"{f' {address}' if address else ''}"
    )
    return Citation(text, bibtex("misc", f"{slug(edition.title)}-{claim.id}", fields))


def cite_article(article: Article) -> Citation:
    """Return the citation of one of the articles."""
    day = article.published.isoformat() if article.published else ""
    fields = {"title": article.title, "publisher": article.publisher, "date": day, "url": article.url}
    if article.published:
        fields |= {"year": str(article.published.year)}
    text = f"{article.publisher}: {_ended(article.title)} {day or 'No date'}. {article.url}"
    return Citation(text, bibtex("misc", article.id, fields))


def citation_file(edition: Edition | None, *, title: str = "", site: str = "") -> str:
    """Return a CITATION.cff (1.2.0): of one edition, or, without one, of the briefing whatever its version.

    The file at the root names no version: one that did would have to be written together with every
    release, and a release is one rename. It sends the reader to the version's own citation.
    """
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": ROOT_MESSAGE if edition is None else "To cite this version of the briefing, use these data.",
        "type": "dataset",
        "title": edition.title if edition else title,
        "authors": [{"name": f"The editors of “{edition.title if edition else title}”"}],
        "license": "CC-BY-4.0",
    }
    if edition:
        fields |= {"version": edition.version, "abstract": f"Articles {edition.as_of}."}
        fields["identifiers"] = [
            {"type": "other", "value": f"sha256:{edition.digest}", "description": "Evidence digest"}
        ]
        if edition.commit and re.fullmatch(r"[0-9a-f]{7,40}", edition.commit):
            fields["commit"] = edition.commit
    if edition and edition.released:
        fields["date-released"] = edition.released
    site = edition.site if edition else site
    if site:
        fields["url"] = f"{site}/"
    return yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=1000)


def bibtex(kind: str, key: str, fields: dict[str, str]) -> str:
    """Return a BibTeX entry, empty fields left out and TeX's own characters escaped, except in addresses."""
    lines = [f"  {name} = {{{value if name == 'url' else tex(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"]) + "\n"


def tex(text: str) -> str:
    """Return `text` as TeX prints it."""
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))


def _common(edition: Edition) -> dict[str, str]:
    note = f"Version {edition.version}, evidence digest {edition.digest[:SHORT]}, articles {edition.as_of}"
    return {"version": edition.version, "note": note}


def _stamp(edition: Edition) -> str:
    return f"Version {edition.version}, evidence digest {edition.digest[:SHORT]}, articles {edition.as_of}."


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."

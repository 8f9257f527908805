"""The ledger for programs of qualitative analysis: a REFI-QDA project and a codebook (version 1.5 of the standard).

Sources are the articles as plain text; codes are the claims, grouped by theme, and the words of every coded field;
selections are the pieces of evidence. Positions are Unicode code points of the text, as the standard asks, and the
words stand in the name of each selection, since programs move positions. The same ledger gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import quoteattr

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from briefing.exports.archive import packed
from briefing.exports.catalogue import Exporting, export
from briefing.exports.citation import author_of
from briefing.model.base import Record
from briefing.model.fields import CodedField, coded_fields
from briefing.model.ledger import Ledger
from briefing.model.naming import voice_name
from briefing.model.records import Claim, Evidence

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0 has no way to write them


@export(
    "ledger.qdpx",
    media="application/zip",
    about="A REFI-QDA project for NVivo, MAXQDA, ATLAS.ti, QualCoder and others: articles, codes, coded quotations.",
)
def qda_project(exporting: Exporting) -> bytes:
    """Return the project: the XML that describes it, and, where the standard keeps them, the texts of the articles."""
    held = {_guid(exporting, "article", a.id): a.text for a in exporting.ledger.articles if a.text}
    texts = {f"sources/{guid}.txt": text.encode() for guid, text in held.items()}
    return packed({"project.qde": _xml(exporting)} | texts)


@export("codebook.qdc", media="application/xml", about="The codes alone, as a REFI-QDA codebook.")
def qda_codebook(exporting: Exporting) -> bytes:
    """Return the codebook: every claim and every word of a coded field."""
    return _xml(exporting, "whole")


@export("codebook-blind.qdc", media="application/xml", about="The codebook without the claims, for a blind reader.")
def qda_blind_codebook(exporting: Exporting) -> bytes:
    """Return the words of the coded fields alone: a second reader does not see what the first took for claims."""
    return _xml(exporting, "blind")


def _xml(exporting: Exporting, codebook: Literal["", "whole", "blind"] = "") -> bytes:
    """Return the project, or one of its codebooks."""
    ledger, edition = exporting.ledger, exporting.edition
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters["attribute"] = lambda text: Markup(quoteattr(text))  # noqa: S704 -- quoted for XML
    standing = {claim.id for claim in ledger.standing}
    text = environment.get_template("qda.xml.jinja").render(
        codebook=codebook,
        ledger=ledger,
        edition=edition,
        author=author_of(edition),
        made=dt.datetime.combine(edition.day, dt.time(), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        guid=lambda *names: _guid(exporting, *names),
        voice_name=voice_name,
        themes=list(dict.fromkeys(claim.theme for claim in ledger.standing)),
        fields=[*_fields(Claim), *_fields(Evidence)],
        articles=[article for article in ledger.articles if article.text],
        selections=[(e, list(_codes(ledger, c, e))) for c in ledger.standing for e in c.evidence if e.span],
        relations=[r for r in ledger.relations if {r.first, r.second} <= standing],
    )
    return _NOT_XML.sub("\ufffd", text).encode()


def _codes(ledger: Ledger, claim: Claim, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield the names of the codes of a piece of evidence: its claim, and the words that the vocabularies know."""
    yield "claim", claim.id
    for record in (claim, evidence):
        for field in _fields(type(record)):
            word = str(getattr(record, field.name))
            if word in ledger.vocabulary.get(field.vocabulary, {}):
                yield field.name, word


def _fields(model: type[Record]) -> list[CodedField]:
    """Return the coded fields that a selection carries; a theme is a group of claims."""
    return [field for field in coded_fields(model) if field.name != "theme"]


def _guid(exporting: Exporting, *names: str) -> str:
    """Return what a thing is called in every version."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("urn:briefing", exporting.edition.title, *names))))

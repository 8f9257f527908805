"""The ledger for programs of qualitative analysis: a REFI-QDA project and a codebook (version 1.5 of the standard).

Sources are the articles as plain text; codes are the claims, grouped by theme, and the words of every coded field;
selections are the pieces of evidence. Positions are Unicode code points of the text, as the standard asks, and the
words stand in the name of each selection, since programs move positions. The same ledger gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
import zipfile
from xml.etree import ElementTree as ET

from briefing.exports.catalogue import Exporting, export
from briefing.exports.citation import author_of
from briefing.model.base import Record, Span
from briefing.model.fields import CodedField, coded_fields
from briefing.model.naming import voice_name
from briefing.model.records import Claim, Evidence, Relation

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
#: Where the standard keeps the texts of a project.
SOURCES = "sources"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0 has no way to write them
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that the ZIP format knows


@export(
    "ledger.qdpx",
    media="application/zip",
    about="A REFI-QDA project for NVivo, MAXQDA, ATLAS.ti, QualCoder and others: articles, codes, coded quotations.",
)
def qda_project(exporting: Exporting) -> bytes:
    """Return the project: the XML that describes it, and the text of every article that is held."""
    project = _Project(exporting)
    texts = [(f"{SOURCES}/{project.guid('article', a.id)}.txt", a.text.encode()) for a in project.articles]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in [("project.qde", _xml(project.element(), PROJECT)), *texts]:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, content)
    return out.getvalue()


@export("codebook.qdc", media="application/xml", about="The codes alone, as a REFI-QDA codebook.")
def qda_codebook(exporting: Exporting) -> bytes:
    """Return the codebook: every claim and every word of a coded field."""
    return _codebook(_Project(exporting).codes())


@export("codebook-blind.qdc", media="application/xml", about="The codebook without the claims, for a blind reader.")
def qda_blind_codebook(exporting: Exporting) -> bytes:
    """Return the words of the coded fields alone: a second reader does not see what the first took for claims."""
    codes = _Project(exporting).codes()
    codes.remove(codes[0])
    return _codebook(codes)


def _codebook(codes: ET.Element) -> bytes:
    root = ET.Element("CodeBook", {"origin": "briefing"})
    root.append(codes)
    return _xml(root, CODEBOOK)


class _Project:
    """Makes the elements of one project; what is in it keeps its GUID from version to version."""

    def __init__(self, exporting: Exporting) -> None:
        self.ledger, self.edition = exporting.ledger, exporting.edition
        self.articles = [article for article in self.ledger.articles if article.text]
        self.made = dt.datetime.combine(self.edition.day, dt.time(), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.stamp = {"creatingUser": self.guid("user"), "creationDateTime": self.made}

    def guid(self, *names: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("urn:briefing", self.edition.title, *names))))

    def element(self) -> ET.Element:
        user = {"creatingUserGUID": self.guid("user"), "creationDateTime": self.made}
        root = ET.Element("Project", {"name": self.edition.title, "origin": "briefing", **user})
        users = _add(root, "Users")
        _add(users, "User", guid=self.guid("user"), name=author_of(self.edition))
        _add(root, "CodeBook").append(self.codes())
        sources, notes, links = (_add(root, tag) for tag in ("Sources", "Notes", "Links"))
        for article in self.articles:
            guid = self.guid("article", article.id)
            path = {"plainTextPath": f"internal://{guid}.txt"}
            source = _add(sources, "TextSource", guid=guid, name=article.id, **path, **self.stamp)
            for claim in self.ledger.standing:
                for evidence in claim.in_article(article.id):
                    if evidence.span:
                        self.selection(source, claim, evidence, evidence.span)
                        self.note(notes, evidence)
        for relation in self.ledger.relations:
            self.link(links, relation)
        for empty in [part for part in (notes, links) if not len(part)]:
            root.remove(empty)
        _text(root, "Description", f"{self.edition.stamp}. Evidence digest {self.edition.digest}.")
        return root

    def codes(self) -> ET.Element:
        """Return the tree of codes: themes with their claims, then each coded field with its words."""
        root = ET.Element("Codes")
        claims = self.code(root, "Claims", "What the articles say, by theme.", "claims", codable=False)
        themes = dict.fromkeys(claim.theme for claim in self.ledger.standing)
        branches = {t: self.code(claims, self.ledger.label("theme", t), "", "theme", t, codable=False) for t in themes}
        for claim in self.ledger.standing:
            name = f"{claim.id} {claim.statement}"
            self.code(branches[claim.theme], name, claim.statement, "claim", claim.id)
        for field in (*_coded(Claim), *_coded(Evidence)):
            branch = self.code(root, field.heading, field.description, "field", field.name, codable=False)
            for word, term in self.ledger.vocabulary.get(field.vocabulary, {}).items():
                self.code(branch, term.label, f"{term.meaning} [{field.name}: {word}]", field.name, word)
        return root

    def code(self, parent: ET.Element, name: str, about: str, *names: str, codable: bool = True) -> ET.Element:
        """Add a code, and what it means; `names` tell it apart from every other."""
        code = _add(parent, "Code", guid=self.guid("code", *names), name=name, isCodable=str(codable).lower())
        if about:
            _text(code, "Description", about)
        return code

    def selection(self, source: ET.Element, claim: Claim, evidence: Evidence, span: Span) -> None:
        """Add the words of a piece of evidence, with the codes of its claim and its own."""
        at = {"startPosition": str(span.start), "endPosition": str(span.end)}
        named = {"guid": self.guid("selection", evidence.key), "name": evidence.verbatim}
        element = _add(source, "PlainTextSelection", **named, **at, **self.stamp)
        _text(element, "Description", f"{evidence.key}. Said by {voice_name(self.ledger, evidence.voice)}.")
        words = [(f, str(getattr(record, f.name))) for record in (claim, evidence) for f in _coded(type(record))]
        known = [(f.name, word) for f, word in words if word in self.ledger.vocabulary.get(f.vocabulary, {})]
        for names in (("claim", claim.id), *known):
            coding = _add(element, "Coding", guid=self.guid("coding", evidence.key, *names), **self.stamp)
            _add(coding, "CodeRef", targetGUID=self.guid("code", *names))
        if evidence.note:
            _add(element, "NoteRef", targetGUID=self.guid("note", evidence.key))

    def note(self, notes: ET.Element, evidence: Evidence) -> None:
        if evidence.note:
            note = _add(notes, "Note", guid=self.guid("note", evidence.key), name=evidence.key, **self.stamp)
            _text(note, "PlainTextContent", evidence.note)

    def link(self, links: ET.Element, relation: Relation) -> None:
        """Add how an article joins two claims, from the code of the first to that of the second."""
        first, second = (self.guid("code", "claim", claim) for claim in (relation.first, relation.second))
        if {relation.first, relation.second} <= {claim.id for claim in self.ledger.standing}:
            named = {"guid": self.guid("link", relation.id), "name": self.ledger.label("relation", relation.kind)}
            _add(links, "Link", **named, direction="OneWay", originGUID=first, targetGUID=second)


def _coded(model: type[Record]) -> list[CodedField]:
    """Return the coded fields that a selection carries; a theme is a group of claims."""
    return [field for field in coded_fields(model) if field.name != "theme"]


def _add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    _add(parent, tag).text = text


def _xml(root: ET.Element, namespace: str) -> bytes:
    root.set("xmlns", namespace)
    ET.indent(root, " ")
    text = _NOT_XML.sub("\ufffd", ET.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()

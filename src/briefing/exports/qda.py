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
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from briefing.exports.catalogue import Exporting, export
from briefing.exports.citation import author_of
from briefing.model.fields import CodedField, coded_fields
from briefing.model.naming import voice_name
from briefing.model.records import Claim, Evidence

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
    """Makes the elements of one project; each is named by the digest of the ledger and by what it is."""

    def __init__(self, exporting: Exporting) -> None:
        self.ledger, self.edition = exporting.ledger, exporting.edition
        self.articles = [article for article in self.ledger.articles if article.text]
        self.made = dt.datetime.combine(self.edition.day, dt.time(), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def guid(self, *names: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("urn:briefing", self.edition.title, *names))))

    def stamp(self) -> dict[str, str]:
        return {"creatingUser": self.guid("user"), "creationDateTime": self.made}

    def element(self) -> ET.Element:
        user = {"creatingUserGUID": self.guid("user"), "creationDateTime": self.made}
        root = ET.Element("Project", {"name": self.edition.title, "origin": "briefing", **user})
        users = ET.SubElement(root, "Users")
        ET.SubElement(users, "User", {"guid": self.guid("user"), "name": author_of(self.edition)})
        ET.SubElement(root, "CodeBook").append(self.codes())
        sources = ET.SubElement(root, "Sources")
        for article in self.articles:
            self.source(sources, article.id)
        self.notes(root)
        self.links(root)
        _text(root, "Description", f"{self.edition.stamp}. Evidence digest {self.edition.digest}.")
        return root

    def codes(self) -> ET.Element:
        """Return the tree of codes: themes with their claims, then each coded field with its words."""
        root = ET.Element("Codes")
        claims = self.group(root, "Claims", "What the articles say, by theme.")
        for theme in dict.fromkeys(claim.theme for claim in self.ledger.standing):
            branch = self.group(claims, self.ledger.label("theme", theme), "", "theme", theme)
            for claim in self.ledger.standing:
                if claim.theme == theme:
                    self.code(branch, f"{claim.id} {claim.statement}", claim.statement, "claim", claim.id)
        for field in _coded():
            branch = self.group(root, field.heading, field.description, "field", field.name)
            for word, term in self.ledger.vocabulary.get(field.vocabulary, {}).items():
                self.code(branch, term.label, f"{term.meaning} [{field.name}: {word}]", field.name, word)
        return root

    def group(self, parent: ET.Element, name: str, about: str, *names: str) -> ET.Element:
        return self.code(parent, name, about, *(names or (name,)), codable=False)

    def code(self, parent: ET.Element, name: str, about: str, *names: str, codable: bool = True) -> ET.Element:
        attributes = {"guid": self.guid("code", *names), "name": name, "isCodable": str(codable).lower()}
        code = ET.SubElement(parent, "Code", attributes)
        if about:
            _text(code, "Description", about)
        return code

    def source(self, parent: ET.Element, article: str) -> None:
        guid = self.guid("article", article)
        path = {"plainTextPath": f"internal://{guid}.txt"}
        source = ET.SubElement(parent, "TextSource", {"guid": guid, "name": article, **path, **self.stamp()})
        for claim in self.ledger.standing:
            for evidence in claim.in_article(article):
                if evidence.span:
                    self.selection(source, claim, evidence)

    def selection(self, source: ET.Element, claim: Claim, evidence: Evidence) -> None:
        assert evidence.span is not None  # noqa: S101 -- asked for by the caller
        start, end = map(str, evidence.span)
        at = {"startPosition": start, "endPosition": end}
        guid = self.guid("selection", evidence.key)
        element = ET.SubElement(
            source, "PlainTextSelection", {"guid": guid, "name": evidence.exact, **at, **self.stamp()}
        )
        _text(element, "Description", f"{evidence.key}. Said by {voice_name(self.ledger, evidence.voice)}.")
        coded = [(f.name, getattr(r, f.name)) for r in (claim, evidence) for f in _coded() if hasattr(r, f.name)]
        for names in [("claim", claim.id), *coded]:
            if names[0] == "claim" or names[1] in self.ledger.vocabulary.get(_vocabulary(names[0]), {}):
                coding = {"guid": self.guid("coding", evidence.key, *names), **self.stamp()}
                target = ET.SubElement(element, "Coding", coding)
                ET.SubElement(target, "CodeRef", {"targetGUID": self.guid("code", *names)})
        if evidence.note:
            ET.SubElement(element, "NoteRef", {"targetGUID": self.guid("note", evidence.key)})

    def notes(self, root: ET.Element) -> None:
        held = {article.id for article in self.articles}
        noted = [e for claim in self.ledger.standing for e in claim.evidence if e.note and e.span and e.article in held]
        notes = ET.SubElement(root, "Notes") if noted else root
        for evidence in noted:
            named = {"guid": self.guid("note", evidence.key), "name": evidence.key, **self.stamp()}
            _text(ET.SubElement(notes, "Note", named), "PlainTextContent", evidence.note or "")

    def links(self, root: ET.Element) -> None:
        """Add how articles join claims, from the code of the first to that of the second."""
        standing = {claim.id for claim in self.ledger.standing}
        joins = [r for r in self.ledger.relations if {r.first, r.second} <= standing]
        links = ET.SubElement(root, "Links") if joins else root
        for join in joins:
            ends = {
                "originGUID": self.guid("code", "claim", join.first),
                "targetGUID": self.guid("code", "claim", join.second),
            }
            name = self.ledger.label("relation", join.kind)
            ET.SubElement(
                links, "Link", {"guid": self.guid("link", join.id), "name": name, "direction": "OneWay", **ends}
            )


def _coded() -> Iterable[CodedField]:
    """Return the coded fields that a selection carries: of the claim but for its theme, and of the evidence."""
    return [field for model in (Claim, Evidence) for field in coded_fields(model) if field.name != "theme"]


def _vocabulary(name: str) -> str:
    return next(field.vocabulary for field in _coded() if field.name == name)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _xml(root: ET.Element, namespace: str) -> bytes:
    root.set("xmlns", namespace)
    ET.indent(root, " ")
    text = _NOT_XML.sub("\ufffd", ET.tostring(root, encoding="unicode"))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()

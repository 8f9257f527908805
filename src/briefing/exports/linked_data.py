"""The ledger as JSON-LD: schema.org claims, Web Annotation selectors, PROV derivations.

The context stands in the document, so that reading it needs no network. Offsets are Unicode code
points, which is what the Web Annotation model asks for. What the standards have no word for (voice,
quantity, certainty) is kept under names of this project's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence, Judgement, Withdrawal
from briefing.model.sources import Article, Origin
from briefing.versions.address import Named, identifier
from briefing.versions.edition import Edition

Node = dict[str, Any]


def _reference(iri: str) -> Node:
    return {"@id": iri, "@type": "@id"}


def _date(iri: str) -> Node:
    return {"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#date"}


def _offset(iri: str) -> Node:
    return {"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}


CONTEXT: Node = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "coding": "urn:briefing:coding:",
    "id": "@id",
    "type": "@type",
    "name": "schema:name",
    "text": "schema:text",
    "identifier": "schema:identifier",
    "version": "schema:version",
    "description": "schema:description",
    "inLanguage": "schema:inLanguage",
    "publisher": "schema:publisher",
    "author": "schema:author",
    "url": _reference("schema:url"),
    "datePublished": _date("schema:datePublished"),
    "creativeWorkStatus": "schema:creativeWorkStatus",
    "isPartOf": _reference("schema:isPartOf"),
    "appearance": _reference("schema:appearance"),
    "sha256": "schema:sha256",
    "wasDerivedFrom": _reference("prov:wasDerivedFrom"),
    "wasQuotedFrom": _reference("prov:wasQuotedFrom"),
    "invalidated": "prov:wasInvalidatedBy",
    "motivation": _reference("oa:motivatedBy"),
    "body": _reference("oa:hasBody"),
    "target": "oa:hasTarget",
    "source": _reference("oa:hasSource"),
    "selector": "oa:hasSelector",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": _offset("oa:start"),
    "end": _offset("oa:end"),
    "kind": "coding:kind",
    "bearsOn": "coding:bears_on",
    "theme": "coding:theme",
    "actors": {"@id": "coding:actors", "@type": "@id", "@container": "@set"},
    "voice": {"@id": "coding:voice", "@type": "@id", "@container": "@list"},
    "quantity": "coding:quantity",
    "certainty": "coding:certainty",
    "form": "coding:form",
    "confidence": "coding:confidence",
    "because": "coding:because",
    "supportedBy": {"@id": "coding:supported_by", "@type": "@id", "@container": "@set"},
    "challengedBy": {"@id": "coding:challenged_by", "@type": "@id", "@container": "@set"},
    "replacedBy": {"@id": "coding:replaced_by", "@type": "@id", "@container": "@set"},
}


def claims_jsonld(ledger: Ledger, edition: Edition) -> Node:
    """Return the document: the briefing, its origins, articles, actors, claims, evidence and key judgements."""
    names = _Names(ledger, edition)
    graph = [names.briefing(), *map(names.origin, ledger.origins), *map(names.article, ledger.articles)]
    graph += [
        {"id": names.of("actor", a.id), "type": "schema:Thing", "identifier": a.id, "name": a.name}
        for a in ledger.actors
    ]
    for claim in ledger.claims:
        graph += [names.claim(claim), *names.annotations(claim)]
    graph += map(names.judgement, ledger.judgements)
    return {"@context": CONTEXT, "@graph": graph}


class _Names:
    """Makes the nodes of one edition; every node is named once."""

    def __init__(self, ledger: Ledger, edition: Edition) -> None:
        self.ledger, self.edition = ledger, edition

    def of(self, kind: Named, name: str = "") -> str:
        return identifier(self.edition, kind, name)

    def briefing(self) -> Node:
        return {
            "id": self.of("briefing"),
            "type": ["schema:Report", "prov:Entity"],
            "name": self.edition.title,
            "version": self.edition.version,
            "identifier": f"sha256:{self.edition.digest}",
            "description": f"Articles {self.edition.as_of}.",
        }

    def origin(self, origin: Origin) -> Node:
        return _present(
            id=self.of("origin", origin.id),
            type=["schema:Article", "prov:Entity"],
            identifier=origin.id,
            name=origin.title,
            publisher=origin.publisher,
            author=origin.author,
            datePublished=origin.published.isoformat() if origin.published else None,
            description=origin.note,
        )

    def article(self, article: Article) -> Node:
        return _present(
            id=self.of("article", article.id),
            type=["schema:Article", "prov:Entity"],
            identifier=article.id,
            name=article.title,
            publisher=article.publisher,
            url=article.url,
            datePublished=article.published.isoformat() if article.published else None,
            inLanguage=article.language,
            sha256=article.sha256,
            description=article.description,
            wasDerivedFrom=[self.of("origin", origin) for origin in article.derives_from],
        )

    def claim(self, claim: Claim) -> Node:
        return _present(
            id=self.of("claim", claim.id),
            type=["schema:Claim", "prov:Entity"],
            identifier=claim.id,
            text=claim.statement,
            isPartOf=self.of("briefing"),
            appearance=[self.of("article", article) for article in claim.articles],
            wasDerivedFrom=[self.of("article", article) for article in claim.articles],
            kind=claim.kind,
            bearsOn=claim.bears_on,
            theme=claim.theme,
            actors=[self.of("actor", actor) for actor in claim.actors],
            **self._withdrawn(claim.withdrawn),
        )

    def annotations(self, claim: Claim) -> Iterator[Node]:
        for evidence in claim.evidence:
            article = self.of("article", evidence.article)
            yield _present(
                id=self.of("evidence", evidence.key),
                type=["oa:Annotation", "prov:Entity"],
                identifier=evidence.key,
                motivation="oa:identifying",
                body=self.of("claim", claim.id),
                target={"type": "oa:SpecificResource", "source": article, "selector": _selectors(evidence)},
                wasQuotedFrom=article,
                voice=[self.of("actor", actor) for actor in evidence.voice],
                quantity=evidence.quantity,
                certainty=evidence.certainty,
                form=evidence.form,
            )

    def judgement(self, judgement: Judgement) -> Node:
        return _present(
            id=self.of("judgement", judgement.id),
            type=["schema:Claim", "prov:Entity"],
            identifier=judgement.id,
            text=judgement.statement,
            isPartOf=self.of("briefing"),
            confidence=judgement.confidence,
            because=judgement.because,
            wasDerivedFrom=[self.of("claim", claim) for claim in judgement.claims],
            supportedBy=[self.of("claim", claim) for claim in judgement.supported_by],
            challengedBy=[self.of("claim", claim) for claim in judgement.challenged_by],
            **self._withdrawn(judgement.withdrawn),
        )

    def _withdrawn(self, withdrawal: Withdrawal | None) -> Node:
        if withdrawal is None:
            return {}
        replaced = [self.of("claim" if r.startswith("C") else "judgement", r) for r in withdrawal.replaced_by]
        reason = {"type": "prov:Activity", "description": withdrawal.because}
        return {"creativeWorkStatus": "withdrawn", "invalidated": reason, "replacedBy": replaced}


def _selectors(evidence: Evidence) -> list[Node]:
    quote = _present(type="oa:TextQuoteSelector", exact=evidence.exact, prefix=evidence.prefix, suffix=evidence.suffix)
    if evidence.span is None:
        return [quote]
    return [quote, {"type": "oa:TextPositionSelector", "start": evidence.span.start, "end": evidence.span.end}]


def _present(**fields: Any) -> Node:  # noqa: ANN401 -- values of a JSON document
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}

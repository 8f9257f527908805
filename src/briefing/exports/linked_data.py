"""The ledger as JSON-LD: schema.org claims, Web Annotation selectors, PROV derivations.

The context stands in the document, so that reading it needs no network. Offsets are Unicode code points, which is what
the Web Annotation model asks for. What the standards have no word for is kept under names of this project's own, made
from the fields of the records: a field that is declared there needs no other word here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefing.exports.catalogue import Exporting, export
from briefing.exports.columns import Column, columns_of, inner_records
from briefing.model.base import Record, date_parts
from briefing.model.ledger import KIND_OF, KINDS, Ledger
from briefing.model.records import Claim, Judgement, Review, Withdrawal
from briefing.model.sources import Passage
from briefing.versions.edition import Edition, identifier

Node = dict[str, Any]
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Fields that a standard has a word for.
STANDARD = {
    "id": "identifier",
    "name": "name",
    "title": "name",
    "published": "datePublished",
    "language": "inLanguage",
    "derives_from": "wasDerivedFrom",
    **{kind.says: "text" for kind in KINDS if kind.says not in ("name", "title", "exact", "note")},
    **{name: name for name in ("publisher", "author", "url", "sha256", "description", "version")},
}
#: Fields that stand in the target of an annotation, or in nodes of their own.
ELSEWHERE = frozenset({"exact", "prefix", "suffix", "article", "withdrawn", "facets"})
TYPES = {
    "claims": "schema:Claim",
    "judgements": "schema:Claim",
    "articles": "schema:Article",
    "origins": "schema:Article",
    "actors": "schema:Thing",
}


def term_of(column: Column) -> str:
    """Return the key under which a field stands in the document."""
    if column.name == "voice" and not column.refers:  # a reader's words, where elsewhere it holds ids
        return "speaker"
    first, *rest = column.name.split("_")
    return STANDARD.get(column.name) or first + "".join(map(str.capitalize, rest))


def _own_terms() -> Iterator[tuple[str, Node]]:
    """Yield the terms of every field that no standard has a word for."""
    models: list[type[Record]] = [kind.record for kind in KINDS]
    models += [*(inner for model in models for inner in inner_records(model).values()), Withdrawal, Review]
    for column in (column for model in models for column in columns_of(model)):
        if column.name not in (*STANDARD, *ELSEWHERE):
            term = term_of(column)
            definition: Node = {"@id": f"coding:{term if term == 'speaker' else column.name}"}
            if column.refers or column.type in ("date", "boolean"):
                definition["@type"] = "@id" if column.refers else f"{XSD}{column.type}"
            if column.type == "array":
                definition["@container"] = "@list" if term == "voice" else "@set"
            yield term, definition


#: The context of the document: the words of the standards, which stand in a file, and this project's own.
CONTEXT: Node = json.loads(Path(__file__).with_name("context.json").read_bytes()) | dict(sorted(_own_terms()))


@export("shapes.ttl", media="text/turtle", about="SHACL shapes of claims.jsonld.")
def shapes(_: Exporting) -> bytes:
    """Return the shapes."""
    return Path(__file__).with_name("shapes.ttl").read_bytes()


@export("claims.jsonld", media="application/ld+json", about="All records as linked data: schema.org, Annotation, PROV.")
def claims_jsonld(exporting: Exporting) -> Node:
    """Return the document: the briefing, then every record, each followed by what lies inside it."""
    nodes = _Nodes(exporting.ledger, exporting.edition)
    return {"@context": CONTEXT, "@graph": [nodes.briefing(), *nodes.records()]}


class _Nodes:
    """Makes the nodes of one edition; every node is named once."""

    def __init__(self, ledger: Ledger, edition: Edition) -> None:
        self.ledger, self.edition = ledger, edition

    def of(self, noun: str, name: str = "") -> str:
        return identifier(self.edition, noun, name)

    def to(self, record: str) -> str:
        """Return the name of the record with an id, of whatever kind."""
        kind = self.ledger.kind_by_id.get(record)
        return self.of(kind.noun if kind else "record", record)

    def briefing(self) -> Node:
        return {
            "id": self.of("briefing"),
            "type": ["schema:Report", "prov:Entity"],
            "name": self.edition.title,
            "version": self.edition.version,
            "identifier": f"sha256:{self.edition.digest}",
            "description": f"Articles {self.edition.as_of}.",
        }

    def records(self) -> Iterator[Node]:
        for kind in KINDS:
            for number, record in enumerate(getattr(self.ledger, kind.collection), 1):
                name = str(getattr(record, "id", number))
                iri = self.of(kind.noun.replace(" ", "-"), name)
                yield self.node(record, iri, name)
                for field, model in inner_records(kind.record).items():
                    for place, inner in enumerate(getattr(record, field), 1):
                        key = getattr(inner, "key", f"{name}-{place}")
                        node = self.node(inner, self.of(model.__name__.lower(), key), key, holder=name)
                        yield {**node, "body": iri}

    def node(self, record: Record, iri: str, name: str, holder: str = "") -> Node:
        """Return one record as a node; `holder` is the id of the record that it lies in."""
        model = type(record)
        standard = TYPES.get(KIND_OF[model].collection, "") if model in KIND_OF else ""
        quoted = self.quoted(record, holder) if isinstance(record, Passage) else {}
        types = [standard, "oa:Annotation" if quoted else "", "prov:Entity", f"coding:{model.__name__}"]
        own = (c for c in columns_of(model) if c.name not in ELSEWHERE and c.name not in inner_records(model))
        values = {term_of(column): self.value(column, getattr(record, column.name)) for column in own}
        named = {"id": iri, "type": [t for t in types if t], "identifier": name}
        withdrawn = self.withdrawn(getattr(record, "withdrawn", None))
        return _present(**(named | quoted | self.derived(record) | values | withdrawn))

    def value(self, column: Column, value: Any) -> Any:  # noqa: ANN401 -- of any field
        if isinstance(value, Record):
            return {term_of(c): self.value(c, getattr(value, c.name)) for c in columns_of(type(value))}
        if isinstance(value, tuple):
            return [self.value(column, one) for one in value]
        if column.refers and value:
            return self.to(value)
        return _day(value) if isinstance(value, dt.date) else value

    def derived(self, record: Record) -> Node:
        """Return what follows from a record for a reader of the standards, and its facets."""
        if isinstance(record, Claim):
            articles = [self.of("article", article) for article in record.articles]
            facets = [{"facet": facet, "words": list(words)} for facet, words in record.facets.items()]
            return {
                "isPartOf": self.of("briefing"),
                "appearance": articles,
                "wasDerivedFrom": articles,
                "facets": facets,
            }
        if isinstance(record, Judgement):
            claims = [self.of("claim", claim) for claim in record.claims]
            return {"isPartOf": self.of("briefing"), "wasDerivedFrom": claims}
        return {}

    def quoted(self, passage: Passage, holder: str) -> Node:
        source = self.of("article", getattr(passage, "article", holder))
        target = {"type": "oa:SpecificResource", "source": source, "selector": _selectors(passage)}
        return {"motivation": "oa:identifying", "target": target, "wasQuotedFrom": source}

    def withdrawn(self, withdrawal: Withdrawal | None) -> Node:
        if withdrawal is None:
            return {}
        reason = {"type": "prov:Activity", "description": withdrawal.because}
        replaced = [self.to(record) for record in withdrawal.replaced_by]
        return {"creativeWorkStatus": "withdrawn", "invalidated": reason, "replacedBy": replaced}


def _day(day: dt.date) -> str | Node:
    """Return a day, or a month or year alone, as a literal of the type that says so."""
    kind = ("gYear", "gYearMonth", "date")[len(date_parts(day)) - 1]
    return day.isoformat() if kind == "date" else {"@value": day.isoformat(), "@type": f"{XSD}{kind}"}


def _selectors(passage: Passage) -> list[Node]:
    around = {"prefix": passage.prefix, "suffix": passage.suffix}
    quote = _present(type="oa:TextQuoteSelector", exact=passage.verbatim, **around)
    if passage.span is None:
        return [quote]
    return [quote, {"type": "oa:TextPositionSelector", "start": passage.span.start, "end": passage.span.end}]


def _present(**fields: Any) -> Node:  # noqa: ANN401 -- values of a JSON document
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}

"""The ledger as JSON: canonical, with its JSON Schema (draft 2020-12); all changes; and as linked data, JSON-LD.

The linked data are schema.org claims, Web Annotation selectors, PROV derivations. Their context stands in the document,
so that reading it needs no network. Offsets are Unicode code points, which is what the Web Annotation model asks for.
What the standards have no word for is kept under names of this project's own, made from the fields of the records: a
field that is declared there needs no other word here.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import ComputedField, DataclassField, ModelField, TypedDictField

from briefing.exports.catalogue import Exporting, export
from briefing.exports.sheets import Column, columns_of, inner_records, with_inner
from briefing.model.base import Record, date_parts
from briefing.model.digest import SCHEMA, ledger_json
from briefing.model.ledger import KINDS, Ledger
from briefing.model.records import Actor, Claim, Judgement
from briefing.model.sources import Article, Origin, Passage
from briefing.versions.edition import identifier
from briefing.versions.history import steps
from briefing.versions.wording import differences

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
TYPES: dict[type[Record], str] = {
    **dict.fromkeys((Claim, Judgement), "schema:Claim"),
    **dict.fromkeys((Article, Origin), "schema:Article"),
    Actor: "schema:Thing",
}


@export("ledger.json", media="application/json", about="The canonical ledger; its SHA-256 is the evidence digest.")
def canonical_ledger(exporting: Exporting) -> str:
    """Return the ledger whose digest stands on every page."""
    return ledger_json(exporting.ledger)


class _WhatLeaves(GenerateJsonSchema):
    """Describes what may be read back, without the fields that never leave the house."""

    def field_is_present(self, field: ModelField | DataclassField | TypedDictField | ComputedField) -> bool:
        return not field.get("serialization_exclude")


@export("ledger.schema.json", media="application/schema+json", about="JSON Schema of ledger.json.")
def ledger_schema(_: Exporting | None = None) -> Node:
    """Return the JSON Schema of ledger.json, made from the records themselves."""
    schema = Ledger.model_json_schema(schema_generator=_WhatLeaves, mode="validation")
    schema["properties"]["schema"] = {"const": SCHEMA}
    schema["required"] = [*schema.get("required", ()), "schema"]
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


@export("changes.json", media="application/json", about="What changed in each version, newest first, with the reasons.")
def changes_json(exporting: Exporting) -> list[Node]:
    """Return one object a version: number, day, and every change with the sentence that describes it."""
    as_released = exporting.edition.status == "release"
    return [
        {
            "version": step.version,
            "released": step.released.isoformat() if step.released else None,
            **differences(step.changes, step.reasons, step.ledger),
        }
        for step in steps(exporting.ledger, exporting.releases, as_released=as_released)
    ]


def term_of(column: Column) -> str:
    """Return the key under which a field stands in the document."""
    if column.name == "voice" and not column.refers:  # a reader's words, where elsewhere it holds ids
        return "speaker"
    first, *rest = column.name.split("_")
    return STANDARD.get(column.name) or first + "".join(map(str.capitalize, rest))


def _own_terms() -> Iterator[tuple[str, Node]]:
    """Yield the terms of every field that no standard has a word for."""
    for column in (column for kind in KINDS for model in with_inner(kind.record) for column in columns_of(model)):
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
    edition, nodes = exporting.edition, _Nodes(exporting.ledger, partial(identifier, exporting.edition))
    briefing = {"id": nodes.of("briefing"), "type": ["schema:Report", "prov:Entity"], "name": edition.title}
    briefing |= {"version": edition.version, "identifier": f"sha256:{edition.digest}"}
    briefing |= {"description": f"Articles {edition.as_of}."}
    return {"@context": CONTEXT, "@graph": [briefing, *nodes.records()]}


class _Nodes(NamedTuple):
    """Makes the nodes of one edition; every node is named once, by its noun and its own name."""

    ledger: Ledger
    of: Callable[..., str]

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
        quoted = self.quoted(record, holder) if isinstance(record, Passage) else {}
        types = [TYPES.get(model), "oa:Annotation" if quoted else "", "prov:Entity", f"coding:{model.__name__}"]
        own = (c for c in columns_of(model) if c.name not in ELSEWHERE and c.name not in inner_records(model))
        values = {term_of(column): self.value(column, getattr(record, column.name)) for column in own}
        if withdrawal := getattr(record, "withdrawn", None):
            reason = {"type": "prov:Activity", "description": withdrawal.because}
            replaced = [self.to(other) for other in withdrawal.replaced_by]
            values |= {"creativeWorkStatus": "withdrawn", "invalidated": reason, "replacedBy": replaced}
        named = {"id": iri, "type": [t for t in types if t], "identifier": name}
        return _present(named | quoted | self.derived(record) | values)

    def to(self, record: str) -> str:
        """Return the name of the record with an id, of whatever kind."""
        kind = self.ledger.kind_by_id.get(record)
        return self.of(kind.noun if kind else "record", record)

    def value(self, column: Column, value: Any) -> Any:  # noqa: ANN401 -- of any field
        if isinstance(value, Record):
            return {term_of(c): self.value(c, getattr(value, c.name)) for c in columns_of(type(value))}
        if isinstance(value, tuple):
            return [self.value(column, one) for one in value]
        if column.refers and value:
            return self.to(value)
        if not isinstance(value, dt.date):
            return value
        # A month or a year alone is a literal of the type that says so.
        kind = ("gYear", "gYearMonth", "date")[len(date_parts(value)) - 1]
        return value.isoformat() if kind == "date" else {"@value": value.isoformat(), "@type": f"{XSD}{kind}"}

    def derived(self, record: Record) -> Node:
        """Return what follows from a record for a reader of the standards, and its facets."""
        if isinstance(record, Claim):
            articles = [self.of("article", article) for article in record.articles]
            facets = [{"facet": facet, "words": list(words)} for facet, words in record.facets.items()]
            derived = {"appearance": articles, "wasDerivedFrom": articles, "facets": facets}
            return {"isPartOf": self.of("briefing"), **derived}
        if isinstance(record, Judgement):
            claims = [self.of("claim", claim) for claim in record.claims]
            return {"isPartOf": self.of("briefing"), "wasDerivedFrom": claims}
        return {}

    def quoted(self, passage: Passage, holder: str) -> Node:
        source = self.of("article", getattr(passage, "article", holder))
        around = {"prefix": passage.prefix, "suffix": passage.suffix}
        selectors = [_present({"type": "oa:TextQuoteSelector", "exact": passage.verbatim, **around})]
        if passage.span:
            selectors.append({"type": "oa:TextPositionSelector", **passage.span._asdict()})
        target = {"type": "oa:SpecificResource", "source": source, "selector": selectors}
        return {"motivation": "oa:identifying", "target": target, "wasQuotedFrom": source}


def _present(fields: Node) -> Node:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}

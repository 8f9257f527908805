from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pyld.jsonld
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings

from briefing.exports.catalogue import export_files
from briefing.exports.json_files import CONTEXT, term_of
from briefing.exports.sheets import columns_of
from briefing.model.ledger import KINDS, Ledger
from exported_ledgers import edition_of, export, load_ledger
from made_ledgers import altered, ledgers, sound


def schema_errors(folder: Path, name: str, schema: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(json.loads((folder / schema).read_bytes()))
    validator.check_schema(validator.schema)
    return [error.message for error in validator.iter_errors(json.loads((folder / name).read_bytes()))]


def test_the_ledger_follows_its_schema(exported: Path) -> None:
    assert schema_errors(exported, "ledger.json", "ledger.schema.json") == []


@pytest.mark.parametrize(
    "mutate",
    [
        lambda d: d["claims"][0].update(colour="red"),
        lambda d: d["claims"][0].pop("statement"),
        lambda d: d["articles"][0].update(sha256="abc"),
    ],
)
def test_an_unknown_key_or_a_wrong_value_breaks_the_schema(
    broken: Callable[..., Path], mutate: Callable[[Any], object]
) -> None:
    assert schema_errors(broken("ledger.json", mutate), "ledger.json", "ledger.schema.json")


def refuse(url: str, _options: object = None) -> object:
    message = f"reading linked data must not need the network: {url}"
    raise AssertionError(message)


def graph_of(folder: Path) -> rdflib.Graph:
    document = json.loads((folder / "claims.jsonld").read_bytes())
    quads = pyld.jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse})
    return rdflib.Graph().parse(data=quads, format="nt")


def shape_errors(folder: Path) -> str:
    shapes = rdflib.Graph().parse(folder / "shapes.ttl")
    conforms, _, text = pyshacl.validate(graph_of(folder), shacl_graph=shapes, inference="none")
    return "" if conforms else str(text)


def test_the_linked_data_conform_to_their_shapes(exported: Path) -> None:
    assert shape_errors(exported) == ""


def test_every_record_is_a_node_and_every_quote_an_annotation(exported: Path) -> None:
    ledger, graph = load_ledger(exported), graph_of(exported)

    def count(kind: str) -> int:
        return len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(kind))))

    for kind in KINDS:
        assert count(f"urn:briefing:coding:{kind.record.__name__}") == len(getattr(ledger, kind.collection))
    quotes = (
        *(e for claim in ledger.claims for e in claim.evidence),
        *(s for parallel in ledger.parallels for s in parallel.sides),
        *(f for article in ledger.articles for f in article.furniture),
        *(d for actor in ledger.actors for d in actor.described),
        *(*ledger.relations, *ledger.waivers, *ledger.second_reading),
    )
    assert count("http://www.w3.org/ns/oa#Annotation") == len(quotes)
    assert count("https://schema.org/Claim") == len(ledger.claims) + len(ledger.judgements)


def test_a_coded_field_has_a_term_of_its_own_name(exported: Path) -> None:
    document = json.loads((exported / "claims.jsonld").read_bytes())
    for column in (column for kind in KINDS for column in columns_of(kind.record) if column.vocabulary):
        assert CONTEXT[term_of(column)]["@id"] == f"coding:{column.name}"
    assert of_type(document, "coding:Parallel")["change"] == ["speaker-lost", "widened"]
    assert of_type(document, "coding:Relation")["kind"] == "while"


@settings(max_examples=30)
@given(ledgers)
def test_a_reader_drops_no_key(ledger: Ledger) -> None:
    """JSON-LD leaves out, without a word, what its context does not define."""
    document = json.loads(export_files(ledger, edition_of(ledger))["claims.jsonld"])
    expanded = pyld.jsonld.expand(document, {"documentLoader": refuse})
    compacted = pyld.jsonld.compact(expanded, {"@context": CONTEXT}, {"documentLoader": refuse, "compactArrays": True})
    before = {node["id"]: set(node) for node in document["@graph"]}
    after = compacted.get("@graph", [{name: value for name, value in compacted.items() if name != "@context"}])
    assert {node["id"]: set(node) for node in after} == before


def of_type(document: Any, name: str) -> Any:
    return next(n for n in document["@graph"] if name in n["type"])


@pytest.mark.parametrize(
    "mutate",
    [
        lambda d: of_type(d, "schema:Claim").pop("text"),
        lambda d: of_type(d, "schema:Claim").update(appearance=["urn:nowhere"]),
        lambda d: of_type(d, "oa:Annotation")["target"]["selector"][0].pop("exact"),
        lambda d: of_type(d, "oa:Annotation")["target"]["selector"][1].update(start=10**6),
        lambda d: of_type(d, "coding:Evidence").pop("body"),
        lambda d: of_type(d, "coding:Evidence").pop("certainty"),
        lambda d: of_type(d, "coding:Judgement").pop("supportedBy"),
        lambda d: of_type(d, "coding:Judgement").pop("confidence"),
        lambda d: of_type(d, "coding:Relation").pop("second"),
        lambda d: of_type(d, "coding:Relation").update(first="urn:nowhere"),
        lambda d: of_type(d, "coding:Parallel").pop("change"),
        lambda d: of_type(d, "coding:ParallelSide").update(body="urn:nowhere"),
        lambda d: of_type(d, "coding:SecondCoding").pop("kind"),
        lambda d: of_type(d, "coding:Settlement").pop("decision"),
        lambda d: of_type(d, "schema:Report").update(identifier="sha256:1"),
    ],
)
def test_broken_linked_data_do_not_conform(broken: Callable[..., Path], mutate: Callable[[Any], object]) -> None:
    assert shape_errors(broken("claims.jsonld", mutate))


def test_positions_are_code_points_of_the_article_s_file(exported: Path) -> None:
    document = json.loads((exported / "claims.jsonld").read_bytes())
    articles = {n["id"]: n["identifier"] for n in document["@graph"] if "schema:Article" in n["type"]}
    for node in document["@graph"]:
        if "target" in node:
            quote, position = node["target"]["selector"]
            path = Path(__file__).parents[1] / "tiny/data/articles" / f"{articles[node['target']['source']]}.txt"
            text = path.read_bytes().decode("utf-8")[position["start"] : position["end"]]
            assert text.split() == quote["exact"].split()


def test_with_a_site_every_claim_is_named_by_its_page(tmp_path: Path) -> None:
    document = json.loads((export(sound(), tmp_path, "https://example.org/b") / "claims.jsonld").read_bytes())
    assert of_type(document, "coding:Claim")["id"] == "https://example.org/b/claims/C01.html"
    assert of_type(document, "coding:Gap")["id"] == "https://example.org/b/records/G1.html"


@pytest.mark.parametrize(("published", "kind"), [("2024-05", "gYearMonth"), ("2024", "gYear")])
def test_a_month_or_a_year_alone_is_a_literal_of_its_own_type(tmp_path: Path, published: str, kind: str) -> None:
    folder = export(altered("articles", "alpha", published=published), tmp_path)
    assert shape_errors(folder) == ""
    dates = {str(o.datatype).rpartition("#")[2] for o in graph_of(folder).objects() if isinstance(o, rdflib.Literal)}
    assert kind in dates

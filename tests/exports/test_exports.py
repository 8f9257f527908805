from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import openpyxl
import pyld.jsonld
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from pybtex.database import parse_string

from briefing.checking.check import open_ledger
from briefing.exports import export_files, load_ledger, write_all
from briefing.exports.citation import citation_file
from briefing.exports.csv_package import guard, unguard
from briefing.exports.schemas import ledger_schema
from briefing.model.digest import evidence_digest
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.versions.edition import Edition
from made_ledgers import NASTY, altered, ledgers, sound, texts
from validator_tools import run_script, validators

DAY = dt.date(2026, 1, 2)
SHIPPED = Layout(Path(__file__).parents[2])


def edition_of(ledger: Ledger) -> Edition:
    digest, dated = evidence_digest(ledger), "dated to 9 May 2024"
    return Edition("1.0.0", digest, "unknown", dated, ledger.title, "A test.", "release", day=DAY)


def export(ledger: Ledger, folder: Path, site: str = "") -> Path:
    write_all(ledger, replace(edition_of(ledger), site=site), folder)
    return folder


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the tiny briefing, whose quotes are anchored."""
    ledger = open_ledger(Layout(Path(__file__).parents[1] / "tiny"))
    return export(ledger, tmp_path_factory.mktemp("exported"))


@pytest.fixture
def broken(exported: Path, tmp_path: Path) -> Callable[[str, Callable[[Any], object]], Path]:
    """Return a copy in which one JSON file was changed."""

    def change(name: str, mutate: Callable[[Any], object]) -> Path:
        folder = tmp_path / "broken"
        shutil.copytree(exported, folder)
        document = json.loads((folder / name).read_bytes())
        mutate(document)
        (folder / name).write_text(json.dumps(document), "utf-8")
        return folder

    return change


def full(ledger: Ledger) -> bool:
    """No vocabulary is empty: the checks refuse one, and no flat table could hold it."""
    return all(ledger.vocabulary.values())


# The way out and back.


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(ledgers.filter(full))
def test_a_ledger_written_as_csv_and_read_back_is_the_same(tmp_path: Path, ledger: Ledger) -> None:
    assert load_ledger(export(ledger, tmp_path)) == ledger


@settings(deadline=None, max_examples=60)
@given(ledgers)
def test_the_digest_of_every_page_is_the_digest_of_the_file_and_the_file_is_the_ledger(ledger: Ledger) -> None:
    content = export_files(ledger, edition_of(ledger))["ledger.json"][1]
    assert hashlib.sha256(content).hexdigest() == evidence_digest(ledger)
    said = json.loads(content)
    del said["schema"]
    assert Ledger.model_validate(said) == ledger
    jsonschema.Draft202012Validator(ledger_schema()).validate(json.loads(content))


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers)
def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger) -> None:
    edition = edition_of(ledger)
    assert export_files(ledger, edition) == export_files(ledger, edition)


def test_no_machine_s_path_and_no_line_number_leaves_the_house(exported: Path) -> None:
    for path in exported.iterdir():
        assert str(Path(__file__).parents[1]).encode() not in path.read_bytes()
    assert '"place"' not in (exported / "ledger.json").read_text("utf-8")


# Spreadsheets.


@settings(deadline=None)
@given(texts)
def test_a_guarded_text_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", [*NASTY, "＝1", "\r=1", '=HYPERLINK("https://example.org","x")', "_x0041_", "a\x0bb"])
def test_a_formula_arrives_as_text_in_csv_and_in_the_workbook(text: str, tmp_path: Path) -> None:
    ledger = altered("claims", "C01", evidence=[{**sound().claims[0].evidence[0].model_dump(), "exact": text}])
    folder = export(ledger, tmp_path)
    rows = frictionless.Package(folder / "datapackage.json").get_resource("evidence").read_rows()
    (row,) = [row for row in rows if row["claim"] == "C01"]
    assert not str(row["exact"]).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert load_ledger(folder) == ledger
    page = openpyxl.load_workbook(folder / "claims.xlsx")["evidence"]
    column = next(c.column for c in page[1] if c.value == "exact")
    cell = page.cell(2, column)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == text or "_x" in str(cell.value)


def test_no_cell_of_the_workbook_is_a_formula_and_the_sheets_are_the_csv_files(exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "claims.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert book["claims"].max_row == 1 + len(load_ledger(exported).claims)
    assert book.properties.modified.year == 1980


# Data Package.


def package_errors(folder: Path) -> list[str]:
    """What frictionless finds wrong; it accepts a descriptor that names no version, so that is asked for as well."""
    descriptor = json.loads((folder / "datapackage.json").read_bytes())
    expected = "https://datapackage.org/profiles/2.0/datapackage.json"
    missing = [] if descriptor.get("$schema") == expected else ["no $schema of version 2.0"]
    report = frictionless.validate(folder / "datapackage.json")
    found = [e.type for e in report.errors]
    return missing + found + [e.type for task in report.tasks for e in task.errors]


def test_the_data_package_is_valid(exported: Path) -> None:
    assert package_errors(exported) == []
    descriptor = json.loads((exported / "datapackage.json").read_bytes())
    assert {r["path"] for r in descriptor["resources"]} == {p.name for p in exported.glob("*.csv")}


def edited(exported: Path, tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "edited"
    shutil.copytree(exported, folder)
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("slip", "error"),
    [
        (("claims.csv", "C02,", "C01,"), "primary-key"),
        (("evidence.csv", "C05-1,C05", "C05-1,C99"), "foreign-key"),
        (("claims.csv", ",fact,", ",gossip,"), "constraint-error"),
        (("evidence.csv", "C05-1,C05,1", "C05-1,C05,one"), "type-error"),
        (("gaps.csv", "G", "H"), "hash-count"),
        (("datapackage.json", "profiles/2.0/datapackage", "profiles/1.0/datapackage"), "no $schema of version 2.0"),
    ],
)
def test_a_broken_data_package_is_found(exported: Path, tmp_path: Path, slip: tuple[str, str, str], error: str) -> None:
    assert error in package_errors(edited(exported, tmp_path, *slip))


# JSON Schema.


def schema_errors(folder: Path, name: str, schema: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(json.loads((folder / schema).read_bytes()))
    validator.check_schema(validator.schema)
    return [error.message for error in validator.iter_errors(json.loads((folder / name).read_bytes()))]


@pytest.mark.parametrize(
    ("name", "schema"), [("ledger.json", "ledger.schema.json"), ("claims.jsonld", "claims.jsonld.schema.json")]
)
def test_documents_follow_their_schemas(exported: Path, name: str, schema: str) -> None:
    assert schema_errors(exported, name, schema) == []


@pytest.mark.parametrize(
    ("name", "mutate"),
    [
        ("ledger.json", lambda d: d["claims"][0].update(colour="red")),
        ("ledger.json", lambda d: d["claims"][0].pop("statement")),
        ("ledger.json", lambda d: d["articles"][0].update(sha256="abc")),
        ("claims.jsonld", lambda d: d["@graph"][1].update(colour="red")),
        ("claims.jsonld", lambda d: next(n for n in d["@graph"] if "target" in n)["target"].update(colour="red")),
        ("claims.jsonld", lambda d: d["@context"].update(colour="urn:x")),
    ],
)
def test_an_unknown_key_or_a_wrong_value_breaks_the_schema(
    broken: Callable[..., Path], name: str, mutate: Callable[[Any], object]
) -> None:
    schema = {"ledger.json": "ledger.schema.json", "claims.jsonld": "claims.jsonld.schema.json"}[name]
    assert schema_errors(broken(name, mutate), name, schema)


# Linked data.


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
    ledger = load_ledger(exported)
    annotation, claim = "http://www.w3.org/ns/oa#Annotation", "https://schema.org/Claim"
    counted = {
        kind: len(list(graph_of(exported).subjects(rdflib.RDF.type, rdflib.URIRef(kind))))
        for kind in (annotation, claim)
    }
    assert counted == {
        annotation: sum(len(c.evidence) for c in ledger.claims),
        claim: len(ledger.claims) + len(ledger.judgements),
    }


def of_type(document: Any, name: str) -> Any:
    return next(n for n in document["@graph"] if name in n["type"])


@pytest.mark.parametrize(
    "mutate",
    [
        lambda d: of_type(d, "schema:Claim").pop("text"),
        lambda d: of_type(d, "schema:Claim").update(appearance=["urn:nowhere"]),
        lambda d: of_type(d, "oa:Annotation")["target"]["selector"][0].pop("exact"),
        lambda d: of_type(d, "oa:Annotation")["target"]["selector"][1].update(start=10**6),
        lambda d: of_type(d, "oa:Annotation").pop("body"),
        lambda d: next(n for n in d["@graph"] if "confidence" in n).pop("supportedBy"),
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
    assert of_type(document, "schema:Claim")["id"] == "https://example.org/b/claims/C01.html"


# RO-Crate, references: validated in an environment of their own.


def test_the_crate_is_valid_and_a_broken_one_is_not(exported: Path, broken: Callable[..., Path]) -> None:
    done = run_script("check_crate.py", exported)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = broken("ro-crate-metadata.json", lambda d: d["@graph"][1].pop("datePublished"))
    assert "datePublished" in run_script("check_crate.py", folder).stdout
    shutil.rmtree(folder)
    assert run_script("check_crate.py", broken("ro-crate-metadata.json", lambda d: d["@graph"].pop(1))).returncode == 1


def test_the_crate_lists_every_file_with_its_digest(exported: Path) -> None:
    graph = json.loads((exported / "ro-crate-metadata.json").read_bytes())["@graph"]
    listed = {node["@id"]: node["sha256"] for node in graph if node["@type"] == "File"}
    there = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in exported.iterdir()}
    assert listed == {name: digest for name, digest in there.items() if name != "ro-crate-metadata.json"}


def test_a_citation_processor_sets_every_reference_and_refuses_a_broken_one(exported: Path, tmp_path: Path) -> None:
    done = run_script("check_csl.py", exported / "csl.json")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4
    items = json.loads((exported / "csl.json").read_bytes())
    items[0]["colour"] = "red"
    (tmp_path / "csl.json").write_text(json.dumps(items), "utf-8")
    assert run_script("check_csl.py", tmp_path / "csl.json").returncode != 0


@settings(deadline=None, max_examples=40)
@given(ledgers)
def test_a_bibtex_reader_reads_every_reference(ledger: Ledger) -> None:
    content = export_files(ledger, edition_of(ledger))["references.bib"][1].decode()
    assert len(parse_string(content, "bibtex").entries) == 1 + len(ledger.articles)


def cff(path: Path) -> subprocess.CompletedProcess[str]:
    command = [str(validators() / "cffconvert"), "--validate", "-i", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_citation_files_are_valid_and_a_broken_one_is_not(exported: Path, tmp_path: Path) -> None:
    assert cff(exported / "CITATION.cff").returncode == 0
    assert cff(SHIPPED.root / "CITATION.cff").returncode == 0
    (tmp_path / "CITATION.cff").write_text((exported / "CITATION.cff").read_text("utf-8") + "colour: red\n", "utf-8")
    assert cff(tmp_path / "CITATION.cff").returncode != 0


def test_the_citation_file_at_the_root_is_the_one_the_package_writes() -> None:
    title = open_ledger(SHIPPED).title
    assert (SHIPPED.root / "CITATION.cff").read_text("utf-8") == citation_file(None, title=title)


def test_the_workbook_opens_without_repair(exported: Path) -> None:
    content = (exported / "claims.xlsx").read_bytes()
    assert openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames[:2] == ["about", "claims"]

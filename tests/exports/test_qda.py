"""The REFI-QDA files, read with `pyrefiqda`, whose classes are made from the standard's schema."""

# ruff: noqa: S314 -- it is our own
from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from pyrefiqda import RefiCodebook, RefiProject

from briefing.checking.check import open_ledger
from briefing.exports.catalogue import export_files
from briefing.model.fields import coded_fields
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.records import Claim, Evidence
from exported_ledgers import edition_of
from made_ledgers import ledgers

TINY = Layout(Path(__file__).parents[1] / "tiny")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def project(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return RefiProject.load(exported / "ledger.qdpx", str(tmp_path_factory.mktemp("unpacked")))


def test_every_article_is_a_source_and_every_piece_of_evidence_a_selection_of_its_words(
    exported: Path, project: Any
) -> None:
    ledger = open_ledger(TINY)
    read = set()
    with zipfile.ZipFile(exported / "ledger.qdpx") as packed:
        for source in project.sources.text_source:
            text = packed.read(source.plain_text_path.replace("internal://", "sources/")).decode()
            assert text == ledger.article_by_id[source.name].text
            for selection in source.plain_text_selection:
                assert text[selection.start_position : selection.end_position] == selection.name
                read.add((source.name, selection.name))
    assert read == {(e.article, e.exact) for claim in ledger.standing for e in claim.evidence}


def test_every_code_that_is_named_is_there_and_no_two_things_have_one_name(exported: Path) -> None:
    with zipfile.ZipFile(exported / "ledger.qdpx") as packed:
        root = ET.fromstring(packed.read("project.qde"))
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    assert all(GUID.fullmatch(guid or "") for guid in guids)
    codable = {code.get("guid") for code in root.iterfind(".//{*}Code") if code.get("isCodable") == "true"}
    assert {ref.get("targetGUID") for ref in root.iterfind(".//{*}CodeRef")} <= codable


def test_a_selection_carries_its_claim_and_the_words_of_its_coded_fields(project: Any) -> None:
    def walk(codes: list[Any]) -> dict[str, str]:
        return {code.guid: code.name for code in codes} | {k: v for c in codes for k, v in walk(c.code).items()}

    names = walk(project.code_book.codes.code)
    (source,) = [s for s in project.sources.text_source if s.name == "digest-2021"]
    loose = next(s for s in source.plain_text_selection if s.name.startswith("All of the stones"))
    coded = [names[coding.code_ref.target_guid] for coding in loose.coding]
    ledger = open_ledger(TINY)
    claim = ledger.claim_by_id["C03"]
    (piece,) = [e for e in claim.evidence if e.article == "digest-2021"]
    words = [(field.vocabulary, getattr(r, field.name)) for r in (claim, piece) for field in coded_fields(type(r))]
    labels = [ledger.label(vocabulary, word) for vocabulary, word in words if word and vocabulary != "theme"]
    assert coded == ["C03 Stones in the north pier are loose.", *labels]
    assert {"Fact", "Repair", "all", "asserted"} < set(labels)


def test_a_relation_is_a_link_between_two_claims(project: Any) -> None:
    (link,) = project.links.link
    assert (link.name, link.direction.value) == ("while", "OneWay")


def test_the_codebook_has_every_code_and_the_blind_one_no_claim(exported: Path) -> None:
    whole = RefiCodebook.load(exported / "codebook.qdc").codes.code
    blind = RefiCodebook.load(exported / "codebook-blind.qdc").codes.code
    assert [code.name for code in whole] == ["Claims", *(code.name for code in blind)]
    assert "C01" not in (exported / "codebook-blind.qdc").read_text("utf-8")
    coded = {field.heading for model in (Claim, Evidence) for field in coded_fields(model)} - {"Theme"}
    assert {"Kind", "Bears on", "How many"} < coded == {code.name for code in blind}


@settings(max_examples=30)
@given(ledgers)
def test_any_ledger_gives_xml_that_a_reader_reads(ledger: Ledger) -> None:
    files = export_files(ledger, edition_of(ledger))
    assert ET.fromstring(files["codebook.qdc"]).tag.endswith("CodeBook")
    with zipfile.ZipFile(io.BytesIO(files["ledger.qdpx"])) as packed:
        assert ET.fromstring(packed.read("project.qde")).get("name")
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}

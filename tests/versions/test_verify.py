"""Which edition a PDF is, and whether it can be trusted."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from breaking import BreakFile
from briefing.checking.check import open_ledger
from briefing.commands import cli
from briefing.exhibits import tables
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.versions.store import build_release, publish
from briefing.versions.verify import VerificationError, read_imprint, verify
from made_pdfs import markdown, print_book, source_pages

SHIPPED_TINY = Path(__file__).parents[1] / "tiny"


@pytest.fixture(scope="session")
def tiny_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    ledger: Ledger = open_ledger(Layout(SHIPPED_TINY))
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    return print_book(tmp_path_factory.mktemp("verify"), ledger, pages).files["briefing.pdf"]


@pytest.fixture
def pdf(tiny_pdf: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "carried.pdf"
    path.write_bytes(tiny_pdf)
    return path


def release(tiny: Layout) -> None:
    day = dt.date(2024, 6, 1)
    publish(tiny, build_release(open_ledger(tiny), version="1.0.0", released=day, previous=None, reasons={}, inputs={}))


def change(path: Path, **keywords: str) -> None:
    with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
        written = str(pdf.docinfo["/Keywords"])
        for old, new in keywords.items():
            before = next(word for word in written.split(", ") if word.startswith(f"{old}="))
            written = written.replace(before, f"{old}={new}")
        pdf.docinfo["/Keywords"] = written
        pdf.save(path)


def test_a_pdf_of_this_checkout_is_recognised(pdf: Path, tiny: Layout) -> None:
    verdict = verify(pdf, tiny)
    assert verdict.in_order
    assert "It is the evidence of this checkout." in verdict.sentences


def test_a_pdf_of_other_evidence_is_not(pdf: Path, tiny: Layout, break_file: BreakFile) -> None:
    break_file("data/judgements.yml", "A second survey that finds the pier sound.", "A third survey.")
    verdict = verify(pdf, tiny)
    assert not verdict.in_order
    assert any(sentence.startswith("This checkout has the evidence") for sentence in verdict.sentences)
    assert verdict.sentences[-1] == "It is that of no release known here."


def test_a_pdf_of_an_earlier_release_is_named_by_it(pdf: Path, tiny: Layout, break_file: BreakFile) -> None:
    release(tiny)
    break_file("data/judgements.yml", "A second survey that finds the pier sound.", "A third survey.")
    change(pdf, version="1.0.0")
    verdict = verify(pdf, tiny)
    assert verdict.in_order
    assert "It is the evidence of release 1.0.0." in verdict.sentences


def test_a_draft_printed_before_the_release_of_the_same_evidence_is_good(pdf: Path, tiny: Layout) -> None:
    release(tiny)
    assert verify(pdf, tiny).in_order


def test_a_pdf_that_gives_itself_another_version_is_refused(pdf: Path, tiny: Layout) -> None:
    release(tiny)
    change(pdf, version="2.0.0")
    verdict = verify(pdf, tiny)
    assert not verdict.in_order
    assert "calls itself version 2.0.0" in verdict.sentences[-1]


def test_a_changed_digest_is_found(pdf: Path, tiny: Layout) -> None:
    change(pdf, evidence="f" * 64)
    verdict = verify(pdf, tiny)
    assert not verdict.in_order
    assert "the file was changed" in verdict.sentences[-1]


def test_a_changed_ledger_is_found(pdf: Path, tiny: Layout) -> None:
    with pikepdf.open(BytesIO(pdf.read_bytes())) as opened:
        opened.attachments["ledger.json"] = pikepdf.AttachedFileSpec(opened, b"{}", filename="ledger.json")
        opened.save(pdf)
    assert not verify(pdf, tiny).in_order


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nxref\n0 1\ntrailer\n<<>>\n"])
def test_a_file_that_is_not_a_pdf_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.pdf"
    path.write_bytes(content)
    with pytest.raises(VerificationError, match=r"other\.pdf: this"):
        read_imprint(path)


def test_a_pdf_from_elsewhere_is_not_taken_for_a_briefing(tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    with pytest.raises(VerificationError, match=r"carries no edition and no ledger"):
        read_imprint(path)


def test_the_command_says_it_and_answers_with_its_exit_code(
    pdf: Path, tiny_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify", str(pdf)]) == 0
    assert "It is the evidence of this checkout." in capsys.readouterr().out
    assert cli.main(["verify", str(tiny_root / "_config.yml")]) == 1
    assert capsys.readouterr().err.startswith("_config.yml: this is not a PDF that can be read")
    assert cli.main(["verify", "nowhere.pdf"]) == 1
    assert capsys.readouterr().err == "nowhere.pdf: there is no such file.\n"


def test_a_release_that_was_changed_is_told_and_not_thrown(
    pdf: Path, tiny: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    release(tiny)
    path = tiny.releases / "1.0.0.json"
    path.write_bytes(path.read_bytes().replace(b"2024-06-01", b"2024-06-02"))
    assert cli.main(["verify", str(pdf)]) == 1
    assert "1.0.0.json" in capsys.readouterr().err

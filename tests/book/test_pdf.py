"""What a reader, a screen reader and an archive find in the PDFs of the tiny briefing."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefing.checking.check import open_ledger
from briefing.exhibits import figures, tables
from briefing.model.digest import evidence_digest, ledger_json
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from made_ledgers import made_ledger
from made_pdfs import (
    Printed,
    actual_texts,
    faults,
    link_targets,
    markdown,
    notebook,
    outline,
    print_book,
    source_pages,
    squeezed,
    structure,
)

TINY = Path(__file__).parents[1] / "tiny"
INDEX = """# The answer

The bridge is closed {claim}`C01,C02`, and masons work {claim}`C02` {judgement}`J1`.

## More

Follow {claim}`the words <C03>` or {passage}`C01-1`.

"""


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return open_ledger(Layout(TINY))


def book_pages(ledger: Ledger) -> dict[str, str]:
    chart = figures.voices(ledger)._repr_mimebundle_()
    cells = ("code_left_out()", chart), ("more_code()", {"text/plain": "output kept"})
    return {
        "index": INDEX + markdown(tables.accounts(ledger)) + "\n\n" + markdown(tables.gaps(ledger)),
        "findings": notebook("# Findings\n\n## One\n\n```python\nshown_on_purpose = 1\n```", *cells),
        "ledger": "# Claim ledger\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }


@pytest.fixture(scope="session")
def printed(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_book(tmp_path_factory.mktemp("pdf"), ledger, book_pages(ledger))


@pytest.fixture(scope="session")
def pdf(printed: Printed) -> pikepdf.Pdf:
    return printed.tree()


def page_with(printed: Printed, *words: str) -> int:
    """The number of the last page that holds all the words."""
    held = [n for n, text in enumerate(printed.pages(), start=1) if all(squeezed(w) in squeezed(text) for w in words)]
    return held[-1]


def test_every_statement_and_every_quote_is_there_in_full(printed: Printed, ledger: Ledger) -> None:
    text = squeezed(printed.text())
    wanted = [c.statement for c in ledger.standing] + [e.exact for c in ledger.standing for e in c.evidence]
    assert [words for words in wanted if squeezed(words) not in text] == []


def test_every_page_names_title_version_digest_and_its_number(printed: Printed, ledger: Ledger) -> None:
    pages = printed.pages()
    for number, text in enumerate(pages, start=1):
        assert f"{ledger.title} · version 0.0.0+draft, not released · evidence {evidence_digest(ledger)[:12]}" in text
        assert f"page {number} of {len(pages)}" in text


def test_the_title_page_gives_the_bottom_line_and_how_far_the_articles_go(printed: Printed) -> None:
    first = printed.pages()[0]
    assert "The bridge is closed" in first
    assert "dated to" in first


def test_every_link_inside_the_book_leads_to_a_page(pdf: pikepdf.Pdf) -> None:
    targets = list(link_targets(pdf))
    assert len(targets) > 50
    assert [page for page, target in targets if target is None] == []


def test_the_bookmarks_are_the_contents(pdf: pikepdf.Pdf, ledger: Ledger) -> None:
    publishers = [(2, article.publisher) for article in ledger.articles]
    claims = [(2, f"{claim.id} {claim.statement}") for claim in ledger.standing]
    judgements = [(2, f"{judgement.id} {judgement.statement}") for judgement in ledger.standing_judgements]
    chart = (3, f"Figure 1 {figures.voices(ledger).caption}")
    assert outline(pdf) == [
        (1, "More"), *judgements, (1, "Findings"), (2, "One"), chart, (1, "Claim ledger"), *claims,
        (1, "Source texts"), *publishers, (1, "Glossary of the coding"), (1, "Articles and origins"),
    ]  # fmt: skip


def test_the_contents_page_gives_the_page_of_every_chapter(printed: Printed) -> None:
    contents = printed.text()
    for title in ("Findings", "Claim ledger", "Source texts"):
        number = re.search(rf"{title}[ .]+(\d+)", contents)
        assert number is not None
        assert title in printed.pages()[int(number[1]) - 1]


def test_a_claim_in_the_prose_says_on_which_page_its_row_stands(printed: Printed, ledger: Ledger) -> None:
    row = page_with(printed, ledger.claim_by_id["C02"].statement, "· bears on")
    opening = page_with(printed, "The bridge is closed")
    assert f"C01,p.{row};C02,p.{row}" in squeezed(printed.pages()[opening - 1])


def test_what_is_known_of_a_source_is_printed_after_its_label(printed: Printed, ledger: Ledger) -> None:
    text, article = squeezed(printed.text()), ledger.articles[0]
    assert squeezed(f"What it is worth as a source: {article.description}") in text
    assert squeezed(f"Rights: {article.rights}. Digest of the text: {article.sha256[:12]}.") in text
    assert squeezed(f"Text held here: no. What follows: {ledger.origins[0].note}") in text


def test_a_claim_under_other_words_keeps_its_number_for_paper(printed: Printed) -> None:
    assert re.search(r"the words \(C03\), p\. \d+", re.sub(r"\s+", " ", printed.text()))


def test_a_row_leads_to_its_passage_and_the_passage_back(pdf: pikepdf.Pdf, printed: Printed) -> None:
    row, passage = page_with(printed, "· bears on"), page_with(printed, "Tinted words")
    pairs = set(link_targets(pdf))
    assert (row, passage) in pairs
    assert (passage, row) in pairs


def test_a_card_does_not_refer_to_itself(printed: Printed) -> None:
    source = (printed.source / "briefing.main.typ").read_text("utf-8")
    assert 'strong({"J1"})' in source


def test_code_and_the_data_of_a_chart_are_left_out_and_outputs_kept(printed: Printed, pdf: pikepdf.Pdf) -> None:
    text = printed.text()
    assert "shown_on_purpose" in text
    assert "code_left_out" not in text
    assert "more_code" not in text
    assert "output kept" in text
    assert [str(node.get("/S", "")) for node in structure(pdf)].count("/Table") == 1  # the gaps


def test_charts_are_vectors_with_their_text_alternative(pdf: pikepdf.Pdf, ledger: Ledger) -> None:
    alternatives = [str(node["/Alt"]) for node in structure(pdf) if node.get("/S") == "/Figure"]
    assert alternatives == [figures.voices(ledger).alt]
    images = [name for page in pdf.pages for name in page.get_images()]
    assert images == []


def test_heads_of_tables_are_tagged_and_headings_nest(pdf: pikepdf.Pdf) -> None:
    tags = [str(node.get("/S", "")) for node in structure(pdf)]
    assert tags.count("/TH") >= len(tables.gaps(open_ledger(Layout(TINY))).columns)
    assert {"/Table", "/THead", "/TBody", "/H1", "/H2", "/TOC", "/Link"} <= set(tags)


def test_no_blank_is_tagged_apart_from_its_words(pdf: pikepdf.Pdf) -> None:
    # In a line of the contents Typst itself joins the number of the page to what stands before it.
    assert actual_texts(pdf).replace(" \u2060", "").count(" ") == 0


def test_the_file_says_its_language_title_and_that_it_is_archival_and_accessible(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en"
    metadata = pdf.open_metadata()
    assert metadata["pdfaid:part"] == "3"
    assert metadata["pdfaid:conformance"] == "A"
    assert metadata["pdfuaid:part"] == "1"
    assert metadata["dc:title"] == "Why is the Old Bridge closed?"


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_an_independent_validator_finds_no_fault(printed: Printed, profile: str) -> None:
    assert faults(printed.files["briefing.pdf"], profile) == []


def test_the_validator_does_find_a_fault(printed: Printed) -> None:
    broken = BytesIO()
    with printed.tree() as pdf:
        del pdf.Root.Lang
        next(node for node in structure(pdf) if node.get("/S") == "/Figure")["/Alt"] = pikepdf.String("")
        pdf.save(broken)
    assert faults(broken.getvalue(), "ua1") != []


def test_the_attached_ledger_is_what_the_digest_was_taken_of(pdf: pikepdf.Pdf, ledger: Ledger) -> None:
    attached = pdf.attachments["ledger.json"].get_file().read_bytes()
    assert attached == ledger_json(ledger).encode()
    assert hashlib.sha256(attached).hexdigest() == evidence_digest(ledger)
    assert evidence_digest(ledger) in str(pdf.docinfo["/Keywords"])


def test_the_attached_claims_are_a_table_of_all_of_them(pdf: pikepdf.Pdf, ledger: Ledger) -> None:
    rows = pdf.attachments["claims.csv"].get_file().read_bytes().decode("utf-8-sig").splitlines()
    assert [row.split(",")[0].strip('"') for row in rows[1:]] == [claim.id for claim in ledger.claims]


def test_all_fonts_are_embedded_and_no_character_lacks_a_glyph(pdf: pikepdf.Pdf) -> None:
    fonts = {
        str(font["/BaseFont"]): font["/DescendantFonts"][0]["/FontDescriptor"]
        for page in pdf.pages
        for font in page.obj.Resources.get("/Font", {}).values()
    }
    assert fonts
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())
    assert not any("LastResort" in name for name in fonts)


def test_the_same_book_printed_elsewhere_is_the_same_file(printed: Printed, ledger: Ledger, tmp_path: Path) -> None:
    again = print_book(tmp_path / "another" / "place", ledger, book_pages(ledger))
    assert again.files["briefing.pdf"] == printed.files["briefing.pdf"]


def test_no_path_of_the_machine_is_inside(printed: Printed, pdf: pikepdf.Pdf) -> None:
    folder = str(printed.source.parent).encode()
    streams = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Filter" in o]
    assert not any(folder in content for content in [printed.files["briefing.pdf"], *streams])


def test_words_in_another_language_are_tagged_so(tmp_path: Path) -> None:
    ledger = made_ledger(["人工智能很重要", "第二句话"], language="zh-CN")
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
    }
    made = print_book(tmp_path, ledger, {**pages, "sources": source_pages(ledger)}).tree()
    languages = {str(node["/Lang"]) for node in structure(made) if "/Lang" in node}
    assert "zh-CN" in languages

"""The brief: two pages, no more and no fewer, each claim on them explained at the end."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from briefing.book.pdf import TypstError
from briefing.book.pdf.brief import fitted
from briefing.book.pdf.compiler import Page
from briefing.checking.check import open_ledger
from briefing.exhibits import figures, tables
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.words import dated_name
from made_pdfs import Printed, boxes, faults, link_targets, markdown, print_book, source_pages, squeezed

TINY = Path(__file__).parents[1] / "tiny"
SENTENCE = "The bridge over the river is closed until masons have mended its northern pier {claim}`C01,C02`. "


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return open_ledger(Layout(TINY))


def brief_page(ledger: Ledger, sentences: int) -> str:
    return "\n\n".join(
        [
            "# The brief",
            "## Bottom line\n\nThe bridge is closed {claim}`C01` {judgement}`J1`.",
            "## Key judgements\n\n" + markdown(tables.key_judgements(ledger)),
            "## Figure\n\n" + markdown(figures.voices(ledger)),
            "## What changed\n\n" + SENTENCE * sentences,
            "## Gaps\n\n" + markdown(tables.gaps(ledger)),
            "## What to watch\n\n" + markdown(tables.indicators(ledger)),
        ]
    )


def book_pages(ledger: Ledger, sentences: int) -> dict[str, str]:
    return {
        "index": "# Root\n\n" + markdown(tables.accounts(ledger)),
        "brief": brief_page(ledger, sentences),
        "ledger": "# Ledger\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }


@pytest.fixture(scope="session")
def printed(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_book(tmp_path_factory.mktemp("brief"), ledger, book_pages(ledger, 12), pdfs=["brief.pdf"])


def test_the_brief_has_two_pages_at_most_and_says_of_when_it_is(printed: Printed, ledger: Ledger) -> None:
    pages = printed.pages("brief.pdf")
    assert len(pages) <= 2
    assert all(f"{ledger.title} The brief · version" in page and f"of {len(pages)}" in page for page in pages)
    assert "Version 0.0.0+draft, not released" in pages[0]
    assert "Articles dated to 12 January 2021" in pages[0]
    assert "whatfollowsfromit(“Sowhat”)isours." in squeezed(pages[0])


def test_how_likely_an_inference_is_is_said_in_a_sentence_of_its_own(printed: Printed, ledger: Ledger) -> None:
    said = squeezed("".join(printed.pages("brief.pdf")))
    rated = [j for j in ledger.standing_judgements if j.likelihood]
    assert rated
    for judgement in rated:
        told = squeezed(ledger.label("likelihood", judgement.likelihood or ""))
        assert f".Likelihood:{told}.{judgement.id}" in said
    assert said.count("Likelihood:") == len(rated)


def test_its_body_is_large_enough_to_be_read_in_a_room(printed: Printed) -> None:
    sizes = {round(box.top - box.bottom, 1) for page in boxes(printed.files["brief.pdf"]) for box in page}
    assert sizes
    assert '"size":11.0pt' in (printed.source / "brief-11.0.main.typ").read_text("utf-8")


def test_the_word_document_holds_the_same_text_as_headings_lists_and_quotations(
    printed: Printed, ledger: Ledger
) -> None:
    document = Document(BytesIO(printed.files["brief.docx"]))
    styles = {paragraph.style.name: paragraph.text for paragraph in document.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "List Bullet", "Intense Quote"} <= set(styles)
    said = squeezed("".join(paragraph.text for paragraph in document.paragraphs))
    assert "whatfollowsfromit(“Sowhat”)isours." in said
    shown = squeezed(printed.text("brief.pdf"))
    for text in (*(j.statement for j in ledger.standing_judgements), *(g.question for g in ledger.gaps), SENTENCE[:40]):
        assert squeezed(text) in said
        assert squeezed(text) in shown
    assert document.core_properties.title == f"{ledger.title} The brief"


def test_only_what_is_asked_for_is_written_and_the_build_says_how_many_pages_and_how_full(printed: Printed) -> None:
    assert list(printed.files) == ["brief.docx", "brief.pdf"]
    assert re.fullmatch(r"brief\.pdf: [12] pages, \d+% full on average.*", printed.told[0])
    assert printed.told[1] == "brief.docx: as the brief"


def test_codes_that_only_the_book_explains_are_left_out(printed: Printed) -> None:
    text = re.sub(r"\s+", " ", printed.text("brief.pdf"))
    assert re.search(r"\bC\d\d\b", text) is None
    assert "The bridge is closed J1." in text
    assert "until masons have mended its northern pier." in text


def test_each_judgement_stands_over_a_decisive_quotation_with_its_source(printed: Printed, ledger: Ledger) -> None:
    text = squeezed(printed.text("brief.pdf"))
    for judgement in ledger.standing_judgements:
        claim = ledger.claim_by_id[(*judgement.decisive, *judgement.supported_by)[0]]
        quote = f"“{claim.evidence[0].exact}”–{dated_name(ledger, claim.evidence[0].article)}"
        rated = f"Confidence: {ledger.label('confidence', judgement.confidence)}"
        assert re.search(".*?".join(re.escape(squeezed(part)) for part in (judgement.statement, rated, quote)), text)
        assert squeezed(judgement.so_what or "") in text


def test_gaps_and_indicators_read_as_lists_with_their_claims(printed: Printed, ledger: Ledger) -> None:
    text = squeezed(printed.text("brief.pdf"))
    assert all(squeezed(gap.question) in text for gap in ledger.gaps)
    assert all(squeezed(indicator.observe) in text for indicator in ledger.indicators)


def test_every_link_of_the_brief_leads_to_one_of_its_pages(printed: Printed) -> None:
    targets = [target for _, target in link_targets(printed.tree("brief.pdf"))]
    assert targets
    assert set(targets) <= {1, 2}


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_an_independent_validator_finds_no_fault_in_the_brief(printed: Printed, profile: str) -> None:
    assert faults(printed.files["brief.pdf"], profile) == []


def test_the_brief_carries_the_same_data_as_the_book(printed: Printed) -> None:
    assert set(printed.tree("brief.pdf").attachments) == {"claims.csv", "ledger.json"}


def test_a_brief_of_three_pages_stops_the_build_and_says_how_much_is_too_much(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(TypstError, match=r"brief: the brief is \d+ lines too long for 2 pages .* begins with “.+”"):
        print_book(tmp_path, ledger, book_pages(ledger, 140), pdfs=["brief.pdf"])


def test_a_shorter_brief_takes_one_page(ledger: Ledger, tmp_path: Path) -> None:
    pages = {**book_pages(ledger, 0), "brief": "# The brief\n\n## Bottom line\n\nClosed {claim}`C01`."}
    printed = print_book(tmp_path, ledger, pages, pdfs=["brief.pdf"])
    assert len(printed.pages("brief.pdf")) == 1
    assert "Closed." in printed.text("brief.pdf")


@pytest.mark.parametrize(
    ("counts", "size"), [((2, 1), b"10.5"), ((2, 2), b"11.0"), ((1, 1), b"11.0"), ((3, 2), b"10.5")]
)
def test_a_brief_takes_as_few_pages_as_a_size_allows_and_then_the_larger_size(
    counts: tuple[int, int], size: bytes
) -> None:
    pages = dict(zip((11.0, 10.5), counts, strict=True))
    pdf, made = fitted("brief", lambda size: (str(size).encode(), [Page(1, 1.0)] * pages[size]))
    assert (pdf, len(made)) == (size, min(counts))


def test_a_contact_that_names_the_author_is_not_said_twice_and_gaps_are_not_named(
    ledger: Ledger, tmp_path: Path
) -> None:
    chapter = f"# The brief\n\n## Bottom line\n\nClosed, nobody knows why {{gap}}`{ledger.gaps[0].id}`."
    printed = print_book(
        tmp_path, ledger, {**book_pages(ledger, 0), "brief": chapter}, pdfs=["brief.pdf"], author="The desk",
        briefing_contact="The desk, desk@example.org",
    )  # fmt: skip
    text = re.sub(r"\s+", " ", printed.text("brief.pdf"))
    assert text.count("The desk") == 1
    assert "nobody knows why." in text


def test_without_a_chapter_for_it_there_is_no_brief(ledger: Ledger, tmp_path: Path) -> None:
    pages = {name: text for name, text in book_pages(ledger, 0).items() if name != "brief"}
    assert print_book(tmp_path, ledger, pages, pdfs=["brief.pdf"]).files == {}

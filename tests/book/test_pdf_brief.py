"""The brief: two pages, no more and no fewer, each claim on them explained at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.book.pdf.errors import TypstError
from briefing.checking.check import open_ledger
from briefing.exhibits import figures, tables
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from made_pdfs import Printed, faults, link_targets, markdown, print_book, source_pages, squeezed

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


def test_the_brief_has_two_pages_and_each_says_what_it_is(printed: Printed, ledger: Ledger) -> None:
    pages = printed.pages("brief.pdf")
    assert len(pages) == 2
    assert all(f"{ledger.title} · version" in page and f"of {len(pages)}" in page for page in pages)


def test_only_what_is_asked_for_is_written(printed: Printed) -> None:
    assert list(printed.files) == ["brief.pdf"]


def test_every_claim_that_is_cited_is_explained_in_the_key(printed: Printed, ledger: Ledger) -> None:
    cited = {"C01", "C02", *(claim for judgement in ledger.standing_judgements for claim in judgement.supported_by)}
    cited |= {claim for gap in ledger.gaps for claim in gap.touches}
    key = squeezed(printed.text("brief.pdf")).rpartition("Keytotheclaims")[2]
    assert [claim for claim in sorted(cited) if claim + squeezed(ledger.claim_by_id[claim].statement) not in key] == []


def test_each_judgement_shows_its_confidence_and_its_origins(printed: Printed, ledger: Ledger) -> None:
    text = squeezed(printed.text("brief.pdf"))
    assert all(squeezed(judgement.statement) in text for judgement in ledger.standing_judgements)
    assert "Confidence" in text
    assert "Origins" in text


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


def test_a_brief_of_three_pages_stops_the_build(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(TypstError, match=r"brief: the brief takes [3-9] pages, not 2\. Cut words\."):
        print_book(tmp_path, ledger, book_pages(ledger, 140), pdfs=["brief.pdf"])


def test_a_brief_of_one_page_stops_the_build(ledger: Ledger, tmp_path: Path) -> None:
    pages = {**book_pages(ledger, 0), "brief": "# The brief\n\n## Bottom line\n\nClosed {claim}`C01`."}
    with pytest.raises(TypstError, match=r"brief: the brief takes 1 pages?, not 2\. Say more\."):
        print_book(tmp_path, ledger, pages, pdfs=["brief.pdf"])


def test_without_a_chapter_for_it_there_is_no_brief(ledger: Ledger, tmp_path: Path) -> None:
    pages = {name: text for name, text in book_pages(ledger, 0).items() if name != "brief"}
    assert print_book(tmp_path, ledger, pages, pdfs=["brief.pdf"]).files == {}

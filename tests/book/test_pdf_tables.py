"""How tables are printed: which as entries, which columns, and where page numbers stand."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pikepdf
import pytest

from briefing.checking.check import open_ledger
from briefing.exhibits import tables
from briefing.exhibits.display import Column, Table
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.records import Claim
from made_ledgers import made_ledger
from made_pdfs import Printed, markdown, outline, print_book, source_pages, structure

TINY = Path(__file__).parents[1] / "tiny"
FEW, MANY = ("C01", "C03"), ("C01", "C02", "C03", "C04", "C05", "C06", "C07")
SHOWN = Table(
    "shown",
    "What is shown.",
    pd.DataFrame({"what": ["A", "B"], "few": [FEW, FEW[:1]], "many": [MANY, FEW], "none": ["", ""]}),
    (
        Column("what", "What", "head"),
        Column("few", "Few", "claims"),
        Column("many", "Many", "claims"),
        Column("none", "Nothing below"),
    ),
)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return open_ledger(Layout(TINY))


@pytest.fixture(scope="module")
def printed(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    pages = {
        "index": "# Root\n\n## Accounts\n\n" + markdown(tables.accounts(ledger)),
        "tables": "# Tables\n\n" + markdown(SHOWN),
        "comparison": "# Comparison\n\n" + markdown(tables.comparison(ledger, "gazette-2021", "digest-2021")),
        "ledger": "# Ledger\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    return print_book(tmp_path_factory.mktemp("tables"), ledger, pages)


@pytest.fixture(scope="module")
def pdf(printed: Printed) -> pikepdf.Pdf:
    return printed.tree()


def page(printed: Printed, heading: str) -> str:
    """What is printed from a heading on, in one line."""
    whole = printed.text()
    start = re.search(rf"(?m)^{heading} ?$", whole)
    assert start is not None
    return re.sub(r"\s+", " ", whole[start.start() :])


def test_an_account_is_a_heading_with_its_confidence_and_every_part_under_its_label(
    printed: Printed, pdf: pikepdf.Pdf, ledger: Ledger
) -> None:
    judgement = ledger.standing_judgements[0]
    text = page(printed, "Accounts")
    confidence = ledger.label("confidence", judgement.confidence)
    assert f"{judgement.id} {judgement.statement} " in text
    assert f"Confidence: {confidence}" in text
    assert f"What would change it {judgement.would_change}" in text
    titles = [str(node.get("/T", "")) for node in structure(pdf) if node.get("/S") == "/H2"]
    assert f"{judgement.id} {judgement.statement}" in titles


def test_a_claim_of_the_ledger_is_a_heading_one_below_its_chapter(pdf: pikepdf.Pdf, ledger: Ledger) -> None:
    titles = [str(node.get("/T", "")) for node in structure(pdf) if node.get("/S") == "/H2"]
    assert [f"{c.id} {c.statement}" for c in ledger.standing if f"{c.id} {c.statement}" not in titles] == []


def test_claims_and_judgements_are_bookmarks_and_no_lines_of_the_contents(
    printed: Printed, pdf: pikepdf.Pdf, ledger: Ledger
) -> None:
    bookmarks = {title for _, title in outline(pdf)}
    assert {
        f"{record.id} {record.statement}" for record in (*ledger.standing, *ledger.standing_judgements)
    } <= bookmarks
    assert ledger.claims[0].statement not in printed.pages()[0]


def test_a_claim_tells_its_codes_its_judgements_its_quotes_and_their_form_in_this_order(
    printed: Printed, ledger: Ledger
) -> None:
    claim = next(c for c in ledger.standing if ledger.judgements_on(c.id))
    said = (claim.statement, " Bears judgements J", f"“{claim.evidence[0].exact}”", "how many: ")
    assert re.search(rf"{claim.id} " + ".*?".join(map(re.escape, said)), page(printed, "Ledger"))


def test_what_is_coded_alike_of_most_quotations_is_said_once_before_all(printed: Printed, ledger: Ledger) -> None:
    text, every = page(printed, "Ledger"), [e for c in ledger.standing for e in c.evidence]
    sure, unsure = ledger.label("certainty", "asserted"), ledger.label("certainty", "reported")
    assert 2 * [e.certainty for e in every].count("asserted") > len(every) > 0
    assert text.count(f"how sure: {sure}") == 1
    assert text.index(f"how sure: {sure}") < text.index(every[0].exact)
    assert text.count(f"how sure: {unsure}") == len({e.span for e in every if e.certainty == "reported"})


def test_claims_that_rest_on_the_same_words_print_them_once(tmp_path: Path) -> None:
    ledger = made_ledger(["The bridge is old.", "The bridge is weak."])
    first, second = ledger.claims
    second = second.model_copy(update={"id": "C03"})
    noted = first.evidence[0].model_copy(update={"note": "Read with care."})
    sharing = Claim(**dict(first) | {"id": "C02", "statement": "A bridge has an age.", "evidence": (noted,)})
    both = Claim(
        **dict(first) | {"id": "C04", "statement": "It is to be mended.", "evidence": (*second.evidence, noted)}
    )
    ledger = ledger.model_copy(update={"claims": (first, sharing, second, both)})
    pages = {
        "index": "# Root\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# Ledger\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    text = page(print_book(tmp_path, ledger, pages), "Ledger").split("Source texts")[0]
    assert text.count("“The bridge is old.”") == 1
    assert text.index("C02 A bridge has an age.") < text.index("“The bridge is old.”") < text.index("C03 ")
    assert re.search(r"C04 .*The same words as under C03, p. \d+ .*The same words as under C01, p. \d+", text)
    assert text.count("Read with care.") == 2


def test_a_table_gives_ids_without_pages(printed: Printed) -> None:
    assert "A C01, C03 C01, C02, C03, C04, C05, C06, C07 B C01 C01, C03 " in page(printed, "Tables")


@pytest.mark.parametrize(("count", "paged"), [(3, True), (4, False)])
def test_a_sentence_gives_the_pages_of_three_claims_and_not_of_more(tmp_path: Path, count: int, *, paged: bool) -> None:
    ledger = made_ledger([f"Quote {n}." for n in range(count)])
    claims = ",".join(claim.id for claim in ledger.claims)
    pages = {
        "index": "# Root\n\n" + markdown(tables.accounts(ledger)),
        "prose": f"# Prose\n\nThe bridge is old {{claim}}`{claims}`.",
        "ledger": "# Ledger\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    cited = page(print_book(tmp_path, ledger, pages), "Prose").split(". Ledger ")[0]
    assert cited.count("C") == count
    assert ("p. " in cited) is paged


def test_a_column_with_nothing_in_it_is_left_out(printed: Printed) -> None:
    assert "Nothing below" not in printed.text()
    assert "Few" in page(printed, "Tables")


def test_a_comparison_sets_what_both_have_apart_and_says_what_became_of_it(printed: Printed) -> None:
    text = page(printed, "Comparison")
    source = (printed.source / "briefing.main.typ").read_text(encoding="utf-8")
    assert "P1 speaker lost, widened" in text
    assert "P2 dropped" in text
    assert source.count('strong({{"of the stones in the north pier"}})') == 2  # once on each side


def test_a_claim_longer_than_a_page_breaks_between_its_quotes(tmp_path: Path) -> None:
    ledger = made_ledger([f"Quote {n} begins, " + "goes on and on, " * 25 + f"and quote {n} ends." for n in range(40)])
    first = Claim(**dict(ledger.claims[0]) | {"evidence": tuple(e for c in ledger.claims for e in c.evidence)})
    ledger = ledger.model_copy(update={"claims": (first,)})
    pages = {
        "index": "# Root\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# Ledger\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    texts = print_book(tmp_path, ledger, pages).pages()
    rows = [re.sub(r"\s+", " ", text) for text in texts if "“Quote " in text]
    assert len(rows) > 1
    for number in range(40):
        assert [f"and quote {number} ends" in row for row in rows if f"“Quote {number} begins" in row] == [True]

"""The print edition: its budget of pages, its paper, what is left out of it, and its tags as two readers read them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from briefing.book.core.vocabularies import vocabularies
from briefing.book.pdf import TypstError
from briefing.book.pdf.compiler import finish, read_pages, report
from briefing.book.pdf.evidence import in_groups
from briefing.checking.check import open_ledger
from briefing.exhibits import figures, tables
from briefing.exhibits.display import Column
from briefing.exhibits.registry import tabulate
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.records import Term, Withdrawal
from made_ledgers import made_ledger
from made_pdfs import (
    Printed,
    boxes,
    faults,
    markdown,
    outline,
    print_book,
    source_pages,
    squeezed,
    structure,
)

TINY = Path(__file__).parents[1] / "tiny"
PARTS = """# The answer

The bridge is closed {claim}`C01`.

```{toctree}
:hidden:
:caption: Findings

one
```

```{toctree}
:hidden:
:caption: Reference

ledger
sources
```
"""


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return open_ledger(Layout(TINY))


def book_pages(ledger: Ledger, index: str = PARTS) -> dict[str, str]:
    shown = (tables.gaps(ledger), figures.voices(ledger), tables.conflicts(ledger).web_only())
    return {
        "index": index,
        "one": "# One\n\n:::{only} html\nOn screens alone.\n:::\n\n" + "\n\n".join(map(markdown, shown)),
        "ledger": "# Claim ledger\n\n"
        + markdown(tables.claim_ledger(ledger))
        + "\n\n"
        + markdown(tables.accounts(ledger)),
        "sources": source_pages(ledger),
    }


def print_parts(folder: Path, ledger: Ledger, **settings: object) -> Printed:
    pages = book_pages(ledger)
    (folder / "book").mkdir(parents=True)
    for name in ("one", "ledger", "sources"):
        (folder / "book" / f"{name}.md").write_text(pages[name], encoding="utf-8")
    return print_book(folder, ledger, {"index": PARTS}, briefing_judgements_doc="ledger", **settings)


@pytest.fixture(scope="module")
def printed(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    settings = {"briefing_contact": "desk@example.org", "briefing_pdf_pages": 12}
    return print_parts(tmp_path_factory.mktemp("edition"), ledger, **settings)


def test_chapters_run_on_and_only_parts_begin_a_page(printed: Printed) -> None:
    pages = printed.pages()
    ledger_page = next(n for n, page in enumerate(pages) if "Claim ledger\n" in page)
    assert pages[ledger_page].lstrip().startswith("Reference")
    assert any("Source texts\n" in page and "said by" in page for page in pages)


def test_the_bookmarks_have_parts_chapters_claims_and_figures(printed: Printed, ledger: Ledger) -> None:
    marks = outline(printed.tree())
    assert (1, "Findings") in marks
    assert (2, "One") in marks
    assert any(depth == 3 and title.startswith("Figure 1 ") for depth, title in marks)
    assert (3, f"C01 {ledger.claim_by_id['C01'].statement}") in marks


def test_what_is_for_the_web_alone_is_left_out(printed: Printed, ledger: Ledger) -> None:
    text = squeezed(printed.text())
    assert "Onscreensalone" not in text
    assert squeezed(tables.conflicts(ledger).caption) not in text
    assert "Table 1" in printed.text()
    assert "Table 2" not in printed.text()


def test_a_book_over_its_budget_of_pages_stops_the_build_and_says_how_full_they_are(
    ledger: Ledger, tmp_path: Path
) -> None:
    with pytest.raises(TypstError, match=r"briefing\.pdf has \d+ pages, \d+% full on average.*budget is 1 "):
        print_parts(tmp_path, ledger, briefing_pdf_pages=1)


def test_letter_paper_holds_the_same_book(ledger: Ledger, tmp_path: Path) -> None:
    made = print_parts(tmp_path, ledger, briefing_paper="us-letter")
    with made.tree() as pdf:
        assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    assert max(box.right for found in boxes(made.files["briefing.pdf"]) for box in found) < 612 - 40
    assert min(box.bottom for found in boxes(made.files["briefing.pdf"]) for box in found) > 20


def test_pages_are_measured_by_what_stands_on_them(printed: Printed) -> None:
    pages = read_pages(printed.files["briefing.pdf"])
    assert len(pages) == len(printed.pages())
    assert all(0 < page.fill <= 1.02 for page in pages)
    assert f"{len(pages)} pages" in report(pages)
    assert "full: 2: 10%" in report([pages[0]._replace(fill=0.5), pages[0]._replace(fill=0.1)])


def test_author_rights_and_addresses_are_in_the_metadata(printed: Printed) -> None:
    metadata = printed.tree().open_metadata()
    assert "Creative Commons" in metadata["dc:rights"]
    assert "desk@example.org" in printed.text()


def test_the_first_cell_of_a_row_is_its_header(printed: Printed) -> None:
    scopes = [
        str(node.A.get("/Scope", "")) for node in structure(printed.tree()) if node.get("/S") == "/TH" and "/A" in node
    ]
    assert scopes.count("/Row") == len(open_ledger(Layout(TINY)).gaps)


def test_tags_are_not_guessed_when_the_tables_are_not_those_that_were_printed(printed: Printed) -> None:
    with pytest.raises(TypstError, match="1 tables are tagged in the PDF, and 0 were printed"):
        finish(printed.files["briefing.pdf"], [], author="", rights="", address="")


def spoken(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Blocks of the file as a reader of its tags meets them: the tag, and the words below it."""
    marked = [_marked_words(page) for page in pdf.pages]
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def words(node: pikepdf.Object, page: int) -> str:
        if isinstance(node, int):
            return marked[page].get(node, "")
        if isinstance(node, pikepdf.Array):
            return "".join(words(kid, page) for kid in node)
        page = numbers[node.Pg.objgen] if "/Pg" in node else page
        if node.get("/Type") == "/MCR":
            return marked[page].get(int(node.MCID), "")
        return words(node.K, page) if "/K" in node else ""

    blocks = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/LBody", "/TD", "/TH", "/Caption"}
    found = [
        (str(node.S), words(node.K, 0)) for node in structure(pdf) if str(node.get("/S")) in blocks and "/K" in node
    ]
    return [(tag, squeezed(text)) for tag, text in found]


def _marked_words(page: pikepdf.Page) -> dict[int, str]:
    """The words of a page by the number of the marked content that holds them."""
    fonts = {name: _unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    held: dict[int, str] = {}
    current, decode, said = -1, {}, ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                properties = operands[1]
                if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
                    current = int(properties.MCID)
            case "Tf":
                decode = fonts.get(str(operands[0]), {})
            case "TJ" | "Tj":
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                said = "".join(decode.get(codes[n : n + 2].hex(), "") for n in range(0, len(codes), 2))
                held[current] = held.get(current, "") + said
    return held


def _unicode(font: pikepdf.Object) -> dict[str, str]:
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    return {
        code.lower(): bytes.fromhex(value).decode("utf-16-be")
        for code, value in re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", table)
    }


def test_quotations_headings_and_lists_are_whole_blocks_to_a_reader_of_the_tags(tmp_path: Path) -> None:
    ledger = made_ledger(["• The bridge is old.", "• The bridge is weak, and the ferry is slow.", "It stays closed."])
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    made = print_book(tmp_path, ledger, pages)
    blocks = spoken(made.tree())
    assert ("/P", squeezed("“It stays closed.”")) in blocks  # the ledger, without its source or codes
    assert ("/LBody", squeezed("The bridge is weak, and the ferry is slow.")) in blocks  # the source, without ids
    assert ("/P", squeezed("It stays closed.")) in blocks
    assert ("/H2", squeezed("C01 Statement 1 on the bridge.")) in blocks
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler's pdfinfo, the second reader, is not installed")
    (tmp_path / "made.pdf").write_bytes(made.files["briefing.pdf"])
    read = subprocess.run(
        ["pdfinfo", "-struct-text", "made.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    said = squeezed(re.sub(r'"\n\s+"', "", read.stdout))
    for words in ("“It stays closed.”", "The bridge is weak, and the ferry is slow.", "It stays closed."):
        assert f'"{squeezed(words)}"' in said


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_what_is_added_to_the_file_leaves_it_archival_and_accessible(printed: Printed, profile: str) -> None:
    assert faults(printed.files["briefing.pdf"], profile) == []


def test_claims_are_grouped_where_they_rest_on_the_same_passages() -> None:
    ledger = made_ledger(["One.", "Two."])
    first, second = ledger.claims
    same = first.model_copy(update={"id": "C03"})
    assert [[claim.id for claim in group] for group in in_groups([first, same, second])] == [
        ["C01", "C03"],
        ["C02"],
    ]
    assert [[claim.id for claim in group] for group in in_groups([first, second, same])] == [
        ["C01"],
        ["C02"],
        ["C03"],
    ]


def test_what_two_chapters_show_is_printed_where_it_is_fullest_and_the_other_says_on_which_page(
    ledger: Ledger, tmp_path: Path
) -> None:
    full = tables.gaps(ledger)
    pages = {
        "index": "# T\n\n" + markdown(tables.gaps(ledger)),
        "accounts": "# Accounts\n\n" + markdown(full) + "\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    text = re.sub(r"\s+", " ", print_book(tmp_path, ledger, pages, briefing_judgements_doc="accounts").text())
    assert text.count(full.columns[1].heading) == 1
    assert re.search(r"See Table 2, p\. \d+ ?\.", text)  # as the web calls it, whose first table is the one left out
    assert "Table 1" not in text
    assert text.count(full.caption) == 1
    assert [gap.question for gap in ledger.gaps if text.count(gap.question) != 1] == []


def test_a_section_of_which_nothing_is_printed_has_no_heading(ledger: Ledger, tmp_path: Path) -> None:
    pages = {
        "index": "# T\n\n## Empty on paper\n\n" + markdown(tables.gaps(ledger).web_only()) + "\n\n## Full\n\nWords.",
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)) + "\n\n" + markdown(tables.accounts(ledger)),
        "sources": source_pages(ledger),
    }
    text = print_book(tmp_path, ledger, pages, briefing_judgements_doc="ledger").text()
    assert "Full" in text
    assert "Empty on paper" not in text


def test_a_page_that_only_the_web_has_is_neither_printed_nor_linked(ledger: Ledger, tmp_path: Path) -> None:
    pages = {
        "index": "# T\n\n{doc}`Play here <play>`.\n\n" + markdown(tables.accounts(ledger)),
        "play": "# Play\n\nCells to change.",
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    text = print_book(tmp_path, ledger, pages, briefing_web_only=["play"]).text()
    assert "Play here" in text
    assert "Cells to change" not in text


def test_a_withdrawn_claim_keeps_its_number_and_no_quotation_and_leads_to_what_took_its_place(tmp_path: Path) -> None:
    ledger = made_ledger(["The bridge is old.", "The bridge is weak."])
    withdrawn = Withdrawal(because="It says the same as C01.", replaced_by=("C01",))
    second = ledger.claims[1].model_copy(update={"withdrawn": withdrawn})
    ledger = ledger.model_copy(update={"claims": (ledger.claims[0], second)})
    pages = {
        "index": "# T\n\nOnce so {claim}`C02`.\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    printed = print_book(tmp_path, ledger, pages)
    text = re.sub(r"\s+", " ", printed.text())
    assert "Once so C02 (withdrawn), p." in text
    assert "Withdrawn. C02, now C01." in text
    assert "“The bridge is weak.”" not in text


def test_an_id_of_a_record_without_a_chapter_of_its_own_leads_to_its_row_or_its_words(
    ledger: Ledger, tmp_path: Path
) -> None:
    gap = ledger.gaps[0].id
    pages = {
        "index": f"# T\n\nNobody knows {{gap}}`{gap}`, {{correction}}`{ledger.corrections[0].id}`.",
        "gaps": "# Gaps\n\n" + markdown(tables.gaps(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)) + "\n\n" + markdown(tables.accounts(ledger)),
        "sources": source_pages(ledger),
    }
    made = print_book(tmp_path, ledger, pages, briefing_judgements_doc="ledger")
    text, source = re.sub(r"\s+", " ", made.text()), (made.source / "briefing.main.typ").read_text("utf-8")
    correction = ledger.corrections[0]
    assert re.search(rf"Nobody knows {gap}, p\. 1; {correction.id}, p\. \d ?\.", text)
    assert f'anchor("gaps#{gap}")' in source
    # What has no row stands in an appendix, in its words.
    assert f'anchor("index#{correction.id}")' in source
    assert f"{correction.id}. {correction.wrong}" in text.partition("Other records that are cited")[2]


def test_a_glossary_of_several_pages_is_read_page_by_page_down_the_left_column_and_down_the_right(
    ledger: Ledger, tmp_path: Path
) -> None:
    long = {
        name: known | {f"more-{n}": Term(label=f"{name}{n:03}", meaning="A word more.") for n in range(40)}
        for name, known in ledger.vocabulary.items()
    }
    pages = {
        "index": "# T",
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)) + "\n\n" + markdown(tables.accounts(ledger)),
        "sources": source_pages(ledger),
    }
    ledger = ledger.model_copy(update={"vocabulary": long})
    made = print_book(tmp_path, ledger, pages, briefing_judgements_doc="ledger")
    told = [term.label for v in vocabularies(ledger, "glossary") for term in v.terms if term.label[-3:].isdigit()]
    read = [words[:-1] for page in made.pages() for words in page.split() if re.fullmatch(r"\w+\d{3}:", words)]
    assert len(told) > 200
    assert read == told


def test_a_side_of_a_comparison_is_led_to_by_the_id_of_its_row(ledger: Ledger, tmp_path: Path) -> None:
    pages = {
        "index": "# T\n\nA speaker is lost {parallel}`P1`.\n\n"
        + markdown(tables.comparison(ledger, "gazette-2021", "digest-2021")),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)) + "\n\n" + markdown(tables.accounts(ledger)),
        "sources": source_pages(ledger),
    }
    made = print_book(tmp_path, ledger, pages, briefing_judgements_doc="ledger")
    assert "A speaker is lost P1, p. 1" in re.sub(r"\s+", " ", made.text())
    assert "Other records" not in made.text()


def test_a_withdrawn_judgement_in_a_table_is_named_as_such_and_leads_nowhere_in_print(
    ledger: Ledger, tmp_path: Path
) -> None:
    """Its account stands on no page of the book, so a link to it would have nowhere to lead."""
    first, second = ledger.judgements
    gone = second.model_copy(update={"withdrawn": Withdrawal(because="One crossing stayed open.")})
    ledger = ledger.model_copy(update={"judgements": (first, gone)})
    columns = (Column("id", "No.", "judgements", of=lambda j: (j.id,)), Column("statement", "Judgement", "head"))
    every = tabulate("all_judgements", "All judgements.", columns, ledger.judgements)
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "all": "# All\n\n" + markdown(every),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    printed = print_book(tmp_path, ledger, pages)
    assert f"{gone.id} (withdrawn)" in printed.text()
    assert f"{first.id} (withdrawn)" not in printed.text()
    assert f"#{gone.id}" not in (printed.source / "briefing.main.typ").read_text("utf-8").replace(f"all#{gone.id}", "")

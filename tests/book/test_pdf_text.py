"""Whatever a text holds, it reaches the page as text: never as markup, never dropped, never over other words."""

from __future__ import annotations

import unicodedata

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from briefing.book.pdf.compiler import FONTS
from briefing.book.pdf.literals import string, words
from briefing.exhibits import tables
from made_pdfs import Printed, boxes, made_ledger, markdown, print_book, source_pages, squeezed

WORD = "w" * 2500 + "x" * 2500
PLAIN = (
    '#read("/etc/passwd") #import "look.typ" #panic()',
    "$ x^2 $ _under_ *star* `tick` @cite <label> ~ \\ // comment /* more */ = head",
    '<script>alert("1")</script> &amp; {{ jinja }} {claim}`C01` [words](link)',
    '"quoted" \\"escaped\\" \\u{41} \\n ]);}{([; --- ...',
    "人工智能 and Latin in one line",
    "combining e\u0301, Tiếng Việt, Zhōngguó, Привет, Ωμέγα",
    "tab\tand two  spaces, no\u00a0break",
)
RARE = ("😀", "👩\u200d👧", "\U00020000", "q\u0323\u0302")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    rare = [f"before {text} after {number}" for number, text in enumerate(RARE)]
    bidi = "bidi \u202etxet\u202c \u2066iso\u2069 \u200emark, private \ue000, العربية, עברית"
    quotes = [*PLAIN, WORD, *rare, bidi]
    ledger = made_ledger(quotes, statements=quotes)
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    return print_book(tmp_path_factory.mktemp("hostile"), ledger, pages)


def actual_texts(pdf: pikepdf.Pdf) -> str:
    """What a screen reader says instead of shapes that stand for more than one character."""
    said = [
        str(operands[1]["/ActualText"])
        for page in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/ActualText" in operands[1]
    ]
    return "".join(said)


@pytest.mark.parametrize("text", PLAIN, ids=range(len(PLAIN)))
def test_text_that_looks_like_markup_is_printed_as_it_is_in_row_and_source(hostile: Printed, text: str) -> None:
    found = unicodedata.normalize("NFC", squeezed(hostile.text())).count(unicodedata.normalize("NFC", squeezed(text)))
    assert found >= 3  # as a statement, as a quote, in the source


def test_a_word_longer_than_a_page_is_printed_whole_over_several(hostile: Printed) -> None:
    text = hostile.text()
    assert text.count("w") >= 3 * WORD.count("w")  # as a statement, as a quote, in the source
    assert text.count("x") >= 3 * WORD.count("x")


def test_nothing_is_read_from_the_machine(hostile: Printed) -> None:
    assert "root:" not in hostile.text()


@pytest.mark.parametrize("character", [character for text in RARE for character in text])
def test_a_character_without_a_letterform_of_its_own_keeps_its_text(hostile: Printed, character: str) -> None:
    assert character in hostile.text() + actual_texts(hostile.tree())


def test_right_to_left_words_keep_their_letters(hostile: Printed) -> None:
    text = hostile.text() + actual_texts(hostile.tree())
    assert all(letter in text for letter in "עברית")


def test_a_character_that_an_archive_may_not_hold_is_named_instead(hostile: Printed) -> None:
    assert "[U+E000]" in hostile.text()


def test_no_word_runs_over_the_edge_of_the_paper(hostile: Printed) -> None:
    ends = [box.right for page in boxes(hostile.files["briefing.pdf"]) for box in page]
    assert len(ends) > 5000
    assert max(ends) < 595 - 60


def test_a_literal_closes_only_where_its_text_ends() -> None:
    assert string('a"b\\c') == '"a\\"b\\\\c"'
    assert string("a\u202eb") == '"a\\u{202e}b"'
    assert string("\x07") == '"[U+0007]"'


def test_a_long_run_gets_places_to_break_that_are_not_part_of_it() -> None:
    broken = words("https://example.org/a/very/long/address/of/a/page")
    assert ";may-break;" in broken
    assert broken.replace('";may-break;"', "") == '"https://example.org/a/very/long/address/of/a/page"'
    assert words("an ordinary sentence") == '"an ordinary sentence"'


def test_a_break_never_parts_a_letter_from_its_accent() -> None:
    pieces = words("e\u0301" * 40).split(";may-break;")
    assert len(pieces) > 1
    assert not any(piece.startswith('"\u0301') for piece in pieces)


def test_the_last_resort_font_covers_all_that_an_archive_may_hold() -> None:
    covered = TTFont(FONTS / "LastResort.ttf").getBestCmap()
    assert all(point in covered for point in (0x21, 0x3042, 0x1F600, 0x10330, 0x2FFFD))
    assert not any(point in covered for point in (0x0A, 0xD800, 0xE000, 0xFFFF))

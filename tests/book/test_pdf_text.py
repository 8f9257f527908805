"""Whatever a text holds, it reaches the page as text: never as markup, never dropped, never over other words."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import regex
import typst
from fontTools.ttLib import TTFont

from briefing.book.pdf import TypstError
from briefing.book.pdf.compiler import FALLBACK
from briefing.book.pdf.literals import string, words
from briefing.exhibits import tables
from briefing.exhibits.palette import SANS, SERIF
from briefing.model.records import Term
from briefing.reading.letterforms import FOLDER
from made_ledgers import made_ledger
from made_pdfs import Printed, actual_texts, boxes, markdown, print_book, source_pages, squeezed

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
SCRIPTS = (
    "深圳 鲲鹏 昇腾", "國 臺 別 區", "العربية", "עברית", "हिन्दी क्षेत्र", "😀", "👩\u200d👧", "q\u0323\u0302",
    "bidi \u202etxet\u202c \u2066iso\u2069 \u200emark", "⚠\ufe0f and 國\U000e0100",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    quotes = [*PLAIN, WORD, *(f"before {text} after {number}" for number, text in enumerate(SCRIPTS))]
    ledger = made_ledger(quotes, statements=quotes)
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    return print_book(tmp_path_factory.mktemp("hostile"), ledger, pages)


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


@pytest.mark.parametrize("text", SCRIPTS)
def test_the_letters_of_other_scripts_are_printed_by_fonts_that_have_them(hostile: Printed, text: str) -> None:
    said = hostile.text() + actual_texts(hostile.tree())
    letters = {letter for letter in text if not regex.match(r"[\p{Default_Ignorable_Code_Point}\s]", letter)}
    assert [letter for letter in letters if letter not in said] == []


@pytest.mark.parametrize("character", ["\U00020000", "한", "\ue000", "\uf6c5", "\u070f", "\ufeff", "\x07"])
def test_a_character_that_cannot_be_printed_stops_the_build_with_its_name_and_its_places(
    tmp_path: Path, character: str
) -> None:
    ledger = made_ledger([f"The bridge {character} is old."])
    shown = markdown(tables.accounts(ledger)) + "\n\n" + markdown(tables.claim_ledger(ledger))
    pages = {"index": "# T\n\n" + shown, "sources": source_pages(ledger)}
    with pytest.raises(TypstError) as stopped:
        print_book(tmp_path, ledger, pages, briefing_ledger_doc="index")
    message = str(stopped.value)
    assert f"U+{ord(character):04X}" in message
    assert "claim C01" in message
    assert "index" in message
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize("name", ["Donaudampfschifffahrtszeitung", "www.artificialintelligence-news-asia.com", WORD])
def test_a_long_word_may_stand_wherever_a_record_is_named(tmp_path: Path, name: str) -> None:
    ledger = made_ledger(["The bridge is old."], statements=[name])
    article = ledger.articles[0].model_copy(update={"publisher": name, "title": name, "rights": name})
    origin = ledger.origins[0].model_copy(update={"publisher": name, "title": name, "author": name})
    terms = {"kind": {"fact": Term(label=name, meaning=name)}}
    ledger = ledger.model_copy(update={"articles": (article,), "origins": (origin,), "vocabulary": terms})
    pages = {
        "index": "# T\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# L\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }
    printed = print_book(tmp_path, ledger, pages)
    assert squeezed(printed.text()).count(name[:40]) >= 5


def test_words_that_run_from_right_to_left_begin_at_the_right(tmp_path: Path) -> None:
    ledger = made_ledger(["الجسر قديم جدا ولا يعبره أحد"], language="ar")
    shown = markdown(tables.accounts(ledger)) + "\n\n" + markdown(tables.claim_ledger(ledger))
    pages = {"index": "# T\n\n" + shown, "sources": source_pages(ledger)}
    file = print_book(tmp_path, ledger, pages, briefing_ledger_doc="index").files["briefing.pdf"]
    arabic = [box for page in boxes(file) for box in page if unicodedata.bidirectional(box.character[0]) == "AL"]
    assert max(box.right for box in arabic) > 380  # of a measure that ends at 420 points


def test_no_word_runs_over_the_edge_of_the_paper(hostile: Printed) -> None:
    ends = [box.right for page in boxes(hostile.files["briefing.pdf"]) for box in page]
    assert len(ends) > 5000
    assert max(ends) < 595 - 60


def test_a_literal_closes_only_where_its_text_ends() -> None:
    assert string('a"b\\c') == '"a\\"b\\\\c"'
    assert string("a\u202eb") == '"a\\u{202e}b"'
    assert string("\x07") == '"\\u{7}"'


def test_a_long_run_gets_places_to_break_that_are_not_part_of_it() -> None:
    broken = words("https://example.org/a/very/long/address/of/a/page")
    assert ";may-break;" in broken
    assert broken.replace('";may-break;"', "") == '{"https://example.org/a/very/long/address/of/a/page"}'
    assert words("an ordinary sentence") == '{"an ordinary sentence"}'


def test_a_break_never_parts_a_letter_from_its_accent() -> None:
    pieces = words("e\u0301" * 40).split(";may-break;")
    assert len(pieces) > 1
    assert not any(piece.startswith('"\u0301') for piece in pieces)


def test_every_font_of_the_folder_is_asked() -> None:
    families = set(
        typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)]).families()
    )
    assert families == {SANS, SERIF, *FALLBACK} - {"DejaVu Sans Mono"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttf")), ids=lambda path: path.stem)
def test_every_character_has_a_glyph_of_its_own(path: Path) -> None:
    glyphs = list(TTFont(path).getBestCmap().values())
    assert len(glyphs) == len(set(glyphs))

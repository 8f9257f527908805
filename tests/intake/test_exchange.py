from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml

from briefing.intake.exchange import ExchangeError, Proposal, read_exchange, to_yaml, worksheets
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.model.records import SecondCoding
from exported_ledgers import export
from made_ledgers import NASTY

TINY = Layout(Path(__file__).parents[1] / "tiny")
LOOSE = "All of the stones in the north pier are loose"


@pytest.fixture
def rewritten(exported: Path, tmp_path: Path) -> Callable[[Callable[[str], str], Callable[[bytes], bytes]], Path]:
    """Return the project as another program saves it: its XML and its texts changed."""

    def rewrite(xml: Callable[[str], str], text: Callable[[bytes], bytes] = bytes) -> Path:
        path = tmp_path / "coded.qdpx"
        with zipfile.ZipFile(exported / "ledger.qdpx") as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                is_text = name.endswith(".txt")
                content = text(old.read(name)) if is_text else xml(old.read(name).decode()).encode()
                new.writestr(name.replace("sources/", "Sources/"), content)
        return path

    return rewrite


def codings(proposals: tuple[Proposal, ...]) -> set[tuple[str, str, str, str]]:
    keys = ("article", "exact", "statement", "quantity")
    return {tuple(str(p.values.get(key)) for key in keys) for p in proposals}  # type: ignore[misc]


def own(ledger: Ledger) -> set[tuple[str, str, str, str]]:
    return {(e.article, e.exact, claim.statement, e.quantity) for claim in ledger.standing for e in claim.evidence}


def test_a_project_comes_back_as_it_went_out(exported: Path, ledger: Ledger) -> None:
    proposals = read_exchange(exported / "ledger.qdpx", ledger)
    assert [p.problem for p in proposals if p.problem] == []
    assert codings(proposals) == own(ledger)
    for proposal in proposals:
        SecondCoding.model_validate(proposal.values)


@pytest.mark.parametrize(
    "text", [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: b"\n" + raw]
)
def test_words_are_found_where_a_program_has_moved_the_positions(
    rewritten: Callable[..., Path], ledger: Ledger, text: Callable[[bytes], bytes]
) -> None:
    """A mark, other line ends, a line more: the positions of the XML are then wrong, and the words are not."""
    assert codings(read_exchange(rewritten(str, text), ledger)) == own(ledger)


def test_positions_alone_are_enough(rewritten: Callable[..., Path], ledger: Ledger) -> None:
    nameless = rewritten(lambda xml: re.sub(r'(<PlainTextSelection guid="[^"]*") name="[^"]*"', r"\1", xml))
    assert codings(read_exchange(nameless, ledger)) == own(ledger)


def test_a_name_that_is_cut_short_tells_how_a_program_counts(rewritten: Callable[..., Path], ledger: Ledger) -> None:
    """An emoji stands before the text: one code point, and two units of a program that counts in UTF-16."""

    def counted_in_utf_16(xml: str) -> str:
        moved = re.sub(r'Position="([0-9]+)"', lambda m: f'Position="{int(m[1]) + 2}"', xml)
        return re.sub(r'(<PlainTextSelection [^>]*name="[^" ]* [^" ]*)[^"]*"', r'\1…"', moved)

    path = rewritten(counted_in_utf_16, lambda raw: "👩".encode() + raw)
    assert codings(read_exchange(path, ledger)) == own(ledger)


def test_a_program_may_count_a_line_s_end_as_one_character(rewritten: Callable[..., Path], ledger: Ledger) -> None:
    """The texts were saved with two characters at each line's end, the positions counted with one."""

    def cut_short(xml: str) -> str:
        return re.sub(r'(<PlainTextSelection [^>]*name="[^" ]* [^" ]*)[^"]*"', r'\1…"', xml)

    path = rewritten(cut_short, lambda raw: raw.replace(b"\n", b"\r\n"))
    assert codings(read_exchange(path, ledger)) == own(ledger)


def test_a_code_of_the_reader_s_own_is_a_statement_and_what_is_not_coded_is_said(
    rewritten: Callable[..., Path], ledger: Ledger
) -> None:
    def recode(xml: str) -> str:
        return xml.replace("C03 Stones in the north pier are loose.", "The pier is unsafe").replace(
            "[quantity: ", "[q "
        )

    path = rewritten(lambda xml: recode(xml).replace('name="How many"', 'name="Amount"'))
    loose = next(p for p in read_exchange(path, ledger) if p.values["exact"] == LOOSE)
    assert loose.values["statement"] == "The pier is unsafe"
    assert loose.problem == "Not coded: quantity."


def test_words_that_no_article_has_are_shown_with_the_nearest(rewritten: Callable[..., Path], ledger: Ledger) -> None:
    other = "All of the stones in the south pier are loose"
    path = rewritten(lambda xml: xml.replace(LOOSE, other), lambda raw: raw.replace(LOOSE.encode(), other.encode()))
    (moved,) = [p for p in read_exchange(path, ledger) if p.problem]
    assert "article" not in moved.values
    assert f"Nearest: “{LOOSE}”" in moved.problem


def test_a_filled_in_worksheet_comes_back(exported: Path, ledger: Ledger, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported / "claims.xlsx")
    page = book["second_reading"]
    page.delete_rows(2, page.max_row)
    head = [cell.value for cell in page[1]]
    row = {"article": "digest-2021", "exact": LOOSE.replace(" ", "  "), "statement": "Loose.", "kind": "Fact",
           "bears_on": "repair", "quantity": "all", "certainty": "asserted", "voice": "survey; council"}  # fmt: skip
    page.append([row.get(str(name)) for name in head])
    book.save(tmp_path / "filled.xlsx")
    (proposal,) = read_exchange(tmp_path / "filled.xlsx", ledger)
    assert proposal == Proposal(row | {"exact": LOOSE, "kind": "fact", "voice": ["survey", "council"]})


def test_the_evidence_is_read_where_no_second_reading_is(ledger: Ledger, tmp_path: Path) -> None:
    alone = ledger.model_copy(update={"second_reading": ()})
    assert codings(read_exchange(export(alone, tmp_path) / "claims.xlsx", ledger)) == own(ledger)


@pytest.mark.parametrize("text", [*NASTY, "_x0041_", "a\x0bb"])
def test_a_cell_is_read_to_the_letter(ledger: Ledger, tmp_path: Path, text: str) -> None:
    claim = ledger.claims[0].model_copy(update={"statement": text})
    folder = export(ledger.model_copy(update={"claims": (claim,)}), tmp_path)
    assert worksheets(folder / "claims.xlsx")["claims"][0]["statement"].lstrip("\t") == text.lstrip("\t")


def test_the_entries_can_be_put_into_the_data(exported: Path, ledger: Ledger) -> None:
    proposals = read_exchange(exported / "ledger.qdpx", ledger)
    assert yaml.safe_load("\n".join(to_yaml(proposals))) == [proposal.values for proposal in proposals]


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    with zipfile.ZipFile(tmp_path / "coded.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", "<")
    with pytest.raises(ExchangeError, match=r"coded\.xlsx is no workbook"):
        read_exchange(tmp_path / "coded.xlsx", ledger)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut"])
@pytest.mark.parametrize("name", ["coded.qdpx", "coded.xlsx", "coded.docx"])
def test_what_is_no_such_file_is_refused_in_one_line(tmp_path: Path, ledger: Ledger, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExchangeError, match=name) as error:
        read_exchange(tmp_path / name, ledger)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("xml", ["<", "<a/>", '<?xml version="1.0" encoding="none"?><a/>'])
def test_a_project_without_codings_is_empty_or_refused(tmp_path: Path, ledger: Ledger, xml: str) -> None:
    with zipfile.ZipFile(tmp_path / "coded.qdpx", "w") as packed:
        packed.writestr("project.qde", xml)
    if xml == "<a/>":
        assert read_exchange(tmp_path / "coded.qdpx", ledger) == ()
    else:
        with pytest.raises(ExchangeError, match=r"project\.qde is no XML"):
            read_exchange(tmp_path / "coded.qdpx", ledger)


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    with zipfile.ZipFile(tmp_path / "coded.qdpx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("project.qde", b"0" * 65_000_000)
    with pytest.raises(ExchangeError, match="more than 64 MB"):
        read_exchange(tmp_path / "coded.qdpx", ledger)

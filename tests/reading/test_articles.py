"""Articles are read byte for byte; what is wrong with one is told, and the others are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.checking.check import check, open_ledger
from briefing.model.base import Span
from briefing.model.digest import bytes_digest
from briefing.model.layout import Layout
from briefing.reading.data_files import read_corpus

TEXT = "data/articles/ferry-2020.txt"
SIDECAR = "data/articles/ferry-2020.yml"


def codes(layout: Layout) -> list[tuple[str, str]]:
    return [(str(issue.place), issue.code) for issue in check(layout).issues]


def write_article(root: Path, raw: bytes) -> None:
    """Replace the ferry's article, and its digest with it."""
    old = (root / TEXT).read_bytes()
    (root / TEXT).write_bytes(raw)
    sidecar = (root / SIDECAR).read_text("utf-8")
    (root / SIDECAR).write_text(sidecar.replace(bytes_digest(old), bytes_digest(raw)), "utf-8")


def test_articles_come_in_the_order_of_their_names_with_their_text(tiny: Layout) -> None:
    articles, left_out, issues = read_corpus(tiny)
    assert (left_out, issues) == ((), [])
    assert [article.id for article in articles] == ["digest-2021", "ferry-2020", "gazette-2021"]
    assert articles[1].text == (tiny.root / TEXT).read_bytes().decode("utf-8")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "www.example.org/ferry", "ftp://example.org/a", "https://"])
def test_an_address_that_is_not_of_the_web_is_told_with_its_line(
    tiny: Layout, break_file: Callable[[str, str, str], Path], url: str
) -> None:
    break_file(SIDECAR, "url: https://example.org/harbour/ferry", f"url: '{url}'")
    assert codes(tiny) == [(f"{SIDECAR}:3", "bad-format")]


def test_line_ends_and_a_byte_order_mark_stay_and_count(tiny: Layout) -> None:
    raw = b"\xef\xbb\xbf" + (tiny.root / TEXT).read_bytes().replace(b"\n", b"\r\n")
    write_article(tiny.root, raw)
    ledger = open_ledger(tiny)
    article = ledger.article_by_id["ferry-2020"]
    span = ledger.claim_by_id["C10"].evidence[0].span
    assert article.text.encode() == raw
    assert span is not None
    assert span.start == 1 + len("Ferry runs at night again\r\n\r\n")
    assert article.text[span.start : span.end] == "The ferry at Glasson runs at night again"


@pytest.mark.parametrize(
    ("raw", "place", "code"),
    [
        (b"", f"{TEXT}", "article-empty"),
        (b" \n\xc2\xa0\n", f"{TEXT}", "article-empty"),
        (b"Ferry\n\xff\n", f"{TEXT}:2", "not-utf8"),
        (b"Ferry\n\nruns\x1b[2J\n", f"{TEXT}:3", "control-character"),
        (b"Ferry\n\nruns\0\n", f"{TEXT}:3", "control-character"),
        ("Ferry\n\nruns \u202e niaga\n".encode(), f"{TEXT}:3", "control-character"),
        ("Ferry\ufdd0\n".encode(), f"{TEXT}:1", "control-character"),
    ],
)
def test_a_text_that_cannot_be_read_is_told_once_and_takes_nothing_with_it(
    tiny: Layout, raw: bytes, place: str, code: str
) -> None:
    write_article(tiny.root, raw)
    assert codes(tiny) == [(place, code)]


def test_a_changed_article_is_told_with_its_digest(tiny: Layout, break_file: Callable[..., Path]) -> None:
    path = break_file(TEXT, "night again\n", "night again.\n")
    (issue,) = check(tiny).issues
    assert (str(issue.place), issue.code) == (TEXT, "digest-changed")
    assert bytes_digest(path.read_bytes()) in issue.got


@pytest.mark.parametrize(("gone", "code"), [(TEXT, "article-missing"), (SIDECAR, "sidecar-missing")])
def test_a_missing_half_of_an_article_is_told_once(tiny: Layout, gone: str, code: str) -> None:
    (tiny.root / gone).unlink()
    assert codes(tiny) == [(gone, code)]


def test_a_bad_sidecar_and_a_bad_quote_of_its_article_are_told_in_one_run(
    tiny: Layout, break_file: Callable[..., Path]
) -> None:
    break_file(SIDECAR, "publisher: Harbour News\n", "")
    break_file("data/claims/ferry.yml", "a summer of repairs", "a winter of repairs")
    assert [code for _, code in codes(tiny)] == ["missing-field", "quote-not-found"]


@pytest.mark.parametrize("raw", ["", "# nothing\n", "- a list\n", "words\n"])
def test_a_sidecar_that_holds_no_fields_is_told(tiny: Layout, raw: str) -> None:
    (tiny.root / SIDECAR).write_text(raw, "utf-8")
    found = codes(tiny)
    assert found
    assert {place.split(":")[0] for place, _ in found} == {SIDECAR}


def test_a_file_that_would_be_passed_over_is_told(tiny: Layout) -> None:
    (tiny.articles / "notes.docx").write_bytes(b"x")
    (tiny.articles / ".DS_Store").write_bytes(b"x")
    assert codes(tiny) == [("data/articles/notes.docx", "stray-file")]


def test_no_folder_of_articles_is_told(tiny: Layout) -> None:
    for path in tiny.articles.iterdir():
        path.unlink()
    assert ("data/articles", "file-missing") in codes(tiny)
    tiny.articles.rmdir()
    assert ("data/articles", "file-missing") in codes(tiny)


def test_furniture_is_anchored_and_kept_in_the_text(tiny: Layout) -> None:
    article = open_ledger(tiny).article_by_id["gazette-2021"]
    assert article.furniture[0].span == Span(0, len("Council notices"))
    assert article.text.startswith("Council notices")

"""No page is stale: whatever a page is computed from is seen by the next build, whichever command builds it."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing.reading.files import code_files
from tiny_books import TESTS, copy_tiny, page, replace, run

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Book(NamedTuple):
    """A built book, the command that builds it, and the package it is built with where that is a copy."""

    root: Path
    command: str
    package: Path | None = None

    def build(self) -> str:
        done = run(self.command, self.root, package=self.package)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


COMMANDS = ("briefing", "jupyter-book")


@pytest.fixture(scope="module", params=COMMANDS)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp(request.param)
    built = Book(copy_tiny(folder), request.param)
    built.build()
    yield built
    shutil.rmtree(folder)


def edit_article(book: Book) -> None:
    """Change words of an article, the digest in its sidecar, and the quote of them."""
    articles = book.root / "data" / "articles"
    before = hashlib.sha256((articles / "ferry-2020.txt").read_bytes()).hexdigest()
    replace(articles / "ferry-2020.txt", "a summer of repairs", "a winter of repairs")
    after = hashlib.sha256((articles / "ferry-2020.txt").read_bytes()).hexdigest()
    replace(articles / "ferry-2020.yml", before, after)
    for file in ("claims/ferry.yml", "second_reading.yml"):
        replace(book.root / "data" / file, "a summer of repairs", "a winter of repairs")


def edit_sidecar(book: Book) -> None:
    replace(book.root / "data" / "articles" / "ferry-2020.yml", "Harbour News", "Harbour Mail")


def edit_claim(book: Book) -> None:
    replace(book.root / "data" / "claims" / "ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")


def edit_judgement(book: Book) -> None:
    replace(book.root / "data" / "judgements.yml", "stop for repairs.", "pause for repairs.")


EDITS: list[tuple[Callable[[Book], None], str, str]] = [
    (edit_article, "sources", "a winter of repairs"),
    (edit_sidecar, "ledger", "Harbour Mail"),
    (edit_claim, "ledger", "The engine was mended."),
    (edit_judgement, "confidence", "pause for repairs."),
]


@pytest.mark.parametrize(("edit", "name", "words"), EDITS, ids=lambda value: getattr(value, "__name__", ""))
def test_an_edit_is_on_the_page_after_the_next_build(
    book: Book, edit: Callable[[Book], None], name: str, words: str
) -> None:
    assert words not in page(book.root, f"chapters/{name}")
    edit(book)
    book.build()
    assert words in page(book.root, f"chapters/{name}")


@pytest.mark.parametrize("command", COMMANDS)
def test_an_edit_of_the_package_is_on_the_pages_after_the_next_build(tmp_path: Path, command: str) -> None:
    package = tmp_path / "src"
    shutil.copytree(TESTS.parent / "src" / "briefing", package / "briefing")
    book = Book(copy_tiny(tmp_path), command, package)
    book.build()
    assert "Told: " not in page(book.root, "chapters/ledger")
    caption = '"caption": self.caption,'
    replace(package / "briefing" / "exhibits" / "display.py", caption, caption.replace("self", '"Told: " + self'))
    book.build()
    assert "Told: " in page(book.root, "chapters/ledger")


def read_chapters(said: str) -> set[str]:
    """Return the chapters that a build's messages say it read."""
    return set(re.findall(r"reading (?:sources\.\.\. .*\] .*?)?(chapters/\w+)", COLOURS.sub("", said)))


def test_a_build_without_a_change_reads_no_chapter(book: Book) -> None:
    assert read_chapters(book.build()) == set()


def test_an_edit_of_one_chapter_reads_that_chapter_only(book: Book) -> None:
    replace(book.root / "chapters" / "ledger.md", "Every claim stands here with its words.", "All claims stand here.")
    assert read_chapters(book.build()) == {"chapters/ledger"}
    assert "All claims stand here." in page(book.root, "chapters/ledger")


def test_files_of_the_theme_do_not_make_chapters_outdated() -> None:
    names = {path.as_posix() for path in code_files()}
    assert not [name for name in names if "/theme/" in name or "/book/pdf/" in name]
    assert [name for name in names if name.endswith("briefing/exhibits/figures/__init__.py")]

"""Nothing of an earlier build is left over: outputs after an edit are those of a build from nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tiny_books import TESTS, contents, copy_tiny, replace, run

OUTPUTS = ("SHA256SUMS", "data", "html", "notebooks", "pdf")
#: A page beside the chapters, and a bibliography in a folder of its own.
ABOUT = "# About\n\nThis page speaks of the book, as {cite:t}`lune` says.\n\n```{bibliography}\n```\n"
WORK = "@book{lune, author = {Ann Lune}, title = {Bridges}, publisher = {Press}, year = {2018}}\n"
CLAIM = """- id: C13
  statement: The engine of the ferry was mended.
  kind: fact
  bears_on: repair
  actors: []
  facets: {crossing: ferry, keeper: owner, deed: mended}
  evidence:
    - article: ferry-2020
      exact: after a summer of repairs to its engine
      voice: []
      quantity: named
      certainty: asserted
      form: presupposed
"""


class Book:
    """A built book outside any repository, and the package that builds it, in which three rows make a page."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "src"
        shutil.copytree(TESTS.parent / "src" / "briefing", self.package / "briefing")
        replace(self.package / "briefing/book/html/ledger_rows.py", "PAGE = 100", "PAGE = 3")
        self.root = copy_tiny(folder)
        for name, text in (("about.md", ABOUT), ("refs/works.bib", WORK), ("LICENSE", "All may read it.\n")):
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).write_text(text, "utf-8")
        settings = self.root / "_config.yml"
        replace(settings, "[references.bib]", "[refs/works.bib]")
        replace(settings, "briefing_apparatus: [", "briefing_repository_url: https://example.org/b\n"
                "    briefing_site_url: https://example.org\n    briefing_apparatus: [about, ")  # fmt: skip
        with (self.root / "_toc.yml").open("a", encoding="utf-8") as contents_table:
            contents_table.write("  - {file: about}\n")
        self.build()

    def build(self, root: Path | None = None, *more: str) -> str:
        done = run("all", root or self.root, *more, package=self.package)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stderr

    def outputs(self, root: Path | None = None) -> dict[str, bytes]:
        found = contents((root or self.root) / "_build")
        return {name: found[name] for name in found if name.split("/")[0] in OUTPUTS}

    def add(self, name: str, text: str) -> None:
        with (self.root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def digest(self) -> str:
        return (self.root / "_build/html/llms.txt").read_text("utf-8").split("Evidence digest ")[1][:8]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("stale")
    yield Book(folder)
    shutil.rmtree(folder)


def page_beside(book: Book) -> None:
    replace(book.root / "about.md", "This page speaks", "This page here speaks")


def licence(book: Book) -> None:
    book.add("LICENSE", "And copy it.\n")


def damage(book: Book) -> None:
    for name in ("html/claims/C05.html", "html/chapters/one.html", "html/cards/C05.js", "pdf/briefing.pdf"):
        book.add(f"_build/{name}", "x")


def damage_unnoticed(book: Book) -> None:
    damage(book)
    book.build(None, "--only", "data")
    book.build(None, "--only", "brief")


def title_in_contents(book: Book) -> None:
    replace(book.root / "_toc.yml", "- file: chapters/one", "- file: chapters/one\n    title: Crossing")


def work_of_the_same_time(book: Book) -> None:
    path = book.root / "refs" / "works.bib"
    seen = path.stat()
    replace(path, "2018", "2019")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def sources_renamed(book: Book) -> None:
    replace(book.root / "_config.yml", 'html_sourcelink_suffix: ""', 'html_sourcelink_suffix: ".txt"')
    book.build()
    book.add("about.md", "\nIt is short.\n")


def sources_not_copied(book: Book) -> None:
    replace(book.root / "_config.yml", "html_copy_source: true", "html_copy_source: false")


def fewer_rows(book: Book) -> None:
    book.add("data/claims/ferry.yml", CLAIM)
    book.build()
    assert (book.root / "_build/html/rows/5.js").is_file()
    replace(book.root / "data/claims/ferry.yml", CLAIM, "")


def words_that_look_printed(book: Book) -> None:
    """Write on a page, as words of its own, what templates print of the edition."""
    held, now = "https://example.org/", book.digest()
    links = (f"{held}{now}", f"{held}ledger-rows.js?v={now}", f"{held}?a=%2C%20version%200.0.0%3A%20")
    book.add("about.md", "".join(f"\n[held]({link})\n" for link in links))
    book.build()
    replace(book.root / "data/corrections.yml", "The words were read again.", "The words were read once more.")


def another_theme(book: Book) -> None:
    replace(book.root / "_config.yml", "html_theme: briefing", "html_theme: alabaster")


EDITS = [
    page_beside, licence, damage, damage_unnoticed, title_in_contents, work_of_the_same_time, sources_renamed,
    sources_not_copied, fewer_rows, words_that_look_printed, another_theme,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_nothing_is_left_over(book: Book, edit: Callable[[Book], None], tmp_path: Path) -> None:
    edit(book)
    assert "nothing has changed" not in book.build()
    anew = Path(shutil.copytree(book.root, tmp_path / "tiny", ignore=shutil.ignore_patterns("_build")))
    book.build(anew)
    ours, clean = book.outputs(), book.outputs(anew)
    assert [name for name in sorted({*ours, *clean}) if ours.get(name) != clean.get(name)] == []


def test_what_a_killed_build_left_is_gone_though_there_is_nothing_to_build(book: Book) -> None:
    book.build()
    for name in (".html.new", ".data.new", ".scratch.new"):
        (book.root / "_build" / name).mkdir()
    (book.root / "_build" / ".SHA256SUMS.new").touch()
    assert "nothing has changed" in book.build()
    assert not list((book.root / "_build").glob(".*.new"))

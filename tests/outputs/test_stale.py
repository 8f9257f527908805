"""Nothing of an earlier build is left over: outputs after an edit are those of a build from nothing."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.model.layout import Layout
from briefing.versions.make import complete, plan_release
from briefing.versions.store import publish
from tiny_books import Book, copy_book, replace

#: A page beside the chapters, and a bibliography in a folder of its own.
ABOUT = "# About\n\nThis page speaks of the book, as {cite:t}`lune` says.\n\n```{bibliography}\n```\n"
WORK = "@book{lune, author = {Ann Lune}, title = {Bridges}, publisher = {Press}, year = {2018}}\n"
#: A cell that shows what is printed of the edition.
EDITION = """
```{code-cell} ipython3
from briefing import open_edition, open_ledger, tables

ledger = open_ledger()
tables.edition(open_edition(ledger))
```

```{code-cell} ipython3
tables.release_history(ledger).web_only()
```
"""
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


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A built book outside any repository, in which three rows make a page."""
    folder = tmp_path_factory.mktemp("stale")
    made = copy_book(folder)
    replace(made.package / "briefing/book/html/ledger_rows.py", "PAGE = 100", "PAGE = 3")
    replace(made.package / "briefing/checking/cells.py", "plotting|plot|", "plotting|")  # so that a cell may draw
    (made.root / "refs").mkdir()
    for name, text in (("about.md", ABOUT), ("refs/works.bib", WORK), ("LICENSE", "All may read it.\n")):
        (made.root / name).write_text(text, "utf-8")
    add(made, "_toc.yml", "  - {file: about}\n")
    replace(made.root / "_config.yml", "[references.bib]", "[refs/works.bib]")
    address = "briefing_site_url: https://example.org\n    briefing_repository_url: https://example.org/book\n    "
    replace(made.root / "_config.yml", "briefing_apparatus: [", f"{address}briefing_apparatus: [about, ")
    made.build()
    yield made
    shutil.rmtree(folder)


def add(book: Book, name: str, text: str) -> None:
    with (book.root / name).open("a", encoding="utf-8") as file:
        file.write(text)


def set_in(book: Book, old: str, new: str) -> None:
    replace(book.root / "_config.yml", old, new)


def page_and_licence(book: Book) -> None:
    """Edit a page that stands beside the chapters; then what is packed beside the notebooks."""
    replace(book.root / "about.md", "This page speaks", "This page here speaks")
    assert "nothing has changed" not in book.build()
    add(book, "LICENSE", "And copy it.\n")


def words_after_a_release(book: Book) -> None:
    """Release, and edit a page: what was printed as released on every page is a draft from then on, for one build."""
    add(book, "chapters/one.md", EDITION)
    layout = Layout(book.root)
    publish(layout, complete(layout, plan_release(layout), dt.date(2026, 1, 2)))
    book.build()
    pages = [f"_build/html/{name}.html" for name in ("about", "chapters/one", "claims/C05", "redline")]
    assert all("1.0.0, released 2 January 2026" in (book.root / name).read_text("utf-8") for name in pages)
    add(book, "index.md", "\n:::{guide}\nMore.\n:::\n")
    book.build()
    assert all("1.0.0+draft, not released" in (book.root / name).read_text("utf-8") for name in pages)
    add(book, "chapters/one.md", "\n:::{guide}\nMore.\n:::\n")


def damage(book: Book) -> None:
    """Damage what was published; builds of other products are not to vouch for it."""
    for name in ("html/claims/C05.html", "html/chapters/one.html", "html/cards/C05.js", "pdf/briefing.pdf"):
        add(book, f"_build/{name}", "x")
    book.build("--only", "data")
    book.build("--only", "brief")


def contents_and_works(book: Book) -> None:
    """Title an entry of the table of contents, change a bibliography in its own time, and copy no source."""
    replace(book.root / "_toc.yml", "- file: chapters/one", "- file: chapters/one\n    title: Crossing")
    path = book.root / "refs" / "works.bib"
    seen = path.stat()
    replace(path, "2018", "2019")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    set_in(book, "html_copy_source: true", "html_copy_source: false")


def fewer_rows(book: Book) -> None:
    """Take back a claim with which a page of rows began, where sources have other names than the usual ones."""
    set_in(book, 'html_sourcelink_suffix: ""', 'html_sourcelink_suffix: ".txt"')
    add(book, "data/claims/ferry.yml", CLAIM)
    book.build()
    assert (book.root / "_build/html/rows/5.js").is_file()
    replace(book.root / "data/claims/ferry.yml", CLAIM, "")


def words_that_look_printed(book: Book) -> None:
    """Write on a page, as words of its own, what templates print of the edition."""
    now = (book.root / "_build/html/llms.txt").read_text("utf-8").split("Evidence digest ")[1][:8]
    links = (f"[held](https://example.org/{now})", f"[too](https://example.org/ledger-rows.js?v={now})")
    add(book, "chapters/confidence.md", "\n:::{guide}\n" + "\n\n".join(links) + "\n:::\n")
    book.build()
    replace(book.root / "data/corrections.yml", "The words were read again.", "The words were read once more.")


def pictures(book: Book) -> None:
    """Draw a picture on a page; then edit what other pages show, and then what is drawn."""
    page = book.root / "about.md"
    head = (book.root / "chapters/ledger.md").read_text("utf-8").split("---")[1]
    drawn = "\n```{code-cell} ipython3\nimport pandas as pd\n\npd.Series([1, 2]).plot();\n```\n"
    page.write_text(f"---{head}---\n\n{page.read_text('utf-8')}{drawn}", "utf-8")
    book.build()
    replace(book.root / "data/corrections.yml", "The words were read", "Its words were read")
    book.build()
    assert (book.root / "_build/html/chapters/one.html").is_file()
    assert len(list((book.root / "_build/html/_images").glob("*.png"))) == 1
    replace(page, "Series([1, 2])", "Series([2, 1])")


def another_theme(book: Book) -> None:
    set_in(book, "html_theme: briefing", "html_theme: alabaster")


EDITS = (
    page_and_licence,
    words_after_a_release,
    damage,
    fewer_rows,
    contents_and_works,
    words_that_look_printed,
    pictures,
    another_theme,
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_nothing_is_left_over(book: Book, edit: Callable[[Book], None], tmp_path: Path) -> None:
    edit(book)
    assert "nothing has changed" not in book.build()
    assert book.differing_from_anew(tmp_path) == []


def test_what_a_killed_build_left_is_gone_though_there_is_nothing_to_build(book: Book) -> None:
    book.build()
    for name in (".html.new", ".data.new", ".scratch.new"):
        (book.root / "_build" / name).mkdir()
    (book.root / "_build" / ".SHA256SUMS.new").touch()
    assert "nothing has changed" in book.build()
    assert not list((book.root / "_build").glob(".*.new"))


def test_the_preview_makes_a_page_of_the_works_that_it_cites(book: Book, tmp_path: Path) -> None:
    book.build("--only", "html")
    made = (
        "import sys\n"
        "from pathlib import Path\n"
        "from briefing.model.layout import Layout\n"
        "from briefing.outputs.live.warm import Warm\n"
        f"warm = Warm(Layout(Path({str(book.root)!r})), Path({str(tmp_path)!r}, 'warm'))\n"
        "said = [warm.task.answers.recv()]\n"
        "for _ in range(2):\n"
        "    warm.ask(['about'])\n"
        "    said.append(warm.task.answers.recv())\n"
        "warm.end()\n"
        "print(said)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(book.package), "BRIEFING_ROOT": str(book.root)}
    command = [sys.executable, "-c", made]
    done = subprocess.run(command, env=environment, cwd=book.root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['ready', (['about'], ''), (['about'], '')]"

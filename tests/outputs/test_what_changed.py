"""A build costs what changed, and leaves, whatever was edited, the same bytes as a build from nothing."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.model.layout import Layout
from briefing.versions.make import complete, plan_release
from briefing.versions.store import publish
from tiny_books import Book, copy_book, replace

TWO = """# The ferry, once more

:::{guide}
This page was added.
:::
"""
GAP = """
- id: G2
  question: Who pays?
  silence: No article says.
  touches: [C02]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("changed")
    built = copy_book(folder)
    built.build()
    yield built
    shutil.rmtree(folder)


def read_chapters(said: str) -> set[str]:
    """Return the pages that a build's messages say it read."""
    return set(re.findall(r"  reading (\S+)", said))


def prose(book: Book) -> None:
    replace(book.root / "chapters" / "one.md", "may widen the gaps", "can widen the gaps")


def code(book: Book) -> None:
    replace(book.root / "data/claims/bridge.yml", "certainty: possible", "certainty: reported")


def correction(book: Book) -> None:
    replace(book.root / "data" / "corrections.yml", "concerns: [C09]", "concerns: [C09, C02]")


def label(book: Book) -> None:
    replace(book.root / "data" / "vocabulary.yml", "label: Closure,", "label: The closure,")


def source(book: Book) -> None:
    replace(book.root / "data/articles/digest-2021.yml", "publisher: Town Digest", "publisher: The Town Digest")


def title(book: Book) -> None:
    replace(book.root / "chapters" / "one.md", "# The bridge", "# The old bridge")


def claim(book: Book) -> None:
    replace(book.root / "data/claims/ferry.yml", "The ferry's engine was repaired.", "The engine was mended.")


def judgement(book: Book) -> None:
    replace(book.root / "data" / "judgements.yml", "stop for repairs.", "pause for repairs.")


def record_added(book: Book) -> None:
    path = book.root / "data" / "gaps.yml"
    path.write_text(path.read_text("utf-8") + GAP.lstrip("\n"), "utf-8")


def record_gone(book: Book) -> None:
    if GAP.lstrip("\n") not in (book.root / "data" / "gaps.yml").read_text("utf-8"):  # another process has added it
        record_added(book)
        book.build()
    replace(book.root / "data" / "gaps.yml", GAP.lstrip("\n"), "")


def page_added(book: Book) -> None:
    (book.root / "chapters" / "two.md").write_text(TWO, "utf-8")
    replace(book.root / "_toc.yml", "  - file: chapters/ledger", "  - file: chapters/two\n  - file: chapters/ledger")


def page_gone(book: Book) -> None:
    if not (book.root / "chapters" / "two.md").exists():
        page_added(book)
        book.build()
    (book.root / "chapters" / "two.md").unlink()
    replace(book.root / "_toc.yml", "  - file: chapters/two\n", "")


def setting(book: Book) -> None:
    replace(book.root / "_config.yml", "briefing_subtitle: An evidence", "briefing_subtitle: A brief evidence")


def style(book: Book) -> None:
    theme = book.package / "briefing" / "book" / "html" / "theme" / "briefing"
    sheet = min((theme / "css").glob("*.css"))
    sheet.write_text(sheet.read_text("utf-8") + "\n.added { color: red }\n", "utf-8")


#: What is edited, and what has to be read for it, as far as the settings of Sphinx leave that to us.
EDITS = [
    (prose, {"chapters/one"}),
    (claim, {"chapters/one", "chapters/ledger", "chapters/sources"}),
    (judgement, {"index", "chapters/confidence", "chapters/sources"}),
    (code, None),
    (correction, None),
    (label, None),
    (source, None),
    (title, {"chapters/one"}),
    (record_added, {"chapters/ledger", "chapters/one", "chapters/sources"}),
    (record_gone, {"chapters/ledger", "chapters/one", "chapters/sources"}),
    (page_added, None),
    (page_gone, None),
    (setting, None),
    (style, set()),
]


@pytest.mark.parametrize(("edit", "read"), EDITS, ids=lambda value: getattr(value, "__name__", ""))
def test_after_an_edit_every_output_is_what_a_build_from_nothing_makes(
    book: Book, edit: object, read: set[str] | None, tmp_path: Path
) -> None:
    edit(book)  # type: ignore[operator]
    said = book.build()
    assert read is None or read_chapters(said) == read
    assert book.differing_from_anew(tmp_path) == []


def test_a_build_of_the_same_makes_nothing(book: Book) -> None:
    before = {path: path.stat().st_ino for path in (book.root / "_build").rglob("*.html")}
    assert "nothing has changed since the last build" in book.build()
    assert {path: path.stat().st_ino for path in (book.root / "_build").rglob("*.html")} == before


@pytest.mark.parametrize("name", ["html/index.html", "data/ledger.json", "SHA256SUMS"])
def test_an_output_that_was_changed_by_hand_or_is_gone_is_made_again(book: Book, name: str) -> None:
    before = book.outputs()
    (book.root / "_build" / name).unlink()
    assert "nothing has changed" not in book.build()
    assert book.outputs() == before


def test_pages_that_still_stand_are_kept_as_they_were_written(book: Book) -> None:
    def written() -> dict[str, int]:
        html = book.root / "_build" / "html"
        return {path.relative_to(html).as_posix(): path.stat().st_mtime_ns for path in html.rglob("*.html")}

    before = written()
    replace(book.root / "chapters" / "one.md", "Walkers have", "People on foot have")
    book.build()
    changed = {name for name, when in written().items() if when != before[name]}
    assert "chapters/one.html" in changed
    assert not {"chapters/ledger.html", "chapters/sources.html", "claims/C01.html"} & changed


def test_a_claim_leaves_pages_that_show_nothing_of_it_with_the_new_digest_of_the_evidence(book: Book) -> None:
    html = book.root / "_build" / "html"
    claims = [html / "claims" / f"{name}.html" for name in ("C01", "C02", "C09")]
    before = [page.stat().st_mtime_ns for page in claims]
    digest = (html / "claims" / "C02.html").read_text("utf-8")
    replace(book.root / "data/claims/bridge.yml", "statement: Masons repair", "statement: The masons repair")
    book.build()
    changed = [page.stat().st_mtime_ns != when for page, when in zip(claims, before, strict=True)]
    assert changed == [False, True, False]
    stamps = {re.findall(r"Evidence digest</dt><dd><code>(\w+)", page.read_text("utf-8"))[0] for page in claims}
    assert len(stamps) == 1
    assert next(iter(stamps)) not in digest


def test_a_pdf_is_compiled_only_when_what_it_holds_has_changed(book: Book) -> None:
    kept = book.root / "_build" / "state" / "doctrees" / "typst" / "made"
    before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    replace(book.root / "_config.yml", "timeout: 120", "timeout: 110")
    book.build()
    assert {path.name: path.stat().st_mtime_ns for path in kept.iterdir()} == before


def test_pages_that_stand_print_the_edition_anew_when_a_release_becomes_a_draft(book: Book, tmp_path: Path) -> None:
    layout = Layout(book.root)
    publish(layout, complete(layout, plan_release(layout), dt.date(2026, 1, 2)))
    book.build()
    other = book.root / "_build" / "html" / "claims" / "C09.html"
    released, written = other.read_text("utf-8"), other.stat().st_mtime_ns
    assert "Version 1.0.0, released 2 January 2026" in released
    path = book.root / "data" / "gaps.yml"
    path.write_text(path.read_text("utf-8") + GAP.lstrip("\n").replace("G2", "G3"), "utf-8")
    book.build()
    assert "Version 1.0.0+draft, not released" in other.read_text("utf-8")
    assert other.stat().st_mtime_ns == written
    assert book.differing_from_anew(tmp_path) == []

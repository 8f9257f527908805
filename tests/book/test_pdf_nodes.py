"""What each kind of node becomes in print, and what stops the build."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx.application import Sphinx

from briefing.book.pdf import TypstError
from briefing.exhibits import tables
from briefing.model.ledger import Ledger
from made_ledgers import made_ledger
from made_pdfs import Printed, markdown, outline, print_book, source_pages

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="9" height="9"/></svg>'
EVERYTHING = """# Everything

*emphasis*, **strong**, `code`, [web](https://example.org/page), {sub}`low`, {sup}`high`.

- one
- two

  second paragraph

1. first
2. second

> A quotation.

:::{guide}
How to read.
:::

```
a line of code  with two spaces
```

Term
: its meaning

---

A foot note[^a] and {ref}`a heading <here>`, {doc}`sources`.

[^a]: Words at the foot.

(here)=
## Second

### Third

<!-- a comment -->

| Left | Right |
|:-----|------:|
| a    | 1     |

"""


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return made_ledger(["The bridge is old.", "The bridge is weak."])


def base(ledger: Ledger) -> dict[str, str]:
    return {
        "index": "# Root\n\n" + markdown(tables.accounts(ledger)),
        "ledger": "# Ledger\n\n" + markdown(tables.claim_ledger(ledger)),
        "sources": source_pages(ledger),
    }


@pytest.fixture(scope="module")
def everything(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_book(tmp_path_factory.mktemp("all"), ledger, {**base(ledger), "all": EVERYTHING})


def test_every_common_node_is_printed(everything: Printed) -> None:
    text = re.sub(r"\s+", " ", everything.text())
    wanted = (
        "emphasis", "strong", "code", "web", "low", "high", "one", "second paragraph", "first", "A quotation.",
        "How to read.", "a line of code", "Term", "its meaning",
        "Words at the foot.", "a heading", "Third", "Left", "Right",
    )  # fmt: skip
    assert [words for words in wanted if words not in text] == []
    assert "a comment" not in text


def test_above_the_text_of_an_article_stand_its_publisher_and_its_title(everything: Printed) -> None:
    assert "Gazette (undated): The bridge\nTinted words are quoted" in everything.text()


def test_sections_become_bookmarks_at_their_depth(everything: Printed) -> None:
    found = outline(everything.tree())
    assert found[found.index((1, "Everything")) :][:3] == [(1, "Everything"), (2, "Second"), (3, "Third")]


def test_a_link_to_the_web_keeps_its_address(everything: Printed) -> None:
    addresses = [
        str(annotation["/A"]["/URI"])
        for page in everything.tree().pages
        for annotation in page.obj.get("/Annots", [])
        if "/URI" in annotation.get("/A", {})
    ]
    assert "https://example.org/page" in addresses


class unheard_of(nodes.General, nodes.Element):  # noqa: N801
    """A node that print does not know."""


def _insert(app: Sphinx, doctree: nodes.document, *_: Any) -> None:
    if app.env.docname == "strange":
        found = unheard_of("", nodes.Text("words that must not be lost"))
        found.line = 7
        doctree[0] += found


def test_a_node_that_is_not_known_stops_the_build_and_is_named_with_its_place(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extension = tmp_path / "strange_extension.py"
    extension.write_text(
        "from book.test_pdf_nodes import _insert\ndef setup(app):\n    app.connect('doctree-read', _insert)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(TypstError, match=r"strange:7: .*<unheard_of>.*words that must not be lost"):
        print_book(
            tmp_path / "b", ledger, {**base(ledger), "strange": "# Strange\n\nText."},
            extensions=["myst_nb", "briefing.book", "strange_extension"],
        )  # fmt: skip


def test_a_picture_without_a_text_alternative_stops_the_build(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "b" / "book").mkdir(parents=True)
    (tmp_path / "b" / "book" / "p.svg").write_text(PICTURE, encoding="utf-8")
    pages = {**base(ledger), "plain": "# Plain\n\n![](p.svg)\n"}
    with pytest.raises(TypstError, match="plain:3: a picture has no text alternative"):
        print_book(tmp_path / "b", ledger, pages)


def test_a_picture_of_a_chapter_is_printed_with_its_alternative(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "b" / "book").mkdir(parents=True)
    (tmp_path / "b" / "book" / "p.svg").write_text(PICTURE, encoding="utf-8")
    made = print_book(tmp_path / "b", ledger, {**base(ledger), "plain": "# Plain\n\n![A square](p.svg)\n"})
    assert "A square" in (made.source / "briefing.main.typ").read_text(encoding="utf-8")


def test_a_link_to_a_row_that_is_not_there_stops_the_build(ledger: Ledger, tmp_path: Path) -> None:
    pages = {**base(ledger), "ledger": "# Ledger\n\nNo rows."}
    with pytest.raises(TypstError, match=r"leads to ledger#C01, which is not on any page"):
        print_book(tmp_path, ledger, pages)


def test_a_fault_in_a_picture_stops_the_build_with_its_name(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "b" / "book").mkdir(parents=True)
    (tmp_path / "b" / "book" / "p.svg").write_text("<svg", encoding="utf-8")
    with pytest.raises(TypstError, match=r"plain:3: Typst cannot set this: failed to parse SVG"):
        print_book(tmp_path / "b", ledger, {**base(ledger), "plain": "# Plain\n\n![A square](p.svg)\n"})


def test_a_table_without_rows_is_its_caption(ledger: Ledger, tmp_path: Path) -> None:
    made = print_book(tmp_path, ledger, {**base(ledger), "none": "# None\n\n" + markdown(tables.conflicts(ledger))})
    text = re.sub(r"\s+", " ", made.text())
    assert tables.conflicts(ledger).caption in text
    assert f"{tables.conflicts(ledger).columns[0].heading} {tables.conflicts(ledger).columns[1].heading}" not in text

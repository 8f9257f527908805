"""Markup in any text that people give stays text on every page and card (autoescape), in its own direction."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

import tiny_books

HOSTILE = 'x" onclick="alert(1)"><x-pwn>&'
#: The same where every quotation mark is an issue.
TYPED = "x onclick=alert()><x-pwn>&"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book with markup in title, caption, labels and names, and one article in Arabic."""
    root = tiny_books.copy_tiny(tmp_path_factory.mktemp("hostile"))
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    config["title"] = f"Title {TYPED}"
    (root / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    chapters = toc.pop("chapters")
    toc["parts"] = [{"caption": f"Part {TYPED}", "chapters": chapters}]
    (root / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
    vocabulary = yaml.safe_load((root / "data" / "vocabulary.yml").read_text("utf-8"))
    for terms in vocabulary.values():
        for term in terms.values():
            term["label"] += f" {HOSTILE}"
    (root / "data" / "vocabulary.yml").write_text(yaml.safe_dump(vocabulary, sort_keys=False), "utf-8")
    sidecar = root / "data" / "articles" / "gazette-2021.yml"
    tiny_books.replace(sidecar, "publisher:", "language: nqo\npublisher:")
    done = tiny_books.run("briefing", root)
    assert done.returncode == 0, done.stderr
    return root / "_build" / "html"


def test_no_text_leaves_its_place(site: Path) -> None:
    for path in [*site.rglob("*.html"), *(site / "cards").glob("*.js")]:
        text = path.read_text("utf-8")
        if path.suffix == ".js":  # one call, whose second argument is the card
            text = json.loads(f"[{text.removeprefix('briefing.card(').rpartition(')')[0]}]")[1]
        assert "<x-pwn" not in text, path.name
        assert BeautifulSoup(text, "html.parser").find(onclick=True) is None, path.name


def test_what_is_not_escaped_twice_is_read_as_it_was_written(site: Path) -> None:
    page = (site / "index.html").read_text("utf-8")
    assert "&amp;amp;" not in page
    assert "&lt;x-pwn&gt;" in page


def test_words_of_an_article_run_in_its_own_direction(site: Path) -> None:
    for name in ("chapters/sources.html", "claims/C01.html", "chapters/ledger.html"):
        found = BeautifulSoup((site / name).read_text("utf-8"), "html.parser").find_all(lang="nqo")
        assert found, name
        assert {element.get("dir") for element in found} == {"rtl"}, name

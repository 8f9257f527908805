"""Budgets of words: how many a reader has to read, and how many it may be at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.checking.chapters import Chapter, chapter_files, read_chapter
from briefing.checking.context import Material
from briefing.checking.registry import rule
from briefing.model.base import Issue
from briefing.model.layout import Layout
from briefing.reading.settings import read_settings
from briefing.reading.yaml_lines import Document, read_yaml

FRONT_PAGE, FINDINGS, BOOK = "front_page", "findings", "book"
_NAMES = {FRONT_PAGE: "the prose of the front page", FINDINGS: "the prose of all findings", BOOK: "the whole book"}


@rule("budget-exceeded", "There are more words than the budget in data/checks/budgets.yml allows.", stage="book")
def prose_within_budget(material: Material) -> Iterator[Issue]:
    """The front page and the findings have at most as many words as the budget gives them."""
    yield from (document := read_budgets(material.layout)).issues
    yield from over_budget(document, count_prose(material.layout))


def read_budgets(layout: Layout) -> Document:
    """Read the budgets, `{front_page: 350}`; none without a file."""
    path = layout.data / "checks" / "budgets.yml"
    return read_yaml(path, layout.relative(path), layout.root) if path.exists() else Document(layout.relative(path))


def count_prose(layout: Layout) -> dict[str, int]:
    """Return how many words of prose the front page and all findings have, front page included."""
    settings = read_settings(layout)
    counts = {FRONT_PAGE: 0, FINDINGS: 0}
    for path in chapter_files(layout, settings):
        chapter = read_chapter(layout, path, settings)
        if isinstance(chapter, Chapter) and chapter.findings:
            words = sum(block.word_count for block in chapter.blocks)
            counts[FINDINGS] += words
            counts[FRONT_PAGE] += words if path.stem == "index" else 0
    return counts


def over_budget(document: Document, counts: Mapping[str, int]) -> Iterator[Issue]:
    """Report the counts that a budget does not allow, and budgets that are none."""
    value = {} if document.value is None else document.value
    for name, most in value.items() if isinstance(value, dict) else [("", value)]:
        place = document.place((name,))
        if name not in _NAMES or type(most) is not int or most < 0:
            got = f"{name}: {most!r} is no budget."
            yield Issue(place, "budgets", "unknown-key", got, f"Give numbers of words for {', '.join(_NAMES)}.")
        elif counts.get(name, 0) > most:
            got = f"{_NAMES[name]} has {counts[name]:,} words, and may have {most:,}."
            yield Issue(place, "budgets", "budget-exceeded", got, "Cut the words that say a thing twice.")

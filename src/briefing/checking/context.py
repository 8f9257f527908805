"""What the rules of `rules` and `chapter_checks` read: the anchored ledger, and what could not be read.

A slip is reported once: a record left out, or a quote not found, still counts where it was meant to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefing.model.base import Issue, Span
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger, Release
from briefing.model.records import Claim, Evidence
from briefing.model.sources import Article, Passage
from briefing.reading.anchoring import Page, anchor, nearest_passage, rebuilt
from briefing.reading.data_files import Reading, read_data
from briefing.reading.releases import load_releases
from briefing.reading.text import sentences


@dataclass(frozen=True)
class Material:
    """The anchored ledger of a layout, the issues met in reading and anchoring it, and look-ups for the rules."""

    layout: Layout
    ledger: Ledger
    reading: Reading
    issues: tuple[Issue, ...]

    @cached_property
    def unread_ids(self) -> frozenset[str]:
        """Ids of records and articles that are there but could not be read."""
        named = {str(raw["id"]) for raw in self.reading.left_out if isinstance(raw, Mapping) and "id" in raw}
        return frozenset(named | {article.id for article in self.reading.articles_left_out})

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """The released versions that can be read, oldest first."""
        return load_releases(self.layout)[0]

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {article.id: Page.of(article) for article in self.ledger.articles}

    @cached_property
    def sentences(self) -> dict[str, list[Span]]:
        """What each article states, furniture left out."""
        return {article.id: statements(article.text, self._furniture(article)) for article in self.ledger.articles}

    @cached_property
    def evidence(self) -> tuple[tuple[Claim, Evidence], ...]:
        return tuple((claim, evidence) for claim in self.ledger.claims for evidence in claim.evidence)

    @cached_property
    def quoted(self) -> dict[str, list[Span]]:
        """Where standing claims quote, or were meant to quote, each article."""
        found: dict[str, list[Span]] = {article.id: [] for article in self.ledger.articles}
        for claim in self.ledger.standing:
            for evidence in claim.evidence:
                span = self.meant(evidence, evidence.article)
                if span is not None and evidence.article in found:
                    found[evidence.article].append(span)
        return found

    def meant(self, passage: Passage, article: str) -> Span | None:
        """Return the passage's span; for a quote that was not found, the passage it is nearest to."""
        return passage.span or self._nearest(passage.exact, article)

    def _furniture(self, article: Article) -> list[Span]:
        meant = [self.meant(furniture, article.id) for furniture in article.furniture]
        return [span for span in meant if span is not None]

    def unread_quotes(self, article: str) -> list[Span]:
        """Where the quotes of records that could not be read were meant to stand."""
        quotes = [q for raw in self.reading.left_out for q in _quotes_in(raw) if q["article"] == article]
        return [span for quote in quotes if (span := self._nearest(str(quote["exact"]), article))]

    def _nearest(self, exact: str, article: str) -> Span | None:
        near = nearest_passage(exact, self.pages[article]) if article in self.pages else None
        return near.span if near else None


def gather(layout: Layout) -> Material:
    """Read and anchor everything that `data/` holds.

    Quotes are also looked for in articles that are left out for their sidecar's sake, so that all slips show at once.
    """
    reading = read_data(layout)
    articles = reading.ledger.articles
    searched = (*articles, *(article for article in reading.articles_left_out if article.text))
    anchored, issues = anchor(rebuilt(reading.ledger, articles=searched))
    ledger = rebuilt(anchored, articles=anchored.articles[: len(articles)])
    return Material(layout, ledger, reading, (*reading.issues, *issues))


def statements(text: str, furniture: list[Span]) -> list[Span]:
    """Return the sentences, bullets, headings and lines of an article that do not lie in its furniture."""
    return [sentence for sentence in sentences(text) if _has_words(_outside(sentence, furniture), text)]


def _outside(span: Span, others: list[Span]) -> list[Span]:
    parts = [span]
    for other in others:
        cut = [(Span(p.start, min(p.end, other.start)), Span(max(p.start, other.end), p.end)) for p in parts]
        parts = [part for pair in cut for part in pair if part.start < part.end]
    return parts


def _has_words(spans: list[Span], text: str) -> bool:
    return any(character.isalnum() for span in spans for character in text[span.start : span.end])


def _quotes_in(raw: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(raw, Mapping):
        if "exact" in raw and "article" in raw:
            yield raw
        for value in raw.values():
            yield from _quotes_in(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _quotes_in(value)

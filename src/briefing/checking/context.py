"""What the rules read: the anchored ledger, and what could not be read.

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
from briefing.reading.anchoring import anchor, rebuilt
from briefing.reading.coverage import FURNITURE, Sentence, covering, sentence_coverage
from briefing.reading.data_files import Reading, read_data
from briefing.reading.nearest import nearest_passage
from briefing.reading.page import Page
from briefing.reading.releases import load_releases
from briefing.reading.settings import Settings, read_settings

_LOST = {"file-missing", "not-a-file", "not-utf8", "not-a-list", "not-a-mapping", "yaml-syntax"}
_OF_CLAIMS = (
    "actor-unused claim-unknown claim-removed finding-without-claim record-removed rest-uncovered record-unknown"
)
#: What follows when a whole file is lost, by the beginning of its name: told beside it, it would bury the cause.
_FOLLOWS: dict[str, frozenset[str]] = {
    name: frozenset(codes.split())
    for name, codes in {
        "data/vocabulary.yml": "unknown-facet unknown-word vocabulary-missing",
        "data/actors.yml": "actor-unknown record-unknown record-removed",
        "data/origins.yml": "origin-unknown record-unknown record-removed",
        "data/waivers.yml": "sentence-uncovered rest-uncovered",
        "data/judgements.yml": "judgement-unknown record-unknown record-removed",
        "data/claims": f"{_OF_CLAIMS} sentence-uncovered quotation-unfounded theme-empty",
    }.items()
}


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
    def follows(self) -> frozenset[str]:
        """Codes of what is not worth telling, since it follows from a file that is lost as a whole."""
        lost = [i.place.file for i in self.reading.issues if i.code in _LOST and i.place.file not in self._partly_read]
        return frozenset(
            code for file in lost for name, codes in _FOLLOWS.items() if file.startswith(name) for code in codes
        )

    @cached_property
    def _partly_read(self) -> frozenset[str]:
        """Files that gave records, or vocabulary, all the same."""
        return frozenset(record.place.file for _, record in self.ledger.records())

    @cached_property
    def settings(self) -> Settings:
        """The settings and the table of contents of the book."""
        return read_settings(self.layout)

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """The released versions that can be read, oldest first."""
        return load_releases(self.layout)[0]

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {article.id: Page.of(article) for article in self.ledger.articles}

    @cached_property
    def sentences(self) -> dict[str, tuple[Sentence, ...]]:
        """What each article states, furniture left out, and what became of it."""
        return {
            article.id: tuple(s for s in sentence_coverage(self.ledger, article) if s.status != FURNITURE or s.rest)
            for article in self.ledger.articles
        }

    @cached_property
    def evidence(self) -> tuple[tuple[Claim, Evidence], ...]:
        return tuple((claim, evidence) for claim in self.ledger.claims for evidence in claim.evidence)

    def excused(self, article: str) -> list[Span]:
        """Where words were meant to be covered by a quote that is not found, or by a record that cannot be read."""
        lost = [passage.exact for _, passage in covering(self.ledger, article) if passage.span is None]
        spans = [span for exact in lost if (span := self._nearest(exact, article))]
        return spans + self.unread_quotes(article)

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


def _quotes_in(raw: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(raw, Mapping):
        if "exact" in raw and "article" in raw:
            yield raw
        for value in raw.values():
            yield from _quotes_in(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _quotes_in(value)

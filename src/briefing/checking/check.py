"""All rules over all data in one run: what is wrong with a briefing, and the ledger when nothing is.

The rules themselves stand in `rules`, `judgement_rules` and `chapter_checks`; the meaning of each code in `codes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.checking.chapters import CHAPTER_RULES
from briefing.checking.codes import CODES
from briefing.checking.context import Material, gather
from briefing.checking.evidence import (
    Rule,
    actors_known,
    articles_known,
    claims_rest_on_evidence,
    ids_unique,
    origins_known,
    sentences_covered,
    vocabularies_present,
    waivers_needed,
    words_known,
)
from briefing.checking.judgements import (
    citations_known,
    confidence_within_origins,
    confidence_without_likelihood,
    released_ids_kept,
)
from briefing.model.base import Issue
from briefing.model.layout import Layout, find_layout
from briefing.model.ledger import Ledger
from briefing.reading.releases import check_releases

__all__ = ["CHAPTER_RULES", "CODES", "RULES", "LedgerError", "Report", "check", "open_ledger"]

RULES: tuple[Rule, ...] = (
    vocabularies_present,
    words_known,
    ids_unique,
    released_ids_kept,
    articles_known,
    actors_known,
    origins_known,
    claims_rest_on_evidence,
    sentences_covered,
    waivers_needed,
    citations_known,
    confidence_within_origins,
    confidence_without_likelihood,
)


class LedgerError(ValueError):
    """Raised when the evidence cannot be trusted; the message holds every issue, one a line."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        super().__init__("\n".join(map(str, issues)))


@dataclass(frozen=True, slots=True)
class Report:
    """The anchored ledger, everything found wrong in the order of files and lines, and how many sentences there are.

    Sentences are what the articles state: bullets and headings included, furniture left out.
    """

    ledger: Ledger
    issues: tuple[Issue, ...]
    sentences: int


def check(layout: Layout) -> Report:
    """Run every rule over the data, the chapters and the released versions of a briefing."""
    material = gather(layout)
    issues = _found(material, (*RULES, releases_intact, *CHAPTER_RULES))
    return Report(material.ledger, issues, sum(map(len, material.sentences.values())))


def open_ledger(layout: Layout | None = None) -> Ledger:
    """Return the ledger of the briefing around the working directory, every quote anchored.

    Raises `LedgerError` when any rule of the data is broken; chapters are not read, since they call this.
    """
    material = gather(layout or find_layout())
    issues = _found(material, RULES)
    if issues:
        raise LedgerError(issues)
    return material.ledger


def releases_intact(material: Material) -> Iterator[Issue]:
    """What was released is what it was when it was released."""
    yield from check_releases(material.layout)


def _found(material: Material, rules: Iterable[Rule]) -> tuple[Issue, ...]:
    found = [*material.issues, *(issue for rule in rules for issue in rule(material))]
    return tuple(sorted(dict.fromkeys(found), key=lambda issue: (issue.place, issue.subject, issue.code)))

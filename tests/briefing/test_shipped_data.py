"""The ledger that this repository ships: what must hold of it beyond what the checks check."""

from __future__ import annotations

import hashlib
import re

import pytest

from briefing.checking.check import check, open_ledger
from briefing.model.layout import Layout
from briefing.model.ledger import Ledger
from briefing.reading.lineage import claims_in_all, shared_runs, shifts
from briefing.reading.text import sentences

DIGESTS = {
    "aitechshed-2024": "79d8e5c13c2879dfa71901d863335731f20d026061ad25e93a7958f2d0d75366",
    "hipther-2024": "a1c107edbdb8178a1354c4088179b21729483cc0fbab98d88407f58a6d38f540",
}


@pytest.fixture(scope="module")
def ledger(shipped: Layout) -> Ledger:
    return open_ledger(shipped)


def test_the_checks_find_nothing(shipped: Layout) -> None:
    assert [str(issue) for issue in check(shipped).issues] == []


@pytest.mark.parametrize("article", DIGESTS)
def test_the_articles_are_byte_for_byte(shipped: Layout, article: str) -> None:
    assert hashlib.sha256((shipped.articles / f"{article}.txt").read_bytes()).hexdigest() == DIGESTS[article]


def test_every_quote_is_the_articles_words_to_the_letter(ledger: Ledger) -> None:
    for claim in ledger.claims:
        for evidence in claim.evidence:
            text = ledger.article_by_id[evidence.article].text
            assert evidence.span is not None
            assert text[evidence.span.start : evidence.span.end] == evidence.exact


def test_the_words_between_quotes_carry_no_assertion(ledger: Ledger) -> None:
    """What no quote covers inside a quoted sentence is listed here in full, so that nothing hides in it."""
    left = {word for article in ledger.articles for word in _uncovered(ledger, article.id)}
    assert left <= {"However", "Nonetheless", "While", "and", "has"}


def _uncovered(ledger: Ledger, article: str) -> set[str]:
    record = ledger.article_by_id[article]
    spans = [e.span for c in ledger.standing for e in c.in_article(article) if e.span]
    found = set()
    for sentence in sentences(record.text):
        if any(s.overlaps(sentence) for s in spans):
            rest = "".join(
                record.text[i] if not any(s.start <= i < s.end for s in spans) else "\n"
                for i in range(sentence.start, sentence.end)
            )
            found |= {piece for part in rest.split("\n") if (piece := re.sub(r"[\s.,;:•“”]+", " ", part).strip())}
    return found


def test_no_judgement_is_held_with_high_confidence_on_one_origin(ledger: Ledger) -> None:
    assert len(ledger.origins_of([c.id for c in ledger.standing])) == 1
    assert {j.confidence for j in ledger.standing_judgements} <= {"low", "moderate"}


def test_moderate_confidence_has_support_from_both_articles(ledger: Ledger) -> None:
    shared = {c.id for c in claims_in_all(ledger)}
    for judgement in ledger.standing_judgements:
        if judgement.confidence == "moderate":
            assert shared & set(judgement.supported_by), judgement.id


def test_the_chapter_on_the_two_articles_cites_every_claim_that_differs_in_strength(
    ledger: Ledger, shipped: Layout
) -> None:
    changed = {s.claim for s in shifts(ledger)}
    weaker = changed - {s.claim for s in shifts(ledger) if s.firmer}
    text = (shipped.chapters / "lineage.md").read_text("utf-8")
    told = next(line for line in text.splitlines() if line.startswith("Of the shared claims"))
    assert set(re.findall(r"C\d+", told)) == changed
    assert len(weaker) == 1
    assert "one loses a word for how many" in told


def test_the_headline_is_all_that_the_articles_share_word_for_word(ledger: Ledger) -> None:
    texts = [ledger.article_by_id[a].text for a in ("hipther-2024", "aitechshed-2024")]
    assert shared_runs(*texts) == ("how dependent is china on us artificial intelligence technology",)


def test_direct_speech_hedges_passives_analogies_and_hops_are_coded_as_such(ledger: Ledger) -> None:
    coded = {(c.id, e.form, e.certainty, e.voice) for c in ledger.standing for e in c.evidence}
    assert ("C07", "quotation", "reported", ("openai-spokesperson", "reuters")) in coded
    assert ("C23", "passive", "reported", ("unnamed",)) in coded
    assert ("C50", "statement", "possible", ("state-backed-media",)) in coded
    assert ("C63", "analogy", "reported", ("unnamed",)) in coded
    assert ledger.claim_by_id["C55"].kind == "intention"
    assert ledger.claim_by_id["C16"].kind == "fact"


def test_nothing_is_quoted_from_an_origin_that_is_not_held(ledger: Ledger) -> None:
    held = set(ledger.article_by_id)
    assert {e.article for c in ledger.claims for e in c.evidence} <= held
    assert not any(o.held for o in ledger.origins)

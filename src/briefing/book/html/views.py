"""What a card, a permanent page or the search says of a record, in the words a reader sees.

Pure functions from the ledger to frozen views; the templates only lay them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from briefing.model.ledger import Ledger
from briefing.model.naming import actor_name, dated_name, origin_name, voice_name
from briefing.model.records import Claim, Evidence, Judgement
from briefing.model.sources import Article
from briefing.model.words import counted

#: Beyond this many characters a text fragment names only how the quote begins and ends.
LONG_FRAGMENT = 180
FRAGMENT_WORDS = 5


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One quote, who says it, how many, how sure, and where it stands."""

    key: str
    quote: str
    article: str
    article_id: str
    language: str
    voice: str
    quantity: str
    certainty: str
    form: str
    note: str
    original: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim with its codes, its evidence and what rests on it."""

    id: str
    statement: str
    codes: tuple[tuple[str, str], ...]
    actors: str
    evidence: tuple[EvidenceView, ...]
    origins: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    withdrawn: str
    replaced_by: tuple[str, ...]

    @property
    def origin_count(self) -> str:
        return counted(len(self.origins), "origin")


@dataclass(frozen=True, slots=True)
class JudgementView:
    """One judgement with the size of what it rests on."""

    id: str
    statement: str
    confidence: str
    confidence_word: str
    because: str
    would_change: str
    supported_by: tuple[str, ...]
    challenged_by: tuple[str, ...]
    claim_count: str
    origin_count: str
    withdrawn: str
    replaced_by: tuple[str, ...]


def claim_view(ledger: Ledger, claim: Claim) -> ClaimView:
    """Return what there is to say of a claim; a claim without evidence has no origins."""
    codes = [
        ("Theme", ledger.label("theme", claim.theme)),
        ("Kind", ledger.label("kind", claim.kind)),
        ("Bears on", ledger.label("bears_on", claim.bears_on)),
        *((_titled(name), ledger.labels(name, words)) for name, words in claim.facets.items()),
    ]
    return ClaimView(
        id=claim.id,
        statement=claim.statement,
        codes=tuple(codes),
        actors=", ".join(actor_name(ledger, actor) for actor in claim.actors),
        evidence=tuple(_evidence_view(ledger, e) for e in claim.evidence),
        origins=tuple(origin_name(ledger, origin) for origin in ledger.origins_of([claim.id])),
        judgements=ledger.judgements_on(claim.id),
        withdrawn=claim.withdrawn.because if claim.withdrawn else "",
        replaced_by=claim.withdrawn.replaced_by if claim.withdrawn else (),
    )


def judgement_view(ledger: Ledger, judgement: Judgement) -> JudgementView:
    """Return what there is to say of a judgement."""
    return JudgementView(
        id=judgement.id,
        statement=judgement.statement,
        confidence=ledger.label("confidence", judgement.confidence),
        confidence_word=judgement.confidence,
        because=judgement.because,
        would_change=judgement.would_change,
        supported_by=judgement.supported_by,
        challenged_by=judgement.challenged_by,
        claim_count=counted(len(judgement.supported_by), "claim"),
        origin_count=counted(len(ledger.origins_of(judgement.supported_by)), "origin"),
        withdrawn=judgement.withdrawn.because if judgement.withdrawn else "",
        replaced_by=judgement.withdrawn.replaced_by if judgement.withdrawn else (),
    )


def text_fragment(exact: str, prefix: str = "", suffix: str = "") -> str:
    """Return the text directive that scrolls a browser to a quote (WICG Scroll to Text Fragment).

    A long quote, or one that runs over lines, is named by its first and last words.
    """
    words = exact.split()
    if "\n" in exact.strip() or len(exact) > LONG_FRAGMENT:
        start, end = " ".join(words[:FRAGMENT_WORDS]), " ".join(words[-FRAGMENT_WORDS:])
        body = f"{_encoded(start)},{_encoded(end)}"
    else:
        body = _encoded(" ".join(words))
    before = f"{_encoded(' '.join(prefix.split()))}-," if prefix.strip() else ""
    after = f",-{_encoded(' '.join(suffix.split()))}" if suffix.strip() else ""
    return f":~:text={before}{body}{after}"


def _evidence_view(ledger: Ledger, evidence: Evidence) -> EvidenceView:
    article = ledger.article_by_id[evidence.article]
    before, after = _context(article, evidence)
    return EvidenceView(
        key=evidence.key,
        quote=evidence.exact,
        article=dated_name(ledger, article.id),
        article_id=article.id,
        language=article.language,
        voice=voice_name(ledger, evidence.voice),
        quantity=ledger.label("quantity", evidence.quantity),
        certainty=ledger.label("certainty", evidence.certainty),
        form=ledger.label("form", evidence.form),
        note=evidence.note or "",
        original=f"{article.url}#{text_fragment(evidence.exact, evidence.prefix, evidence.suffix)}",
        before=before,
        after=after,
    )


def _context(article: Article, evidence: Evidence) -> tuple[str, str]:
    """Return the rest of the line that a quote stands in, before and after it."""
    if evidence.span is None:
        return "", ""
    start, end = evidence.span
    line_start = article.text.rfind("\n", 0, start) + 1
    line_end = article.text.find("\n", end)
    return article.text[line_start:start], article.text[end : line_end if line_end >= 0 else len(article.text)]


def _encoded(words: str) -> str:
    """Encode every character that the directive gives a meaning: comma, hyphen and ampersand too."""
    return quote(words, safe="").replace("-", "%2D")


def _titled(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
